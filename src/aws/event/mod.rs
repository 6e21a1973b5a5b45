//! Lambda events that carry records of a stream: Kinesis Data Streams' and Firehose's.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>,
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>
//!
//! Our own types rather than `aws_lambda_events`': real events carry `""` where those want a number, one record that is
//! not as it should be fails all of theirs, and theirs cost twice as much. Base64 is undone while the JSON is read, all of it
//! into one arena.

mod lenient;
mod read;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::event::Timestamp;
use crate::rejection::Rejection;

/// An event: its records, and which streams they are between.
#[derive(Debug, Default)]
pub struct StreamEvent {
    records: Vec<EventRecord>,
    /// Every record's bytes, one after the other.
    arena: Vec<u8>,
    /// `deliveryStreamArn` of a Firehose event.
    pub delivery_stream_arn: Option<String>,
    /// `sourceKinesisStreamArn` of a Firehose event whose stream reads a Kinesis stream.
    pub source_stream_arn: Option<String>,
}

/// A record of an event.
#[derive(Debug, Default)]
pub struct EventRecord {
    /// `shardId:sequenceNumber` of Kinesis (`eventID`) or the number alone, `recordId` of Firehose; empty where the event has
    /// none.
    pub id: String,
    /// `sequenceNumber` of Kinesis, which a batch item failure names.
    pub sequence_number: Option<String>,
    /// When the stream took it, where the event says so.
    pub arrival: Option<Timestamp>,
    has_data: bool,
    data: Range<usize>,
    unreadable: Option<Rejection>,
}

/// What a record holds.
#[derive(Debug)]
pub enum Data<'a> {
    /// Bytes, their base64 off.
    Bytes(&'a [u8]),
    /// Nothing that could be decoded: the text that stood there, and why not.
    Unreadable(&'a [u8], &'a Rejection),
}

impl StreamEvent {
    /// The records in the order of the event.
    #[must_use]
    pub fn records(&self) -> &[EventRecord] {
        &self.records
    }

    /// What a record of this event holds.
    #[must_use]
    pub fn data<'a>(&'a self, record: &'a EventRecord) -> Data<'a> {
        let bytes = self.arena.get(record.data.clone()).unwrap_or_default();
        match &record.unreadable {
            None => Data::Bytes(bytes),
            Some(rejection) => Data::Unreadable(bytes, rejection),
        }
    }
}
