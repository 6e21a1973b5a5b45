//! `kinesis-enrich`: a batch of a Kinesis stream into documents on Firehose.
//!
//! The answer names the first record of which something was not accepted; Lambda goes on from there
//! (<https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>).

use std::time::Instant;

use aws_lambda_events::event::streams::KinesisEventResponse;
use lambda_runtime::Error;

use super::clock;
use super::delivery::{Delivery, InFlight, Report};
use super::event::{EventRecord, StreamEvent};
use super::lambda::{self, Invocation};
use super::metrics::Timings;
use crate::batch::{Batcher, Entry};
use crate::pipeline::Pipeline;

/// Takes a batch through the pipeline and to Firehose; what Lambda is to bring again.
///
/// # Errors
/// Something was not accepted and no record can be named for it: Lambda brings the whole batch again.
pub async fn handle(
    pipeline: &mut Pipeline,
    delivery: &Delivery,
    event: &StreamEvent,
    invocation: Invocation<'_>,
) -> Result<KinesisEventResponse, Error> {
    let mut in_flight = InFlight::new(delivery.clone(), invocation.deadline);
    let mut batcher = Batcher::default();
    let now = clock::now();
    let started = Instant::now();
    let mut timings = Timings::default();
    for (index, record) in event.records().iter().enumerate() {
        let enriching = Instant::now();
        let made = lambda::make(pipeline, event, record, now);
        timings.enrich += enriching.elapsed();
        for document in made.documents {
            if let Some(batch) = batcher.push(Entry {
                data: document,
                record: index,
            }) {
                in_flight.send(batch).await;
            }
        }
    }
    if let Some(batch) = batcher.finish() {
        in_flight.send(batch).await;
    }
    let report = in_flight.settle().await;
    timings.deliver = started.elapsed().saturating_sub(timings.enrich);
    lambda::tell(pipeline, &report, timings, invocation);
    answer(event.records(), &report)
}

/// Names the unaccepted record with the lowest sequence number, which is where Lambda is to go on.
fn answer(records: &[EventRecord], report: &Report) -> Result<KinesisEventResponse, Error> {
    let mut response = KinesisEventResponse::default();
    let unaccepted = report.unaccepted.iter().map(|entry| {
        records
            .get(entry.record)
            .and_then(|r| r.sequence_number.as_deref())
    });
    let Some(sequence_numbers) = unaccepted.collect::<Option<Vec<_>>>() else {
        return Err("documents were not accepted whose records have no sequence number".into());
    };
    // Decimal numbers of any length: the longer is the larger.
    if let Some(lowest) = sequence_numbers
        .into_iter()
        .min_by_key(|number| (number.len(), *number))
    {
        response.add_failure(lowest);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(numbers: &[&str]) -> StreamEvent {
        let record =
            |number: &&str| format!(r#"{{"kinesis":{{"sequenceNumber":"{number}","data":""}}}}"#);
        let records: Vec<_> = numbers.iter().map(record).collect();
        serde_json::from_str(&format!(r#"{{"Records":[{}]}}"#, records.join(","))).unwrap()
    }

    fn answered(numbers: &[&str], unaccepted: &[usize]) -> Result<Vec<Option<String>>, String> {
        let unaccepted = unaccepted
            .iter()
            .map(|&record| Entry {
                data: Vec::new(),
                record,
            })
            .collect();
        let report = Report {
            unaccepted,
            ..Report::default()
        };
        let response =
            answer(event(numbers).records(), &report).map_err(|error| error.to_string())?;
        Ok(response
            .batch_item_failures
            .into_iter()
            .map(|failure| failure.item_identifier)
            .collect())
    }

    #[test]
    fn the_lowest_sequence_number_is_where_lambda_goes_on() {
        let some = |text: &str| vec![Some(text.to_owned())];
        assert_eq!(answered(&["1", "2"], &[]), Ok(Vec::new()));
        assert_eq!(answered(&["98", "99", "100"], &[2, 1]), Ok(some("99")));
        assert_eq!(
            answered(
                &[
                    "49590338271490256608559692538361571095921575989136588898",
                    "9"
                ],
                &[0, 1]
            ),
            Ok(some("9"))
        );
    }

    #[test]
    fn a_record_without_a_number_fails_the_whole_batch() {
        assert!(answered(&["1", ""], &[0, 1]).is_err());
        assert!(answered(&["1", ""], &[0]).is_ok());
    }
}
