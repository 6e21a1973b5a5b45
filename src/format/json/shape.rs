//! Classifies values by their form, if the key is not sufficient. A form is, for example, the
//! notation of a time, a path or a request line.
//!
//! Every function takes an unescaped value. A value of a wrong form has no class, for example a
//! status of `OK` or a method of `5`.

use std::net::{IpAddr, SocketAddr};

use crate::format::field::Field;

/// The methods that show that an object is part of an access log: most of
/// <https://www.iana.org/assignments/http-methods>, and the `PURGE` and `BAN` of caches.
const METHODS: [&str; 34] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "PATCH",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "SEARCH",
    "REPORT",
    "PURGE",
    "BAN",
    "LINK",
    "UNLINK",
    "ACL",
    "BIND",
    "REBIND",
    "UNBIND",
    "CHECKIN",
    "CHECKOUT",
    "MERGE",
    "MKCALENDAR",
    "MKACTIVITY",
    "QUERY",
    "PRI",
    "UPDATE",
];

/// The limit on the length of a method.
const METHOD_LIMIT_BYTES: usize = 32;

/// The notation of a time; `None` if the text is not a time. A number with fewer digits than a time
/// since 1973 is a duration or a counter.
pub(super) fn time(text: &[u8]) -> Option<Field> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let digits = text.iter().take_while(|byte| is_digit(byte)).count();
    let of_number = text.iter().all(|byte| is_digit(byte) || *byte == b'.');
    Some(match (digits, text) {
        // Seconds have ten digits until the year 2286. Each smaller unit has three more digits.
        (9..=11, _) if of_number => Field::TimeEpochSeconds,
        (12..=14, _) if of_number => Field::TimeEpochMilliseconds,
        (15..=17, _) if of_number => Field::TimeEpochMicroseconds,
        (18..=20, _) if of_number => Field::TimeEpochNanoseconds,
        (2, [_, _, b'/', ..]) => Field::TimeClf,
        (4, [_, _, _, _, b'-', _, _, b'-', _, _]) => Field::Date,
        (4, [_, _, _, _, b'-' | b'/', ..]) => Field::TimeIso8601,
        (2, [_, _, b':', _, _, b':', ..]) => Field::TimeOfDay,
        // `Fri, 10 Oct 2025 13:55:36 GMT`
        (0, [_, _, _, b',', b' ', day, ..]) if is_digit(day) => Field::TimeIso8601,
        _ => return None,
    })
}

/// The form of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// A number that takes this many bytes, and its unit if the text names one.
    Number(usize, Option<Field>),
    /// Minutes or hours, with or without smaller units after them: `1m2.5s`.
    Several,
}

/// Reads a duration. `None` if the text does not begin with a digit, or has an unknown unit.
pub(super) fn amount(text: &[u8]) -> Option<Amount> {
    let of_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let end = text.iter().position(|byte| !of_number(byte));
    let (number, unit) = text.split_at_checked(end.unwrap_or(text.len()))?;
    number.first().filter(|first| first.is_ascii_digit())?;
    let field = match unit.trim_ascii_start() {
        b"" => None,
        b"ns" => Some(Field::DurationNanoseconds),
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => Some(Field::DurationMicroseconds),
        b"ms" => Some(Field::DurationMilliseconds),
        b"s" => Some(Field::DurationSeconds),
        [b'm' | b'h', ..] => return Some(Amount::Several),
        _ => return None,
    };
    Some(Amount::Number(number.len(), field))
}

/// The three digits of `200`, `200 OK` and `200.0`; `None` for any other form.
pub(super) fn status(text: &[u8]) -> Option<&[u8]> {
    let (code, rest) = text.split_at_checked(3)?;
    let valid = code.iter().all(u8::is_ascii_digit);
    (valid && matches!(rest, [] | [b' ', ..] | b".0")).then_some(code)
}

/// Whether a text is a known method, in upper or lower case.
pub(super) fn is_known_method(text: &[u8]) -> bool {
    METHODS
        .iter()
        .any(|method| method.as_bytes().eq_ignore_ascii_case(text))
}

/// Whether a text can be a method: a known one, or a word of capitals, `-` and `_`.
pub(super) fn is_method(text: &[u8]) -> bool {
    let of_method = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_');
    (1..=METHOD_LIMIT_BYTES).contains(&text.len())
        && text.iter().all(of_method)
        && text.first().is_some_and(u8::is_ascii_uppercase)
        || is_known_method(text)
}

