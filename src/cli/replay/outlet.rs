//! Passes entries on: to standard output, in requests to a stream or to OpenSearch, or nowhere.

use std::io::{self, Write as _, stdout};
use std::ops::ControlFlow;

use tokio::sync::mpsc;

use crate::aws::batch::{Batch, Batcher};
use crate::replay::bulk::Bulk;

/// Bytes of documents written at once.
const WRITE_BYTES: usize = 256 * 1024;

/// The entries of one request.
#[derive(Debug)]
pub(super) enum Parcel {
    /// A request to a stream of Firehose or Kinesis.
    Batch {
        batch: Batch,
        /// Bytes of the entries before base64. The quotas of the services count these bytes.
        bytes: usize,
    },
    /// A request to OpenSearch.
    Bulk(Bulk),
}

impl Parcel {
    /// The bytes that count against the rate.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Batch { bytes, .. } => *bytes,
            Self::Bulk(bulk) => bulk.body().len(),
        }
    }

    /// For each entry, the number of the source that it comes from.
    pub(super) fn sources(&self) -> Vec<usize> {
        match self {
            Self::Batch { batch, .. } => batch.records().collect(),
            Self::Bulk(bulk) => bulk.sources().collect(),
        }
    }
}

/// Where entries go.
#[derive(Debug)]
pub(super) enum Outlet {
    /// Nowhere, in a dry run.
    Nothing,
    /// To standard output, one entry per line.
    Stdout(Vec<u8>),
    /// To a stream.
    Stream {
        batcher: Batcher,
        bytes: usize,
        sender: mpsc::Sender<Parcel>,
        /// Whether records are sent unchanged, instead of documents.
        unopened: bool,
    },
    /// To an index.
    OpenSearch {
        bulk: Bulk,
        index: String,
        sender: mpsc::Sender<Parcel>,
    },
}

/// Why no more entries are accepted.
#[derive(Debug)]
pub(super) enum Closed {
    /// Standard output cannot be written.
    Output(io::Error),
    /// The task that sends requests has ended.
    Sink,
}

impl Outlet {
    /// Whether records and lines are sent unchanged.
    pub(super) fn is_unopened(&self) -> bool {
        matches!(self, Self::Stream { unopened: true, .. })
    }

    /// Whether compact documents may be sent, because the destination completes them. A dry run
    /// assumes that it does.
    pub(super) fn completes(&self) -> bool {
        matches!(
            self,
            Self::Nothing
                | Self::OpenSearch { .. }
                | Self::Stream {
                    unopened: false,
                    ..
                }
        )
    }

    /// Whether the destination gives no answer for an entry.
    pub(super) fn is_immediate(&self) -> bool {
        matches!(self, Self::Nothing | Self::Stdout(_))
    }

    /// Passes on an entry of a source. `id` is the document's id.
    pub(super) fn push(&mut self, entry: &[u8], id: &str, source: usize) -> ControlFlow<Closed> {
        match self {
            Self::Nothing => ControlFlow::Continue(()),
            Self::Stdout(pending) => {
                pending.extend_from_slice(entry);
                pending.push(b'\n');
                match pending.len() >= WRITE_BYTES {
                    true => write(pending),
                    false => ControlFlow::Continue(()),
                }
            }
            Self::Stream {
                batcher,
                bytes,
                sender,
                ..
            } => {
                let full = batcher.push(entry, source);
                let before = if full.is_some() {
                    std::mem::replace(bytes, entry.len())
                } else {
                    *bytes += entry.len();
                    0
                };
                send_batch(sender, full, before)
            }
            Self::OpenSearch {
                bulk,
                index,
                sender,
            } => {
                if bulk.push(index, id, entry, source) {
                    return ControlFlow::Continue(());
                }
                let full = std::mem::take(bulk);
                // An empty request accepts any document.
                bulk.push(index, id, entry, source);
                send(sender, Parcel::Bulk(full))
            }
        }
    }

    /// Passes on the entries that are still collected.
    pub(super) fn flush(&mut self) -> ControlFlow<Closed> {
        match self {
            Self::Nothing => ControlFlow::Continue(()),
            Self::Stdout(pending) => write(pending),
            Self::Stream {
                batcher,
                bytes,
                sender,
                ..
            } => send_batch(sender, batcher.finish(), std::mem::take(bytes)),
            Self::OpenSearch { bulk, sender, .. } => match bulk.is_empty() {
                true => ControlFlow::Continue(()),
                false => send(sender, Parcel::Bulk(std::mem::take(bulk))),
            },
        }
    }
}

fn send_batch(
    sender: &mpsc::Sender<Parcel>,
    batch: Option<Batch>,
    bytes: usize,
) -> ControlFlow<Closed> {
    match batch {
        Some(batch) => send(sender, Parcel::Batch { batch, bytes }),
        None => ControlFlow::Continue(()),
    }
}

fn send(sender: &mpsc::Sender<Parcel>, parcel: Parcel) -> ControlFlow<Closed> {
    match sender.blocking_send(parcel) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(Closed::Sink),
    }
}

fn write(pending: &mut Vec<u8>) -> ControlFlow<Closed> {
    let mut stdout = stdout().lock();
    let written = stdout.write_all(pending).and_then(|()| stdout.flush());
    pending.clear();
    match written {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(Closed::Output(error)),
    }
}
