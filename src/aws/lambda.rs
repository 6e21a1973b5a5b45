//! What the functions share: start, logs, and the processing of one record.

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

use super::delivery::Delivered;
use super::metrics::{BatchMetrics, ObjectCounts, Timings};
use crate::arrival::Arrival;
use crate::clock;
use crate::config::{Config, LogLevel};
use crate::drop::DropRules;
use crate::event::Timestamp;
use crate::pipeline::{Outcome, Pipeline, Record, Tally};
use crate::rejection::{Reason, Rejection};
use crate::stream_event::{Data, EventRecord};

/// Processes one record, as far as its limits and `each` allow. `each` is called once for each
/// outcome, in order.
///
/// A defect of ours that one record triggers must not fail the whole batch, because the shard would
/// stop. The record becomes one rejection, which contains the record. (The pipeline itself catches
/// a panic in the processing of a line. This function catches a panic in the decoding of the
/// envelope.)
pub(crate) fn run(
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

/// What the handlers know about an invocation.
#[derive(Debug, Clone, Copy)]
pub struct Invocation<'a> {
    /// The function's name.
    pub function: &'a str,
    /// When the work must be finished.
    pub deadline: Instant,
    /// The operator's rules. The name of a rule's metric contains the rule's position.
    pub drop_rules: &'a DropRules,
}

impl<'a> Invocation<'a> {
    /// The facts that Lambda and the operator give about an invocation.
    #[must_use]
    pub fn of(context: &'a Context, drop_rules: &'a DropRules) -> Self {
        Self {
            function: &context.env_config.function_name,
            deadline: clock::deadline(context.deadline()),
            drop_rules,
        }
    }
}

/// Reports the results of a batch in a log line and a line of metrics. These lines contain counts,
/// codes and the operator's rules, and nothing that a visitor sent.
pub(super) fn log_batch(
    tally: &Tally,
    delivered: &Delivered,
    timings: Timings,
    invocation: Invocation<'_>,
) {
    log_objects(tally, delivered, timings, None, invocation);
}

/// Like [`log_batch`], for a batch of objects.
pub(super) fn log_objects(
    tally: &Tally,
    delivered: &Delivered,
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
        accepted = delivered.accepted,
        unaccepted = delivered.unaccepted.len(),
        refused = delivered.refused,
        retries = delivered.retries,
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
        delivered,
        timings,
        objects,
        now,
    }
    .write(&mut std::io::stdout().lock());
}

/// Sets up the log: one JSON object a line, with the time and level by which Lambda filters
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
        // If the log cannot be written, standard error usually cannot be written either, so the
        // failure is not reported there.
        .log_internal_errors(false);
    // Below INFO, the runtime and the SDK quote whole events and requests, which contain what
    // visitors sent.
    let levels = Targets::new()
        .with_default(level.min(Level::INFO))
        .with_target("weblog_enrich", level);
    tracing_subscriber::registry()
        .with(lines)
        .with(levels)
        .init();
    // The default hook writes plain text, and a panic's message may quote the line that caused it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a defect of weblog-enrich: please report it");
    }));
}

/// Reads the configuration and makes the pipeline.
///
/// # Errors
/// Returns the exit status to end with. The reason is then already on standard error, in one line.
pub fn start() -> Result<(Config, Pipeline), ExitCode> {
    let made = Config::read(|name| std::env::var(name).ok()).and_then(|config| {
        let settings = config.settings()?;
        Ok((config, Pipeline::new(settings)))
    });
    made.map_err(|error| refuse(&error.to_string()))
}

/// Reports in one line why the program ends, and returns the exit status.
#[must_use]
pub fn refuse(reason: &str) -> ExitCode {
    // The subscriber may not exist yet, and somebody may run the binary by hand. The reason is
    // therefore plain text on standard error. If it cannot be written, there is still the exit
    // status.
    let _ = writeln!(std::io::stderr(), "weblog-enrich: {reason}");
    ExitCode::FAILURE
}
