//! Columns: each row has values separated by blanks or tabs, and one row names the columns. W3C
//! logs and CloudFront's logs have this form.
//!
//! A value between double quotes may contain the separator, and quotes within it are doubled.
//! Several spaces separate values as one space does. Several tabs have empty values between them. A
//! row must have one of the accepted numbers of values ([`Counts`]), and each value must have the
//! form of its column. A row with more values than columns is also read if spaces separate them and
//! the forms of the columns allow exactly one assignment ([`align()`]).

mod align;
mod shape;

pub(super) use self::shape::Shape;

use self::align::{Stretch, align};
use super::escape::Escape;
use super::field::{FIELD_COUNT, Field};
use super::line::{Escapes, LogLine};
use crate::rejection::{Reason, Rejection};

/// One column of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// `None` for an unused value.
    pub(super) field: Option<Field>,
    pub(super) shape: Shape,
}

/// How many values a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// As many as there are names.
    Named,
    /// As many as one of the versions of the format has.
    Versions(&'static [usize]),
    /// At least this many. Later versions append more.
    AtLeast(usize),
}

/// What the columns of a row mean.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    each: Vec<Column>,
    counts: Counts,
    /// Whether every value must be present, except words, paths and texts.
    present: bool,
    /// How many of the first columns are needed to give a row its date.
    dated: usize,
    escapes: Escapes,
    least_marks: usize,
}

impl Columns {
    /// Columns with these meanings. The first `dated` of them are needed to give a row its date. If
    /// a field has several columns, the first one binds.
    pub(super) fn new(columns: Vec<Column>, dated: usize) -> Self {
        let bound = |field| columns.iter().any(|column| column.field == Some(field));
        Self {
            least_marks: Field::least_marks(bound),
            each: columns,
            counts: Counts::Named,
            present: false,
            dated,
            escapes: [Escape::None; FIELD_COUNT],
        }
    }

    /// Sets how one field is escaped.
    pub(super) fn with_escape(mut self, field: Field, escape: Escape) -> Self {
        if let Some(slot) = self.escapes.get_mut(field.index()) {
            *slot = escape;
        }
        self
    }

    /// Sets how many values a row has.
    pub(super) fn with_counts(mut self, counts: Counts) -> Self {
        self.counts = counts;
        self
    }

    /// Requires that all values except words, paths and texts are present. The log did not name
    /// these columns, so a row must prove that it has them.
    pub(super) fn with_all_present(mut self) -> Self {
        self.present = true;
        self
    }

    /// Whether a value can belong to a column.
    fn fits(&self, column: Column, value: &[u8]) -> bool {
        let may_be_absent = matches!(column.shape, Shape::Word | Shape::Path | Shape::Text);
        column.shape.fits(value) && (may_be_absent || !self.present || value != b"-")
    }

    /// Whether the first values of a row have the forms of these columns, up to the columns that
    /// give it its date.
    pub(super) fn begin(&self, row: &[u8]) -> bool {
        let mut values = Values::of(row);
        self.each.iter().take(self.dated).all(|column| {
            let value = values.next().and_then(|(start, end)| row.get(start..end));
            value.is_some_and(|value| self.fits(*column, value))
        })
    }

    /// Whether a row has the right number of values, each with the form of its column.
    pub(super) fn fit(&self, row: &[u8]) -> bool {
        self.bind(row).is_ok()
    }

    /// How many bytes of a row fit: all bytes before the first value that does not have the form of
    /// its column.
    pub(super) fn reach(&self, row: &[u8]) -> usize {
        let values = Values::of(row).zip(&self.each);
        let fitting = values.take_while(|((start, end), column)| {
            let value = row.get(*start..*end);
            value.is_some_and(|value| self.fits(**column, value))
        });
        fitting.last().map_or(0, |((_, end), _)| end)
    }

