//! Rejects lines that cannot come from a server that escapes its values. Apache
//! (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#format-notes>) and nginx
//! (<https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>) write control characters
//! as `\t` or `\x00`, a status as three digits, and a number of bytes as digits. A line that
//! differs from this consists of parts of two lines, or has another format.

use memchr::{memchr, memchr_iter, memrchr, memrchr_iter};

use super::Layout;
use super::ahead::after;
use super::torn::{offset, torn};
use crate::format::escape::Escape;
use crate::format::field::Field;
use crate::format::line::LogLine;
use crate::near;
use crate::rejection::{Reason, Rejection};

const CONTROL: &str = "a control character or line separator that no server writes";
const END_OF_TIME: &str = "the end of a second time";

/// A field, the check of its value, and the text that says what the value must be.
type Rule = (Field, fn(&[u8]) -> bool, &'static str);

const RULES: [Rule; 6] = [
    (
        Field::Status,
        is_status,
        "a status of three digits, or `-`, as status",
    ),
    (
        Field::BodyBytes,
        is_count,
        "digits, or `-`, as number of bytes",
    ),
    (
        Field::ResponseBytes,
        is_count,
        "digits, or `-`, as number of bytes",
    ),
    (
        Field::RequestLine,
        is_one_request,
        "one request, with a version behind `HTTP/`, as request_line",
    ),
    (Field::ServerName, is_host, "one host as server_name"),
    (
        Field::UpstreamStatus,
        is_status_list,
        "a list of statuses as upstream_status",
    ),
];

impl Layout {
    /// Whether the server escapes control characters in every value, as Apache and nginx do.
    pub(super) fn escapes_all(&self) -> bool {
        self.escape == Escape::Backslash
    }

    /// Why the server cannot have written a line that was read; `None` if it can have written it.
    #[inline]
    pub(super) fn misfit(&self, line: &[u8], fields: &LogLine<'_>) -> Option<Rejection> {
        if !self.escapes_all() {
            return None;
        }
        if !fields.is_printable()
            && holds_odd(line)
            && let Some(rejection) = self.joint(line, Some(fields))
        {
            return Some(rejection);
        }
        if let Some(at) = second_time_end(line, fields) {
            return Some(torn(at, END_OF_TIME));
        }
        if let Some(rejection) = without_status(line, fields) {
            return Some(rejection);
        }
        if let Some(rejection) = without_agent(line, fields) {
            return Some(rejection);
        }
        RULES.iter().find_map(|(field, fits, expected)| {
            let value = fields.raw(*field).filter(|value| !fits(value))?;
            let expected = (*expected).to_owned();
            let at = offset(line, value);
            Some(Rejection::at(at, Reason::Mismatch { expected }))
        })
    }

    /// Rejects a line at its first control character or line separator, if the server escapes
    /// these. Such a character may separate two lines or mark lost bytes. A tab counts only within
    /// a quoted value, since spaces and tabs also separate values.
    #[cold]
    pub(super) fn joint(&self, line: &[u8], fields: Option<&LogLine<'_>>) -> Option<Rejection> {
        if !self.escapes_all() {
            return None;
        }
        let is_quoted_tab = |at: usize| {
            let quoted = self.steps.iter().filter(|step| step.is_quoted());
            let mut values = quoted.filter_map(|step| fields?.raw(step.field?));
            values.any(|value| {
                let start = offset(line, value);
                (start..start + value.len()).contains(&at)
            })
        };
        // Control characters at the end of the line do not join two lines.
        let mut text = line.trim_ascii_end();
        while let [before @ .., 0] = text {
            text = before.trim_ascii_end();
        }
        let at = text.iter().enumerate().position(|(at, byte)| match byte {
            b'\t' => is_quoted_tab(at),
            0..b' ' | 0x7f => true,
            // U+0085, U+2028 and U+2029 end a line.
            0xc2 => text.get(at + 1) == Some(&0x85),
            0xe2 => matches!(text.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])),
            _ => false,
        })?;
        Some(torn(at, CONTROL))
    }
}

/// Whether a line has a byte that may join two lines. The loop has one check for each byte and no
/// branches.
#[inline]
fn holds_odd(line: &[u8]) -> bool {
    let odd = line.iter().fold(0, |odd, byte| {
        let is_control = u8::from(*byte < b' ') | u8::from(*byte == 0x7f);
        odd | is_control | u8::from(*byte == 0xc2) | u8::from(*byte == 0xe2)
    });
    odd != 0
}

fn is_status(value: &[u8]) -> bool {
    matches!(value, b"" | b"-" | [_, _, _]) && is_count(value)
}

/// Whether a value has only characters with which nginx writes the statuses of several upstreams:
/// `502, 200 : 200`.
fn is_status_list(value: &[u8]) -> bool {
    value
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b':' | b'-' | b' '))
}

fn is_count(value: &[u8]) -> bool {
    value == b"-" || value.iter().all(u8::is_ascii_digit)
}

/// Whether a value is a single request. If its last word begins or ends like a version of HTTP, the
/// word must be a complete version. No other version may precede it. A request with a backslash is
/// accepted: a client sent unusual bytes on purpose, and the server escaped them.
fn is_one_request(request: &[u8]) -> bool {
    if is_usual_request(request) {
        return true;
    }
    let Some((target, word)) = memrchr(b' ', request).and_then(|at| request.split_at_checked(at))
    else {
        return true;
    };
    let is_sound = match word.strip_prefix(b" HTTP/") {
        Some(_) => without_version(request).is_some(),
        // The word is, for example, `/a?b=cTP/1.1`.
        None => !matches!(word, [.., b'P', b'/', b'0'..=b'9', b'.', b'0'..=b'9']),
    };
    is_sound && is_one_target(target) || memchr(b'\\', request).is_some()
}

