//! Layouts: a text format as a row of literals and fields, and the one engine that reads lines by it.
//!
//! A field ends where the literal after it begins; what differs is how that place is found:
//!
//! - **between double quotes** at the closing quote: not escaped by a backslash, and followed by what the layout
//!   has next, so that a quote which a server failed to escape does not end the value early. A bare `-` is
//!   accepted in place of a quoted value: some writers drop the quotes of an absent one;
//! - **one token** (numbers, methods, ids) at the first occurrence of the literal, and at the first blank where
//!   the literal begins with one;
//! - **free text** (users, paths, unquoted request lines) at the first occurrence of the literal after which the
//!   next field can begin: a number before a status, as many bytes as a time has and a bracket before a time;
//! - **lists** (addresses, upstreams) as free text, going on over `, `, and over nginx's ` : ` between groups of upstreams.
//!
//! Every field is a stretch of the line; nothing is copied. Each byte is looked at a bounded number of times,
//! whatever the line holds.

mod compile;
mod extent;
mod fit;
mod look;
mod miss;
mod read;
mod step;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use self::fit::fit_times;
use self::step::Step;
use super::escape::Escape;
use super::field::{FIELD_COUNT, Field};
use super::line::Escapes;

/// A piece of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Bytes that stand in every line.
    Literal(Cow<'static, str>),
    /// A value with a meaning. Where a layout has a field twice, the first binds.
    Field(Field),
    /// A value that nobody needs.
    Skip,
    /// A list that nobody needs, such as nginx's `$upstream_status`: it goes on over `, ` and ` : `.
    SkipList,
    /// From here the line may end: after any piece, or before the literal that leads to it.
    OptionalFromHere,
}

impl Piece {
    /// A literal that is known when the program is compiled.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self::Literal(Cow::Borrowed(text))
    }
}

/// A format, compiled: what lines are read by.
#[derive(Debug, Clone)]
pub struct Layout {
    steps: Vec<Step>,
    /// The literal after the last value.
    tail: Box<[u8]>,
    /// The first step that a line may lack.
    optional_from: usize,
    extras_allowed: bool,
    /// An absent value leaves a `-` among values that stand side by side.
    absent_as_dash: bool,
    escapes: Escapes,
    time_pattern: Option<String>,
    least_marks: usize,
}

impl Layout {
    /// How every value is escaped; only with [`Escape::Backslash`] and [`Escape::Json`] does a backslash keep a quote from closing a value.
    /// Without this, [`Escape::Backslash`] between quotes and [`Escape::None`] elsewhere.
    #[must_use]
    pub fn with_escape(mut self, escape: Escape) -> Self {
        self.escapes = [escape; FIELD_COUNT];
        for step in &mut self.steps {
            step.escape(escape);
        }
        self
    }

    /// How one field is escaped; see [`Layout::with_escape`].
    #[must_use]
    pub fn with_field_escape(mut self, field: Field, escape: Escape) -> Self {
        if let Some(slot) = self.escapes.get_mut(field.index()) {
            *slot = escape;
        }
        for step in &mut self.steps {
            if step.field == Some(field) {
                step.escape(escape);
            }
        }
        self
    }

    /// The `strftime` pattern that [`Field::TimePattern`] is written in.
    #[must_use]
    pub fn with_time_pattern(mut self, pattern: impl Into<String>) -> Self {
        let pattern = pattern.into();
        fit_times(&mut self.steps, &self.tail, &pattern);
        self.time_pattern = Some(pattern);
        self
    }

    /// Lets a line go on after a blank where the layout is complete: people append fields to the well-known formats. In the
    /// optional part, whatever does not fit counts as such an extra.
    #[must_use]
    pub fn with_extras_allowed(mut self) -> Self {
        self.extras_allowed = true;
        self
    }

    /// Takes the `-` that an absent value leaves among values side by side for what it is: nginx writes `/a-` for `$uri$is_args$args`
    /// without a query.
    #[must_use]
    pub(super) fn with_absent_as_dash(mut self) -> Self {
        self.absent_as_dash = true;
        self
    }

    /// Lines of this layout may be of connections without HTTP, such as a load balancer's for TCP: a client is enough to identify one.
    #[must_use]
    pub fn with_connections(mut self) -> Self {
        self.least_marks = 1;
        self
    }

    /// Whether a line of this layout has the field.
    #[must_use]
    pub fn binds(&self, field: Field) -> bool {
        self.steps.iter().any(|step| step.binds(field))
    }
}
