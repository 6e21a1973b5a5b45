//! The answer of the transform hook:
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html>.
//!
//! [`HookResponse`] is our own type because `aws_lambda_events` always writes `metadata` into every
//! record.

use std::collections::BTreeMap;

use base64_simd::STANDARD;
use serde::Serialize;

use super::batch::encoded_bytes;

/// The answer to one invocation.
#[derive(Debug, Default, Serialize)]
pub struct HookResponse {
    /// One answer for each record, in the records' order.
    pub records: Vec<RecordAnswer>,
}

/// The answer to one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordAnswer {
    /// The id from the event.
    pub record_id: String,
    /// The verdict on the record.
    pub result: Verdict,
    /// The data in base64, or `None` if the record is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// The keys for dynamic partitioning, or `None` if there are no keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

/// `metadata` of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The keys by their names.
    pub partition_keys: BTreeMap<&'static str, String>,
}

/// The answer to one record, before it is encoded.
#[derive(Debug)]
pub(super) enum Answer {
    /// The record's document, or several documents, one per line.
    Ok(Vec<u8>, Option<Metadata>),
    /// No data. The record is discarded, or its documents were put into the stream again.
    Dropped,
    /// The record's raw data, which Firehose stores in its error output.
    Failed,
}

impl Answer {
    /// The answer as it is sent, for the record with this id and raw data.
    pub(super) fn to(self, record_id: &str, raw: &[u8]) -> RecordAnswer {
        let (result, data, metadata) = match self {
            Self::Ok(data, metadata) => {
                (Verdict::Ok, Some(STANDARD.encode_to_string(data)), metadata)
            }
            Self::Dropped => (Verdict::Dropped, None, None),
            Self::Failed => {
                let data = STANDARD.encode_to_string(raw);
                (Verdict::ProcessingFailed, Some(data), None)
            }
        };
        RecordAnswer {
            record_id: record_id.to_owned(),
            result,
            data,
            metadata,
        }
    }
}

/// The verdict on a record, in the terms of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// The answer has the record's document or documents.
    Ok,
    /// Firehose must discard the record: it has no document, or its documents were put into the
    /// stream again.
    Dropped,
    /// Firehose must store the record in its error output.
    ProcessingFailed,
}

/// The length of `{"records":[` and `]}`.
const FRAME_BYTES: usize = 14;

impl HookResponse {
    /// The length of the whole answer in bytes, from the lengths of the answers to its records.
    pub(super) fn bytes(answers: impl IntoIterator<Item = usize>) -> usize {
        // Each answer has a comma after it, except the last. The sum is therefore one byte too
        // large, which has no effect.
        FRAME_BYTES + answers.into_iter().map(|bytes| bytes + 1).sum::<usize>()
    }
}

impl RecordAnswer {
    /// The length of an answer with data, in bytes, computed before anything is encoded.
    pub(super) fn bytes_with(
        record_id: &str,
        verdict: Verdict,
        data_bytes: usize,
        metadata: Option<&Metadata>,
    ) -> usize {
        let empty = Self {
            record_id: record_id.to_owned(),
            result: verdict,
            data: Some(String::new()),
            metadata: metadata.cloned(),
        };
        // Base64 contains nothing that JSON escapes.
        serde_json::to_vec(&empty).map_or(0, |json| json.len()) + encoded_bytes(data_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_computed_exactly_before_anything_is_encoded() {
        let metadata = Metadata {
            partition_keys: BTreeMap::from([("host", "example.com".to_owned())]),
        };
        let mut answers = Vec::new();
        let mut lengths = Vec::new();
        for (id, size, metadata) in [
            ("a", 0, None),
            ("b\"", 1, Some(metadata)),
            ("c", 1_000, None),
        ] {
            lengths.push(RecordAnswer::bytes_with(
                id,
                Verdict::Ok,
                size,
                metadata.as_ref(),
            ));
            let data = Some(base64_simd::STANDARD.encode_to_string(vec![b'x'; size]));
            answers.push(RecordAnswer {
                record_id: id.to_owned(),
                result: Verdict::Ok,
                data,
                metadata,
            });
        }
        let written = serde_json::to_vec(&HookResponse { records: answers }).unwrap();
        assert_eq!(HookResponse::bytes(lengths), written.len() + 1);
    }
}
