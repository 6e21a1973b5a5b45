//! The result of reading a line.

use super::line::LogLine;

/// The kind of a line whose fields were written into the caller's [`LogLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineKind {
    /// A line of an access log.
    Line,
    /// A directive; see [`Reading::Directive`].
    Directive,
}

/// A line that was read.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "returned once a line, by value; a box would allocate"
)]
pub enum Reading<'a> {
    /// A line of an access log.
    Line(LogLine<'a>),
    /// A directive of the log itself, such as W3C's `#Fields:`. It is applied and counted. It does
    /// not become a document.
    Directive,
}
