//! Remembers what the names of parameters say about their values.
//!
//! A site has few names, and most of its URLs use them. To split a name into words and compare
//! these with the lists costs more than 1,000 instructions. To find the name here costs less than
//! 60. The memory is bounded: a new name replaces the old name in its slot. Names that a client
//! makes up therefore cost time and no memory.

use std::cell::Cell;

/// How many names are remembered at most; a power of two.
const SLOTS: usize = 256;

/// The longest name that is remembered, in bytes.
pub(super) const NAME_BYTES: usize = 24;

/// What a name says about its value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags do not depend on each other"
)]
pub(super) struct Verdict {
    /// The name is secret by the built-in list or by the operator's list.
    pub(super) is_secret: bool,
    /// The name is that of a header that authenticates.
    pub(super) is_header: bool,
    /// The name is often harmless.
    pub(super) is_weak: bool,
    /// The value is a user.
    pub(super) is_user: bool,
}

/// A name, filled up with zero bytes. The zero bytes change no verdict, because punctuation is not
/// compared.
type Key = [u8; NAME_BYTES];

/// The verdicts on recent names. Each slot holds one name. An empty slot holds the empty name,
/// which is never looked up.
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

/// Two memories are always equal, because a remembered verdict equals a new one.
impl PartialEq for Verdicts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Verdicts {}

impl Verdicts {
    /// The verdict on a name that is not empty. If the name is not remembered, `judge` decides.
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

/// The slot of a name. It is the high bits of a product that depends on every byte of the name.
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
        fn remembered_verdicts_equal_new_ones(
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
