//! The input of a pipeline: its settings, and records.

use crate::arrival::Arrival;
use crate::clean;
use crate::document::Form;
use crate::drop::DropRules;
use crate::enrich::Enricher;
use crate::format::Format;
use crate::rejection::Reason;

/// A record of a stream, whose base64 is already decoded.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The bytes.
    pub data: &'a [u8],
    /// `shardId:sequenceNumber`, a Firehose recordId, or a file's name.
    pub id: &'a str,
    /// When the record arrived in the stream.
    pub arrival: Arrival,
    /// Whether this record directly follows the previous one, as in a file that is read in
    /// stretches. The previous record's `#Fields:` then still applies.
    pub continued: bool,
}

/// The settings of a pipeline.
#[derive(Debug)]
pub struct Settings {
    /// Reads lines.
    pub format: Format,
    /// How lines are cleaned.
    pub rules: clean::Rules,
    /// Enriches events.
    pub enricher: Enricher,
    /// Which events are dropped.
    pub drop_rules: DropRules,
    /// Whether `event.original` is kept on events (rejections always have it).
    pub keep_original: bool,
    /// The form of events' documents. (The documents of rejections have only one form.)
    pub documents: Form,
    /// A line that is more than this many days older than the arrival of its record gets the tag
    /// `misdated`, and so does a line that is newer than the arrival by more than
    /// `arrival::FUTURE_DAYS`. If this is `None`, no line gets the tag.
    pub past_days: Option<u32>,
    /// The most bytes that one record may expand to.
    pub expansion_limit_bytes: usize,
    /// The limits for one record.
    pub record_limits: RecordLimits,
    /// The most bytes of one document.
    pub document_limit_bytes: usize,
}

/// The limits for one record. A record of a few kilobytes can expand to millions of lines, each of
/// which becomes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordLimits {
    /// The most lines.
    pub lines: u64,
    /// The most bytes of all documents of the record. The document that exceeds this limit is still
    /// made.
    pub documents_bytes: u64,
}

impl RecordLimits {
    /// The default: 250,000 lines, which take Firehose about a minute at 4,400 documents a second,
    /// and 256 MiB.
    pub const DEFAULT: Self = Self {
        lines: 250_000,
        documents_bytes: 256 * 1024 * 1024,
    };

    /// No limits, for a file, which is not a record.
    pub(super) const NONE: Self = Self {
        lines: u64::MAX,
        documents_bytes: u64::MAX,
    };

    /// The limit that a record has reached with this number of lines and bytes. `None` if more of
    /// its lines may be read.
    pub(super) fn reached(self, lines: u64, documents_bytes: u64) -> Option<Reason> {
        if lines >= self.lines {
            let limit = self.lines;
            Some(Reason::Lines { limit })
        } else if documents_bytes >= self.documents_bytes {
            let limit_bytes = self.documents_bytes;
            Some(Reason::Documents { limit_bytes })
        } else {
            None
        }
    }
}
