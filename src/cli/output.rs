//! The destinations of outcomes: standard output for documents, or a report.

use std::io::{Result, Write as _, stdout};
use std::sync::{Arc, Mutex, PoisonError};

use super::summary::tables;
use crate::pipeline::{Outcome, Tally};
use crate::report::{Aggregate, Limits, Report, Zone};

/// Bytes of documents that are written at once. With fewer bytes there would be more system calls.
/// More bytes would not stay in the processor's cache.
const WRITE_BYTES: usize = 256 * 1024;

/// A destination of outcomes.
#[derive(Debug)]
pub(super) enum Output {
    /// Standard output, one document on each line.
    Documents {
        /// The documents that are not written yet.
        pending: Vec<u8>,
        /// The first failure to write. Nothing is written until [`Output::check`] has reported it.
        written: Result<()>,
    },
    /// Counts of outcomes. Another thread may show the counts.
    Report(Counts),
}

/// Counts that another thread may show while they grow.
#[derive(Debug, Clone)]
pub(super) struct Counts(Arc<Mutex<Aggregate>>);

impl Counts {
    pub(super) fn new(aggregate: Aggregate) -> Self {
        Self(Arc::new(Mutex::new(aggregate)))
    }

    /// Takes the counts and leaves empty counts.
    pub(super) fn take(&self, zone: &Zone) -> Aggregate {
        self.with(|counts| std::mem::replace(counts, Aggregate::new(zone.clone(), false)))
    }

    /// Calls a function with the counts. If a thread panicked while it counted, its counts so far
    /// remain.
    pub(super) fn with<T>(&self, with: impl FnOnce(&mut Aggregate) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Output {
    /// An output for documents.
    pub(super) fn documents() -> Self {
        Self::Documents {
            pending: Vec::with_capacity(WRITE_BYTES),
            written: Ok(()),
        }
    }

    /// An output for the counts of a summary.
    pub(super) fn summary() -> Self {
        Self::Report(Counts::new(Aggregate::new(Zone::utc(), false)))
    }

    /// Takes an outcome. The next [`Output::check`] reports a failure to write.
    pub(super) fn take(&mut self, outcome: &Outcome<'_>) {
        match (self, outcome) {
            (Self::Report(counts), outcome) => counts.with(|counts| counts.count(outcome)),
            (Self::Documents { .. }, Outcome::Dropped { .. }) => {}
            (
                Self::Documents { pending, written },
                Outcome::Event { document, .. } | Outcome::Rejected { document, .. },
            ) => {
                pending.extend_from_slice(document);
                pending.push(b'\n');
                if pending.len() >= WRITE_BYTES {
                    write(pending, written);
                }
            }
        }
    }

    /// Adds the counts of the pipeline.
    pub(super) fn add_tally(&mut self, tally: &Tally) {
        if let Self::Report(counts) = self {
            counts.with(|counts| counts.add_tally(tally.clone()));
        }
    }

    /// Reports a failure to write since the last call. If `now` is true, pending documents are
    /// written first.
    pub(super) fn check(&mut self, now: bool) -> Result<()> {
        match self {
            Self::Report(_) => Ok(()),
            Self::Documents { pending, written } => {
                if now {
                    write(pending, written);
                }
                std::mem::replace(written, Ok(()))
            }
        }
    }

    /// Writes the pending documents, or the tables of the summary with at most `top` names each.
    pub(super) fn finish(&mut self, top: usize) -> Result<()> {
        if let Self::Report(counts) = self {
            let limits = Limits {
                rows: top,
                ..Limits::default()
            };
            let report = counts.with(|counts| Report::of(counts, limits));
            stdout().lock().write_all(tables(&report, top).as_bytes())?;
            return stdout().flush();
        }
        self.check(true)
    }
}

fn write(pending: &mut Vec<u8>, written: &mut Result<()>) {
    if written.is_ok() {
        let mut stdout = stdout().lock();
        *written = stdout.write_all(pending).and_then(|()| stdout.flush());
    }
    pending.clear();
}
