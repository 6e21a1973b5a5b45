//! The way of a line through all rooms: a record in, a document a line out.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::arrival::Arrival;
use crate::clean;
use crate::document::{self, Context, Form};
use crate::drop::DropRules;
use crate::enrich::Enricher;
use crate::event::{AccessEvent, Origin, Position, Tags, Timestamp};
use crate::format::{Format, LineKind, LogLine};
use crate::payload::{self, Content};
use crate::rejection::{Reason, Rejection};

/// A record of a stream, its base64 already off.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The bytes.
    pub data: &'a [u8],
    /// `shardId:sequenceNumber`, a Firehose recordId, or a file's name.
    pub id: &'a str,
    /// When the stream took it.
    pub arrival: Arrival,
    /// It goes on where the record before it stopped, as a file read in stretches does: what `#Fields:` said still holds.
    pub continued: bool,
}

/// What became of one line.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// An access event.
    Event {
        /// The document, a single line of JSON without a newline.
        document: &'a [u8],
        /// The event it was made of.
        event: &'a AccessEvent<'a>,
    },
    /// A line that could not be read, as a `pipeline_error` document.
    Rejected {
        /// The document, a single line of JSON without a newline.
        document: &'a [u8],
        /// Why.
        rejection: &'a Rejection,
    },
    /// A line that a rule of the operator dropped.
    Dropped {
        /// The rule, as configured.
        rule: &'a str,
    },
}

/// What a pipeline counted since [`Pipeline::take_tally`] was last called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records opened.
    pub records: u64,
    /// Bytes of records, base64 off.
    pub bytes_in: u64,
    /// Lines found: events, rejections and drops together.
    pub lines: u64,
    /// Access events among the documents.
    pub events: u64,
    /// Rejections, by code.
    pub rejections: BTreeMap<&'static str, u64>,
    /// Lines dropped, by rule.
    pub drops: BTreeMap<String, u64>,
    /// Directives (`#Fields:`) heeded.
    pub directives: u64,
    /// CloudWatch Logs control messages.
    pub control_messages: u64,
    /// Bytes of documents.
    pub bytes_out: u64,
    /// Events whose visitor was located.
    pub geo_hits: u64,
    /// Events whose agent was recognised.
    pub agent_hits: u64,
    /// The newest event's time.
    pub newest: Option<Timestamp>,
}

/// What a pipeline is made of.
#[derive(Debug)]
pub struct Settings {
    /// How lines are read.
    pub format: Format,
    /// How they are cleaned.
    pub rules: clean::Rules,
    /// What is added.
    pub enricher: Enricher,
    /// What is not wanted.
    pub drop_rules: DropRules,
    /// Whether `event.original` is kept on events (rejections always have it).
    pub keep_original: bool,
    /// How an event's document is written (a rejection's has one form).
    pub documents: Form,
    /// How many days before its record's arrival a line may be without the tag `misdated`; `None` for any.
    pub past_days: Option<u32>,
    /// The most bytes that one record may expand to.
    pub expansion_limit_bytes: usize,
    /// What one record may come to.
    pub record_limits: RecordLimits,
    /// The most bytes of one document.
    pub document_limit_bytes: usize,
}

/// What one record may come to. A record of a few kilobytes can expand to millions of lines, each of which becomes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordLimits {
    /// The most lines.
    pub lines: u64,
    /// The most bytes of all its documents; the one that passes it is still made.
    pub documents_bytes: u64,
}

impl RecordLimits {
    /// What holds unless configured otherwise: more lines than a minute's delivery of 4,400 documents a second, and 256 MiB.
    pub const DEFAULT: Self = Self {
        lines: 250_000,
        documents_bytes: 256 * 1024 * 1024,
    };

    /// The limits do not apply: a file is not a record.
    const NONE: Self = Self {
        lines: u64::MAX,
        documents_bytes: u64::MAX,
    };

    /// Why no further line is taken of a record of which so many were.
    fn reached(self, lines: u64, documents_bytes: u64) -> Option<Reason> {
        if lines >= self.lines {
            let limit = self.lines;
            Some(Reason::Lines { limit })
        } else if documents_bytes >= self.documents_bytes {
            let limit_bytes = self.documents_bytes;
            Some(Reason::Documents { limit_bytes })
        } else {
            None
        }
    }
}

/// The way of a line. One a thread: it holds caches and scratch space.
#[derive(Debug)]
pub struct Pipeline {
    settings: Settings,
    tally: Tally,
    /// The document being written, its memory used again.
    document: Vec<u8>,
}

