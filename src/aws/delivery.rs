//! Delivery: batches to Firehose until each entry is accepted, refused for good, or out of time.
//!
//! HTTP 200 can carry refused entries; only those are sent again
//! (<https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>). Between tries we wait a random time below a bound that
//! doubles (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).

use std::time::{Duration, Instant};

use aws_sdk_firehose::Client;
use aws_sdk_firehose::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_firehose::operation::put_record_batch::PutRecordBatchError;
use aws_sdk_firehose::primitives::Blob;
use aws_sdk_firehose::types::Record;
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

/// Delivers to one Firehose stream.
#[derive(Debug, Clone)]
pub struct Delivery {
    client: Client,
    stream: String,
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
    /// Delivery to a stream by its name.
    #[must_use]
    pub fn new(client: Client, stream: impl Into<String>) -> Self {
        Self {
            client,
            stream: stream.into(),
        }
    }

    /// The same client for another stream.
    #[must_use]
    pub fn to_stream(&self, stream: impl Into<String>) -> Self {
        Self {
            client: self.client.clone(),
            stream: stream.into(),
        }
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
        // The documents themselves are handed to the SDK and come back only when refused: a copy of each is the price.
        let record = |entry: &Entry| {
            Record::builder()
                .data(Blob::new(entry.data.clone()))
                .build()
        };
        let records = batch.iter().map(record).collect::<Result<Vec<_>, _>>();
        let records = records.expect("a record with data is a record");
        let request = self
            .client
            .put_record_batch()
            .delivery_stream_name(&self.stream)
            .set_records(Some(records));
        match tokio::time::timeout(timeout, request.send()).await {
            Ok(Ok(output)) => {
                let refused = output
                    .request_responses()
                    .iter()
                    .map(|entry| entry.error_code().is_some());
                let answered = refused.len();
                let mut refused = refused;
                let sent = batch.len();
                let left: Vec<_> = batch
                    .into_iter()
                    .filter(|_| refused.next().unwrap_or(true))
                    .collect();
                if answered != sent {
                    tracing::warn!(answered, sent, "Firehose did not answer for every entry");
                }
                Attempt::Refused(left)
            }
            Ok(Err(error)) => {
                let code = error.code().unwrap_or("none").to_owned();
                let hopeless = is_hopeless(&error);
                // The error's own text may quote the request; its code does not.
                tracing::warn!(
                    code,
                    hopeless,
                    kind = kind(&error),
                    "Firehose did not take a batch"
                );
                if hopeless {
                    Attempt::Hopeless(batch)
                } else {
                    Attempt::Failed(batch)
                }
            }
            Err(_) => {
                tracing::warn!("Firehose did not answer in time");
                Attempt::Failed(batch)
            }
        }
    }
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

fn is_hopeless(error: &SdkError<PutRecordBatchError>) -> bool {
    let SdkError::ServiceError(service) = error else {
        // No connection, a connection cut, no answer: another try may help. A request that could not even be built will not.
        return matches!(error, SdkError::ConstructionFailure(_));
    };
    let status = service.raw().status().as_u16();
    let throttled = service
        .err()
        .code()
        .is_some_and(|code| code.contains("Throttl") || code.contains("LimitExceeded"));
    (400..500).contains(&status) && status != 429 && !throttled
}

fn kind(error: &SdkError<PutRecordBatchError>) -> &'static str {
    match error {
        SdkError::ConstructionFailure(_) => "construction",
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(_) => "dispatch",
        SdkError::ResponseError(_) => "response",
        SdkError::ServiceError(_) => "service",
        _ => "other",
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
