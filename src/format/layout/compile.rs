//! Compiles pieces into steps. A step is a value with the literal before it and the way in which
//! the end of the value is found.

use super::super::error::FormatError;
use super::super::escape::Escape;
use super::super::field::{FIELD_COUNT, Field};
use super::fit::fit_times;
use super::literal::Literal;
use super::step::{Ending, Joins, Opening, Quotes, Step};
use super::{Layout, Piece};

impl Layout {
    /// Compiles a row of pieces.
    ///
    /// # Errors
    /// The error is two values with nothing between them, which cannot be separated. The position
    /// is the index of the piece.
    pub fn new(pieces: &[Piece]) -> Result<Self, FormatError> {
        let mut row = Compiling::default();
        for (position, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(text) => row.literal.extend_from_slice(text.as_bytes()),
                Piece::Field(field) => row.value(Some(*field), Ending::of(*field), position)?,
                Piece::Skip => row.value(None, Ending::text(Joins::Nothing), position)?,
                Piece::SkipWord => row.value(None, Ending::Token, position)?,
                Piece::SkipList => row.value(None, Ending::text(Joins::Groups), position)?,
                Piece::OptionalFromHere => {
                    row.optional_from = row.optional_from.min(row.steps.len());
                }
            }
        }
        Ok(row.finish())
    }
}

/// The steps that are compiled so far.
struct Compiling {
    steps: Vec<Step>,
    /// The literal after the last value.
    literal: Vec<u8>,
    optional_from: usize,
    seen: [bool; FIELD_COUNT],
    /// How many values are times of a kind that may be in brackets.
    times: usize,
}

impl Default for Compiling {
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            literal: Vec::new(),
            optional_from: usize::MAX,
            seen: [false; FIELD_COUNT],
            times: 0,
        }
    }
}

impl Compiling {
    fn value(
        &mut self,
        field: Option<Field>,
        ending: Ending,
        position: usize,
    ) -> Result<(), FormatError> {
        if self.literal.is_empty()
            && let Some(last) = self.steps.last_mut()
        {
            return join(last, field, position).map(|()| self.claim_joined());
        }
        let opening = Opening::of(field);
        self.times += usize::from(matches!(field, Some(Field::TimeClf | Field::TimePattern)));
        let field = self.claim(field);
        self.steps.push(Step {
            before: Literal::new(std::mem::take(&mut self.literal)),
            ending,
            opening,
            field,
            is_optional_list: false,
            joined: Vec::new(),
        });
        Ok(())
    }

    /// Returns the field, or `None` if the layout already has it.
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

    /// Whether the row has exactly one time, and the time is in brackets.
    fn has_one_bracketed_time(&self) -> bool {
        let is_time =
            |step: &&Step| matches!(step.field, Some(Field::TimeClf | Field::TimePattern));
        let mut times = self.steps.iter().filter(is_time);
        let first = times.next();
        self.times == 1 && first.is_some_and(|step| step.before.ends_with(b"["))
    }

    fn finish(mut self) -> Layout {
        let tail = self.take_quotes();
        self.look_around(&tail);
        for step in self.steps.iter_mut().skip(self.optional_from) {
            step.is_optional_list = step.is_quoted() && step.field == Some(Field::ForwardedFor);
        }
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
        let binds = |field: Field| self.seen.get(field.index()).is_some_and(|seen| *seen);
        Layout {
            has_one_bracketed_time: self.has_one_bracketed_time(),
            least_marks: Field::least_marks(binds),
            steps: self.steps,
            tail,
            optional_from: self.optional_from,
            extras_allowed: false,
            absent_as_dash: false,
            escapes,
            time_pattern: None,
            quotes: Quotes::Escaped,
            escape: Escape::None,
            is_combined: false,
        }
    }

    /// Moves the quotes around values from the literals into the steps of the values. Returns the
    /// literal after the last value.
    fn take_quotes(&mut self) -> Literal {
        let mut tail = Literal::new(std::mem::take(&mut self.literal));
        let mut steps = self.steps.iter_mut().peekable();
        while let Some(step) = steps.next() {
            let after = steps.peek_mut().map_or(&mut tail, |next| &mut next.before);
            if let (Some(opened), Some(closed)) =
                (step.before.strip_suffix(b"\""), after.strip_prefix(b"\""))
            {
                let (opened, closed) = (opened.to_vec(), closed.to_vec());
                step.before = Literal::new(opened);
                *after = Literal::new(closed);
                step.ending = Ending::Quoted(Quotes::Escaped);
            }
        }
        tail
    }

    /// Completes each step with what depends on the literal after its value.
    fn look_around(&mut self, tail: &[u8]) {
        fit_times(&mut self.steps, tail, "");
        let mut steps = self.steps.iter_mut().peekable();
        while let Some(step) = steps.next() {
            let after = steps.peek().map_or(tail, |next| &*next.before);
            // After an IPv6 address, the colon before the port is the last colon.
            if after.starts_with(b":")
                && step.ending == Ending::Token
                && step.opening == Opening::Any
            {
                step.ending = Ending::text(Joins::Nothing);
            }
        }
    }
}

/// Joins a value to the value directly before it. The first byte of the second value separates the
/// two.
fn join(step: &mut Step, field: Option<Field>, position: usize) -> Result<(), FormatError> {
    let last = step.joined.last().map_or(step.field, |(_, field)| *field);
    let begins = match (last, field) {
        // Two adjacent unused values become one.
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
    step.ending = Ending::text(Joins::Nothing);
    Ok(())
}

/// How a message names a field.
pub(super) fn described(field: Option<Field>) -> &'static str {
    field.map_or("a skipped value", Field::name)
}