/// Whether a request has a blank after the method, a blank before the version, and no other blanks.
/// Most requests do.
#[inline]
pub(super) fn is_usual_request(request: &[u8]) -> bool {
    without_version(request).is_some_and(|target| {
        near::find([b' '], target)
            .is_some_and(|blank| !near::holds([b' '], after(target, blank + 1)))
    })
}

/// The text before ` HTTP/1.1` or ` HTTP/2` at the end of a request.
fn without_version(request: &[u8]) -> Option<&[u8]> {
    let ([before @ .., b'0'..=b'9', b'.', b'0'..=b'9'] | [before @ .., b'0'..=b'9']) = request
    else {
        return None;
    };
    before.strip_suffix(b" HTTP/")
}

/// Whether a method and a target contain no further version. A target may contain spaces, because
/// some clients do not escape them.
fn is_one_target(request: &[u8]) -> bool {
    // `memmem` would build its searcher for each line. That costs 530 instructions.
    memchr_iter(b' ', request).all(|at| !after(request, at).starts_with(b" HTTP/"))
}

/// Whether a value is a virtual host, with or without a port. In a torn line, the address of
/// another line may precede a host.
fn is_host(value: &[u8]) -> bool {
    memchr_iter(b':', value).count() < 2 || value.starts_with(b"[") || {
        let of_v6 = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        value.iter().all(of_v6)
    }
}

/// The end of a second time after the line's own time, as in ` +0200] \"GET`; `None` if there is no
/// second time.
fn second_time_end(line: &[u8], fields: &LogLine<'_>) -> Option<usize> {
    let time = fields.raw(Field::TimeClf)?;
    let own = offset(line, time) + time.len();
    // In most lines, the last bracket is that of their own time.
    if fields.is_last_bracket() {
        return None;
    }
    memrchr_iter(b']', line)
        .take_while(|at| *at > own)
        .find(|at| {
            let zone = line.get(at.saturating_sub(5)..*at);
            let behind = line.get(at + 1..at + 4);
            matches!(
                zone,
                Some([b'+' | b'-', digits @ ..]) if digits.iter().all(u8::is_ascii_digit)
            ) && matches!(behind, Some([b' ', b'"', b'A'..=b'Z' | b'-']))
        })
}

/// A line may end after its request because it was cut. If its request has no version, the line was
/// not simply cut: the end of another line was joined to it. Such a line is rejected.
fn without_status(line: &[u8], fields: &LogLine<'_>) -> Option<Rejection> {
    if fields.cut || fields.raw(Field::Status).is_some() {
        return None;
    }
    let request = fields.raw(Field::RequestLine)?;
    let at = offset(line, request);
    let is_end = line.len() <= at + request.len() + 1;
    let blank = memrchr(b' ', request)?;
    let has_version = request.get(blank..)?.starts_with(b" HTTP/");
    let expected = "a version at the end of request_line".to_owned();
    (is_end && !has_version && memchr(b'\\', request).is_none())
        .then(|| Rejection::at(at, Reason::Mismatch { expected }))
}

/// A line may lack an agent because it was cut. If its referrer is a URL with blanks, and words
/// follow, the end of another line's agent was joined to the referrer. Such a line is rejected.
fn without_agent(line: &[u8], fields: &LogLine<'_>) -> Option<Rejection> {
    if fields.cut || fields.raw(Field::UserAgent).is_some() {
        return None;
    }
    let referrer = fields.raw(Field::Referrer)?;
    memchr(b' ', referrer).filter(|_| referrer.starts_with(b"http"))?;
    let at = offset(line, referrer);
    let behind = line.get(at + referrer.len() + 1..)?;
    let expected = "a referrer without blanks, or an agent behind it".to_owned();
    (!behind.trim_ascii().is_empty()).then(|| Rejection::at(at, Reason::Mismatch { expected }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_no_server_writes_are_detected() {
        for (value, fits) in [
            ("200", true),
            ("000", true),
            ("-", true),
            ("", true),
            ("40", false),
            ("-1", false),
            ("2000", false),
            ("2-1", false),
            ("abc", false),
        ] {
            assert_eq!(is_status(value.as_bytes()), fits, "{value}");
        }
        for (request, fits) in [
            ("-", true),
            ("GET / HTTP/1.1", true),
            ("GET / HTTP/2", true),
            ("GET /a?b=HTTP/x HTTP/1.0", true),
            ("HTTP/x", true),
            (r"GET / HTTP/1.1\x0d\x0a", true),
            (r"GET / HTTP/\x01", true),
            ("GET / HTTP/", false),
            ("GET / HTTP/1.", false),
            ("GET / HTTP/1..0", false),
            ("GET / HTTP/a=167", false),
            ("GET / HTTP/1.10", false),
            ("GET /a b / c HTTP/1.1", true),
            ("GET  /padded  HTTP/1.1", true),
            ("GET /a", true),
            ("GET /a HTHTTP/1.1", false),
            ("GET /a?b=cTP/1.1", false),
            ("HEAD /a HTTP/1.1D /b HTTP/1.1", false),
            ("GET /a;cat /etc/passwd HTTP/1.1", true),
        ] {
            assert_eq!(is_one_request(request.as_bytes()), fits, "{request}");
        }
    }

    #[test]
    fn a_byte_that_may_join_two_lines_is_found_at_any_place() {
        for odd in [0, 9, 13, 0x1b, 0x7f, 0xc2, 0xe2] {
            for at in 0..40 {
                let mut line = [b'a'; 40];
                assert!(!holds_odd(&line));
                line.get_mut(at).map(|byte| *byte = odd).unwrap_or_default();
                assert!(holds_odd(&line), "{odd} at {at}");
            }
        }
    }
}
