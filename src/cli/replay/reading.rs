//! Reads the sources one after the other, and opens the next objects in the meantime.

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;

use super::sending::Stop;
use super::shared::Shared;
use super::unread::Unread;
use super::work::{Lines, Work};
use crate::arrival::Arrival;
use crate::aws::s3::store::{ObjectBytes, Stated, Store};
use crate::cli::failure::Failure;
use crate::cli::input::{InputSource, Listing};
use crate::cli::progress::Counted;
use crate::cli::text::write_message;
use crate::clock;
use crate::config::Formats;
use crate::event::Origin;
use crate::object::{Object, id};
use crate::replay::state::State;

/// How many objects are opened ahead of the one that is being read.
const OPENED_AHEAD: usize = 2;

/// How long one object may take. In practice, no object takes this long.
const OBJECT_TIMEOUT: Duration = Duration::from_hours(24);

/// How reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// Every source was tried, or `--limit` was reached.
    Done,
    /// The user asked to stop, or the destination accepts nothing.
    Stopped,
}

/// An object that is being opened, in a task.
pub(super) type Opening = tokio::task::JoinHandle<Result<(Stated, ObjectBytes), String>>;

/// Reads one source after the other.
pub(super) struct SourceReader {
    pub(super) work: Work,
    pub(super) formats: Formats,
    pub(super) names_path: bool,
    pub(super) shared: Arc<Shared>,
    pub(super) store: Option<(Store, Handle)>,
    pub(super) settled: State,
    /// The number of sources that were skipped, because an earlier run completed them.
    pub(super) skipped: u64,
    /// The number of sources that could not be read, or not to their end.
    pub(super) unread: u64,
    pub(super) ahead: VecDeque<(InputSource, Option<Opening>)>,
}

impl SourceReader {
    /// Reads every source that no earlier run completed, until `--limit` is reached or the replay
    /// is stopped.
    pub(super) fn all(&mut self, listing: &mut Listing) -> Result<Ended, Failure> {
        loop {
            while self.ahead.len() <= OPENED_AHEAD && !self.shared.is_stopped() {
                let Some(source) = listing.next().map_err(Failure::Replay)? else {
                    break;
                };
                if self.settled.is_settled(&source.name(), &source.version()) {
                    self.skipped += 1;
                    self.shared.read_bytes.fetch_add(source.bytes(), Relaxed);
                    continue;
                }
                let opening = self.open(&source);
                self.ahead.push_back((source, opening));
            }
            if self.shared.is_stopped() {
                return Ok(Ended::Stopped);
            }
            let Some((source, opening)) = self.ahead.pop_front() else {
                break;
            };
            let name = source.name();
            let number = self.shared.begin(source.clone());
            self.work.sending.begin(number, &name);
            let read = self.source(&source, &name, opening);
            self.shared.read(number, read.is_ok());
            match read {
                Ok(()) => {}
                Err(Unread::Input(why)) => {
                    self.unread += 1;
                    write_message(format_args!("{name}: {why}"));
                }
                Err(Unread::Stop(Stop::Limit)) => break,
                Err(Unread::Stop(Stop::Asked)) => return Ok(Ended::Stopped),
                Err(Unread::Stop(Stop::Output(error))) => return Err(Failure::Output(error)),
            }
        }
        match self.work.sending.flush().break_value() {
            Some(Stop::Output(error)) => Err(Failure::Output(error)),
            Some(Stop::Asked) => Ok(Ended::Stopped),
            Some(Stop::Limit) | None => Ok(Ended::Done),
        }
    }

    /// Begins to open an object. Returns `None` for a file, which is opened later.
    fn open(&self, source: &InputSource) -> Option<Opening> {
        let InputSource::Object { bucket, listed } = source else {
            return None;
        };
        let (store, handle) = self.store.as_ref()?;
        let object = Object {
            bucket: bucket.clone(),
            key: listed.key.clone(),
            version: None,
        };
        let (store, etag) = (store.clone(), listed.etag.clone());
        Some(handle.spawn(async move {
            let opened = store.open(&object, etag, 0, Instant::now() + OBJECT_TIMEOUT);
            opened.await.map_err(|why| why.to_string())
        }))
    }

    fn source(
        &mut self,
        source: &InputSource,
        name: &str,
        opening: Option<Opening>,
    ) -> Result<(), Unread> {
        match source {
            InputSource::File { path, .. } => self.file(path, name),
            InputSource::Object { bucket, listed } => {
                let opened = opening
                    .zip(self.store.as_ref())
                    .map(|(opening, (_, handle))| handle.block_on(opening));
                let Some(Ok(opened)) = opened else {
                    return Err(Unread::Input("the object was not opened".to_owned()));
                };
                let (stated, bytes) = opened.map_err(Unread::Input)?;
                if !self.formats.are_one()
                    && let Ok(format) = self.formats.of(&listed.key)
                {
                    drop(self.work.pipeline.set_format(format));
                }
                let origin = Origin {
                    file_path: self.names_path.then(|| name.into()),
                    ..Origin::default()
                };
                let id = id::prefix(bucket, &listed.key, &stated.version);
                let lines = Lines::Object {
                    id: &id,
                    arrival: Arrival::of(stated.written, clock::now),
                    origin: &origin,
                };
                let ended = bytes.ended();
                let read = self.work.read(&lines, self.metered(bytes));
                match (ended.why(), read) {
                    // A decoder may hide the reason why its input ended.
                    (Some(why), Ok(()) | Err(Unread::Input(_))) => {
                        Err(Unread::Input(why.to_string()))
                    }
                    (_, read) => read,
                }
            }
        }
    }

    fn file(&mut self, path: &Path, name: &str) -> Result<(), Unread> {
        let file = std::fs::File::open(path)?;
        let file = self.metered(file);
        self.work.read(&Lines::File(name), file)
    }

    fn metered<R: Read>(&self, reader: R) -> Counted<R> {
        Counted::new(reader, Arc::clone(&self.shared.read_bytes))
    }
}
