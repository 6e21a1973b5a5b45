//! What the threads of a replay share: which sources are out, how far it is, and whether it is to stop.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use crate::cli::input::Source;
use crate::replay::track::{Settled, Tracker};

/// What the threads share.
#[derive(Debug)]
pub(super) struct Shared {
    tracker: Mutex<Tracker>,
    sources: Mutex<BTreeMap<usize, Source>>,
    /// `None` once no source settles any more.
    settled: Mutex<Option<mpsc::UnboundedSender<Settled>>>,
    /// Nothing more is to be read.
    stop: AtomicBool,
    /// Bytes of sources that were read, as they are stored.
    pub(super) read_bytes: Arc<AtomicU64>,
    /// Sources that were begun.
    pub(super) sources_begun: AtomicU64,
    /// Entries that the destination has.
    pub(super) accepted: AtomicU64,
    /// Entries among them that it had before.
    pub(super) present: AtomicU64,
    /// Entries that it did not take.
    pub(super) refused: AtomicU64,
    /// Bytes of entries that were sent.
    pub(super) sent_bytes: AtomicU64,
    /// Why the destination takes nothing at all.
    why: Mutex<Option<String>>,
}

impl Shared {
    /// Nothing begun; settled sources are told to `settled`.
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

    /// Nothing more is to be read.
    pub(super) fn stop(&self) {
        self.stop.store(true, Relaxed);
    }

    /// The destination takes nothing at all.
    pub(super) fn give_up(&self, why: String) {
        lock(&self.why).get_or_insert(why);
        self.stop();
    }

    /// Why the destination takes nothing at all.
    pub(super) fn why(&self) -> Option<String> {
        lock(&self.why).clone()
    }

    /// Whether nothing more is to be read.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Relaxed)
    }

    /// Begins a source.
    pub(super) fn begin(&self, source: Source) -> usize {
        let number = lock(&self.tracker).begin();
        lock(&self.sources).insert(number, source);
        self.sources_begun.fetch_add(1, Relaxed);
        number
    }

    /// An entry of a source is on its way.
    pub(super) fn sent(&self, source: usize) {
        lock(&self.tracker).sent(source);
    }

    /// Something of a source is passed over.
    pub(super) fn passed(&self, source: usize) {
        lock(&self.tracker).passed(source);
    }

    /// A source was read, to its end or not.
    pub(super) fn read(&self, source: usize, whole: bool) {
        let settled = lock(&self.tracker).read(source, whole);
        self.tell(settled);
    }

    /// An entry of a source arrived, or did not.
    pub(super) fn arrived(&self, source: usize, accepted: bool) {
        match accepted {
            true => self.accepted.fetch_add(1, Relaxed),
            false => self.refused.fetch_add(1, Relaxed),
        };
        let settled = lock(&self.tracker).arrived(source, accepted);
        self.tell(settled);
    }

    /// No source settles any more.
    pub(super) fn close(&self) {
        lock(&self.settled).take();
    }

    /// The source with a number, which is not looked at again.
    pub(super) fn take(&self, source: usize) -> Option<Source> {
        lock(&self.sources).remove(&source)
    }

    fn tell(&self, settled: Option<Settled>) {
        if let (Some(settled), Some(sender)) = (settled, &*lock(&self.settled)) {
            // Nobody listens any more once the replay has ended.
            let _ = sender.send(settled);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
