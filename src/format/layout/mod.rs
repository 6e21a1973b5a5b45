//! Layouts: a text format as a row of literals and fields, and the engine that reads lines by it.
//!
//! A field ends where the next literal begins. How that place is found depends on the field:
//!
//! - **A value between double quotes** ends at its closing quote. If the writer escapes quotes, the
//!   closing quote is an unescaped one. It is the first after which the layout continues, or after
//!   which a blank, words and whole quoted values follow ([`quoted`]). If the writer does not
//!   escape quotes, the closing quote is the first one after which the layout can continue. An
//!   unquoted `-` is accepted in place of a quoted value, since some writers omit the quotes of an
//!   absent value.
//! - **A token** (numbers, methods, ids) ends at the first blank if the literal begins with a
//!   blank, and otherwise at the first occurrence of the literal.
//! - **An unquoted request line** ends after its ` HTTP/1.1`.
//! - **Free text** (users, paths) ends at the first occurrence of the literal after which the next
//!   field can begin. A status, for example, begins with a number. A time in brackets has its
//!   closing bracket after as many bytes as a time has.
//! - **A list** (addresses, upstreams) is free text that may contain `, `, and nginx's ` : `
//!   between groups of upstreams.
//!
//! One blank of a literal matches one or more blanks and tabs in the line, with the exception in
//! [`literal`]. A line is rejected if it shows that it consists of two lines ([`torn`]). Every
//! field is a part of the line, and nothing is copied. Each byte is read a bounded number of times,
//! whatever the line contains.

mod ahead;
mod compile;
mod extent;
mod fit;
mod literal;
mod miss;
mod quoted;
mod read;
mod row;
mod step;
mod strict;
mod tail;
#[cfg(test)]
mod tests;
mod torn;
mod usual;

use std::borrow::Cow;

use self::fit::fit_times;
use self::literal::Literal;
pub(super) use self::row::Beginning;
use self::step::{Quotes, Step};
use super::escape::Escape;
use super::field::{FIELD_COUNT, Field};
use super::line::Escapes;

/// A piece of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Bytes that every line has at this place.
    Literal(Cow<'static, str>),
    /// A value with a meaning. If a layout has the same field twice, the first one binds.
    Field(Field),
    /// An unused value.
    Skip,
    /// An unused value without blanks.
    SkipWord,
    /// An unused list, such as nginx's `$upstream_status`. It may contain `, ` and ` : `.
    SkipList,
    /// The line may end here, and after any later piece.
    OptionalFromHere,
}

impl Piece {
    /// A literal that is a constant of the program.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self::Literal(Cow::Borrowed(text))
    }
}

/// A compiled format, by which lines are read.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the format, and any of them may be true"
)]
pub struct Layout {
    steps: Vec<Step>,
    /// The literal after the last value.
    tail: Literal,
    /// The first step that a line may lack.
    optional_from: usize,
    extras_allowed: bool,
    /// Whether an absent value leaves a `-` among adjacent values.
    absent_as_dash: bool,
    escapes: Escapes,
    time_pattern: Option<String>,
    least_marks: usize,
    /// The default for the quotes of all values.
    quotes: Quotes,
    /// Each line has exactly one time, in brackets.
    has_one_bracketed_time: bool,
    /// The escape of every value, set by [`Layout::with_escape`].
    escape: Escape,
    /// Whether [`Beginning::bind`] can read the lines.
    is_combined: bool,
}

impl Layout {
    /// Sets how every value is escaped. A backslash keeps a quote from closing a value only with
    /// [`Escape::Backslash`] and [`Escape::Json`]. The default is [`Escape::Backslash`] between
    /// quotes and [`Escape::None`] elsewhere. With any other escape than [`Escape::Backslash`], an
    /// absent value is empty. Two blanks in a line then have an absent value between them.
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

    /// Accepts unescaped quotes within values, which load balancers and S3 write. A quote then
    /// closes its value if the layout continues after the quote.
    #[must_use]
    pub(crate) fn with_stray_quotes(mut self) -> Self {
        self.quotes = self.quotes.with_stray();
        self.steps.iter_mut().for_each(Step::allow_stray_quotes);
        self
    }

    /// Sets how one field is escaped; see [`Layout::with_escape`].
    #[must_use]
    pub(crate) fn with_field_escape(mut self, field: Field, escape: Escape) -> Self {
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

    /// Sets the `strftime` pattern of [`Field::TimePattern`].
    #[must_use]
    pub(crate) fn with_time_pattern(mut self, pattern: impl Into<String>) -> Self {
        let pattern = pattern.into();
        fit_times(&mut self.steps, &self.tail, &pattern);
        self.time_pattern = Some(pattern);
        self
    }

    /// Lets a complete line continue after a blank, since people append fields to the well-known
    /// formats. In the optional part, text that does not fit the layout also counts as appended.
    #[must_use]
    pub(crate) fn with_extras_allowed(mut self) -> Self {
        self.extras_allowed = true;
        self
    }

    /// Declares that the values of this layout are those of the combined format, in the same order.
    /// Lines of the usual form are then read by [`Beginning::bind`].
    #[must_use]
    pub(in crate::format) fn with_rows_of_combined(mut self) -> Self {
        self.is_combined = true;
        self
    }

    /// Recognises the `-` that an absent value leaves among adjacent values: nginx writes `/a-` for
    /// `$uri$is_args$args` without a query.
    #[must_use]
    pub(super) fn with_absent_as_dash(mut self) -> Self {
        self.absent_as_dash = true;
        self
    }

    /// Declares that lines of this layout may describe connections without HTTP, such as the TCP
    /// connections of a load balancer. A client is then enough to identify a line.
    #[must_use]
    pub(crate) fn with_connections(mut self) -> Self {
        self.least_marks = 1;
        self
    }

    /// Whether a line of this layout has the field.
    #[must_use]
    pub fn binds(&self, field: Field) -> bool {
        self.steps.iter().any(|step| step.binds(field))
    }
}