    /// Reads a row. Tabs or spaces separate its values, whichever occur first.
    ///
    /// # Errors
    /// The error is a wrong number of values, or a value that does not have the form of its column.
    pub(super) fn read<'a>(&'a self, row: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let line = match self.bind(row) {
            Ok(line) => line,
            Err(misfit) => self.aligned(row).ok_or_else(|| self.reject(misfit))?,
        };
        if self.is_plain(&line) {
            return Ok(line.with_escapes(&PLAIN));
        }
        Ok(line)
    }

    /// A row without bound values.
    fn empty(&self) -> LogLine<'_> {
        let mut line = LogLine::new(&self.escapes);
        line.least_marks = self.least_marks;
        line
    }

    /// Binds the values one by one.
    fn bind<'a>(&'a self, row: &'a [u8]) -> Result<LogLine<'a>, Misfit> {
        let mut line = self.empty();
        let mut values = Values::of(row);
        let (mut found, mut misfit) = (0, None);
        for column in &self.each {
            let Some((start, end)) = values.next() else {
                break;
            };
            let value = row.get(start..end).unwrap_or_default();
            if misfit.is_none() && !self.fits(*column, value) {
                misfit = Some((start, column));
            }
            found += 1;
            set(&mut line, column.field, value);
        }
        let surplus = values.next();
        let count = found + usize::from(surplus.is_some()) + values.count();
        let fits = match self.counts {
            Counts::Named => count == self.each.len(),
            Counts::Versions(versions) => versions.contains(&count),
            Counts::AtLeast(least) => count >= least,
        };
        if !fits {
            let offset = surplus.map_or(row.len(), |(start, _)| start);
            return Err(Misfit::Count { count, offset });
        }
        match misfit {
            Some((offset, column)) => Err(Misfit::Value {
                offset,
                field: column.field,
            }),
            None => Ok(line),
        }
    }

    /// Reads a row in which a value contains blanks, if exactly one assignment fits.
    #[cold]
    fn aligned<'a>(&'a self, row: &'a [u8]) -> Option<LogLine<'a>> {
        let values = Values::of(row);
        if values.separator != b' ' {
            return None;
        }
        let values: Vec<Stretch> = values.collect();
        let shapes: Vec<Shape> = self.each.iter().map(|column| column.shape).collect();
        let stretches = align(row, &shapes, &values).filter(|_| values.len() > shapes.len())?;
        let mut line = self.empty();
        for (column, (start, end)) in self.each.iter().zip(stretches) {
            set(&mut line, column.field, row.get(start..end)?);
        }
        Some(line)
    }

    #[cold]
    fn reject(&self, misfit: Misfit) -> Rejection {
        match misfit {
            Misfit::Count { count, offset } => {
                let named = self.each.len();
                let expected = format!("{named} columns, found {count}");
                let reason = if count < named {
                    Reason::Cut { expected }
                } else {
                    Reason::Mismatch { expected }
                };
                Rejection::at(offset, reason)
            }
            Misfit::Value { offset, field } => {
                let expected = field.map_or("another value", Field::name).to_owned();
                Rejection::at(offset, Reason::Mismatch { expected })
            }
        }
    }

    /// Whether the agent contains blanks. If it does, its plus signs are not escaped blanks.
    fn is_plain(&self, line: &LogLine<'_>) -> bool {
        self.escapes.get(Field::UserAgent.index()) == Some(&Escape::Plus)
            && line
                .raw(Field::UserAgent)
                .is_some_and(|agent| memchr::memchr(b' ', agent).is_some())
    }
}

/// Why a row does not fit its columns.
#[derive(Clone, Copy)]
enum Misfit {
    /// The number of values is wrong. The offset is that of the first value beyond the columns, or
    /// the end of the row.
    Count { count: usize, offset: usize },
    /// A value does not have the form of its column.
    Value { offset: usize, field: Option<Field> },
}

fn set<'a>(line: &mut LogLine<'a>, field: Option<Field>, value: &'a [u8]) {
    if let Some(field) = field.filter(|field| line.raw(*field).is_none()) {
        line.set(field, value);
    }
}

/// The escapes of a row in which nothing is escaped.
static PLAIN: Escapes = [Escape::None; FIELD_COUNT];

/// The values of a row, each by its beginning and end.
struct Values<'a> {
    row: &'a [u8],
    /// Where the next value begins; `None` after the last.
    at: Option<usize>,
    separator: u8,
}

impl<'a> Values<'a> {
    fn of(row: &'a [u8]) -> Self {
        let row = row.trim_ascii_end();
        let first = memchr::memchr2(b'\t', b' ', row).and_then(|at| row.get(at));
        Self {
            row,
            at: Some(0),
            separator: first.copied().unwrap_or(b' '),
        }
    }
}

impl Iterator for Values<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        let mut start = self.at?;
        let mut rest = self.row.get(start..)?;
        if self.separator == b' ' {
            rest = rest.trim_ascii_start();
            start = self.row.len() - rest.len();
        }
        if let Some(quoted) = rest.strip_prefix(b"\"")
            && let Some(end) = closing(quoted, self.separator)
        {
            let end = start + 1 + end;
            self.at = (end + 1 < self.row.len()).then_some(end + 2);
            return Some((start + 1, end));
        }
        let end = memchr::memchr(self.separator, rest).map(|end| start + end);
        self.at = end.map(|end| end + 1);
        Some((start, end.unwrap_or(self.row.len())))
    }
}

/// The offset of the quote that closes a value. The separator or the end of the row follows this
/// quote.
fn closing(quoted: &[u8], separator: u8) -> Option<usize> {
    memchr::memchr_iter(b'"', quoted)
        .find(|at| quoted.get(at + 1).is_none_or(|next| *next == separator))
}

#[cfg(test)]
mod tests;
