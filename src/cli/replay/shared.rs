//! The state that the threads of a replay share: the open sources, the progress, and whether to
//! stop.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use crate::cli::input::InputSource;
use crate::replay::track::{Settled, Tracker};

/// The shared state.
#[derive(Debug)]
pub(super) struct Shared {
    tracker: Mutex<Tracker>,
    sources: Mutex<BTreeMap<usize, InputSource>>,
    /// The channel of settled sources. `None` once it is closed.
    settled: Mutex<Option<mpsc::UnboundedSender<Settled>>>,
    /// Whether reading must stop.
    stop: AtomicBool,
    /// Bytes of the sources that were read or skipped, as stored (possibly compressed).
    pub(super) read_bytes: Arc<AtomicU64>,
    /// The number of sources that were begun.
    pub(super) sources_begun: AtomicU64,
    /// The number of entries that the destination accepted or already had.
    pub(super) accepted: AtomicU64,
    /// The number of these entries that the destination already had.
    pub(super) present: AtomicU64,
    /// The number of entries that the destination did not accept, or that were not sent to it
    /// because the replay was stopped.
    pub(super) refused: AtomicU64,
    /// Bytes that were sent, as `Parcel::bytes` counts them.
    pub(super) sent_bytes: AtomicU64,
    /// Why the destination accepts nothing at all. `None` if no answer has said so.
    why: Mutex<Option<String>>,
}

impl Shared {
    /// A new state. Settled sources are sent to `settled`.
    pub(super) fn new(settled: mpsc::UnboundedSender<Settled>) -> Self {
        Self {
            tracker: Mutex::default(),
            sources: Mutex::default(),
            settled: Mutex::new(Some(settled)),
            stop: AtomicBool::new(false),
            read_bytes: Arc::default(),
            sources_begun: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            present: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            sent_bytes: AtomicU64::new(0),
            why: Mutex::default(),
        }
    }

    /// Makes reading stop.
    pub(super) fn stop(&self) {
        self.stop.store(true, Relaxed);
    }

    /// Makes reading stop, because the destination accepts nothing at all.
    pub(super) fn give_up(&self, why: String) {
        lock(&self.why).get_or_insert(why);
        self.stop();
    }

    /// Why the destination accepts nothing at all. `None` if no answer has said so.
    pub(super) fn why(&self) -> Option<String> {
        lock(&self.why).clone()
    }

    /// Whether reading must stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Relaxed)
    }

    /// Begins a source. Returns its number.
    pub(super) fn begin(&self, source: InputSource) -> usize {
        let number = lock(&self.tracker).begin();
        lock(&self.sources).insert(number, source);
        self.sources_begun.fetch_add(1, Relaxed);
        number
    }

    /// Notes that an entry of a source was sent.
    pub(super) fn sent(&self, source: usize) {
        lock(&self.tracker).sent(source);
    }

    /// Notes that an entry of a source was skipped.
    pub(super) fn passed(&self, source: usize) {
        lock(&self.tracker).passed(source);
    }

    /// Notes that reading of a source ended, and whether it reached the end of the source.
    pub(super) fn read(&self, source: usize, whole: bool) {
        let settled = lock(&self.tracker).read(source, whole);
        self.send_settled(settled);
    }

    /// Notes that an entry of a source was answered, and whether it was accepted.
    pub(super) fn arrived(&self, source: usize, accepted: bool) {
        match accepted {
            true => self.accepted.fetch_add(1, Relaxed),
            false => self.refused.fetch_add(1, Relaxed),
        };
        let settled = lock(&self.tracker).arrived(source, accepted);
        self.send_settled(settled);
    }

    /// Closes the channel of settled sources.
    pub(super) fn close(&self) {
        lock(&self.settled).take();
    }

    /// Removes and returns the source with this number.
    pub(super) fn take(&self, source: usize) -> Option<InputSource> {
        lock(&self.sources).remove(&source)
    }

    fn send_settled(&self, settled: Option<Settled>) {
        if let (Some(settled), Some(sender)) = (settled, &*lock(&self.settled)) {
            // The receiver no longer exists once the replay has ended.
            let _ = sender.send(settled);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
