//! The counts of one row of a table (for example of a path), or of all events, in each slice.

use super::slice::{Kind, Moves, Slice};

/// The counts in one slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) slice: Slice,
    pub(super) requests: u32,
    /// Bytes sent to the client.
    pub(super) bytes: u64,
}

/// The counts in each slice, unordered. Most rows have one or two slices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cells(Vec<Cell>);

impl Cells {
    /// Counts one request.
    #[inline]
    pub(super) fn add(&mut self, slice: Slice, bytes: u64) {
        self.add_cell(Cell {
            slice,
            requests: 1,
            bytes,
        });
    }

    fn add_cell(&mut self, added: Cell) {
        // A log is normally ordered by time, so the slice of the newest period is near the end.
        let known = self.0.iter_mut().rev();
        if let Some(cell) = known.into_iter().find(|cell| cell.slice == added.slice) {
            cell.requests = cell.requests.saturating_add(added.requests);
            cell.bytes = cell.bytes.saturating_add(added.bytes);
            return;
        }
        if self.0.is_empty() {
            // Without this, the vector would reserve space for four cells at first.
            self.0.reserve_exact(1);
        }
        self.0.push(added);
    }

    /// Adds the counts of `other`.
    pub(super) fn merge(&mut self, other: &Self) {
        for cell in &other.0 {
            self.add_cell(*cell);
        }
    }

    /// Moves the cells to other slices, and adds up the cells that are then in one slice.
    pub(super) fn shift(&mut self, moves: &Moves) {
        let before = std::mem::take(&mut self.0);
        let mut moved: Vec<Cell> = before
            .into_iter()
            .map(|cell| Cell {
                slice: cell.slice.moved(moves),
                ..cell
            })
            .collect();
        moved.sort_unstable_by_key(|cell| cell.slice);
        moved.dedup_by(|next, kept| {
            let same = next.slice == kept.slice;
            if same {
                kept.requests = kept.requests.saturating_add(next.requests);
                kept.bytes = kept.bytes.saturating_add(next.bytes);
            }
            same
        });
        self.0 = moved;
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.0.iter()
    }

    pub(super) fn total(&self) -> Total {
        let mut total = Total::default();
        for cell in &self.0 {
            total.add(cell);
        }
        total
    }
}

/// The counts of all slices together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) requests: u64,
    pub(super) bytes: u64,
    /// Requests answered with `4xx` or `5xx`.
    pub(super) failures: u64,
    pub(super) bots: u64,
}

impl Total {
    pub(super) fn add(&mut self, cell: &Cell) {
        let requests = u64::from(cell.requests);
        self.requests += requests;
        self.bytes = self.bytes.saturating_add(cell.bytes);
        if cell.slice.is_failure() {
            self.failures += requests;
        }
        if cell.slice.kind() == Kind::Bot {
            self.bots += requests;
        }
    }

    pub(super) fn people(&self) -> u64 {
        self.requests - self.bots
    }
}