/// Whether a text is certainly a request line: a known method and a target, or a possible method
/// and a text with a version of HTTP at its end.
pub(super) fn is_request_line(text: &[u8]) -> bool {
    let Some(blank) = memchr::memchr(b' ', text) else {
        return false;
    };
    let (method, rest) = text.split_at_checked(blank).unwrap_or((text, &[]));
    let target = rest.trim_ascii_start();
    is_known_method(method)
        && (target.starts_with(b"/")
            || target.starts_with(b"*")
            || is_absolute(target)
            || ends_in_version(target))
        || is_method(method) && ends_in_version(target)
}

/// The kind of a request text: a request line, a method, or a target. `None` for a word that could
/// have any meaning.
pub(super) fn request(text: &[u8]) -> Option<Field> {
    if is_known_method(text) {
        Some(Field::Method)
    } else if is_request_line(text) {
        Some(Field::RequestLine)
    } else if memchr::memchr(b' ', text).is_none() {
        target(text)
    } else {
        None
    }
}

/// The kind of a target: only a path, or more than a path. `None` if the text is not a target. The
/// caller needs the kind, so that a query with a key of its own is not added twice.
pub(super) fn target(text: &[u8]) -> Option<Field> {
    match text {
        [b'/', ..] if memchr::memchr(b'?', text).is_none() => Some(Field::Path),
        [b'/', ..] | b"*" => Some(Field::Target),
        _ if is_absolute(text) => Some(Field::Target),
        _ => None,
    }
}

/// Whether a text can be a query: it has no blank and is not a path, a number or a boolean.
pub(super) fn is_query(text: &[u8]) -> bool {
    !text.starts_with(b"/") && !text.iter().any(u8::is_ascii_whitespace) && !is_word(text)
}

/// The kind of protocol: the version of HTTP, or the scheme. `None` for any other text.
pub(super) fn protocol(text: &[u8]) -> Option<Field> {
    let number = text
        .split_at_checked(5)
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"http/"))
        .map_or(text, |(_, number)| number);
    match number {
        b"0.9" | b"1.0" | b"1.1" | b"2" | b"2.0" | b"3" | b"3.0" => Some(Field::Protocol),
        _ if [&b"http"[..], b"https", b"ws", b"wss"]
            .iter()
            .any(|scheme| scheme.eq_ignore_ascii_case(text)) =>
        {
            Some(Field::Scheme)
        }
        _ => None,
    }
}

/// Whether clients use a port and servers rarely do. These are the ports from 32768 on, as in Linux
/// (<https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html>, `ip_local_port_range`).
pub(super) fn is_ephemeral(port: &[u8]) -> bool {
    let port = std::str::from_utf8(port)
        .ok()
        .and_then(|port| port.parse::<u16>().ok());
    port.is_some_and(|port| port >= 32_768)
}

/// Whether a text is an address, with or without a port.
pub(super) fn is_endpoint(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else {
        return false;
    };
    is_address(text)
        || text.parse::<SocketAddr>().is_ok()
        // A load balancer writes an IPv6 address and a port without brackets.
        || text.rsplit_once(':').is_some_and(|(address, port)| {
            address.matches(':').count() == 7 && is_address(address) && port.parse::<u16>().is_ok()
        })
}

/// Whether a text can be a client: an address, a host name, or a list of them.
pub(super) fn is_client(text: &[u8]) -> bool {
    let of_client = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b':' | b'-' | b'_' | b'[' | b']' | b'%' | b'/')
    };
    let entries = text.split(|byte| *byte == b',');
    let mut entries = entries.map(<[u8]>::trim_ascii);
    entries.all(|entry| entry.iter().all(of_client)) && !is_word(text)
}

/// Whether a text is a number or a boolean. Neither describes a request.
pub(super) fn is_word(text: &[u8]) -> bool {
    let is_number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let mut parts = text.splitn(2, |byte| *byte == b'.');
    matches!(text, b"true" | b"false") || parts.all(is_number)
}

fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

fn is_absolute(text: &[u8]) -> bool {
    let scheme = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    scheme > 0
        && text
            .get(scheme..)
            .is_some_and(|rest| rest.starts_with(b"://"))
}

