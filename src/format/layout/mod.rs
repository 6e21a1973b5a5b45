//! Layouts: a text format as a row of literals and fields, and the one engine that reads lines by
//! it.
//!
//! A field ends where the literal after it begins; what differs is how that place is found:
//!
//! - **between double quotes** at the closing quote. Of a writer that escapes quotes it is the
//!   first unescaped one behind which the layout goes on, or behind which a blank, words and whole
//!   quoted values follow ([`quoted`]); of one that does not, the first that the next literal
//!   follows. A bare `-` is accepted in place of a quoted value: some writers drop the quotes of an
//!   absent one;
//! - **one token** (numbers, methods, ids) at the first occurrence of the literal, and at the first
//!   blank where the literal begins with one;
//! - **a request line without quotes** behind its ` HTTP/1.1`;
//! - **free text** (users, paths) at the first occurrence of the literal after which the next field
//!   can begin: a number before a status, as many bytes as a time has and a bracket before a time;
//! - **lists** (addresses, upstreams) as free text, going on over `, `, and over nginx's ` : `
//!   between groups of upstreams.
//!
//! A blank of a literal is any number of blanks and tabs of the line ([`literal`]). A line that
//! shows that it is made of two is rejected ([`torn`]). Every field is a stretch of the line;
//! nothing is copied. Each byte is looked at a bounded number of times, whatever the line holds.

mod compile;
mod extent;
mod fit;
mod literal;
mod look;
mod miss;
mod quoted;
mod read;
mod step;
mod strict;
mod tail;
#[cfg(test)]
mod tests;
mod torn;

use std::borrow::Cow;

use self::fit::fit_times;
use self::literal::Literal;
use self::step::{Quotes, Step};
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
    /// The same, where it holds no blank.
    SkipWord,
    /// A list that nobody needs, such as nginx's `$upstream_status`: it goes on over `, ` and
    /// ` : `.
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
    tail: Literal,
    /// The first step that a line may lack.
    optional_from: usize,
    extras_allowed: bool,
    /// An absent value leaves a `-` among values that stand side by side.
    absent_as_dash: bool,
    escapes: Escapes,
    time_pattern: Option<String>,
    least_marks: usize,
    /// Of the values in general.
    quotes: Quotes,
    /// Lines have one time, in brackets.
    has_one_bracketed_time: bool,
    /// What [`Layout::with_escape`] said of every value.
    escape: Escape,
}

impl Layout {
    /// How every value is escaped; only with [`Escape::Backslash`] and [`Escape::Json`] does a
    /// backslash keep a quote from closing a value. Without this, [`Escape::Backslash`] between
    /// quotes and [`Escape::None`] elsewhere. With any other escape an absent value leaves nothing:
    /// two blanks of a line have one between them.
    #[must_use]
    pub fn with_escape(mut self, escape: Escape) -> Self {
        self.escapes = [escape; FIELD_COUNT];
        self.quotes = Quotes::of(escape);
        self.escape = escape;
        let leaves_nothing = escape != Escape::Backslash;
        for step in &mut self.steps {
            step.escape(escape);
            step.before.set_exact(leaves_nothing);
        }
        self.tail.set_exact(leaves_nothing);
        self
    }

    /// Lets values hold quotes that their writer did not escape, as load balancers and S3 do: a
    /// quote closes its value where the layout goes on behind it.
    #[must_use]
    pub fn with_stray_quotes(mut self) -> Self {
        self.quotes = self.quotes.with_stray();
        self.steps.iter_mut().for_each(Step::allow_stray_quotes);
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

    /// Lets a line go on after a blank where the layout is complete: people append fields to the
    /// well-known formats. In the optional part, whatever does not fit counts as such an extra.
    #[must_use]
    pub fn with_extras_allowed(mut self) -> Self {
        self.extras_allowed = true;
        self
    }

    /// Takes the `-` that an absent value leaves among values side by side for what it is: nginx
    /// writes `/a-` for `$uri$is_args$args` without a query.
    #[must_use]
    pub(super) fn with_absent_as_dash(mut self) -> Self {
        self.absent_as_dash = true;
        self
    }

    /// Lines of this layout may be of connections without HTTP, such as a load balancer's for TCP:
    /// a client is enough to identify one.
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
