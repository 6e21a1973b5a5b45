//! Reads the content of sources: failures, events, documents and lines of log.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use super::sending::{Label, Sending, Stop};
use super::unread::{Damaged, EVENT_LIMIT_BYTES, Unread, unless_stopped};
use crate::arrival::Arrival;
use crate::aws::lambda;
use crate::cli::input::{Shape, shape};
use crate::clock;
use crate::event::Origin;
use crate::format::{is_directive, names_columns};
use crate::mark;
use crate::pipeline::{ObjectStretch, Pipeline, Record};
use crate::reader::{Bounded, Chunks, LINE_LIMIT_BYTES, Stretch};
use crate::rejection::{Reason, Rejection};
use crate::replay::document::Document;
use crate::replay::failure::{FailedRecord, Kind};
use crate::replay::on_failure;
use crate::replay::part::{self, Ids, Part, each_part};
use crate::replay::selection::Passed;
use crate::stream_event::{Data, EventRecord};

/// Where the lines of a source come from, which determines their ids.
pub(super) enum Lines<'a> {
    /// A file. Ids contain its name, as in `weblog enrich`.
    File(&'a str),
    /// An object. Ids contain the line's offset in bytes, as in `s3-enrich`.
    Object {
        id: &'a str,
        arrival: Arrival,
        origin: &'a Origin<'a>,
    },
}

impl Lines<'_> {
    /// The beginning of the ids of records that have no id of their own.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::File(name) => name,
            Self::Object { id, .. } => id,
        }
    }
}

/// Reads sources and passes on their entries.
pub(super) struct Work {
    pub(super) pipeline: Pipeline,
    pub(super) sending: Sending,
    /// The key of the mark that the hook sets on documents that it puts back into the stream.
    pub(super) reput_key: Option<mark::Key>,
}

impl Work {
    /// Reads a source to its end, and passes on its entries.
    pub(super) fn read(
        &mut self,
        lines: &Lines<'_>,
        source: impl Read + 'static,
    ) -> Result<(), Unread> {
        let limit_bytes = self.pipeline.expansion_limit_bytes() as u64;
        let mut opened = Bounded::open(source, limit_bytes)?;
        let mut head = Vec::new();
        (&mut opened)
            .take(on_failure::HEAD_BYTES as u64)
            .read_to_end(&mut head)?;
        // The list of records may be after the first bytes, because another long member may precede
        // it. Therefore more bytes are read unless the first bytes already show a log.
        if on_failure::may_be(&head) || shape(&head) != Shape::Lines {
            (&mut opened)
                .take((EVENT_LIMIT_BYTES - head.len()) as u64)
                .read_to_end(&mut head)?;
            match self.events(lines, head)? {
                None => return Ok(()),
                Some(object) => head = object,
            }
        }
        self.pipeline.format().continue_source(None);
        self.stretches(lines, Chunks::new(Cursor::new(head).chain(opened), false))
    }

    fn stretches(
        &mut self,
        lines: &Lines<'_>,
        mut chunks: Chunks<impl Read>,
    ) -> Result<(), Unread> {
        let mut log = Log::default();
        loop {
            match chunks.next_stretch() {
                Ok(None) => return log.damaged.result(),
                Ok(Some((at, Stretch::Lines(data)))) => {
                    self.stretch(lines, &mut log, at, data)?;
                }
                Ok(Some((at, Stretch::TooLong(beginning)))) => match part::damaged(beginning) {
                    Some(known) => log.damaged.add(at, known),
                    None => self.too_long(lines, at, beginning)?,
                },
                Err(error) => {
                    // The next call returns the lines that were read before the error. The
                    // incomplete line is left out.
                    if let Ok(Some((at, Stretch::Lines(data)))) = chunks.next_stretch() {
                        let whole = memchr::memrchr(b'\n', data).map_or(0, |end| end + 1);
                        let data = data.get(..whole).unwrap_or_default();
                        self.stretch(lines, &mut log, at, data)?;
                    }
                    return Err(error.into());
                }
            }
        }
    }

    fn stretch(
        &mut self,
        lines: &Lines<'_>,
        log: &mut Log,
        at: u64,
        data: &[u8],
    ) -> Result<(), Unread> {
        let mut stop = None;
        let _ = each_part(data, &mut |part| {
            let flow = match part {
                Part::Failure(failure, text) => self.failure(&mut log.ids, &failure, text),
                Part::Document(document) => {
                    let from = Label {
                        code: "document",
                        time: Some(document.time),
                    };
                    match self.sending.wants(from) {
                        true => self.sending.document(&document, from),
                        false => ControlFlow::Continue(()),
                    }
                }
                Part::Lines(from, data) => self.log(lines, log, at + from as u64, data),
                Part::Damaged(from, known) => {
                    log.damaged.add(at + from as u64, known);
                    ControlFlow::Continue(())
                }
            };
            flow.map_break(|why| stop = Some(why))
        });
        stop.map_or(Ok(()), |why| Err(Unread::Stop(why)))
    }

