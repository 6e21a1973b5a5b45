//! A record that never has enough time.

#[path = "../end_to_end/mapping.rs"]
mod mapping;

use std::collections::BTreeSet;
use std::time::Duration;

use base64_simd::STANDARD;
use mapping::Mapping;
use serde_json::{Value, json};

use super::support::bombs;
use super::support::firehose::{Fault, Firehose};
use super::support::runtime_api::Function;
use super::{BINARY, ids_of, nothing_failed, numbered, variables};

const LIMIT: Duration = Duration::from_secs(5);
const RETRIES: usize = 2;

fn start(firehose: &Firehose) -> Function {
    let mut variables = variables(firehose).to_vec();
    variables.push(("RECORD_LINES_LIMIT", "100000000"));
    Function::start(BINARY, &variables)
}

/// An event with a record that takes minutes.
fn with_an_endless_one(count: usize, place: usize) -> Value {
    let mut event = numbered(count);
    let endless = bombs::gzip(&b"x\n".repeat(20_000_000));
    event["Records"][place]["kinesis"]["data"] = json!(STANDARD.encode_to_string(endless));
    event
}

#[test]
fn the_next_batch_continues_at_once_after_one_that_ran_out_of_time() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose);
    let endless = with_an_endless_one(1, 0);
    let failed = json!([{ "itemIdentifier": super::support::sequence_number(&endless, 0) }]);
    let answer = function.invoke(&endless, LIMIT).unwrap();
    assert_eq!(answer["batchItemFailures"], failed);
    let next = numbered(20);
    assert_eq!(function.invoke(&next, LIMIT), Ok(nothing_failed()));
    assert!(ids_of(&next).is_subset(&firehose.ids().into_iter().collect()));
}

#[test]
fn a_record_that_never_finishes_is_isolated_like_a_poison_record() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose);
    let event = with_an_endless_one(8, 4);
    let records = event["Records"].as_array().unwrap();
    let mut mapping = Mapping::new(RETRIES);
    let mut batches = Vec::new();
    mapping.take("shard", records.clone(), &mut |batch| {
        batches.push(batch["Records"].as_array().unwrap().len());
        function.invoke(batch, LIMIT)
    });
    // The four records before the endless one pass. The half that contains it is halved until the
    // record is alone. It is then retried as often as any other record.
    assert_eq!(batches, [8, 4, 2, 1, 1, 1, 1, 2]);
    assert_eq!(mapping.on_failure, [[records[4].clone()]]);
    assert_eq!(mapping.delivered_again, 3 + RETRIES);
    let last = records[7]["kinesis"]["sequenceNumber"].as_str();
    assert_eq!(mapping.checkpoints.get("shard").map(String::as_str), last);
    let delivered: BTreeSet<_> = firehose.ids().into_iter().collect();
    let mut wanted = ids_of(&event);
    wanted.retain(|id| !id.starts_with(records[4]["eventID"].as_str().unwrap()));
    assert!(wanted.is_subset(&delivered));
}
