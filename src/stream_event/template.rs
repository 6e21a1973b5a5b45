//! The bytes that the records of an event have in common: every byte except those of a few values.
//!
//! A template is made from a record that `serde_json` read. A text matches a template if the text
//! has the template's bytes, and plain strings and numbers in place of the template's values. Such
//! a text has the same members in the same places: a plain string contains nothing that could end
//! it early, and a number ends after its digits. Whether the data are plain is not checked here,
//! but the caller accepts only data that are base64.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::arrival;
use super::members::{Members, Texts};
use crate::near;

/// A record in which a few values are variable.
#[derive(Debug)]
pub(super) struct Template<'a> {
    slots: Vec<Slot<'a>>,
    /// The bytes after the last value.
    end: &'a [u8],
}

/// A variable value.
#[derive(Debug)]
struct Slot<'a> {
    /// The bytes between the previous value and this one.
    before: &'a [u8],
    role: Role,
    is_text: bool,
    /// The length of the value in the template's record, without quotes, in bytes.
    value_bytes: usize,
}

#[derive(Debug, Clone, Copy)]
enum Role {
    Id,
    SequenceNumber,
    Arrival,
    Data,
    /// The value differs between records, and is not needed.
    Unwanted,
}

impl<'a> Template<'a> {
    /// The template of a record with these members; `None` if one of the variable values is neither
    /// a plain string nor a plain number.
    pub(super) fn of(record: &'a [u8], members: &Members<'a>) -> Option<Self> {
        let values = [
            (members.id(), Role::Id),
            (members.sequence_number, Role::SequenceNumber),
            (members.arrival, Role::Arrival),
            (members.data, Role::Data),
            (members.partition_key, Role::Unwanted),
        ];
        let mut values: Vec<_> = values
            .into_iter()
            .filter_map(|(value, role)| Some((value.map(RawValue::get)?, role)))
            .collect();
        values.sort_unstable_by_key(|(value, _)| value.as_ptr());
        let mut slots = Vec::with_capacity(values.len());
        let mut rest = record;
        for (value, role) in values {
            // The values are borrowed from the record itself.
            let start = value.as_ptr().addr().checked_sub(rest.as_ptr().addr())?;
            let (before, from) = rest.split_at_checked(start)?;
            let is_text = value.starts_with('"');
            let (plain, after) = plain(from, is_text)?;
            if after.len() + value.len() != from.len() {
                return None;
            }
            slots.push(Slot {
                before,
                role,
                is_text,
                value_bytes: plain.len(),
            });
            rest = after;
        }
        Some(Self { slots, end: rest })
    }

    /// The values of the record that begins here, and the text after it; `None` if the record
    /// differs from the template.
    #[inline]
    pub(super) fn read<'r>(&self, record: &'r [u8]) -> Option<(Texts<'r>, &'r [u8])> {
        let mut texts = Texts::default();
        let mut rest = record;
        for slot in &self.slots {
            rest = rest.strip_prefix(slot.before)?;
            if let (Role::Arrival, false) = (slot.role, slot.is_text)
                && let Some((time, after)) = arrival::usual(rest)
            {
                texts.arrival = Some(time);
                rest = after;
                continue;
            }
            let value;
            (value, rest) = slot.value(rest)?;
            let text = Some(Cow::Borrowed(value));
            match slot.role {
                Role::Id => texts.id = text,
                Role::SequenceNumber => texts.sequence_number = text,
                Role::Arrival => texts.arrival = arrival::read(value),
                Role::Data => texts.data = text,
                Role::Unwanted => {}
            }
        }
        Some((texts, rest.strip_prefix(self.end)?))
    }
}

impl Slot<'_> {
    /// The value that begins here, and the text after it; `None` if the value is not plain. Data
    /// may be any string without an escaped quote.
    #[inline]
    fn value<'r>(&self, text: &'r [u8]) -> Option<(&'r [u8], &'r [u8])> {
        match (self.role, self.is_text) {
            // A backslash is not base64, and everything that decodes as base64 is printable. The
            // data are therefore only searched for their end.
            (Role::Data, true) => {
                let within = text.strip_prefix(b"\"")?;
                let end = memchr::memchr(b'"', within)?;
                let (value, rest) = within.split_at_checked(end)?;
                Some((value, rest.strip_prefix(b"\"")?))
            }
            (_, true) => self
                .value_of_same_length(text)
                .or_else(|| plain(text, true)),
            (_, false) => plain(text, false),
        }
    }

    /// The string that begins here, if it is plain and as long as that of the template. Nearly all
    /// ids of a stream have the same length. To check a length costs less than to search for an
    /// end.
    #[inline]
    fn value_of_same_length<'r>(&self, text: &'r [u8]) -> Option<(&'r [u8], &'r [u8])> {
        let within = text.strip_prefix(b"\"")?;
        let (value, rest) = within.split_at_checked(self.value_bytes)?;
        let rest = rest.strip_prefix(b"\"")?;
        is_plain(value).then_some((value, rest))
    }
}

/// The plain string or number that begins here, and the text after it; `None` for any other value.
fn plain(text: &[u8], is_text: bool) -> Option<(&[u8], &[u8])> {
    if is_text {
        let within = text.strip_prefix(b"\"")?;
        // The search covers the whole rest of the text. In a short text, `memchr` would compare one
        // byte after the other.
        let end = memchr::memchr2(b'"', b'\\', within)?;
        let (value, rest) = within.split_at_checked(end)?;
        let rest = rest.strip_prefix(b"\"")?;
        is_plain(value).then_some((value, rest))
    } else {
        let end = text
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'.'))?;
        let (value, rest) = text.split_at_checked(end)?;
        // Signs, exponents and numbers that begin with a zero are left to `serde_json`.
        let (whole, fraction) = match memchr::memchr(b'.', value) {
            Some(point) => (value.get(..point)?, value.get(point + 1..)?),
            None => (value, &b"0"[..]),
        };
        let is_number = matches!(whole.first(), Some(b'1'..=b'9'))
            && !fraction.is_empty()
            && !fraction.contains(&b'.');
        let ends = matches!(
            rest.first(),
            Some(b',' | b'}' | b' ' | b'\n' | b'\r' | b'\t')
        );
        (is_number && ends).then_some((value, rest))
    }
}

/// Whether a text consists of printable ASCII that needs no escape in a JSON string. Other
/// characters are left to `serde_json`.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    !near::holds_any(text, |byte| {
        !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\')
    })
}
