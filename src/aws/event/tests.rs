//! Real events, and ones that are not as they should be.

use super::*;

fn read(text: &str) -> StreamEvent {
    serde_json::from_str(text).unwrap()
}

/// Id, sequence number, arrival in milliseconds, and bytes or the code of what is wrong.
type Told = (
    String,
    Option<String>,
    Option<i64>,
    Result<Vec<u8>, (Vec<u8>, &'static str)>,
);

fn told(event: &StreamEvent) -> Vec<Told> {
    let tell = |record: &EventRecord| {
        let arrival = record
            .arrival
            .map(|time| time.seconds * 1000 + i64::from(time.nanoseconds / 1_000_000));
        let data = match event.data(record) {
            Data::Bytes(bytes) => Ok(bytes.to_vec()),
            Data::Unreadable(text, rejection) => Err((text.to_vec(), rejection.code())),
        };
        (
            record.id.clone(),
            record.sequence_number.clone(),
            arrival,
            data,
        )
    };
    event.records().iter().map(tell).collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what it is compared with is optional"
)]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_kinesis_event_is_read() {
    let event = read(
        r#"{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"495","data":"bGluZQo=",
        "approximateArrivalTimestamp":1510254473.988},"eventSource":"aws:kinesis","eventID":"shardId-0:495","awsRegion":"x"}]}"#,
    );
    let expected = (
        "shardId-0:495".to_owned(),
        some("495"),
        Some(1_510_254_473_988),
        Ok(b"line\n".to_vec()),
    );
    assert_eq!(told(&event), [expected]);
}

#[test]
fn a_firehose_event_is_read() {
    let event = read(
        r#"{"invocationId":"i","deliveryStreamArn":"arn:d","sourceKinesisStreamArn":"arn:s","region":"x","records":[
        {"recordId":"r1","approximateArrivalTimestamp":1510254473988,"data":"YQ==",
        "kinesisRecordMetadata":{"sequenceNumber":"7","subsequenceNumber":"","shardId":"s","partitionKey":"p"}},
        {"recordId":"r2","approximateArrivalTimestamp":"1510254473988","data":""}]}"#,
    );
    assert_eq!(
        (
            event.delivery_stream_arn.as_deref(),
            event.source_stream_arn.as_deref()
        ),
        (Some("arn:d"), Some("arn:s"))
    );
    let arrival = Some(1_510_254_473_988);
    let expected = [
        ("r1".to_owned(), None, arrival, Ok(b"a".to_vec())),
        ("r2".to_owned(), None, arrival, Ok(Vec::new())),
    ];
    assert_eq!(told(&event), expected);
}

#[test]
fn one_bad_record_fails_no_other() {
    let event = read(
        r#"{"Records":[{"kinesis":{"data":"n o","sequenceNumber":"1"},"eventID":"a"},{"kinesis":{"data":null},"eventID":"b"},
        {"kinesis":7,"eventID":"c"},{"eventID":"d"},5,null,[{"kinesis":{}}],{"kinesis":{"data":{"data":"YQ=="}},"eventID":"e"},
        {"kinesis":{"data":"YQ==","sequenceNumber":2,"approximateArrivalTimestamp":{}},"eventID":null}]}"#,
    );
    let codes: Vec<_> = told(&event)
        .into_iter()
        .map(|(id, _, _, data)| (id, data.map_err(|(_, code)| code)))
        .collect();
    let broken = |id: &str| (id.to_owned(), Err("payload_envelope"));
    let expected = [
        ("a".to_owned(), Err("payload_base64")),
        broken("b"),
        broken("c"),
        broken("d"),
        broken(""),
        broken(""),
        broken(""),
        broken("e"),
        (String::new(), Ok(b"a".to_vec())),
    ];
    assert_eq!(codes, expected);
    assert_eq!(told(&event)[0].3, Err((b"n o".to_vec(), "payload_base64")));
}

#[test]
fn what_is_no_event_is_refused() {
    for text in ["{}", "[]", r#"{"Records":5}"#, "5"] {
        assert!(serde_json::from_str::<StreamEvent>(text).is_err(), "{text}");
    }
    assert!(read(r#"{"Records":[]}"#).records().is_empty());
}
