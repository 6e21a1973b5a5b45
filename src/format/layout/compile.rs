//! Pieces into steps: each value with the literal before it and the way its end is found.

use jiff::civil;
use jiff::tz::TimeZone;

use super::super::FormatError;
use super::super::escape::Escape;
use super::super::field::{FIELD_COUNT, Field};
use super::{Layout, Piece};

/// A value, and the literal that leads to it.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The literal before the value, without the quotes that belong to quoted values.
    pub(super) before: Box<[u8]>,
    pub(super) ending: Ending,
    pub(super) opening: Opening,
    pub(super) field: Option<Field>,
    /// Values that follow with nothing between, each begun by its byte: a query by `?`, a path by `/`.
    pub(super) joined: Vec<(u8, Option<Field>)>,
}

/// How the end of a value is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// At the closing quote; `escaped` when a backslash before a quote keeps the value open.
    Quoted { escaped: bool },
    /// At the first occurrence of the literal, at the first blank when it begins with one.
    Token,
    /// At the first occurrence of the literal after which the next value can begin.
    Text {
        /// Goes on over `, ` and ` : `.
        list: bool,
        /// How often the literal occurs within the value itself.
        inner: usize,
    },
}

/// What a value surely begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Any,
    Number,
    ClfTime,
    Protocol,
}

impl Step {
    pub(super) fn binds(&self, field: Field) -> bool {
        self.field == Some(field) || self.joined.iter().any(|(_, joined)| *joined == Some(field))
    }

    pub(super) fn escape(&mut self, escape: Escape) {
        if let Ending::Quoted { escaped } = &mut self.ending {
            *escaped = matches!(escape, Escape::Backslash | Escape::Json);
        }
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.ending, Ending::Quoted { .. })
    }
}

impl Layout {
    /// Compiles a row of pieces.
    ///
    /// # Errors
    /// A row that cannot be told apart: two values with nothing between. The position is the index of the piece.
    pub fn new(pieces: &[Piece]) -> Result<Self, FormatError> {
        let mut row = Row::default();
        for (position, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(text) => row.literal.extend_from_slice(text.as_bytes()),
                Piece::Field(field) => row.value(Some(*field), position)?,
                Piece::Skip => row.value(None, position)?,
                Piece::OptionalFromHere => {
                    row.optional_from = row.optional_from.min(row.steps.len());
                }
            }
        }
        Ok(row.finish())
    }
}

/// The layout as far as it is read.
struct Row {
    steps: Vec<Step>,
    /// The literal since the last value.
    literal: Vec<u8>,
    optional_from: usize,
    seen: [bool; FIELD_COUNT],
}

impl Default for Row {
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            literal: Vec::new(),
            optional_from: usize::MAX,
            seen: [false; FIELD_COUNT],
        }
    }
}

impl Row {
    fn value(&mut self, field: Option<Field>, position: usize) -> Result<(), FormatError> {
        if self.literal.is_empty()
            && let Some(last) = self.steps.last_mut()
        {
            return join(last, field, position).map(|()| self.claim_joined());
        }
        let field = self.claim(field);
        self.steps.push(Step {
            before: std::mem::take(&mut self.literal).into_boxed_slice(),
            ending: ending(field),
            opening: opening(field),
            field,
            joined: Vec::new(),
        });
        Ok(())
    }

    /// The field, unless the layout has it already.
    fn claim(&mut self, field: Option<Field>) -> Option<Field> {
        let seen = self.seen.get_mut(field?.index())?;
        if std::mem::replace(seen, true) {
            None
        } else {
            field
        }
    }

    fn claim_joined(&mut self) {
        let joined = self.steps.last_mut().and_then(|step| step.joined.pop());
        if let Some((byte, field)) = joined {
            let field = self.claim(field);
            if let Some(step) = self.steps.last_mut() {
                step.joined.push((byte, field));
            }
        }
    }

    fn finish(mut self) -> Layout {
        let tail = self.take_quotes();
        self.look_around(&tail);
        let mut escapes = [Escape::None; FIELD_COUNT];
        for step in self.steps.iter().filter(|step| step.is_quoted()) {
            for field in step
                .joined
                .iter()
                .map(|(_, field)| *field)
                .chain([step.field])
                .flatten()
            {
                if let Some(escape) = escapes.get_mut(field.index()) {
                    *escape = Escape::Backslash;
                }
            }
        }
        Layout {
            steps: self.steps,
            tail,
            optional_from: self.optional_from,
            extras_allowed: false,
            escapes,
            time_pattern: None,
        }
    }

    /// Takes the quotes around a value from the literals into the value's step; returns the literal after the last value.
    fn take_quotes(&mut self) -> Box<[u8]> {
        let mut tail = std::mem::take(&mut self.literal).into_boxed_slice();
        let mut steps = self.steps.iter_mut().peekable();
        while let Some(step) = steps.next() {
            let after = steps.peek_mut().map_or(&mut tail, |next| &mut next.before);
            if let (Some(opened), Some(closed)) =
                (step.before.strip_suffix(b"\""), after.strip_prefix(b"\""))
            {
                let (opened, closed) = (opened.into(), closed.into());
                step.before = opened;
                *after = closed;
                step.ending = Ending::Quoted { escaped: true };
            }
        }
        tail
    }

