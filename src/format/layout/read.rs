//! Reads a line by a layout.

use memchr::memchr;

use super::miss::{Miss, Wanted};
use super::row;
use super::step::{Opening, Quotes, Step};
use super::strict::is_usual_request;
use super::tail::{Tail, begins_tail, tail};
use super::torn::{behind_time, is_address_list};
use super::{Beginning, Layout};
use crate::format::field::Field;
use crate::format::line::LogLine;
use crate::rejection::Rejection;

impl Layout {
    /// Splits a line, without its line ending, into fields. Nothing is copied.
    ///
    /// A line may end within a quoted value if no required value follows it, and within the
    /// optional part. [`LogLine::cut`] is then set if the line ends within a quoted value or a
    /// literal. Blanks at the end are ignored.
    ///
    /// # Errors
    /// [`Mismatch`](crate::rejection::Reason::Mismatch) if the line differs from the layout,
    /// [`Cut`](crate::rejection::Reason::Cut) if the line ends before the layout does, and
    /// [`Torn`](crate::rejection::Reason::Torn) if the line shows that it consists of two lines.
    #[inline]
    pub fn read<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let mut fields = LogLine::default();
        self.read_into(line, &mut fields)?;
        Ok(fields)
    }

    /// Like [`Layout::read`], but writes the fields into the caller's line, which is empty. A copy
    /// of the fields costs 120 instructions.
    #[inline]
    pub(in crate::format) fn read_into<'a>(
        &'a self,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<(), Rejection> {
        self.read_from(self.beginning(line), line, fields)
    }

    /// Like [`Layout::read_into`], for a line whose beginning was already examined. `beginning` is
    /// `None` if it does not have the usual form, or if the layout is not one of the combined
    /// format.
    pub(in crate::format) fn read_from<'a>(
        &'a self,
        beginning: Option<Beginning>,
        line: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<(), Rejection> {
        debug_assert!(self.is_combined || beginning.is_none());
        fields.set_escapes(&self.escapes);
        fields.time_pattern = self.time_pattern.as_deref();
        fields.least_marks = self.least_marks;
        let (first, rest) = beginning.map_or((0, line), |usual| usual.bind(line, fields));
        let is_row = first == row::END;
        if !is_row && let Err(miss) = self.fill(first, rest, fields) {
            return Err(self.reject(line, miss));
        }
        fields.look_at(line, behind_time(line, fields));
        // In a row, only the request or a second bracket can show that two lines were joined.
        let is_sure = is_row && fields.is_last_bracket();
        let request = fields.raw(Field::RequestLine).filter(|_| is_sure);
        if !request.is_some_and(is_usual_request)
            && let Some(rejection) = self.evidence(line, fields)
        {
            return Err(rejection);
        }
        fields.escapes_all = self.escapes_all();
        Ok(())
    }

    /// Why a line that was read cannot come from the server.
    fn evidence(&self, line: &[u8], fields: &LogLine<'_>) -> Option<Rejection> {
        self.torn_values(line, fields)
            .or_else(|| self.misfit(line, fields))
    }

    /// Reads a line as far as possible, and returns why reading stopped.
    pub(in crate::format) fn read_far<'a>(
        &'a self,
        line: &'a [u8],
    ) -> (LogLine<'a>, Option<Rejection>) {
        let mut fields = LogLine::new(&self.escapes);
        let miss = self.fill(0, line, &mut fields).err();
        (fields, miss.map(|miss| self.reject(line, miss)))
    }

    /// Binds the fields of the step `first` and of all steps after it. `rest` is the line from the
    /// literal before this step.
    #[inline]
    pub(super) fn fill<'a>(
        &self,
        first: usize,
        rest: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<(), Miss> {
        let (first, rest) = self.usual(first, rest, fields);
        self.fill_from(first, rest, fields)
    }

    /// Like [`Layout::fill`], but by the general search alone.
    pub(super) fn fill_from<'a>(
        &self,
        first: usize,
        mut rest: &'a [u8],
        fields: &mut LogLine<'a>,
    ) -> Result<(), Miss> {
        for (index, step) in self.steps.iter().enumerate().skip(first) {
            let optional = index >= self.optional_from;
            if optional && rest.trim_ascii_start().is_empty() {
                return Ok(());
            }
            let Some(from) = step.before.after(rest) else {
                if optional && step.before.starts_with(rest) {
                    fields.cut = true;
                    return Ok(());
                }
                if optional && self.extras_allowed && begins_tail(rest) {
                    return self.extras(index, rest, fields);
                }
                return Err(Miss::before(rest, index, Wanted::Literal));
            };
            if optional && from.is_empty() {
                return Ok(());
            }
            let blanks = rest.len() - from.len() - step.before.len();
            if blanks > 0
                && let Some(shared) = self.absent_between(index, step, rest, from)
            {
                bind(step, fields, &[], false);
                rest = shared;
                continue;
            }
            let extent = match self.extent(index, step, from) {
                Ok(extent) => extent,
                // Text that does not fit the optional part counts as appended.
                Err(miss) if optional && self.extras_allowed && !miss.is_final() => {
                    return self.extras(index, rest, fields);
                }
                Err(miss) => return Err(miss),
            };
            if step.is_optional_list && (extent.cut || !is_address_list(extent.value)) {
                return self.extras(index, rest, fields);
            }
            if self.quotes == Quotes::Escaped && step.is_number() && holds_quote(extent.value) {
                return Err(Miss::before(from, index, Wanted::Number));
            }
            bind(step, fields, extent.value, self.absent_as_dash);
            if extent.cut {
                fields.cut = true;
                return Ok(());
            }
            rest = extent.rest;
        }
        if !self.can_end_with(rest) {
            let wanted = self.wanted_at_end(rest);
            return Err(Miss::before(rest, self.steps.len(), wanted));
        }
        let rest = self.tail.after(rest).unwrap_or(rest);
        self.extras(self.steps.len(), rest, fields)
    }

    /// Accepts the values that people append to a format. If the writer escapes quotes, they must
    /// form a tail ([`tail()`]). An unclosed quote in the tail shows that the line was cut.
    fn extras(&self, index: usize, rest: &[u8], fields: &mut LogLine<'_>) -> Result<(), Miss> {
        if rest.is_empty() || self.quotes != Quotes::Escaped {
            return Ok(());
        }
        match tail(rest, true) {
            Tail::Whole => Ok(()),
            Tail::Cut => {
                fields.cut = true;
                Ok(())
            }
            Tail::Broken => Err(Miss::before(rest, index, Wanted::End)),
        }
    }

    /// Handles an unquoted value that is absent between two blanks. Returns the line from the
    /// second blank on. Returns `None` if the next part of the layout does not certainly follow
    /// there, because the blanks may then pad a column.
    #[cold]
    fn absent_between<'a>(
        &self,
        index: usize,
        step: &Step,
        rest: &'a [u8],
        from: &'a [u8],
    ) -> Option<&'a [u8]> {
        let next = self.steps.get(index + 1)?;
        let shared = rest.get(rest.len().checked_sub(from.len() + 1)?..)?;
        let is_run = step.before.last() == Some(&b' ') && next.before.begins_run();
        if step.is_quoted() || !is_run {
            return None;
        }
        let after = next.before.after(shared)?;
        let is_certain = next.before.len() > 1
            || next.is_quoted()
            || next.opening == Opening::Protocol
            || step.field == Some(Field::Query) && !from.starts_with(b"?");
        (is_certain && self.can_begin_value(index + 1, next, after)).then_some(shared)
    }

    /// What the layout requires if a line continues after its last value.
    fn wanted_at_end(&self, rest: &[u8]) -> Wanted {
        if rest.starts_with(&self.tail) {
            Wanted::End
        } else {
            Wanted::Literal
        }
    }
}

