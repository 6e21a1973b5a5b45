//! Tables whose keys are words of agent strings.
//!
//! A key is a word in small letters, or two words with a space or a slash between them (`a b`,
//! `a/b`). A `*` at the end matches any rest of the word. Rows are sorted by key and found by
//! binary search. A filter, which is computed at compile time, first rules out most words of a
//! browser's agent string. With the filter, a table of 450 rows costs a third of the instructions.

use super::tokens::{Product, Words};

/// A row of a table. The table is sorted by the key of the row.
pub(super) trait Keyed {
    fn key(&self) -> &'static str;
}

/// A table and its filter.
#[derive(Debug)]
pub(super) struct Table<R: 'static> {
    pub(super) rows: &'static [R],
    pub(super) filter: Filter,
}

impl<R: Keyed> Table<R> {
    /// The row of a word, or of the word and the next one, and the offset at which the matched
    /// words end.
    pub(super) fn row_of(
        &self,
        words: &Words<'_>,
        Product { token, after, .. }: Product<'_, '_>,
    ) -> Option<(&'static R, usize)> {
        let word = words.small(token.start, token.end)?;
        if !self.filter.may_hold(word) {
            return None;
        }
        let at = self.rows.partition_point(|row| row.key() < word);
        // Two words take precedence over one, `Palo Alto` over `Palo`. Both are here because keys
        // that begin with the same word are neighbours.
        let mut whole = None;
        for row in self.rows.get(at..)? {
            let Some(tail) = row.key().strip_prefix(word) else {
                break;
            };
            match (tail.as_bytes(), after) {
                ([] | [b'*'], _) => whole = Some((row, token.end)),
                ([b' ' | b'/', ..], Some(after))
                    if words.small(token.start, after.end) == Some(row.key()) =>
                {
                    return Some((row, after.end));
                }
                _ => {}
            }
        }
        whole.or_else(|| {
            // The row of `aws-sdk-*` is directly before the place at which `aws-sdk-java` would be.
            let row = self.rows.get(at.checked_sub(1)?)?;
            let matches = word.starts_with(row.key().strip_suffix('*')?);
            matches.then_some((row, token.end))
        })
    }
}

/// A word of the agent string and its value: the row of most tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named(pub(super) &'static str, pub(super) &'static str);

impl Keyed for Named {
    fn key(&self) -> &'static str {
        self.0
    }
}

impl Table<Named> {
    /// The table of these rows, with its filter.
    #[expect(
        clippy::indexing_slicing,
        reason = "a constant function cannot iterate; the length is checked"
    )]
    pub(super) const fn of(rows: &'static [Named]) -> Self {
        let (mut filter, mut at) = (Filter::EMPTY, 0);
        while at < rows.len() {
            filter = filter.with(rows[at].0);
            at += 1;
        }
        Self { rows, filter }
    }
}

/// A filter over the beginnings of a table's keys: one bit for each of 4,096 hashes of their first
/// four bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter([u64; 64]);

impl Filter {
    pub(super) const EMPTY: Self = Self([0; 64]);

    /// The filter with one more key.
    #[expect(
        clippy::indexing_slicing,
        reason = "a constant function cannot iterate; 4,096 bits are 64 words"
    )]
    pub(super) const fn with(mut self, key: &str) -> Self {
        let place = Self::place(key.as_bytes());
        self.0[place / 64] |= 1 << (place % 64);
        self
    }

    /// Whether this word may be the first word of a key, or may match a key that ends with `*`.
    fn may_hold(&self, word: &str) -> bool {
        let place = Self::place(word.as_bytes());
        self.0
            .get(place / 64)
            .is_some_and(|bits| bits & (1 << (place % 64)) != 0)
    }

    /// Hashes the first four bytes of a key's first word.
    #[expect(
        clippy::indexing_slicing,
        reason = "a constant function cannot iterate; the length is checked"
    )]
    const fn place(key: &[u8]) -> usize {
        let (mut place, mut at) = (0_usize, 0);
        while at < 4 && at < key.len() && !matches!(key[at], b' ' | b'/' | b'*') {
            place = place * 31 + key[at] as usize;
            at += 1;
        }
        place & 0xfff
    }
}

#[cfg(test)]
pub(super) fn assert_sound<R: Keyed>(rows: &[R]) {
    assert!(rows.is_sorted_by(|one, next| one.key().as_bytes() < next.key().as_bytes()));
    for key in rows.iter().map(Keyed::key) {
        assert!(
            !key.is_empty() && !key.bytes().any(|byte| byte.is_ascii_uppercase()),
            "{key}"
        );
        // If another key were between a wildcard and its words, the wildcard would not be found.
        if let Some(head) = key.strip_suffix('*') {
            assert_eq!(
                rows.iter()
                    .filter(|row| row.key().starts_with(head))
                    .count(),
                1,
                "{key}"
            );
        }
    }
}
