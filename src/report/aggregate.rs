//! Counts events one by one, in bounded memory.

use std::collections::BTreeMap;

use datasketches::hll::Coupon;

use super::cells::Cells;
use super::durations::Durations;
use super::kept::Kept;
use super::part::Part;
use super::slice::{Dimensions, Moves, Slice};
use super::table::{self, EXACT_KEYS, Table};
use super::visitors::Visitors;
use super::zone::Zone;
use crate::event::Timestamp;
use crate::pipeline::{Outcome, Tally};

/// The message of `expect` where a part's table is looked up.
pub(super) const PLACE: &str = "every part has a table";

/// The counts of some lines.
#[derive(Debug, Clone)]
pub(crate) struct Aggregate {
    pub(super) zone: Zone,
    pub(super) dimensions: Dimensions,
    pub(super) tables: [Table; Part::ALL.len()],
    /// The counts of all events by slice.
    pub(super) cells: Cells,
    /// The durations of all events that have one, by the index of the period.
    pub(super) durations: BTreeMap<usize, Durations>,
    /// The visitors, if there are too many addresses for exact counts; otherwise `None`.
    pub(super) visitors: Option<Box<SliceVisitors>>,
    /// The names for codes of countries.
    pub(super) country_names: BTreeMap<Box<str>, Box<str>>,
    pub(super) span: Option<(Timestamp, Timestamp)>,
    pub(super) tally: Tally,
    pub(super) kept: Kept,
    pub(super) scratch: Vec<u8>,
}

/// The visitors of all events, and of each host, class of status and period.
#[derive(Debug, Clone, Default)]
pub(super) struct SliceVisitors {
    pub(super) all: Visitors,
    pub(super) hosts: BTreeMap<usize, Visitors>,
    pub(super) classes: BTreeMap<usize, Visitors>,
    pub(super) periods: BTreeMap<usize, Visitors>,
}

impl Aggregate {
    /// An empty aggregate. With `with_lines`, it keeps lines so that the report can show them.
    #[must_use]
    pub(crate) fn new(zone: Zone, with_lines: bool) -> Self {
        Self {
            zone,
            dimensions: Dimensions::default(),
            tables: std::array::from_fn(|_| Table::default()),
            cells: Cells::default(),
            durations: BTreeMap::new(),
            visitors: None,
            country_names: BTreeMap::new(),
            span: None,
            tally: Tally::default(),
            kept: Kept::new(with_lines),
            scratch: Vec::new(),
        }
    }

    /// Counts an outcome. The pipeline's own tally has the number of lines.
    pub(crate) fn count(&mut self, outcome: &Outcome<'_>) {
        match outcome {
            Outcome::Event {
                event, original, ..
            } => {
                self.count_event(event);
                if let Some(line) = original {
                    self.kept
                        .keep_line(line, event.timestamp, event.http.status);
                }
            }
            Outcome::Rejected {
                rejection,
                original,
                ..
            } => self.kept.keep_rejection(rejection.code(), original),
            Outcome::Dropped { .. } => {}
        }
    }

    /// Adds the pipeline's tally of the counted lines.
    pub(crate) fn add_tally(&mut self, tally: Tally) {
        self.tally.merge(tally);
    }

    /// The number of lines in the tallies that were added so far.
    #[must_use]
    pub(crate) fn lines(&self) -> u64 {
        self.tally.lines
    }

    /// Adds the counts of another aggregate. The two must have counted different lines.
    pub(crate) fn merge(&mut self, mut other: Self) {
        let (own, others) = self.dimensions.merge(&mut other.dimensions);
        self.shift(&own);
        other.shift(&others);
        // This must happen before the tables forget an address.
        let addresses = self.table(Part::Addresses).len() + other.table(Part::Addresses).len();
        if addresses > EXACT_KEYS || self.visitors.is_some() || other.visitors.is_some() {
            self.start_visitors();
            other.start_visitors();
        }
        for (table, other) in self.tables.iter_mut().zip(other.tables) {
            table.merge(other);
        }
        self.cells.merge(&other.cells);
        for (period, durations) in &other.durations {
            let own = self.durations.entry(*period).or_default();
            own.merge(durations);
        }
        if let (Some(own), Some(other)) = (&mut self.visitors, &other.visitors) {
            own.merge(other);
        }
        self.country_names.extend(other.country_names);
        if let Some((first, last)) = other.span {
            self.widen(first);
            self.widen(last);
        }
        self.tally.merge(other.tally);
        self.kept.merge(other.kept);
        self.shorten();
    }

    pub(super) fn table(&self, part: Part) -> &Table {
        self.tables.get(part.place()).expect(PLACE)
    }

    pub(super) fn widen(&mut self, timestamp: Timestamp) {
        let (first, last) = self.span.unwrap_or((timestamp, timestamp));
        self.span = Some((first.min(timestamp), last.max(timestamp)));
    }

    pub(super) fn shorten(&mut self) {
        if let Some(moves) = self.dimensions.shorten() {
            self.shift(&moves);
        }
    }

    fn shift(&mut self, moves: &Moves) {
        for table in &mut self.tables {
            table.shift(moves);
        }
        self.cells.shift(moves);
        self.durations = table::shift(std::mem::take(&mut self.durations), moves);
        if let Some(visitors) = &mut self.visitors {
            visitors.shift(moves);
        }
    }

    /// Starts to count visitors by sketches. Before that, the table of addresses has the exact
    /// numbers.
    pub(super) fn start_visitors(&mut self) {
        if self.visitors.is_some() {
            return;
        }
        let mut visitors = SliceVisitors::default();
        for (address, row) in self.table(Part::Addresses).iter() {
            for cell in row.cells.iter() {
                visitors.add(cell.slice, Coupon::from_value(address));
            }
        }
        self.visitors = Some(Box::new(visitors));
    }
}

impl SliceVisitors {
    pub(super) fn add(&mut self, slice: Slice, visitor: Coupon) {
        let kind = slice.kind();
        self.all.add(kind, visitor);
        for (visitors, place) in [
            (&mut self.hosts, slice.host()),
            (&mut self.classes, slice.class()),
            (&mut self.periods, slice.period()),
        ] {
            visitors.entry(place).or_default().add(kind, visitor);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.all.merge(&other.all);
        for (own, other) in [
            (&mut self.hosts, &other.hosts),
            (&mut self.classes, &other.classes),
            (&mut self.periods, &other.periods),
        ] {
            for (place, visitors) in other {
                own.entry(*place).or_default().merge(visitors);
            }
        }
    }

    fn shift(&mut self, moves: &Moves) {
        let at = [Moves::host, Moves::period];
        for (visitors, place) in [&mut self.hosts, &mut self.periods].into_iter().zip(at) {
            let before = std::mem::take(visitors);
            for (from, moved) in before {
                let to = visitors.entry(place(moves, from)).or_default();
                to.merge(&moved);
            }
        }
    }
}
