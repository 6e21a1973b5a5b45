//! OpenSearch's `_bulk` requests and their answers
//! (<https://docs.opensearch.org/latest/api-reference/document-apis/bulk/>).
//!
//! Each document is *created* under the id that the ingest pipeline gives it. A document that
//! exists already is therefore not changed.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::failure::refusal;

/// The most bytes of a request. Small nodes of Amazon OpenSearch Service accept 10 MiB, but several
/// requests are in memory at once.
pub const REQUEST_LIMIT_BYTES: usize = 2 * 1024 * 1024;

/// The most documents of a request. A request of Firehose has the same limit.
pub const DOCUMENTS_LIMIT: usize = 500;

/// An `event.id` with at most this many characters (units of UTF-16, which Java counts) becomes the
/// `_id` unchanged. The ingest pipeline has the same limit (`opensearch/ingest-pipeline.json`).
const ID_LIMIT_CHARS: usize = 128;

/// The `_id` of a document: the `event.id`, or its SHA-256 in hexadecimal if the `event.id` is too
/// long.
#[must_use]
pub fn id_of(event_id: &str) -> String {
    if event_id.encode_utf16().count() <= ID_LIMIT_CHARS {
        return event_id.to_owned();
    }
    let hash = Sha256::digest(event_id.as_bytes());
    hash.iter().fold(String::new(), |mut hex, byte| {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The documents of one request.
#[derive(Debug, Clone, Default)]
pub struct Bulk {
    lines: Vec<u8>,
    /// For each document: the byte after its line feed, and the number of its source.
    ends: Vec<(usize, usize)>,
}

impl Bulk {
    /// Adds a document for an index. `source` is the number of the document's source. If the
    /// request is full, returns `false` and does not add the document. An empty request accepts a
    /// document of any size.
    pub fn push(&mut self, index: &str, event_id: &str, document: &[u8], source: usize) -> bool {
        let action = json!({ "create": { "_index": index, "_id": id_of(event_id) } }).to_string();
        let bytes = action.len() + document.len() + 2;
        let is_full =
            self.ends.len() == DOCUMENTS_LIMIT || self.lines.len() + bytes > REQUEST_LIMIT_BYTES;
        if is_full && !self.ends.is_empty() {
            return false;
        }
        for part in [action.as_bytes(), b"\n", document, b"\n"] {
            self.lines.extend_from_slice(part);
        }
        self.ends.push((self.lines.len(), source));
        true
    }

    /// The number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the request has no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The body of the request.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.lines
    }

    /// For each document, the number of the source that it comes from.
    pub fn sources(&self) -> impl Iterator<Item = usize> {
        self.ends.iter().map(|(_, source)| *source)
    }

    /// Keeps only the documents that must be sent again.
    #[must_use]
    pub fn keep(&self, verdicts: &[Verdict]) -> Self {
        let mut kept = Self::default();
        let mut start = 0;
        for ((end, source), verdict) in self.ends.iter().zip(verdicts) {
            if *verdict == Verdict::Again {
                let lines = self.lines.get(start..*end).unwrap_or_default();
                kept.lines.extend_from_slice(lines);
                kept.ends.push((kept.lines.len(), *source));
            }
            start = *end;
        }
        kept
    }
}

/// The result of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The document was created.
    Created,
    /// The document existed already.
    Present,
    /// The cluster is overloaded or has failed. The document must be sent again.
    Again,
    /// The document was refused because of its content, for this reason.
    Mapping(String),
    /// The document was refused for another reason, such as a missing permission or a closed index.
    Refused(String),
}

/// The results of an answer, one for each document. Returns `None` if their number is wrong, or if
/// one of them has an unknown form.
#[must_use]
pub fn verdicts(answer: &Value, documents: usize) -> Option<Vec<Verdict>> {
    let items = answer.get("items")?.as_array()?;
    if items.len() != documents {
        return None;
    }
    items.iter().map(verdict).collect()
}

fn verdict(item: &Value) -> Option<Verdict> {
    let result = item.as_object()?.values().next()?;
    let error = result.get("error");
    let words = || {
        let error = error.unwrap_or(&Value::Null);
        let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
        match (text("type"), text("reason")) {
            ("", _) => error.to_string(),
            (kind, reason) => format!("{kind}: {reason}"),
        }
    };
    let status = result.get("status")?.as_u64()?;
    Some(match status {
        200..=299 => Verdict::Created,
        409 => Verdict::Present,
        429 | 500..=599 => Verdict::Again,
        _ => match error.and_then(|error| refusal(&error.to_string())) {
            Some(reason) => Verdict::Mapping(reason),
            None => Verdict::Refused(words()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_pairs_of_lines_and_keeps_its_limits() {
        let mut bulk = Bulk::default();
        assert!(bulk.push("weblogs", "a\"b:0", b"{}", 7));
        assert_eq!(
            bulk.body(),
            b"{\"create\":{\"_id\":\"a\\\"b:0\",\"_index\":\"weblogs\"}}\n{}\n"
        );
        while bulk.push("weblogs", "x", b"{}", 8) {}
        assert_eq!(bulk.len(), DOCUMENTS_LIMIT);
        let mut bulk = Bulk::default();
        let large = vec![b' '; 1_000_000];
        while bulk.push("weblogs", "x", &large, 0) {}
        assert_eq!(bulk.len(), 2);
        assert!(bulk.body().len() <= REQUEST_LIMIT_BYTES);
    }

    #[test]
    fn an_id_is_the_one_that_the_ingest_pipeline_gives() {
        assert_eq!(
            id_of("shardId-000000000000:49:0"),
            "shardId-000000000000:49:0"
        );
        let longest = "x".repeat(128);
        assert_eq!(id_of(&longest), longest);
        assert_eq!(
            id_of(&"x".repeat(129)),
            "0ec9eb33e74510bcdd1f2ea55206e82f21649c5c2becbf2b433eb475b34c01bd"
        );
        let pipeline = include_str!("../../opensearch/ingest-pipeline.json");
        assert!(pipeline.contains(&format!("ctx.event.id.length() <= {ID_LIMIT_CHARS}")));
        assert!(pipeline.contains("ctx._id = ctx.event.id.sha256()"));
    }

    #[test]
    fn an_answer_gives_the_result_of_each_document() {
        let error = |kind: &str, reason: &str| json!({ "type": kind, "reason": reason });
        let items = json!({ "errors": true, "items": [
            { "create": { "status": 201, "result": "created" } },
            {
                "create": {
                    "status": 409, "error": error("version_conflict_engine_exception", "exists"),
                }
            },
            { "create": { "status": 429, "error": error("rejected_execution_exception", "full") } },
            {
                "create": {
                    "status": 400,
                    "error": error(
                        "mapper_parsing_exception",
                        "failed to parse field [a] in document with id 'x'",
                    ),
                }
            },
            { "create": { "status": 403, "error": error("security_exception", "no permissions") } },
            {
                "create": {
                    "status": 400, "error": error("validation_exception", "too many shards"),
                }
            },
        ] });
        let found = verdicts(&items, 6).unwrap();
        let expected = [
            Verdict::Created,
            Verdict::Present,
            Verdict::Again,
            Verdict::Mapping("mapper_parsing_exception: failed to parse field [a]".to_owned()),
            Verdict::Refused("security_exception: no permissions".to_owned()),
            Verdict::Refused("validation_exception: too many shards".to_owned()),
        ];
        assert_eq!(found, expected);
        assert_eq!(verdicts(&items, 5), None);
        assert_eq!(verdicts(&json!({}), 0), None);
        let mut bulk = Bulk::default();
        for (number, id) in ["a", "b", "c", "d", "e", "f"].iter().enumerate() {
            bulk.push("weblogs", id, b"{}", number);
        }
        let kept = bulk.keep(&found);
        assert_eq!(kept.sources().collect::<Vec<_>>(), [2]);
        assert_eq!(
            kept.body(),
            b"{\"create\":{\"_id\":\"c\",\"_index\":\"weblogs\"}}\n{}\n"
        );
    }
}
