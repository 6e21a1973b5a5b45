//! Tracks which sources were accepted completely. Only these need no further replay.

use std::collections::BTreeMap;

/// The sources that were begun and are not settled yet.
#[derive(Debug, Default)]
pub struct Tracker {
    next: usize,
    open: BTreeMap<usize, Open>,
}

#[derive(Debug, Default)]
struct Open {
    /// Entries that were sent and have no answer yet.
    out: u64,
    /// Entries that were accepted.
    accepted: u64,
    /// Whether reading has ended.
    read: bool,
    /// Whether an entry was not accepted, or reading failed before the end.
    failed: bool,
    /// Whether an entry was skipped.
    passed: bool,
}

/// A source whose reading has ended and whose entries were all answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The source's number.
    pub source: usize,
    /// Whether the source was read to its end and all its wanted entries were accepted.
    pub accepted: bool,
    /// Whether, in addition, no entry was skipped. Such a source needs no more work.
    pub whole: bool,
    /// The number of accepted entries.
    pub entries: u64,
}

impl Tracker {
    /// Begins a source. Returns its number.
    pub fn begin(&mut self) -> usize {
        let source = self.next;
        self.next += 1;
        self.open.insert(source, Open::default());
        source
    }

    /// Records that an entry was sent.
    pub fn sent(&mut self, source: usize) {
        self.with(source, |open| open.out += 1);
    }

    /// Records that an entry was skipped.
    pub fn passed(&mut self, source: usize) {
        self.with(source, |open| open.passed = true);
    }

    /// Records that reading ended, and whether it reached the end of the source. Returns the source
    /// if it is now settled.
    pub fn read(&mut self, source: usize, whole: bool) -> Option<Settled> {
        self.with(source, |open| {
            open.read = true;
            open.failed |= !whole;
        });
        self.settled(source)
    }

    /// Records that an entry was answered, and whether it was accepted. Returns the source if it is
    /// now settled.
    pub fn arrived(&mut self, source: usize, accepted: bool) -> Option<Settled> {
        self.with(source, |open| {
            open.out = open.out.saturating_sub(1);
            open.accepted += u64::from(accepted);
            open.failed |= !accepted;
        });
        self.settled(source)
    }

    fn with(&mut self, source: usize, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.get_mut(&source) {
            change(open);
        }
    }

    fn settled(&mut self, source: usize) -> Option<Settled> {
        let open = self.open.get(&source)?;
        if !open.read || open.out > 0 {
            return None;
        }
        let open = self.open.remove(&source)?;
        Some(Settled {
            source,
            accepted: !open.failed,
            whole: !open.failed && !open.passed,
            entries: open.accepted,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_source_is_settled_once_and_accepted_only_if_all_of_it_was(
            sources in proptest::collection::vec(
                (
                    proptest::collection::vec(any::<bool>(), 0..6),
                    any::<bool>(),
                    any::<bool>(),
                ),
                1..6,
            ),
            read_first: bool,
        ) {
            let mut tracker = Tracker::default();
            let mut settled = Vec::new();
            for (arrivals, whole, passed) in &sources {
                let source = tracker.begin();
                for _ in arrivals {
                    tracker.sent(source);
                }
                if *passed {
                    tracker.passed(source);
                }
                if read_first {
                    settled.extend(tracker.read(source, *whole));
                }
                for accepted in arrivals {
                    settled.extend(tracker.arrived(source, *accepted));
                }
                if !read_first {
                    settled.extend(tracker.read(source, *whole));
                }
            }
            prop_assert_eq!(settled.len(), sources.len());
            for (found, (number, (arrivals, whole, passed))) in
                settled.iter().zip(sources.iter().enumerate())
            {
                let accepted = *whole && arrivals.iter().all(|accepted| *accepted);
                prop_assert_eq!(found.source, number);
                prop_assert_eq!(found.accepted, accepted);
                prop_assert_eq!(found.whole, accepted && !passed);
                prop_assert_eq!(
                    found.entries,
                    arrivals.iter().filter(|accepted| **accepted).count() as u64
                );
            }
        }
    }
}