fn ends_in_version(text: &[u8]) -> bool {
    let last = text.rsplit(|byte| *byte == b' ').next();
    last.is_some_and(|last| last.starts_with(b"HTTP/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_recognised_by_its_shape() {
        for (text, expected) in [
            ("10/Oct/2025:13:55:36 +0000", Some(Field::TimeClf)),
            ("2025-10-10T13:55:36Z", Some(Field::TimeIso8601)),
            ("2025/10/10 13:55:36", Some(Field::TimeIso8601)),
            ("Fri, 10 Oct 2025 13:55:36 GMT", Some(Field::TimeIso8601)),
            ("2025-10-10", Some(Field::Date)),
            ("13:55:36", Some(Field::TimeOfDay)),
            ("1760097336", Some(Field::TimeEpochSeconds)),
            ("1760097336.186", Some(Field::TimeEpochSeconds)),
            ("1760097336186", Some(Field::TimeEpochMilliseconds)),
            ("1760097336186.5", Some(Field::TimeEpochMilliseconds)),
            ("1760097336186641", Some(Field::TimeEpochMicroseconds)),
            ("1760097336186641000", Some(Field::TimeEpochNanoseconds)),
            ("0.012", None),
            ("15", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(time(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_duration_is_recognised_by_its_unit() {
        let number = |length, field| Some(Amount::Number(length, field));
        for (text, expected) in [
            ("0.05", number(4, None)),
            ("11", number(2, None)),
            ("0.05s", number(4, Some(Field::DurationSeconds))),
            ("12ms", number(2, Some(Field::DurationMilliseconds))),
            ("12 ms", number(2, Some(Field::DurationMilliseconds))),
            ("1.5\u{b5}s", number(3, Some(Field::DurationMicroseconds))),
            ("7us", number(1, Some(Field::DurationMicroseconds))),
            ("9ns", number(1, Some(Field::DurationNanoseconds))),
            ("1m2.5s", Some(Amount::Several)),
            ("2h", Some(Amount::Several)),
            ("ms", None),
            ("-1", None),
            ("12 apples", None),
        ] {
            assert_eq!(amount(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_status_has_three_digits_that_no_other_digit_follows() {
        for (text, expected) in [
            ("200", Some("200")),
            ("404 Not Found", Some("404")),
            ("200.0", Some("200")),
            ("2000", None),
            ("20", None),
            ("OK", None),
            ("", None),
        ] {
            assert_eq!(
                status(text.as_bytes()),
                expected.map(str::as_bytes),
                "{text}"
            );
        }
    }

    #[test]
    fn a_request_is_a_line_a_method_or_a_target() {
        for (text, expected) in [
            ("GET / HTTP/1.1", Some(Field::RequestLine)),
            ("GET /a", Some(Field::RequestLine)),
            ("FOO /a HTTP/1.1", Some(Field::RequestLine)),
            ("GET", Some(Field::Method)),
            ("get", Some(Field::Method)),
            ("/a.html", Some(Field::Path)),
            ("/a.html?b=c", Some(Field::Target)),
            ("https://www.example.com/", Some(Field::Target)),
            ("*", Some(Field::Target)),
            ("load the user", None),
            ("FOO bar", None),
            ("", None),
        ] {
            assert_eq!(request(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_protocol_is_a_version_or_a_scheme() {
        for (text, expected) in [
            ("HTTP/1.1", Some(Field::Protocol)),
            ("http/2", Some(Field::Protocol)),
            ("2.0", Some(Field::Protocol)),
            ("HTTPS", Some(Field::Scheme)),
            ("ws", Some(Field::Scheme)),
            ("6", None),
            ("tcp", None),
        ] {
            assert_eq!(protocol(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_client_is_an_address_a_name_or_a_list() {
        for text in [
            "203.0.113.7",
            "203.0.113.7:80",
            "[2001:db8::7]:80",
            "2001:db8::7",
            "crawl-1.example.com",
            "203.0.113.7, 10.0.0.1",
            "unix:",
        ] {
            assert!(is_client(text.as_bytes()), "{text}");
        }
        for text in ["5", "true", "a person", "{x}", "1.5"] {
            assert!(!is_client(text.as_bytes()), "{text}");
        }
        for (text, expected) in [
            ("203.0.113.7", true),
            ("203.0.113.7:80", true),
            ("2001:db8:0:0:0:0:0:7:80", true),
            ("web-1", false),
            ("80", false),
        ] {
            assert_eq!(is_endpoint(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_query_has_no_blank_and_is_not_a_number() {
        for (text, expected) in [
            ("a=b", true),
            ("?a=b", true),
            ("SELECT 1", false),
            ("/a", false),
            ("12", false),
        ] {
            assert_eq!(is_query(text.as_bytes()), expected, "{text}");
        }
    }
}
