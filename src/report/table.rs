//! One table of a report: its names (for example paths) and their counts, in bounded memory.
//!
//! Above [`EXACT_KEYS`] names, a [sketch of frequent items][sketch] decides which names are kept. A
//! count is then too low by at most [`Table::error`] requests. This error is at most 3.5 of every
//! 131,072 requests.
//!
//! [sketch]: https://datasketches.apache.org/docs/Frequency/FrequentItemsOverview.html

use std::collections::BTreeMap;
use std::collections::HashMap;

use datasketches::frequencies::FrequentItemsSketch;
use datasketches::hll::Coupon;
use foldhash::quality::RandomState;

use super::cells::Cells;
use super::durations::Durations;
use super::slice::{Moves, Slice};
use super::visitors::Visitors;

/// The counts of a table with at most this many names are exact.
pub(crate) const EXACT_KEYS: usize = 100_000;

/// The number of entries of the sketch's map. The sketch fills at most three quarters of them.
const SKETCH_SIZE: usize = 1 << 17;

/// The most bytes of a name. A longer name is cut.
const NAME_LIMIT_BYTES: usize = 400;

/// The counts of one name.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) cells: Cells,
    pub(super) visitors: Visitors,
    /// Durations by the index of the period.
    pub(super) durations: BTreeMap<usize, Durations>,
}

/// The names of one table, and their counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    rows: HashMap<Box<[u8]>, Row, RandomState>,
    sketch: Option<Box<FrequentItemsSketch<u64>>>,
    error: u64,
}

impl Table {
    /// Counts one request under a name. Returns the row of the name.
    pub(super) fn add(
        &mut self,
        name: &[u8],
        slice: Slice,
        bytes: u64,
        visitor: Option<Coupon>,
    ) -> &mut Row {
        let name = cut(name);
        if self.sketch.is_some() {
            self.update_sketch(name, 1);
        }
        if !self.rows.contains_key(name) {
            if self.rows.len() >= EXACT_KEYS && self.sketch.is_none() {
                self.start_sketch();
                self.update_sketch(name, 1);
            }
            self.rows.insert(name.into(), Row::default());
        }
        let row = self.rows.get_mut(name).expect("the name was just inserted");
        row.cells.add(slice, bytes);
        if let Some(visitor) = visitor {
            row.visitors.add(slice.kind(), visitor);
        }
        row
    }

    /// Adds the rows of another table. The slices of both tables must have the same dimensions.
    pub(super) fn merge(&mut self, other: Self) {
        if other.sketch.is_some() && self.sketch.is_none() {
            self.start_sketch();
        }
        for (name, row) in &other.rows {
            if self.sketch.is_some() && other.sketch.is_none() {
                self.update_sketch(name, row.cells.total().requests);
            }
        }
        if let (Some(own), Some(other)) = (&mut self.sketch, &other.sketch) {
            own.merge(other);
        }
        for (name, row) in other.rows {
            match self.rows.get_mut(&name) {
                None => {
                    self.rows.insert(name, row);
                }
                Some(own) => {
                    own.cells.merge(&row.cells);
                    own.visitors.merge(&row.visitors);
                    for (period, durations) in row.durations {
                        let own = own.durations.entry(period).or_default();
                        own.merge(&durations);
                    }
                }
            }
        }
        if self.rows.len() > EXACT_KEYS && self.sketch.is_none() {
            self.start_sketch();
        }
        self.forget_rare();
    }

    /// Moves the slices of every row.
    pub(super) fn shift(&mut self, moves: &Moves) {
        for row in self.rows.values_mut() {
            row.cells.shift(moves);
            if !row.durations.is_empty() {
                row.durations = shift(std::mem::take(&mut row.durations), moves);
            }
        }
    }

    /// The names and their counts, unordered.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &Row)> {
        self.rows.iter().map(|(name, row)| (&**name, row))
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// By how many requests a count may be too low.
    pub(super) fn error(&self) -> u64 {
        self.sketch
            .as_ref()
            .map_or(0, |sketch| sketch.maximum_error())
    }

