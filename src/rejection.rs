//! Rejections: lines and records that could not be read. A rejection is data. It is counted,
//! delivered as a `pipeline_error` document, and never retried.

use std::fmt;

/// Why a line or a record was rejected, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What went wrong.
    pub reason: Reason,
    /// The byte offset in the line, or, for payload reasons, in the record. `None` if the rejection
    /// is not about a single place.
    pub offset: Option<usize>,
}

/// The reason of a rejection. Each reason has a stable [`Reason::code`], on which dashboards and
/// alarms may rely.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The record's base64 cannot be decoded.
    Base64,
    /// A gzip, zlib or zstd stream is malformed; the text says how.
    Compression(String),
    /// The record expands to more than the limit.
    Expansion {
        /// The limit, in bytes.
        limit_bytes: usize,
    },
    /// The record holds more lines than the limit.
    Lines {
        /// The limit.
        limit: u64,
    },
    /// The record's documents together reached the limit, and the record has more lines.
    Documents {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// An envelope, such as a message of CloudWatch Logs or a record of Lambda's event, is
    /// malformed or within too many others; the text says why.
    Envelope(&'static str),
    /// The record is neither text nor a layer that is opened. The string names the kind of the
    /// record, as far as the record's first bytes show it.
    Binary(&'static str),
    /// `auto` recognises no format in the line.
    Unrecognised,
    /// At some byte, the line is not what the format expects.
    Mismatch {
        /// What the format expects.
        expected: String,
    },
    /// The line ends before the format does.
    Cut {
        /// What the format expects next.
        expected: String,
    },
    /// The line consists of two lines: the second begins in the middle of the first, or after it.
    Torn {
        /// What shows this in the line.
        evidence: &'static str,
    },
    /// The line is longer than the limit.
    LineTooLong {
        /// The limit, in bytes.
        limit_bytes: usize,
    },
    /// The line looks like JSON and is not a JSON object; the text says why.
    Json(&'static str),
    /// The line has a time, but too few of the marks of an access log (a client, a request, a
    /// status).
    NoAccessLog,
    /// The line has a time and perhaps all marks of an access log, but it has a key that only a
    /// similar log has, such as Kubernetes' audit log.
    SimilarLog,
    /// The line has no time.
    TimeMissing,
    /// The line's time is not a valid time.
    TimeInvalid,
    /// The line's document is larger than the stream accepts, even without the raw line.
    Oversize {
        /// The most bytes that the stream accepts.
        limit_bytes: usize,
    },
    /// The pipeline itself failed on the line. This is a defect of the product; the line that shows
    /// it is kept.
    Internal,
}

impl Rejection {
    /// A rejection at an offset in the line.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::rejection::{Reason, Rejection};
    ///
    /// let rejection = Rejection::at(12, Reason::TimeInvalid);
    /// assert_eq!(rejection.code(), "time_invalid");
    /// assert_eq!(rejection.to_string(), "time is not valid at byte 12");
    /// ```
    #[must_use]
    pub fn at(offset: usize, reason: Reason) -> Self {
        Self {
            reason,
            offset: Some(offset),
        }
    }

    /// A rejection of the whole line or record.
    #[must_use]
    pub fn whole(reason: Reason) -> Self {
        Self {
            reason,
            offset: None,
        }
    }

    /// The stable code, `error.type` of the document.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }
}

impl Reason {
    /// The stable code, `error.type` of the document.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Base64 => "payload_base64",
            Self::Compression(_) => "payload_compression",
            Self::Expansion { .. } => "payload_expansion",
            Self::Lines { .. } => "payload_lines",
            Self::Documents { .. } => "payload_documents",
            Self::Envelope(_) => "payload_envelope",
            Self::Binary(_) => "payload_binary",
            Self::Unrecognised => "line_unrecognised",
            Self::Mismatch { .. } => "line_mismatch",
            Self::Cut { .. } => "line_cut",
            Self::Torn { .. } => "line_torn",
            Self::LineTooLong { .. } => "line_too_long",
            Self::Json(_) => "line_json",
            Self::NoAccessLog | Self::SimilarLog => "no_access_log",
            Self::TimeMissing => "time_missing",
            Self::TimeInvalid => "time_invalid",
            Self::Oversize { .. } => "document_oversize",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Base64 => f.write_str("record is not valid base64")?,
            Reason::Compression(how) => write!(f, "compressed record is broken: {how}")?,
            Reason::Expansion { limit_bytes } => {
                write!(
                    f,
                    "record expands to more than {limit_bytes} bytes (EXPANSION_LIMIT_MIB)"
                )?;
            }
            Reason::Lines { limit } => {
                write!(
                    f,
                    "record holds more than {limit} lines (RECORD_LINES_LIMIT)"
                )?;
            }
            Reason::Documents { limit_bytes } => write!(
                f,
                "the record's documents reached {limit_bytes} bytes (RECORD_DOCUMENTS_LIMIT_MIB)"
            )?,
            Reason::Envelope(why) => write!(f, "envelope cannot be opened: {why}")?,
            Reason::Binary(kind) => write!(f, "record is {kind}, which is not opened")?,
            Reason::Unrecognised => f.write_str("line is of no known format")?,
            Reason::Mismatch { expected } => write!(f, "expected {expected}")?,
            Reason::Cut { expected } => write!(f, "line ended, expected {expected}")?,
            Reason::Torn { evidence } => write!(f, "line is made of two: {evidence}")?,
            Reason::LineTooLong { limit_bytes } => {
                write!(f, "line is longer than {limit_bytes} bytes")?;
            }
            Reason::Json(why) => write!(f, "line is not a JSON access log: {why}")?,
            Reason::NoAccessLog => f.write_str(
                "line is not of an access log: it has too few of client, request and status",
            )?,
            Reason::SimilarLog => f.write_str(
                "line is not of an access log: it has a key of a similar log, such as \
                 Kubernetes' audit log",
            )?,
            Reason::TimeMissing => f.write_str("line has no time")?,
            Reason::TimeInvalid => f.write_str("time is not valid")?,
            Reason::Oversize { limit_bytes } => {
                write!(f, "document would be larger than {limit_bytes} bytes")?;
            }
            Reason::Internal => f.write_str("pipeline failed on this line")?,
        }
        match self.offset {
            Some(offset) => write!(f, " at byte {offset}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Rejection {}
