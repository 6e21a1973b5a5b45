//! Only records that fail after every retry are put aside, so a shard never stops.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use super::mapping::Mapping;
use super::support::firehose::{Fault, Firehose};
use super::support::runtime_api::Function;
use super::support::{kinesis_event, line};

const AMPLE: Duration = Duration::from_mins(1);
const SHARD: &str = "shardId-000000000000";
const RETRIES: usize = 2;

fn start(firehose: &Firehose) -> Function {
    let variables = [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ];
    Function::start(env!("CARGO_BIN_EXE_kinesis-enrich"), &variables)
}

fn records(count: usize) -> Vec<Value> {
    let event = kinesis_event(&(0..count).map(line).collect::<Vec<_>>());
    event["Records"].as_array().unwrap().clone()
}

fn ids_of(records: &[Value]) -> BTreeSet<String> {
    let id = |record: &Value| format!("{}:0", record["eventID"].as_str().unwrap());
    records.iter().map(id).collect()
}

#[test]
fn a_record_that_kills_the_function_is_isolated_and_put_aside_and_all_others_pass() {
    let firehose = Firehose::start(|_| Fault::None);
    let records = records(64);
    let poison = records[37].clone();
    let mut function = start(&firehose);
    let mut deaths = 0;
    let mut mapping = Mapping::new(RETRIES);
    // No known record kills the function. Here its sandbox dies whenever the function receives this
    // record.
    mapping.take(SHARD, records.clone(), &mut |event| {
        if !event["Records"].as_array().unwrap().contains(&poison) {
            return function.invoke(event, AMPLE);
        }
        function.begin(event, AMPLE);
        function.kill();
        function = start(&firehose);
        deaths += 1;
        Err("Runtime.ExitError".to_owned())
    });
    // The function dies for batches of 64, 32, 16, 8, 4 and 2 records, then for the record alone,
    // and for each retry.
    assert_eq!(deaths, 6 + 1 + RETRIES);
    assert_eq!(mapping.on_failure, [[poison.clone()]]);
    assert_eq!(mapping.checkpoints[SHARD], number(&records[63]));
    // Whether the poison itself was sent before the sandbox died depends on timing.
    let mut delivered: BTreeSet<_> = firehose.ids().into_iter().collect();
    delivered.extend(ids_of(&[poison]));
    assert_eq!(delivered, ids_of(&records));
}

#[test]
fn a_batch_that_is_never_accepted_is_put_aside_whole_and_the_shard_continues() {
    // As many requests fail as the first batch has invocations. A request that is refused for lack
    // of a permission is not retried within an invocation.
    let firehose = Firehose::start(|request| {
        if request <= RETRIES {
            Fault::AccessDenied
        } else {
            Fault::None
        }
    });
    let records = records(80);
    let (first, second) = records.split_at(40);
    let function = start(&firehose);
    let mut mapping = Mapping::new(RETRIES);
    for batch in [first, second] {
        mapping.take(SHARD, batch.to_vec(), &mut |event| {
            function.invoke(event, AMPLE)
        });
    }
    assert_eq!(mapping.on_failure, [first.to_vec()]);
    assert_eq!(mapping.checkpoints[SHARD], number(&records[79]));
    let delivered: BTreeSet<_> = firehose.ids().into_iter().collect();
    assert_eq!(delivered, ids_of(second));
    // Each failed request contains the whole first batch, and the last request the second batch.
    assert_eq!(firehose.request_sizes(), [40; RETRIES + 2]);
}

fn number(record: &Value) -> &str {
    record["kinesis"]["sequenceNumber"].as_str().unwrap()
}
