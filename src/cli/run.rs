//! Processes inputs, stretch by stretch or record by record.

use std::io::{self, IsTerminal as _, stdin};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::input::{self, Input};
use super::output::Output;
use super::progress::Progress;
use crate::arrival::Arrival;
use crate::clock;
use crate::pipeline::{Outcome, Pipeline, Record, Tally};
use crate::reader::{Chunks, LINE_LIMIT_BYTES, Stretch};
use crate::rejection::{Reason, Rejection};
use crate::stream_event::{Data, EventRecord};

/// The inputs to read. Without paths, this is standard input.
pub(super) fn inputs(files: &[PathBuf]) -> Vec<PathBuf> {
    match files {
        [] => vec![PathBuf::from("-")],
        files => files.to_vec(),
    }
}

/// Why an input is not read further.
#[derive(Debug)]
enum Stop {
    /// The input cannot be read further; the next one may be readable.
    Input(String),
    /// Nobody takes the output, so the command ends.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Input(error.to_string())
    }
}

/// The pipeline, and what is on either side of it.
#[derive(Debug)]
pub(super) struct Run {
    pipeline: Pipeline,
    pub(super) output: Output,
    pub(super) progress: Progress,
    /// The counts of all inputs.
    pub(super) tally: Tally,
}

impl Run {
    pub(super) fn new(pipeline: Pipeline, output: Output, progress: Progress) -> Self {
        Self {
            pipeline,
            output,
            progress,
            tally: Tally::default(),
        }
    }

    /// Processes every input of `paths`, and reports those that cannot be read. Returns whether all
    /// could be read.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn take_all<'a>(
        &mut self,
        paths: impl IntoIterator<Item = &'a PathBuf>,
    ) -> io::Result<bool> {
        let mut all_read = true;
        for path in paths {
            match self.take(path) {
                Ok(()) => {}
                Err(Stop::Output(error)) => return Err(error),
                Err(Stop::Input(reason)) => {
                    all_read = false;
                    let message = format!("{}: {reason}", input::name(path));
                    self.progress.tell(&message);
                }
            }
        }
        Ok(all_read)
    }

    fn take(&mut self, path: &Path) -> Result<(), Stop> {
        if input::is_stdin(path) && stdin().is_terminal() {
            self.progress
                .tell("reading lines from the terminal, until Ctrl-D");
        }
        let name = input::name(path);
        let opened = input::open(path, &self.progress);
        match opened.map_err(|error| Stop::Input(input::reason(path, &error)))? {
            Input::Lines(chunks) => self.take_lines(&name, chunks),
            Input::Event(events) => self.take_events(&name, &events),
        }
    }

    fn take_lines(&mut self, name: &str, mut chunks: Chunks<impl io::Read>) -> Result<(), Stop> {
        let live = chunks.is_live();
        let (mut continued, mut broken) = (false, Ok(()));
        loop {
            let (offset, stretch) = match chunks.next_stretch() {
                Ok(Some(next)) => next,
                Ok(None) => return broken,
                Err(error) => {
                    // The next call returns what was read before, and then the end.
                    broken = Err(error.into());
                    continue;
                }
            };
            let (id, arrival) = (format!("{name}:{offset}"), Arrival::Clock(clock::now()));
            let output = &mut self.output;
            match stretch {
                Stretch::Lines(data) => {
                    let record = Record {
                        data,
                        id: &id,
                        arrival,
                        continued,
                    };
                    self.pipeline
                        .run(&record, &mut |outcome| output.take(&outcome));
                    continued = true;
                }
                Stretch::TooLong(beginning) => self.pipeline.reject_record(
                    beginning,
                    &Rejection::whole(Reason::LineTooLong {
                        limit_bytes: LINE_LIMIT_BYTES,
                    }),
                    &id,
                    arrival.time(),
                    &mut |outcome| output.take(&outcome),
                ),
            }
            self.settle(live)?;
            self.progress.show();
        }
    }

    fn take_events(&mut self, name: &str, events: &[u8]) -> Result<(), Stop> {
        let mut index = 0_u64;
        let read = input::each_record(events, |record| {
            self.take_record(name, index, record);
            index += 1;
        });
        self.settle(true)?;
        read.map_err(|error| Stop::Input(format!("not a Lambda event: {error}")))
    }

    /// Hands over the counts, and reports a failure to write.
    fn settle(&mut self, now: bool) -> Result<(), Stop> {
        let tally = self.pipeline.take_tally();
        self.output.add_tally(&tally);
        self.tally.merge(tally);
        self.output.check(now).map_err(Stop::Output)
    }

    fn take_record(&mut self, name: &str, index: u64, record: EventRecord<'_>) {
        let fallback;
        let id = if record.id.is_empty() {
            fallback = format!("{name}:{index}");
            &fallback
        } else {
            record.id
        };
        let arrival = Arrival::of(record.arrival, clock::now);
        let output = &mut self.output;
        let mut each = |outcome: Outcome<'_>| output.take(&outcome);
        match record.data {
            Data::Bytes(data) => {
                let record = Record {
                    data,
                    id,
                    arrival,
                    continued: false,
                };
                let _ = self.pipeline.run_record(&record, &mut |outcome| {
                    each(outcome);
                    ControlFlow::Continue(())
                });
            }
            Data::Unreadable(text, rejection) => {
                self.pipeline
                    .reject_record(text, rejection, id, arrival.time(), &mut each);
            }
        }
    }
}
