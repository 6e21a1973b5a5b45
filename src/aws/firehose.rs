//! `firehose-transform`: Firehose's transform hook, over the same pipeline.
//!
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>. Every record is answered exactly once, in order. A
//! record holds one document, so the documents of a record's further lines are put again, as are those that would take the
//! answer beyond what Lambda lets through; they come round as documents and are passed on untouched. What could not be put
//! again in time fails its whole record, whose raw data Firehose then keeps: never is half of a record lost. Those of its
//! documents that had been accepted have the ids that they will have again.

use std::time::Instant;

use base64_simd::STANDARD;

use super::answer::{HookResponse, Metadata, RecordAnswer, Verdict};
use super::clock;
use super::delivery::{Delivery, InFlight, Report};
use super::event::{Data, EventRecord, StreamEvent};
use super::lambda::{self, Invocation};
use super::metrics::Timings;
use super::partition::metadata;
use super::stream::Stream;
use crate::config::Hook;
use crate::document;
use crate::event::Timestamp;
use crate::pipeline::{Outcome, Pipeline};

/// The most bytes of an answer. Lambda lets 6 MB through; AWS's own blueprint stops at this many.
pub const RESPONSE_LIMIT_BYTES: usize = 6_000_000;

/// Where documents are put again.
#[derive(Debug, Clone)]
pub struct Clients {
    /// For Direct PUT streams.
    pub firehose: aws_sdk_firehose::Client,
    /// For streams that read a Kinesis stream, which take no `PutRecord` themselves.
    pub kinesis: aws_sdk_kinesis::Client,
}

/// What is to be answered to one record, if its documents can be put again.
struct Plan<'e> {
    record: EventRecord<'e>,
    raw: &'e [u8],
    answer: Answer,
    /// Documents to put again.
    again: Vec<Vec<u8>>,
}

enum Answer {
    Ok(Vec<u8>, Option<Metadata>),
    Dropped,
    Failed,
}

/// Answers a batch.
pub async fn handle(
    pipeline: &mut Pipeline,
    hook: &Hook,
    clients: &Clients,
    event: &StreamEvent,
    invocation: Invocation<'_>,
) -> HookResponse {
    let now = clock::now();
    let started = Instant::now();
    let mut plans: Vec<_> = event
        .records()
        .map(|record| match Instant::now() < invocation.deadline {
            true => plan(pipeline, hook, record, now),
            // Without an answer Firehose would give all of the batch up; so only what there was no time for.
            false => Plan::new(record, Answer::Failed),
        })
        .collect();
    fit(&mut plans, hook, RESPONSE_LIMIT_BYTES);
    let enrich = started.elapsed();
    let report = put_again(&mut plans, clients, event, invocation.deadline).await;
    let timings = Timings {
        enrich,
        deliver: started.elapsed().saturating_sub(enrich),
    };
    for record in &report.unaccepted {
        if let Some(plan) = plans.get_mut(*record) {
            plan.answer = Answer::Failed;
        }
    }
    lambda::tell(&pipeline.take_tally(), &report, timings, invocation);
    HookResponse {
        records: plans.into_iter().map(Plan::answered).collect(),
    }
}

fn plan<'e>(
    pipeline: &mut Pipeline,
    hook: &Hook,
    record: EventRecord<'e>,
    now: Timestamp,
) -> Plan<'e> {
    let mut plan = Plan::new(record, Answer::Dropped);
    if document::is_document(plan.raw) {
        plan.answer = Answer::Ok(plan.raw.to_vec(), metadata(hook, plan.raw));
        return plan;
    }
    let mut rejected = 0;
    let mut documents = Vec::new();
    lambda::run(pipeline, record, now, &mut |outcome| match outcome {
        Outcome::Event { document, .. } => documents.push(document.to_vec()),
        Outcome::Rejected { document, .. } => {
            documents.push(document.to_vec());
            rejected += 1;
        }
        Outcome::Dropped { .. } => {}
    });
    if hook.fails_unreadable && rejected > 0 && rejected == documents.len() {
        plan.answer = Answer::Failed;
        return plan;
    }
    let mut documents = documents.into_iter();
    // A record of nothing but blank lines, or whose every line a rule dropped, stays `Dropped`.
    if let Some(mut first) = documents.next() {
        let metadata = metadata(hook, &first);
        if hook.joins_lines {
            for document in documents {
                first.push(b'\n');
                first.extend_from_slice(&document);
            }
        } else {
            plan.again = documents.map(|document| ended(document, hook)).collect();
        }
        plan.answer = Answer::Ok(ended(first, hook), metadata);
    }
    plan
}

