//! Inputs: files, standard input and objects of S3. Files and standard input are read as stretches
//! of whole lines or as the records of Lambda events.

mod event;
#[cfg(feature = "replay")]
mod listing;
#[cfg(feature = "replay")]
mod object;
mod opening;
mod reason;
mod shape;

pub(super) use event::each_record;
#[cfg(feature = "replay")]
pub(super) use listing::{InputSource, Listing, address};
#[cfg(feature = "replay")]
pub(super) use object::{is_object, objects, open_object};
pub(super) use opening::{is_stdin, name, open, total_bytes};
pub(super) use reason::reason;
#[cfg(feature = "replay")]
pub(super) use shape::{Shape, shape};

use std::io::Read;

use crate::reader::Chunks;

/// The content of an input.
pub(super) enum Input {
    /// Lines of log, read stretch by stretch.
    Lines(Chunks<Box<dyn Read>>),
    /// Whole events, as Lambda delivers them.
    Event(Vec<u8>),
}
