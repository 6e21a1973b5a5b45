//! The pipeline: connects the stages. It reads a record and gives an outcome for each line that is
//! not a directive.

mod line_source;
mod objects;
mod outcome;
mod record;
mod reject;
mod sink;
mod tally;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::arrival::Arrival;
use crate::clean;
use crate::document::{self, Context, Form, LastSecond};
use crate::enrich::Day;
use crate::event::{AccessEvent, Tags};
use crate::format::{LineKind, LogLine};
use crate::payload::{self, Content};
use crate::rejection::{Reason, Rejection};

pub use line_source::ObjectStretch;
pub use outcome::{Outcome, Step};
pub use record::{Record, RecordLimits, Settings};
pub use tally::Tally;

use line_source::LineSource;
use sink::{All, Bounded, Observed, Sink};
use tally::count;

/// The pipeline. It holds caches and buffers, so each thread has its own.
#[derive(Debug)]
pub struct Pipeline {
    settings: Settings,
    tally: Tally,
    /// The document that is being written. Its memory is used again for the next document.
    document: Vec<u8>,
    last_time: clean::LastTime,
    last_second: LastSecond,
    /// Whether every event's document is written. Otherwise only those are written that may be too
    /// long.
    writes: bool,
}

/// The limit of a document is divided by this factor. If a line and its origin are together shorter
/// than the result, the document is not longer than the limit. A document contains each byte of a
/// line at most three times, and each byte takes at most six bytes.
const GROWTH: usize = 32;

