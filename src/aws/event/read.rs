//! Reading an event: visitors that pass over what they do not know, and never fail for one record's sake.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use super::lenient::Lenient;
use super::{EventRecord, StreamEvent};
use crate::event::Timestamp;
use crate::rejection::{Reason, Rejection};

impl<'de> Deserialize<'de> for StreamEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EventVisitor)
    }
}

/// The runtime logs why an event cannot be read, and serde's own words would quote the text that stands there.
fn no_text<E: Error>(expected: &dyn Expected) -> E {
    E::invalid_type(Unexpected::Other("text"), expected)
}

/// A key of an event, copied only where it is escaped.
///
/// As bytes: to see that each of a record's 14 keys is UTF-8 before it is compared with words of ASCII was more than 1,000 instructions a record.
struct Key<'a>(Cow<'a, [u8]>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(KeyVisitor(PhantomData))
    }
}

struct KeyVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for KeyVisitor<'a> {
    type Value = Key<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_bytes<E>(self, key: &'de [u8]) -> Result<Key<'a>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_bytes<E>(self, key: &[u8]) -> Result<Key<'a>, E> {
        Ok(Key(Cow::Owned(key.to_vec())))
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'a>, E> {
        Ok(Key(Cow::Borrowed(key.as_bytes())))
    }

    fn visit_str<E>(self, key: &str) -> Result<Key<'a>, E> {
        Ok(Key(Cow::Owned(key.as_bytes().to_vec())))
    }
}

struct EventVisitor;

impl<'de> Visitor<'de> for EventVisitor {
    type Value = StreamEvent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event with `Records` of Kinesis or `records` of Firehose")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<StreamEvent, E> {
        Err(no_text(&self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<StreamEvent, A::Error> {
        let mut event = StreamEvent::default();
        let mut has_records = false;
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                b"Records" | b"records" => {
                    has_records = true;
                    map.next_value_seed(Records(&mut event))?;
                }
                b"deliveryStreamArn" => {
                    event.delivery_stream_arn = map.next_value::<Lenient>()?.text();
                }
                b"sourceKinesisStreamArn" => {
                    event.source_stream_arn = map.next_value::<Lenient>()?.text();
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match has_records {
            true => Ok(event),
            false => Err(Error::missing_field("Records")),
        }
    }
}

struct Records<'e>(&'e mut StreamEvent);

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(no_text(&self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let StreamEvent { records, arena, .. } = self.0;
        let mut record = EventRecord::default();
        while seq
            .next_element_seed(Part {
                record: &mut record,
                arena,
                kind: Kind::Object,
            })?
            .is_some()
        {
            let mut done = std::mem::take(&mut record);
            if done.id.is_empty() {
                done.id = done.sequence_number.clone().unwrap_or_default();
            }
            if !done.has_data {
                done.unreadable =
                    Some(Rejection::whole(Reason::Envelope("the record has no data")));
            }
            records.push(done);
        }
        Ok(())
    }
}

/// A record or the `kinesis` object within one, or the data of a record; whatever else stands in the place of either is
/// passed over.
struct Part<'e> {
    record: &'e mut EventRecord,
    arena: &'e mut Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Data,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self {
            record,
            arena,
            kind,
        } = self;
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                _ if kind == Kind::Data => drop(map.next_value::<IgnoredAny>()?),
                b"kinesis" => map.next_value_seed(Part {
                    record,
                    arena,
                    kind: Kind::Object,
                })?,
                b"data" => map.next_value_seed(Part {
                    record,
                    arena,
                    kind: Kind::Data,
                })?,
                b"eventID" | b"recordId" => {
                    record.id = map.next_value::<Lenient>()?.text().unwrap_or_default();
                }
                b"sequenceNumber" => {
                    record.sequence_number = map
                        .next_value::<Lenient>()?
                        .text()
                        .filter(|text| !text.is_empty());
                }
                b"approximateArrivalTimestamp" => {
                    record.arrival = map.next_value::<Lenient>()?.number().and_then(timestamp);
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.kind == Kind::Data {
            let start = self.arena.len();
            // The decoder itself asks for no more room than it needs, a growth for each record.
            self.arena.reserve(text.len());
            self.record.unreadable = base64_simd::STANDARD
                .decode_append(text, self.arena)
                .err()
                .map(|_| {
                    self.arena.truncate(start);
                    self.arena.extend_from_slice(text.as_bytes());
                    Rejection::whole(Reason::Base64)
                });
            self.record.data = start..self.arena.len();
            self.record.has_data = true;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
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