impl Pipeline {
    /// A pipeline with cold caches.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            tally: Tally::default(),
            document: Vec::new(),
        }
    }

    /// Takes the lines of a file through, or of a stretch of it; `each` is called once a line, in order.
    pub fn run(&mut self, record: &Record<'_>, each: &mut dyn FnMut(Outcome<'_>)) {
        let _ = self.take(record, RecordLimits::NONE, &mut |outcome| {
            each(outcome);
            ControlFlow::Continue(())
        });
    }

    /// Takes one record through, as far as its limits and `each` allow; `each` is called once a line, in order.
    ///
    /// Of a record that reaches a limit, the lines beyond it become one rejection, which has the whole record as it came. A
    /// break of `each` ends the work at once, and is returned.
    pub fn run_record(
        &mut self,
        record: &Record<'_>,
        each: &mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.take(record, self.settings.record_limits, each)
    }

    fn take(
        &mut self,
        record: &Record<'_>,
        limits: RecordLimits,
        each: &mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.tally.records += 1;
        self.tally.bytes_in += record.data.len() as u64;
        if !record.continued {
            self.settings.format.start_source();
        }
        let (mut lines, bytes_before) = (0, self.tally.bytes_out);
        let flow = Cell::new(ControlFlow::Continue(()));
        let mut each = |outcome: Outcome<'_>| {
            if flow.get().is_continue() {
                flow.set(each(outcome));
            }
        };
        let expansion_limit_bytes = self.settings.expansion_limit_bytes;
        // It ends as `flow` does, or at a limit.
        let _ = payload::open_while(record.data, expansion_limit_bytes, &mut |content| {
            let place = match &content {
                Content::Line {
                    subsequence,
                    number,
                    ..
                }
                | Content::Unreadable {
                    subsequence,
                    number,
                    ..
                } => Some((*subsequence, *number)),
                Content::Control => None,
            };
            let Some((subsequence, line)) = place else {
                self.tally.control_messages += 1;
                return ControlFlow::Continue(());
            };
            let position = Position {
                record: record.id,
                subsequence,
                line,
            };
            if let Some(reason) = limits.reached(lines, self.tally.bytes_out - bytes_before) {
                let rejection = Rejection::whole(reason);
                let (raw, arrival) = (record.data, record.arrival.time());
                self.reject_whole(raw, &rejection, arrival, position, &mut each);
                return ControlFlow::Break(());
            }
            lines += 1;
            match content {
                Content::Line { line, origin, .. } => {
                    let context = Context { position, origin };
                    // A defect of ours that shows on one line must not take its neighbours with it.
                    let taken = catch_unwind(AssertUnwindSafe(|| {
                        self.take_line(line, record.arrival, &context, &mut each);
                    }));
                    if taken.is_err() {
                        let rejection = Rejection::whole(Reason::Internal);
                        self.reject(line, &rejection, record.arrival.time(), &context, &mut each);
                    }
                }
                Content::Unreadable { raw, rejection, .. } => {
                    self.reject_whole(raw, &rejection, record.arrival.time(), position, &mut each);
                }
                Content::Control => {}
            }
            flow.get()
        });
        flow.get()
    }

    /// Takes a record that could not even be decoded: one rejection, with the bytes as they came.
    pub fn reject_record(
        &mut self,
        raw: &[u8],
        rejection: &Rejection,
        id: &str,
        arrival: Timestamp,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        self.tally.records += 1;
        self.tally.bytes_in += raw.len() as u64;
        let position = Position {
            record: id,
            subsequence: None,
            line: 0,
        };
        self.reject_whole(raw, rejection, arrival, position, each);
    }

    /// Rejects bytes that count as one line, and of which no envelope tells anything.
    fn reject_whole(
        &mut self,
        raw: &[u8],
        rejection: &Rejection,
        arrival: Timestamp,
        position: Position<'_>,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        self.tally.lines += 1;
        let origin = &Origin::default();
        self.reject(raw, rejection, arrival, &Context { position, origin }, each);
    }

    /// The counts so far; they start again at zero.
    pub fn take_tally(&mut self) -> Tally {
        std::mem::take(&mut self.tally)
    }

    fn take_line(
        &mut self,
        line: &[u8],
        arrival: Arrival,
        context: &Context<'_>,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        self.tally.lines += 1;
        let Self {
            settings,
            tally,
            document,
        } = self;
        // By reference all the way: a line and an event are a kilobyte each, and a copy of one is 100 instructions.
        let mut fields = LogLine::default();
        let mut event = AccessEvent::default();
        let cleaned = match settings.format.read_into(line, &mut fields) {
            Ok(LineKind::Line) => clean::clean_into(&fields, &settings.rules, &mut event),
            Ok(LineKind::Directive) => {
                tally.lines -= 1;
                tally.directives += 1;
                return;
            }
            Err(rejection) => Err(rejection),
        };
        if let Err(rejection) = cleaned {
            return self.reject(line, &rejection, arrival.time(), context, each);
        }
        let event = &mut event;
        let far = |days| arrival.is_far_from(event.timestamp, days);
        if settings.past_days.is_some_and(far) {
            event.tags.add(Tags::MISDATED);
        }
        settings.enricher.enrich(event);
        if let Some(rule) = settings.drop_rules.matching(event) {
            count(&mut tally.drops, rule);
            return each(Outcome::Dropped { rule });
        }
        document.clear();
        let form = settings.documents;
        if settings.keep_original {
            let (original, tags) = clean::original(line, &settings.rules);
            document::fit(
                document,
                settings.document_limit_bytes,
                &original,
                |out, original, cut| {
                    document::write_event(
                        out,
                        event,
                        form,
                        Some(original),
                        tags.with(cut),
                        context,
                    );
                },
            );
        } else {
            document::write_event(document, event, form, None, Tags::default(), context);
        }
        if document.len() > settings.document_limit_bytes {
            // Many long values together. Sent as it is, it would keep its whole request from being accepted, for ever.
            let rejection = Rejection::whole(Reason::Oversize {
                limit_bytes: settings.document_limit_bytes,
            });
            return self.reject(line, &rejection, arrival.time(), context, each);
        }
        tally.count_event(event, document.len());
        each(Outcome::Event { document, event });
    }

    fn reject(
        &mut self,
        raw: &[u8],
        rejection: &Rejection,
        arrival: Timestamp,
        context: &Context<'_>,
        each: &mut dyn FnMut(Outcome<'_>),
    ) {
        let Self {
            settings,
            tally,
            document,
        } = self;
        // More than a document can show is not even looked at: a record may have expanded to one line without an end.
        let shown = beginning(raw, settings.document_limit_bytes);
        let (original, mut tags) = clean::original(shown, &settings.rules);
        if shown.len() < raw.len() {
            tags.add(Tags::TRUNCATED);
        }
        document.clear();
        document::fit(
            document,
            settings.document_limit_bytes,
            &original,
            |out, original, cut| {
                document::write_rejection(
                    out,
                    rejection,
                    original,
                    tags.with(cut),
                    arrival,
                    context,
                );
            },
        );
        if document.len() > settings.document_limit_bytes && *context.origin != Origin::default() {
            // Only what the envelope tells can still be as long as that.
            let position = context.position;
            let origin = &Origin::default();
            return self.reject(raw, rejection, arrival, &Context { position, origin }, each);
        }
        *tally.rejections.entry(rejection.code()).or_default() += 1;
        tally.bytes_out += document.len() as u64;
        each(Outcome::Rejected {
            document,
            rejection,
        });
    }
}

