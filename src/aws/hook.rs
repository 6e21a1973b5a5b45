//! The transform hook's work on one record: an answer, and documents to put into the stream again.

use std::ops::ControlFlow;

use super::answer::{Answer, HookResponse, Metadata, RecordAnswer, Verdict};
use super::batch::Batcher;
use super::lambda;
use super::partition::{Subject, metadata};
use super::work::Outlet;
use crate::arrival::Arrival;
use crate::config::{Hook, SeveralLines, Unreadable};
use crate::event::Timestamp;
use crate::mark;
use crate::pipeline::{Outcome, Pipeline};
use crate::stream_event::{Data, EventRecord, StreamEvent};

/// The longest answer, in bytes. Lambda allows 6 MB; AWS's own blueprint stops at this number.
pub(super) const RESPONSE_LIMIT_BYTES: usize = 6_000_000;

/// The most bytes of documents that are kept for one record. In base64 they fill a whole answer.
const KEPT_LIMIT_BYTES: usize = RESPONSE_LIMIT_BYTES / 4 * 3;

/// The answer to one record, provided that its documents can be put into the stream again.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) answer: Answer,
    /// Whether some of its documents were passed on to be put into a stream again.
    pub(super) puts_again: bool,
}

/// Plans the answers to the records of a batch, one after the other. Together they fit into the
/// answer to the invocation, even if no document can be put into a stream again.
///
/// Each record may fail, and its answer then has its raw data. Space for this is reserved from the
/// beginning. (Firehose sends at most 3 MB of raw data at once, so failures alone always fit.)
pub(super) struct Planner<'e> {
    hook: &'e Hook,
    key: mark::Key,
    /// `None` if there is no stream to put to.
    batcher: Option<Batcher>,
    /// The length in bytes of the answer as planned so far, with the reserved space.
    answer_bytes: usize,
    /// A reused buffer for a document with its mark.
    sealed: Vec<u8>,
}

/// The state of a record's documents so far.
#[derive(Default)]
struct Documents {
    /// Documents that may answer the record, one per line.
    kept: Vec<u8>,
    /// The partition keys of the first kept document.
    metadata: Option<Metadata>,
    count: usize,
    /// Whether one of them is an event.
    is_readable: bool,
    /// Whether the kept documents exceeded the size of an answer. All of them are then put into the
    /// stream again.
    overflowed: bool,
    puts_again: bool,
}

/// Why the rest of a record's lines is not processed.
enum Stop {
    /// There is no time, or the stream refuses every request.
    Time,
    /// The record fails: there is no stream to put its documents to, or all its lines so far were
    /// rejected and their documents are too long for an answer.
    Fails,
}

impl<'e> Planner<'e> {
    pub(super) fn new(
        hook: &'e Hook,
        key: mark::Key,
        batcher: Option<Batcher>,
        event: &StreamEvent,
    ) -> Self {
        Self {
            hook,
            key,
            batcher,
            answer_bytes: HookResponse::bytes(event.records().map(failed_bytes)),
            sealed: Vec::new(),
        }
    }

    /// Plans the answer to a record. Returns `None` if there is no time for the record, or if the
    /// stream refuses every request.
    pub(super) fn plan(
        &mut self,
        pipeline: &mut Pipeline,
        outlet: &mut Outlet,
        index: usize,
        record: EventRecord<'_>,
        now: Timestamp,
    ) -> Option<Plan> {
        outlet.begin(index).continue_value()?;
        let mut documents = Documents::default();
        if let Some(document) = self.key.open(raw(record)) {
            documents.kept.extend_from_slice(document);
            (documents.count, documents.is_readable) = (1, true);
            documents.metadata = metadata(self.hook, || Subject::of_document(document));
        } else {
            let mut stop = None;
            let arrival = Arrival::of(record.arrival, || now).time();
            let _ = lambda::run(pipeline, record, now, &mut |outcome| {
                let (document, event) = match outcome {
                    Outcome::Event {
                        document, event, ..
                    } => (document, Some(event)),
                    Outcome::Rejected { document, .. } => (document, None),
                    Outcome::Dropped { .. } => return outlet.accepts_more(),
                };
                if documents.kept.is_empty() {
                    documents.metadata = metadata(self.hook, || match event {
                        Some(event) => Subject::of_event(event),
                        None => Subject::of_rejection(arrival),
                    });
                }
                let is_event = event.is_some();
                let taken = self.take(&mut documents, document, is_event, outlet, index);
                match taken {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(why) => {
                        stop = Some(why);
                        ControlFlow::Break(())
                    }
                }
            });
            match stop {
                Some(Stop::Time) => return None,
                Some(Stop::Fails) => return Some(Plan::failed(documents.puts_again)),
                None => outlet.accepts_more().continue_value()?,
            }
        }
        if self.fails_unreadable() && !documents.is_readable && documents.count > 0 {
            return Some(Plan::failed(documents.puts_again));
        }
        match self.answer(&mut documents, record, outlet, index) {
            Ok(answer) => Some(Plan {
                answer,
                puts_again: documents.puts_again,
            }),
            Err(Stop::Fails) => Some(Plan::failed(documents.puts_again)),
            Err(Stop::Time) => None,
        }
    }

