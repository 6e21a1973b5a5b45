//! The request line, whatever a client sent in its place.
//!
//! `METHOD target HTTP/version` (<https://www.rfc-editor.org/rfc/rfc9112#section-3>); HTTP/0.9 has no version. What is no
//! request line (TLS handshakes, binary noise, one word) is kept whole as `url.original`, and no method is guessed. Blanks
//! within the target belong to it; blanks around it are separators, as lenient servers take them.

use crate::near;

/// A request line taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RequestLine<'a> {
    /// A token, when it is one.
    pub(super) method: Option<&'a str>,
    /// The target, or the whole where that is no request line.
    pub(super) target: &'a str,
    /// What follows `HTTP/`.
    pub(super) version: Option<&'a str>,
    /// The target is one.
    pub(super) well_formed: bool,
}

/// The longest method there is, with room: the registry's longest has 17 letters
/// (<https://www.iana.org/assignments/http-methods>).
const METHOD_LIMIT_BYTES: usize = 32;

/// Takes a request line apart; never fails.
pub(super) fn split(line: &str) -> RequestLine<'_> {
    let broken = RequestLine {
        target: line,
        ..RequestLine::default()
    };
    let Some((method, rest)) = at_blank(line, near::find([b' '], line.as_bytes())) else {
        return broken;
    };
    // A load balancer writes `- http://host:80- -` for a request that it could not read.
    if method == "-" {
        let target = rest.strip_suffix(" -").unwrap_or(rest);
        let target = target.strip_suffix('-').unwrap_or(target);
        return RequestLine {
            target,
            well_formed: target.contains("://"),
            ..RequestLine::default()
        };
    }
    let rest = rest.trim_matches(' ');
    let (target, version) = match version_of(rest) {
        Some((target, version)) => (target.trim_end_matches(' '), Some(version)),
        None => (rest, None),
    };
    let token =
        method.len() <= METHOD_LIMIT_BYTES && !method.is_empty() && method.bytes().all(is_method);
    let shaped = version.is_some()
        || target.starts_with(['/', '*'])
        || target.contains("://")
        || method == "CONNECT";
    if !token || !shaped || target.is_empty() {
        return broken;
    }
    RequestLine {
        method: Some(method),
        target,
        version,
        well_formed: true,
    }
}

/// `target HTTP/1.1`, the target with spaces in it or not. The version is looked for from the end: a scan for ` HTTP/` from
/// the front was a third of the whole parse.
fn version_of(rest: &str) -> Option<(&str, &str)> {
    let (target, protocol) = at_blank(rest, memchr::memrchr(b' ', rest.as_bytes()))?;
    let version = protocol.strip_prefix("HTTP/")?;
    let valid = match version.as_bytes() {
        [major] => major.is_ascii_digit(),
        [major, b'.', minor] => major.is_ascii_digit() && minor.is_ascii_digit(),
        _ => false,
    };
    valid.then_some((target, version))
}

/// What stands before and after a blank.
fn at_blank(text: &str, blank: Option<usize>) -> Option<(&str, &str)> {
    let blank = blank?;
    Some((text.get(..blank)?, text.get(blank + 1..)?))
}

fn is_method(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_lines_come_apart_and_noise_stays_whole() {
        type Case = (
            &'static str,
            (
                Option<&'static str>,
                &'static str,
                Option<&'static str>,
                bool,
            ),
        );
        let cases: [Case; 22] = [
            ("GET /a HTTP/1.1", (Some("GET"), "/a", Some("1.1"), true)),
            (
                "GET /a b c HTTP/2.0",
                (Some("GET"), "/a b c", Some("2.0"), true),
            ),
            ("GET /old", (Some("GET"), "/old", None, true)),
            (
                "OPTIONS * HTTP/1.0",
                (Some("OPTIONS"), "*", Some("1.0"), true),
            ),
            (
                "CONNECT example.com:443 HTTP/1.1",
                (Some("CONNECT"), "example.com:443", Some("1.1"), true),
            ),
            (
                "GET http://example.com/ HTTP/1.1",
                (Some("GET"), "http://example.com/", Some("1.1"), true),
            ),
            (
                "GET @b.example::80/r.png HTTP/1.1",
                (Some("GET"), "@b.example::80/r.png", Some("1.1"), true),
            ),
            ("PRI * HTTP/2.0", (Some("PRI"), "*", Some("2.0"), true)),
            (
                "- http://lb.example.com:80- -",
                (None, "http://lb.example.com:80", None, true),
            ),
            ("HELP", (None, "HELP", None, false)),
            ("GET ", (None, "GET ", None, false)),
            (
                "\u{16}\u{3}\u{1} \u{2}",
                (None, "\u{16}\u{3}\u{1} \u{2}", None, false),
            ),
            (
                "lv|'|'|x== Win XP",
                (None, "lv|'|'|x== Win XP", None, false),
            ),
            ("hello world", (None, "hello world", None, false)),
            ("GET /a HTTP/x", (Some("GET"), "/a HTTP/x", None, true)),
            ("", (None, "", None, false)),
            ("GET  /a  HTTP/1.1 ", (Some("GET"), "/a", Some("1.1"), true)),
            (
                "GET /a HTTP/1.1 b HTTP/1.0",
                (Some("GET"), "/a HTTP/1.1 b", Some("1.0"), true),
            ),
            (
                "GET /a HTTP/1.1.1",
                (Some("GET"), "/a HTTP/1.1.1", None, true),
            ),
            ("GET HTTP/1.1", (None, "GET HTTP/1.1", None, false)),
            ("GET   HTTP/1.1", (None, "GET   HTTP/1.1", None, false)),
            ("- - -", (None, "", None, false)),
        ];
        for (line, expected) in cases {
            let found = split(line);
            assert_eq!(
                (found.method, found.target, found.version, found.well_formed),
                expected,
                "{line:?}"
            );
        }
    }
}
