//! Delivery: sends batches to a stream until each entry is accepted, the stream refuses every
//! request, or the time is over.
//!
//! A successful request may contain refused entries. Only those are sent again. Between tries there
//! is a wait of random length. Its upper limit doubles each time
//! (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).

use std::time::{Duration, Instant};

use tokio::task::{JoinError, JoinSet};

use super::batch::{Batch, Batcher};
use super::stream::{Failure, Stream};

/// The most requests in flight. A request of 500 documents takes 20 to 30 ms. In this time, one
/// processor transforms about 8 such batches. More requests would only take more memory.
const IN_FLIGHT_LIMIT: usize = 8;
/// How long one request may take before it counts as lost.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
/// The upper limit of the first wait.
const BACKOFF_BASE: Duration = Duration::from_millis(100);
/// The longest wait.
const BACKOFF_LIMIT: Duration = Duration::from_secs(5);

/// Delivers to one stream.
#[derive(Debug, Clone)]
pub struct Delivery {
    stream: Stream,
}

/// The result of a delivery.
#[derive(Debug, Default)]
pub struct Delivered {
    /// For each entry that was finally not accepted, the index of its record in the event.
    pub unaccepted: Vec<usize>,
    /// How many entries were accepted.
    pub accepted: u64,
    /// How many requests were sent, without the first request of each batch.
    pub retries: u64,
    /// How many times an entry was sent and not accepted, whether the stream refused it or did not
    /// answer.
    pub refused: u64,
    /// Whether no further request can succeed, for example because the stream refuses every
    /// request.
    pub hopeless: bool,
    /// Why no entry of a request was accepted: the service's code and the other known facts, or
    /// that the service did not answer. If there are several such requests, this is about the last
    /// one. `None` if there is no such request.
    pub why: Option<String>,
}

impl Delivered {
    fn add(&mut self, other: Self) {
        self.unaccepted.extend(other.unaccepted);
        self.accepted += other.accepted;
        self.retries += other.retries;
        self.refused += other.refused;
        self.hopeless |= other.hopeless;
        self.why = other.why.or(self.why.take());
    }
}

impl Delivery {
    /// Delivery to a stream.
    #[must_use]
    pub fn new(stream: Stream) -> Self {
        Self { stream }
    }

    /// A batcher for the stream, which appends `ending` to each document.
    #[must_use]
    pub fn batcher(&self, ending: &'static [u8]) -> Batcher {
        self.stream.batcher(ending)
    }

    /// Sends a batch until all of it is accepted, the stream refuses every request, or time runs
    /// out.
    pub async fn deliver(&self, batch: Batch, deadline: Instant) -> Delivered {
        let mut delivered = Delivered::default();
        let mut left = batch;
        for tries in 0_u32.. {
            let remaining = deadline.saturating_duration_since(Instant::now());
            if remaining.is_zero() {
                break;
            }
            delivered.retries += u64::from(tries > 0);
            let sent = left.len();
            match self
                .attempt(&mut left, remaining.min(ATTEMPT_TIMEOUT))
                .await
            {
                Ok(()) => {}
                Err((hopeless, why)) => {
                    delivered.hopeless = hopeless;
                    delivered.why = Some(why);
                }
            }
            delivered.accepted += (sent - left.len()) as u64;
            delivered.refused += left.len() as u64;
            let wait = backoff(tries);
            if left.is_empty() || delivered.hopeless || Instant::now() + wait >= deadline {
                break;
            }
            tokio::time::sleep(wait).await;
        }
        delivered.unaccepted = left.records().collect();
        delivered
    }

    /// Sends a batch once and keeps the entries that were not accepted.
    ///
    /// # Errors
    /// No entry was accepted. The error says whether more tries are hopeless, and why.
    async fn attempt(&self, batch: &mut Batch, timeout: Duration) -> Result<(), (bool, String)> {
        match tokio::time::timeout(timeout, self.stream.put(batch)).await {
            Ok(Ok(accepted)) => {
                let (answered, sent) = (accepted.len(), batch.len());
                if answered == sent {
                    let mut accepted = accepted.into_iter();
                    batch.retain(|| !accepted.next().unwrap_or(false));
                } else {
                    // The answer cannot be matched to the entries, so none of them counts as
                    // accepted.
                    tracing::warn!(
                        answered,
                        sent,
                        "the stream's answer does not have one result for each entry, so no entry \
                         counts as accepted"
                    );
                }
                Ok(())
            }
            Ok(Err(failure)) => {
                let Failure { code, detail, .. } = &failure;
                if failure.is_hopeless() {
                    tracing::error!(
                        code,
                        detail,
                        "the stream cannot accept any request, so no more are sent: check the \
                         stream's name and the permission to write to it"
                    );
                } else {
                    tracing::warn!(code, detail, "the stream did not accept a batch");
                }
                Err((failure.is_hopeless(), format!("{code} ({detail})")))
            }
            Err(_) => {
                tracing::warn!("the stream did not answer in time");
                Err((false, "no answer in time".to_owned()))
            }
        }
    }
}

/// The batches in flight, at most `IN_FLIGHT_LIMIT`.
#[derive(Debug)]
pub struct InFlight {
    delivery: Delivery,
    deadline: Instant,
    sent: JoinSet<Delivered>,
    delivered: Delivered,
}

impl InFlight {
    /// Begins without a batch in flight. No batch is sent after `deadline`.
    #[must_use]
    pub fn new(delivery: Delivery, deadline: Instant) -> Self {
        Self {
            delivery,
            deadline,
            sent: JoinSet::new(),
            delivered: Delivered::default(),
        }
    }

    /// Starts sending a batch. If too many batches are in flight, waits for one of them to finish.
    pub async fn send(&mut self, batch: Batch) {
        while self.sent.len() >= IN_FLIGHT_LIMIT {
            self.settle_one().await;
        }
        let (delivery, deadline) = (self.delivery.clone(), self.deadline);
        self.sent
            .spawn(async move { delivery.deliver(batch, deadline).await });
    }

    /// Whether more batches may be sent: there is time, and the stream accepts requests.
    pub(crate) fn accepts_more(&mut self) -> bool {
        while let Some(settled) = self.sent.try_join_next() {
            self.add(settled);
        }
        !self.delivered.hopeless && Instant::now() < self.deadline
    }

    /// Waits for everything in flight. Returns the result of all batches together.
    pub async fn settle(mut self) -> Delivered {
        while !self.sent.is_empty() {
            self.settle_one().await;
        }
        self.delivered
    }

    async fn settle_one(&mut self) {
        if let Some(settled) = self.sent.join_next().await {
            self.add(settled);
        }
    }

    fn add(&mut self, settled: Result<Delivered, JoinError>) {
        match settled {
            Ok(delivered) => self.delivered.add(delivered),
            // Delivery never panics. If it did, no entry of the batch could count as accepted.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// A random wait before another try. Its upper limit doubles with each try, up to `BACKOFF_LIMIT`.
pub(crate) fn backoff(tries: u32) -> Duration {
    let bound = BACKOFF_BASE
        .saturating_mul(1 << tries.min(10))
        .min(BACKOFF_LIMIT);
    bound.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_reach_the_upper_half_of_a_bound_that_doubles() {
        for tries in 0..40 {
            let bound = Duration::from_millis((100 << tries.min(10)).min(5_000));
            // The longest of 50 waits is below half the bound once in 2^50 times.
            let longest = (0..50).map(|_| backoff(tries)).max().unwrap();
            assert!(longest <= bound, "{tries}: {longest:?}");
            assert!(longest > bound / 2, "{tries}: {longest:?}");
        }
    }
}
