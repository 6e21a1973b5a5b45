//! Recognises our own documents by their first bytes. `crate::document` writes them.

use std::borrow::Cow;

use serde::Deserialize;

use super::of_text;
use crate::event::Timestamp;

/// The first bytes of every document.
const HEAD: &[u8] = br#"{"@timestamp":""#;

/// The bytes after the time.
const EVENT: &[u8] = br#"","event":{"id":""#;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// The text of the document, one JSON object.
    pub text: &'a [u8],
    /// `event.id`.
    pub id: Cow<'a, str>,
    /// `@timestamp`.
    pub time: Timestamp,
    /// Whether the document lacks the fields that OpenSearch's ingest pipeline restores.
    pub compact: bool,
}

#[derive(Deserialize)]
struct Members<'a> {
    #[serde(rename = "@timestamp", borrow)]
    time: Cow<'a, str>,
    #[serde(borrow)]
    event: Event<'a>,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(default, borrow)]
    kind: Option<Cow<'a, str>>,
}

impl<'a> Document<'a> {
    /// Reads a JSON value. Returns `None` if it is not one of our documents.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::replay::document::Document;
    ///
    /// let text = br#"{"@timestamp":"2025-10-10T13:55:36Z","event":{"id":"a:0"},
    ///     "source":{"ip":"203.0.113.7"}}"#;
    /// let document = Document::read(text).expect("it is ours");
    /// assert_eq!((&*document.id, document.compact), ("a:0", true));
    /// ```
    #[must_use]
    pub fn read(text: &'a [u8]) -> Option<Self> {
        if !Self::may_be(text) {
            return None;
        }
        let members: Members<'a> = serde_json::from_slice(text).ok()?;
        let compact = match members.event.kind.as_deref() {
            None => true,
            Some("event" | "pipeline_error") => false,
            Some(_) => return None,
        };
        Some(Self {
            text,
            id: members.event.id,
            time: of_text(&members.time)?,
            compact,
        })
    }

    /// Whether a line may contain documents. Other lines need not be parsed.
    pub(super) fn may_be(line: &[u8]) -> bool {
        let behind = line.strip_prefix(HEAD).and_then(|rest| {
            let end = memchr::memchr(b'"', rest)?;
            rest.get(end..)
        });
        behind.is_some_and(|rest| rest.starts_with(EVENT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrival::Arrival;
    use crate::config::Config;
    use crate::pipeline::{Outcome, Pipeline, Record};

    fn made(documents: &str, data: &[u8]) -> Vec<u8> {
        let lookup = |name: &str| match name {
            "GEOIP_PATH" => Some("none".to_owned()),
            "DOCUMENTS" => Some(documents.to_owned()),
            _ => None,
        };
        let mut pipeline = Pipeline::new(Config::read(lookup).unwrap().settings().unwrap());
        let record = Record {
            data,
            id: "shardId-000000000000:49",
            arrival: Arrival::Stream(super::super::of_milliseconds(1_760_000_000_500)),
            continued: false,
        };
        let mut made = Vec::new();
        pipeline.run(&record, &mut |outcome| {
            if let Outcome::Event { document, .. } | Outcome::Rejected { document, .. } = outcome {
                made.extend_from_slice(document);
            }
        });
        made
    }

    #[test]
    fn every_document_that_the_pipeline_writes_is_recognised_with_its_id() {
        let line = br#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 512"#;
        for (form, data, compact) in [
            ("full", &line[..], false),
            ("compact", &line[..], true),
            ("compact", &b"no line of any log"[..], false),
        ] {
            let text = made(form, data);
            let document = Document::read(&text).expect(form);
            assert_eq!(document.id, "shardId-000000000000:49:0");
            assert_eq!(document.compact, compact, "{form}");
            assert_eq!(document.text, text);
        }
    }

    #[test]
    fn similar_lines_are_not_documents() {
        for text in [
            r#"{"event":{"id":"a:0"},"@timestamp":"2025-10-10T13:55:36Z"}"#,
            r#"{"@timestamp":"2025-10-10T13:55:36Z","message":"x"}"#,
            r#"{"@timestamp":"yesterday","event":{"id":"a:0"}}"#,
            r#"{"@timestamp":"2025-10-10T13:55:36Z","event":{"id":"a:0","kind":"alert"}}"#,
            r#"{"@timestamp":"2025-10-10T13:55:36Z","event":{"id":"a:0"}"#,
            r#"{"@timestamp":"2025-10-10T13:55:36Z","event":{"id":"a:0"}} x"#,
        ] {
            assert_eq!(Document::read(text.as_bytes()), None, "{text}");
        }
    }
}
