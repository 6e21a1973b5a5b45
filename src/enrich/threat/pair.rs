//! The parameter around an offset: its name and its value.

use super::text::Text;

/// A parameter of a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// The text before the first `=`, or all of the parameter if it has none.
    pub(super) name: &'a [u8],
    /// The text after the first `=`.
    pub(super) value: &'a [u8],
    /// Where the parameter begins.
    pub(super) start: usize,
}

impl<'a> Pair<'a> {
    /// The parameter around offset `at`. `None` if the offset is not in the query.
    pub(super) fn around(text: &Text<'a>, at: usize) -> Option<Self> {
        if !text.in_query(at) {
            return None;
        }
        let query = text.query + 1;
        let before = text.bytes.get(query..at)?;
        let start = memchr::memrchr(b'&', before).map_or(query, |place| query + place + 1);
        let rest = text.from(start);
        let end = memchr::memchr(b'&', rest).unwrap_or(rest.len());
        let rest = rest.get(..end)?;
        let name = memchr::memchr(b'=', rest).unwrap_or(rest.len());
        Some(Self {
            name: rest.get(..name)?,
            value: rest.get(name + 1..).unwrap_or_default(),
            start,
        })
    }

    /// Whether offset `at` is in the name.
    pub(super) fn is_in_name(&self, at: usize) -> bool {
        at <= self.start + self.name.len()
    }

    /// The words of the name: `filter` and `size` of `filter[size]`.
    pub(super) fn words(&self) -> impl Iterator<Item = &'a [u8]> {
        let words = self.name.split(|byte| !byte.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty())
    }
}
