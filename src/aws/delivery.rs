//! Delivery: batches to a stream until each entry is accepted, refused for good, or out of time.
//!
//! HTTP 200 can carry refused entries; only those are sent again
//! (<https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>,
//! <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>). Between tries we wait a random time below a bound that
//! doubles (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).

use std::time::{Duration, Instant};

use aws_sdk_firehose::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_firehose::primitives::Blob;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use tokio::task::JoinSet;

use crate::batch::Entry;

/// Requests in flight at once. A request of 500 documents takes 20 to 30 ms, in which one processor transforms about 8
/// such batches; more would only hold more memory.
const IN_FLIGHT_LIMIT: usize = 8;
/// How long one request may take before it counts as lost.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
/// The first wait is below this.
const BACKOFF_BASE: Duration = Duration::from_millis(100);
/// No wait is longer.
const BACKOFF_LIMIT: Duration = Duration::from_secs(5);

/// A stream that takes batches.
#[derive(Debug, Clone)]
pub enum Stream {
    /// Firehose, by the delivery stream's name.
    Firehose(aws_sdk_firehose::Client, String),
    /// Kinesis Data Streams, by the stream's ARN. Its limits are wider than Firehose's, by which batches are made.
    Kinesis(aws_sdk_kinesis::Client, String),
}

/// Delivers to one stream.
#[derive(Debug, Clone)]
pub struct Delivery {
    stream: Stream,
}

/// What became of the entries.
#[derive(Debug, Default)]
pub struct Report {
    /// Entries that Firehose did not accept in time.
    pub unaccepted: Vec<Entry>,
    /// Entries accepted.
    pub accepted: u64,
    /// Requests sent beyond the first of each batch.
    pub retries: u64,
    /// Entries refused, each as often as it was.
    pub refused: u64,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.unaccepted.extend(other.unaccepted);
        self.accepted += other.accepted;
        self.retries += other.retries;
        self.refused += other.refused;
    }
}

/// What came of one request.
enum Attempt {
    /// These were refused; empty when all were accepted.
    Refused(Vec<Entry>),
    /// All were, and another try may help.
    Failed(Vec<Entry>),
    /// All were, and no other try will help.
    Hopeless(Vec<Entry>),
}

impl Delivery {
    /// Delivery to a stream.
    #[must_use]
    pub fn new(stream: Stream) -> Self {
        Self { stream }
    }

    /// Sends a batch until all of it is accepted or the time is over.
    pub async fn deliver(&self, batch: Vec<Entry>, deadline: Instant) -> Report {
        let mut report = Report::default();
        let mut left = batch;
        for tries in 0_u32.. {
            let remaining = deadline.saturating_duration_since(Instant::now());
            if remaining.is_zero() {
                break;
            }
            report.retries += u64::from(tries > 0);
            let count = left.len() as u64;
            let (refused, hopeless) = match self.attempt(left, remaining.min(ATTEMPT_TIMEOUT)).await
            {
                Attempt::Refused(refused) => {
                    report.accepted += count - refused.len() as u64;
                    (refused, false)
                }
                Attempt::Failed(refused) => (refused, false),
                Attempt::Hopeless(refused) => (refused, true),
            };
            left = refused;
            report.refused += left.len() as u64;
            let wait = backoff(tries);
            if left.is_empty() || hopeless || Instant::now() + wait >= deadline {
                break;
            }
            tokio::time::sleep(wait).await;
        }
        report.unaccepted = left;
        report
    }

    async fn attempt(&self, batch: Vec<Entry>, timeout: Duration) -> Attempt {
        let send = async {
            match &self.stream {
                Stream::Firehose(client, name) => put_record_batch(client, name, &batch).await,
                Stream::Kinesis(client, arn) => put_records(client, arn, &batch).await,
            }
        };
        match tokio::time::timeout(timeout, send).await {
            Ok(Ok(refused)) => {
                let (answered, sent) = (refused.len(), batch.len());
                if answered != sent {
                    tracing::warn!(answered, sent, "the stream did not answer for every entry");
                }
                let mut refused = refused.into_iter();
                Attempt::Refused(
                    batch
                        .into_iter()
                        .filter(|_| refused.next().unwrap_or(true))
                        .collect(),
                )
            }
            Ok(Err(failure)) => {
                // The error's own text may quote the request; its code does not.
                tracing::warn!(
                    code = failure.code,
                    hopeless = failure.hopeless,
                    "the stream did not take a batch"
                );
                if failure.hopeless {
                    Attempt::Hopeless(batch)
                } else {
                    Attempt::Failed(batch)
                }
            }
            Err(_) => {
                tracing::warn!("the stream did not answer in time");
                Attempt::Failed(batch)
            }
        }
    }
}

