//! Sends parcels (each holds the entries of one request) at a limited rate, a few at once, until
//! the destination accepts or refuses each entry.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Method;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::outlet::Parcel;
use super::shared::Shared;
use crate::aws::delivery::{Delivery, backoff};
use crate::aws::rest::{Auth, Cluster, Http, Patience};
use crate::opensearch::SetupError;
use crate::replay::bulk::{Bulk, Verdict, verdicts};
use crate::replay::rate::Rate;

/// The most parcels that are sent at once. Each may have 2 MiB.
const IN_FLIGHT_LIMIT: usize = 4;

/// How long one parcel may take.
const PARCEL_TIMEOUT: Duration = Duration::from_mins(10);

/// How long sent parcels may still take after the replay was stopped.
const GRACE: Duration = Duration::from_secs(15);

/// The most reasons of refusals. All further reasons share one count.
const REASONS_LIMIT: usize = 20;

/// Where parcels go.
#[derive(Debug, Clone)]
pub(super) enum Destination {
    /// A stream of Firehose or Kinesis.
    Stream(Delivery),
    /// A cluster.
    OpenSearch(Target),
}

/// A cluster and the means to send requests to it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) auth: Auth,
    pub(super) http: Http,
}

/// The result of sending a parcel.
#[derive(Debug, Default)]
struct Arrived {
    /// The source of each entry, and whether the destination has the entry.
    entries: Vec<(usize, bool)>,
    /// The number of entries that the destination already had.
    present: u64,
    /// Whether a stream refused entries at least once, or a cluster asked for entries to be sent
    /// again. This counts as throttling.
    throttled: bool,
    /// Why single entries were refused, with the number of entries.
    reasons: BTreeMap<String, u64>,
    /// Why the destination accepts nothing at all.
    hopeless: Option<String>,
}

/// Why entries were refused, with the number of entries for each reason. All parcels share these
/// counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Refusals(Arc<Mutex<BTreeMap<String, u64>>>);

impl Refusals {
    fn add(&self, reasons: BTreeMap<String, u64>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (reason, count) in reasons {
            let is_full = all.len() >= REASONS_LIMIT && !all.contains_key(&reason);
            let reason = match is_full {
                true => "other reasons".to_owned(),
                false => reason,
            };
            *all.entry(reason).or_default() += count;
        }
    }

