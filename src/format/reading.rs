//! What reading a line gives.

use super::line::LogLine;

/// What a line was, where its fields were written into the caller's [`LogLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineKind {
    /// A line of access log.
    Line,
    /// A directive, as [`Reading::Directive`].
    Directive,
}

/// What a line is.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "returned once a line, by value; a box would allocate"
)]
pub enum Reading<'a> {
    /// A line of access log.
    Line(LogLine<'a>),
    /// A directive of the log itself, such as W3C's `#Fields:`: it is applied and counted, and
    /// becomes no document.
    Directive,
}
