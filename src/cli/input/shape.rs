//! Distinguishes a Lambda event from lines of a log by the beginning of the input, before all of
//! the input is read.
//!
//! `serde_json` reads the beginning, and reports whether the beginning is incomplete or not JSON.

use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Deserializer;

/// What the beginning of an input shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Shape {
    /// A Lambda event: `{"Records":[{"kinesis":` or `{"records":[{"recordId":`. Other members may
    /// precede each of these keys.
    Event,
    /// Anything else.
    Lines,
    /// More bytes are needed.
    Undecided,
}

/// What the beginning of an input shows.
pub(in crate::cli) fn shape(head: &[u8]) -> Shape {
    match head.trim_ascii_start().first() {
        Some(b'{') => {}
        Some(_) => return Shape::Lines,
        None => return Shape::Undecided,
    }
    let mut is_event = false;
    let read = Deserializer::from_slice(head).deserialize_map(Event(&mut is_event));
    match read {
        _ if is_event => Shape::Event,
        Err(error) if error.is_eof() => Shape::Undecided,
        Ok(()) | Err(_) => Shape::Lines,
    }
}

/// Reads an object up to its list of records. Sets the flag if the first record shows that the
/// object is an event.
struct Event<'f>(&'f mut bool);

impl<'a> Visitor<'a> for Event<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an event")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<String>()? {
            let wanted = match key.as_str() {
                "Records" => "kinesis",
                "records" => "recordId",
                _ => {
                    object.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let is_event = self.0;
            return object.next_value_seed(FirstRecord { wanted, is_event });
        }
        Ok(())
    }
}

/// Reads a list up to its first record, and this record up to the wanted key. The shape is then
/// known, so an error is returned to end the reading.
struct FirstRecord<'f> {
    wanted: &'static str,
    is_event: &'f mut bool,
}

impl<'a> DeserializeSeed<'a> for FirstRecord<'_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'a>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'a> Visitor<'a> for FirstRecord<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        list.next_element_seed(Record(self))?;
        Err(de::Error::custom("no record of an event"))
    }
}

/// Reads a record up to the wanted key.
struct Record<'f>(FirstRecord<'f>);

impl<'a> DeserializeSeed<'a> for Record<'_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'a>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Record<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a record")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut record: A) -> Result<(), A::Error> {
        while let Some(key) = record.next_key::<String>()? {
            if key == self.0.wanted {
                *self.0.is_event = true;
                return Err(de::Error::custom("a record of an event"));
            }
            record.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
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
            (
                "records-within-records",
                r#"{"Records":{"kinesis":1}}"#,
                Lines,
            ),
            ("another-record-first", r#"{"Records":[{"a":1},"#, Lines),
            ("unended-string", r#""Records"#, Lines),
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
