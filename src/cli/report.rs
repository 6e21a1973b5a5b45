//! `weblog report`: one self-contained page about a log, or its numbers as JSON or tables.

mod target;

use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use jiff::tz::TimeZone;

use super::failure::Failure;
use super::fates::fates;
use super::input;
use super::options::Options;
use super::output::{Counts, Output};
use super::progress::Progress;
use super::run::{Run, inputs};
use super::summary::tables;
use super::text::{counted, write_message};
use crate::clock;
use crate::pipeline::{Pipeline, Tally};
use crate::report::{Aggregate, Limits, Report, Zone, page};

/// The page's file name, unless `--output` gives another.
const PAGE: &str = "report.html";

/// The message if a thread that counts has panicked.
const PANICKED: &str = "the counting failed, which is a defect";

/// Writes a page about a log: who came, what they read, what failed, what was slow
///
/// Reads what `weblog enrich` reads and writes one HTML file that needs nothing else: no network,
/// no server. The page's filters work offline. Without --watch, several files are read at the same
/// time.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  weblog report --open access.log.*.gz
  weblog report --timezone Europe/Berlin -o october.html access.log
  tail -F access.log | weblog report --watch -o report.html
  weblog report --format json access.log | jq '.parts[] | select(.id == \"pages\") | .rows[].name'

The page contains counts, names (paths, referrers, addresses), and the first three rejected lines of
each reason. With --with-lines it also contains lines of requests. All names and lines are redacted
as in documents. `ADDRESS_TRUNCATION=true` truncates addresses. docs/REPORT.md explains each
number.")]
pub(super) struct ReportCommand {
    /// The file to write; `-` is standard output. A page goes to report.html by default, other
    /// forms to standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What to write
    #[arg(
        long = "format",
        id = "form",
        value_name = "FORM",
        default_value = "html"
    )]
    form: Form,

    /// The time zone of hours and days, an IANA name such as Europe/Berlin, or `local`
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    timezone: String,

    /// Opens the page when the log has been read to its end
    #[arg(long)]
    open: bool,

    /// Rewrites the page at this interval (5 seconds by default) while lines arrive; the page
    /// reloads itself
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true,
        default_missing_value = "5", value_parser = clap::value_parser!(u64).range(1..))]
    watch: Option<u64>,

    /// Shows the newest 100 lines of failed requests and the newest 100 other lines, redacted
    #[arg(long)]
    with_lines: bool,

    /// The maximum number of names in a table: those with the most requests. The page and JSON also
    /// have the names that lead by people's requests, by bots' requests, by failed requests, or by
    /// slow answers
    #[arg(long, value_name = "N", default_value_t = 200)]
    top: usize,

    /// Logs or Lambda events; `-` or no file means standard input. Builds with the feature
    /// `replay`, such as releases, also read `s3://bucket/prefix`
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    // This field is last because its heading in the help applies to all fields that follow.
    #[command(flatten)]
    options: LogOptions,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A page.
    Html,
    /// The numbers, as docs/report.schema.json describes them.
    Json,
    /// Tables.
    Text,
}

/// The options of the pipeline, with `--format` renamed to `--log-format`.
#[derive(Debug)]
struct LogOptions(Options);

