//! W3C extended logs. Their `#Fields:` directive names the columns:
//! <https://www.w3.org/TR/WD-logfile.html>. IIS
//! (<https://learn.microsoft.com/windows/win32/http/w3c-logging>) and CloudFront write such logs.
//! CloudFront's real-time logs
//! (<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html>) have
//! rows of the same form.
//!
//! Deviations: `time-taken` is in seconds in the draft and in CloudFront's logs, and in
//! milliseconds in IIS's logs. A value with a decimal point is therefore in seconds. The unit of a
//! value without a decimal point depends on the writer, which the columns show. Without `#Fields:`,
//! the columns are the defaults of the version of IIS that has as many columns. Every row must have
//! a date: the day of `#Date:` is not used for rows that have only a time.

mod names;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use names::Writer;

use super::columns::{Column, Columns, Counts};
use super::draft::Binding;
use super::error::FormatError;
use super::escape::Escape;
use super::field::Field;
use super::line::LogLine;
use super::reading::Reading;
use crate::rejection::{Reason, Rejection};

/// The directive that names the columns.
const FIELDS: &str = "#Fields:";

/// Directives that do not affect how rows are read.
const SILENT_DIRECTIVES: [&[u8]; 6] = [
    b"#Version:",
    b"#Software:",
    b"#Date:",
    b"#Start-Date:",
    b"#End-Date:",
    b"#Remark:",
];

/// Reads a W3C log. The configured columns apply until the log names its own columns.
#[derive(Debug)]
pub(super) struct W3c {
    /// One or more sets of columns. A row is read by the set that it fits.
    configured: Vec<Columns>,
    /// The columns that `#Fields:` named in this source.
    named: Option<Columns>,
    /// The directive that named these columns.
    named_by: Option<Arc<str>>,
}

impl W3c {
    /// Compiles columns from their names. `#Fields:` may precede the names.
    ///
    /// # Errors
    /// The error is that no column gives a row its date.
    pub(super) fn compile(names: &str) -> Result<Self, FormatError> {
        let names = split(names.trim_start().strip_prefix(FIELDS).unwrap_or(names));
        Self::of(&names, Writer::of(&names))
    }

    /// Compiles the columns of a real-time log, in the order that its owner chose. The writer is
    /// always CloudFront.
    ///
    /// # Errors
    /// The error is that no column gives a row its date.
    pub(super) fn realtime(names: &str) -> Result<Self, FormatError> {
        Self::of(&split(names), Writer::CloudFront)
    }

    /// Reads CloudFront's standard columns. Rows of older versions have fewer columns.
    pub(super) fn cloudfront() -> Self {
        Self::known(
            &[names::CLOUDFRONT],
            Counts::Versions(names::CLOUDFRONT_VERSIONS),
        )
    }

    /// Reads all of CloudFront's real-time columns.
    pub(super) fn whole_realtime() -> Self {
        let least = split(names::REALTIME).len();
        Self::known(&[names::REALTIME], Counts::AtLeast(least))
    }

    /// Reads IIS's default columns in its three versions.
    pub(super) fn iis() -> Self {
        let versions = [names::IIS, names::NEW_IIS, names::OLD_IIS];
        let w3c = Self::known(&versions, Counts::Named);
        let present = w3c.configured.into_iter().map(Columns::with_all_present);
        Self {
            configured: present.collect(),
            named: None,
            named_by: None,
        }
    }

    fn known(columns: &[&str], counts: Counts) -> Self {
        let compiled = |columns| {
            let names = split(columns);
            let columns = compiled(&names, Writer::of(&names));
            columns
                .expect("known columns give a row its date")
                .with_counts(counts)
        };
        Self {
            configured: columns.iter().copied().map(compiled).collect(),
            named: None,
            named_by: None,
        }
    }

    fn of(names: &[&str], writer: Writer) -> Result<Self, FormatError> {
        Ok(Self {
            configured: vec![compiled(names, writer)?],
            named: None,
            named_by: None,
        })
    }

    /// Forgets the columns that the previous source named.
    pub(super) fn start_source(&mut self) {
        self.named = None;
        self.named_by = None;
    }

    /// The `#Fields:` directive that currently applies; `None` if none applies.
    pub(super) fn fields(&self) -> Option<&Arc<str>> {
        self.named_by.as_ref()
    }

