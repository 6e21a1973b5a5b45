//! Splits JSON values that producers joined. These forms are split:
//!
//! - several objects in one line, separated by commas, blanks or nothing;
//! - an array of objects or strings, in one line or over several;
//! - an object over several lines, as the Kinesis Agent's `PRETTYPRINT` writes it;
//! - one line of such an array, if each line was sent by itself.
//!
//! A value is split off only if it is complete and `serde_json` accepts it. Everything else is not
//! changed: an object before other text, an array of numbers, an empty array. If an object that is
//! cut short follows whole objects, it becomes a line of its own.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

use super::{ENTRIES_LIMIT, lines};

/// How many bytes failed attempts may read for each byte of a text. Without this limit, a hostile
/// text would take time in the square of its length.
const ATTEMPTS_BYTES: usize = 4;

/// The values in a part of a text, and the text after them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group<'a> {
    pub(super) values: Vec<&'a [u8]>,
    pub(super) rest: &'a [u8],
}

/// Finds values in a text, line by line.
#[derive(Debug)]
pub(super) struct Values {
    /// The bytes that failed attempts may still read.
    left_bytes: usize,
}

impl Values {
    pub(super) fn new(text: &[u8]) -> Self {
        Self {
            left_bytes: text.len().saturating_mul(ATTEMPTS_BYTES),
        }
    }

    /// The values at the beginning of `text`, whose first line is `line`. The caller has removed
    /// the text before the first value from both. `None` if the line is not split.
    #[inline]
    pub(super) fn group<'a>(&mut self, text: &'a [u8], line: &[u8]) -> Option<Group<'a>> {
        // Most lines begin with another byte and return here.
        match line.first()? {
            b'{' | b'[' => self.split(text, line),
            _ => None,
        }
    }

    fn split<'a>(&mut self, text: &'a [u8], line: &[u8]) -> Option<Group<'a>> {
        let is_one_line = match line.starts_with(b"{") {
            true => is_alone(text, line),
            false => !begins_array(line),
        };
        if is_one_line {
            return None;
        }
        let spread = is_spread(text, line);
        // If no value can continue after the line, only the line is read.
        let text_or_line = match spread {
            true => text,
            false => text.get(..line.len())?,
        };
        let (values, end) = self.walk(text_or_line)?;
        let rest = match spread {
            true => text.get(end..)?,
            false => lines::first(text).1,
        };
        Some(Group { values, rest })
    }

    fn walk<'a>(&mut self, text: &'a [u8]) -> Option<(Vec<&'a [u8]>, usize)> {
        let mut values = Vec::new();
        let (mut at, mut line_start, mut open) = (0, 0, 0_usize);
        while let Some(byte) = text.get(at) {
            match byte {
                b' ' | b'\t' | b'\r' | b',' | 0 => at += 1,
                b'\n' if open == 0 => break,
                b'\n' => {
                    at += 1;
                    line_start = at;
                }
                b'[' => {
                    open += 1;
                    at += 1;
                }
                b']' => {
                    open = open.saturating_sub(1);
                    at += 1;
                }
                _ => match self.value(text.get(at..)?, open > 0) {
                    // A list that is too long is not split. The whole line is rejected.
                    Some(_) if values.len() == ENTRIES_LIMIT => return None,
                    Some(value) => {
                        values.push(value);
                        at += value.len();
                        line_start = usize::MAX;
                    }
                    // Another line begins here.
                    None if line_start != usize::MAX && !values.is_empty() => {
                        return Some((values, line_start));
                    }
                    // This value is cut short.
                    None if !values.is_empty() && (*byte == b'{' || open > 0) => {
                        let (tail, rest) = lines::first(text.get(at..)?);
                        values.push(tail);
                        return Some((values, text.len() - rest.len()));
                    }
                    None => return None,
                },
            }
        }
        let end = text.len().min(at + 1);
        (!values.is_empty()).then_some((values, end))
    }

    /// The object at the beginning of `text`, or, within an array, the object or string. `None` if
    /// there is no such valid value, or if no bytes are left for attempts.
    fn value<'a>(&mut self, text: &'a [u8], in_array: bool) -> Option<&'a [u8]> {
        let begins = match text.first() {
            Some(b'{') => true,
            Some(b'"') => in_array,
            Some(_) | None => false,
        };
        if !begins || self.left_bytes == 0 {
            return None;
        }
        let mut values = Deserializer::from_slice(text).into_iter::<IgnoredAny>();
        match values.next()? {
            Ok(_) => text.get(..values.byte_offset()),
            Err(error) => {
                let lines = text.split(|byte| *byte == b'\n').take(error.line());
                let read: usize = lines.map(|line| line.len() + 1).sum();
                self.left_bytes = self.left_bytes.saturating_sub(read);
                None
            }
        }
    }
}

