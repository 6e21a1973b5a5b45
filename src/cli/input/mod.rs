//! Inputs: files and standard input, read as stretches of whole lines or as the records of a Lambda
//! event.

mod event;
mod opening;
mod reason;
mod shape;

pub(super) use event::each_record;
pub(super) use opening::{is_stdin, name, open, total_bytes};
pub(super) use reason::reason;

use std::io::Read;

use crate::reader::Chunks;

/// What an input turned out to hold.
pub(super) enum Input {
    /// Lines of log, read stretch by stretch.
    Lines(Chunks<Box<dyn Read>>),
    /// Whole events, as Lambda delivers them.
    Event(Vec<u8>),
}
