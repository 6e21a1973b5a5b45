//! The source of lines: a record of a stream, or a stretch of an object.

use super::Record;
use crate::arrival::Arrival;
use crate::event::{Origin, Position};
use crate::payload::Place;

/// A stretch of an object or of another file: whole lines, each identified by its offset in bytes.
#[derive(Debug, Clone, Copy)]
pub struct ObjectStretch<'a> {
    /// The lines.
    pub data: &'a [u8],
    /// The beginning of the ids of the object's lines.
    pub id: &'a str,
    /// The offset of this stretch in the object's text, in bytes.
    pub offset: u64,
    /// When the object was written.
    pub arrival: Arrival,
    /// What is known about the object.
    pub origin: &'a Origin<'a>,
    /// Whether this stretch directly follows the previous one, whose `#Fields:` then still applies.
    pub continued: bool,
}

/// What a record and a stretch of an object have in common.
pub(super) struct LineSource<'a> {
    pub(super) data: &'a [u8],
    pub(super) id: &'a str,
    /// The offset of a stretch, in bytes. `None` for a record, whose lines are identified by their
    /// numbers.
    pub(super) offset: Option<u64>,
    pub(super) arrival: Arrival,
    pub(super) origin: &'a Origin<'a>,
    pub(super) continued: bool,
}

impl<'a> Record<'a> {
    pub(super) fn line_source(&self) -> LineSource<'a> {
        const UNKNOWN: &Origin<'_> = &Origin {
            file_path: None,
            host_name: None,
            region: None,
        };
        LineSource {
            data: self.data,
            id: self.id,
            offset: None,
            arrival: self.arrival,
            origin: UNKNOWN,
            continued: self.continued,
        }
    }
}

impl<'a> ObjectStretch<'a> {
    pub(super) fn line_source(&self) -> LineSource<'a> {
        LineSource {
            data: self.data,
            id: self.id,
            offset: Some(self.offset),
            arrival: self.arrival,
            origin: self.origin,
            continued: self.continued,
        }
    }
}

impl<'a> LineSource<'a> {
    pub(super) fn position(
        &self,
        subsequence: Option<u32>,
        number: u32,
        place: Place,
    ) -> Position<'a> {
        let offset = self.offset.map(|offset| offset + place.offset as u64);
        Position {
            record: self.id,
            subsequence,
            line: if offset.is_some() { place.part } else { number },
            offset,
        }
    }
}
