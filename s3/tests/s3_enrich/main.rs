//! Runs the built function `s3-enrich` with doubles of Lambda, S3, SQS and Firehose. If an object
//! is read despite a fault, each of its lines must give exactly one document id.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

#[path = "../../../tests/support/mod.rs"]
mod support;

#[path = "../../../tests/support/s3/mod.rs"]
mod s3;

mod events;
mod objects;
mod overlap;
mod reading;
mod time;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use s3::S3;
use s3::queue::{Sent, Sqs, created, queued};
use serde_json::{Value, json};
use support::firehose::Firehose;
use support::line;
use support::runtime_api::Function;

/// Enough time for every invocation in which no answer hangs.
const AMPLE: Duration = Duration::from_mins(2);

const BINARY: &str = env!("CARGO_BIN_EXE_s3-enrich");

/// The environment of a function.
struct Scene {
    s3: S3,
    sqs: Sqs,
    firehose: Firehose,
}

impl Scene {
    fn new(s3: impl Fn(usize) -> s3::Fault + Send + Sync + 'static) -> Self {
        Self {
            s3: S3::start(s3),
            sqs: Sqs::start(|_| Sent::Once),
            firehose: Firehose::start(|_| support::firehose::Fault::None),
        }
    }

    fn start(&self) -> Function {
        self.start_with(&[])
    }

    fn start_with(&self, more: &[(&str, &str)]) -> Function {
        let mut variables = vec![
            ("DELIVERY_STREAM", "documents"),
            ("GEOIP_PATH", "none"),
            ("AWS_ENDPOINT_URL_FIREHOSE", self.firehose.url.as_str()),
            ("AWS_ENDPOINT_URL_S3", self.s3.url.as_str()),
            ("AWS_ENDPOINT_URL_SQS", self.sqs.url.as_str()),
        ];
        variables.extend(more);
        Function::start(BINARY, &variables)
    }

    /// Delivers like an event source mapping: repeats each message until it is acknowledged, and
    /// delivers the messages that continue an object after the existing ones. Returns the number of
    /// invocations.
    fn drain(&self, function: &Function, messages: &[String], limit: Duration) -> usize {
        let mut queue: Vec<String> = messages.to_vec();
        let mut invocations = 0;
        while let Some(message) = (!queue.is_empty()).then(|| queue.remove(0)) {
            invocations += 1;
            assert!(
                invocations < 200,
                "the queue never empties; the function said:\n{}",
                function.logs()
            );
            let answer = function.invoke(&queued(std::slice::from_ref(&message)), limit);
            if answer != Ok(nothing_failed()) {
                queue.push(message);
            }
            queue.extend(self.sqs.take());
        }
        invocations
    }

    /// The ids that an index finally holds: one document for each. Two documents of one id must not
    /// differ.
    fn indexed(&self) -> BTreeSet<String> {
        let mut by_id = BTreeMap::new();
        for document in self.firehose.documents() {
            let id = document["event"]["id"].as_str().unwrap().to_owned();
            if let Some(before) = by_id.insert(id, document.clone()) {
                assert_eq!(before, document, "one id, two documents");
            }
        }
        by_id.into_keys().collect()
    }
}

fn nothing_failed() -> Value {
    json!({ "batchItemFailures": [] })
}

fn failed(numbers: &[usize]) -> Value {
    let failures: Vec<_> = numbers
        .iter()
        .map(|number| json!({ "itemIdentifier": format!("m{number}") }))
        .collect();
    json!({ "batchItemFailures": failures })
}

/// The message that names an object.
fn message(key: &str) -> String {
    created(key, None).to_string()
}

/// A log with this many lines.
fn log(lines: usize) -> Vec<u8> {
    (0..lines).flat_map(line).collect()
}

/// A log that is long, but has few documents: `times` times four lines and a comment of 100 KB,
/// whose letters are random and are therefore compressed only a little.
fn long_log(times: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut letters = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        b' ' + u8::try_from(state >> 58).unwrap()
    };
    let part = |n: usize| {
        let mut part: Vec<u8> = (0..4).flat_map(|line| self::line(4 * n + line)).collect();
        part.extend(b"#Remark: ");
        part.extend((0..100_000).map(|_| letters()));
        part.push(b'\n');
        part
    };
    (0..times).flat_map(part).collect()
}

/// The ids of the lines of a text.
fn ids(prefix: &str, text: &[u8]) -> BTreeSet<String> {
    let mut offset = 0;
    text.split_inclusive(|byte| *byte == b'\n')
        .map(|line| {
            offset += line.len();
            (line, offset - line.len())
        })
        .filter(|(line, _)| !line.starts_with(b"#"))
        .map(|(_, offset)| format!("{prefix}:{offset}"))
        .collect()
}
