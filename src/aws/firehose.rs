//! `firehose-transform`: Firehose's transform hook. It uses the same pipeline as the other
//! functions.
//!
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>. Every record is
//! answered exactly once, in order. By default, an answer to a record holds at most one document.
//! The documents of a record's further lines are put into the stream again while the pipeline
//! works, and so are documents that would make the answer larger than Lambda allows. They return
//! with our mark ([`crate::mark`]) and are then passed on. A record without the mark contains
//! lines. If a document cannot be put into the stream again in time, its whole record fails, and
//! Firehose keeps the record's raw data, so that no part of the record is lost. If the record is
//! processed again, the documents that were accepted before get the same ids.

use std::sync::{Arc, Mutex, PoisonError};

use super::answer::{Answer, HookResponse};
use super::delivery::Delivery;
use super::failure::Failed;
use super::hook::{Planner, raw};
use super::lambda::{self, Invocation};
use super::stream::Stream;
use super::work;
use crate::clock;
use crate::config::Hook;
use crate::mark;
use crate::pipeline::Pipeline;
use crate::stream_event::StreamEvent;

/// The clients that put documents into a stream again.
#[derive(Debug, Clone)]
pub struct Clients {
    /// For Direct PUT streams.
    pub firehose: aws_sdk_firehose::Client,
    /// For delivery streams whose source is a Kinesis stream. They do not accept `PutRecord`.
    pub kinesis: aws_sdk_kinesis::Client,
}

/// Answers a batch.
///
/// # Errors
/// The pipeline itself failed. Firehose then calls again.
pub async fn handle(
    pipeline: &Arc<Mutex<Pipeline>>,
    hook: &Hook,
    clients: &Clients,
    event: StreamEvent,
    invocation: Invocation<'_>,
) -> Result<HookResponse, Failed> {
    let event = Arc::new(event);
    let (stream, name) = stream_to_put_to(clients, &event);
    let delivery = Delivery::new(stream);
    // The plans are shared, so that records that were planned in time are answered even if the work
    // never ends.
    let plans = Arc::new(Mutex::new(Vec::new()));
    let worked = {
        let (event, plans, hook) = (Arc::clone(&event), Arc::clone(&plans), hook.clone());
        let key = hook.reput_key.clone();
        let key = key.unwrap_or_else(|| mark::Key::of_stream(name.as_deref().unwrap_or_default()));
        let batcher = name.is_some().then(|| delivery.batcher(b""));
        work::run(
            pipeline,
            delivery,
            invocation.deadline,
            move |pipeline, outlet| {
                let mut planner = Planner::new(&hook, key, batcher, &event);
                let now = clock::now();
                for (index, record) in event.records().enumerate() {
                    let Some(plan) = planner.plan(pipeline, outlet, index, record, now) else {
                        break;
                    };
                    plans
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(plan);
                }
                planner.finish(outlet);
                pipeline.take_tally()
            },
        )
    };
    let worked = worked.await.map_err(|_| Failed::Internal)?;
    let tally = worked.made.unwrap_or_default();
    lambda::log_batch(&tally, &worked.delivered, worked.timings, invocation);
    let mut plans = std::mem::take(&mut *plans.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some(from) = worked.unsent_from {
        let later = plans.iter_mut().skip(from);
        later
            .filter(|plan| plan.puts_again)
            .for_each(|plan| plan.answer = Answer::Failed);
    }
    for record in worked.delivered.unaccepted {
        if let Some(plan) = plans.get_mut(record) {
            plan.answer = Answer::Failed;
        }
    }
    // Without an answer, Firehose would fail the whole batch. This way, only the records that were
    // not planned in time fail.
    let planned = plans.into_iter().map(|plan| plan.answer);
    let answers = planned.chain(std::iter::repeat_with(|| Answer::Failed));
    let records = event.records().zip(answers);
    Ok(HookResponse {
        records: records
            .map(|(record, answer)| answer.to(record.id, raw(record)))
            .collect(),
    })
}

/// The stream to put documents to, and its ARN. It is the source stream, or the delivery stream if
/// there is no source stream. The ARN is `None` if the event names no stream.
fn stream_to_put_to(clients: &Clients, event: &StreamEvent) -> (Stream, Option<String>) {
    if let Some(arn) = &event.source_stream_arn {
        let stream = Stream::kinesis(clients.kinesis.clone(), arn.clone());
        return (stream, Some(arn.clone()));
    }
    let arn = event.delivery_stream_arn.clone();
    let name = arn.as_deref().and_then(|arn| arn.rsplit_once('/'));
    let name = name.map(|(_, name)| name.to_owned());
    let stream = Stream::firehose(clients.firehose.clone(), name.clone().unwrap_or_default());
    (stream, name.and(arn))
}
