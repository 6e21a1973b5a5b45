//! Types of values that only the configuration uses.

use crate::mark;
use crate::object::key::{KeyFormat, Keys};

/// Which objects are read, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects {
    /// `S3_KEY_PATTERN`: which objects are read.
    pub keys: Keys,
    /// `LOG_FORMAT_BY_KEY`: the first matching pattern decides. If none matches, `LOG_FORMAT`
    /// applies.
    pub formats: Vec<KeyFormat>,
    /// `OBJECT_PATH=true`: `log.file.path` names the object.
    pub names_path: bool,
    /// `CONTINUE_QUEUE_URL`: the queue for messages that continue an object. `None` means the queue
    /// that requested the object.
    pub continue_queue_url: Option<String>,
}

/// How the transform hook answers a Firehose record, and how documents end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hook {
    /// `SEVERAL_LINES`.
    pub several_lines: SeveralLines,
    /// `REPUT_KEY`: the key of the mark on documents that are put into the stream again. Nobody
    /// without the key can send such a document. If this is `None`, the stream's ARN is the key.
    pub reput_key: Option<mark::Key>,
    /// `UNREADABLE`.
    pub unreadable: Unreadable,
    /// `OUTPUT_NEWLINE`: what follows each answer with documents, and each document that
    /// `kinesis-enrich` and `s3-enrich` deliver.
    pub ending: Ending,
    /// `PARTITION_KEYS`: the keys that Firehose receives for dynamic partitioning.
    pub partition_keys: Vec<PartitionKey>,
}

/// `SEVERAL_LINES`: what happens to the documents of a record with several lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeveralLines {
    /// `reput`: the first document answers the record; the others are put into the stream again.
    #[default]
    Reput,
    /// `join`: the answer holds all documents, one per line. This is for S3.
    Join,
}

/// `UNREADABLE`: what happens to a record without a readable line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// `document`: the record becomes `pipeline_error` documents.
    #[default]
    Document,
    /// `processing_failed`: Firehose stores the record in its own error output.
    ProcessingFailed,
}

/// `OUTPUT_NEWLINE`: what follows documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// `false`: nothing.
    #[default]
    None,
    /// `true`: a newline. A stream to S3 needs this, because Firehose joins records without a
    /// separator.
    Newline,
}

impl Ending {
    /// The bytes that follow.
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::None => b"",
            Self::Newline => b"\n",
        }
    }
}

/// `AWS_LAMBDA_LOG_LEVEL`: which messages a function writes, from most to fewest.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogLevel {
    /// `TRACE`.
    Trace,
    /// `DEBUG`.
    Debug,
    /// `INFO`.
    #[default]
    Info,
    /// `WARN`.
    Warn,
    /// `ERROR`, and `FATAL`.
    Error,
}

/// A key of Firehose's dynamic partitioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartitionKey {
    /// The virtual host of the request.
    Host,
    /// The day in UTC, such as `2025-10-10`.
    Date,
    /// The class of the response's status: `1xx` to `5xx`.
    StatusClass,
    /// The client's country, as an ISO 3166-1 alpha-2 code.
    Country,
    /// `event` or `pipeline_error`.
    Kind,
}

impl PartitionKey {
    /// Every key with its name in `PARTITION_KEYS` and in Firehose's prefix.
    pub const ALL: [(&'static str, Self); 5] = [
        ("host", Self::Host),
        ("date", Self::Date),
        ("status_class", Self::StatusClass),
        ("country", Self::Country),
        ("kind", Self::Kind),
    ];

    /// The name of the key.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(_, key)| *key == self)
            .map_or("", |(name, _)| name)
    }
}