    /// Takes the reasons with their counts.
    pub(super) fn take(&self) -> BTreeMap<String, u64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Sends every parcel, until the replay is stopped. Ends once all sent parcels are answered or
/// given up.
pub(super) async fn run(
    mut parcels: mpsc::Receiver<Parcel>,
    destination: Destination,
    bytes_per_second: u64,
    shared: Arc<Shared>,
    refusals: Refusals,
) {
    let started = Instant::now();
    let mut rate = Rate::new(bytes_per_second);
    let mut out = JoinSet::new();
    loop {
        while out.len() >= IN_FLIGHT_LIMIT {
            settle(
                out.join_next().await,
                &shared,
                &refusals,
                &mut rate,
                started,
            );
        }
        let parcel = tokio::select! {
            parcel = parcels.recv() => parcel,
            Some(arrived) = out.join_next() => {
                settle(Some(arrived), &shared, &refusals, &mut rate, started);
                continue;
            }
        };
        let Some(parcel) = parcel else { break };
        let bytes = parcel.bytes();
        let wait = rate.take(bytes, started.elapsed());
        tokio::select! {
            () = sleep(wait) => {}
            () = stopped(&shared) => {}
        }
        if shared.is_stopped() {
            lost(&parcel.sources(), &shared);
            continue;
        }
        shared.sent_bytes.fetch_add(bytes as u64, Relaxed);
        out.spawn(deliver(destination.clone(), parcel, Arc::clone(&shared)));
    }
    while let Some(arrived) = out.join_next().await {
        settle(Some(arrived), &shared, &refusals, &mut rate, started);
    }
}

fn settle(
    arrived: Option<Result<Arrived, tokio::task::JoinError>>,
    shared: &Shared,
    refusals: &Refusals,
    rate: &mut Rate,
    started: Instant,
) {
    let Some(Ok(arrived)) = arrived else {
        // If the task of a parcel panicked, its entries never count as accepted, and their sources
        // stay open.
        return;
    };
    if arrived.throttled {
        rate.throttled(started.elapsed());
    }
    if let Some(why) = arrived.hopeless {
        shared.give_up(why);
    }
    refusals.add(arrived.reasons);
    shared.present.fetch_add(arrived.present, Relaxed);
    for (source, accepted) in arrived.entries {
        shared.arrived(source, accepted);
    }
}

fn lost(sources: &[usize], shared: &Shared) {
    for source in sources {
        shared.arrived(*source, false);
    }
}

/// Sends one parcel, and sends its refused entries again until [`PARCEL_TIMEOUT`]. Gives up
/// [`GRACE`] after the replay was stopped.
async fn deliver(destination: Destination, parcel: Parcel, shared: Arc<Shared>) -> Arrived {
    let sources = parcel.sources();
    let delivery = async {
        match (destination, parcel) {
            (Destination::Stream(delivery), Parcel::Batch { batch, .. }) => {
                let report = delivery
                    .deliver(batch, Instant::now() + PARCEL_TIMEOUT)
                    .await;
                let mut missing: BTreeMap<usize, usize> = BTreeMap::new();
                for source in &report.unaccepted {
                    *missing.entry(*source).or_default() += 1;
                }
                let entries = sources.iter().map(|source| {
                    let left = missing.get_mut(source).filter(|left| **left > 0);
                    let accepted = left.is_none();
                    if let Some(left) = left {
                        *left -= 1;
                    }
                    (*source, accepted)
                });
                Arrived {
                    entries: entries.collect(),
                    throttled: report.refused > 0,
                    hopeless: report.why.filter(|_| report.hopeless),
                    ..Arrived::default()
                }
            }
            (Destination::OpenSearch(target), Parcel::Bulk(bulk)) => index(&target, bulk).await,
            (Destination::Stream(_), Parcel::Bulk(_))
            | (Destination::OpenSearch(_), Parcel::Batch { .. }) => Arrived::default(),
        }
    };
    tokio::select! {
        arrived = delivery => arrived,
        () = given_up(&shared) => Arrived {
            entries: sources.iter().map(|source| (*source, false)).collect(),
            ..Arrived::default()
        },
    }
}

/// Returns once no more parcels are to be sent.
async fn stopped(shared: &Shared) {
    while !shared.is_stopped() {
        sleep(Duration::from_millis(100)).await;
    }
}

/// Returns [`GRACE`] after [`stopped`].
async fn given_up(shared: &Shared) {
    stopped(shared).await;
    sleep(GRACE).await;
}

/// Creates documents. Repeats the request until the cluster has accepted or refused each document,
/// until an error that a repetition does not cure, or until [`PARCEL_TIMEOUT`].
async fn index(target: &Target, bulk: Bulk) -> Arrived {
    let mut arrived = Arrived::default();
    let mut left = bulk;
    let until = tokio::time::Instant::now() + PARCEL_TIMEOUT;
    for tries in 0_u32.. {
        let now = tokio::time::Instant::now();
        let answer = match timeout(until.saturating_duration_since(now), send(target, &left)).await
        {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => {
                arrived.hopeless = Some(error.to_string());
                break;
            }
            Err(_) => break,
        };
        let Some(verdicts) = verdicts(&answer, left.len()) else {
            arrived.hopeless = Some(
                "the answer to _bulk does not have a known result for each document".to_owned(),
            );
            break;
        };
        for (source, verdict) in left.sources().zip(&verdicts) {
            match verdict {
                Verdict::Again => arrived.throttled = true,
                Verdict::Created => arrived.entries.push((source, true)),
                Verdict::Present => {
                    arrived.present += 1;
                    arrived.entries.push((source, true));
                }
                Verdict::Mapping(reason) | Verdict::Refused(reason) => {
                    *arrived.reasons.entry(reason.clone()).or_default() += 1;
                    arrived.entries.push((source, false));
                }
            }
        }
        left = left.keep(&verdicts);
        let wait = backoff(tries);
        if left.is_empty() || now + wait >= until {
            break;
        }
        sleep(wait).await;
    }
    arrived
        .entries
        .extend(left.sources().map(|source| (source, false)));
    arrived
}

async fn send(target: &Target, bulk: &Bulk) -> Result<serde_json::Value, SetupError> {
    let now = tokio::time::Instant::now();
    // A cluster may be busy or restarting for a while.
    let patience = Patience {
        until: now + Duration::from_mins(2),
        forgive_refusal_until: now,
    };
    let cluster = Cluster::new(
        &target.url,
        target.auth.clone(),
        target.http.clone(),
        patience,
    )?;
    let path = "/_bulk?filter_path=items.*.status,items.*.error";
    let body = bulk.body().to_vec();
    cluster
        .upload(&Method::POST, path, "application/x-ndjson", body)
        .await
}
