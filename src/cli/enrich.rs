//! `weblog enrich`: files in, documents or their summary out.

use std::io::{self, IsTerminal as _, stdin};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::input::{self, Input};
use super::options::Options;
use super::output::Output;
use super::progress::Progress;
use super::report::report;
use super::text::tell;
use crate::arrival::Arrival;
use crate::clock;
use crate::pipeline::{Pipeline, Record};
use crate::reader::{Chunks, LINE_LIMIT_BYTES, Stretch};
use crate::rejection::{Reason, Rejection};
use crate::stream_event::{Data, EventRecord};

/// Reads logs and writes one JSON document a line of them
///
/// Reads raw logs, plain or compressed (gzip, zstd), and Lambda events of Kinesis and Firehose, all told by what they
/// hold. Writes one document a line to standard output, in order, while the lines arrive. The id of a document
/// (event.id) is the file's name, the place of a stretch of lines within it, in bytes, and the line within the stretch:
/// the same file gives the same ids.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
#[command(after_long_help = "\
Examples:
  weblog enrich access.log
  weblog enrich --format '%h %l %u %t \"%r\" %>s %b %D' access.log access.log.*.gz
  weblog enrich --summary --top 5 access.log
  weblog enrich --geoip /usr/share/GeoIP --trusted-proxy 192.0.2.0/24 access.log
  weblog enrich events/kinesis-combined.json
  tail -F access.log | weblog enrich | jq .source.ip

A line that cannot be read becomes a document, too (event.kind is pipeline_error); how many there were, and why, is told
on stderr at the end, and the exit status stays 0. A file that cannot be read is told, the others are read all the same,
and the exit status is 1. Options or variables that cannot work end with 2 before anything is read. A reader that goes
away (`| head`) ends the command quietly.")]
pub(super) struct Enrich {
    /// Prints counts by outcome, status, country, browser, system and bot as tables, instead of documents
    #[arg(long)]
    summary: bool,

    /// Rows of each table of the summary; what is beyond them is added up
    #[arg(long, value_name = "N", default_value_t = 10, requires = "summary")]
    top: usize,

    /// Logs or Lambda events; `-` is standard input, and so is no file at all
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    // Last, for its heading in the help holds for all that follows.
    #[command(flatten)]
    options: Options,
}

impl Enrich {
    /// Takes every input through the pipeline.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let standard_input = [PathBuf::from("-")];
        let paths = if self.files.is_empty() {
            &standard_input[..]
        } else {
            &self.files
        };
        let mut run = Run {
            pipeline: Pipeline::new(self.options.settings()?),
            output: Output::new(self.summary),
            progress: Progress::new(input::total_bytes(paths)),
        };
        let mut unread = false;
        for path in paths {
            match run.take(path) {
                Ok(()) => {}
                Err(Stop::Output(error)) => return Err(Failure::Output(error)),
                Err(Stop::Input(reason)) => {
                    unread = true;
                    run.progress
                        .tell(&format!("{}: {reason}", input::name(path)));
                }
            }
        }
        run.progress.finish();
        let tally = run.pipeline.take_tally();
        run.output
            .finish(&tally, self.top)
            .map_err(Failure::Output)?;
        for sentence in report(&tally) {
            tell(sentence);
        }
        if unread { Err(Failure::Inputs) } else { Ok(()) }
    }
}

/// Why an input is not read further.
enum Stop {
    /// It cannot be: the next one may.
    Input(String),
    /// Nobody takes what comes of it: the end.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Input(error.to_string())
    }
}

/// The pipeline, and what is on either side of it.
struct Run {
    pipeline: Pipeline,
    output: Output,
    progress: Progress,
}

impl Run {
    fn take(&mut self, path: &Path) -> Result<(), Stop> {
        if input::is_stdin(path) && stdin().is_terminal() {
            self.progress
                .tell("reading lines from the terminal, until Ctrl-D");
        }
        let name = input::name(path);
        match input::open(path, &self.progress)? {
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
                    // What was read before comes with the next call, and then the end.
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
            self.output.check(live).map_err(Stop::Output)?;
            self.progress.show();
        }
    }

    fn take_events(&mut self, name: &str, events: &[u8]) -> Result<(), Stop> {
        let mut index = 0_u64;
        let read = input::each_record(events, |record| {
            self.take_record(name, index, record);
            index += 1;
        });
        self.output.check(true).map_err(Stop::Output)?;
        read.map_err(|error| Stop::Input(format!("not a Lambda event: {error}")))
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
        let mut each = |outcome: crate::pipeline::Outcome<'_>| output.take(&outcome);
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
