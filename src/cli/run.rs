//! Processes inputs, stretch by stretch or record by record.

use std::io::{self, IsTerminal as _, stdin};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::input::{self, Input};
use super::output::Output;
use super::progress::Progress;
#[cfg(feature = "replay")]
use super::text::write_message;
use crate::arrival::Arrival;
use crate::clock;
use crate::pipeline::{Outcome, Pipeline, Record, Tally};
use crate::reader::{Chunks, LINE_LIMIT_BYTES, Stretch};
use crate::rejection::{Reason, Rejection};
use crate::stream_event::{Data, EventRecord};

/// The inputs to read: `files`, or standard input if there are none. A prefix of S3 means the
/// objects below it. The flag is false if the objects of a prefix could not be listed, which is
/// also reported.
pub(super) fn inputs(files: &[PathBuf]) -> (Vec<PathBuf>, bool) {
    if files.is_empty() {
        return (vec![PathBuf::from("-")], true);
    }
    #[cfg(feature = "replay")]
    if files.iter().any(|file| input::is_object(file)) {
        return listed(files);
    }
    (files.to_vec(), true)
}

#[cfg(feature = "replay")]
fn listed(files: &[PathBuf]) -> (Vec<PathBuf>, bool) {
    let (mut paths, mut are_all) = (Vec::new(), true);
    for file in files {
        if !input::is_object(file) {
            paths.push(file.clone());
            continue;
        }
        match input::objects(file) {
            Ok(objects) => paths.extend(objects),
            Err(error) => {
                are_all = false;
                write_message(error);
            }
        }
    }
    (paths, are_all)
}

/// Why an input is not read further.
#[derive(Debug)]
enum Stop {
    /// The input cannot be read further; the next one may be readable.
    Input(String),
    /// The output cannot be written, so the command ends.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Input(error.to_string())
    }
}

/// A pipeline, its output, and the progress and counts of all inputs that go through it.
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

    /// Processes every input of `paths`, and reports the inputs that cannot be read. Returns
    /// whether all could be read.
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
                    self.progress.write_message(&message);
                }
            }
        }
        Ok(all_read)
    }

    fn take(&mut self, path: &Path) -> Result<(), Stop> {
        if input::is_stdin(path) && stdin().is_terminal() {
            self.progress
                .write_message("reading lines from the terminal; press Ctrl-D to end");
        }
        let name = input::name(path);
        #[cfg(feature = "replay")]
        if input::is_object(path) {
            return self.take_object(path);
        }
        let opened = input::open(path, &self.progress);
        match opened.map_err(|error| Stop::Input(input::reason(path, &error)))? {
            Input::Lines(chunks) => self.take_lines(&name, chunks),
            Input::Event(events) => self.take_events(&name, &events),
        }
    }

    /// Processes an object of S3. Its lines get the ids that `s3-enrich` gives them.
    #[cfg(feature = "replay")]
    fn take_object(&mut self, path: &Path) -> Result<(), Stop> {
        use crate::object::continuation::Begin;
        use crate::object::walk::{ObjectText, WalkStep, walk};

        let (object, stated, bytes) = input::open_object(path)?;
        let id = crate::object::id::prefix(&object.bucket, &object.key, &stated.version);
        let text = ObjectText {
            id: &id,
            arrival: Arrival::of(stated.written, clock::now),
            origin: &crate::event::Origin::default(),
            from: &Begin::default(),
            compressed: false,
        };
        let ended = bytes.ended();
        let bytes = self.progress.count(bytes);
        let (output, progress, mut failed) = (&mut self.output, &mut self.progress, None);
        walk(
            &mut self.pipeline,
            bytes,
            &text,
            &|| ended.why().is_some(),
            &mut |step| match step {
                WalkStep::Begin(_) => {
                    progress.show();
                    failed = output.check(false).err();
                    match failed {
                        Some(_) => ControlFlow::Break(()),
                        None => ControlFlow::Continue(()),
                    }
                }
                WalkStep::Line(outcome) => {
                    output.take(&outcome);
                    ControlFlow::Continue(())
                }
            },
        );
        self.settle(false)?;
        match (failed, ended.why()) {
            (Some(error), _) => Err(Stop::Output(error)),
            (None, Some(why)) => Err(Stop::Input(why.to_string())),
            (None, None) => Ok(()),
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
                    // The next calls return the lines that were read before the error, and then the
                    // end.
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

    /// Adds the pipeline's counts to the output, and reports a failure to write. If `now` is true,
    /// pending documents are written first.
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