    /// Reads a row, or applies a directive.
    ///
    /// # Errors
    /// The errors are a row that does not fit its columns, an unknown directive, and a directive
    /// whose columns do not give a row its date.
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Reading<'a>, Rejection> {
        if line.starts_with(b"#") {
            return self.directive(line).map(|()| Reading::Directive);
        }
        self.row(line).map(Reading::Line)
    }

    /// Whether `#Fields:` was seen in this source.
    pub(super) fn is_named(&self) -> bool {
        self.named.is_some()
    }

    /// Whether a line begins like a row of the columns that `#Fields:` named. If `#Fields:` did not
    /// occur, the result is true for every line.
    pub(super) fn begins(&self, line: &[u8]) -> bool {
        self.named
            .as_ref()
            .is_none_or(|columns| columns.begin(line))
    }

    /// How many bytes of a line fit the columns, and why the next ones do not.
    pub(super) fn read_far(&self, line: &[u8]) -> (usize, Option<Rejection>) {
        let columns = self.columns(line);
        let reach = columns.map_or(0, |columns| columns.reach(line));
        (reach, self.row(line).err())
    }

    /// Reads a row.
    ///
    /// # Errors
    /// The errors are a wrong number of values, and a value that does not have the form of its
    /// column.
    pub(super) fn row<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let columns = self
            .columns(line)
            .ok_or(Rejection::whole(Reason::Unrecognised))?;
        let mut read = columns.read(line)?;
        duration_by_shape(&mut read);
        target_by_shape(&mut read);
        Ok(read)
    }

    /// The columns by which a row is read: those that `#Fields:` named, or else the configured
    /// columns that the row fits, or else the first configured ones.
    fn columns(&self, line: &[u8]) -> Option<&Columns> {
        let fitting = || {
            let mut others = self.configured.iter().skip(1);
            others.find(|columns| columns.fit(line))
        };
        match (&self.named, &*self.configured) {
            (Some(named), _) => Some(named),
            (None, [only]) => Some(only),
            (None, configured) => fitting().or(configured.first()),
        }
    }

    /// Applies a directive.
    ///
    /// # Errors
    /// The errors are a directive that the draft does not have, and columns that do not give a row
    /// its date.
    pub(super) fn directive(&mut self, line: &[u8]) -> Result<(), Rejection> {
        if let Some(names) = line.strip_prefix(FIELDS.as_bytes()) {
            let names = String::from_utf8_lossy(names);
            let names = split(&names);
            let columns = compiled(&names, Writer::of(&names)).map_err(|_| {
                let expected = "columns that give a row its date".to_owned();
                Rejection::at(FIELDS.len(), Reason::Mismatch { expected })
            })?;
            self.named = Some(columns);
            self.named_by = Some(String::from_utf8_lossy(line).into());
            return Ok(());
        }
        is_silent(line)
            .then_some(())
            .ok_or(Rejection::whole(Reason::Unrecognised))
    }
}

/// Whether a line is one of the draft's directives, and therefore not a row.
#[cfg(feature = "replay")]
pub(crate) fn is_directive(line: &[u8]) -> bool {
    names_columns(line) || is_silent(line)
}

/// Whether a line is the directive that names the columns of the rows after it.
#[cfg(feature = "replay")]
pub(crate) fn names_columns(line: &[u8]) -> bool {
    line.starts_with(FIELDS.as_bytes())
}

fn is_silent(line: &[u8]) -> bool {
    SILENT_DIRECTIVES
        .iter()
        .any(|known| line.starts_with(known))
}

/// Changes the unit of a duration with a decimal point to seconds, whatever unit its column has.
fn duration_by_shape(line: &mut LogLine<'_>) {
    if let Some(value) = line.raw(Field::DurationMilliseconds)
        && memchr::memchr(b'.', value).is_some()
    {
        line.set(Field::DurationSeconds, value);
        line.unset(Field::DurationMilliseconds);
    }
}

/// CloudFront's real-time logs include the query in `cs-uri-stem`, and repeat it in a column of its
/// own.
fn target_by_shape(line: &mut LogLine<'_>) {
    if let Some(value) = line.raw(Field::Path)
        && memchr::memchr(b'?', value).is_some()
    {
        line.set(Field::Target, value);
        line.unset(Field::Path);
        line.unset(Field::Query);
    }
}

/// Splits names that are separated by blanks or commas.
fn split(names: &str) -> Vec<&str> {
    names
        .split([' ', '\t', ',', '\n', '\r'])
        .filter(|name| !name.is_empty())
        .collect()
}

/// Compiles columns from their names.
fn compiled(names: &[&str], writer: Writer) -> Result<Columns, FormatError> {
    let meanings: Vec<Binding> = names.iter().map(|name| writer.meaning(name)).collect();
    let fields = best(&meanings);
    let columns = names.iter().zip(&fields).map(|(name, field)| Column {
        field: *field,
        shape: Writer::shape(name, *field),
    });
    let at = |field| fields.iter().position(|bound| *bound == Some(field));
    let dated = at(Field::Date)
        .zip(at(Field::TimeOfDay))
        .map(|(date, time)| date.max(time))
        .or_else(|| at(Field::TimeEpochSeconds))
        .or_else(|| at(Field::TimeEpochMilliseconds));
    let Some(dated) = dated else {
        return Err(FormatError {
            position: 0,
            reason: "no time: the columns need `date` and `time`, or `timestamp`".to_owned(),
        });
    };
    let columns = Columns::new(columns.collect(), dated + 1);
    // A plus sign in a list of addresses is always an escaped blank. A referrer may contain plus
    // signs, and IIS does not escape them.
    Ok(match writer {
        Writer::CloudFront => columns
            .with_escape(Field::UserAgent, Escape::PercentTwice)
            .with_escape(Field::Referrer, Escape::Percent)
            .with_escape(Field::MimeType, Escape::Percent)
            .with_escape(Field::ForwardedFor, Escape::Percent),
        Writer::Iis => columns
            .with_escape(Field::UserAgent, Escape::Plus)
            .with_escape(Field::ForwardedFor, Escape::Plus),
    })
}

/// The field of each column. If several columns have the same field, only the column of the best
/// rank has it.
fn best(bindings: &[Binding]) -> Vec<Option<Field>> {
    let has_better = |field, rank| {
        bindings
            .iter()
            .flatten()
            .any(|(other, better)| *other == field && *better < rank)
    };
    bindings
        .iter()
        .map(|binding| {
            let (field, rank) = (*binding)?;
            (!has_better(field, rank)).then_some(field)
        })
        .collect()
}
