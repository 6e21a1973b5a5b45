//! The program that `benches/count` and `benches/growth` run under callgrind to count the
//! instructions for each line.
//! The count is the same on a busy machine as on an idle one.
//!
//! Arguments: `line`, `warm`, `event`, `warm-event`, `records` or `object`, then `uniform` or
//! `zipf`, then any of `lines=N`, `agents=N`, `bytes=N`, `documents=compact`. This program also
//! checks that every line becomes an event.

#![expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement ends where something is wrong; the corpus serves others too"
)]

mod corpus;

use std::hint::black_box;
use std::io::Cursor;
use std::ops::ControlFlow;

use corpus::{AGENT_COUNT, Addresses, LINE_COUNT, Shape};
use weblog_enrich::document::Form;
use weblog_enrich::event::Origin;
use weblog_enrich::object::continuation::Begin;
use weblog_enrich::object::id;
use weblog_enrich::object::walk::{ObjectText, WalkStep, walk};
use weblog_enrich::pipeline::{Outcome, Pipeline};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (way, addresses) = (arguments.next(), arguments.next());
    let mut shape = Shape {
        lines: LINE_COUNT,
        addresses: match addresses.as_deref() {
            Some("zipf") => Addresses::Zipf,
            _ => Addresses::Uniform,
        },
        agents: AGENT_COUNT,
        bytes: None,
    };
    let mut settings = corpus::settings();
    for setting in arguments {
        let count = |value: &str| value.parse().unwrap();
        match setting.split_once('=') {
            Some(("lines", value)) => shape.lines = count(value),
            Some(("agents", value)) => shape.agents = count(value),
            Some(("bytes", value)) => shape.bytes = Some(count(value)),
            Some(("documents", "compact")) => settings.documents = Form::Compact,
            _ => panic!("{setting}: not known"),
        }
    }
    let lines = corpus::lines_of(shape);
    let bytes: usize = lines.iter().map(String::len).sum();
    let mut pipeline = Pipeline::new(settings);
    let way = way.unwrap_or_default();
    if way.starts_with("warm") {
        warm_up(&mut pipeline, &lines);
        pipeline.take_tally();
    }
    let written = match way.as_str() {
        "event" | "warm-event" => {
            event_to_documents(&mut pipeline, corpus::event(&lines).as_bytes())
        }
        "records" => records_to_documents(&mut pipeline, &lines),
        "object" => object_to_documents(&mut pipeline, (lines.join("\n") + "\n").into_bytes()),
        _ => line_to_document(&mut pipeline, &lines),
    };
    black_box(&written);
    let tally = pipeline.take_tally();
    assert_eq!(tally.events, lines.len() as u64, "every line is an event");
    println!(
        "lines={} line_bytes={} document_bytes={}",
        lines.len(),
        bytes / lines.len(),
        tally.bytes_out / tally.events
    );
}

/// Turns lines into documents. Callgrind counts within this function.
#[inline(never)]
fn line_to_document(pipeline: &mut Pipeline, lines: &[String]) -> usize {
    lines.iter().map(|line| one(pipeline, line)).sum()
}

/// Does the same work as [`line_to_document`], outside the function that Callgrind counts.
#[inline(never)]
fn warm_up(pipeline: &mut Pipeline, lines: &[String]) {
    for line in lines {
        black_box(one(pipeline, line));
    }
}

fn one(pipeline: &mut Pipeline, line: &str) -> usize {
    let mut bytes = 0;
    pipeline.run(&corpus::record(line), &mut |outcome| {
        if let Outcome::Event { document, .. } = outcome {
            bytes += black_box(document).len();
        }
    });
    bytes
}

/// Turns a Kinesis event's JSON into documents in the bodies of requests. Callgrind counts within
/// this function.
#[inline(never)]
fn event_to_documents(pipeline: &mut Pipeline, json: &[u8]) -> usize {
    black_box(corpus::batches(pipeline, json)).len()
}

/// Turns records into documents in the bodies of requests. The event was already read.
#[inline(never)]
fn records_to_documents(pipeline: &mut Pipeline, lines: &[String]) -> usize {
    let mut gathered = corpus::Gathered::new();
    for (index, line) in lines.iter().enumerate() {
        pipeline.run(&corpus::record(line), &mut |outcome| {
            gathered.take(&outcome, index);
        });
    }
    black_box(gathered.finish()).len()
}

/// Turns the text of an object of S3 into documents in the bodies of requests.
#[inline(never)]
fn object_to_documents(pipeline: &mut Pipeline, text: Vec<u8>) -> usize {
    let id = id::prefix("logs", "web/access.log", "3HL4kqtJlcpXroDTDmJ");
    let text_of = ObjectText {
        id: &id,
        arrival: corpus::record("").arrival,
        origin: &Origin::default(),
        from: &Begin::default(),
        compressed: false,
    };
    let mut gathered = corpus::Gathered::new();
    let mut index = 0;
    let walked = walk(
        pipeline,
        Cursor::new(text),
        &text_of,
        &|| false,
        &mut |step| {
            match step {
                WalkStep::Begin(_) => index += 1,
                WalkStep::Line(outcome) => gathered.take(&outcome, index),
            }
            ControlFlow::Continue(())
        },
    );
    assert_eq!(walked.rest, None, "the text is read to its end");
    black_box(gathered.finish()).len()
}
