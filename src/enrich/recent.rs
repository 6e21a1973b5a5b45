//! A small memory of recent values. It is bounded.
//!
//! This is not a map with a linked list. The hash is already known, and the value itself decides
//! equality, so no key is stored or copied. Memory is only used for values that were kept. If more
//! values are in use than fit, an arbitrary one is forgotten for each new one, so the cost
//! grows smoothly. A strict least-recently-used order would instead forget each value just before
//! it is needed.

/// How many places of values each set of the index has.
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
    /// Where in `values` the last values of each set are, the newest first. Zero is the place of
    /// the first value, and also the default. Each value is stored with its hash, so a wrong place
    /// does no harm.
    index: Vec<[u32; WAYS]>,
    /// The values with their hashes.
    values: Vec<(u64, T)>,
    capacity: usize,
}

impl<T> Recent<T> {
    /// An empty memory for `capacity` values, rounded up to a power of two. Nothing is allocated
    /// before the first value.
    pub(super) const fn new(capacity: usize) -> Self {
        Self {
            index: Vec::new(),
            values: Vec::new(),
            capacity: capacity.next_power_of_two(),
        }
    }

    /// The value with this hash for which `is_it` is true.
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(&T) -> bool) -> Option<&T> {
        let set = self.index.get(self.set(hash))?;
        set.iter().find_map(|place| {
            let (of, value) = self.values.get(*place as usize)?;
            (*of == hash && is_it(value)).then_some(value)
        })
    }

    /// Keeps a value. If the memory is full, it forgets another one.
    pub(super) fn keep(&mut self, hash: u64, value: T) {
        if self.index.is_empty() {
            // Only the pages that are used need memory.
            self.index = vec![[0; WAYS]; self.sets()];
            self.values.reserve_exact(self.capacity);
        }
        let place = if self.values.len() < self.capacity {
            self.values.push((hash, value));
            self.values.len() - 1
        } else {
            let place = usize::try_from(hash >> 16).unwrap_or_default() % self.capacity;
            if let Some(forgotten) = self.values.get_mut(place) {
                *forgotten = (hash, value);
            }
            place
        };
        let set = self.set(hash);
        if let (Some(set), Ok(place)) = (self.index.get_mut(set), u32::try_from(place)) {
            set.rotate_right(1);
            set[0] = place;
        }
    }

    /// How many sets the index has. If a memory for 16,384 values holds 10,000, this number of sets
    /// loses one value in 30. Half as many sets would lose one in four.
    fn sets(&self) -> usize {
        self.capacity.div_ceil(WAYS / 2)
    }

    fn set(&self, hash: u64) -> usize {
        // In a multiplicative hash, the high bits are the best distributed. If there were only one
        // set, the shift would be as wide as the number, which is not allowed.
        let bits = self.sets().trailing_zeros();
        usize::try_from(hash.checked_shr(64 - bits).unwrap_or(0)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_only_the_values_that_it_kept() {
        let mut recent = Recent::new(16);
        assert_eq!(recent.find(spread(1), |value| *value == 1), None);
        recent.keep(spread(1), 1);
        assert_eq!(recent.find(spread(1), |value| *value == 1), Some(&1));
        assert_eq!(recent.find(spread(2), |value| *value == 2), None);
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
    fn stays_within_its_capacity_and_finds_most_of_the_last_values() {
        let mut recent = Recent::new(64);
        for value in 0..10_000_u64 {
            recent.keep(spread(value), value);
        }
        assert_eq!(recent.values.len(), 64);
        let found = |value: u64| recent.find(spread(value), |kept| *kept == value).is_some();
        assert!((9_936..10_000).filter(|value| found(*value)).count() > 32);
        assert!(found(9_999));
    }

    #[test]
    fn forgets_only_some_of_more_values_than_fit() {
        let mut recent = Recent::new(64);
        let mut found = 0;
        // In a least-recently-used order, each value would be forgotten before it is needed.
        for value in (0..80).cycle().take(80 * 100) {
            match recent.find(spread(value), |kept| *kept == value) {
                Some(_) => found += 1,
                None => recent.keep(spread(value), value),
            }
        }
        assert!(found > 80 * 30, "{found}");
    }
}