    /// Whether a record without a readable line must fail.
    fn fails_unreadable(&self) -> bool {
        self.hook.unreadable == Unreadable::ProcessingFailed
    }

    /// Passes on the remaining documents that are put into the stream again.
    pub(super) fn finish(mut self, outlet: &mut Outlet) {
        let batch = self.batcher.as_mut().and_then(Batcher::finish);
        let _: ControlFlow<()> = outlet.send(batch);
    }

    /// Keeps a document for the answer, or puts it into the stream again.
    fn take(
        &mut self,
        documents: &mut Documents,
        document: &[u8],
        is_event: bool,
        outlet: &mut Outlet,
        index: usize,
    ) -> Result<(), Stop> {
        documents.count += 1;
        let was_undecided = self.fails_unreadable() && !documents.is_readable;
        documents.is_readable |= is_event;
        let is_undecided = self.fails_unreadable() && !documents.is_readable;
        // If all lines so far were rejected, the record may still fail. None of its documents is
        // put into the stream again yet.
        let keeps = is_undecided
            || self.hook.several_lines == SeveralLines::Join
            || documents.kept.is_empty();
        if documents.overflowed || !keeps {
            if was_undecided {
                self.release_all_but_the_first(documents, outlet, index)?;
            }
            documents.puts_again = true;
            return self.put_again(document, outlet, index);
        }
        if !documents.kept.is_empty() {
            documents.kept.push(b'\n');
        }
        documents.kept.extend_from_slice(document);
        if documents.kept.len() > KEPT_LIMIT_BYTES {
            if is_undecided {
                return Err(Stop::Fails);
            }
            documents.overflowed = true;
            self.release(documents, outlet, index)?;
        }
        Ok(())
    }

    /// Puts the kept documents into the stream again, except for the first, which answers the
    /// record.
    fn release_all_but_the_first(
        &mut self,
        documents: &mut Documents,
        outlet: &mut Outlet,
        index: usize,
    ) -> Result<(), Stop> {
        let end = memchr::memchr(b'\n', &documents.kept).unwrap_or(documents.kept.len());
        let further = documents.kept.split_off(end);
        let mut further = Documents {
            kept: further,
            ..Documents::default()
        };
        self.release(&mut further, outlet, index)
    }

    /// Puts all kept documents again, each in a record of its own.
    fn release(
        &mut self,
        documents: &mut Documents,
        outlet: &mut Outlet,
        index: usize,
    ) -> Result<(), Stop> {
        documents.puts_again = true;
        let kept = std::mem::take(&mut documents.kept);
        // No document contains a newline.
        let mut lines = kept.split(|byte| *byte == b'\n');
        lines.try_for_each(|document| match document.is_empty() {
            true => Ok(()),
            false => self.put_again(document, outlet, index),
        })
    }

    fn put_again(
        &mut self,
        document: &[u8],
        outlet: &mut Outlet,
        index: usize,
    ) -> Result<(), Stop> {
        let batcher = self.batcher.as_mut().ok_or(Stop::Fails)?;
        self.sealed.clear();
        self.key.seal(document, &mut self.sealed);
        let sent = outlet.send(batcher.push(&self.sealed, index));
        match sent.is_continue() && outlet.accepts_more().is_continue() {
            true => Ok(()),
            false => Err(Stop::Time),
        }
    }

    /// The answer to a record whose documents are all known.
    ///
    /// If the remaining space is too small for the record's documents, the record is answered
    /// `Dropped`, and these documents are put into the stream again.
    fn answer(
        &mut self,
        documents: &mut Documents,
        record: EventRecord<'_>,
        outlet: &mut Outlet,
        index: usize,
    ) -> Result<Answer, Stop> {
        // A record has no kept document if its lines are blank or dropped, or if all its documents
        // are put into the stream again.
        if documents.kept.is_empty() {
            return Ok(Answer::Dropped);
        }
        let metadata = documents.metadata.take();
        let bytes = documents.kept.len() + self.hook.ending.bytes().len();
        let ok = RecordAnswer::bytes_with(record.id, Verdict::Ok, bytes, metadata.as_ref());
        let failed = failed_bytes(record);
        // A record whose further lines are put into the stream again may still fail.
        let needed = match documents.puts_again {
            true => ok.max(failed),
            false => ok,
        };
        if self.answer_bytes - failed + needed > RESPONSE_LIMIT_BYTES {
            self.release(documents, outlet, index)?;
            return Ok(Answer::Dropped);
        }
        self.answer_bytes = self.answer_bytes - failed + needed;
        let mut data = std::mem::take(&mut documents.kept);
        data.extend_from_slice(self.hook.ending.bytes());
        Ok(Answer::Ok(data, metadata))
    }
}

impl Plan {
    fn failed(puts_again: bool) -> Self {
        Self {
            answer: Answer::Failed,
            puts_again,
        }
    }
}

/// The raw data of a record.
pub(super) fn raw(record: EventRecord<'_>) -> &[u8] {
    let (Data::Bytes(raw) | Data::Unreadable(raw, _)) = record.data;
    raw
}

/// The length of the answer that fails a record.
fn failed_bytes(record: EventRecord<'_>) -> usize {
    RecordAnswer::bytes_with(
        record.id,
        Verdict::ProcessingFailed,
        raw(record).len(),
        None,
    )
}