impl Args for LogOptions {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command).mut_arg("format", |format| {
            format.long("log-format").short(None).value_name("FORMAT")
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LogOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let options = Options::from_arg_matches(matches)?;
        Ok(Self(options.with_format_named("--log-format")))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl ReportCommand {
    /// Counts every input and writes the report.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let zone = zone(&self.timezone)?;
        // This is checked before anything is read, so that invalid options are reported at once.
        self.options.0.config()?;
        if let Some(target) = self.target() {
            target::check(&target)?;
        }
        let (paths, are_listed) = inputs(&self.files);
        let progress = Progress::new(input::total_bytes(&paths));
        let (aggregate, tally, all_read) = match self.watch {
            Some(seconds) => self.watch(&paths, &zone, progress, Duration::from_secs(seconds))?,
            None => self.count(&paths, &zone, &progress)?,
        };
        let all_read = all_read && are_listed;
        if tally.lines == 0 && !all_read {
            write_message("no line was read, so no report is written");
            return Err(Failure::Inputs);
        }
        let report = self.report(&aggregate, &paths);
        self.write(&report, None)?;
        if tally.lines == 0 {
            write_message("no line was read: is the log empty, or was it rotated to another file?");
        }
        for sentence in fates(&tally) {
            write_message(sentence);
        }
        if let Some(target) = self.target() {
            let visitors = report.totals.visitors.first().copied().unwrap_or_default();
            let [requests, visitors] = [
                counted(report.totals.requests, "request"),
                counted(visitors, "visitor"),
            ];
            let hint = if self.open || self.form != Form::Html {
                ""
            } else {
                "; open it in a browser"
            };
            write_message(format_args!(
                "{}: {requests}, {visitors}{hint}",
                target.display()
            ));
            if self.open {
                target::open(&target)?;
            }
        }
        if all_read {
            Ok(())
        } else {
            Err(Failure::Inputs)
        }
    }

    /// Where the report goes; `None` for standard output.
    fn target(&self) -> Option<PathBuf> {
        match (&self.output, self.form) {
            (Some(path), _) => Some(path.clone()).filter(|path| !input::is_stdin(path)),
            (None, Form::Html) => Some(PathBuf::from(PAGE)),
            (None, Form::Json | Form::Text) => None,
        }
    }

    fn settings(&self) -> Result<crate::pipeline::Settings, Failure> {
        let mut settings = self.options.0.settings()?;
        settings.keep_original |= self.with_lines;
        // A report counts lines of any age and does not show the tag `misdated`.
        settings.past_days = None;
        Ok(settings)
    }

    fn new_run(&self, counts: Counts, progress: Progress) -> Result<Run, Failure> {
        let pipeline = Pipeline::without_documents(self.settings()?);
        Ok(Run::new(pipeline, Output::Report(counts), progress))
    }

    /// Counts several inputs on several threads. Each thread takes the next remaining input. The
    /// flag is false if an input could not be read.
    fn count(
        &self,
        paths: &[PathBuf],
        zone: &Zone,
        progress: &Progress,
    ) -> Result<(Aggregate, Tally, bool), Failure> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = processors.min(paths.len());
        let left = Mutex::new(paths.iter());
        let next = || left.lock().ok()?.next();
        let work = || -> Result<(Aggregate, Tally, bool), Failure> {
            let counts = Counts::new(Aggregate::new(zone.clone(), self.with_lines));
            let mut run = self.new_run(counts.clone(), progress.clone())?;
            let all_read = run
                .take_all(std::iter::from_fn(next))
                .map_err(Failure::Output)?;
            Ok((counts.take(zone), run.tally, all_read))
        };
        let done: Vec<_> = match threads {
            1 => vec![work()],
            _ => std::thread::scope(|scope| {
                let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
                let joined = started.into_iter().map(|thread| {
                    let failed = |_| Err(Failure::Report(PANICKED.to_owned()));
                    thread.join().unwrap_or_else(failed)
                });
                joined.collect()
            }),
        };
        progress.clone().finish();
        let mut all = (
            Aggregate::new(zone.clone(), self.with_lines),
            Tally::default(),
            true,
        );
        for done in done {
            let (aggregate, tally, all_read) = done?;
            all.0.merge(aggregate);
            all.1.merge(tally);
            all.2 &= all_read;
        }
        Ok(all)
    }

    /// Counts on another thread. Meanwhile, after each `pause`, writes the report if further lines
    /// were counted. The flag is false if an input could not be read.
    fn watch(
        &self,
        paths: &[PathBuf],
        zone: &Zone,
        progress: Progress,
        pause: Duration,
    ) -> Result<(Aggregate, Tally, bool), Failure> {
        let counts = Counts::new(Aggregate::new(zone.clone(), self.with_lines));
        let mut run = self.new_run(counts.clone(), progress)?;
        let (ended, end) = channel();
        std::thread::scope(|scope| {
            let reading = scope.spawn(move || {
                let all_read = run.take_all(paths).map_err(Failure::Output);
                // If a report could not be written, the receiver no longer exists.
                let _ = ended.send(());
                all_read.map(|all_read| (run.tally, all_read))
            });
            let mut shown = None;
            while end.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let lines = counts.with(|counts| counts.lines());
                if shown != Some(lines) {
                    shown = Some(lines);
                    let report = counts.with(|counts| self.report(counts, paths));
                    self.write(&report, Some(pause.as_secs()))?;
                }
            }
            let read = reading.join();
            let failed = |_| Err(Failure::Report(PANICKED.to_owned()));
            let (tally, all_read) = read.unwrap_or_else(failed)?;
            Ok((counts.take(zone), tally, all_read))
        })
    }

    fn report(&self, aggregate: &Aggregate, paths: &[PathBuf]) -> Report {
        let limits = Limits {
            rows: self.top,
            ..Limits::default()
        };
        let sources = paths.iter().map(|path| input::name(path));
        let mut report = match self.form {
            Form::Html => page::report(aggregate, limits),
            Form::Json | Form::Text => Report::of(aggregate, limits),
        };
        report.sources = sources.collect();
        let now = jiff::Timestamp::from_second(clock::now().seconds);
        report.made_at = now.ok().map(|now| now.to_string());
        report
    }

    fn write(&self, report: &Report, reload_seconds: Option<u64>) -> Result<(), Failure> {
        let text = match self.form {
            Form::Html => page::html(report, reload_seconds),
            Form::Json => {
                let json = serde_json::to_string(report);
                json.expect("a report has only keys that are text") + "\n"
            }
            Form::Text => tables(report, self.top),
        };
        let Some(target) = self.target() else {
            let mut stdout = stdout().lock();
            let written = stdout.write_all(text.as_bytes());
            return written
                .and_then(|()| stdout.flush())
                .map_err(Failure::Output);
        };
        target::replace(&target, &text)
    }
}

fn zone(name: &str) -> Result<Zone, Failure> {
    if name == "UTC" {
        return Ok(Zone::utc());
    }
    let zone = match name {
        "local" => Ok(TimeZone::system()),
        name => TimeZone::get(name),
    };
    let failure = |error| {
        Failure::Settings(format!(
            "--timezone: {error}; name a zone such as Europe/Berlin, and check that tzdata is \
             installed"
        ))
    };
    let zone = zone.map_err(failure)?;
    let name = zone.iana_name().unwrap_or(name).to_owned();
    Ok(Zone::new(zone, name))
}
