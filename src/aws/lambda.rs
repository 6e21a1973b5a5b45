//! What the functions share: start, logs, and one record's way through the pipeline.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

use lambda_runtime::Context;
use lambda_runtime::tracing::subscriber;

use super::clock;
use super::delivery::Report;
use super::event::{Data, EventRecord, StreamEvent};
use super::metrics::{BatchMetrics, Timings};
use crate::config::Config;
use crate::event::Timestamp;
use crate::pipeline::{Outcome, Pipeline, Record};
use crate::rejection::{Reason, Rejection};

/// What a record's lines became.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Documents in the order of their lines.
    pub(super) documents: Vec<Vec<u8>>,
    /// How many of them are rejections.
    pub(super) rejected: usize,
}

/// Takes one record through the pipeline.
///
/// A defect of ours that shows on one record must not take the batch with it, or its shard would stand still: the record becomes
/// one rejection that holds it.
pub(super) fn make(
    pipeline: &mut Pipeline,
    event: &StreamEvent,
    record: &EventRecord,
    now: Timestamp,
) -> Made {
    let arrival = record.arrival.unwrap_or(now);
    let data = event.data(record);
    let run = |pipeline: &mut Pipeline, rejection: Option<&Rejection>| {
        let mut made = Made::default();
        let mut each = |outcome: Outcome<'_>| match outcome {
            Outcome::Event { document, .. } => made.documents.push(document.to_vec()),
            Outcome::Rejected { document, .. } => {
                made.documents.push(document.to_vec());
                made.rejected += 1;
            }
            Outcome::Dropped { .. } => {}
        };
        match (&data, rejection) {
            (Data::Bytes(data), None) => {
                pipeline.run(
                    &Record {
                        data,
                        id: &record.id,
                        arrival,
                        continued: false,
                    },
                    &mut each,
                );
            }
            (Data::Unreadable(raw, rejection), None) => {
                pipeline.reject_record(raw, rejection, &record.id, arrival, &mut each);
            }
            (Data::Bytes(raw) | Data::Unreadable(raw, _), Some(rejection)) => {
                pipeline.reject_record(raw, rejection, &record.id, arrival, &mut each);
            }
        }
        made
    };
    catch_unwind(AssertUnwindSafe(|| run(pipeline, None))).unwrap_or_else(|_| {
        tracing::error!(record = record.id, "the pipeline failed on a record");
        run(pipeline, Some(&Rejection::whole(Reason::Internal)))
    })
}

/// What the handlers know of an invocation.
#[derive(Debug, Clone, Copy)]
pub struct Invocation<'a> {
    /// The function's name.
    pub function: &'a str,
    /// When the work must be over.
    pub deadline: Instant,
}

impl<'a> Invocation<'a> {
    /// What Lambda says of it.
    #[must_use]
    pub fn of(context: &'a Context) -> Self {
        Self {
            function: &context.env_config.function_name,
            deadline: clock::deadline(context.deadline()),
        }
    }
}

/// Says what became of a batch, in a line of log and a line of metrics: counts alone, no address and no query.
pub(super) fn tell(
    pipeline: &mut Pipeline,
    report: &Report,
    timings: Timings,
    invocation: Invocation<'_>,
) {
    let tally = pipeline.take_tally();
    tracing::info!(
        records = tally.records,
        lines = tally.lines,
        events = tally.events,
        rejected = tally.rejected(),
        dropped = tally.dropped(),
        control_messages = tally.control_messages,
        bytes_in = tally.bytes_in,
        bytes_out = tally.bytes_out,
        accepted = report.accepted,
        unaccepted = report.unaccepted.len(),
        refused = report.refused,
        retries = report.retries,
        rejections = ?tally.rejections,
        drops = ?tally.drops,
        "batch done"
    );
    let now = clock::now();
    BatchMetrics {
        function: invocation.function,
        tally: &tally,
        report,
        timings,
        now,
    }
    .write(&mut std::io::stdout().lock());
}

/// Logs as one JSON object a line, with the time and level that Lambda reads them by
/// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>).
pub fn log_as_json(level: lambda_runtime::tracing::Level) {
    subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(level)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .init();
}

/// Reads the configuration and makes the pipeline, or says in one line why neither can be.
///
/// # Errors
/// The exit status to end with; the line is on standard error already.
pub fn start() -> Result<(Config, Pipeline), ExitCode> {
    let made = Config::read(|name| std::env::var(name).ok()).and_then(|config| {
        let settings = config.settings()?;
        Ok((config, Pipeline::new(settings)))
    });
    made.map_err(|error| refuse(&error.to_string()))
}

/// Ends a start that cannot work, in one line.
#[must_use]
pub fn refuse(reason: &str) -> ExitCode {
    // Before the subscriber is there, and for whoever runs the binary by hand: plain words on standard error.
    eprintln!("weblog-enrich: {reason}");
    ExitCode::FAILURE
}
