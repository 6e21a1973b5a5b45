//! Which sources were accepted whole: only these are done.

use std::collections::BTreeMap;

/// The sources that were begun and are not settled.
#[derive(Debug, Default)]
pub struct Tracker {
    next: usize,
    open: BTreeMap<usize, Open>,
}

#[derive(Debug, Default)]
struct Open {
    /// Entries that are on their way.
    out: u64,
    /// Entries that were accepted.
    accepted: u64,
    /// It was read to its end.
    read: bool,
    /// Something of it was not accepted, or it could not be read to its end.
    failed: bool,
    /// Something of it was passed over.
    passed: bool,
}

/// What became of a source of which nothing is out any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Its number.
    pub source: usize,
    /// Everything of it that was wanted was accepted.
    pub accepted: bool,
    /// And nothing was passed over: nothing is left to do with it.
    pub whole: bool,
    /// Entries that were accepted.
    pub entries: u64,
}

impl Tracker {
    /// Begins a source and numbers it.
    pub fn begin(&mut self) -> usize {
        let source = self.next;
        self.next += 1;
        self.open.insert(source, Open::default());
        source
    }

    /// An entry of it is on its way.
    pub fn sent(&mut self, source: usize) {
        self.with(source, |open| open.out += 1);
    }

    /// Something of it is passed over.
    pub fn passed(&mut self, source: usize) {
        self.with(source, |open| open.passed = true);
    }

    /// It was read: to its end, or not.
    pub fn read(&mut self, source: usize, whole: bool) -> Option<Settled> {
        self.with(source, |open| {
            open.read = true;
            open.failed |= !whole;
        });
        self.settled(source)
    }

    /// An entry of it arrived, or did not.
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
                (proptest::collection::vec(any::<bool>(), 0..6), any::<bool>(), any::<bool>()), 1..6,
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
            for (found, (number, (arrivals, whole, passed))) in settled.iter().zip(sources.iter().enumerate()) {
                let accepted = *whole && arrivals.iter().all(|accepted| *accepted);
                prop_assert_eq!(found.source, number);
                prop_assert_eq!(found.accepted, accepted);
                prop_assert_eq!(found.whole, accepted && !passed);
                prop_assert_eq!(found.entries, arrivals.iter().filter(|accepted| **accepted).count() as u64);
            }
        }
    }
}
