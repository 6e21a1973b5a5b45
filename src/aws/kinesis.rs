//! `kinesis-enrich`: a batch of a Kinesis stream into documents on Firehose.
//!
//! The answer names the first record of which something was not accepted; Lambda goes on from there
//! (<https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_lambda_events::event::streams::KinesisEventResponse;
use lambda_runtime::Error;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::timeout_at;

use super::clock;
use super::delivery::{Delivery, InFlight};
use super::event::StreamEvent;
use super::lambda::{self, Invocation};
use super::metrics::Timings;
use crate::batch::{Batch, Batcher};
use crate::pipeline::{Outcome, Pipeline, Tally};

/// Takes a batch through the pipeline and to Firehose; what Lambda is to bring again.
///
/// The pipeline runs on a thread of its own, so that requests move while it works, and it waits while enough of them are out: one
/// record can expand to more documents than there is memory for. (24 MB of lines in one gzipped record, 92 MB of documents: 47 MB
/// at the peak.) When time is over or Firehose refuses us altogether it is left behind, and what was not sent is brought again
/// with the rest. With `ends_lines` a newline ends each document, as a stream to S3 wants it: Firehose joins records as they are.
///
/// # Errors
/// Something was not accepted and no record can be named for it: Lambda brings the whole batch again.
pub async fn handle(
    pipeline: &Arc<Mutex<Pipeline>>,
    delivery: &Delivery,
    event: StreamEvent,
    ends_lines: bool,
    invocation: Invocation<'_>,
) -> Result<KinesisEventResponse, Error> {
    let (event, deadline) = (Arc::new(event), invocation.deadline);
    let started = Instant::now();
    let (sender, mut batches) = mpsc::channel(1);
    let work = {
        let (pipeline, event) = (Arc::clone(pipeline), Arc::clone(&event));
        let batcher = delivery.batcher(if ends_lines { b"\n" } else { b"" });
        spawn_blocking(move || {
            let mut pipeline = pipeline.lock().unwrap_or_else(PoisonError::into_inner);
            transform(&mut pipeline, &event, batcher, &sender, deadline)
        })
    };
    let mut in_flight = InFlight::new(delivery.clone(), deadline);
    let mut reached = 0;
    let all_taken = loop {
        match timeout_at(deadline.into(), batches.recv()).await {
            Ok(Some(batch)) if in_flight.goes_on() => {
                reached = batch.records().next_back().unwrap_or(reached);
                in_flight.send(batch).await;
            }
            Ok(None) => break true,
            Ok(Some(_)) | Err(_) => break false,
        }
    };
    drop(batches);
    let report = in_flight.settle().await;
    let made = match timeout_at(deadline.into(), work).await {
        Ok(made) => made?,
        // Still at work on a record that there is no time for.
        Err(_) => Made::default(),
    };
    let timings = Timings {
        enrich: made.enrich,
        deliver: started.elapsed().saturating_sub(made.enrich),
    };
    lambda::tell(&made.tally, &report, timings, invocation);
    let mut missing = report.unaccepted;
    if !(all_taken && made.all) {
        tracing::warn!("not every record was taken through: Lambda is to bring the rest again");
        // All of its documents may have been sent, or not: that is known only of the records before it.
        missing.push(reached);
    }
    answer(&event, &missing)
}

/// What the pipeline came to.
#[derive(Default)]
struct Made {
    tally: Tally,
    /// How long it worked, its waiting for requests aside.
    enrich: Duration,
    /// Whether every record was taken through.
    all: bool,
}

/// Takes every record through the pipeline and hands over batches of documents, until no one takes them any more.
fn transform(
    pipeline: &mut Pipeline,
    event: &StreamEvent,
    mut batcher: Batcher,
    batches: &mpsc::Sender<Batch>,
    deadline: Instant,
) -> Made {
    let now = clock::now();
    let started = Instant::now();
    let mut waited = Duration::ZERO;
    let mut hand_over = |batch: Option<Batch>| {
        let Some(batch) = batch else { return };
        let waiting = Instant::now();
        // Nobody takes it when time is over, which the next record's turn finds out.
        let _ = batches.blocking_send(batch);
        waited += waiting.elapsed();
    };
    let mut all = true;
    for (index, record) in event.records().enumerate() {
        if batches.is_closed() || Instant::now() >= deadline {
            all = false;
            break;
        }
        lambda::run(pipeline, record, now, &mut |outcome| {
            let (Outcome::Event { document, .. } | Outcome::Rejected { document, .. }) = outcome
            else {
                return;
            };
            hand_over(batcher.push(document, index));
        });
    }
    hand_over(batcher.finish());
    Made {
        tally: pipeline.take_tally(),
        enrich: started.elapsed().saturating_sub(waited),
        all,
    }
}

/// Names the record with the lowest sequence number among the missing, which is where Lambda is to go on.
fn answer(event: &StreamEvent, missing: &[usize]) -> Result<KinesisEventResponse, Error> {
    let numbers = missing
        .iter()
        .map(|&index| event.record(index)?.sequence_number);
    let Some(numbers) = numbers.collect::<Option<Vec<_>>>() else {
        return Err("documents were not accepted whose records have no sequence number".into());
    };
    let mut response = KinesisEventResponse::default();
    // Decimal numbers of any length: the longer is the larger.
    let lowest = numbers
        .into_iter()
        .min_by_key(|number| (number.len(), *number));
    if let Some(lowest) = lowest {
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
        StreamEvent::read(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes()).unwrap()
    }

    fn answered(numbers: &[&str], missing: &[usize]) -> Result<Vec<Option<String>>, String> {
        let response = answer(&event(numbers), missing).map_err(|error| error.to_string())?;
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
