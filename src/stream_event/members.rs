//! Finds the needed members of an event and of its records, by serde's visitors.
//!
//! Every value is visited as the type that it has. A value of any type may occur in place of a
//! record, of its `kinesis` object, or of the list itself. A record or a `kinesis` object of a
//! wrong type counts as one without members, and a list of a wrong type as missing.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::arrival;
use crate::event::Timestamp;

/// Reads a value of any type by a visitor.
struct Seed<V>(V);

impl<'a, V: Visitor<'a>> DeserializeSeed<'a> for Seed<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<V::Value, D::Error> {
        from.deserialize_any(self.0)
    }
}

/// The methods of a visitor for the types that it skips. They return the default value.
macro_rules! skips {
    (list) => {
        fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
        skips!(scalars);
    };
    (object) => {
        fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<Self::Value, A::Error> {
            while object.next_key_seed(Keys)?.is_some() {
                object.next_value::<IgnoredAny>()?;
            }
            Ok(Self::Value::default())
        }
        skips!(scalars);
    };
    (scalars) => {
        skips!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("any value")
        }
    };
    ($($visit:ident: $scalar:ty),*) => {
        $(fn $visit<E>(self, _: $scalar) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        })*
    };
}

/// Reads a whole event. Returns whether it has a list of records.
pub(super) struct Event<'e, 'm> {
    /// `deliveryStreamArn` and `sourceKinesisStreamArn`, if the event has them.
    pub(super) streams: &'e mut [Option<String>; 2],
    /// Receives each record.
    pub(super) record: &'e mut dyn FnMut(&Members<'m>),
}

impl<'a> Visitor<'a> for Event<'_, 'a> {
    type Value = bool;

    fn visit_map<A: MapAccess<'a>>(self, mut event: A) -> Result<bool, A::Error> {
        let [delivery_stream, source_stream] = self.streams;
        let mut has_records = false;
        while let Some(key) = event.next_key_seed(Keys)? {
            match key {
                Key::Records => has_records |= event.next_value_seed(Seed(Records(self.record)))?,
                Key::DeliveryStream => *delivery_stream = owned(event.next_value()?),
                Key::SourceStream => *source_stream = owned(event.next_value()?),
                Key::Kinesis
                | Key::EventId
                | Key::RecordId
                | Key::SequenceNumber
                | Key::Arrival
                | Key::Data
                | Key::Partition
                | Key::Other => drop(event.next_value::<IgnoredAny>()?),
            }
        }
        Ok(has_records)
    }

    skips!(list);
}

fn owned(value: &RawValue) -> Option<String> {
    String::from_utf8(text(value)?.into_owned()).ok()
}

/// Reads the list of records. Returns whether it is a list.
struct Records<'e, 'm>(&'e mut dyn FnMut(&Members<'m>));

impl<'a> Visitor<'a> for Records<'_, 'a> {
    type Value = bool;

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<bool, A::Error> {
        while let Some(members) = list.next_element()? {
            (self.0)(&members);
        }
        Ok(true)
    }

    skips!(object);
}

/// The needed values of a record, if they are texts, and its time.
#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    pub(super) id: Option<Cow<'a, [u8]>>,
    pub(super) sequence_number: Option<Cow<'a, [u8]>>,
    pub(super) arrival: Option<Timestamp>,
    pub(super) data: Option<Cow<'a, [u8]>>,
}

/// The needed values of a record, of any type.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Members<'a> {
    /// `eventID` of Kinesis.
    event_id: Option<&'a RawValue>,
    /// `recordId` of Firehose.
    record_id: Option<&'a RawValue>,
    /// `sequenceNumber`.
    pub(super) sequence_number: Option<&'a RawValue>,
    /// `approximateArrivalTimestamp`.
    pub(super) arrival: Option<&'a RawValue>,
    /// `data`.
    pub(super) data: Option<&'a RawValue>,
    /// `partitionKey`, which is needed only because it differs between records.
    pub(super) partition_key: Option<&'a RawValue>,
}

impl<'a> Deserialize<'a> for Members<'a> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Record)
    }
}

/// Reads one record. In Firehose's form, its members are in the record itself. In Kinesis's form,
/// all of them except `eventID` are in a nested object.
struct Record;

impl<'a> Visitor<'a> for Record {
    type Value = Members<'a>;

