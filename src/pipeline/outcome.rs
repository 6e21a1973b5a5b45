//! The output of a pipeline: the outcomes of lines, and steps for an observer.

use crate::document::Context;
use crate::event::AccessEvent;
use crate::format::{Format, LogLine};
use crate::rejection::Rejection;

/// The outcome of one line, or of a record that cannot be read. Matches are exhaustive, because a
/// caller that ignores an outcome loses lines.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// An access event.
    Event {
        /// The document, a single line of JSON without a newline.
        document: &'a [u8],
        /// The event of the document.
        event: &'a AccessEvent<'a>,
        /// The raw line, redacted, or `None` if it is not kept. In the document it may be cut.
        original: Option<&'a str>,
    },
    /// A line or a record that could not be read, as a `pipeline_error` document.
    Rejected {
        /// The document, a single line of JSON without a newline.
        document: &'a [u8],
        /// The reason.
        rejection: &'a Rejection,
        /// The raw bytes, redacted, at most as many as the longest document has. In the document
        /// they may be cut further.
        original: &'a str,
    },
    /// A line that a rule of the operator dropped.
    Dropped {
        /// The rule, as configured.
        rule: &'a str,
    },
}

/// A step of a line, in the order of the pipeline. [`Pipeline::observe`](super::Pipeline::observe)
/// reports them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Step<'a> {
    /// A line was found in its record, and is not read yet.
    Line {
        /// The line.
        line: &'a [u8],
        /// The position of the line, and its origin as far as its envelope names one.
        context: &'a Context<'a>,
        /// The format that will read it.
        format: &'a Format,
    },
    /// The line is a directive of the log itself, and does not become a document.
    Directive,
    /// The format read the line.
    Read {
        /// The line.
        line: &'a [u8],
        /// The fields.
        fields: &'a LogLine<'a>,
    },
    /// The format rejected the line.
    Unread {
        /// The line.
        line: &'a [u8],
        /// Why, and where.
        rejection: &'a Rejection,
    },
    /// Cleaning made an event.
    Cleaned {
        /// The event.
        event: &'a AccessEvent<'a>,
    },
    /// Cleaning rejected the fields.
    Unclean {
        /// The line.
        line: &'a [u8],
        /// The fields.
        fields: &'a LogLine<'a>,
        /// The reason.
        rejection: &'a Rejection,
    },
    /// The enrichments completed the event.
    Enriched {
        /// The event.
        event: &'a AccessEvent<'a>,
    },
    /// The record, or a part of it, should hold lines but cannot be read.
    Unreadable {
        /// The bytes that cannot be read.
        raw: &'a [u8],
        /// The reason.
        rejection: &'a Rejection,
    },
    /// A control message of CloudWatch Logs, which holds no line.
    Control,
    /// The outcome of the line or of the unreadable bytes: the last step.
    Done(Outcome<'a>),
}