/// Whether the braces of a line show that it is a single object. The line begins with a brace. Most
/// JSON lines are single objects.
fn is_alone(text: &[u8], line: &[u8]) -> bool {
    let is_between = |byte: &u8| matches!(byte, b' ' | b'\t' | b',');
    let follows_object = |at: usize| {
        let before = line.get(..at).unwrap_or_default();
        before.iter().rev().find(|byte| !is_between(byte)) == Some(&b'}')
    };
    line.trim_ascii_end().ends_with(b"}")
        && !memchr::memchr_iter(b'{', line).any(follows_object)
        && !continues(text, line)
}

/// Whether a value of this line can continue in the next line. The line must end with a character
/// after which more must follow, or the next line must begin with one that can only continue a
/// value.
fn is_spread(text: &[u8], line: &[u8]) -> bool {
    let open = matches!(
        line.trim_ascii_end().last(),
        Some(b'{' | b'[' | b',' | b':')
    );
    open || continues(text, line)
}

/// Whether the next line begins with a character that can only continue a value.
fn continues(text: &[u8], line: &[u8]) -> bool {
    let rest = text.get(line.len()..).unwrap_or_default();
    let next = rest.trim_ascii_start().first();
    matches!(next, Some(b',' | b'}' | b']' | b':'))
}