    fn start_sketch(&mut self) {
        let sketch = FrequentItemsSketch::new(SKETCH_SIZE).expect("the size is a power of two");
        self.sketch = Some(Box::new(sketch));
        let counts: Vec<_> = self
            .rows
            .iter()
            .map(|(name, row)| (item(name), row.cells.total().requests))
            .collect();
        if let Some(sketch) = &mut self.sketch {
            for (item, requests) in counts {
                sketch.update_with_count(item, requests);
            }
        }
        self.forget_rare();
    }

    fn update_sketch(&mut self, name: &[u8], requests: u64) {
        if let Some(sketch) = &mut self.sketch {
            sketch.update_with_count(item(name), requests);
            if sketch.maximum_error() != self.error {
                self.forget_rare();
            }
        }
    }

    /// Removes the names that the sketch forgot.
    fn forget_rare(&mut self) {
        let Some(sketch) = &self.sketch else {
            return;
        };
        self.error = sketch.maximum_error();
        self.rows
            .retain(|name, _| sketch.lower_bound(&item(name)) > 0);
        self.rows.shrink_to(EXACT_KEYS);
    }
}

/// Moves the durations to the new indices of periods.
pub(super) fn shift(
    durations: BTreeMap<usize, Durations>,
    moves: &Moves,
) -> BTreeMap<usize, Durations> {
    let mut moved: BTreeMap<usize, Durations> = BTreeMap::new();
    for (period, durations) in durations {
        moved
            .entry(moves.period(period))
            .or_default()
            .merge(&durations);
    }
    moved
}

/// The hash of a name for the sketch. It is the same in every run.
fn item(name: &[u8]) -> u64 {
    use std::hash::BuildHasher as _;
    foldhash::quality::FixedState::default().hash_one(name)
}

/// The name, cut to [`NAME_LIMIT_BYTES`] or a little less, because characters are not divided.
fn cut(name: &[u8]) -> &[u8] {
    let Some(beginning) = name.get(..NAME_LIMIT_BYTES) else {
        return name;
    };
    let end = beginning
        .utf8_chunks()
        .next()
        .map_or(0, |chunk| chunk.valid().len());
    beginning.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::slice::Kind;
    use super::*;

    fn add(table: &mut Table, name: &str, times: usize) {
        let slice = Slice::new(Kind::Person, 2, 0, 0);
        for _ in 0..times {
            table.add(name.as_bytes(), slice, 1, None);
        }
    }

    fn requests(table: &Table, name: &str) -> u64 {
        let row = table.rows.get(name.as_bytes());
        row.map_or(0, |row| row.cells.total().requests)
    }

    #[test]
    fn counts_are_exact_up_to_the_limit_and_bounded_beyond() {
        let mut table = Table::default();
        for number in 0..EXACT_KEYS {
            add(&mut table, &format!("rare {number}"), 1);
        }
        assert!(table.sketch.is_none());
        assert_eq!((table.len(), table.error()), (EXACT_KEYS, 0));
        for number in 0..EXACT_KEYS {
            add(&mut table, &format!("rarer {number}"), 1);
            if number % 100 == 0 {
                add(&mut table, "frequent", 3);
            }
        }
        assert!(table.sketch.is_some());
        assert!(table.len() <= EXACT_KEYS);
        let (found, error) = (requests(&table, "frequent"), table.error());
        assert!((3_000 - error..=3_000).contains(&found), "{found} {error}");
        // The sketch counts 203,000 requests. Its error is 3.5 / 131,072 of them.
        assert!(error <= 6, "{error}");
    }

    #[test]
    fn merged_tables_have_the_counts_of_one_table() {
        let (mut one, mut other) = (Table::default(), Table::default());
        add(&mut one, "a", 2);
        add(&mut one, "b", 1);
        add(&mut other, "a", 3);
        add(&mut other, "c", 4);
        one.merge(other);
        let counts = ["a", "b", "c"].map(|name| requests(&one, name));
        assert_eq!((counts, one.len()), ([5, 1, 4], 3));
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let name = "é".repeat(NAME_LIMIT_BYTES);
        assert_eq!(cut(name.as_bytes()).len(), NAME_LIMIT_BYTES);
        let name = format!("a{name}");
        assert_eq!(cut(name.as_bytes()).len(), NAME_LIMIT_BYTES - 1);
    }
}
