//! What lines come in: a record of a stream, or a stretch of an object.

use super::Record;
use crate::arrival::Arrival;
use crate::event::{Origin, Position};
use crate::payload::Place;

/// A stretch of an object, or of another file: whole lines, each known by the byte at which it begins.
#[derive(Debug, Clone, Copy)]
pub struct ObjectStretch<'a> {
    /// The lines.
    pub data: &'a [u8],
    /// The object, as an id begins.
    pub id: &'a str,
    /// Where the stretch begins in the object's text, in bytes.
    pub offset: u64,
    /// When the object was written.
    pub arrival: Arrival,
    /// What is known of the object.
    pub origin: &'a Origin<'a>,
    /// It goes on where the stretch before it ended: what `#Fields:` said still holds.
    pub continued: bool,
}

/// What a record and a stretch have in common.
pub(super) struct Source<'a> {
    pub(super) data: &'a [u8],
    pub(super) id: &'a str,
    /// Where a stretch begins; a record's lines are known by their numbers.
    pub(super) offset: Option<u64>,
    pub(super) arrival: Arrival,
    pub(super) origin: &'a Origin<'a>,
    pub(super) continued: bool,
}

impl<'a> Record<'a> {
    pub(super) fn source(&self) -> Source<'a> {
        const UNKNOWN: &Origin<'_> = &Origin {
            file_path: None,
            host_name: None,
            region: None,
        };
        Source {
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
    pub(super) fn source(&self) -> Source<'a> {
        Source {
            data: self.data,
            id: self.id,
            offset: Some(self.offset),
            arrival: self.arrival,
            origin: self.origin,
            continued: self.continued,
        }
    }
}

impl<'a> Source<'a> {
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
