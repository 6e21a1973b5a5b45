//! Reads an event. Most records are read by comparison with the record before them.
//!
//! The records of one event usually differ in a few values only. `serde_json` reads the first
//! record. A following record is compared with the one before it ([`Template`]). If any byte
//! outside those values differs, `serde_json` reads the following record, too. The tests check that
//! comparison gives the same result as `serde_json`. With cold caches, a record costs 2,100
//! instructions instead of 8,800 (18,800 with the lazy values of `sonic-rs`).

use std::fmt;

use serde::Deserializer as _;
use serde_json::Deserializer;

use super::members::{Event, Members, Texts};
use super::template::Template;
use super::{RecordPlaces, StreamEvent};
use crate::rejection::{Reason, Rejection};

/// Why an event cannot be read. The error never quotes the event, since the runtime logs the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoEvent {
    /// The event has no list of records.
    NoRecords,
    /// The event is not JSON, or ends too early.
    Broken {
        /// The line on which reading failed, from 1; 0 if the line is not known.
        line: usize,
        /// The byte of that line, from 1; 0 if reading failed before the first byte.
        column: usize,
    },
}

impl fmt::Display for NoEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRecords => f.write_str(
                "the event has no list `Records` as Kinesis writes it, and no `records` as \
                 Firehose writes it",
            ),
            Self::Broken { line, column } => {
                write!(
                    f,
                    "the event is not JSON, or cut short: line {line}, column {column}"
                )
            }
        }
    }
}

impl std::error::Error for NoEvent {}

impl StreamEvent {
    /// Reads an event from its JSON.
    ///
    /// # Errors
    /// The text is not JSON, or has no list of records. Malformed records are not errors; they
    /// become records with [`Data::Unreadable`](super::Data::Unreadable).
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::stream_event::{Data, StreamEvent};
    ///
    /// let json = br#"{"records":[{"recordId":"1","data":"aGVsbG8="}]}"#;
    /// let event = StreamEvent::read(json)?;
    /// let record = event.record(0).expect("there is one record");
    /// assert_eq!(record.id, "1");
    /// assert!(matches!(record.data, Data::Bytes(b"hello")));
    /// # Ok::<(), weblog_enrich::stream_event::NoEvent>(())
    /// ```
    pub fn read(json: &[u8]) -> Result<Self, NoEvent> {
        match at_a_glance(json) {
            Some(event) => Ok(event),
            None => Self::read_plainly(json),
        }
    }

    /// Reads an event by `serde_json` alone.
    pub(super) fn read_plainly(json: &[u8]) -> Result<Self, NoEvent> {
        let mut reading = Reading::default();
        let broken = |line, column| NoEvent::Broken { line, column };
        match reading.event(json) {
            Ok(true) => reading.finish().ok_or(broken(0, 0)),
            Ok(false) => Err(NoEvent::NoRecords),
            Err(error) => Err(broken(error.line(), error.column())),
        }
    }
}

/// Reads an event whose list of records begins as Lambda writes it. Returns `None` for any other
/// text, and if the event is malformed.
pub(super) fn at_a_glance(json: &[u8]) -> Option<StreamEvent> {
    let (head, mut rest) = json.split_at_checked(list_start(json)?)?;
    // The head is closed here without any record. If the closed head is an event with an empty
    // list, the list belongs to the event itself, and is not within another value.
    let mut alone = Reading::default();
    if !alone.event(&[head, b"]}"].concat()).ok()? || !alone.event.places.is_empty() {
        return None;
    }
    let mut reading = Reading::for_bytes(json.len());
    let mut template = None;
    rest = past_blanks(rest);
    while !rest.starts_with(b"]") {
        let known = template.as_ref();
        let alike = known.and_then(|template| reading.like(template, rest));
        let after = if let Some(after) = alike {
            after
        } else {
            let mut values = Deserializer::from_slice(rest).into_iter::<Members<'_>>();
            let members = values.next()?.ok()?;
            let (record, after) = rest.split_at_checked(values.byte_offset())?;
            reading.record(&members);
            template = Template::of(record, &members);
            after
        };
        rest = past_blanks(after);
        if let Some(after) = rest.strip_prefix(b",") {
            rest = past_blanks(after);
            // This comma has no record after it, so the text is not JSON.
            if rest.starts_with(b"]") {
                return None;
            }
        } else if !rest.starts_with(b"]") {
            return None;
        }
    }
    // The rest is the event without the records that were read.
    reading.event(&[head, rest].concat()).ok()?;
    reading.finish()
}

