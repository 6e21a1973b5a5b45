//! Columns: values parted by one separator, named in a row, as W3C logs and CloudFront have them.
//!
//! A value between double quotes may hold the separator, and doubles its own quotes. A row that is shorter than the names, as
//! older writers make it, binds what it has; what a longer one has beyond them is passed over. Several spaces part values as one
//! does, several tabs have empty values between.

use super::escape::Escape;
use super::field::{FIELD_COUNT, Field};
use super::line::{Escapes, LogLine};
use crate::rejection::{Reason, Rejection};

/// What the columns of a row mean.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// In order; `None` for a value that nobody needs.
    fields: Vec<Option<Field>>,
    escapes: Escapes,
    /// How many columns a row needs at least, to be one of these.
    least: usize,
    least_marks: usize,
}

impl Columns {
    /// Columns of these meanings. The first column of a field binds.
    pub(super) fn new(fields: Vec<Option<Field>>, least: usize) -> Self {
        Self {
            least_marks: Field::least_marks(|field| fields.contains(&Some(field))),
            fields,
            escapes: [Escape::None; FIELD_COUNT],
            least,
        }
    }

    /// How one field is escaped.
    pub(super) fn with_escape(mut self, field: Field, escape: Escape) -> Self {
        if let Some(slot) = self.escapes.get_mut(field.index()) {
            *slot = escape;
        }
        self
    }

    /// Rows have all of the columns.
    pub(super) fn whole(mut self) -> Self {
        self.least = self.fields.len();
        self
    }

    /// Takes a row apart, at tabs or at spaces: whichever comes first.
    ///
    /// # Errors
    /// A row with fewer columns than one of these has at least.
    pub(super) fn read<'a>(&'a self, row: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let first = memchr::memchr2(b'\t', b' ', row).and_then(|at| row.get(at));
        let separator = first.copied().unwrap_or(b' ');
        let mut line = LogLine::new(&self.escapes);
        line.least_marks = self.least_marks;
        let mut values = Values {
            rest: Some(row),
            separator,
        };
        let mut found = 0;
        for field in &self.fields {
            let Some(value) = values.next() else { break };
            found += 1;
            if let Some(field) = field.filter(|field| line.raw(*field).is_none()) {
                line.set(field, value);
            }
        }
        if found < self.least {
            let expected = format!("{} columns, found {found}", self.least);
            return Err(Rejection::at(row.len(), Reason::Cut { expected }));
        }
        if self.is_plain(&line) {
            return Ok(line.with_escapes(&PLAIN));
        }
        Ok(line)
    }

    /// Whether the blanks of the agent are blanks: its pluses are its own then.
    fn is_plain(&self, line: &LogLine<'_>) -> bool {
        self.escapes.get(Field::UserAgent.index()) == Some(&Escape::Plus)
            && line
                .raw(Field::UserAgent)
                .is_some_and(|agent| memchr::memchr(b' ', agent).is_some())
    }
}

/// Nothing is escaped.
static PLAIN: Escapes = [Escape::None; FIELD_COUNT];

struct Values<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Iterator for Values<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let mut rest = self.rest?;
        if self.separator == b' ' {
            rest = rest.trim_ascii_start();
        }
        if let Some(quoted) = rest.strip_prefix(b"\"")
            && let Some(end) = closing(quoted, self.separator)
        {
            self.rest = quoted.get(end + 2..);
            return quoted.get(..end);
        }
        match memchr::memchr(self.separator, rest) {
            Some(end) => {
                self.rest = rest.get(end + 1..);
                rest.get(..end)
            }
            None => self.rest.take(),
        }
    }
}

/// Where a quoted value ends: at a quote with the separator or nothing behind it.
fn closing(quoted: &[u8], separator: u8) -> Option<usize> {
    memchr::memchr_iter(b'"', quoted)
        .find(|at| quoted.get(at + 1).is_none_or(|next| *next == separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_apart_at_their_separator() {
        type Case = (&'static [u8], Option<&'static [u8]>, Option<&'static [u8]>);
        let columns = Columns::new(
            vec![
                Some(Field::Date),
                None,
                Some(Field::UserAgent),
                Some(Field::Status),
            ],
            2,
        );
        let cases: [Case; 7] = [
            (b"d x a 200", Some(b"a"), Some(b"200")),
            (b"d\tx\ta b\t200\tmore", Some(b"a b"), Some(b"200")),
            (
                b"d x \"a \"\"b\"\"\" 200",
                Some(b"a \"\"b\"\""),
                Some(b"200"),
            ),
            (b"d x \"open 200", Some(b"\"open"), Some(b"200")),
            (b"d  x   a 200", Some(b"a"), Some(b"200")),
            (b"d\t\t\t200", Some(b""), Some(b"200")),
            (b"d x", None, None),
        ];
        for (row, agent, status) in cases {
            let line = columns.read(row).unwrap();
            assert_eq!(
                line.raw(Field::UserAgent),
                agent,
                "{}",
                String::from_utf8_lossy(row)
            );
            assert_eq!(
                line.raw(Field::Status),
                status,
                "{}",
                String::from_utf8_lossy(row)
            );
        }
        assert_eq!(columns.read(b"d").unwrap_err().code(), "line_cut");
    }
}