impl Pipeline {
    /// A pipeline with empty caches.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            tally: Tally::default(),
            document: Vec::new(),
            last_time: clean::LastTime::default(),
            last_second: LastSecond::default(),
            writes: true,
        }
    }

    /// A pipeline for callers that only count. It writes an event's document only to check whether
    /// the document is too long; otherwise the document is empty. Its events and rejections are the
    /// same as those of [`Pipeline::new`].
    #[must_use]
    pub fn without_documents(settings: Settings) -> Self {
        Self {
            writes: false,
            ..Self::new(settings)
        }
    }

    /// Reads the lines of a file, or of a stretch of it; `each` is called once for each outcome, in
    /// order.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::arrival::Arrival;
    /// use weblog_enrich::config::Config;
    /// use weblog_enrich::event::Timestamp;
    /// use weblog_enrich::pipeline::{Outcome, Pipeline, Record};
    ///
    /// let no_database = |name: &str| (name == "GEOIP_PATH").then(|| "none".to_owned());
    /// let mut pipeline = Pipeline::new(Config::read(no_database)?.settings()?);
    /// let record = Record {
    ///     data: b"not a line of an access log\n",
    ///     id: "example.log",
    ///     arrival: Arrival::Clock(Timestamp::default()),
    ///     continued: false,
    /// };
    /// pipeline.run(&record, &mut |outcome| match outcome {
    ///     Outcome::Rejected { rejection, .. } => {
    ///         assert_eq!(rejection.code(), "line_unrecognised");
    ///     }
    ///     other => panic!("{other:?}"),
    /// });
    /// assert_eq!(pipeline.take_tally().rejected(), 1);
    /// # Ok::<(), weblog_enrich::config::ConfigError>(())
    /// ```
    pub fn run(&mut self, record: &Record<'_>, each: &mut dyn FnMut(Outcome<'_>)) {
        self.take(&record.line_source(), RecordLimits::NONE, &mut All(each));
    }

    /// Like [`run`](Self::run), but reports every step of a line. The documents are the same.
    pub fn observe(&mut self, record: &Record<'_>, each: &mut dyn FnMut(Step<'_>)) {
        self.take(
            &record.line_source(),
            RecordLimits::NONE,
            &mut Observed(each),
        );
    }

    /// Reads one record up to its limits, or until `each` breaks. `each` is called once for each
    /// outcome, in order.
    ///
    /// If a record reaches a limit, its remaining lines become one rejection, which holds the whole
    /// original record. A break of `each` ends the work at once, and is returned.
    pub fn run_record(
        &mut self,
        record: &Record<'_>,
        each: &mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut sink = Bounded {
            each,
            flow: ControlFlow::Continue(()),
        };
        self.take(
            &record.line_source(),
            self.settings.record_limits,
            &mut sink,
        );
        sink.flow
    }

    fn take<S: Sink>(&mut self, record: &LineSource<'_>, limits: RecordLimits, sink: &mut S) {
        self.tally.records += 1;
        self.tally.bytes_in += record.data.len() as u64;
        if !record.continued {
            self.settings.format.start_source();
        }
        let (mut lines, bytes_before) = (0, self.tally.bytes_out);
        let expansion_limit_bytes = self.settings.expansion_limit_bytes;
        // A break is ignored here, because it means that the sink or a limit has ended the record.
        let origin = record.origin;
        let _ = payload::open_of(record.data, origin, expansion_limit_bytes, &mut |content| {
            let place = match &content {
                Content::Line {
                    subsequence,
                    number,
                    place,
                    ..
                }
                | Content::Unreadable {
                    subsequence,
                    number,
                    place,
                    ..
                } => Some((*subsequence, *number, *place)),
                Content::Control => None,
            };
            let Some((subsequence, line, place)) = place else {
                self.tally.control_messages += 1;
                sink.step(Step::Control);
                return ControlFlow::Continue(());
            };
            let position = record.position(subsequence, line, place);
            if let Some(reason) = limits.reached(lines, self.tally.bytes_out - bytes_before) {
                let rejection = Rejection::whole(reason);
                let (raw, arrival) = (record.data, record.arrival.time());
                self.reject_whole(raw, &rejection, arrival, position, origin, &mut |outcome| {
                    sink.done(outcome);
                });
                return ControlFlow::Break(());
            }
            lines += 1;
            match content {
                Content::Line { line, origin, .. } => {
                    let context = Context { position, origin };
                    // A line may trigger a defect of this crate. Other lines must not be affected.
                    let taken = catch_unwind(AssertUnwindSafe(|| {
                        self.take_line(line, record.arrival, &context, sink);
                    }));
                    if taken.is_err() {
                        let rejection = Rejection::whole(Reason::Internal);
                        let arrival = record.arrival.time();
                        self.reject(line, &rejection, arrival, &context, &mut |outcome| {
                            sink.done(outcome);
                        });
                    }
                }
                Content::Unreadable { raw, rejection, .. } => {
                    sink.step(Step::Unreadable {
                        raw,
                        rejection: &rejection,
                    });
                    let arrival = record.arrival.time();
                    self.reject_whole(raw, &rejection, arrival, position, origin, &mut |outcome| {
                        sink.done(outcome);
                    });
                }
                Content::Control => {}
            }
            match sink.continues() {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
    }

    /// Returns the counts and resets them to zero.
    pub fn take_tally(&mut self) -> Tally {
        Tally {
            bot_ranges_seconds: self.oldest_bot_ranges().map(|day| day.seconds),
            ..std::mem::take(&mut self.tally)
        }
    }

    /// The day of the oldest list of bots' addresses in use, or `None` if no list is in use.
    #[must_use]
    pub fn oldest_bot_ranges(&self) -> Option<Day<'_>> {
        self.settings.enricher.oldest_bot_ranges()
    }

    fn take_line<S: Sink>(
        &mut self,
        line: &[u8],
        arrival: Arrival,
        context: &Context<'_>,
        sink: &mut S,
    ) {
        self.tally.lines += 1;
        let Self {
            settings,
            tally,
            document,
            last_time,
            last_second,
            writes,
        } = self;
        sink.step(Step::Line {
            line,
            context,
            format: &settings.format,
        });
        // Lines and events are passed by reference everywhere. Each takes a kilobyte, and a copy
        // costs 100 instructions.
        let mut fields = LogLine::default();
        let mut event = AccessEvent::default();
        let cleaned = match settings.format.read_into(line, &mut fields) {
            Ok(LineKind::Line) => {
                sink.step(Step::Read {
                    line,
                    fields: &fields,
                });
                let rules = &settings.rules;
                clean::clean_into(&fields, rules, last_time, &mut event).inspect_err(|rejection| {
                    sink.step(Step::Unclean {
                        line,
                        fields: &fields,
                        rejection,
                    });
                })
            }
            Ok(LineKind::Directive) => {
                tally.lines -= 1;
                tally.directives += 1;
                return sink.step(Step::Directive);
            }
            Err(rejection) => {
                sink.step(Step::Unread {
                    line,
                    rejection: &rejection,
                });
                Err(rejection)
            }
        };
        if let Err(rejection) = cleaned {
            return self.reject(line, &rejection, arrival.time(), context, &mut |outcome| {
                sink.done(outcome);
            });
        }
        let event = &mut event;
        let far = |days| arrival.is_far_from(event.timestamp, days);
        if settings.past_days.is_some_and(far) {
            event.tags.add(Tags::MISDATED);
        }
        sink.step(Step::Cleaned { event });
        settings.enricher.enrich(event);
        sink.step(Step::Enriched { event });
        if let Some(rule) = settings.drop_rules.matching(event) {
            count(&mut tally.drops, rule);
            return sink.done(Outcome::Dropped { rule });
        }
        let original = settings
            .keep_original
            .then(|| clean::original(line, &settings.rules));
        document.clear();
        let is_short =
            || (line.len() + context.origin.len()) * GROWTH < settings.document_limit_bytes;
        if *writes || !is_short() {
            let limits = (settings.documents, settings.document_limit_bytes);
            let original = original.as_ref();
            write_event(last_second, document, event, limits, original, context);
        }
        if document.len() > settings.document_limit_bytes {
            // The line's values are too long in total. A request with this document would fail at
            // every try.
            let rejection = Rejection::whole(Reason::Oversize {
                limit_bytes: settings.document_limit_bytes,
            });
            return self.reject(line, &rejection, arrival.time(), context, &mut |outcome| {
                sink.done(outcome);
            });
        }
        tally.count_event(event, document.len());
        let original = original.as_ref().map(|(original, _)| &**original);
        sink.done(Outcome::Event {
            document,
            event,
            original,
        });
    }
}

/// Writes an event's document in a form. If the raw line is kept, it is part of the document, and
/// it is cut if the document would exceed the limit in bytes.
fn write_event(
    last_second: &mut LastSecond,
    document: &mut Vec<u8>,
    event: &AccessEvent<'_>,
    (form, limit_bytes): (Form, usize),
    original: Option<&(Cow<'_, str>, Tags)>,
    context: &Context<'_>,
) {
    let mut write = |out: &mut Vec<u8>, original: Option<&str>, tags: Tags| {
        document::write_event_after(last_second, out, event, form, original, tags, context);
    };
    let Some((original, tags)) = original else {
        return write(document, None, Tags::default());
    };
    document::fit(document, limit_bytes, original, |out, original, cut| {
        write(out, Some(original), tags.with(cut));
    });
}
