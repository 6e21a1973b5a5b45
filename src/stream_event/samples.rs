//! The sample invocations of `events/`. This module generates them, so that they remain correct:
//! `UPDATE_EVENTS=1 cargo test --lib samples` writes them again.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use base64_simd::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::{Data, StreamEvent};
use crate::mark;
use crate::payload::aggregate;

const DELIVERY_STREAM: &str = "arn:aws:firehose:us-east-1:123456789012:deliverystream/documents";

/// The visitors of the samples' site: some addresses that databases know, and some of the
/// documentation ranges.
const VISITORS: [&str; 8] = [
    "8.8.8.8",
    "193.0.6.139",
    "203.0.113.7",
    "2001:4860:4860::8888",
    "1.1.1.1",
    "200.160.2.3",
    "196.216.2.6",
    "198.51.100.23",
];

/// The agents of the visitors.
const AGENTS: [&str; 10] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
     Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
     Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; \
     +https://openai.com/gptbot)",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) \
     Chrome/140.0.0.0 Mobile Safari/537.36",
    "curl/8.5.0",
    "ELB-HealthChecker/2.0",
    "Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
     Version/18.5 Safari/605.1.15",
];

/// The requests of the visitors, with the status and the bytes of the response.
const REQUESTS: [(&str, u16, u32); 10] = [
    ("GET / HTTP/1.1", 200, 5_120),
    (
        "GET /shop/cart.html?item=7&token=s3cr3t HTTP/1.1",
        200,
        20_480,
    ),
    ("GET /assets/site.css HTTP/2.0", 304, 0),
    ("GET /images/logo.png HTTP/2.0", 200, 13_014),
    ("POST /api/login HTTP/1.1", 401, 64),
    ("GET /old-page HTTP/1.1", 404, 512),
    ("GET /caf%C3%A9/menu HTTP/1.1", 200, 2_048),
    ("GET /api/orders/7 HTTP/1.1", 500, 128),
    ("HEAD /health HTTP/1.0", 200, 0),
    ("GET /feed.xml HTTP/1.1", 200, 9_216),
];

/// A combined line with its newline. Each `n` below 3,600 gives a different line.
fn line(n: usize) -> String {
    let (request, status, bytes) = REQUESTS[n % REQUESTS.len()];
    let (visitor, agent) = (VISITORS[n % VISITORS.len()], AGENTS[n % AGENTS.len()]);
    let referrer = if n.is_multiple_of(3) {
        "https://www.example.com/"
    } else {
        "-"
    };
    let (minute, second) = (n / 60 % 60, n % 60);
    format!(
        "{visitor} - - [10/Oct/2025:13:{minute:02}:{second:02} +0200] \"{request}\" {status} \
         {bytes} \"{referrer}\" \"{agent}\"\n"
    )
}

