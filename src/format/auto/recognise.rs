//! Recognises the signature of a line by its first bytes and by the words before its time. Each
//! signature needs more than one feature of its format, since an application's log also has a date,
//! a bracketed time or an address.

use super::super::sound::{begins_clf_time, begins_iso_date, is_address};
use super::syslog::{self, Header};
use super::words::{self, client_and_port, is_number};
use crate::format::layout::Beginning;
use crate::format::signature::{Prefix, Signature};

/// A signature, and the place where the line with this signature begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recognised {
    pub(super) signature: Signature,
    pub(super) start: usize,
    /// The beginning of a line of the combined format, if it has the usual form.
    pub(super) beginning: Option<Beginning>,
}

/// The signature of a line; `None` if the line is not recognised.
///
/// For a line with a usual [`Beginning`], trying each signature gives the same result at three
/// times the cost.
pub(super) fn recognise(line: &[u8]) -> Option<Recognised> {
    match Beginning::of(line) {
        Some(beginning) => Some(Recognised {
            signature: Signature::Family(Prefix::Client),
            start: 0,
            beginning: Some(beginning),
        }),
        None => searched(line),
    }
}

/// The signature of a line, found by trying each.
fn searched(line: &[u8]) -> Option<Recognised> {
    let at = |start: usize| {
        let signature = plain(line.get(start..)?)?;
        let wrapped = usize::from(matches!(signature, Signature::Wrapped(_)));
        (start == 0 || signature.comes_by_syslog()).then_some(Recognised {
            signature,
            start: start + wrapped,
            beginning: None,
        })
    };
    match syslog::header(line) {
        Header::None => at(0),
        Header::Ends(start) => at(start),
        // The time and the words may be part of the line itself.
        Header::Open(start) => {
            let own = plain(line).filter(|signature| !signature.comes_by_syslog());
            let behind = || syslog::behind_words(line, start).find_map(at);
            own.and_then(|_| at(0))
                .or_else(behind)
                .or_else(|| at(start))
        }
    }
}

/// The signature of a line without a header; `None` if the line is not recognised.
fn plain(line: &[u8]) -> Option<Signature> {
    match line {
        [b'{', ..] => Some(Signature::Json),
        [b'[', rest @ ..] if begins_iso_date(rest) => is_envoy(rest).then_some(Signature::Envoy),
        [b'[', rest @ ..] => begins_clf_time(rest).then_some(Signature::Bracketed),
        _ if begins_iso_date(line) => dated(line),
        [b'0'..=b'9', ..] if begins_epoch(line) => counted(line).or_else(|| bracketed(line)),
        _ if begins_load_balancer(line) => Some(Signature::Alb),
        _ => bracketed(line),
    }
}

/// Whether a quoted request follows the time at the beginning of `text`. The result is also true if
/// the line ends before the request.
fn is_envoy(text: &[u8]) -> bool {
    memchr::memchr(b']', text).is_none_or(|end| {
        let rest = text.get(end..).unwrap_or_default();
        rest.starts_with(b"] \"") || b"] \"".starts_with(rest)
    })
}

/// Whether a text begins with seconds since 1970 and their milliseconds.
fn begins_epoch(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let seconds = digits(text);
    (9..=10).contains(&seconds)
        && text.get(seconds) == Some(&b'.')
        && digits(text.get(seconds + 1..).unwrap_or_default()) == 3
}

/// Recognises lines that begin with seconds. In Squid's lines a duration and the client follow.
/// CloudFront's real-time lines also begin with seconds.
fn counted(line: &[u8]) -> Option<Signature> {
    let mut words = line
        .split(|byte| matches!(byte, b' ' | b'\t'))
        .filter(|word| !word.is_empty())
        .skip(1);
    let (second, third) = (words.next()?, words.next()?);
    match memchr::memchr2(b' ', b'\t', line).and_then(|at| line.get(at)) {
        Some(b'\t') => is_address(second).then_some(Signature::Realtime),
        _ => (is_number(second) && is_address(third)).then_some(Signature::Squid),
    }
}

/// Recognises lines that begin with a date: CloudFront's, a classic load balancer's and IIS's.
fn dated(line: &[u8]) -> Option<Signature> {
    match line.get(10) {
        Some(b'\t') => is_cloudfront(line).then_some(Signature::CloudFront),
        Some(b'T') => {
            // The row has a time, the balancer's name, and the client with its port.
            let client = line.split(|byte| *byte == b' ').nth(2)?;
            client_and_port(client).then_some(Signature::ClassicElb)
        }
        Some(b' ') => iis(line),
        _ => None,
    }
}

/// Whether an edge location such as `FRA60-P2`, a number of bytes and an address follow the date
/// and the time.
fn is_cloudfront(line: &[u8]) -> bool {
    let mut columns = line.split(|byte| *byte == b'\t').skip(2);
    let mut next = || columns.next().unwrap_or_default();
    let (edge, bytes, client) = (next(), next(), next());
    let in_capitals = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'0'..=b'9' | b'-');
    edge.first().is_some_and(u8::is_ascii_uppercase)
        && edge.iter().all(in_capitals)
        && is_number(bytes)
        && is_address(client)
}

