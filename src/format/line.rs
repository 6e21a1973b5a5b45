//! A line that is split into fields. Each field is a part of the bytes of the line.

use std::borrow::Cow;

use memchr::memchr;

use super::escape::Escape;
use super::field::{FIELD_COUNT, Field};
use crate::near;

/// One escape for each field of a layout.
pub type Escapes = [Escape; FIELD_COUNT];

/// A line of a log, split by a layout. Nothing is copied. Each field is a part of the line, and is
/// still escaped.
#[derive(Debug, Clone)]
pub struct LogLine<'a> {
    fields: [Option<&'a [u8]>; FIELD_COUNT],
    escapes: &'a Escapes,
    /// The whole line, if it is text without a backslash.
    plain: Option<&'a str>,
    /// Set by [`LogLine::look_at`].
    known_bytes: KnownBytes,
    /// The `strftime` pattern of [`Field::TimePattern`].
    pub time_pattern: Option<&'a str>,
    /// Whether the line ended too early, because the log was cut.
    pub cut: bool,
    /// Whether the writer escapes everything that clients send. If so, a value that the writer
    /// cannot have written does not come from the client.
    pub escapes_all: bool,
    /// How many of [`Field::MARKS`] the line must have to be an access event. A line with a key
    /// that only a similar log has needs more than there are.
    pub least_marks: usize,
}

/// What is known about the bytes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KnownBytes {
    Any,
    /// The line is printable ASCII without a backslash.
    Printable,
    /// The same, and no bracket follows the time.
    PrintableToLastBracket,
}

impl Default for LogLine<'_> {
    /// An empty line, into which fields can be written.
    fn default() -> Self {
        Self::new(&[Escape::None; FIELD_COUNT])
    }
}

impl<'a> LogLine<'a> {
    /// A line without any field.
    #[inline]
    #[must_use]
    pub fn new(escapes: &'a Escapes) -> Self {
        Self {
            fields: [None; FIELD_COUNT],
            escapes,
            plain: None,
            known_bytes: KnownBytes::Any,
            time_pattern: None,
            cut: false,
            escapes_all: false,
            least_marks: Field::least_marks(|_| true),
        }
    }

    /// Sets how the fields are escaped.
    pub(super) fn set_escapes(&mut self, escapes: &'a Escapes) {
        self.escapes = escapes;
    }

    /// Checks the whole line once: whether it is text, and whether anything in it can be escaped.
    /// The fields then need no check of their own.
    ///
    /// `behind_time` is the place after the time and its closing bracket. A bracket after this
    /// place may belong to the time of another line.
    ///
    /// A check of each field cost 1,300 instructions a line. This check costs 300, and the check
    /// for text 200. Separate searches for the two brackets cost 200 more.
    pub(super) fn look_at(&mut self, line: &'a [u8], behind_time: usize) {
        let (before, behind) = line.split_at_checked(behind_time).unwrap_or((line, &[]));
        let needs_care =
            near::holds_any(before, is_unusual) || near::holds_any(behind, is_unusual_or_bracket);
        self.known_bytes = match needs_care {
            false => KnownBytes::PrintableToLastBracket,
            true if near::holds_any(line, is_unusual) => KnownBytes::Any,
            true => KnownBytes::Printable,
        };
        self.plain = match self.is_printable() || memchr(b'\\', line).is_none() {
            true => std::str::from_utf8(line).ok(),
            false => None,
        };
    }

    /// Whether the line is printable ASCII without a backslash.
    pub(super) fn is_printable(&self) -> bool {
        self.known_bytes != KnownBytes::Any
    }

    /// Whether it is known that no bracket follows the time of the line. If the result is false,
    /// there may or may not be such a bracket.
    pub(super) fn is_last_bracket(&self) -> bool {
        self.known_bytes == KnownBytes::PrintableToLastBracket
    }

    /// Binds a field to a part of the line.
    pub fn set(&mut self, field: Field, value: &'a [u8]) {
        if let Some(slot) = self.fields.get_mut(field.index()) {
            *slot = Some(value);
        }
    }

    /// The same fields with other escapes.
    pub(super) fn with_escapes(self, escapes: &'a Escapes) -> Self {
        Self { escapes, ..self }
    }

    /// Removes a field.
    pub(super) fn unset(&mut self, field: Field) {
        if let Some(slot) = self.fields.get_mut(field.index()) {
            *slot = None;
        }
    }

    /// The field as it is written in the line, still escaped; `None` if the line lacks the field.
    #[must_use]
    pub fn raw(&self, field: Field) -> Option<&'a [u8]> {
        self.fields.get(field.index()).copied().flatten()
    }

    /// The field, unescaped; borrowed if nothing is escaped.
    #[must_use]
    pub fn bytes(&self, field: Field) -> Option<Cow<'a, [u8]>> {
        let (raw, escape) = (self.raw(field)?, self.escape(field));
        Some(match self.plain {
            Some(_) if escape.needs_backslash() => Cow::Borrowed(raw),
            _ => escape.undo(raw),
        })
    }

    /// The field as text, if the whole line is known to be text without escapes. Otherwise `None`.
    #[must_use]
    pub fn plain(&self, field: Field) -> Option<&'a str> {
        let (line, raw) = (self.plain?, self.raw(field)?);
        self.escape(field).needs_backslash().then_some(())?;
        let start = (raw.as_ptr() as usize).wrapping_sub(line.as_ptr() as usize);
        line.get(start..start.checked_add(raw.len())?)
    }

    fn escape(&self, field: Field) -> Escape {
        let escape = self.escapes.get(field.index());
        escape.copied().unwrap_or(Escape::None)
    }
}

/// Whether a byte is a control character, a backslash, or not ASCII.
fn is_unusual(byte: u8) -> bool {
    beyond_odd(byte).min(byte ^ b'\\') == 0
}

/// Like [`is_unusual`], but also true for a square bracket. The backslash is between the two
/// brackets.
fn is_unusual_or_bracket(byte: u8) -> bool {
    beyond_odd(byte).min(near::beyond(byte, b'[', b']')) == 0
}

/// The distance from the bytes that are not printable ASCII. Counted from 0x7f, they are one range:
/// 0x7f to 0xff, then 0 to 0x1f.
fn beyond_odd(byte: u8) -> u8 {
    near::beyond(byte, 0x7f, 0x1f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_bytes_are_those_that_are_not_plain_text() {
        for byte in 0..=u8::MAX {
            let unusual = !matches!(byte, b' '..=b'~') || byte == b'\\';
            let bracket = matches!(byte, b'[' | b']');
            assert_eq!(is_unusual(byte), unusual, "{byte}");
            assert_eq!(is_unusual_or_bracket(byte), unusual || bracket, "{byte}");
        }
    }
}
