//! Faults of a stream, a network and a machine. The promise is the same each time: `kinesis-enrich`
//! loses nothing, gives nothing two ids and blocks no shard.

#![cfg(feature = "aws")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

#[path = "../support/mod.rs"]
mod support;

mod machine;
mod network;
mod poison;
mod stream;
mod time;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use support::firehose::Firehose;
use support::runtime_api::Function;
use support::{kinesis_event, line};

/// Much more time than these tests need.
const AMPLE: Duration = Duration::from_mins(2);

const BINARY: &str = env!("CARGO_BIN_EXE_kinesis-enrich");

fn variables(firehose: &Firehose) -> [(&'static str, &str); 2] {
    [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ]
}

fn start(firehose: &Firehose) -> Function {
    Function::start(BINARY, &variables(firehose))
}

fn nothing_failed() -> Value {
    json!({ "batchItemFailures": [] })
}

fn numbered(count: usize) -> Value {
    kinesis_event(&(0..count).map(line).collect::<Vec<_>>())
}

/// The ids of the first lines of an event's records.
fn ids_of(event: &Value) -> BTreeSet<String> {
    let id = |record: &Value| format!("{}:0", record["eventID"].as_str().unwrap());
    event["Records"]
        .as_array()
        .unwrap()
        .iter()
        .map(id)
        .collect()
}

/// The ids that an index finally holds: one document for each. Two documents of one id must not
/// differ.
fn indexed(firehose: &Firehose) -> BTreeSet<String> {
    let mut by_id = BTreeMap::new();
    for mut document in firehose.documents() {
        let id = document["event"]["id"].as_str().unwrap().to_owned();
        // Only `event.ingested` may differ.
        document["event"]
            .as_object_mut()
            .unwrap()
            .remove("ingested");
        if let Some(before) = by_id.insert(id, document.clone()) {
            assert_eq!(before, document, "one id, two documents");
        }
    }
    by_id.into_keys().collect()
}
