//! Lambda events in a file: the records that Kinesis or Firehose would have handed over.
//!
//! Read as tolerantly as can be (samples are often written by hand): of each record only its data has to be there. What
//! an event is made of: <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html> and
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>.

use serde_json::Value;

use crate::event::Timestamp;
use crate::rejection::{Reason, Rejection};

/// A record of an event.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct EventRecord {
    /// `shardId:sequenceNumber`, or Firehose's recordId; empty where the event has none.
    pub(in crate::cli) id: String,
    /// When the stream took it, where the event says so.
    pub(in crate::cli) arrival: Option<Timestamp>,
    /// What it holds.
    pub(in crate::cli) data: Data,
}

/// What a record holds.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) enum Data {
    /// Bytes, their base64 off.
    Bytes(Vec<u8>),
    /// Nothing that can be decoded: the text that stood there, and why not.
    Unreadable(String, Rejection),
}

/// Hands over the records of one event, or of several one after the other.
///
/// # Errors
/// The text is no JSON; what was before that place has been handed over.
pub(in crate::cli) fn each_record(
    events: &[u8],
    mut each: impl FnMut(EventRecord),
) -> Result<(), serde_json::Error> {
    for event in serde_json::Deserializer::from_slice(events).into_iter::<Value>() {
        let event = event?;
        records(&event, "Records").for_each(|record| each(kinesis_record(record)));
        records(&event, "records").for_each(|record| each(firehose_record(record)));
    }
    Ok(())
}

fn records<'a>(event: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    event
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn kinesis_record(record: &Value) -> EventRecord {
    let id = record
        .get("eventID")
        .or_else(|| record.pointer("/kinesis/sequenceNumber"));
    let arrival = record
        .pointer("/kinesis/approximateArrivalTimestamp")
        .and_then(Value::as_f64)
        .map(milliseconds);
    event_record(record, id, arrival, record.pointer("/kinesis/data"))
}

fn firehose_record(record: &Value) -> EventRecord {
    let arrival = record
        .get("approximateArrivalTimestamp")
        .and_then(Value::as_i64);
    event_record(record, record.get("recordId"), arrival, record.get("data"))
}

fn event_record(
    record: &Value,
    id: Option<&Value>,
    arrival_ms: Option<i64>,
    data: Option<&Value>,
) -> EventRecord {
    let data = match data.and_then(Value::as_str) {
        Some(base64) => match base64_simd::STANDARD.decode_to_vec(base64) {
            Ok(bytes) => Data::Bytes(bytes),
            Err(_) => Data::Unreadable(base64.to_owned(), Rejection::whole(Reason::Base64)),
        },
        None => Data::Unreadable(
            record.to_string(),
            Rejection::whole(Reason::Envelope("the record has no data")),
        ),
    };
    EventRecord {
        id: id.and_then(Value::as_str).unwrap_or_default().to_owned(),
        arrival: arrival_ms.map(timestamp),
        data,
    }
}

/// Float seconds, as Lambda writes them, rounded: 1510254473.988 is a little less than that.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast saturates, and no stream is older than i64"
)]
fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1_000.0).round() as i64
}

fn timestamp(milliseconds: i64) -> Timestamp {
    Timestamp {
        seconds: milliseconds.div_euclid(1_000),
        nanoseconds: u32::try_from(milliseconds.rem_euclid(1_000) * 1_000_000).unwrap_or_default(),
        digits: 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> Vec<EventRecord> {
        let mut found = Vec::new();
        each_record(events.as_bytes(), |record| found.push(record)).unwrap();
        found
    }

    fn record(id: &str, arrival_ms: Option<i64>, data: &str) -> EventRecord {
        EventRecord {
            id: id.to_owned(),
            arrival: arrival_ms.map(timestamp),
            data: Data::Bytes(data.into()),
        }
    }

    #[test]
    fn records_of_kinesis_and_firehose_are_read() {
        let kinesis = r#"{"Records":[{"kinesis":{"sequenceNumber":"7","data":"aGVsbG8=",
            "approximateArrivalTimestamp":1510254473.988},"eventID":"shardId-000000000000:7"}]}"#;
        let firehose = r#"{"invocationId":"i","records":[{"recordId":"r1","data":"aGVsbG8=",
            "approximateArrivalTimestamp":1510254473988}]}"#;
        assert_eq!(
            read(&format!("{kinesis}\n{firehose}")),
            [
                record("shardId-000000000000:7", Some(1_510_254_473_988), "hello"),
                record("r1", Some(1_510_254_473_988), "hello"),
            ]
        );
    }

    #[test]
    fn a_record_needs_nothing_but_its_data() {
        let events = r#"{"Records":[{"kinesis":{"data":"aGVsbG8=","sequenceNumber":"7"}}]}"#;
        assert_eq!(read(events), [record("7", None, "hello")]);
    }

    #[test]
    fn one_bad_record_does_not_hide_the_next() {
        let found =
            read(r#"{"records":[{"recordId":"a","data":"%"},{},{"recordId":"c","data":""}]}"#);
        let codes: Vec<_> = found
            .iter()
            .map(|record| match &record.data {
                Data::Bytes(_) => "bytes",
                Data::Unreadable(_, rejection) => rejection.code(),
            })
            .collect();
        assert_eq!(codes, ["payload_base64", "payload_envelope", "bytes"]);
    }

    #[test]
    fn what_stands_before_broken_json_is_handed_over() {
        let mut found = 0;
        let events = br#"{"records":[{"data":""}]} {"records":"#;
        assert!(each_record(events, |_| found += 1).is_err());
        assert_eq!(found, 1);
    }
}