/// Recognises a row with as many columns as a version of IIS writes by default, if its addresses,
/// method, path and numbers have their forms: `date time s-ip cs-method cs-uri-stem cs-uri-query
/// s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status ...`. Versions before 8.5 have no
/// referrer.
fn iis(line: &[u8]) -> Option<Signature> {
    let columns = memchr::memchr_iter(b' ', line).count() + 1;
    let status = match columns {
        15 | 17 => 11,
        14 => 10,
        _ => return None,
    };
    let fits = line
        .split(|byte| *byte == b' ')
        .enumerate()
        .all(|(at, value)| match at {
            2 | 8 => is_address(value),
            3 => value.iter().all(u8::is_ascii_uppercase) && !value.is_empty(),
            4 => matches!(value.first(), Some(b'/' | b'*')),
            6 => is_number(value),
            _ if at >= status => is_number(value),
            _ => true,
        });
    fits.then_some(Signature::Iis)
}

/// The most bracketed times that are checked in a line. The limit bounds the cost of a line that
/// has many of them.
const TIMES_LOOKED_AT: usize = 8;

/// Recognises lines with a bracketed time after the client. The name of a user may contain text
/// that looks like a time. A request cannot follow that text, because quotes in the name are
/// escaped.
fn bracketed(line: &[u8]) -> Option<Signature> {
    memchr::memchr_iter(b'[', line)
        .filter_map(|at| line.split_at_checked(at))
        .filter(|(_, time)| time.get(1..).is_some_and(begins_clf_time))
        .take(TIMES_LOOKED_AT)
        .find_map(|(before, time)| timed(before, time))
}

/// Finds the signature by the text before and after a bracketed time. `None` if these texts do not
/// belong to an access log.
fn timed(prefix: &[u8], time: &[u8]) -> Option<Signature> {
    // HAProxy's time has milliseconds, and only the client precedes it.
    if time.get(21) == Some(&b'.') {
        let client = prefix.strip_suffix(b" ")?;
        return client_and_port(client).then_some(Signature::Haproxy);
    }
    if words::begin_s3(prefix) {
        return Some(Signature::S3);
    }
    if time
        .get(TIME_BYTES - 1..)
        .is_some_and(|rest| rest.starts_with(b"]\""))
    {
        return (words::prefix_of(prefix) == Some(Prefix::Client)).then_some(Signature::ApiGateway);
    }
    // An address in the client's place is enough evidence. The rejection can then name the place
    // where the request should be.
    if !request_follows(time) && !words::hold_address(prefix) {
        return None;
    }
    match prefix {
        [b'"', rest @ ..] if memchr::memchr(b'"', rest).is_none() => {
            words::prefix_of(rest).map(Signature::Wrapped)
        }
        _ => words::prefix_of(prefix).map(Signature::Family),
    }
}

/// A time of the Common Log Format with its brackets.
const TIME_BYTES: usize = "[10/Oct/2000:13:55:36 -0700]".len();

/// Whether a quoted request or a `-` follows the time at the beginning of `text`. The result is
/// also true if the line ends before the request.
fn request_follows(text: &[u8]) -> bool {
    match text.get(TIME_BYTES - 1..) {
        Some([b']', b' ' | b'\t', b'"' | b'-', ..] | [b']', b' ' | b'\t'] | [b']'] | []) | None => {
            true
        }
        Some(_) => false,
    }
}

/// Whether a line begins with the type and the time of an application load balancer's row.
fn begins_load_balancer(line: &[u8]) -> bool {
    let Some((kind, rest)) =
        memchr::memchr(b' ', line.get(..7).unwrap_or(line)).map(|space| line.split_at(space))
    else {
        return false;
    };
    matches!(kind, b"http" | b"https" | b"h2" | b"grpcs" | b"ws" | b"wss")
        && rest.get(1..).is_some_and(begins_iso_date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Compares the fast function with the plain one.
        #[test]
        fn usual_lines_have_the_signature_that_a_search_finds(
            client in "[A-Za-z0-9<{\\[\",.:-]{1,24}",
            between in prop_oneof![4 => Just(" - - ["), 1 => Just(" - ["), 1 => Just(" - ada [")],
            time in prop_oneof![
                4 => Just("24/Nov/2026:10:00:00 +0100"), 1 => Just("24/Nov/2026:10:00:00.123"),
                1 => Just("x"),
            ],
            request in prop_oneof![
                4 => Just("] \"GET / HTTP/1.1\" 200 1"), 1 => Just("] -"), 1 => Just(""),
            ],
        ) {
            let line = [client.as_str(), between, time, request].concat();
            let known = |found: Recognised| (found.signature, found.start);
            let (fast, plain) = (recognise(line.as_bytes()), searched(line.as_bytes()));
            prop_assert_eq!(fast.map(known), plain.map(known), "{}", line);
        }
    }
}