/// The offset at which the first record begins. `None` if the event does not begin as Lambda writes
/// it.
fn list_start(json: &[u8]) -> Option<usize> {
    /// Before its list, Firehose writes at most an id, a region and the names of two streams.
    const HEAD_BYTES: usize = 4096;
    const KEY: &[u8] = b"ecords\":[";
    let found = memchr::memmem::find(json.get(..HEAD_BYTES.min(json.len()))?, KEY)?;
    let before = json.get(..found)?;
    let key = before.strip_suffix(b"R").or(before.strip_suffix(b"r"))?;
    // An escaped quote does not begin a key.
    let opens = key.ends_with(b"\"") && !key.ends_with(b"\\\"");
    opens.then_some(found + KEY.len())
}

/// The text after JSON's white space.
fn past_blanks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    event: StreamEvent,
    /// The ids of all records. One check ensures that all of them are UTF-8. A check of each id
    /// cost 520 instructions a record.
    ids: Vec<u8>,
}

impl Reading {
    /// Reserves the most memory that the data of an event need if all of them are base64, so that
    /// their buffer does not move. For places and ids, the usual amount is reserved: a record of
    /// Kinesis has more than 512 bytes of JSON. Memory that is never written takes no space.
    fn for_bytes(json_bytes: usize) -> Self {
        let mut reading = Self::default();
        reading.event.bytes.reserve(json_bytes / 4 * 3);
        reading.event.places.reserve(json_bytes / 512);
        reading.ids.reserve(json_bytes / 6);
        reading
    }

    /// Reads a whole event. Returns whether it has a list of records.
    fn event(&mut self, json: &[u8]) -> serde_json::Result<bool> {
        let mut reader = Deserializer::from_slice(json);
        let mut streams = [const { None }; 2];
        let has_records = reader.deserialize_any(Event {
            streams: &mut streams,
            record: &mut |members| self.record(members),
        })?;
        reader.end()?;
        [self.event.delivery_stream_arn, self.event.source_stream_arn] = streams;
        Ok(has_records)
    }

    /// Adds a record by its members.
    fn record(&mut self, members: &Members<'_>) {
        let place = self.place(&members.texts());
        self.event.places.push(place);
    }

    /// Adds the record that begins here, if it matches the template. Returns the text after it.
    #[inline]
    fn like<'a>(&mut self, template: &Template<'_>, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (texts, after) = template.read(rest)?;
        let place = self.place(&texts);
        // If bytes are not base64, `serde_json` decides whether they are JSON.
        if place.unreadable.is_some() {
            return None;
        }
        self.event.places.push(place);
        Some(after)
    }

    fn place(&mut self, texts: &Texts<'_>) -> RecordPlaces {
        let mut place = RecordPlaces {
            id: texts.id.as_deref().and_then(|id| self.keep(id)),
            sequence_number: texts
                .sequence_number
                .as_deref()
                .and_then(|number| self.keep(number)),
            arrival: texts.arrival,
            ..RecordPlaces::default()
        };
        if let Some(data) = &texts.data {
            self.decode(&mut place, data);
        } else {
            let why = "the record has no data";
            place.unreadable = Some(Rejection::whole(Reason::Envelope(why)));
        }
        place
    }

    /// Keeps an id and returns its place; `None` if the id is empty.
    fn keep(&mut self, id: &[u8]) -> Option<std::ops::Range<usize>> {
        let start = self.ids.len();
        self.ids.extend_from_slice(id);
        (!id.is_empty()).then_some(start..self.ids.len())
    }

    fn decode(&mut self, place: &mut RecordPlaces, data: &[u8]) {
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

    /// The event; `None` if an id is not UTF-8.
    fn finish(mut self) -> Option<StreamEvent> {
        self.event.ids = String::from_utf8(self.ids).ok()?;
        Some(self.event)
    }
}
