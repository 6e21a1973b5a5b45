//! Recognises text that AWS or this crate wrote, by its beginning, even if the text is cut or
//! damaged and cannot be read. Text that is recognised is not read as lines of a log.

use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Deserializer, Error};

/// A kind of text that AWS or this crate wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The object that Lambda writes for a failed batch.
    OnFailure,
    /// The event of an invocation.
    Event,
    /// The line that Firehose writes for a failed record.
    Failure,
    /// One of our documents.
    Document,
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OnFailure => "an on-failure object of Lambda",
            Self::Event => "an event of Lambda",
            Self::Failure => "a failed record of Firehose",
            Self::Document => "a document",
        })
    }
}

/// Recognises by its beginning an object whose first JSON value could not be read because of
/// `error`. Returns `None` if the beginning shows nothing known.
#[must_use]
pub fn damaged_object(object: &[u8], error: &Error) -> Option<Known> {
    let (mut is_on_failure, mut has_payload, mut has_records) = (false, false, false);
    // The object cannot be read to its end, as `error` says, so the result is ignored.
    let _ = each_name(object, &mut |name| match name {
        "requestContext" | "KinesisBatchInfo" => is_on_failure = true,
        "payload" => has_payload = true,
        "Records" | "records" => has_records = true,
        _ => {}
    });
    // If the long `payload` comes first, a cut object may lack the other names.
    let head = object.get(..HEAD_BYTES).unwrap_or(object);
    let is_event = || memchr::memmem::find(head, b"\"Records").is_some();
    let is_quoted_event = || memchr::memmem::find(head, br#"\"Records"#).is_some();
    if is_on_failure || (has_payload && (is_event() || is_quoted_event())) {
        return Some(Known::OnFailure);
    }
    // Other services write lists of records too. The object therefore counts as an event only if
    // nothing but its end is missing.
    (has_records && error.is_eof()).then_some(Known::Event)
}

/// The number of first bytes of an object in which an event is searched for.
const HEAD_BYTES: usize = 4096;

/// Calls `each` with the names of a JSON object's members, up to the object's end or first defect.
///
/// # Errors
/// The text is not a whole JSON object.
pub(super) fn each_name(text: &[u8], each: &mut dyn FnMut(&str)) -> Result<(), Error> {
    Deserializer::from_slice(text).deserialize_map(Names(each))
}

struct Names<'f>(&'f mut dyn FnMut(&str));

impl<'a> Visitor<'a> for Names<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<String>()? {
            (self.0)(&name);
            object.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(object: &str) -> Option<Known> {
        let error = serde_json::from_str::<IgnoredAny>(object).unwrap_err();
        damaged_object(object.as_bytes(), &error)
    }

    #[test]
    fn a_cut_object_of_lambda_is_recognised_from_its_first_name_on() {
        let event = r#"{\"Records\":[{\"kinesis\":{}}]}"#;
        let context = r#""requestContext":{"condition":"RetryAttemptsExhausted"}"#;
        let in_order = format!(r#"{{{context},"KinesisBatchInfo":{{}},"payload":"{event}"}}"#);
        let sorted = format!(r#"{{"KinesisBatchInfo":{{}},"payload":"{event}",{context}}}"#);
        let payload_first = format!(r#"{{"payload":"{event}",{context}}}"#);
        for (object, first) in [
            (&in_order, "requestContext\""),
            (&sorted, "KinesisBatchInfo\""),
            (&payload_first, "Records"),
        ] {
            let begun = object.find(first).unwrap() + first.len();
            for end in begun..object.len() {
                let cut = object.get(..end).unwrap();
                assert_eq!(found(cut), Some(Known::OnFailure), "{cut}");
            }
        }
    }

    #[test]
    fn other_broken_json_is_not_recognised() {
        for (object, known) in [
            (r#"{"requestContext":{"condition":"#, Some(Known::OnFailure)),
            // Bytes are missing in the middle.
            (
                r#"{"requestContext":{"condition""payload":1}"#,
                Some(Known::OnFailure),
            ),
            (r#"{"Records":[{"eventID":"shard"#, Some(Known::Event)),
            (r#"{"Records":[{"a" 1}]}"#, None),
            (r#"{"payload":"x","status":"#, None),
            (r#"{"status":200,"note":{"requestContext":"#, None),
            (r#"["requestContext""#, None),
            ("", None),
        ] {
            assert_eq!(found(object), known, "{object}");
        }
    }
}
