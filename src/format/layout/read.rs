//! Reading a line by a layout.

use memchr::memchr;

use super::Layout;
use super::look::{after_literal, begins_blank};
use super::miss::{Miss, Wanted};
use super::step::Step;
use crate::format::field::Field;
use crate::format::line::LogLine;
use crate::rejection::Rejection;

impl Layout {
    /// Takes a line apart, its line ending already off. Nothing is copied.
    ///
    /// A line that ends within its last quoted value, or within any quoted value of the optional part, is read, with
    /// [`LogLine::cut`] set. Blanks at the end are ignored.
    ///
    /// # Errors
    /// [`Mismatch`](crate::rejection::Reason::Mismatch) where the line is not what the layout has,
    /// [`Cut`](crate::rejection::Reason::Cut) where it ends before the layout does.
    #[inline]
    pub fn read<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let mut fields = LogLine::new(&self.escapes);
        fields.time_pattern = self.time_pattern.as_deref();
        fields.least_marks = self.least_marks;
        match self.fill(line, &mut fields) {
            Ok(()) => {
                fields.look_at(line);
                Ok(fields)
            }
            Err(miss) => Err(self.reject(line, miss)),
        }
    }

    /// Binds every field of the line.
    fn fill<'a>(&self, line: &'a [u8], fields: &mut LogLine<'a>) -> Result<(), Miss> {
        let mut rest = line;
        for (index, step) in self.steps.iter().enumerate() {
            let optional = index >= self.optional_from;
            if optional && rest.trim_ascii_start().is_empty() {
                return Ok(());
            }
            let Some(from) = after_literal(rest, &step.before) else {
                if optional && step.before.starts_with(rest) {
                    fields.cut = true;
                    return Ok(());
                }
                if optional && self.extras_allowed && begins_blank(rest) {
                    return Ok(());
                }
                return Err(Miss::before(rest, index, Wanted::Literal));
            };
            if optional && from.is_empty() {
                return Ok(());
            }
            let extent = match self.extent(index, step, from) {
                Ok(extent) => extent,
                // What does not fit in the optional part is an extra.
                Err(_) if optional && self.extras_allowed => return Ok(()),
                Err(miss) => return Err(miss),
            };
            bind(step, fields, extent.value, self.absent_as_dash);
            if extent.cut {
                fields.cut = true;
                return Ok(());
            }
            rest = extent.rest;
        }
        if self.ends(rest) {
            Ok(())
        } else {
            let wanted = self.wanted_at_end(rest);
            Err(Miss::before(rest, self.steps.len(), wanted))
        }
    }

    /// What is missing where a line goes on after the last value.
    fn wanted_at_end(&self, rest: &[u8]) -> Wanted {
        if rest.starts_with(&self.tail) {
            Wanted::End
        } else {
            Wanted::Literal
        }
    }
}

/// Binds a value, or the several that stand side by side in it.
fn bind<'a>(step: &Step, fields: &mut LogLine<'a>, value: &'a [u8], absent_as_dash: bool) {
    let (mut field, mut rest) = (step.field, value);
    // How many values are absent right behind `field`.
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

/// The value without the dashes of the absent ones behind it.
fn without_dashes(value: &[u8], absent: usize) -> &[u8] {
    (0..absent).fold(value, |value, _| value.strip_suffix(b"-").unwrap_or(value))
}

fn set<'a>(fields: &mut LogLine<'a>, field: Option<Field>, value: &'a [u8]) {
    if let Some(field) = field {
        fields.set(field, value);
    }
}