    fn visit_map<A: MapAccess<'a>>(self, mut record: A) -> Result<Members<'a>, A::Error> {
        let mut members = Members::default();
        let mut kinesis = Members::default();
        while let Some(key) = record.next_key_seed(Keys)? {
            match key {
                Key::Kinesis => kinesis = record.next_value_seed(Seed(Kinesis))?,
                key => members.take(key, &mut record)?,
            }
        }
        Ok(Members {
            event_id: members.event_id,
            record_id: members.record_id,
            sequence_number: kinesis.sequence_number.or(members.sequence_number),
            arrival: kinesis.arrival.or(members.arrival),
            data: kinesis.data.or(members.data),
            partition_key: kinesis.partition_key.or(members.partition_key),
        })
    }

    skips!(list);
}

/// Reads the `kinesis` object of a record.
struct Kinesis;

impl<'a> Visitor<'a> for Kinesis {
    type Value = Members<'a>;

    fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<Members<'a>, A::Error> {
        let mut members = Members::default();
        while let Some(key) = object.next_key_seed(Keys)? {
            members.take(key, &mut object)?;
        }
        Ok(members)
    }

    skips!(list);
}

impl<'a> Members<'a> {
    /// `eventID`, or else `recordId`.
    pub(super) fn id(&self) -> Option<&'a RawValue> {
        self.event_id.or(self.record_id)
    }

    /// The values as texts.
    pub(super) fn texts(&self) -> Texts<'a> {
        // A time may be a number. A value of another type is kept as it is written, but is not a
        // time.
        let written = |value: &'a RawValue| text(value).unwrap_or(value.get().as_bytes().into());
        Texts {
            id: self.id().and_then(text),
            sequence_number: self.sequence_number.and_then(text),
            arrival: self
                .arrival
                .and_then(|value| arrival::read(&written(value))),
            data: self.data.and_then(text),
        }
    }

    /// Takes the value of a key that is needed, and skips any other value.
    fn take<A: MapAccess<'a>>(&mut self, key: Key, object: &mut A) -> Result<(), A::Error> {
        let member = match key {
            Key::EventId => &mut self.event_id,
            Key::RecordId => &mut self.record_id,
            Key::SequenceNumber => &mut self.sequence_number,
            Key::Arrival => &mut self.arrival,
            Key::Data => &mut self.data,
            Key::Partition => &mut self.partition_key,
            Key::Records | Key::DeliveryStream | Key::SourceStream | Key::Kinesis | Key::Other => {
                return object.next_value::<IgnoredAny>().map(drop);
            }
        };
        *member = Some(object.next_value()?);
        Ok(())
    }
}

/// A key that is needed somewhere, or any other key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Records,
    DeliveryStream,
    SourceStream,
    Kinesis,
    EventId,
    RecordId,
    SequenceNumber,
    Arrival,
    Data,
    Partition,
    Other,
}

/// Reads a key as bytes. Half of a surrogate pair is not text, but an event that contains it must
/// not fail.
struct Keys;

impl<'a> DeserializeSeed<'a> for Keys {
    type Value = Key;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Keys {
    type Value = Key;

    #[inline]
    fn visit_bytes<E>(self, key: &[u8]) -> Result<Key, E> {
        Ok(match key {
            b"Records" | b"records" => Key::Records,
            b"deliveryStreamArn" => Key::DeliveryStream,
            b"sourceKinesisStreamArn" => Key::SourceStream,
            b"kinesis" => Key::Kinesis,
            b"eventID" => Key::EventId,
            b"recordId" => Key::RecordId,
            b"sequenceNumber" => Key::SequenceNumber,
            b"approximateArrivalTimestamp" => Key::Arrival,
            b"data" => Key::Data,
            b"partitionKey" => Key::Partition,
            _ => Key::Other,
        })
    }

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }
}

/// The text of a value; `None` for a value of another type.
fn text(value: &RawValue) -> Option<Cow<'_, [u8]>> {
    let within = value.get().strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', within.as_bytes()).is_none() {
        return Some(Cow::Borrowed(within.as_bytes()));
    }
    // Half of a surrogate pair is JSON, but not text.
    let text: String = serde_json::from_str(value.get()).ok()?;
    Some(Cow::Owned(text.into_bytes()))
}
