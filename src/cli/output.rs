//! Where outcomes go: as documents to standard output, or into a summary.

use std::io::{Result, Write as _, stdout};

use super::summary::Summary;
use crate::pipeline::{Outcome, Tally};

/// Bytes of documents written at once: few calls of the system, and still in the cache.
const WRITE_BYTES: usize = 256 * 1024;

/// Where outcomes go.
#[derive(Debug)]
pub(super) enum Output {
    /// To standard output, a line each.
    Documents {
        /// What is not written yet.
        pending: Vec<u8>,
        /// The first failure to write; nothing is written after it.
        written: Result<()>,
    },
    /// Counted.
    Summary(Box<Summary>),
}

impl Output {
    /// An output without anything in it.
    pub(super) fn new(summary: bool) -> Self {
        if summary {
            Self::Summary(Box::default())
        } else {
            Self::Documents {
                pending: Vec::with_capacity(WRITE_BYTES),
                written: Ok(()),
            }
        }
    }

    /// Takes an outcome. A failure to write is told by the next [`Output::check`].
    pub(super) fn take(&mut self, outcome: &Outcome<'_>) {
        match (self, outcome) {
            (Self::Summary(summary), outcome) => summary.count(outcome),
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

    /// Tells a failure to write since the last call; `now` writes what is pending first.
    pub(super) fn check(&mut self, now: bool) -> Result<()> {
        match self {
            Self::Summary(_) => Ok(()),
            Self::Documents { pending, written } => {
                if now {
                    write(pending, written);
                }
                std::mem::replace(written, Ok(()))
            }
        }
    }

    /// Writes what is left: documents, or the tables of the summary with `top` rows each.
    pub(super) fn finish(&mut self, tally: &Tally, top: usize) -> Result<()> {
        if let Self::Summary(summary) = self {
            stdout()
                .lock()
                .write_all(summary.tables(tally, top).as_bytes())?;
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
