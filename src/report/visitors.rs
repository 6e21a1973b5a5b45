//! Counts the distinct visitors of one row of a table. People and bots are counted separately, by
//! sketches of the kind `HyperLogLog` (<https://datasketches.apache.org/docs/HLL/HLL.html>).
//!
//! Up to about 400 visitors the count is exact, except that about one count in ten thousand is too
//! low because two hashes are equal. Above that, its standard error is 1.6 %.

use datasketches::hll::{Coupon, HllSketch, HllType, HllUnion};

use super::slice::Kind;

/// The logarithm of the number of registers. A full sketch takes 2 KiB.
const LG_REGISTERS: u8 = 12;

/// The visitors of one row, or of one value of a dimension.
#[derive(Debug, Clone, Default)]
pub(super) struct Visitors {
    people: Option<Box<HllSketch>>,
    bots: Option<Box<HllSketch>>,
}

impl Visitors {
    pub(super) fn add(&mut self, kind: Kind, visitor: Coupon) {
        let sketch = match kind {
            Kind::Person => &mut self.people,
            Kind::Bot => &mut self.bots,
        };
        sketch
            .get_or_insert_with(|| Box::new(sketch_of_none()))
            .update_with_coupon(visitor);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (own, other) in [
            (&mut self.people, &other.people),
            (&mut self.bots, &other.bots),
        ] {
            *own = match (own.take(), other) {
                (Some(own), Some(other)) => Some(Box::new(union(&own, other))),
                (own, other) => own.or_else(|| other.clone()),
            };
        }
    }

    /// The numbers of all visitors, of people and of bots. An address may be both a person and a
    /// bot.
    pub(super) fn counts(&self) -> [u64; 3] {
        let count = |sketch: &Option<Box<HllSketch>>| sketch.as_deref().map_or(0, estimate);
        let (people, bots) = (count(&self.people), count(&self.bots));
        let all = match (&self.people, &self.bots) {
            (Some(people), Some(bots)) => estimate(&union(people, bots)),
            _ => people + bots,
        };
        [all, people, bots]
    }
}

fn sketch_of_none() -> HllSketch {
    HllSketch::new(LG_REGISTERS, HllType::Hll4).expect("the number of registers is in range")
}

fn union(one: &HllSketch, other: &HllSketch) -> HllSketch {
    let mut union = HllUnion::new(LG_REGISTERS).expect("the number of registers is in range");
    union.update(one);
    union.update(other);
    union.to_sketch(HllType::Hll4)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate is a count: not negative, and far below 2^53"
)]
fn estimate(sketch: &HllSketch) -> u64 {
    sketch.estimate().round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_visitors_are_counted_exactly_and_many_within_five_hundredths() {
        for (distinct, error) in [(1, 0), (300, 0), (100_000, 5_000)] {
            let mut halves = [Visitors::default(), Visitors::default()];
            for number in 0..distinct {
                let half = &mut halves[number % 2];
                half.add(Kind::Person, Coupon::from_value(number));
                half.add(Kind::Bot, Coupon::from_value(number));
            }
            let [mut all, other] = halves;
            all.merge(&other);
            for count in all.counts() {
                assert!(
                    count.abs_diff(distinct as u64) <= error,
                    "{count} of {distinct}"
                );
            }
        }
    }
}
