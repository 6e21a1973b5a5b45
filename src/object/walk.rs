//! Processes the text of an object, stretch by stretch, in bounded memory.
//!
//! If compressed data has a defect, the content before the defect is delivered, because the defect
//! is found only when reading reaches it. The defect becomes one rejection, which contains the
//! incomplete line before it. (A record of Kinesis or Firehose is checked to its end before its
//! lines are read.) A binary object, and an object that exceeds its expansion limit, end with one
//! rejection.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::continuation::Begin;
use crate::arrival::Arrival;
use crate::event::Origin;
use crate::pipeline::{ObjectStretch, Outcome, Pipeline};
use crate::reader::{Bounded, Chunks, Excess, LINE_LIMIT_BYTES, Stretch};
use crate::rejection::{Reason, Rejection};

/// An object's text, and where to begin in it.
#[derive(Debug, Clone, Copy)]
pub struct ObjectText<'a> {
    /// How the ids of the text's documents begin ([`super::id::prefix`]).
    pub id: &'a str,
    /// When the object was written.
    pub arrival: Arrival,
    /// What is known about the object.
    pub origin: &'a Origin<'a>,
    /// Where to begin. The bytes that [`walk`] receives are the whole object if it is compressed.
    /// Otherwise they are the object's bytes from this offset on.
    pub from: &'a Begin,
    /// Whether the text is compressed. This is ignored if reading starts at the object's beginning,
    /// because the beginning shows it.
    pub compressed: bool,
}

/// What [`walk`] reports: the beginning of a stretch, or the outcome of a line.
#[derive(Debug)]
pub enum WalkStep<'a> {
    /// A stretch begins here. The outcomes of everything before it have been reported.
    Begin(&'a Begin),
    /// The outcome of a line of the stretch that began last.
    Line(Outcome<'a>),
}

/// How far a text was processed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// Where the text continues, or `None` if nothing is left to read: the end was reached, or the
    /// rest was rejected.
    pub rest: Option<Begin>,
    /// Whether the text is compressed.
    pub compressed: bool,
}

/// Processes a text until its end, until `step` breaks, until the rest is rejected, or until its
/// bytes are cut. `is_cut` says whether the bytes end before the object does, which is not a defect
/// of the object.
pub fn walk(
    pipeline: &mut Pipeline,
    bytes: impl Read + 'static,
    text: &ObjectText<'_>,
    is_cut: &dyn Fn() -> bool,
    step: &mut dyn FnMut(WalkStep<'_>) -> ControlFlow<()>,
) -> Walked {
    pipeline
        .format()
        .continue_source(text.from.fields.as_deref());
    let mut walk = Walk {
        text,
        pipeline,
        step,
        at: text.from.clone(),
        compressed: text.compressed,
        is_dense: false,
        lines: 0,
    };
    let rest = match walk.open(bytes) {
        Ok(reader) => walk.stretches(reader, is_cut),
        Err(_) if is_cut() => Some(text.from.clone()),
        Err(error) => walk.reject_rest(b"", &error),
    };
    Walked {
        rest,
        compressed: walk.compressed,
    }
}

struct Walk<'a> {
    text: &'a ObjectText<'a>,
    pipeline: &'a mut Pipeline,
    step: &'a mut dyn FnMut(WalkStep<'_>) -> ControlFlow<()>,
    /// Where the current stretch begins.
    at: Begin,
    compressed: bool,
    /// Whether the text is compressed more densely than any ordinary log. If it is, the limit of a
    /// record's lines applies.
    is_dense: bool,
    lines: u64,
}

