//! Runs the pipeline on its own thread, so that requests are sent while it works. The pipeline
//! waits while the limit of requests in flight is reached.
//!
//! No more batches are accepted after the time is over, or if the stream refuses every request. The
//! thread checks this before each record and after each outcome, and ends in these cases, so that
//! the next invocation can use the pipeline.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout_at;

use super::batch::Batch;
use super::delivery::{Delivered, Delivery, InFlight};
use super::metrics::Timings;
use crate::pipeline::Pipeline;

/// How much time a thread has to end after batches are no longer accepted. A line takes much less.
/// Enough time for the answer still remains afterwards.
const GRACE: Duration = Duration::from_millis(100);

/// The channel through which the work sends its batches.
#[derive(Debug)]
pub(super) struct Outlet {
    batches: mpsc::Sender<Batch>,
    at: Arc<AtomicUsize>,
    waited: Duration,
}

impl Outlet {
    /// Begins the record with this index. Breaks if batches are no longer accepted.
    pub(super) fn begin(&mut self, record: usize) -> ControlFlow<()> {
        self.at.store(record, Ordering::Relaxed);
        self.accepts_more()
    }

    /// Breaks if batches are no longer accepted.
    pub(super) fn accepts_more(&self) -> ControlFlow<()> {
        match self.batches.is_closed() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// Passes a batch on, if there is one. Waits while too many batches wait to be sent.
    pub(super) fn send(&mut self, batch: Option<Batch>) -> ControlFlow<()> {
        let Some(batch) = batch else {
            return ControlFlow::Continue(());
        };
        let waiting = Instant::now();
        let sent = self.batches.blocking_send(batch);
        self.waited += waiting.elapsed();
        match sent {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// The result of the work.
#[derive(Debug)]
pub(super) struct Worked<T> {
    /// The work's value, or `None` if it did not end in time.
    pub(super) made: Option<T>,
    /// The result for the documents that were sent.
    pub(super) delivered: Delivered,
    /// The first record whose documents may not all have been sent, or `None` if all were sent.
    pub(super) unsent_from: Option<usize>,
    /// The record that was begun last.
    pub(super) at: usize,
    /// How long the parts of the work took.
    pub(super) timings: Timings,
}

/// Runs `work`, which makes batches, on a separate thread. Sends the batches until all are sent,
/// the time is over or the stream refuses every request.
///
/// # Errors
/// The work panicked.
pub(super) async fn run<T: Send + 'static>(
    pipeline: &Arc<Mutex<Pipeline>>,
    delivery: Delivery,
    deadline: Instant,
    work: impl FnOnce(&mut Pipeline, &mut Outlet) -> T + Send + 'static,
) -> Result<Worked<T>, JoinError> {
    let started = Instant::now();
    let (sender, mut batches) = mpsc::channel(1);
    let at = Arc::new(AtomicUsize::new(0));
    let working = {
        let (pipeline, at) = (Arc::clone(pipeline), Arc::clone(&at));
        spawn_blocking(move || {
            let mut pipeline = pipeline.lock().unwrap_or_else(PoisonError::into_inner);
            let started = Instant::now();
            let mut outlet = Outlet {
                batches: sender,
                at,
                waited: Duration::ZERO,
            };
            let made = work(&mut pipeline, &mut outlet);
            (made, started.elapsed().saturating_sub(outlet.waited))
        })
    };
    let mut in_flight = InFlight::new(delivery, deadline);
    let mut last_sent = 0;
    let all_sent = loop {
        match timeout_at(deadline.into(), batches.recv()).await {
            Ok(Some(batch)) if in_flight.accepts_more() => {
                last_sent = batch.records().next_back().unwrap_or(last_sent);
                in_flight.send(batch).await;
            }
            Ok(None) => break true,
            Ok(Some(_)) | Err(_) => break false,
        }
    };
    drop(batches);
    let delivered = in_flight.settle().await;
    let ended = timeout_at((deadline.max(Instant::now()) + GRACE).into(), working).await;
    let (made, enrich) = match ended.ok().transpose()? {
        Some((made, enrich)) => (Some(made), enrich),
        None => (None, Duration::ZERO),
    };
    Ok(Worked {
        unsent_from: (!all_sent || made.is_none()).then_some(last_sent),
        made,
        delivered,
        at: at.load(Ordering::Relaxed),
        timings: Timings {
            enrich,
            deliver: started.elapsed().saturating_sub(enrich),
        },
    })
}
