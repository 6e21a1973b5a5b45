//! Reads the objects of an invocation one after the other on the pipeline's thread, and opens the
//! next object in the meantime.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::mpsc;

use super::items::Item;
use super::store::{ObjectBytes, Stated, Store, Unread};
use crate::arrival::Arrival;
use crate::aws::batch::Batcher;
use crate::aws::work::Outlet;
use crate::clock;
use crate::config::Formats;
use crate::event::Origin;
use crate::object::continuation::Read;
use crate::object::id;
use crate::object::walk::{ObjectText, WalkStep, Walked, walk};
use crate::pipeline::{Outcome, Pipeline};

/// The deadlines of the parts of an invocation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// The time at which reading must end.
    pub(super) read: Instant,
    /// The time at which delivery must end.
    pub(super) deliver: Instant,
}

/// How far an object was read.
#[derive(Debug, Default)]
pub(super) struct ObjectPlace {
    pub(super) read: Read,
    pub(super) unread: Option<Unread>,
    pub(super) etag: Option<String>,
    pub(super) compressed: bool,
}

impl ObjectPlace {
    /// Whether all stretches of the object that were read were also accepted.
    pub(super) fn is_accepted(&self, unaccepted: &[usize]) -> bool {
        let own = self.read.first..self.read.first + self.read.begins.len();
        !unaccepted.iter().any(|index| own.contains(index))
    }

    /// Whether at least one stretch of the object was accepted.
    pub(super) fn has_progress(&self, unaccepted: &[usize]) -> bool {
        let mut own = self.read.first..self.read.first + self.read.begins.len();
        own.any(|index| !unaccepted.contains(&index))
    }
}

type Opened = Result<(Stated, ObjectBytes), Unread>;

/// Opens the objects in order. The next object is opened while the current one is read.
pub(super) fn open_ahead(
    store: Store,
    items: Arc<Vec<Item>>,
    until: Instant,
) -> mpsc::Receiver<Opened> {
    let (sender, opened) = mpsc::channel(1);
    tokio::spawn(async move {
        for item in items.iter() {
            // An uncompressed object is read from the byte that the message names. A compressed
            // object is read from its beginning.
            let from = if item.compressed { 0 } else { item.from.offset };
            let object = store
                .open(&item.object, item.etag.clone(), from, until)
                .await;
            if sender.send(object).await.is_err() {
                return;
            }
        }
    });
    opened
}

/// The work of an invocation.
pub(super) struct ObjectReader {
    pub(super) items: Arc<Vec<Item>>,
    pub(super) opened: mpsc::Receiver<Opened>,
    /// How far each item was read.
    pub(super) places: Arc<Mutex<Vec<ObjectPlace>>>,
    pub(super) formats: Formats,
    /// Whether `log.file.path` names the object.
    pub(super) names_path: bool,
    pub(super) batcher: Batcher,
    pub(super) until: Instant,
}

impl ObjectReader {
    /// Reads the objects in order until all are read, time runs out or no more batches are
    /// accepted. Passes on batches of documents.
    pub(super) fn run(&mut self, pipeline: &mut Pipeline, outlet: &mut Outlet) {
        let items = Arc::clone(&self.items);
        for item in items.iter() {
            if Instant::now() >= self.until || outlet.accepts_more().is_break() {
                break;
            }
            let Some(opened) = self.opened.blocking_recv() else {
                break;
            };
            if matches!(opened, Err(Unread::OutOfTime)) {
                break;
            }
            let first = self
                .places()
                .last()
                .map_or(0, |place| place.read.first + place.read.begins.len());
            self.places().push(ObjectPlace {
                read: Read {
                    first,
                    begins: Vec::new(),
                    rest: Some(item.from.clone()),
                },
                etag: item.etag.clone(),
                compressed: item.compressed,
                unread: None,
            });
            match opened {
                Ok((stated, bytes)) => self.read(pipeline, outlet, item, &stated, bytes),
                Err(why) => self.place(|place| place.unread = Some(why)),
            }
        }
        let _: ControlFlow<()> = outlet.send(self.batcher.finish());
    }

    fn read(
        &mut self,
        pipeline: &mut Pipeline,
        outlet: &mut Outlet,
        item: &Item,
        stated: &Stated,
        bytes: ObjectBytes,
    ) {
        let object = &item.object;
        if !self.formats.are_one() {
            match self.formats.of(&object.key) {
                Ok(format) => drop(pipeline.set_format(format)),
                // This does not happen, because every format was compiled at start.
                Err(error) => tracing::error!("{error}"),
            }
        }
        self.place(|place| place.etag.clone_from(&stated.etag));
        let origin = Origin {
            file_path: self.names_path.then(|| object.address().into()),
            ..Origin::default()
        };
        let id = id::prefix(&object.bucket, &object.key, &stated.version);
        let text = ObjectText {
            id: &id,
            arrival: Arrival::of(stated.written, clock::now),
            origin: &origin,
            from: &item.from,
            compressed: item.compressed,
        };
        let (ended, places) = (bytes.ended(), Arc::clone(&self.places));
        let (batcher, until) = (&mut self.batcher, self.until);
        let mut index = lock(&places).last().map_or(0, |place| place.read.first);
        let Walked { rest, compressed } = walk(
            pipeline,
            bytes,
            &text,
            &|| ended.why().is_some(),
            &mut |step| match step {
                WalkStep::Begin(begin) => {
                    if Instant::now() >= until {
                        return ControlFlow::Break(());
                    }
                    let mut places = lock(&places);
                    if let Some(place) = places.last_mut() {
                        place.read.begins.push(begin.clone());
                        index = place.read.first + place.read.begins.len() - 1;
                    }
                    drop(places);
                    outlet.begin(index)
                }
                WalkStep::Line(outcome) => {
                    if let Outcome::Event { document, .. } | Outcome::Rejected { document, .. } =
                        outcome
                    {
                        outlet.send(batcher.push(document, index))?;
                    }
                    outlet.accepts_more()
                }
            },
        );
        self.place(|place| {
            place.unread = rest.as_ref().and_then(|_| ended.why());
            place.unread = place.unread.take().filter(|why| *why != Unread::OutOfTime);
            place.read.rest = rest;
            place.compressed = compressed;
        });
    }

    fn places(&self) -> MutexGuard<'_, Vec<ObjectPlace>> {
        lock(&self.places)
    }

    fn place(&self, change: impl FnOnce(&mut ObjectPlace)) {
        if let Some(place) = self.places().last_mut() {
            change(place);
        }
    }
}

fn lock(places: &Mutex<Vec<ObjectPlace>>) -> MutexGuard<'_, Vec<ObjectPlace>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}
