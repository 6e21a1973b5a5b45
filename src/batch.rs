//! Batches: documents gathered into what one `PutRecordBatch` takes.

/// The most bytes of one record, before base64: 1,000 KiB.
/// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>
pub const RECORD_LIMIT_BYTES: usize = 1_000 * 1_024;
