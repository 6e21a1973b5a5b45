//! Why a source is not read, or not completely: an error, a stop, or content that AWS or this crate
//! wrote and that is cut or damaged.

use std::io;
use std::ops::ControlFlow;

use super::sending::Stop;
use crate::cli::text::counted;
use crate::replay::envelope::Known;

/// The most bytes of an object that holds whole events. An event has up to 6 MB, and escaped quotes
/// add to it.
pub(super) const EVENT_LIMIT_BYTES: usize = 16 * 1024 * 1024;

/// Why reading a source stopped early.
#[derive(Debug)]
pub(super) enum Unread {
    /// The source cannot be read.
    Input(String),
    /// The replay stops.
    Stop(Stop),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Input(error.to_string())
    }
}

/// Returns the reason as an error if the replay stops.
pub(super) fn unless_stopped(flow: ControlFlow<Stop>) -> Result<(), Unread> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(why) => Err(Unread::Stop(why)),
    }
}

/// The reason why an object that looks like `known` is not read. `bytes` is the number of bytes
/// that were read.
pub(super) fn broken(known: Known, error: &serde_json::Error, bytes: usize) -> Unread {
    let how = match error.is_eof() {
        true if bytes >= EVENT_LIMIT_BYTES => {
            format!("is longer than {EVENT_LIMIT_BYTES} bytes")
        }
        true => "is cut".to_owned(),
        false => format!("is damaged: {error}"),
    };
    Unread::Input(format!("looks like {known} but {how}"))
}

/// Why the rest of an object is not read, from this byte on.
pub(super) fn unlike(from: usize) -> Unread {
    Unread::Input(format!(
        "holds batches of a stream, and from byte {from} on something else, which is not read"
    ))
}

/// The lines of a source that are cut or damaged.
#[derive(Default)]
pub(super) struct Damaged {
    lines: u64,
    /// The byte at which the first of these lines cannot be read, and what the line looks like.
    first: Option<(u64, Known)>,
}

impl Damaged {
    pub(super) fn add(&mut self, at: u64, known: Known) {
        self.lines += 1;
        self.first.get_or_insert((at, known));
    }

    /// The result of reading the source.
    pub(super) fn result(&self) -> Result<(), Unread> {
        let Some((at, known)) = self.first else {
            return Ok(());
        };
        let lines = counted(self.lines, "line");
        Err(Unread::Input(format!(
            "{lines} cannot be read; the first looks like {known} \
             but is cut or damaged at byte {at}"
        )))
    }
}
