//! Tables of formats and lines for the tests of both compilers.

use super::error::FormatError;
use super::field::Field;
use super::layout::Layout;
use super::line::LogLine;

/// A line, and the format that reads it.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) format: &'static str,
    pub(super) line: &'static [u8],
    /// Every field of the line, unescaped.
    pub(super) fields: &'static [(Field, &'static [u8])],
}

/// An invalid format.
pub(super) struct Refused {
    pub(super) name: &'static str,
    pub(super) format: &'static str,
    pub(super) position: usize,
    /// A part of the reason.
    pub(super) reason: &'static str,
}

pub(super) type Compile = fn(&str) -> Result<Layout, FormatError>;

pub(super) fn read_all(compile: Compile, cases: &[Case]) {
    for Case {
        name,
        format,
        line,
        fields,
    } in cases
    {
        let layout = compile(format)
            .unwrap_or_else(|error| panic!("{name}: {} at {}", error.reason, error.position));
        let read = layout
            .read(line)
            .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
        assert_fields(name, &read, fields);
        assert!(!read.cut, "{name}");
    }
}

/// Asserts that a line has exactly these fields, unescaped.
pub(super) fn assert_fields<V: AsRef<[u8]>>(name: &str, line: &LogLine<'_>, fields: &[(Field, V)]) {
    for field in Field::ALL {
        let expected = fields
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, value)| String::from_utf8_lossy(value.as_ref()));
        let value = line.bytes(field);
        let value = value.as_deref().map(String::from_utf8_lossy);
        assert_eq!(value, expected, "{name}: {}", field.name());
    }
}

pub(super) fn refuse_all(compile: Compile, cases: &[Refused]) {
    for Refused {
        name,
        format,
        position,
        reason,
    } in cases
    {
        let error = compile(format)
            .err()
            .unwrap_or_else(|| panic!("{name}: compiled"));
        assert_eq!(error.position, *position, "{name}: {}", error.reason);
        assert!(error.reason.contains(reason), "{name}: {}", error.reason);
    }
}
