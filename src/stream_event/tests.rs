//! Real events, and malformed ones.

mod writer;

use base64_simd::STANDARD;
use proptest::prelude::*;

use self::writer::Writer;
use super::reference::{self, Expected};
use super::*;

fn read(text: &str) -> StreamEvent {
    StreamEvent::read(text.as_bytes()).unwrap()
}

fn records_of(event: &StreamEvent) -> Vec<Expected> {
    let values = |record: EventRecord<'_>| {
        let arrival = record
            .arrival
            .map(|time| time.seconds * 1000 + i64::from(time.nanoseconds / 1_000_000));
        let data = match record.data {
            Data::Bytes(bytes) => Ok(bytes.to_vec()),
            Data::Unreadable(text, rejection) => Err((text.to_vec(), rejection.code())),
        };
        (
            record.id.to_owned(),
            record.sequence_number.map(str::to_owned),
            arrival,
            data,
        )
    };
    event.records().map(values).collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the value that it is compared with is optional"
)]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_kinesis_event_is_read() {
    let event = read(
        r#"{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k",
        "sequenceNumber":"495","data":"bGluZQo=",
        "approximateArrivalTimestamp":1510254473.988},"eventSource":"aws:kinesis",
        "eventID":"shardId-0:495","awsRegion":"x"}]}"#,
    );
    let expected = (
        "shardId-0:495".to_owned(),
        some("495"),
        Some(1_510_254_473_988),
        Ok(b"line\n".to_vec()),
    );
    assert_eq!(records_of(&event), [expected]);
}

#[test]
fn a_firehose_event_is_read() {
    let event = read(
        r#"{"invocationId":"i","deliveryStreamArn":"arn:d","sourceKinesisStreamArn":"arn:s",
        "region":"x","records":[
        {"recordId":"r1","approximateArrivalTimestamp":1510254473988,"data":"YQ==",
        "kinesisRecordMetadata":{"sequenceNumber":"7","subsequenceNumber":"","shardId":"s",
        "partitionKey":"p"}},
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
    assert_eq!(records_of(&event), expected);
}

#[test]
fn a_stream_name_that_is_not_text_affects_nothing_else() {
    let event = read(
        r#"{"deliveryStreamArn":"\ud800","sourceKinesisStreamArn":5,"records":[{"recordId":"r","data":"YQ=="}]}"#,
    );
    assert_eq!(
        (&event.delivery_stream_arn, &event.source_stream_arn),
        (&None, &None)
    );
    assert_eq!(records_of(&event)[0].3, Ok(b"a".to_vec()));
}

#[test]
fn a_malformed_record_does_not_affect_the_others() {
    let event = read(
        r#"{"Records":[{"kinesis":{"data":"n o","sequenceNumber":"1"},"eventID":"a"},
        {"kinesis":{"data":null},"eventID":"b"},
        {"kinesis":7,"eventID":"c"},{"eventID":"d"},5,null,[{"kinesis":{}}],
        {"kinesis":{"data":{"data":"YQ=="}},"eventID":"e"},
        {"kinesis":{"data":"YQ==","sequenceNumber":2,
        "approximateArrivalTimestamp":{}},"eventID":null},
        {"\ud800":1,"kinesis":{"data":"\ud800\"","sequenceNumber":"\udc00",
        "approximateArrivalTimestamp":"\ud800"},"eventID":"g"}]}"#,
    );
    let codes: Vec<_> = records_of(&event)
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
        broken("g"),
    ];
    assert_eq!(codes, expected);
    assert_eq!(
        records_of(&event)[0].3,
        Err((b"n o".to_vec(), "payload_base64"))
    );
}