/// A document as it is answered, now or when it comes round.
fn ended(mut document: Vec<u8>, hook: &Hook) -> Vec<u8> {
    if hook.ends_lines {
        document.push(b'\n');
    }
    document
}

/// Makes the whole answer fit, whatever then becomes of the documents to put again.
///
/// Each record may end as a failure with its raw data, so that much is set aside for every one. A record whose document
/// needs more than what is left is answered `Dropped`, and its document put again (each alone, where they were joined). (Firehose hands over at most 3 MB of raw
/// data at once, so that failures alone always fit.)
fn fit(plans: &mut [Plan<'_>], hook: &Hook, limit_bytes: usize) {
    let mut bytes = HookResponse::bytes(plans.iter().map(Plan::failed_bytes));
    for plan in plans {
        let failed = plan.failed_bytes();
        let Answer::Ok(data, metadata) = &mut plan.answer else {
            continue;
        };
        let ok =
            RecordAnswer::bytes_with(plan.record.id, Verdict::Ok, data.len(), metadata.as_ref());
        // One whose further lines are put again may still fail.
        let needed = if plan.again.is_empty() {
            ok
        } else {
            ok.max(failed)
        };
        if bytes - failed + needed <= limit_bytes {
            bytes = bytes - failed + needed;
        } else {
            // No document has a newline within.
            let lines = data.split(|byte| *byte == b'\n');
            let documents = lines.filter(|line| !line.is_empty());
            let documents = documents.map(|document| ended(document.to_vec(), hook));
            plan.again.splice(0..0, documents);
            plan.answer = Answer::Dropped;
        }
    }
}

async fn put_again(
    plans: &mut [Plan<'_>],
    clients: &Clients,
    event: &StreamEvent,
    deadline: Instant,
) -> Report {
    let again = plans.iter_mut().enumerate().flat_map(|(record, plan)| {
        let documents = std::mem::take(&mut plan.again).into_iter();
        documents.map(move |document| (document, record))
    });
    let Some(stream) = stream_to_put_to(clients, event) else {
        return Report {
            unaccepted: again.map(|(_, record)| record).collect(),
            ..Report::default()
        };
    };
    let delivery = Delivery::new(stream);
    let mut batcher = delivery.batcher(b"");
    let mut in_flight = InFlight::new(delivery, deadline);
    for (document, record) in again {
        if let Some(batch) = batcher.push(&document, record) {
            in_flight.send(batch).await;
        }
    }
    if let Some(batch) = batcher.finish() {
        in_flight.send(batch).await;
    }
    in_flight.settle().await
}

/// The source stream where there is one, else the delivery stream itself.
fn stream_to_put_to(clients: &Clients, event: &StreamEvent) -> Option<Stream> {
    if let Some(arn) = &event.source_stream_arn {
        return Some(Stream::kinesis(clients.kinesis.clone(), arn.clone()));
    }
    let (_, name) = event.delivery_stream_arn.as_ref()?.rsplit_once('/')?;
    Some(Stream::firehose(clients.firehose.clone(), name.to_owned()))
}

impl<'e> Plan<'e> {
    fn new(record: EventRecord<'e>, answer: Answer) -> Self {
        let (Data::Bytes(raw) | Data::Unreadable(raw, _)) = record.data;
        Self {
            record,
            raw,
            answer,
            again: Vec::new(),
        }
    }

    /// The bytes of the answer that fails this record.
    fn failed_bytes(&self) -> usize {
        RecordAnswer::bytes_with(
            self.record.id,
            Verdict::ProcessingFailed,
            self.raw.len(),
            None,
        )
    }

    fn answered(self) -> RecordAnswer {
        let (result, data, metadata) = match self.answer {
            Answer::Ok(data, metadata) => {
                (Verdict::Ok, Some(STANDARD.encode_to_string(data)), metadata)
            }
            Answer::Dropped => (Verdict::Dropped, None, None),
            Answer::Failed => (
                Verdict::ProcessingFailed,
                Some(STANDARD.encode_to_string(self.raw)),
                None,
            ),
        };
        RecordAnswer {
            record_id: self.record.id.to_owned(),
            result,
            data,
            metadata,
        }
    }
}
