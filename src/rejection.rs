//! A line or record that could not be read. It is data: counted, delivered as a `pipeline_error`
//! document, never retried.

use std::fmt;

/// Why a line was rejected, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What went wrong.
    pub reason: Reason,
    /// Byte offset in the line (in the record, for payload reasons).
    pub offset: Option<usize>,
}

/// What went wrong. Each reason has a stable [`Reason::code`] that dashboards and alarms may rely
/// on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The record's base64 cannot be decoded.
    Base64,
    /// A gzip, zlib or zstd stream is broken; the text says how.
    Compression(String),
    /// The record expands to more than the cap, in bytes.
    Expansion {
        /// The cap, in bytes.
        limit_bytes: usize,
    },
    /// The record holds more lines than the cap.
    Lines {
        /// The cap.
        limit: u64,
    },
    /// The record's documents together are larger than the cap, in bytes.
    Documents {
        /// The cap, in bytes.
        limit_bytes: u64,
    },
    /// An envelope that claims to be one kind is not (CloudWatch Logs and the like).
    Envelope(&'static str),
    /// The record is not text, nor anything that is opened; what it is, as far as its beginning
    /// tells.
    Binary(&'static str),
    /// `auto` knows no format that the line could be.
    Unrecognised,
    /// The format expects a literal that does not stand there.
    Mismatch {
        /// What the format expects.
        expected: String,
    },
    /// The line ended before a field that the format has.
    Cut {
        /// What was still expected.
        expected: String,
    },
    /// The line is made of two: one that was cut, or whole, and the beginning of another in the
    /// midst of it.
    Torn {
        /// What shows it.
        evidence: &'static str,
    },
    /// A line longer than what is read of one.
    LineTooLong {
        /// The longest line, in bytes.
        limit_bytes: usize,
    },
    /// A JSON line that is no JSON object; the text says why.
    Json(&'static str),
    /// The line has a time, and too little besides that an access log has: a client, a request, a
    /// status.
    NoAccessLog,
    /// The line has no time.
    TimeMissing,
    /// The line's time is no time.
    TimeInvalid,
    /// The line's document would be larger than the stream takes, in bytes, however much of the raw
    /// line is left out.
    Oversize {
        /// The most that the stream takes.
        limit_bytes: usize,
    },
    /// The pipeline itself failed on the line: a defect, kept with the line that shows it.
    Internal,
}

impl Rejection {
    /// A rejection at a place.
    #[must_use]
    pub fn at(offset: usize, reason: Reason) -> Self {
        Self {
            reason,
            offset: Some(offset),
        }
    }

    /// A rejection of the whole.
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
            Self::NoAccessLog => "no_access_log",
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
            Reason::Envelope(why) => write!(f, "envelope is broken: {why}")?,
            Reason::Binary(kind) => write!(f, "record is {kind}, which is not opened")?,
            Reason::Unrecognised => f.write_str("line is of no known format")?,
            Reason::Mismatch { expected } => write!(f, "expected {expected}")?,
            Reason::Cut { expected } => write!(f, "line ended, expected {expected}")?,
            Reason::Torn { evidence } => write!(f, "line is made of two: {evidence}")?,
            Reason::LineTooLong { limit_bytes } => {
                write!(f, "line is longer than {limit_bytes} bytes")?;
            }
            Reason::Json(why) => write!(f, "line is no JSON access log: {why}")?,
            Reason::NoAccessLog => f.write_str(
                "line is not of an access log: it needs two of client, request and status",
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
