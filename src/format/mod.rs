//! Formats: a line's bytes into a [`LogLine`].

pub mod apache;
#[cfg(test)]
mod cases;
mod draft;
mod escape;
mod field;
mod layout;
mod line;
pub mod nginx;
#[cfg(test)]
mod properties;

pub use escape::Escape;
pub use field::{FIELD_COUNT, Field};
pub use layout::{Layout, Miss, Piece};
pub use line::{Escapes, LogLine};

use crate::rejection::Rejection;

/// A format that lines are read by, compiled once at start.
#[derive(Debug)]
pub struct Format {
    escapes: Escapes,
}

/// Why a format cannot work: refused at start-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    /// Byte offset in the format string.
    pub position: usize,
    /// What is wrong there: a lower-case fragment.
    pub reason: String,
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
    /// A directive of the log itself, such as W3C's `#Fields:`: heeded, counted, no document.
    Directive,
}

impl Format {
    /// Compiles `LOG_FORMAT` (`auto`, a preset's name, an Apache `LogFormat`, an nginx `log_format`, or a W3C `#Fields:` line), with
    /// `LOG_FIELDS` for the formats whose fields are configured.
    ///
    /// # Errors
    /// The position and the reason why the format cannot work.
    pub fn compile(_format: &str, _fields: Option<&str>) -> Result<Self, FormatError> {
        Ok(Self {
            escapes: [Escape::None; FIELD_COUNT],
        })
    }

    /// Forgets what directives said: called where a new record or file begins.
    pub fn start_source(&mut self) {}

    /// Reads one line, its line ending already off.
    ///
    /// # Errors
    /// A rejection naming the place where the line stops being one of this format.
    pub fn read<'a>(&'a mut self, _line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        Ok(Reading::Line(LogLine::new(&self.escapes)))
    }
}
