//! Lambda events that carry records of a stream: Kinesis Data Streams' and Firehose's.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>,
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>
//!
//! These types are our own, and not those of `aws_lambda_events`, for three reasons. Real events
//! have `""` where those types expect a number. With those types, one malformed record makes all
//! records of an event fail. Reading those types costs several times as much. Besides, our own
//! types decode base64 into one buffer while the JSON is read.
//!
//! | module | |
//! |---|---|
//! | [`arrival`] | reads the time at which a record arrived |
//! | [`members`] | finds the needed values, by `serde_json` |
//! | [`template`] | reads a record that is like the one before it |
//! | [`read`] | reads a whole event by `members` and `template` |

mod arrival;
mod members;
mod read;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod samples;
mod template;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use self::read::NoEvent;
use crate::event::Timestamp;
use crate::rejection::Rejection;

/// An event: its records, and the streams that it names.
#[derive(Debug, Default)]
pub struct StreamEvent {
    places: Vec<RecordPlaces>,
    /// The ids of all records, concatenated.
    ids: String,
    /// The bytes of all records, concatenated.
    bytes: Vec<u8>,
    /// `deliveryStreamArn` of a Firehose event.
    pub delivery_stream_arn: Option<String>,
    /// `sourceKinesisStreamArn` of a Firehose event whose stream reads a Kinesis stream.
    pub source_stream_arn: Option<String>,
}

/// The places of a record's parts in its event.
#[derive(Debug, Default)]
struct RecordPlaces {
    id: Option<Range<usize>>,
    sequence_number: Option<Range<usize>>,
    arrival: Option<Timestamp>,
    data: Option<Range<usize>>,
    unreadable: Option<Rejection>,
}

/// A record of an event.
#[derive(Debug, Clone, Copy)]
pub struct EventRecord<'e> {
    /// `eventID` of Kinesis (`shardId:sequenceNumber`), or else `recordId` of Firehose, or else the
    /// sequence number. It is empty if the record has none of them.
    pub id: &'e str,
    /// `sequenceNumber` of Kinesis, which a batch item failure names.
    pub sequence_number: Option<&'e str>,
    /// When the record arrived in the stream, if the event says so.
    pub arrival: Option<Timestamp>,
    /// The content of the record.
    pub data: Data<'e>,
}

/// The content of a record.
#[derive(Debug, Clone, Copy)]
pub enum Data<'a> {
    /// The decoded bytes.
    Bytes(&'a [u8]),
    /// Content that cannot be decoded or is missing: the original text, which is empty if it is
    /// missing, and the reason.
    Unreadable(&'a [u8], &'a Rejection),
}

impl StreamEvent {
    /// The records in the order of the event.
    #[must_use]
    pub fn records(&self) -> impl ExactSizeIterator<Item = EventRecord<'_>> {
        self.places.iter().map(|place| self.at(place))
    }

    /// The record with this index, from 0; `None` if the event has fewer records.
    #[must_use]
    pub fn record(&self, index: usize) -> Option<EventRecord<'_>> {
        self.places.get(index).map(|place| self.at(place))
    }

    fn at<'e>(&'e self, place: &'e RecordPlaces) -> EventRecord<'e> {
        let text = |range: &Option<Range<usize>>| self.ids.get(range.clone()?);
        let sequence_number = text(&place.sequence_number);
        let bytes = place.data.clone().and_then(|data| self.bytes.get(data));
        let bytes = bytes.unwrap_or_default();
        EventRecord {
            id: text(&place.id).or(sequence_number).unwrap_or_default(),
            sequence_number,
            arrival: place.arrival,
            data: match &place.unreadable {
                None => Data::Bytes(bytes),
                Some(rejection) => Data::Unreadable(bytes, rejection),
            },
        }
    }
}
