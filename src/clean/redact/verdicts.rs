//! What names of parameters say of their values, remembered.
//!
//! A site has a few names, which are in most of its URLs. To split one into words and to compare
//! these with the lists costs more than 1,000 instructions, and to find it here less than 60. The
//! memory is bounded, and a name replaces another in its place: names that a client makes up cost
//! time and no memory.

use std::cell::Cell;

/// How many names are remembered at most; a power of two.
const SLOTS: usize = 256;

/// The longest name that is remembered, in bytes.
const NAME_BYTES: usize = 24;

/// What a name says of its value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is asked for by itself, and any of them may come with any other"
)]
pub(super) struct Verdict {
    /// It is secret, by the built-in list or the operator's.
    pub(super) is_secret: bool,
    /// The name is that of a header that authenticates.
    pub(super) is_header: bool,
    /// The name is often that of something harmless.
    pub(super) is_weak: bool,
    /// It is a user.
    pub(super) is_user: bool,
}

/// A name with zero bytes behind it. These change no verdict: like all punctuation, they are not
/// compared.
type Key = [u8; NAME_BYTES];

/// The verdicts on the names of late. Each place has one name; an empty place has the empty one,
/// about which nobody asks.
#[derive(Debug, Clone)]
pub(super) struct Verdicts {
    slots: Vec<Cell<(Key, Verdict)>>,
}

impl Default for Verdicts {
    fn default() -> Self {
        Self {
            slots: vec![Cell::default(); SLOTS],
        }
    }
}

/// What is remembered changes no verdict.
impl PartialEq for Verdicts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Verdicts {}

impl Verdicts {
    /// The verdict on a name that is not empty, by `judge` where it is not remembered.
    #[inline]
    pub(super) fn of(&self, name: &[u8], judge: impl FnOnce() -> Verdict) -> Verdict {
        let mut key = [0; NAME_BYTES];
        let Some(start) = key.get_mut(..name.len()) else {
            return judge();
        };
        start.copy_from_slice(name);
        let Some(slot) = self.slots.get(place_of(&key)) else {
            return judge();
        };
        let (known, verdict) = slot.get();
        if known == key {
            return verdict;
        }
        let verdict = judge();
        slot.set((key, verdict));
        verdict
    }
}

/// By the high bits of a product, into which all of the name goes.
fn place_of(key: &Key) -> usize {
    let (words, _) = key.as_chunks();
    let mixed = words.iter().fold(0_u64, |mixed, word| {
        (mixed.rotate_left(29) ^ u64::from_le_bytes(*word)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    usize::try_from(mixed >> (u64::BITS - SLOTS.trailing_zeros())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judged(name: &str) -> Verdict {
        Verdict {
            is_secret: name.len().is_multiple_of(2),
            is_header: name.starts_with('a'),
            ..Verdict::default()
        }
    }

    proptest! {
        #[test]
        fn what_is_remembered_is_what_was_judged(
            names in proptest::collection::vec("[ab]{1,30}", 1..600),
        ) {
            let verdicts = Verdicts::default();
            for name in names.iter().chain(&names) {
                let found = verdicts.of(name.as_bytes(), || judged(name));
                prop_assert_eq!(found, judged(name), "{}", name);
            }
        }
    }

    #[test]
    fn a_name_is_judged_once() {
        let verdicts = Verdicts::default();
        let first = verdicts.of(b"token", || judged("token"));
        let again = verdicts.of(b"token", || unreachable!("it is remembered"));
        assert_eq!(first, again);
    }
}
