//! A small memory of recent values. It is bounded and set-associative. The oldest value of a set is
//! forgotten first.
//!
//! This is not a map with a linked list. The hash is already known, and the value itself decides
//! equality, so no key is stored or copied. A set of four values fills one or two cache lines. If
//! more values are in use than fit, the memory forgets some of them. A strict least-recently-used
//! order would forget each one just before it is needed. The cost of this memory grows smoothly
//! instead.

/// How many values share a set.
const WAYS: usize = 4;

/// A hash of a number. It spreads the low bits, in which most numbers differ, over the high bits
/// (Fibonacci hashing). Multiplication by an odd number is reversible, so two numbers never have
/// the same hash.
pub(super) const fn spread(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A bounded memory of `T`s.
#[derive(Debug)]
pub(super) struct Recent<T> {
    sets: Vec<[Option<(u64, T)>; WAYS]>,
    set_count: usize,
}

impl<T> Recent<T> {
    /// An empty memory for about `capacity` values, rounded up to a power of two. Nothing is
    /// allocated before the first value.
    pub(super) const fn new(capacity: usize) -> Self {
        Self {
            sets: Vec::new(),
            set_count: capacity.div_ceil(WAYS).next_power_of_two(),
        }
    }

    /// The value with this hash for which `is_it` is true. In the order of its set, the value moves
    /// one place towards the newest.
    pub(super) fn find(&mut self, hash: u64, is_it: impl Fn(&T) -> bool) -> Option<&T> {
        let place = self.place(hash);
        let set = self.sets.get_mut(place)?;
        let way = set
            .iter()
            .position(|kept| matches!(kept, Some((of, value)) if *of == hash && is_it(value)))?;
        let nearer = way.saturating_sub(1);
        set.swap(way, nearer);
        set.get(nearer)?.as_ref().map(|(_, value)| value)
    }

    /// Keeps a value. The oldest value of its set is forgotten.
    pub(super) fn keep(&mut self, hash: u64, value: T) {
        if self.sets.is_empty() {
            self.sets
                .resize_with(self.set_count, || [const { None }; WAYS]);
        }
        let place = self.place(hash);
        if let Some(set) = self.sets.get_mut(place) {
            set.rotate_right(1);
            set[0] = Some((hash, value));
        }
    }

    fn place(&self, hash: u64) -> usize {
        // In a multiplicative hash, the high bits are the best distributed. If there were only one
        // set, the shift would be as wide as the number, which is not allowed.
        let bits = self.set_count.trailing_zeros();
        usize::try_from(hash.checked_shr(64 - bits).unwrap_or(0)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(value: u64) -> u64 {
        value.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    #[test]
    fn finds_only_the_values_that_it_kept() {
        let mut recent = Recent::new(16);
        assert_eq!(recent.find(hash(1), |value| *value == 1), None);
        recent.keep(hash(1), 1);
        assert_eq!(recent.find(hash(1), |value| *value == 1), Some(&1));
        assert_eq!(recent.find(hash(2), |value| *value == 2), None);
    }

    #[test]
    fn distinguishes_values_of_one_hash() {
        let mut recent = Recent::new(16);
        recent.keep(7, "one");
        recent.keep(7, "two");
        assert_eq!(recent.find(7, |value| *value == "one"), Some(&"one"));
        assert_eq!(recent.find(7, |value| *value == "two"), Some(&"two"));
    }

    #[test]
    fn stays_within_its_capacity() {
        let mut recent = Recent::new(64);
        for value in 0..10_000_u64 {
            recent.keep(hash(value), value);
        }
        let kept = (0..10_000_u64)
            .filter(|value| recent.find(hash(*value), |kept| kept == value).is_some());
        assert_eq!(kept.count(), 64);
    }

    #[test]
    fn forgets_the_oldest_value_of_a_set_and_keeps_used_values() {
        let mut recent = Recent::new(WAYS);
        for value in 0..WAYS as u64 {
            recent.keep(hash(value), value);
        }
        for _ in 0..WAYS {
            recent.find(hash(0), |value| *value == 0);
        }
        recent.keep(hash(9), 9);
        assert_eq!(recent.find(hash(0), |value| *value == 0), Some(&0));
        assert_eq!(recent.find(hash(1), |value| *value == 1), None);
    }
}