/// Whether the bracket at the beginning of a line may begin an array of objects or strings. In most
/// other lines, it begins a time.
fn begins_array(line: &[u8]) -> bool {
    let first = line
        .iter()
        .find(|byte| !matches!(byte, b'[' | b' ' | b'\t' | b'\r'));
    matches!(first, Some(b'{' | b'"') | None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of a text and its other lines.
    fn split(text: &str) -> Vec<&str> {
        let bytes = text.as_bytes();
        let (mut found, mut rest) = (Vec::new(), bytes);
        let mut values = Values::new(bytes);
        while !rest.is_empty() {
            let (line, after) = lines::first(rest);
            if let Some(group) = values.group(rest, line) {
                found.extend(group.values);
                rest = group.rest;
            } else {
                found.push(line);
                rest = after;
            }
        }
        let text = |bytes| std::str::from_utf8(bytes).unwrap();
        found.into_iter().map(text).collect()
    }

    type Case = (&'static str, &'static str, &'static [&'static str]);
    const CASES: [Case; 30] = [
        ("one", r#"{"a":1}"#, &[r#"{"a":1}"#]),
        (
            "lines",
            "{\"a\":1}\n{\"b\":2}\n",
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        (
            "glued",
            r#"{"a":1}{"b":{}}{"c":3}"#,
            &[r#"{"a":1}"#, r#"{"b":{}}"#, r#"{"c":3}"#],
        ),
        (
            "glued-with-blanks",
            "{\"a\":1} \t{\"b\":2} ",
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        (
            "glued-with-commas",
            r#"{"a":1}, {"b":2},"#,
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        (
            "glued-and-lines",
            "{\"a\":1}{\"b\":2}\nc\n",
            &[r#"{"a":1}"#, r#"{"b":2}"#, "c"],
        ),
        (
            "braces-in-a-string",
            r#"{"a":"}{","b":"\"} {"}"#,
            &[r#"{"a":"}{","b":"\"} {"}"#],
        ),
        (
            "objects-in-a-member",
            r#"{"a":[{"b":1},{"c":2}]}"#,
            &[r#"{"a":[{"b":1},{"c":2}]}"#],
        ),
        (
            "array",
            r#"[{"a":1},{"b":2}]"#,
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        (
            "array-of-arrays",
            r#"[[{"a":1}],[{"b":2}]]"#,
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        (
            "array-of-strings",
            r#"["a \"b\"","c"]"#,
            &[r#""a \"b\"""#, r#""c""#],
        ),
        (
            "arrays-glued",
            r#"[{"a":1}][{"b":2}]"#,
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        ("spread", "{\n \"a\": 1\n}\n", &["{\n \"a\": 1\n}"]),
        ("spread-crlf", "{\r\n\"a\":1\r\n}", &["{\r\n\"a\":1\r\n}"]),
        ("spread-several", "{\n}\n{\n}{}\n", &["{\n}", "{\n}", "{}"]),
        (
            "spread-comma-first",
            "{ \"a\": {}\n, \"b\": 1\n}\n",
            &["{ \"a\": {}\n, \"b\": 1\n}"],
        ),
        (
            "spread-line-after",
            "{\n}\n203.0.113.7\n",
            &["{\n}", "203.0.113.7"],
        ),
        (
            "array-spread",
            "[\n  {\n \"a\": 1\n },\n  {\"b\":2}\n]\n",
            &["{\n \"a\": 1\n }", r#"{"b":2}"#],
        ),
        (
            "array-of-lines",
            "[{\"a\":1},\n{\"b\":2},\n{\"c\":3}]\nd",
            &[r#"{"a":1}"#, r#"{"b":2}"#, r#"{"c":3}"#, "d"],
        ),
        ("first-line-of-an-array", r#"[{"a":1},"#, &[r#"{"a":1}"#]),
        ("line-of-an-array", r#"{"a":1},"#, &[r#"{"a":1}"#]),
        ("last-line-of-an-array", r#"{"a":1}]"#, &[r#"{"a":1}"#]),
        (
            "array-that-ends-early",
            "[{\"a\":1},\n203.0.113.7 - -\n",
            &[r#"{"a":1}"#, "203.0.113.7 - -"],
        ),
        (
            "cut-behind-whole-ones",
            r#"[{"a":1},{"b":"#,
            &[r#"{"a":1}"#, r#"{"b":"#],
        ),
        (
            "cut-in-a-string",
            "{\"a\":1}{\"b\":\"c\n{\"d\":4}",
            &[r#"{"a":1}"#, r#"{"b":"c"#, r#"{"d":4}"#],
        ),
        (
            "cut-object-and-another",
            "{\n\"a\": 1,\n{\n\"b\": 2\n}\n",
            &["{", "\"a\": 1,", "{\n\"b\": 2\n}"],
        ),
        ("text-behind", r#"{"a":1} b"#, &[r#"{"a":1} b"#]),
        ("numbers", "[1,2]", &["[1,2]"]),
        ("nothing", "[]", &["[]"]),
        (
            "time",
            "[10/Oct/2025:13:55:36 +0200] {",
            &["[10/Oct/2025:13:55:36 +0200] {"],
        ),
    ];

    #[test]
    fn joined_objects_are_split() {
        for (name, text, expected) in CASES {
            assert_eq!(split(text), expected, "{name}");
        }
    }

    #[test]
    fn failed_attempts_are_bounded() {
        // Every line begins an object. The error of this object is found only at the end of the
        // text.
        let text = "{\"a\":\n".repeat(3000) + "x";
        let mut values = Values::new(text.as_bytes());
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (line, after) = lines::first(rest);
            assert_eq!(values.group(rest, line), None);
            rest = after;
        }
        assert_eq!(values.left_bytes, 0);
    }
}