impl Walk<'_> {
    /// Opens the text at the place where reading begins.
    fn open(&mut self, bytes: impl Read + 'static) -> io::Result<Box<dyn Read>> {
        let offset = self.at.offset;
        if offset > 0 && !self.compressed {
            return Ok(Box::new(bytes));
        }
        let mut opened = Bounded::open(bytes, self.pipeline.expansion_limit_bytes() as u64)?;
        self.compressed = opened.is_compressed();
        self.is_dense = opened.is_dense();
        io::copy(&mut (&mut opened).take(offset), &mut io::sink())?;
        Ok(Box::new(opened))
    }

    fn stretches(&mut self, reader: Box<dyn Read>, is_cut: &dyn Fn() -> bool) -> Option<Begin> {
        let mut chunks = Chunks::from_offset(reader, self.at.offset);
        loop {
            let (offset, stretch) = match chunks.next_stretch() {
                Ok(Some(next)) => next,
                Ok(None) => return None,
                Err(_) if is_cut() => {
                    // The directives apply that were read so far.
                    self.begin(self.at.offset);
                    return Some(self.at.clone());
                }
                Err(error) => {
                    // The next call returns what was read before the defect.
                    let Ok(Some((offset, Stretch::Lines(data)))) = chunks.next_stretch() else {
                        return self.reject_rest(b"", &error);
                    };
                    self.begin(offset);
                    let whole = memchr::memrchr(b'\n', data).map_or(0, |end| end + 1);
                    let (lines, torn) = data.split_at_checked(whole).unwrap_or((data, b""));
                    if self.lines(lines).is_break() {
                        return Some(self.at.clone());
                    }
                    self.at.offset = offset + whole as u64;
                    return self.reject_rest(torn, &error);
                }
            };
            self.begin(offset);
            let taken = match stretch {
                Stretch::Lines(data) => self.lines(data),
                Stretch::TooLong(beginning) => {
                    let limit_bytes = LINE_LIMIT_BYTES;
                    self.reject(beginning, Reason::LineTooLong { limit_bytes })
                }
            };
            match taken {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(Stop::Asked) => return Some(self.at.clone()),
                ControlFlow::Break(Stop::Ended) => return None,
            }
            if let Stretch::Lines(data) = stretch {
                self.at.offset = offset + data.len() as u64;
            }
        }
    }

    fn begin(&mut self, offset: u64) {
        let fields = self.pipeline.format().fields_directive();
        self.at = Begin {
            offset,
            fields: fields.cloned(),
        };
    }

    /// Processes a stretch of whole lines.
    fn lines(&mut self, data: &[u8]) -> ControlFlow<Stop> {
        if (self.step)(WalkStep::Begin(&self.at)).is_break() {
            return ControlFlow::Break(Stop::Asked);
        }
        // Text that is compressed too densely for a log may have only as many lines as a record.
        let limit = self.pipeline.record_limits().lines;
        let left = if self.is_dense {
            limit.saturating_sub(self.lines)
        } else {
            u64::MAX
        };
        let stretch = stretch(self.text, &self.at, data);
        let mut progress = Progress::default();
        let step = &mut *self.step;
        take(
            self.pipeline,
            &stretch,
            self.at.fields.as_deref(),
            &mut progress,
            &mut |progress, outcome| {
                if progress.lines == left {
                    progress.stop = Some(Stop::Ended);
                    return ControlFlow::Break(());
                }
                progress.lines += 1;
                if let Outcome::Rejected { rejection, .. } = &outcome {
                    progress.is_binary = matches!(rejection.reason, Reason::Binary(_));
                }
                let flow = step(WalkStep::Line(outcome));
                progress.stop = flow.is_break().then_some(Stop::Asked);
                flow
            },
        );
        let Progress {
            lines,
            is_binary,
            stop,
        } = progress;
        self.lines += lines;
        match stop {
            Some(Stop::Ended) => {
                self.at.offset += data.len() as u64;
                self.reject(b"", Reason::Lines { limit })?;
                ControlFlow::Break(Stop::Ended)
            }
            Some(Stop::Asked) => ControlFlow::Break(Stop::Asked),
            None if is_binary && lines == 1 && self.at.offset == 0 => {
                ControlFlow::Break(Stop::Ended)
            }
            None => ControlFlow::Continue(()),
        }
    }

    /// Rejects bytes as one line. Breaks if the receiver takes no more lines.
    fn reject(&mut self, data: &[u8], reason: Reason) -> ControlFlow<Stop> {
        if (self.step)(WalkStep::Begin(&self.at)).is_break() {
            return ControlFlow::Break(Stop::Asked);
        }
        let mut flow = ControlFlow::Continue(());
        let stretch = stretch(self.text, &self.at, data);
        let rejection = Rejection::whole(reason);
        let step = &mut *self.step;
        self.pipeline
            .reject_stretch(&stretch, &rejection, &mut |outcome| {
                flow = step(WalkStep::Line(outcome)).map_break(|()| Stop::Asked);
            });
        flow
    }

    /// Rejects the rest of the text, which cannot be read because of `error`. `data` is the
    /// beginning of this rest. Returns the place of the rest if the receiver takes no more lines.
    fn reject_rest(&mut self, data: &[u8], error: &io::Error) -> Option<Begin> {
        let reason = match Excess::is_cause_of(error) {
            true => Reason::Expansion {
                limit_bytes: self.pipeline.expansion_limit_bytes(),
            },
            false => Reason::Compression(error.to_string()),
        };
        self.reject(data, reason)
            .is_break()
            .then(|| self.at.clone())
    }
}

