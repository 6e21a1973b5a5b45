//! Documents: events and rejections as single-line ECS JSON, through one serialiser.

use crate::event::{AccessEvent, Origin, Position, Tags, Timestamp};
use crate::rejection::Rejection;

/// What a document needs beside its event.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Makes `event.id`.
    pub position: Position<'a>,
    /// What the envelope tells.
    pub origin: &'a Origin<'a>,
}

/// Appends an event's document, without a newline.
pub fn write_event(
    _out: &mut Vec<u8>,
    _event: &AccessEvent<'_>,
    _original: Option<&str>,
    _context: &Context<'_>,
) {
}

/// Appends a rejection's document, without a newline.
pub fn write_rejection(
    _out: &mut Vec<u8>,
    _rejection: &Rejection,
    _original: &str,
    _tags: Tags,
    _arrival: Timestamp,
    _context: &Context<'_>,
) {
}