    /// What depends on a value's neighbours.
    fn look_around(&mut self, tail: &[u8]) {
        inner_separators(&mut self.steps, tail, "");
        let mut steps = self.steps.iter_mut().peekable();
        while let Some(step) = steps.next() {
            let after = steps.peek().map_or(tail, |next| &next.before);
            // The colon before a port is the last of an IPv6 address, not the first.
            if after.starts_with(b":")
                && step.ending == Ending::Token
                && step.opening == Opening::Any
            {
                step.ending = Ending::Text {
                    list: false,
                    inner: 0,
                };
            }
        }
    }
}

/// Counts how often the literal after a time occurs within the time itself: a blank, mostly.
pub(super) fn inner_separators(steps: &mut [Step], tail: &[u8], pattern: &str) {
    let mut steps = steps.iter_mut().peekable();
    while let Some(step) = steps.next() {
        let after = steps.peek().map_or(tail, |next| &next.before);
        let Ending::Text { inner, .. } = &mut step.ending else {
            continue;
        };
        *inner = match step.field {
            Some(Field::TimeClf) => occurrences("24/Nov/2026:13:55:36 +0000", after),
            Some(Field::TimePattern) => {
                sample(pattern).map_or(0, |sample| occurrences(&sample, after))
            }
            _ => 0,
        };
    }
}

/// A time as the pattern writes it.
fn sample(pattern: &str) -> Option<String> {
    let time = civil::date(2026, 11, 24)
        .at(13, 55, 36, 123_456_789)
        .to_zoned_datetime(TimeZone::UTC)
        .ok()?;
    jiff::fmt::strtime::format(pattern, &time).ok()
}

/// How often `separator` occurs in `sample`; a run of blanks counts once, as a padded day or hour may widen it.
fn occurrences(sample: &str, separator: &[u8]) -> usize {
    match std::str::from_utf8(separator) {
        Ok("") | Err(_) => 0,
        Ok(" ") => sample.split_ascii_whitespace().count().saturating_sub(1),
        Ok(separator) => sample.matches(separator).count(),
    }
}

/// Joins a value to the one right before it, where its first byte tells the two apart.
fn join(step: &mut Step, field: Option<Field>, position: usize) -> Result<(), FormatError> {
    let last = step.joined.last().map_or(step.field, |(_, field)| *field);
    let begins = match (last, field) {
        // Two values that nobody needs are one.
        (None, None) => return Ok(()),
        (Some(Field::Path), Some(Field::Query)) => b'?',
        (
            Some(
                Field::Host
                | Field::ServerName
                | Field::ServerAddress
                | Field::ServerPort
                | Field::RemoteAddress
                | Field::Method,
            ),
            Some(Field::Target | Field::Path),
        ) => b'/',
        _ => {
            return Err(FormatError {
                position,
                reason: format!(
                    "nothing separates {} from {}",
                    described(field),
                    described(last)
                ),
            });
        }
    };
    step.joined.push((begins, field));
    step.ending = Ending::Text {
        list: false,
        inner: 0,
    };
    Ok(())
}

/// The field for a message.
pub(super) fn described(field: Option<Field>) -> &'static str {
    field.map_or("a skipped value", Field::name)
}

fn ending(field: Option<Field>) -> Ending {
    let Some(field) = field else {
        return Ending::Text {
            list: true,
            inner: 0,
        };
    };
    match field {
        Field::RemoteAddress
        | Field::PeerAddress
        | Field::ForwardedFor
        | Field::UpstreamAddress
        | Field::UpstreamSeconds => Ending::Text {
            list: true,
            inner: 0,
        },
        Field::User
        | Field::TimeClf
        | Field::TimePattern
        | Field::RequestLine
        | Field::Target
        | Field::Path
        | Field::Query
        | Field::Referrer
        | Field::UserAgent => Ending::Text {
            list: false,
            inner: 0,
        },
        Field::RemotePort
        | Field::TimeIso8601
        | Field::TimeEpochSeconds
        | Field::TimeEpochMilliseconds
        | Field::TimeEpochMicroseconds
        | Field::TimeEpochNanoseconds
        | Field::TimeFraction
        | Field::Date
        | Field::TimeOfDay
        | Field::Method
        | Field::Protocol
        | Field::Scheme
        | Field::Host
        | Field::RequestId
        | Field::RequestBytes
        | Field::Status
        | Field::BodyBytes
        | Field::ResponseBytes
        | Field::DurationSeconds
        | Field::DurationMilliseconds
        | Field::DurationMicroseconds
        | Field::DurationNanoseconds
        | Field::RequestProcessingSeconds
        | Field::TargetProcessingSeconds
        | Field::ResponseProcessingSeconds
        | Field::ServerName
        | Field::ServerPort
        | Field::ServerAddress
        | Field::TlsProtocol
        | Field::TlsCipher => Ending::Token,
    }
}

fn opening(field: Option<Field>) -> Opening {
    match field {
        Some(
            Field::RemotePort
            | Field::TimeEpochSeconds
            | Field::TimeEpochMilliseconds
            | Field::TimeEpochMicroseconds
            | Field::TimeEpochNanoseconds
            | Field::TimeFraction
            | Field::RequestBytes
            | Field::Status
            | Field::BodyBytes
            | Field::ResponseBytes
            | Field::DurationSeconds
            | Field::DurationMilliseconds
            | Field::DurationMicroseconds
            | Field::DurationNanoseconds
            | Field::RequestProcessingSeconds
            | Field::TargetProcessingSeconds
            | Field::ResponseProcessingSeconds
            | Field::ServerPort,
        ) => Opening::Number,
        Some(Field::TimeClf) => Opening::ClfTime,
        Some(Field::Protocol) => Opening::Protocol,
        _ => Opening::Any,
    }
}
