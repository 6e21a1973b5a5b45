//! Splits text into lines. A line ends with LF or CRLF. The last line may have no ending.
//!
//! Blank lines are skipped. Lines that consist only of a byte order mark or of zero bytes are
//! skipped, too. A line that is not text is not skipped, and the format rejects it.

use crate::front::front;

/// The text up to the first line feed, and the text after it. Carriage returns and zero bytes
/// before the line feed belong to the ending.
pub(super) fn first(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end).unwrap_or((text, b""));
    (without_ending(line), rest.get(1..).unwrap_or_default())
}

/// Whether a line is blank.
pub(super) fn is_blank(line: &[u8]) -> bool {
    front(line) == line.len()
}

fn without_ending(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let [rest @ .., b'\r' | 0] = line {
        line = rest;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_at_line_feeds() {
        type Case = (&'static str, &'static [u8], &'static [&'static [u8]]);
        let cases: [Case; 10] = [
            ("empty", b"", &[]),
            ("no-line-feed", b"a", &[b"a"]),
            ("line-feed", b"a\n", &[b"a"]),
            ("crlf", b"a\r\nb\r\n", &[b"a", b"b"]),
            ("crlf-written-twice", b"a\r\r\nb\r\r\n", &[b"a", b"b"]),
            ("blank-between", b"a\n\nb", &[b"a", b"", b"b"]),
            ("only-line-feeds", b"\n\n", &[b"", b""]),
            ("cr-within", b"a\rb\r\n", &[b"a\rb"]),
            (
                "bytes-that-are-not-text",
                b"\xff\x00\n\x80",
                &[b"\xff", b"\x80"],
            ),
            ("zero-bytes", b"a\0\0\nb\n\0\0\0", &[b"a", b"b", b""]),
        ];
        for (name, text, expected) in cases {
            let (mut found, mut rest) = (Vec::new(), text);
            while !rest.is_empty() {
                let (line, after) = first(rest);
                found.push(line);
                rest = after;
            }
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn a_line_with_only_blanks_marks_or_zero_bytes_is_blank() {
        for blank in ["", " \t", "\u{feff}", "\0\0"] {
            assert!(is_blank(blank.as_bytes()), "{blank:?}");
        }
        assert!(!is_blank(b" a"));
        assert!(!is_blank(b"\xef\xbb"));
    }
}
