//! JSON lines: one object a line, its keys known by name ([`keys`]) or by the operator's mapping.
//!
//! Whether an object is of an access log is decided where every line is ([`crate::clean`]); one with a key that the operator
//! named is.

mod found;
mod keys;
mod scan;
mod shape;
#[cfg(test)]
mod tests;

use found::Found;
use keys::Meaning;

use super::FormatError;
use super::field::Field;
use super::line::LogLine;
use crate::rejection::{Reason, Rejection};

/// JSON lines, with the operator's mapping over the known keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Json {
    mapping: Vec<(String, Field)>,
}

impl Json {
    /// Reads a mapping such as `http.client=remote_address,when=time_iso8601`; none is fine. Keys are told in any case.
    ///
    /// # Errors
    /// The offset of an entry that names no field.
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
                    error(format!("`{}` in LOG_FIELDS is no field", field.trim()))
                })?;
                read.push((key.trim().to_owned(), field));
            }
            position += entry.len() + 1;
        }
        Ok(Self { mapping: read })
    }

    /// Takes a line apart.
    ///
    /// # Errors
    /// A line that is no JSON object.
    pub(super) fn read<'a>(&self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        let mut found = Found::new();
        let walked = scan::leaves(line, &mut |path, leaf| {
            if let Some(field) = self.mapped(path) {
                found.choose(field, leaf);
            } else if path == TRAEFIK_DURATION {
                found.heed(Meaning::Is(Field::DurationNanoseconds), 1, leaf);
            } else if let Some((meaning, rank)) = keys::meaning(path) {
                found.heed(meaning, rank, leaf);
            }
        });
        walked.map_err(|(at, why)| Rejection::at(at, Reason::Json(why)))?;
        Ok(found.finish())
    }

    fn mapped(&self, path: &[u8]) -> Option<Field> {
        let named = |key: &str| key.as_bytes().eq_ignore_ascii_case(path);
        self.mapping
            .iter()
            .find(|(key, _)| named(key))
            .map(|(_, field)| *field)
    }
}

/// Nanoseconds; others' `duration` is never spelt so.
const TRAEFIK_DURATION: &[u8] = b"Duration";