    fn failure(&mut self, ids: &mut Ids, failure: &FailedRecord, text: &[u8]) -> ControlFlow<Stop> {
        // Every failure gets an id, even if it is not wanted, so that the ids of equal lines do not
        // depend on the selection.
        let id = ids.of(text);
        let from = Label {
            code: &failure.code,
            time: failure.arrived,
        };
        if !self.sending.wants(from) || !self.sending.wants_refused(failure.refusal()) {
            return ControlFlow::Continue(());
        }
        if let Some(documents) = self.documents(failure) {
            let mut documents = documents.iter();
            return documents.try_for_each(|document| self.sending.document(document, from));
        }
        let record = EventRecord {
            id: &id,
            sequence_number: None,
            arrival: failure.arrived,
            data: Data::Bytes(&failure.data),
        };
        self.record(record, from)
    }

    /// The documents of a failed record. `None` if the record does not consist of documents.
    fn documents<'f>(&self, failure: &'f FailedRecord) -> Option<Vec<Document<'f>>> {
        let data = match failure.kind {
            Kind::Delivery => &failure.data[..],
            // A producer's data are documents only if they have the hook's mark.
            Kind::Source => self.reput_key.as_ref()?.open(&failure.data)?,
        };
        let lines = data.split(|byte| *byte == b'\n');
        let lines = lines
            .map(<[u8]>::trim_ascii)
            .filter(|line| !line.is_empty());
        let documents: Option<Vec<_>> = lines.map(Document::read).collect();
        documents.filter(|documents| !documents.is_empty())
    }

    pub(super) fn record(&mut self, record: EventRecord<'_>, from: Label<'_>) -> ControlFlow<Stop> {
        if self.sending.is_unopened() {
            return match record.data {
                Data::Bytes(data) => self.sending.send(data, None, from),
                Data::Unreadable(..) => {
                    self.sending.pass(Passed::Unreadable);
                    ControlFlow::Continue(())
                }
            };
        }
        let now = clock::now();
        let from = Label {
            time: Some(record.arrival.unwrap_or(now)),
            ..from
        };
        let (sending, mut stop) = (&mut self.sending, None);
        let _ = lambda::run(&mut self.pipeline, record, now, &mut |outcome| {
            let flow = sending.outcome(&outcome, from);
            flow.map_break(|why| stop = Some(why))
        });
        stop.map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }

    /// Reads lines of a log.
    fn log(
        &mut self,
        lines: &Lines<'_>,
        log: &mut Log,
        offset: u64,
        data: &[u8],
    ) -> ControlFlow<Stop> {
        let from = Label {
            code: "raw",
            time: None,
        };
        if self.sending.is_unopened() {
            return match self.sending.wants(from) {
                true => log.each_record(data, &mut |record| self.sending.send(record, None, from)),
                false => ControlFlow::Continue(()),
            };
        }
        let (sending, mut stop) = (&mut self.sending, None);
        match lines {
            Lines::File(name) => {
                let record = Record {
                    data,
                    id: &format!("{name}:{offset}"),
                    arrival: Arrival::Clock(clock::now()),
                    continued: true,
                };
                self.pipeline.run(&record, &mut |outcome| {
                    if stop.is_none() {
                        stop = sending.outcome(&outcome, from).break_value();
                    }
                });
            }
            Lines::Object {
                id,
                arrival,
                origin,
            } => {
                let stretch = ObjectStretch {
                    data,
                    id,
                    offset,
                    arrival: *arrival,
                    origin,
                    continued: true,
                };
                let _ = self.pipeline.run_stretch(&stretch, &mut |outcome| {
                    let flow = sending.outcome(&outcome, from);
                    flow.map_break(|why| stop = Some(why))
                });
            }
        }
        stop.map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }

    fn too_long(&mut self, lines: &Lines<'_>, at: u64, line: &[u8]) -> Result<(), Unread> {
        if self.sending.is_unopened() {
            self.sending.pass(Passed::Size);
            return Ok(());
        }
        let name = lines.name();
        let rejection = Rejection::whole(Reason::LineTooLong {
            limit_bytes: LINE_LIMIT_BYTES,
        });
        let (id, now) = (format!("{name}:{at}"), clock::now());
        let from = Label {
            code: "raw",
            time: None,
        };
        let mut flow = ControlFlow::Continue(());
        let sending = &mut self.sending;
        self.pipeline
            .reject_record(line, &rejection, &id, now, &mut |outcome| {
                flow = sending.outcome(&outcome, from);
            });
        unless_stopped(flow)
    }
}

/// The state of a source's log while it is read.
#[derive(Default)]
struct Log {
    ids: Ids,
    damaged: Damaged,
    /// The `#Fields:` directive that applies, with its line feed.
    fields: Vec<u8>,
}

impl Log {
    /// Calls `each` with the records that an agent would send to a stream. Each record is one line,
    /// preceded by the directive that applies, if any.
    fn each_record(
        &mut self,
        data: &[u8],
        each: &mut dyn FnMut(&[u8]) -> ControlFlow<Stop>,
    ) -> ControlFlow<Stop> {
        for line in data.split_inclusive(|byte| *byte == b'\n') {
            let text = line.trim_ascii();
            if names_columns(text) {
                self.fields = [text, b"\n"].concat();
            }
            if text.is_empty() || is_directive(text) {
                continue;
            }
            match self.fields.is_empty() {
                true => each(line)?,
                false => each(&[&self.fields, line].concat())?,
            }
        }
        ControlFlow::Continue(())
    }
}