/// Whether a number that does not end with a digit contains a quote. Such a quote shows that
/// another line begins there.
fn holds_quote(number: &[u8]) -> bool {
    !number.last().is_none_or(u8::is_ascii_digit) && memchr(b'"', number).is_some()
}

/// Binds a value. If several values are adjacent, binds each of them.
#[inline]
fn bind<'a>(step: &Step, fields: &mut LogLine<'a>, value: &'a [u8], absent_as_dash: bool) {
    if step.joined.is_empty() {
        set(fields, step.field, value);
    } else {
        bind_joined(step, fields, value, absent_as_dash);
    }
}

fn bind_joined<'a>(step: &Step, fields: &mut LogLine<'a>, value: &'a [u8], absent_as_dash: bool) {
    let (mut field, mut rest) = (step.field, value);
    // How many of the values directly after `field` are absent.
    let mut absent = 0;
    for (begins, joined) in &step.joined {
        let Some((before, from)) = memchr(*begins, rest).and_then(|at| rest.split_at_checked(at))
        else {
            absent += usize::from(absent_as_dash);
            continue;
        };
        set(fields, field, without_dashes(before, absent));
        (field, rest, absent) = (*joined, from, 0);
    }
    set(fields, field, without_dashes(rest, absent));
}

/// The value without the dashes of the absent values after it.
fn without_dashes(value: &[u8], absent: usize) -> &[u8] {
    (0..absent).fold(value, |value, _| value.strip_suffix(b"-").unwrap_or(value))
}

fn set<'a>(fields: &mut LogLine<'a>, field: Option<Field>, value: &'a [u8]) {
    if let Some(field) = field {
        fields.set(field, value);
    }
}