#[test]
fn a_text_that_is_not_an_event_is_refused() {
    for text in ["{}", "[]", r#"{"Records":5}"#, "5", "null"] {
        let found = StreamEvent::read(text.as_bytes()).unwrap_err();
        assert_eq!(found, NoEvent::NoRecords, "{text}");
    }
    assert!(read(r#"{"Records":[]}"#).records().len() == 0);
}

#[test]
fn an_event_that_is_cut_short_is_refused_wherever_it_was_cut() {
    let whole = br#"{"Records":[{"kinesis":{"data":"YQ==","n":[{"a":"\""},5]},"eventID":"a"}, {"data":"Yg\u003d="}],"x":null} "#;
    assert!(StreamEvent::read(whole).is_ok());
    for end in 0..whole.len() - 1 {
        let found = StreamEvent::read(&whole[..end]).map(|_| ());
        assert!(matches!(found, Err(NoEvent::Broken { .. })), "{end}");
    }
    for text in ["{\"Records\":[]}}", "{\"Records\":[}", "Records", "\"", "]"] {
        assert!(StreamEvent::read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn the_error_of_an_event_does_not_quote_it() {
    let error = |text: &str| StreamEvent::read(text.as_bytes()).unwrap_err().to_string();
    let broken = error(r#"{"Records":[{"data":"secret"#);
    assert_eq!(
        broken,
        "the event is not JSON, or cut short: line 1, column 27"
    );
    assert!(error(r#"{"secret":[]}"#).contains("no list `Records`"));
}

/// Checks that both ways of reading agree with `serde_json`.
fn as_serde_json_reads_it(text: &str) -> Result<(), TestCaseError> {
    let expected = reference::read(text.as_bytes());
    let expected = expected.ok_or_else(|| TestCaseError::fail(text.to_owned()))?;
    prop_assert_eq!(records_of(&read(text)), &expected[..], "{}", text);
    let plainly = StreamEvent::read_plainly(text.as_bytes()).unwrap();
    prop_assert_eq!(records_of(&plainly), expected, "{}", text);
    Ok(())
}

#[test]
fn usual_events_are_read_at_a_glance_and_malformed_ones_are_not() {
    let usual = r#"{"x":"y","Records":[{"data":"YQ==","n":5},{"data":"Yg==","n":5}],"z":1}"#;
    let glance = |text: &str| super::read::at_a_glance(text.as_bytes());
    assert_eq!(
        glance(usual).map(|event| records_of(&event)),
        Some(records_of(&read(usual)))
    );
    for (from, to) in [
        ("},{", "}{"),
        ("},{", "},,{"),
        ("}],", "},],"),
        ("}],", "}\u{c}],"),
        ("}],", "}]"),
        ("[{", "[,{"),
        ("{\"x\"", "{\"x\":{\"x\""),
        ("5},", "05},"),
        ("\"Yg==", "\"Yg\n=="),
        ("\"Records\"", "\\\"Records\""),
    ] {
        let text = usual.replacen(from, to, 1);
        assert!(glance(&text).is_none() && text != usual, "{text}");
        assert!(StreamEvent::read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_blank_before_one_value_alone_loses_no_record() {
    for place in ["\"data\":", "\"eventID\":", "\"sequenceNumber\":", ",", "{"] {
        let record = |n: usize| {
            let data = STANDARD.encode_to_string(format!("line {n}"));
            format!(r#"{{"kinesis":{{"sequenceNumber":"{n}","data":"{data}"}},"eventID":"s:{n}"}}"#)
        };
        for odd in 0..3 {
            let records: Vec<_> = (0..3)
                .map(|n| match n == odd {
                    true => record(n).replace(place, &format!("{place} ")),
                    false => record(n),
                })
                .collect();
            let event = read(&format!(r#"{{"Records":[{}]}}"#, records.join(",")));
            let found: Vec<_> = records_of(&event)
                .into_iter()
                .map(|(id, _, _, data)| (id, data))
                .collect();
            let expected =
                [0, 1, 2].map(|n| (format!("s:{n}"), Ok(format!("line {n}").into_bytes())));
            assert_eq!(found, expected, "{place} {odd}");
        }
    }
}

proptest! {
    /// Usual events, unusual events and very unusual events.
    #[test]
    fn every_record_of_any_json_is_what_serde_json_reads(
        seed: u64,
        noise in prop::sample::select(vec![0_u8, 3, 20, 120]),
    ) {
        as_serde_json_reads_it(&Writer::event(seed, noise))?;
    }

    #[test]
    fn no_bytes_cause_a_panic(
        start in prop::sample::select(vec![0_usize, 11, 30]),
        bytes in prop::collection::vec(any::<u8>(), 0..60),
        odd in "[\\[\\]{}\",:\\\\ a0]{0,60}",
    ) {
        let whole = br#"{"Records":[{"kinesis":{"data":"YQ=="},"eventID":"a"}]}"#;
        for bytes in [&bytes[..], odd.as_bytes()] {
            let _ = StreamEvent::read(&[&whole[..start], bytes].concat());
        }
    }
}
