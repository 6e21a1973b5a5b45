//! Why an invocation fails as a whole. Lambda's log shows the short code as `errorType`.

use std::fmt;

use lambda_runtime::Diagnostic;

use crate::stream_event::NoEvent;

/// Why an invocation fails as a whole. The message never contains text from the event, because the
/// runtime logs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failed {
    /// The event cannot be read.
    Event(NoEvent),
    /// A document was not accepted, and its record has no sequence number from which Lambda could
    /// continue.
    NoSequenceNumber,
    /// There is no time for the first record, and the batch has more records. Lambda should halve
    /// the batch.
    OutOfTime,
    /// The event is not one of those that name objects ([`crate::object::notice`]).
    NoObjects,
    /// An object was not read and accepted completely, and no queue can deliver its message again.
    Objects,
    /// The pipeline itself failed, which is a defect.
    Internal,
}

impl Failed {
    /// The short code of the failure.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Event(NoEvent::NoRecords) => "EventWithoutRecords",
            Self::Event(NoEvent::Broken { .. }) => "EventNotJson",
            Self::NoSequenceNumber => "RecordWithoutSequenceNumber",
            Self::OutOfTime => "RecordOutOfTime",
            Self::NoObjects => "EventWithoutObjects",
            Self::Objects => "ObjectNotRead",
            Self::Internal => "Internal",
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(why) => why.fmt(f),
            Self::NoSequenceNumber => f.write_str(
                "documents were not accepted; there is no sequence number to continue from",
            ),
            Self::OutOfTime => f.write_str(
                "the first record takes more time than the invocation has; Lambda should halve \
                 the batch",
            ),
            Self::NoObjects => {
                f.write_str("the event is not a notice of S3, direct or by EventBridge, SNS or SQS")
            }
            Self::Objects => {
                f.write_str("an object was not completely read and accepted; the log says why")
            }
            Self::Internal => f.write_str("the pipeline failed, which is a defect"),
        }
    }
}

impl From<NoEvent> for Failed {
    fn from(why: NoEvent) -> Self {
        Self::Event(why)
    }
}

impl From<Failed> for Diagnostic {
    fn from(failed: Failed) -> Self {
        Self {
            error_type: failed.code().to_owned(),
            error_message: failed.to_string(),
        }
    }
}
