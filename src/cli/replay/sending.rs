//! Selects the wanted entries of a source, counts them and passes them on.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::outlet::{Closed, Outlet};
use super::shared::Shared;
use crate::document::RECORD_LIMIT_BYTES;
use crate::event::Timestamp;
use crate::pipeline::Outcome;
use crate::replay::counts::{Counts, prefix};
use crate::replay::document::Document;
use crate::replay::selection::{Passed, Selection};

/// The most bytes of a record of Kinesis. A record and its partition key may together have 1 MiB.
const KINESIS_LIMIT_BYTES: usize = 1024 * 1024 - 64;

/// Why reading a source stops early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The user asked to stop, or the destination accepts nothing more.
    Asked,
    /// `--limit` is reached.
    Limit,
    /// Standard output cannot be written.
    Output(std::io::Error),
}

/// The origin of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// The code under which the entry is counted.
    pub(super) code: &'a str,
    /// The entry's time, if known.
    pub(super) time: Option<Timestamp>,
}

/// Passes on the wanted entries.
#[derive(Debug)]
pub(super) struct Sending {
    outlet: Outlet,
    selection: Selection,
    shared: Arc<Shared>,
    /// Whether compact documents are sent even if the destination does not complete them.
    keeps_compact: bool,
    /// How many entries may still be sent.
    left: u64,
    pub(super) counts: Counts,
    source: usize,
    prefix: String,
}

impl Sending {
    pub(super) fn new(
        outlet: Outlet,
        selection: Selection,
        shared: Arc<Shared>,
        keeps_compact: bool,
        limit: Option<u64>,
    ) -> Self {
        Self {
            outlet,
            selection,
            shared,
            keeps_compact,
            left: limit.unwrap_or(u64::MAX),
            counts: Counts::default(),
            source: 0,
            prefix: String::new(),
        }
    }

    /// Begins a source. The entries that follow belong to it.
    pub(super) fn begin(&mut self, source: usize, name: &str) {
        self.source = source;
        prefix(name).clone_into(&mut self.prefix);
    }

    /// Whether records and lines are sent unchanged.
    pub(super) fn is_unopened(&self) -> bool {
        self.outlet.is_unopened()
    }

    /// Whether entries of this origin are wanted. If not, counts one entry as skipped.
    pub(super) fn wants(&mut self, from: Label<'_>) -> bool {
        let wanted = self.selection.code(from.code);
        self.is_wanted(wanted.and_then(|()| self.selection.time(from.time)))
    }

    /// Whether a failed document is wanted. `reason` says what OpenSearch did not accept in the
    /// document's content. It is `None` if the document failed for another reason.
    pub(super) fn wants_refused(&mut self, reason: Option<String>) -> bool {
        let Some(reason) = reason else {
            return true;
        };
        self.counts.refuse(reason);
        self.is_wanted(match self.selection.mapping {
            true => Ok(()),
            false => Err(Passed::Mapping),
        })
    }

    /// Counts a skipped entry.
    pub(super) fn pass(&mut self, why: Passed) {
        self.counts.pass(why);
        self.shared.passed(self.source);
    }

    /// Sends a document of this crate unchanged. Skips it if the destination takes only records and
    /// lines, or if the document is compact and the destination does not complete it.
    pub(super) fn document(
        &mut self,
        document: &Document<'_>,
        from: Label<'_>,
    ) -> ControlFlow<Stop> {
        if self.is_unopened() {
            self.pass(Passed::Document);
            return ControlFlow::Continue(());
        }
        if document.compact && !self.keeps_compact && !self.outlet.completes() {
            self.pass(Passed::Compact);
            return ControlFlow::Continue(());
        }
        self.send(document.text, Some(&document.id), from)
    }

    /// Sends the document of a line, if the line has a document and is wanted.
    pub(super) fn outcome(&mut self, outcome: &Outcome<'_>, from: Label<'_>) -> ControlFlow<Stop> {
        let (document, time) = match outcome {
            Outcome::Event {
                document, event, ..
            } => (document, Some(event.timestamp)),
            Outcome::Rejected { document, .. } => (document, from.time),
            Outcome::Dropped { .. } => return ControlFlow::Continue(()),
        };
        // A record has its own time, and was already selected by that time.
        let time = from.time.or(time);
        if from.time.is_none() && !self.wants(Label { time, ..from }) {
            return ControlFlow::Continue(());
        }
        self.send(document, None, Label { time, ..from })
    }

    /// Sends an entry: a document or a record. Without `id`, the id is read from the document if
    /// the destination needs it.
    pub(super) fn send(
        &mut self,
        entry: &[u8],
        id: Option<&str>,
        from: Label<'_>,
    ) -> ControlFlow<Stop> {
        if self.shared.is_stopped() {
            return ControlFlow::Break(Stop::Asked);
        }
        let limit_bytes = match self.is_unopened() {
            true => KINESIS_LIMIT_BYTES,
            false => RECORD_LIMIT_BYTES,
        };
        if entry.len() > limit_bytes {
            self.pass(Passed::Size);
            return ControlFlow::Continue(());
        }
        if self.left == 0 {
            return ControlFlow::Break(Stop::Limit);
        }
        self.left -= 1;
        self.counts
            .add(from.code, from.time, &self.prefix, entry.len());
        let own;
        let id = match (&self.outlet, id) {
            (_, Some(id)) => id,
            (Outlet::OpenSearch { .. }, None) => {
                own = Document::read(entry).map(|document| document.id.into_owned());
                own.as_deref().unwrap_or_default()
            }
            (_, None) => "",
        };
        if !self.outlet.is_immediate() {
            self.shared.sent(self.source);
        }
        stopped(self.outlet.push(entry, id, self.source))
    }

    /// Passes on the entries that are still collected.
    pub(super) fn flush(&mut self) -> ControlFlow<Stop> {
        stopped(self.outlet.flush())
    }

    fn is_wanted(&mut self, wanted: Result<(), Passed>) -> bool {
        if let Err(why) = wanted {
            self.pass(why);
        }
        wanted.is_ok()
    }
}

fn stopped(flow: ControlFlow<Closed>) -> ControlFlow<Stop> {
    flow.map_break(|closed| match closed {
        Closed::Output(error) => Stop::Output(error),
        Closed::Sink => Stop::Asked,
    })
}