/// Why the stretches end.
#[derive(Clone, Copy)]
enum Stop {
    /// The receiver takes no more lines.
    Asked,
    /// The rest cannot be read.
    Ended,
}

fn stretch<'a>(text: &ObjectText<'a>, at: &Begin, data: &'a [u8]) -> ObjectStretch<'a> {
    ObjectStretch {
        data,
        id: text.id,
        offset: at.offset,
        arrival: text.arrival,
        origin: text.origin,
        continued: true,
    }
}

/// What became of the lines of a stretch.
#[derive(Clone, Copy, Default)]
struct Progress {
    lines: u64,
    /// Whether the last rejection, if any, was that of binary data.
    is_binary: bool,
    stop: Option<Stop>,
}

/// Receives each outcome of a stretch.
type Each<'a> = dyn FnMut(&mut Progress, Outcome<'_>) -> ControlFlow<()> + 'a;

/// Processes a stretch. `fields` is the directive that applies at its beginning.
///
/// If this crate itself fails on an envelope, only the line with this envelope is rejected: the
/// lines are processed again, one by one, with the same ids and the same directives. They are
/// counted once, as one stretch.
fn take(
    pipeline: &mut Pipeline,
    stretch: &ObjectStretch<'_>,
    fields: Option<&str>,
    progress: &mut Progress,
    each: &mut Each<'_>,
) {
    if try_take(pipeline, stretch, progress, each).is_some() {
        return;
    }
    pipeline.format().continue_source(fields);
    let records = pipeline.tally_mut().records + 1;
    let mut offset = stretch.offset;
    for data in stretch.data.split_inclusive(|byte| *byte == b'\n') {
        let line = ObjectStretch {
            data,
            offset,
            ..*stretch
        };
        offset += data.len() as u64;
        let flow = try_take(pipeline, &line, progress, each).unwrap_or_else(|| {
            let mut flow = ControlFlow::Continue(());
            let rejection = Rejection::whole(Reason::Internal);
            pipeline.reject_stretch(&line, &rejection, &mut |outcome| {
                flow = each(progress, outcome);
            });
            flow
        });
        if flow.is_break() {
            break;
        }
    }
    pipeline.tally_mut().records = records;
}

/// Processes a stretch. Returns `None` if this crate itself failed. A failed attempt counts
/// nothing, although the outcomes before the failure were reported.
fn try_take(
    pipeline: &mut Pipeline,
    stretch: &ObjectStretch<'_>,
    progress: &mut Progress,
    each: &mut Each<'_>,
) -> Option<ControlFlow<()>> {
    let before = (pipeline.tally_mut().clone(), *progress);
    let mut each = |outcome: Outcome<'_>| each(progress, outcome);
    let taken = catch_unwind(AssertUnwindSafe(|| {
        pipeline.run_stretch(stretch, &mut each)
    }));
    if taken.is_err() {
        (*pipeline.tally_mut(), *progress) = before;
    }
    taken.ok()
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