/// For each entry whether it was refused.
type Refusals = Vec<bool>;

/// Why no entry was taken.
struct Failure {
    code: String,
    hopeless: bool,
}

// The documents themselves are handed to the SDK and come back only when refused: a copy of each is the price.
fn blob(entry: &Entry) -> Blob {
    Blob::new(entry.data.clone())
}

async fn put_record_batch(
    client: &aws_sdk_firehose::Client,
    name: &str,
    batch: &[Entry],
) -> Result<Refusals, Failure> {
    let record = |entry| {
        aws_sdk_firehose::types::Record::builder()
            .data(blob(entry))
            .build()
    };
    let records = batch
        .iter()
        .map(record)
        .collect::<Result<Vec<_>, _>>()
        .expect("a record with data is a record");
    let output = client
        .put_record_batch()
        .delivery_stream_name(name)
        .set_records(Some(records))
        .send()
        .await;
    let output = output.map_err(|error| failure(&error))?;
    Ok(output
        .request_responses()
        .iter()
        .map(|entry| entry.error_code().is_some())
        .collect())
}

async fn put_records(
    client: &aws_sdk_kinesis::Client,
    arn: &str,
    batch: &[Entry],
) -> Result<Refusals, Failure> {
    let record = |entry| {
        // Spread over the shards as the Kinesis Agent's lines are.
        let key = fastrand::u64(..).to_string();
        aws_sdk_kinesis::types::PutRecordsRequestEntry::builder()
            .data(blob(entry))
            .partition_key(key)
            .build()
    };
    let records = batch
        .iter()
        .map(record)
        .collect::<Result<Vec<_>, _>>()
        .expect("a record with data and key is a record");
    let output = client
        .put_records()
        .stream_arn(arn)
        .set_records(Some(records))
        .send()
        .await;
    let output = output.map_err(|error| failure(&error))?;
    Ok(output
        .records()
        .iter()
        .map(|entry| entry.error_code().is_some())
        .collect())
}

/// Batches on their way, a bounded number at once.
#[derive(Debug)]
pub struct InFlight {
    delivery: Delivery,
    deadline: Instant,
    sent: JoinSet<Report>,
    report: Report,
}

impl InFlight {
    /// Nothing on its way yet.
    #[must_use]
    pub fn new(delivery: Delivery, deadline: Instant) -> Self {
        Self {
            delivery,
            deadline,
            sent: JoinSet::new(),
            report: Report::default(),
        }
    }

    /// Sends a batch on its way; waits for another to arrive while too many are.
    pub async fn send(&mut self, batch: Vec<Entry>) {
        while self.sent.len() >= IN_FLIGHT_LIMIT {
            self.settle_one().await;
        }
        let (delivery, deadline) = (self.delivery.clone(), self.deadline);
        self.sent
            .spawn(async move { delivery.deliver(batch, deadline).await });
        // The requests move only when this task lets them.
        tokio::task::yield_now().await;
    }

    /// Waits for all that is on its way.
    pub async fn settle(mut self) -> Report {
        while !self.sent.is_empty() {
            self.settle_one().await;
        }
        self.report
    }

    async fn settle_one(&mut self) {
        match self.sent.join_next().await {
            Some(Ok(report)) => self.report.add(report),
            // Delivery never panics; should it, nothing of its batch may count as accepted.
            Some(Err(error)) => std::panic::resume_unwind(error.into_panic()),
            None => {}
        }
    }
}

fn failure<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Failure {
    let SdkError::ServiceError(service) = error else {
        // No connection, a connection cut, no answer: another try may help. A request that could not even be built will not.
        let hopeless = matches!(error, SdkError::ConstructionFailure(_));
        return Failure {
            code: "none".to_owned(),
            hopeless,
        };
    };
    let code = service.err().code().unwrap_or("none").to_owned();
    let status = service.raw().status().as_u16();
    let throttled = ["Throttl", "LimitExceeded", "ThroughputExceeded"]
        .iter()
        .any(|part| code.contains(part));
    Failure {
        hopeless: (400..500).contains(&status) && status != 429 && !throttled,
        code,
    }
}

/// A random time below a bound that doubles.
fn backoff(tries: u32) -> Duration {
    let bound = BACKOFF_BASE
        .saturating_mul(1 << tries.min(10))
        .min(BACKOFF_LIMIT);
    bound.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_stay_below_their_bound() {
        for tries in 0..40 {
            let bound = Duration::from_millis(100 << tries.min(6)).min(BACKOFF_LIMIT);
            assert!((0..50).all(|_| backoff(tries) <= bound), "{tries}");
        }
    }
}