fn lines(range: std::ops::Range<usize>) -> Vec<Vec<u8>> {
    range.map(|n| line(n).into_bytes()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // The content is stored without compression. Every version of the library therefore writes the
    // same bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn kinesis(records: &[Vec<u8>]) -> Value {
    let record = |(n, data): (usize, &Vec<u8>)| {
        let number = format!(
            "4959033827149025660855969253836157109592157598913658{:04}",
            n + 1
        );
        json!({
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": format!("{n}"),
                "sequenceNumber": number,
                "data": STANDARD.encode_to_string(data),
                "approximateArrivalTimestamp": 1_760_097_337.5,
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": format!("shardId-000000000006:{number}"),
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-role",
            "awsRegion": "us-east-1",
            "eventSourceARN": "arn:aws:kinesis:us-east-1:123456789012:stream/access-logs",
        })
    };
    json!({ "Records": records.iter().enumerate().map(record).collect::<Vec<_>>() })
}

fn firehose(records: &[Vec<u8>], from_kinesis: bool) -> Value {
    let record = |(n, data): (usize, &Vec<u8>)| {
        let mut record = json!({
            "recordId": format!("495903382714902566085596925383615710959215759891365800{n:02}"),
            "approximateArrivalTimestamp": 1_760_097_337_500_u64,
            "data": STANDARD.encode_to_string(data),
        });
        if from_kinesis {
            record["kinesisRecordMetadata"] = json!({
                "sequenceNumber": format!("4954511554411500{n:04}"),
                "subsequenceNumber": "",
                "partitionKey": "k",
                "shardId": "shardId-000000000000",
                "approximateArrivalTimestamp": 1_760_097_337_400_u64,
            });
        }
        record
    };
    let mut event = json!({
        "invocationId": "12345621-4787-0000-a418-36e56Example",
        "deliveryStreamArn": DELIVERY_STREAM,
        "region": "us-east-1",
        "records": records.iter().enumerate().map(record).collect::<Vec<_>>(),
    });
    if from_kinesis {
        event["sourceKinesisStreamArn"] =
            json!("arn:aws:kinesis:us-east-1:123456789012:stream/access-logs");
    }
    event
}

/// Every event, with the number of its lines that are not blank.
fn events() -> Vec<(&'static str, Value, usize)> {
    let parts = lines(0..12);
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let mixed: Vec<Vec<u8>> = [
        &lines(0..4)[..],
        &[
            b"this is no line of any access log\n".to_vec(),
            b"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] \"\\x16\\x03\\x01\\x02\" 400 226 \"-\" \
              \"-\"\n"
                .to_vec(),
            b"203.0.113.7 - - [31/Feb/2025:13:55:36 +0200] \"GET / HTTP/1.1\" 200 5 \"-\" \
              \"-\"\n"
                .to_vec(),
            b"\x1f\x8b\x08 a gzip stream that is broken".to_vec(),
            b"\n".to_vec(),
            b"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] \"GET /caf\xe9 HTTP/1.1\" 404 5 \"-\" \
              \"cut in the mid"
                .to_vec(),
        ],
        &lines(4..8),
    ]
    .concat();
    let oversize: Vec<Vec<u8>> = vec![lines(0..2_500).concat()];
    // The documents are marked as a hook without a `REPUT_KEY` marks them.
    let mut again = Vec::new();
    mark::Key::of_stream(DELIVERY_STREAM).seal(
        br#"{"@timestamp":"2025-10-10T11:55:36Z","event":{"id":"r1:1","kind":"event","category":["web"],"type":["access"]}}"#,
        &mut again,
    );
    vec![
        ("kinesis-combined", kinesis(&lines(0..12)), 12),
        ("kinesis-kpl", kinesis(&[aggregate(&parts)]), 12),
        ("kinesis-gzip", kinesis(&[gzip(&lines(0..20).concat())]), 20),
        ("kinesis-mixed", kinesis(&mixed), 13),
        ("kinesis-500", kinesis(&lines(0..500)), 500),
        ("firehose-direct-put", firehose(&lines(0..6), false), 6),
        ("firehose-kinesis-source", firehose(&lines(0..6), true), 6),
        (
            "firehose-multi-line",
            firehose(&[lines(0..5).concat(), lines(5..6).concat()], false),
            6,
        ),
        ("firehose-oversize", firehose(&oversize, false), 2_500),
        (
            "firehose-reput",
            firehose(&[again, lines(0..1).concat()], false),
            2,
        ),
    ]
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("events")
}

#[test]
fn the_files_of_events_are_up_to_date() {
    let update = std::env::var_os("UPDATE_EVENTS").is_some();
    let mut log = String::new();
    (0..200).for_each(|n| write!(log, "{}", line(n)).unwrap());
    let mut files: Vec<_> = events()
        .into_iter()
        .map(|(name, event, _)| (format!("{name}.json"), format!("{event:#}\n")))
        .collect();
    files.push(("sample.log".to_owned(), log));
    for (name, text) in files {
        let path = folder().join(&name);
        if update {
            std::fs::write(&path, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).is_ok_and(|found| found == text),
            "{name} differs from the event that is made here"
        );
    }
}

#[test]
fn every_event_is_read_and_kinesis_events_also_by_the_types_of_aws() {
    for (name, event, lines) in events() {
        let read = StreamEvent::read(event.to_string().as_bytes()).unwrap();
        let mut found = 0;
        for record in read.records() {
            let Data::Bytes(data) = record.data else {
                panic!("{name}: {record:?}")
            };
            crate::payload::open(data, crate::payload::EXPANSION_LIMIT_BYTES, &mut |_| {
                found += 1;
            });
        }
        assert_eq!(found, lines, "{name}");
        #[cfg(feature = "aws")]
        if name.starts_with("kinesis") {
            let theirs: aws_lambda_events::event::kinesis::KinesisEvent =
                serde_json::from_value(event).unwrap();
            assert_eq!(theirs.records.len(), read.records().len(), "{name}");
        }
    }
}
