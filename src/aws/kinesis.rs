//! `kinesis-enrich`: turns a batch of a Kinesis stream into documents on Firehose.
//!
//! If documents were not accepted, the answer names the first of their records by sequence number.
//! Lambda continues from that record
//! (<https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>).

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use aws_lambda_events::event::streams::KinesisEventResponse;

use super::batch::Batcher;
use super::delivery::Delivery;
use super::failure::Failed;
use super::lambda::{self, Invocation};
use super::work::{self, Outlet};
use crate::clock;
use crate::config::Ending;
use crate::pipeline::{Outcome, Pipeline, Tally};
use crate::stream_event::StreamEvent;

/// Processes a batch and sends its documents to Firehose. Returns what Lambda must deliver again.
///
/// The pipeline works while requests are in flight ([`work`]). (One gzipped record with 24 MB of
/// lines became 92 MB of documents, and the function took 47 MB of memory at the peak.)
/// `ending` follows each document.
///
/// # Errors
/// Fails if a document was not accepted and its record has no sequence number. Also fails if there
/// is too little time for the first of several records, because an answer that names this record
/// would repeat the same batch for ever, and if the pipeline itself fails. Lambda then delivers the
/// batch again, and halves it if this is configured.
pub async fn handle(
    pipeline: &Arc<Mutex<Pipeline>>,
    delivery: &Delivery,
    event: StreamEvent,
    ending: Ending,
    invocation: Invocation<'_>,
) -> Result<KinesisEventResponse, Failed> {
    let event = Arc::new(event);
    let worked = {
        let event = Arc::clone(&event);
        let batcher = delivery.batcher(ending.bytes());
        work::run(
            pipeline,
            delivery.clone(),
            invocation.deadline,
            move |pipeline, outlet| transform(pipeline, &event, batcher, outlet),
        )
    };
    let worked = worked.await.map_err(|_| Failed::Internal)?;
    let tally = worked.made.unwrap_or_default();
    lambda::log_batch(&tally, &worked.delivered, worked.timings, invocation);
    let mut missing = worked.delivered.unaccepted;
    if let Some(from) = worked.unsent_from {
        tracing::warn!("not every record was processed; Lambda will deliver the rest again");
        // All of the following records count as missing too, since records may be in any order.
        missing.extend(from..event.records().len());
    }
    let lowest = lowest(&event, &missing)?;
    if worked.unsent_from.is_some()
        && !worked.delivered.hopeless
        && blocks(&event, worked.at, lowest)
    {
        return Err(Failed::OutOfTime);
    }
    let mut response = KinesisEventResponse::default();
    if let Some(lowest) = lowest {
        response.add_failure(lowest);
    }
    Ok(response)
}

/// Processes every record and passes on batches of documents, until batches are no longer accepted.
fn transform(
    pipeline: &mut Pipeline,
    event: &StreamEvent,
    mut batcher: Batcher,
    outlet: &mut Outlet,
) -> Tally {
    let now = clock::now();
    let taken = event.records().enumerate().try_for_each(|(index, record)| {
        outlet.begin(index)?;
        lambda::run(pipeline, record, now, &mut |outcome| {
            if let Outcome::Event { document, .. } | Outcome::Rejected { document, .. } = outcome {
                outlet.send(batcher.push(document, index))?;
            }
            outlet.accepts_more()
        })
    });
    if taken.is_continue() {
        let _: ControlFlow<()> = outlet.send(batcher.finish());
    }
    pipeline.take_tally()
}

/// The lowest sequence number among the missing records, from which Lambda continues.
fn lowest<'e>(event: &'e StreamEvent, missing: &[usize]) -> Result<Option<&'e str>, Failed> {
    let numbers = missing
        .iter()
        .map(|&index| event.record(index)?.sequence_number);
    let numbers = numbers.collect::<Option<Vec<_>>>();
    let numbers = numbers.ok_or(Failed::NoSequenceNumber)?;
    Ok(numbers.into_iter().min_by_key(|number| by_size(number)))
}

/// A key that sorts decimal numbers of any length by their size: a longer number is larger.
fn by_size(number: &str) -> (usize, &str) {
    (number.len(), number)
}

/// Whether the current record blocks its whole batch, because it has the lowest number of several
/// records. Lambda would continue from this record and so start the same batch again.
fn blocks(event: &StreamEvent, at: usize, lowest: Option<&str>) -> bool {
    let number = event.record(at).and_then(|record| record.sequence_number);
    let all = event.records().filter_map(|record| record.sequence_number);
    event.records().len() > 1
        && number.is_some()
        && number == lowest
        && number == all.min_by_key(|number| by_size(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(numbers: &[&str]) -> StreamEvent {
        let record =
            |number: &&str| format!(r#"{{"kinesis":{{"sequenceNumber":"{number}","data":""}}}}"#);
        let records: Vec<_> = numbers.iter().map(record).collect();
        StreamEvent::read(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes()).unwrap()
    }

    fn answered(numbers: &[&str], missing: &[usize]) -> Result<Option<String>, Failed> {
        let event = event(numbers);
        Ok(lowest(&event, missing)?.map(str::to_owned))
    }

    #[test]
    fn lambda_continues_from_the_lowest_sequence_number() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(answered(&["1", "2"], &[]), Ok(None));
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

    #[test]
    fn only_the_lowest_of_several_records_blocks_its_batch() {
        let three = event(&["7", "5", "6"]);
        assert!(blocks(&three, 1, Some("5")));
        // A record with a lower number was accepted, or is missing too.
        assert!(!blocks(&three, 2, Some("6")));
        assert!(!blocks(&three, 0, Some("5")));
        assert!(
            !blocks(&event(&["5"]), 0, Some("5")),
            "Lambda puts a single record aside"
        );
    }
}
