//! Reads JSON lines. A line is one object. Its keys are looked up in the operator's mapping and in
//! the table of known keys ([`keys`]). Keys in neither of them are ignored.
//!
//! [`crate::clean`] decides for lines of every format whether they belong to an access log. An
//! object with a key of the operator's mapping always belongs to one.

mod aws;
mod company;
mod found;
mod keys;
mod meaning;
mod scan;
mod shape;
#[cfg(test)]
mod tests;

use found::Found;

use super::error::FormatError;
use super::field::Field;
use super::line::LogLine;
use crate::rejection::{Reason, Rejection};

/// Whether the keys of an object show that it is an access event. An access event needs a time, at
/// least two of the marks ([`Field::MARKS`]), and among these a method, a request line or a status.
pub(crate) fn is_access_log(object: &[u8]) -> bool {
    let mut found = Found::new();
    let walked = scan::leaves(object, &mut |path, leaf| {
        if let Some(known) = keys::known(path) {
            found.add(known, leaf);
        }
    });
    let line = found.finish();
    let has = |fields: &[Field]| fields.iter().any(|field| line.raw(*field).is_some());
    let marks = Field::MARKS.iter().filter(|fields| has(fields)).count();
    walked.is_ok()
        && marks >= line.least_marks
        && has(&[Field::Method, Field::RequestLine, Field::Status])
        && (has(&found::TIMES) || has(&[Field::Date]))
}

/// Reads JSON lines. The operator's mapping takes precedence over the known keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Json {
    mapping: Vec<(Vec<u8>, Field)>,
}

impl Json {
    /// Compiles a mapping such as `http.client=remote_address,when=time_iso8601`, if there is one.
    /// Keys match in any spelling, as the known keys do.
    ///
    /// # Errors
    /// The error has the offset of the first entry that has no `=` or names no field.
    pub(super) fn compile(mapping: Option<&str>) -> Result<Self, FormatError> {
        let mapping = mapping.unwrap_or_default();
        let mut position = 0;
        let mut read = Vec::new();
        for entry in mapping.split(',') {
            let error = |reason: String| FormatError { position, reason };
            if !entry.trim().is_empty() {
                let (key, field) = entry
                    .split_once('=')
                    .ok_or_else(|| error(format!("`{}` in LOG_FIELDS has no `=`", entry.trim())))?;
                let field = Field::from_name(field.trim()).ok_or_else(|| {
                    error(format!("`{}` in LOG_FIELDS is not a field", field.trim()))
                })?;
                read.push((scan::normalised(key.trim()), field));
            }
            position += entry.len() + 1;
        }
        Ok(Self { mapping: read })
    }

    /// Reads a line.
    ///
    /// # Errors
    /// The line is not a JSON object.
    pub(super) fn read<'a>(&self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let mut found = Found::new();
        let walked = scan::leaves(line, &mut |path, leaf| {
            if let Some(field) = self.mapped(path) {
                found.add_chosen(field, leaf);
            } else if let Some(known) = keys::known(path) {
                found.add(known, leaf);
            }
        });
        walked.map_err(|(at, why)| Rejection::at(at, Reason::Json(why)))?;
        Ok(found.finish())
    }

    fn mapped(&self, path: &scan::Path) -> Option<Field> {
        let mut mapping = self.mapping.iter();
        if mapping.len() == 0 {
            return None;
        }
        let whole = path.whole()?;
        let named = mapping.find(|(key, _)| key == whole);
        named.map(|(_, field)| *field)
    }
}
