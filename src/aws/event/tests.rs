//! Real events, and ones that are not as they should be.

use base64_simd::STANDARD;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn read(text: &str) -> StreamEvent {
    StreamEvent::read(text.as_bytes()).unwrap()
}

/// Id, sequence number, arrival in milliseconds, and bytes or the code of what is wrong.
type Told = (
    String,
    Option<String>,
    Option<i64>,
    Result<Vec<u8>, (Vec<u8>, &'static str)>,
);

fn told(event: &StreamEvent) -> Vec<Told> {
    let tell = |record: EventRecord<'_>| {
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
    event.records().map(tell).collect()
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
fn a_name_that_cannot_be_text_takes_nothing_with_it() {
    let event = read(
        r#"{"deliveryStreamArn":"\ud800","sourceKinesisStreamArn":5,"records":[{"recordId":"r","data":"YQ=="}]}"#,
    );
    assert_eq!(
        (&event.delivery_stream_arn, &event.source_stream_arn),
        (&None, &None)
    );
    assert_eq!(told(&event)[0].3, Ok(b"a".to_vec()));
}

#[test]
fn one_bad_record_fails_no_other() {
    let event = read(
        r#"{"Records":[{"kinesis":{"data":"n o","sequenceNumber":"1"},"eventID":"a"},{"kinesis":{"data":null},"eventID":"b"},
        {"kinesis":7,"eventID":"c"},{"eventID":"d"},5,null,[{"kinesis":{}}],{"kinesis":{"data":{"data":"YQ=="}},"eventID":"e"},
        {"kinesis":{"data":"YQ==","sequenceNumber":2,"approximateArrivalTimestamp":{}},"eventID":null},
        {"\ud800":1,"kinesis":{"data":"\ud800\"","sequenceNumber":"\udc00","approximateArrivalTimestamp":"\ud800"},"eventID":"g"}]}"#,
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
        broken("g"),
    ];
    assert_eq!(codes, expected);
    assert_eq!(told(&event)[0].3, Err((b"n o".to_vec(), "payload_base64")));
}

#[test]
fn what_is_no_event_is_refused() {
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
fn why_an_event_cannot_be_read_is_told_without_a_word_of_it() {
    let told = |text: &str| StreamEvent::read(text.as_bytes()).unwrap_err().to_string();
    let broken = told(r#"{"Records":[{"data":"secret"#);
    assert_eq!(broken, "the event is no JSON or cut short: byte 20");
    assert!(told(r#"{"secret":[]}"#).contains("no list `Records`"));
}

/// The plain way: everything into values, and out of them what is wanted.
fn plain(text: &str) -> Vec<Told> {
    let event: Value = serde_json::from_str(text).unwrap();
    let records = event["Records"].as_array().unwrap();
    let record = |record: &Value| {
        let own = record.as_object().into_iter().flatten();
        let within = record["kinesis"].as_object().into_iter().flatten();
        // No key is given twice, here or there.
        let of = |key: &str| {
            let mut all = own.clone().chain(within.clone());
            all.find(|(name, _)| *name == key).map(|(_, value)| value)
        };
        let text = |key| {
            let text = of(key).and_then(Value::as_str);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let number = text("sequenceNumber");
        let arrival = of("approximateArrivalTimestamp").and_then(|value| match value {
            Value::String(text) => text.parse().ok(),
            value => value.as_f64(),
        });
        let data = match of("data").and_then(Value::as_str) {
            None => Err((Vec::new(), "payload_envelope")),
            Some(data) => STANDARD
                .decode_to_vec(data)
                .map_err(|_| (data.as_bytes().to_vec(), "payload_base64")),
        };
        #[expect(clippy::cast_possible_truncation, reason = "times of this century")]
        let milliseconds = |seconds: f64| (seconds * 1e3).round() as i64;
        let id = text("eventID").or_else(|| number.clone());
        (
            id.unwrap_or_default(),
            number,
            arrival.map(milliseconds),
            data,
        )
    };
    records.iter().map(record).collect()
}

/// What no member should be.
const ODD: [&str; 7] = [
    "null",
    "5",
    "-1.5e3",
    "true",
    r#"[{"data":"YQ=="},[]]"#,
    r#"{"eventID":"}"}"#,
    r#""""#,
];

/// A member of a record, as its text.
fn member() -> impl Strategy<Value = (&'static str, String)> {
    let text = |text: String| Value::from(text).to_string();
    let odd = || prop::sample::select(&ODD[..]).prop_map(str::to_owned);
    let data = prop::collection::vec(any::<u8>(), 0..40);
    let data = data.prop_map(move |data| text(STANDARD.encode_to_string(data)).replace('/', "\\/"));
    prop_oneof![
        6 => data.prop_map(|data| ("data", data)),
        3 => "\"[0-9]{1,9}\"".prop_map(|id| ("eventID", id)),
        3 => "\"[0-9]{1,9}\"".prop_map(|number| ("sequenceNumber", number)),
        2 => "1[0-9]{9}\\.[0-9]{1,3}".prop_map(|time| ("approximateArrivalTimestamp", time)),
        2 => "\\PC{0,6}".prop_map(move |key| ("partitionKey", text(key))),
        3 => prop::sample::select(vec![("awsRegion", "\"x\"".to_owned()), ("eventName", "\"aws:kinesis:record\"".to_owned())]),
        1 => (prop::sample::select(vec!["data", "eventID", "sequenceNumber", "other", "kinesis"]), odd()),
    ]
}

proptest! {
    /// Records that are alike and records that are not, in turn: what was learned of one must not mislead in the next.
    #[test]
    fn what_is_read_is_what_the_plain_way_finds(
        shapes in prop::collection::vec((prop::collection::vec(member(), 0..7), prop::collection::vec(member(), 0..4)), 1..3),
        turns in prop::collection::vec((0_usize..2, "[0-9]{1,3}"), 0..8), blank in "[ \n]?",
    ) {
        let object = |members: &[(&str, String)]| {
            let members: Vec<_> = members.iter().map(|(key, value)| format!("{blank}\"{key}\":{blank}{value}{blank}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let record = |(shape, key): &(usize, String)| {
            let (within, own) = &shapes[shape % shapes.len()];
            let mut seen = std::collections::BTreeSet::new();
            let mut within = within.clone();
            within.retain(|(key, _)| seen.insert(*key));
            within.push(("n", key.clone().trim_start_matches('0').parse::<u32>().unwrap_or(0).to_string()));
            let mut own = own.clone();
            own.retain(|(key, _)| seen.insert(*key));
            own.retain(|(key, _)| *key != "kinesis");
            own.insert(own.len() / 2, ("kinesis", object(&within)));
            object(&own)
        };
        let records: Vec<_> = turns.iter().map(record).collect();
        let text = format!("{{\"Records\":[{}]}}", records.join(","));
        prop_assert_eq!(told(&read(&text)), plain(&text), "{}", text);
    }

    #[test]
    fn no_bytes_are_too_strange(start in prop::sample::select(vec![0_usize, 11, 30]), bytes in prop::collection::vec(any::<u8>(), 0..60), odd in "[\\[\\]{}\",:\\\\ a0]{0,60}") {
        let whole = br#"{"Records":[{"kinesis":{"data":"YQ=="},"eventID":"a"}]}"#;
        for bytes in [&bytes[..], odd.as_bytes()] {
            let _ = StreamEvent::read(&[&whole[..start], bytes].concat());
        }
    }
}
