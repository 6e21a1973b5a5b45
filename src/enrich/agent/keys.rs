//! Tables whose keys are words of agent strings.
//!
//! A key is one word in small letters. `a b` and `a/b` are two words with that one byte between them; a `*` at the end stands
//! for any rest of the word. Tables are sorted by key and searched by halves: 300 ns an agent string with a table of 450, less
//! than a hash table costs at start, and an agent string is only searched for when it was not seen lately.

use std::cmp::Ordering;

use super::tokens::Token;

/// A row of a table that is sorted by its key.
pub(super) trait Keyed {
    fn key(&self) -> &'static str;
}

/// The row of a word, or of it and the next one; with it where the matched words end.
pub(super) fn row_of<R: Keyed>(
    rows: &'static [R],
    agent: &str,
    token: Token<'_>,
    next: Option<&Token<'_>>,
) -> Option<(&'static R, usize)> {
    let word = token.text.as_bytes();
    let at = rows.partition_point(|row| compare(row.key(), word) == Ordering::Less);
    // Two words go before one, `Palo Alto` before `Palo`; both stand here, keys that begin with the word being neighbours.
    let pair = next
        .filter(|next| next.start == token.end + 1)
        .and_then(|next| {
            agent
                .get(token.start..next.end)
                .map(|pair| (pair, next.end))
        });
    let mut whole = None;
    for row in rows.get(at..)? {
        let Some((head, tail)) = row.key().as_bytes().split_at_checked(word.len()) else {
            break;
        };
        if !head.eq_ignore_ascii_case(word) {
            break;
        }
        match (tail, pair) {
            ([] | [b'*'], _) => whole = Some((row, token.end)),
            ([b' ' | b'/', ..], Some((pair, end))) if row.key().eq_ignore_ascii_case(pair) => {
                return Some((row, end));
            }
            _ => {}
        }
    }
    whole.or_else(|| {
        // `aws-sdk-*` stands just before where `aws-sdk-java` would.
        let row = rows.get(at.checked_sub(1)?)?;
        let head = row.key().strip_suffix('*')?.as_bytes();
        let matches = word.get(..head.len())?.eq_ignore_ascii_case(head);
        matches.then_some((row, token.end))
    })
}

/// A key, in small letters, against a word in any.
fn compare(key: &str, word: &[u8]) -> Ordering {
    key.bytes().cmp(word.iter().map(u8::to_ascii_lowercase))
}

#[cfg(test)]
pub(super) fn assert_sound<R: Keyed>(rows: &[R]) {
    assert!(rows.is_sorted_by(|one, next| one.key().as_bytes() < next.key().as_bytes()));
    for key in rows.iter().map(Keyed::key) {
        assert!(
            !key.is_empty() && !key.bytes().any(|byte| byte.is_ascii_uppercase()),
            "{key}"
        );
        // A key between a wildcard and its words would hide it.
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