impl Tally {
    /// Documents made: events and rejections.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.events + self.rejected()
    }

    /// Lines rejected, for whatever reason.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejections.values().sum()
    }

    /// Lines dropped, by whatever rule.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.drops.values().sum()
    }

    fn count_event(&mut self, event: &AccessEvent<'_>, document_bytes: usize) {
        self.events += 1;
        self.bytes_out += document_bytes as u64;
        self.geo_hits += u64::from(event.source.geo.is_some());
        self.agent_hits += u64::from(
            event
                .agent
                .as_ref()
                .is_some_and(|agent| agent.name.is_some()),
        );
        self.newest = self.newest.max(Some(event.timestamp));
    }
}

/// At most so many bytes of a line, and no character cut in two.
fn beginning(raw: &[u8], limit_bytes: usize) -> &[u8] {
    let Some(shown) = raw
        .get(..limit_bytes)
        .filter(|shown| shown.len() < raw.len())
    else {
        return raw;
    };
    let is_continuation = |byte: &u8| byte & 0xc0 == 0x80;
    let end = (limit_bytes.saturating_sub(3)..=limit_bytes)
        .rev()
        .find(|end| !raw.get(*end).is_some_and(is_continuation));
    shown.get(..end.unwrap_or(limit_bytes)).unwrap_or(shown)
}

/// Counts under a name without allocating when it is known already.
fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
