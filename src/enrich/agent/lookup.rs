//! Tables whose keys are words of agent strings.
//!
//! A key is a word in small letters, or two words with a space or a slash between them (`a b`,
//! `a/b`). A `*` at the end matches any rest of the word. Rows are sorted by key and found by
//! binary search. A [`Filter`] first rules out most words of a browser's agent string.

use super::filter::Filter;
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
    /// words end. `None` if no row matches.
    #[inline]
    pub(super) fn row_of(
        &self,
        words: &Words<'_>,
        product: Product<'_, '_>,
    ) -> Option<(&'static R, usize)> {
        match self.filter.may_hold(product.token.places) {
            true => self.search(words, product),
            false => None,
        }
    }

    #[inline(never)]
    fn search(
        &self,
        words: &Words<'_>,
        Product { token, after }: Product<'_, '_>,
    ) -> Option<(&'static R, usize)> {
        let word = words.small(token.start, token.end)?;
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
            assert!(head.len() >= super::filter::FRONT_BYTES, "{key}");
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
