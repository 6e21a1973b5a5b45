//! What Lambda's event source mapping does with a shard, configured as in the template. It
//! continues from the lowest failure, halves a batch that failed as a whole, and puts aside a batch
//! that fails after every retry.
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A mapping, and its progress.
pub(crate) struct Mapping {
    /// How often a batch is delivered again before it is put aside.
    pub(crate) retries: usize,
    /// The sequence number of the last finished record of each shard.
    pub(crate) checkpoints: BTreeMap<String, String>,
    /// How many times a batch, or the rest of one, was delivered again.
    pub(crate) delivered_again: usize,
    /// The on-failure destination: the batches that were put aside, with their records, in the form
    /// that S3 receives.
    pub(crate) on_failure: Vec<Vec<Value>>,
}

struct Batch {
    records: Vec<Value>,
    retries: usize,
}

impl Mapping {
    pub(crate) fn new(retries: usize) -> Self {
        Self {
            retries,
            checkpoints: BTreeMap::new(),
            delivered_again: 0,
            on_failure: Vec::new(),
        }
    }

    /// Processes a batch of a shard until each record was accepted by the function or was put
    /// aside.
    ///
    /// `invoke` returns the function's answer, or the error it ended with.
    pub(crate) fn take(
        &mut self,
        shard: &str,
        records: Vec<Value>,
        invoke: &mut dyn FnMut(&Value) -> Result<Value, String>,
    ) {
        // The queue is in reverse order: nothing after a batch is processed before that batch is
        // done.
        let mut waiting = vec![Batch {
            records,
            retries: 0,
        }];
        while let Some(mut batch) = waiting.pop() {
            let answer = invoke(&json!({ "Records": batch.records }));
            let first_failed = match &answer {
                Ok(answer) => lowest_failure(&batch.records, answer),
                Err(_) => 0,
            };
            let rest = batch.records.split_off(first_failed);
            if let Some(last) = batch.records.last() {
                self.checkpoint(shard, last);
            }
            let Some(last) = rest.last() else { continue };
            let halves = answer.is_err() && rest.len() > 1;
            // Neither a split nor progress counts as a retry.
            let retries = batch.retries + usize::from(!halves && first_failed == 0);
            if retries > self.retries {
                self.checkpoint(shard, last);
                self.on_failure.push(rest);
                continue;
            }
            self.delivered_again += 1;
            if halves {
                let (first, second) = rest.split_at(rest.len() / 2);
                for half in [second, first] {
                    let records = half.to_vec();
                    waiting.push(Batch { records, retries });
                }
            } else {
                let records = rest;
                waiting.push(Batch { records, retries });
            }
        }
    }

    fn checkpoint(&mut self, shard: &str, record: &Value) {
        let number = record["kinesis"]["sequenceNumber"].as_str().unwrap();
        self.checkpoints.insert(shard.to_owned(), number.to_owned());
    }
}

/// The position of the first record that the answer names, or the batch's end. A name that belongs
/// to no record would fail the whole batch for ever, so no answer may contain such a name.
fn lowest_failure(records: &[Value], answer: &Value) -> usize {
    let place = |failure: &Value| {
        let named =
            |record: &Value| record["kinesis"]["sequenceNumber"] == failure["itemIdentifier"];
        records.iter().position(named).unwrap()
    };
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures.iter().map(place).min().unwrap_or(records.len())
}
