//! Lines that arrive as the text of a JSON string.
//!
//! - With its quotes: the whole line is one JSON string, written by a producer that serialises each
//!   line it logs.
//! - Without its quotes: Fluent Bit's `log_key` copies a value as the record contains it, with a
//!   backslash before every quote (<https://docs.fluentbit.io/manual/pipeline/outputs/kinesis>).
//!
//! Servers write backslashes too: Apache writes `\"` and `\t` in a value, and nginx writes `\x22`.
//! But servers do not escape the quotes around a value. A line of the second kind therefore counts
//! as escaped only if three conditions hold. Every quote in it is escaped. The whole line is the
//! text of a JSON string. The unescaped text begins like a JSON object or list; or else every line
//! of it has an even number of quotes, the first of which begins a word. If the text of a JSON
//! string has no quotes, it counts as escaped if it is one line, and either ends with an escaped
//! line feed or has escaped tabs between its columns.

/// The unescaped text of a line, or `None` when the line is not escaped.
pub(super) fn undone(line: &[u8]) -> Option<String> {
    match line {
        [b'"', .., last] if *last != b'\\' => in_quotes(line),
        // Nearly every line ends with an unescaped quote and returns here.
        [.., before, b'"'] if *before != b'\\' => None,
        [b'{', b'"', ..] => None,
        _ => without_quotes(line),
    }
}

/// Unescapes a line that is one JSON string. The string may be an element of an array, so a comma
/// may follow it.
fn in_quotes(line: &[u8]) -> Option<String> {
    let line = line.trim_ascii_end();
    let string = line.strip_suffix(b",").unwrap_or(line);
    if !string.ends_with(b"\"") {
        return None;
    }
    serde_json::from_slice(string).ok()
}

fn without_quotes(line: &[u8]) -> Option<String> {
    let first_quote = memchr::memchr(b'"', line);
    let claimed = match first_quote {
        Some(at) => line.get(..at)?.ends_with(b"\\"),
        None => ends_with_feed(line) || is_row(line),
    };
    if !claimed {
        return None;
    }
    let text = unescaped(line)?;
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let is_escaped = match first_quote {
        Some(_) => is_object(&text) || lines.all(has_pairs),
        None => lines.count() == 1 && (text.ends_with('\n') || is_row(line)),
    };
    is_escaped.then_some(text)
}

/// Whether the text begins like a JSON object or a list.
fn is_object(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// The text that a JSON string represents.
fn unescaped(text: &[u8]) -> Option<String> {
    let string = [b"\"", text, b"\""].concat();
    serde_json::from_slice(&string).ok()
}

/// Whether the text ends with an escaped line feed, as the output of a container does.
fn ends_with_feed(line: &[u8]) -> bool {
    line.ends_with(b"\\n")
}

/// Whether escaped tabs separate the columns of the line: it begins with a date and an escaped tab,
/// as CloudFront's rows do.
fn is_row(line: &[u8]) -> bool {
    let date = line.get(..10).unwrap_or_default();
    line.get(10..12) == Some(b"\\t")
        && date
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'-')
}

/// Whether the quotes occur in pairs, and the first quote begins a word.
fn has_pairs(text: &str) -> bool {
    let mut escaped = false;
    let plain = |byte: u8| {
        let is_quote = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_quote
    };
    let quotes = text.bytes().map(plain).filter(|is_quote| *is_quote).count();
    let before = text.split('"').next().unwrap_or_default();
    let opens = !before.ends_with(|last: char| last.is_alphanumeric() || last == '\\');
    quotes > 0 && quotes % 2 == 0 && opens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_lines_are_unescaped() {
        let cases = [
            ("string", r#""a \\ \"b\" \u00e9""#, r#"a \ "b" é"#),
            ("string-in-an-array", r#""a \"b\"", "#, r#"a "b""#),
            ("text", r#"a \"b\" 5"#, r#"a "b" 5"#),
            ("text-with-a-feed", r#"a \"b\"\r\n"#, "a \"b\"\r\n"),
            ("feed-alone", r"a b 5\n", "a b 5\n"),
            ("two-lines", r#"a \"b\"\nc \"d\"\n"#, "a \"b\"\nc \"d\"\n"),
            ("slashes", r#"\"GET \/a\/\u003cb\""#, r#""GET /a/<b""#),
            ("quote-in-a-value", r#"a \"b \\\"c\\\"\""#, r#"a "b \"c\"""#),
            ("object", r#"{\"a\":\"b \\\" c\"}"#, r#"{"a":"b \" c"}"#),
            (
                "row",
                r"2026-01-01\t00:00:00\tFRA60",
                "2026-01-01\t00:00:00\tFRA60",
            ),
        ];
        for (name, line, expected) in cases {
            assert_eq!(undone(line.as_bytes()).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn other_lines_with_backslashes_are_not_changed() {
        let cases: [(&str, &[u8]); 14] = [
            ("plain", br#"a "b" c"#),
            ("apache", br#"a "b \"c\"" d"#),
            ("apache-at-the-end", br#"a "b" "\"c\"""#),
            ("nginx", br#"a "b" \x22c\x22"#),
            ("nginx-without-quotes", br"a \x22c\x22 d"),
            ("quoted-words", br#""a" "b""#),
            ("torn-off-its-beginning", br#"b \"c\" d" 200 5"#),
            ("one-quote", br#"a \"b c"#),
            ("quotes-within-a-word", br#"/a\"b\" c"#),
            ("an-unknown-escape", br#"a \"b\" \d"#),
            ("a-windows-path", br"C:\inetpub\x"),
            ("a-feed-of-a-word", br"a b\\n"),
            ("latin-1", b"a \\\"caf\xe9\\\""),
            ("object", br#"{"a":"b\"c"}"#),
        ];
        for (name, line) in cases {
            assert_eq!(undone(line), None, "{name}");
        }
    }
}
