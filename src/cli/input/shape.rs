//! Distinguishes a Lambda event from lines of log by its beginning, before all of it is read.

use std::borrow::Cow;

/// What the beginning of an input shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A Lambda event: `{"Records":[{"kinesis":` or `{"records":[{"recordId":`, with any other
    /// members between.
    Event,
    /// Anything else.
    Lines,
    /// More bytes are needed.
    Undecided,
}

/// What the beginning of an input shows.
pub(super) fn shape(head: &[u8]) -> Shape {
    match (Scan { rest: head }).event() {
        Ok(true) => Shape::Event,
        Ok(false) | Err(Stop::NoJson) => Shape::Lines,
        Err(Stop::End) => Shape::Undecided,
    }
}

/// Why a scan stops.
enum Stop {
    End,
    NoJson,
}

/// The JSON text that is not read yet. No value is built from it, and it may be cut anywhere.
struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    fn event(&mut self) -> Result<bool, Stop> {
        let mut event = false;
        self.object(|scan, key| {
            let wanted: &[u8] = match &*read(key) {
                b"Records" => b"kinesis",
                b"records" => b"recordId",
                _ => return scan.value().map(|()| true),
            };
            scan.expect(b'[')?;
            scan.object(|scan, key| {
                event |= *read(key) == *wanted;
                if event {
                    return Ok(false);
                }
                scan.value().map(|()| true)
            })?;
            Ok(false)
        })?;
        Ok(event)
    }

    /// Skips an object. `member` skips the value of each key, and returns whether to continue.
    fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, &'a [u8]) -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        self.expect(b'{')?;
        loop {
            let key = self.string()?;
            self.expect(b':')?;
            if !member(self, key)? {
                return Ok(());
            }
            match self.token()? {
                b',' => {}
                b'}' => return Ok(()),
                _ => return Err(Stop::NoJson),
            }
        }
    }

    /// Skips a value of any type.
    fn value(&mut self) -> Result<(), Stop> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => drop(self.string()?),
                b'{' | b'[' => {
                    depth += 1;
                    self.token()?;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1).ok_or(Stop::NoJson)?;
                    self.token()?;
                }
                b',' | b':' if depth > 0 => drop(self.token()?),
                byte if byte.is_ascii_alphanumeric() || byte == b'-' => self.scalar()?,
                _ => return Err(Stop::NoJson),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Skips a number, `true`, `false` or `null`.
    fn scalar(&mut self) -> Result<(), Stop> {
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let end = self.rest.iter().position(|byte| !inside(byte));
        self.rest = self.rest.get(end.ok_or(Stop::End)?..).unwrap_or_default();
        Ok(())
    }

    /// Skips a string and returns the text between its quotes, still escaped.
    fn string(&mut self) -> Result<&'a [u8], Stop> {
        self.expect(b'"')?;
        let mut escaped = false;
        let end = self.rest.iter().position(|byte| {
            let closes = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            closes
        });
        let (string, rest) = self.rest.split_at(end.ok_or(Stop::End)?);
        self.rest = rest.get(1..).unwrap_or_default();
        Ok(string)
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Stop> {
        if self.peek()? != wanted {
            return Err(Stop::NoJson);
        }
        self.token().map(drop)
    }

    fn token(&mut self) -> Result<u8, Stop> {
        let byte = self.peek()?;
        self.rest = self.rest.get(1..).unwrap_or_default();
        Ok(byte)
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Result<u8, Stop> {
        self.rest = self.rest.trim_ascii_start();
        self.rest.first().copied().ok_or(Stop::End)
    }
}

/// A key without its escapes.
fn read(key: &[u8]) -> Cow<'_, [u8]> {
    if !key.contains(&b'\\') {
        return Cow::Borrowed(key);
    }
    let quoted = [b"\"", key, b"\""].concat();
    serde_json::from_slice::<String>(&quoted)
        .map_or(Cow::Borrowed(key), |key| Cow::Owned(key.into_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KINESIS: &str =
        r#"{"Records": [{"eventID": "a\"b:7", "n": [1, {"x": null}], "kinesis": {"#;
    const FIREHOSE: &str =
        r#"{"invocationId":"i","region":"r","records":[{"data":"aGk=","recordId":"#;

    #[test]
    fn events_are_distinguished_from_lines() {
        use Shape::{Event, Lines, Undecided};
        let cases = [
            ("kinesis", KINESIS, Event),
            ("firehose", FIREHOSE, Event),
            (
                "escaped-keys",
                r#"{"R\u0065cords":[{"\u006binesi\u0073":"#,
                Event,
            ),
            ("combined-line", "203.0.113.7 - - [", Lines),
            ("nothing-yet", " \n", Undecided),
            (
                "json-line",
                "{\"status\":200}\n{\"Records\":[{\"kinesis\":1}]}",
                Lines,
            ),
            (
                "json-line-with-the-word",
                r#"{"records":7,"recordId":1}"#,
                Lines,
            ),
            (
                "event-of-another-service",
                r#"{"Records":[{"eventSource":"aws:s3"}]}"#,
                Lines,
            ),
            ("empty-event", r#"{"Records":[]}"#, Lines),
            ("broken-json", r#"{"a":1 "Records""#, Lines),
            ("line-that-begins-with-a-brace", "{GET / HTTP/1.1", Lines),
        ];
        for (name, head, expected) in cases {
            assert_eq!(shape(head.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn an_event_cut_before_its_marks_is_undecided() {
        for event in [KINESIS, FIREHOSE] {
            let shown = event.rfind('"').unwrap() + 1;
            for end in 0..shown {
                assert_eq!(
                    shape(&event.as_bytes()[..end]),
                    Shape::Undecided,
                    "{end} of {event}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(head in r#"[{}\[\]":,a1\\ \n]{0,40}"#) {
            shape(head.as_bytes());
        }
    }
}
