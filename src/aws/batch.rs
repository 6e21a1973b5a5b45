//! Batches: documents gathered into the bodies of requests. A batch has at most as many documents
//! as one `PutRecordBatch` accepts. No document is lost, and their order does not change.
//!
//! The requests are
//! <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html> and
//! <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>. They are encoded
//! as <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html> describes.

use base64_simd::STANDARD;
use bytes::Bytes;

/// The most records of one request.
pub(crate) const RECORDS_LIMIT: usize = 500;

/// The most bytes of one request: 4 MiB. AWS does not say whether bytes count before or after
/// base64. We count them after.
pub(crate) const REQUEST_LIMIT_BYTES: usize = 4 * 1_024 * 1_024;

/// How a batch is put: the operation and the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Firehose's operation.
    PutRecordBatch {
        /// The delivery stream's name.
        delivery_stream: String,
    },
    /// Kinesis's operation. Every batch keeps Firehose's limits, which do not exceed Kinesis's.
    PutRecords {
        /// The stream's name, or its ARN.
        stream: String,
        /// The first record's partition key. Each following record has the next number as its key.
        /// This spreads the records over the shards.
        first_key: u64,
    },
}

/// The documents of one request, as the body of that request. Each document is encoded in base64
/// once, in memory that all documents share.
///
/// With the SDK's own types, each document would be stored twice in separate memory and pass
/// through a general serialiser. When this was written, the whole function took 2.4 times the
/// processor time that the SDK alone takes to send, and 1.95 times that time with this body
/// (`make handler`; docs/performance.md has today's figure).
#[derive(Debug, Clone)]
pub struct Batch {
    body: Bytes,
    /// Where the first record begins.
    start: usize,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where the record ends in the body.
    end: usize,
    /// The index of the document's record in the event.
    record: usize,
}

impl Batch {
    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The body of the request, as JSON.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// For each document, the index of its record in the event.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.entries.iter().map(|entry| entry.record)
    }

    /// Keeps the documents for which `keep` returns `true`. `keep` is called once for each
    /// document, in order.
    pub fn retain(&mut self, mut keep: impl FnMut() -> bool) {
        let mut kept = Open::default();
        let mut start = self.start;
        for entry in &self.entries {
            if keep() {
                kept.open_record(self.body.get(..self.start).unwrap_or_default());
                let record = self.body.get(start..entry.end).unwrap_or_default();
                kept.body.extend_from_slice(record);
                kept.close_record(entry.record);
            }
            start = entry.end + COMMA.len();
        }
        *self = kept.close(self.start);
    }
}

/// A batch that is being written.
#[derive(Debug, Default)]
struct Open {
    body: Vec<u8>,
    entries: Vec<Entry>,
}

const COMMA: &[u8] = b",";

impl Open {
    /// Writes what precedes a record.
    fn open_record(&mut self, head: &[u8]) {
        let before = if self.entries.is_empty() { head } else { COMMA };
        self.body.extend_from_slice(before);
    }

    fn close_record(&mut self, record: usize) {
        let end = self.body.len();
        self.entries.push(Entry { end, record });
    }

    fn close(mut self, start: usize) -> Batch {
        self.body.extend_from_slice(b"]}");
        Batch {
            body: self.body.into(),
            start,
            entries: self.entries,
        }
    }
}

/// Gathers documents into requests.
#[derive(Debug)]
pub struct Batcher {
    /// The body up to the first record.
    head: String,
    /// The next record's partition key, if it needs one.
    key: Option<u64>,
    ending: &'static [u8],
    open: Open,
    encoded_bytes: usize,
    limit_bytes: usize,
    /// A reused buffer for the last bytes of a document and its ending.
    last: Vec<u8>,
}

impl Batcher {
    /// A batcher for an operation, which appends `ending` to each document.
    #[must_use]
    pub fn new(operation: &Operation, ending: &'static [u8]) -> Self {
        let (member, name, key) = match operation {
            Operation::PutRecordBatch { delivery_stream } => {
                ("DeliveryStreamName", delivery_stream, None)
            }
            Operation::PutRecords { stream, first_key } => {
                let member = match is_arn(stream) {
                    true => "StreamARN",
                    false => "StreamName",
                };
                (member, stream, Some(*first_key))
            }
        };
        let name = serde_json::Value::from(name.as_str());
        Self {
            head: format!(r#"{{"{member}":{name},"Records":["#),
            key,
            ending,
            open: Open::default(),
            encoded_bytes: 0,
            limit_bytes: REQUEST_LIMIT_BYTES,
            last: Vec::new(),
        }
    }

    /// The same batcher with smaller batches. The documents of a batch take at most this many bytes
    /// in base64. A document that is longer is a batch of its own.
    #[cfg(feature = "replay")]
    pub(crate) fn limited_to(self, limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            ..self
        }
    }

