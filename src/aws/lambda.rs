//! What the functions share: start, logs, and one record's way through the pipeline.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

use lambda_runtime::Context;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use super::delivery::Report;
use super::metrics::{BatchMetrics, ObjectCounts, Timings};
use crate::arrival::Arrival;
use crate::clock;
use crate::config::{Config, LogLevel};
use crate::drop::DropRules;
use crate::event::Timestamp;
use crate::pipeline::{Outcome, Pipeline, Record, Tally};
use crate::rejection::{Reason, Rejection};
use crate::stream_event::{Data, EventRecord};

/// Takes one record through the pipeline, as far as its limits and `each` allow; `each` is called once a line, in order.
///
/// A defect of ours that shows on one record must not take the batch with it, or its shard would stand still: the record becomes
/// one rejection that holds it. (One that shows on a line is the pipeline's to catch; here it is the envelope's.)
pub(super) fn run(
    pipeline: &mut Pipeline,
    record: EventRecord<'_>,
    now: Timestamp,
    each: &mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let arrival = Arrival::of(record.arrival, || now);
    let data = match record.data {
        Data::Bytes(data) => data,
        Data::Unreadable(raw, rejection) => {
            return reject(pipeline, raw, rejection, record.id, arrival.time(), each);
        }
    };
    let opened = catch_unwind(AssertUnwindSafe(|| {
        pipeline.run_record(
            &Record {
                data,
                id: record.id,
                arrival,
                continued: false,
            },
            each,
        )
    }));
    opened.unwrap_or_else(|_| {
        let rejection = Rejection::whole(Reason::Internal);
        reject(pipeline, data, &rejection, record.id, arrival.time(), each)
    })
}

fn reject(
    pipeline: &mut Pipeline,
    raw: &[u8],
    rejection: &Rejection,
    id: &str,
    arrival: Timestamp,
    each: &mut dyn FnMut(Outcome<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut flow = ControlFlow::Continue(());
    pipeline.reject_record(raw, rejection, id, arrival, &mut |outcome| {
        flow = each(outcome);
    });
    flow
}

/// What the handlers know of an invocation.
#[derive(Debug, Clone, Copy)]
pub struct Invocation<'a> {
    /// The function's name.
    pub function: &'a str,
    /// When the work must be over.
    pub deadline: Instant,
    /// The operator's rules, whose places name their metrics.
    pub drop_rules: &'a DropRules,
}

impl<'a> Invocation<'a> {
    /// What Lambda says of it, and the operator.
    #[must_use]
    pub fn of(context: &'a Context, drop_rules: &'a DropRules) -> Self {
        Self {
            function: &context.env_config.function_name,
            deadline: clock::deadline(context.deadline()),
            drop_rules,
        }
    }
}

/// Says what became of a batch, in a line of log and a line of metrics: counts alone, no address and no query.
pub(super) fn tell(tally: &Tally, report: &Report, timings: Timings, invocation: Invocation<'_>) {
    tell_with(tally, report, timings, None, invocation);
}

/// The same of a batch of objects.
pub(super) fn tell_with(
    tally: &Tally,
    report: &Report,
    timings: Timings,
    objects: Option<ObjectCounts>,
    invocation: Invocation<'_>,
) {
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
        objects = objects.map(|objects| objects.done),
        "batch done"
    );
    let now = clock::now();
    BatchMetrics {
        function: invocation.function,
        drop_rules: invocation.drop_rules,
        tally,
        report,
        timings,
        objects,
        now,
    }
    .write(&mut std::io::stdout().lock());
}

/// Logs as one JSON object a line, with the time and level that Lambda reads them by
/// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>).
pub fn log_as_json(level: LogLevel) {
    let level = match level {
        LogLevel::Trace => Level::TRACE,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Info => Level::INFO,
        LogLevel::Warn => Level::WARN,
        LogLevel::Error => Level::ERROR,
    };
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        // A log that cannot be written must not be told on a standard error that cannot be written either.
        .log_internal_errors(false);
    // Below INFO the runtime and the SDK quote whole events and requests: what visitors sent.
    let levels = Targets::new()
        .with_default(level.min(Level::INFO))
        .with_target("weblog_enrich", level);
    tracing_subscriber::registry()
        .with(lines)
        .with(levels)
        .init();
    // The default hook writes plain text, and a panic's message may quote the line that it was about.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a defect of weblog-enrich: please report it");
    }));
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
    // Where nothing more can be written, its exit status still says it.
    let _ = writeln!(std::io::stderr(), "weblog-enrich: {reason}");
    ExitCode::FAILURE
}
