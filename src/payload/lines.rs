//! Lines: LF or CRLF, with or without a last one.
//!
//! A line of nothing but white space is blank, and a blank line is no line. Bytes that are no text are lines too: what they are
//! not, the format says. JSON objects written over several lines each, as the Kinesis Agent's `PRETTYPRINT` does, are one line
//! each.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

/// The stretches between line feeds, without their CR; a last line feed begins no further one.
pub(super) fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end)?;
        rest = after.get(1..).unwrap_or_default();
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    })
}

/// Whether there is nothing but white space.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii_start().is_empty()
}

/// The objects, when the text is nothing but JSON objects and the first is written over several lines.
pub(super) fn spread_objects(text: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    let inside = text.strip_prefix(b"{")?;
    let begins = inside
        .iter()
        .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    let spread = begins == Some(&b'\n') && objects(text).all(|object| object.is_some());
    // Twice over the text rather than a list of unknown length.
    spread.then(|| objects(text).flatten())
}

/// The JSON values on end; the last is `None` where one is no object.
fn objects(text: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    let mut values = Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    let mut begin = 0;
    std::iter::from_fn(move || {
        let value = values.next()?;
        let end = values.byte_offset();
        let object = text.get(begin..end).unwrap_or_default().trim_ascii();
        begin = end;
        Some((value.is_ok() && object.starts_with(b"{")).then_some(object))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_at_line_feeds() {
        type Case = (&'static str, &'static [u8], &'static [&'static [u8]]);
        let cases: [Case; 8] = [
            ("empty", b"", &[]),
            ("no-line-feed", b"a", &[b"a"]),
            ("line-feed", b"a\n", &[b"a"]),
            ("crlf", b"a\r\nb\r\n", &[b"a", b"b"]),
            ("blank-between", b"a\n\nb", &[b"a", b"", b"b"]),
            ("only-line-feeds", b"\n\n", &[b"", b""]),
            ("cr-within", b"a\rb\r\r\n", &[b"a\rb\r"]),
            ("no-text", b"\xff\x00\n\x80", &[b"\xff\x00", b"\x80"]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(split(text).collect::<Vec<_>>(), expected, "{name}");
        }
    }

    #[test]
    fn only_objects_over_several_lines_are_kept_together() {
        type Case = (
            &'static str,
            &'static [u8],
            Option<&'static [&'static [u8]]>,
        );
        let cases: [Case; 9] = [
            ("one", b"{\n \"a\": 1\n}\n", Some(&[b"{\n \"a\": 1\n}"])),
            ("crlf", b"{\r\n\"a\":1\r\n}", Some(&[b"{\r\n\"a\":1\r\n}"])),
            (
                "several",
                b"{\n}\n{\n}{}\n",
                Some(&[b"{\n}", b"{\n}", b"{}"]),
            ),
            (
                "brace-in-a-string",
                b"{\n\"}\": \"{\"}",
                Some(&[b"{\n\"}\": \"{\"}"]),
            ),
            ("on-one-line", b"{\"a\":1}\n", None),
            ("unbalanced", b"{\n\"a\": 1\n", None),
            ("line-after", b"{\n}\n203.0.113.7 - -\n", None),
            ("number-after", b"{\n}\n7\n", None),
            ("no-text", b"{\n\xff}", None),
        ];
        for (name, text, expected) in cases {
            let found = spread_objects(text).map(Iterator::collect::<Vec<_>>);
            assert_eq!(found.as_deref(), expected, "{name}");
        }
    }
}
