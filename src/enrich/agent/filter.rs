//! A filter for the words of an agent string. It rules out most words that are in no row of a
//! table.
//!
//! The filter is computed at compile time. The positions of a word's bits are computed once and
//! used for the filters of all tables. A binary search in a table costs 300 to 450 instructions,
//! and the filter costs 10.

/// How many bits a filter has. With them, about one word in 15 is searched in vain in a table of
/// 600 rows.
const BITS: u32 = 16_384;
const WORDS: usize = BITS as usize / 64;

/// The fewest bytes before the `*` of a key that ends with `*`.
pub(super) const FRONT_BYTES: usize = 4;

/// Where a filter has the bits of a word: the bit of the whole word, and that of its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    whole: u16,
    front: u16,
}

impl Places {
    /// The places of a word in small letters.
    pub(super) fn of(word: &str) -> Self {
        let word = word.as_bytes();
        let (front, rest) = word.split_at_checked(FRONT_BYTES).unwrap_or((word, &[]));
        let of_all = |hash, bytes: &[u8]| bytes.iter().fold(hash, |hash, byte| mixed(hash, *byte));
        let front = of_all(0, front);
        Self {
            whole: place(of_all(front, rest)),
            front: place(front),
        }
    }
}

/// A filter over the first words of a table's keys: one bit for each hash of such a word, or for
/// the hash of its beginning if the key has a `*` at the end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter([u64; WORDS]);

impl Filter {
    pub(super) const EMPTY: Self = Self([0; WORDS]);

    /// The filter with one more key.
    #[expect(
        clippy::indexing_slicing,
        reason = "a constant function cannot iterate; the places have fewer bits than the filter"
    )]
    pub(super) const fn with(mut self, key: &str) -> Self {
        let key = key.as_bytes();
        let (mut hash, mut at) = (0, 0);
        while at < key.len() && !matches!(key[at], b' ' | b'/' | b'*') {
            hash = mixed(hash, key[at]);
            at += 1;
            if at == FRONT_BYTES && key[key.len() - 1] == b'*' {
                break;
            }
        }
        let place = place(hash) as usize;
        self.0[place / 64] |= 1 << (place % 64);
        self
    }

    /// Whether the word with these places may be the first word of a key, or may match a key that
    /// ends with `*`.
    pub(super) fn may_hold(&self, places: Places) -> bool {
        self.has(places.whole) || self.has(places.front)
    }

    fn has(&self, place: u16) -> bool {
        let bits = self.0.get(usize::from(place / 64));
        bits.is_some_and(|bits| bits & (1 << (place % 64)) != 0)
    }
}

/// The hash of some bytes and one more byte: FNV-1a.
const fn mixed(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

const fn place(hash: u32) -> u16 {
    ((hash >> 16 ^ hash) % BITS) as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filter(keys: &[String]) -> Filter {
        keys.iter()
            .fold(Filter::EMPTY, |filter, key| filter.with(key))
    }

    #[test]
    fn words_that_are_in_no_key_are_ruled_out() {
        let filter = filter(&["curl", "aws-sdk-*", "palo alto", "agent/x"].map(String::from));
        for word in ["curl", "aws-sdk-java", "palo", "agent"] {
            assert!(filter.may_hold(Places::of(word)), "{word}");
        }
        for word in ["curb", "aws", "alto", "x", "", "chrome", "safari"] {
            assert!(!filter.may_hold(Places::of(word)), "{word}");
        }
    }

    proptest! {
        #[test]
        fn a_word_that_matches_a_key_is_never_ruled_out(
            keys in prop::collection::vec("[ab-]{1,5}([ /][ab]{1,3})?|[ab-]{4,6}\\*", 0..4),
            word in "[ab-]{1,7}",
        ) {
            let matches = keys.iter().any(|key| match key.strip_suffix('*') {
                Some(front) => word.starts_with(front),
                None => key.split([' ', '/']).next() == Some(&word),
            });
            prop_assert!(!matches || filter(&keys).may_hold(Places::of(&word)));
        }
    }
}
