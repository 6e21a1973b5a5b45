//! Splits the request line, whatever text a client sent in its place.
//!
//! `METHOD target HTTP/version` (<https://www.rfc-editor.org/rfc/rfc9112#section-3>); HTTP/0.9 has
//! no version. Text that is not a request line (TLS handshakes, binary data, one word) is kept
//! whole as `url.original`, without a guessed method. Blanks within the target belong to it. Blanks
//! around it are separators, as in lenient servers.
//!
//! Each placeholder counts as absent. Placeholders are the dashes of a load balancer's TCP listener
//! (`- - - `), the dash of a request without a target (`GET - HTTP/1.1`), and the text that
//! `HAProxy` writes for a request that it could not read (`<BADREQ>`,
//! <https://docs.haproxy.org/3.0/configuration.html#8.2.3>).

use crate::near;

/// The parts of a request line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RequestLine<'a> {
    /// The method, if it is a token.
    pub(super) method: Option<&'a str>,
    /// The target. It is empty if the request line has none or a placeholder. If the text is not a
    /// request line, the target is the whole text.
    pub(super) target: &'a str,
    /// The number of the version: the text after `HTTP/`.
    pub(super) version: Option<&'a str>,
    /// Whether the text is a request line with a target.
    pub(super) well_formed: bool,
}

/// The limit for a method. The longest registered one has 17 letters
/// (<https://www.iana.org/assignments/http-methods>).
const METHOD_LIMIT_BYTES: usize = 32;

/// Splits a request line. This never fails, whatever the text is.
pub(super) fn split(line: &str) -> RequestLine<'_> {
    let broken = RequestLine {
        target: line,
        ..RequestLine::default()
    };
    let Some((method, rest)) = at_blank(line, near::find([b' '], line.as_bytes())) else {
        return if line == BAD_REQUEST {
            RequestLine::default()
        } else {
            broken
        };
    };
    if matches!(method, "" | "-") {
        return without_method(line);
    }
    let rest = without_blanks(rest);
    let (target, version) = match version_of(rest) {
        Some((target, version)) => (target.trim_end_matches(' '), Some(version)),
        None => match (number_of(rest), rest.strip_suffix(" -")) {
            (Some(version), _) => ("", Some(version)),
            (None, Some(target)) => (target.trim_end_matches(' '), None),
            (None, None) => (rest, None),
        },
    };
    let token =
        method.len() <= METHOD_LIMIT_BYTES && !method.is_empty() && method.bytes().all(is_method);
    let target = if target == "-" { "" } else { target };
    let shaped = version.is_some()
        || target.starts_with(['/', '*'])
        || target.contains("://")
        || method == "CONNECT";
    if !token || !shaped {
        return broken;
    }
    RequestLine {
        method: Some(method),
        target,
        version,
        well_formed: !target.is_empty(),
    }
}

/// A text without spaces around it. Few texts have any.
fn without_blanks(text: &str) -> &str {
    match text.as_bytes() {
        [b' ', ..] | [.., b' '] => text.trim_matches(' '),
        _ => text,
    }
}

/// What `HAProxy` writes for a request that it could not read.
const BAD_REQUEST: &str = "<BADREQ>";

/// Splits a line that begins with a blank, or with a dash in place of the method, as in a load
/// balancer's `- http://host:80- -` for a request that it could not read.
fn without_method(line: &str) -> RequestLine<'_> {
    let is_blank = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let line = line.trim_matches(' ');
    let rest = match line.strip_prefix('-').filter(|rest| is_blank(rest)) {
        Some(rest) => rest.trim_matches(' '),
        // Blanks precede the request line.
        None if !line.is_empty() => return split(line),
        None => line,
    };
    let (target, version) = match (version_of(rest), number_of(rest)) {
        (Some((target, version)), _) => (target, Some(version)),
        (None, Some(version)) => ("", Some(version)),
        (None, None) => (rest.strip_suffix(" -").unwrap_or(rest), None),
    };
    // The dash is in place of the target, or of the path after a host and port.
    let target = target.trim_end_matches(' ');
    let target = target.strip_suffix('-').unwrap_or(target);
    RequestLine {
        method: None,
        target,
        version,
        well_formed: target.starts_with('/') || target.contains("://"),
    }
}

/// Splits `target HTTP/1.1` or `target HTTP/2`. The target may contain spaces.
fn version_of(rest: &str) -> Option<(&str, &str)> {
    let protocol_of = |bytes| {
        let (target, protocol) = rest.split_at_checked(rest.len().checked_sub(bytes)?)?;
        Some((target, number_of(protocol.strip_prefix(' ')?)?))
    };
    protocol_of(" HTTP/1.1".len()).or_else(|| protocol_of(" HTTP/2".len()))
}

/// The version after the `HTTP/` of a protocol. `None` if the protocol has another name or no
/// version.
fn number_of(protocol: &str) -> Option<&str> {
    let version = protocol.strip_prefix("HTTP/")?;
    is_version(version).then_some(version)
}

/// Whether a text is the number of a version: `1.1`, `2`.
pub(super) fn is_version(number: &str) -> bool {
    match number.as_bytes() {
        [major] => major.is_ascii_digit(),
        [major, b'.', minor] => major.is_ascii_digit() && minor.is_ascii_digit(),
        _ => false,
    }
}

/// The text before and after a blank.
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
    fn request_lines_are_split_and_other_text_stays_whole() {
        type Case = (
            &'static str,
            (
                Option<&'static str>,
                &'static str,
                Option<&'static str>,
                bool,
            ),
        );
        let cases: [Case; 35] = [
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
            // The target, the method, or both are missing.
            ("GET HTTP/1.1", (Some("GET"), "", Some("1.1"), false)),
            ("GET   HTTP/1.1", (Some("GET"), "", Some("1.1"), false)),
            ("GET - HTTP/1.1", (Some("GET"), "", Some("1.1"), false)),
            ("GET /a -", (Some("GET"), "/a", None, true)),
            ("- - HTTP/1.0", (None, "", Some("1.0"), false)),
            ("-  HTTP/1.0", (None, "", Some("1.0"), false)),
            ("- /a HTTP/2", (None, "/a", Some("2"), true)),
            ("- /a -", (None, "/a", None, true)),
            ("- - -", (None, "", None, false)),
            ("- - - ", (None, "", None, false)),
            ("-  -", (None, "", None, false)),
            ("- ", (None, "", None, false)),
            (" ", (None, "", None, false)),
            (" GET /a HTTP/1.1", (Some("GET"), "/a", Some("1.1"), true)),
            (
                "- http://lb.example.com:80/- -",
                (None, "http://lb.example.com:80/", None, true),
            ),
            ("<BADREQ>", (None, "", None, false)),
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