    /// Adds a document of the event's record with this index. If the document does not fit into the
    /// request with the earlier documents, returns these as a batch.
    pub fn push(&mut self, document: &[u8], record: usize) -> Option<Batch> {
        let bytes = encoded_bytes(document.len() + self.ending.len());
        let entries = self.open.entries.len();
        let full = entries == RECORDS_LIMIT || self.encoded_bytes + bytes > self.limit_bytes;
        let batch = if full { self.finish() } else { None };
        if let Some(batch) = &batch {
            // Reserves a little more than the size of this batch for the next one, which will
            // probably be about as large.
            let bytes = batch.body.len();
            self.open.body.reserve(bytes + bytes / 8);
        }
        self.encoded_bytes += bytes;
        self.write(document, record);
        batch
    }

    /// The remaining documents, if any.
    pub fn finish(&mut self) -> Option<Batch> {
        self.encoded_bytes = 0;
        let open = std::mem::take(&mut self.open);
        (!open.entries.is_empty()).then(|| open.close(self.head.len()))
    }

    fn write(&mut self, document: &[u8], record: usize) {
        self.open.open_record(self.head.as_bytes());
        let body = &mut self.open.body;
        body.extend_from_slice(br#"{"Data":""#);
        if self.ending.is_empty() {
            STANDARD.encode_append(document, body);
        } else {
            // Three bytes become four characters. If bytes are left over, they are encoded together
            // with the ending.
            let (whole, rest) = document
                .split_at_checked(document.len() / 3 * 3)
                .unwrap_or((document, &[]));
            STANDARD.encode_append(whole, body);
            self.last.clear();
            self.last.extend_from_slice(rest);
            self.last.extend_from_slice(self.ending);
            STANDARD.encode_append(&self.last, body);
        }
        if let Some(key) = &mut self.key {
            body.extend_from_slice(br#"","PartitionKey":""#);
            body.extend_from_slice(itoa::Buffer::new().format(*key).as_bytes());
            *key = key.wrapping_add(1);
        }
        body.extend_from_slice(br#""}"#);
        self.open.close_record(record);
    }
}

/// Whether a stream is named by its ARN.
pub(super) fn is_arn(stream: &str) -> bool {
    stream.starts_with("arn:")
}

/// The length of this many bytes in base64.
#[must_use]
pub(crate) const fn encoded_bytes(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::document::RECORD_LIMIT_BYTES;

    fn firehose(ending: &'static [u8]) -> Batcher {
        let delivery_stream = "documents".to_owned();
        Batcher::new(&Operation::PutRecordBatch { delivery_stream }, ending)
    }

    fn batches(batcher: &mut Batcher, documents: &[Vec<u8>]) -> Vec<Batch> {
        let mut batches: Vec<_> = documents
            .iter()
            .enumerate()
            .filter_map(|(record, document)| batcher.push(document, record))
            .collect();
        batches.extend(batcher.finish());
        batches
    }

    /// The text under a key of each record, or `None` if the record does not have the key.
    fn texts(batch: &Batch, key: &str) -> Vec<Option<String>> {
        let body: Value = serde_json::from_slice(batch.body()).unwrap();
        let records = body["Records"].as_array().unwrap().iter();
        records
            .map(|record| record[key].as_str().map(str::to_owned))
            .collect()
    }

    /// The documents with the indices of their records.
    fn documents(batch: &Batch) -> Vec<(usize, Vec<u8>)> {
        let data = texts(batch, "Data").into_iter();
        let data = data.map(|data| STANDARD.decode_to_vec(data.unwrap()).unwrap());
        batch.records().zip(data).collect()
    }

    #[test]
    fn limits_are_exact() {
        let sizes = |sizes: &[usize]| {
            let documents: Vec<_> = sizes.iter().map(|&size| vec![b'x'; size]).collect();
            let batches = batches(&mut firehose(b""), &documents);
            batches.iter().map(Batch::len).collect::<Vec<_>>()
        };
        assert_eq!(sizes(&[]), [0; 0]);
        assert_eq!(sizes(&[1; 500]), [500]);
        assert_eq!(sizes(&[1; 501]), [500, 1]);
        // Three records of 1,365,336 bytes in base64, and the rest of 4 MiB.
        let largest = RECORD_LIMIT_BYTES;
        assert_eq!(sizes(&[largest, largest, largest, 73_722]), [4]);
        assert_eq!(sizes(&[largest, largest, largest, 73_723]), [3, 1]);
    }

    #[test]
    fn an_ending_follows_each_document_and_counts() {
        let texts = [&b"{}"[..], b"{..}", b"{...}"];
        let lines = texts.map(<[u8]>::to_vec);
        let found = batches(&mut firehose(b"\n"), &lines);
        let [batch] = found.as_slice() else {
            panic!("{found:?}")
        };
        let expected = texts.map(|text| [text, b"\n"].concat());
        let found = documents(batch).into_iter().map(|(_, document)| document);
        assert_eq!(found.collect::<Vec<_>>(), expected);
        // 65,536 bytes in base64 each; 64 of them fill a request.
        let longest = vec![vec![b'x'; 49_151]; 65];
        let found = batches(&mut firehose(b"\n"), &longest);
        assert_eq!(found.iter().map(Batch::len).collect::<Vec<_>>(), [64, 1]);
    }

    #[test]
    fn records_of_kinesis_have_different_keys() {
        let operation = Operation::PutRecords {
            stream: "arn:\"s\"".to_owned(),
            first_key: u64::MAX,
        };
        let lines = [b"a".to_vec(), b"bcde".to_vec()];
        let found = batches(&mut Batcher::new(&operation, b""), &lines);
        let [batch] = found.as_slice() else {
            panic!("{found:?}")
        };
        let [a, b] = lines;
        assert_eq!(documents(batch), [(0, a), (1, b)]);
        let keys = [u64::MAX, 0].map(|key| Some(key.to_string()));
        assert_eq!(texts(batch, "PartitionKey"), keys);
        let head = br#"{"StreamARN":"arn:\"s\"","Records":[{"#;
        assert!(batch.body().starts_with(head));
        let operation = Operation::PutRecords {
            stream: "s".to_owned(),
            first_key: 0,
        };
        let found = batches(&mut Batcher::new(&operation, b""), &[b"a".to_vec()]);
        let body = found.first().map(Batch::body).unwrap();
        assert!(body.starts_with(br#"{"StreamName":"s","Records":[{"#));
    }

    proptest! {
        #[test]
        fn only_the_requested_documents_are_kept(
            lines in proptest::collection::vec(
                (proptest::collection::vec(any::<u8>(), 0..9), any::<bool>()),
                1..20,
            ),
        ) {
            let (texts, keep): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
            let mut batch = batches(&mut firehose(b""), &texts).remove(0);
            let mut answers = keep.iter();
            batch.retain(|| *answers.next().unwrap());
            let expected = texts.into_iter().enumerate().zip(keep).filter(|(_, keep)| *keep);
            let expected: Vec<_> = expected.map(|(text, _)| text).collect();
            prop_assert_eq!(batch.len(), expected.len());
            if !batch.is_empty() {
                prop_assert_eq!(documents(&batch), expected.clone());
                // A batch that was reduced can be reduced again.
                batch.retain(|| true);
                prop_assert_eq!(documents(&batch), expected);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn no_document_is_lost_and_the_order_is_kept(
            sizes in proptest::collection::vec(
                prop_oneof![1_usize..2_000, 500_000..RECORD_LIMIT_BYTES],
                0..24,
            ),
        ) {
            let lines: Vec<_> = sizes.iter().map(|&size| vec![b'x'; size]).collect();
            let batches = batches(&mut firehose(b""), &lines);
            let mut found = Vec::new();
            for batch in &batches {
                prop_assert!(!batch.is_empty() && batch.len() <= RECORDS_LIMIT);
                let lengths = documents(batch)
                    .into_iter()
                    .map(|(record, document)| (record, document.len()))
                    .collect::<Vec<_>>();
                let bytes: usize = lengths.iter().map(|(_, length)| encoded_bytes(*length)).sum();
                prop_assert!(bytes <= REQUEST_LIMIT_BYTES);
                found.extend(lengths);
            }
            let expected: Vec<_> = sizes.iter().copied().enumerate().collect();
            prop_assert_eq!(found, expected);
        }
    }
}
