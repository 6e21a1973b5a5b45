//! Reading an event: what is not known is passed over, and nothing fails for one record's sake.

use std::fmt;
use std::ops::Range;

use super::members::{Member, Members, Turn};
use super::walk::{Ended, Walk};
use super::{Place, StreamEvent};
use crate::event::Timestamp;
use crate::rejection::{Reason, Rejection};

/// Why an event cannot be read. No word of what stands in it: the runtime logs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEvent {
    /// It has no list of records.
    NoRecords,
    /// It is no JSON, or ends too early.
    Broken {
        /// The byte from which on nothing can be made of it.
        offset: usize,
    },
}

impl fmt::Display for NoEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRecords => f.write_str(
                "the event has no list `Records` as those of Kinesis have, and no `records` as those of Firehose",
            ),
            Self::Broken { offset } => {
                write!(f, "the event is no JSON or cut short: byte {offset}")
            }
        }
    }
}

impl std::error::Error for NoEvent {}

impl StreamEvent {
    /// Reads an event from its JSON.
    ///
    /// # Errors
    /// It is none. A record that is not as it should be is no error: it becomes a record that tells what is wrong with it.
    pub fn read(json: &[u8]) -> Result<Self, NoEvent> {
        let mut reading = Reading::default();
        // Of what an event at most is: memory that never moves, and what is not used of it is never touched.
        reading.event.bytes.reserve(json.len() / 4 * 3);
        reading.event.places.reserve(json.len() / 1024);
        reading.ids.reserve(json.len() / 6);
        let mut walk = Walk { rest: json };
        let read = reading.event(&mut walk);
        let broken = NoEvent::Broken {
            offset: json.len() - walk.rest.len(),
        };
        match read {
            Ok(has_records) if walk.next().is_none() => match has_records {
                true => reading.finish().ok_or(broken),
                false => Err(NoEvent::NoRecords),
            },
            _ => Err(broken),
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    event: StreamEvent,
    /// Every record's ids. That they are UTF-8 is seen of all at once: one by one it took 520 instructions a record.
    ids: Vec<u8>,
}

impl Reading {
    /// Takes what the event holds; false when that is no list of records.
    fn event(&mut self, walk: &mut Walk<'_>) -> Result<bool, Ended> {
        if !walk.enter(b'{') {
            walk.pass()?;
            return Ok(false);
        }
        let mut has_records = false;
        while !walk.enter(b'}') {
            match &*walk.key()? {
                b"Records" | b"records" if walk.enter(b'[') => {
                    has_records = true;
                    let mut members = Members::default();
                    while !walk.enter(b']') {
                        self.record(walk, &mut members)?;
                    }
                }
                b"deliveryStreamArn" => self.event.delivery_stream_arn = text(walk)?,
                b"sourceKinesisStreamArn" => self.event.source_stream_arn = text(walk)?,
                _ => walk.pass()?,
            }
        }
        Ok(has_records)
    }

    /// Takes a record; whatever else stands in the place of one becomes a record without data.
    fn record<'a>(&mut self, walk: &mut Walk<'a>, members: &mut Members<'a>) -> Result<(), Ended> {
        let mut place = Place::default();
        if walk.enter(b'{') {
            let mut turn = Turn::FIRST;
            while let Some(member) = members.next(walk, &mut turn)? {
                walk.value(|walk| self.member(&mut place, member, walk))?;
            }
        } else {
            walk.pass()?;
        }
        if place.data.is_none() {
            place.unreadable = Some(Rejection::whole(Reason::Envelope("the record has no data")));
        }
        self.event.places.push(place);
        Ok(())
    }

    /// Takes the value of a member where it is as it should be.
    fn member(&mut self, place: &mut Place, member: Member, walk: &mut Walk<'_>) {
        match member {
            Member::Data => {
                if let Some(data) = walk.text() {
                    self.decode(place, &data);
                }
            }
            Member::Id => place.id = walk.text().and_then(|id| self.keep(&id)),
            Member::SequenceNumber => {
                place.sequence_number = walk.text().and_then(|number| self.keep(&number));
            }
            Member::Arrival => place.arrival = walk.number().and_then(timestamp),
            Member::Unwanted => {}
        }
    }

    /// Keeps an id, unless it is empty.
    fn keep(&mut self, id: &[u8]) -> Option<Range<usize>> {
        let start = self.ids.len();
        self.ids.extend_from_slice(id);
        (!id.is_empty()).then_some(start..self.ids.len())
    }

    fn decode(&mut self, place: &mut Place, data: &[u8]) {
        let bytes = &mut self.event.bytes;
        let start = bytes.len();
        let decoded = base64_simd::STANDARD.decode_append(data, bytes);
        place.unreadable = decoded.err().map(|_| {
            bytes.truncate(start);
            bytes.extend_from_slice(data);
            Rejection::whole(Reason::Base64)
        });
        place.data = Some(start..bytes.len());
    }

    /// The event; none where an id is no UTF-8.
    fn finish(mut self) -> Option<StreamEvent> {
        self.event.ids = String::from_utf8(self.ids).ok()?;
        Some(self.event)
    }
}

/// A text for its own sake; whatever else stands there is passed over.
fn text(walk: &mut Walk<'_>) -> Result<Option<String>, Ended> {
    let text = walk.value(Walk::text)?;
    Ok(text.and_then(|text| String::from_utf8(text.into_owned()).ok()))
}

/// Seconds with a fraction as Kinesis writes them, milliseconds as Firehose does: told by their size.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked before"
)]
fn timestamp(number: f64) -> Option<Timestamp> {
    // 5138-11-16 in seconds, 1973-03-03 in milliseconds.
    const SECONDS_BELOW: f64 = 1e11;
    let milliseconds = if number < SECONDS_BELOW {
        number * 1e3
    } else {
        number
    };
    let milliseconds =
        Some(milliseconds.round()).filter(|value| (0.0..1e15).contains(value))? as u64;
    let nanoseconds = u32::try_from(milliseconds % 1000).ok()? * 1_000_000;
    Some(Timestamp {
        seconds: i64::try_from(milliseconds / 1000).ok()?,
        nanoseconds,
        digits: 3,
    })
}
