//! Whole records through [`open`].

use std::io::Write as _;

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

/// What one content is, flattened: a line's place and text, or why it is unreadable.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Line(Option<u32>, u32, Vec<u8>),
    Unreadable(Option<u32>, u32, &'static str, Vec<u8>),
    Control,
}

fn opened_within(record: &[u8], limit: usize) -> Vec<Found> {
    let mut found = Vec::new();
    open(record, limit, &mut |content| {
        found.push(match content {
            Content::Line {
                line,
                subsequence,
                number,
                ..
            } => Found::Line(subsequence, number, line.to_vec()),
            Content::Unreadable {
                raw,
                subsequence,
                number,
                rejection,
            } => Found::Unreadable(subsequence, number, rejection.code(), raw.to_vec()),
            Content::Control => Found::Control,
        });
    });
    found
}

fn opened(record: &[u8]) -> Vec<Found> {
    opened_within(record, EXPANSION_LIMIT_BYTES)
}

fn lines(found: &[Found]) -> Vec<String> {
    let text = |found: &Found| match found {
        Found::Line(_, _, line) => String::from_utf8_lossy(line).into_owned(),
        other => panic!("not a line: {other:?}"),
    };
    found.iter().map(text).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Level::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

#[test]
fn every_envelope_gives_its_lines() {
    let gz_two = [gzip(b"a\n"), gzip(b"b\n")].concat();
    let zstd_two = [zstd(b"a\n"), zstd(b"b\n")].concat();
    let cloudwatch = br#"{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"/g","logStream":"s","subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1,"message":"a \"x\""},{"id":"2","timestamp":1,"message":"b\nc\n"}]}"#;
    let cases: [(&str, Vec<u8>, &[&str]); 21] = [
        ("one-line", b"a".to_vec(), &["a"]),
        ("line-feed", b"a\n".to_vec(), &["a"]),
        ("crlf", b"a\r\nb\r\n".to_vec(), &["a", "b"]),
        (
            "blank-lines-are-no-lines",
            b"\n \r\na\n\n\n b \n".to_vec(),
            &["a", " b "],
        ),
        ("empty", b"".to_vec(), &[]),
        ("gzip", gzip(b"a\nb"), &["a", "b"]),
        ("gzip-members", gz_two, &["a", "b"]),
        ("zstd", zstd(b"a\nb"), &["a", "b"]),
        ("zstd-frames", zstd_two, &["a", "b"]),
        (
            "aggregate",
            kpl::aggregate(&[b"a\n", b"b\nc\n"]),
            &["a", "b", "c"],
        ),
        (
            "gzip-in-aggregate",
            kpl::aggregate(&[&gzip(b"a"), b"b"]),
            &["a", "b"],
        ),
        (
            "aggregate-in-gzip",
            gzip(&kpl::aggregate(&[b"a", b"b"])),
            &["a", "b"],
        ),
        ("cloudwatch-logs", gzip(cloudwatch), &["a \"x\"", "b", "c"]),
        (
            "agent-metadata",
            br#"{"ts":"2025-01-01T00:00:00Z","metadata":{"k":"v"},"data":"a \"x\"\n"}"#.to_vec(),
            &["a \"x\""],
        ),
        (
            "firelens",
            br#"{"log":"a","container_name":"web","source":"stdout"}"#.to_vec(),
            &["a"],
        ),
        (
            "filebeat",
            br#"{"message":"a","host":{"name":"web-1"},"log":{"file":{"path":"/x"}}}"#.to_vec(),
            &["a"],
        ),
        (
            "access-line-with-a-message",
            br#"{"message":"m","status":200}"#.to_vec(),
            &[r#"{"message":"m","status":200}"#],
        ),
        (
            "json-lines",
            b"{\"a\":1}\n{\"a\":2}\n".to_vec(),
            &["{\"a\":1}", "{\"a\":2}"],
        ),
        (
            "pretty-printed",
            b"{\n  \"a\": 1\n}\n".to_vec(),
            &["{\n  \"a\": 1\n}"],
        ),
        (
            "container-runtime",
            b"2025-12-31T17:37:40.493035218+01:00 stdout F a b".to_vec(),
            &["a b"],
        ),
        (
            "partial-of-the-runtime",
            b"2025-12-31T17:37:40Z stdout P a".to_vec(),
            &["2025-12-31T17:37:40Z stdout P a"],
        ),
    ];
    for (name, record, expected) in cases {
        assert_eq!(lines(&opened(&record)), expected, "{name}");
    }
}

#[test]
fn places_are_unique_within_a_record() {
    let record = kpl::aggregate(&[b"a\n\nb", b"c"]);
    let line =
        |subsequence, number, text: &[u8]| Found::Line(Some(subsequence), number, text.to_vec());
    assert_eq!(
        opened(&record),
        [line(0, 0, b"a"), line(0, 2, b"b"), line(1, 0, b"c")]
    );
}

#[test]
fn envelopes_tell_where_lines_came_from() {
    let mut origins = Vec::new();
    let records: [&[u8]; 4] = [
        br#"{"ts":"x","metadata":{"filePath":"/var/log/a","hostname":"web-1"},"data":"a"}"#,
        br#"{"message":"a","host":{"name":"web-2"},"log":{"file":{"path":"/b"}}}"#,
        br#"{"log":"a","container_name":"web-3"}"#,
        br#"{"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[{"message":"a"}]}"#,
    ];
    for record in records {
        open(record, EXPANSION_LIMIT_BYTES, &mut |content| {
            let Content::Line { origin, .. } = content else {
                panic!("{content:?}")
            };
            origins.push((
                origin.file_path.as_deref().map(str::to_owned),
                origin.host_name.as_deref().map(str::to_owned),
            ));
        });
    }
    let some = |text: &str| Some(text.to_owned());
    let expected = [
        (some("/var/log/a"), some("web-1")),
        (some("/b"), some("web-2")),
        (None, some("web-3")),
        (some("g/s"), None),
    ];
    assert_eq!(origins, expected);
}

#[test]
fn a_broken_stream_is_kept_whole_and_nothing_of_it_is_a_line() {
    let mut flipped = gzip(&b"line\n".repeat(100));
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0xff;
    let whole = gzip(b"a\nb\n");
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("gzip-flipped", flipped, "payload_compression"),
        (
            "gzip-cut",
            whole[..whole.len() - 3].to_vec(),
            "payload_compression",
        ),
        (
            "zstd-cut",
            zstd(b"a\nb\n")[..6].to_vec(),
            "payload_compression",
        ),
        (
            "cloudwatch-broken",
            br#"{"messageType":"DATA_MESSAGE","logEvents":[{]}"#.to_vec(),
            "payload_envelope",
        ),
        (
            "cloudwatch-unknown",
            br#"{"messageType":"NEWS","logEvents":[]}"#.to_vec(),
            "payload_envelope",
        ),
    ];
    for (name, record, code) in cases {
        assert_eq!(
            opened(&record),
            [Found::Unreadable(None, 0, code, record.clone())],
            "{name}"
        );
    }
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let limit = 1 << 20;
    let bomb = gzip(&vec![b'0'; 64 << 20]);
    assert!(bomb.len() < limit);
    let code = |record: &[u8]| match opened_within(record, limit).as_slice() {
        [Found::Unreadable(_, _, code, raw)] => (*code, raw.len()),
        other => panic!("{} contents", other.len()),
    };
    assert_eq!(code(&bomb), ("payload_expansion", bomb.len()));
    let nested = gzip(&bomb);
    assert_eq!(code(&nested), ("payload_expansion", bomb.len()));
    let zstd_bomb = zstd(&vec![b'0'; 64 << 20]);
    assert_eq!(code(&zstd_bomb), ("payload_expansion", zstd_bomb.len()));
    // The limit is the record's, not each stream's.
    let part = gzip(&vec![b'0'; limit / 2]);
    let found = opened_within(&kpl::aggregate(&[&part, &part, &part]), limit);
    let unreadable = found
        .iter()
        .filter(|found| matches!(found, Found::Unreadable(_, _, "payload_expansion", _)));
    assert_eq!((found.len(), unreadable.count()), (3, 1));
}

#[test]
fn an_aggregate_that_fails_its_checks_passes_through() {
    let mut record = kpl::aggregate(&[b"a"]);
    record[8] ^= 1;
    let content = opened(&record).into_iter().map(|found| match found {
        Found::Line(None, _, line) => line,
        other => panic!("{other:?}"),
    });
    assert_eq!(content.collect::<Vec<_>>().join(&b"\n"[..]), record);
}

#[test]
fn a_control_message_is_no_line() {
    let record = gzip(br#"{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: x"}]}"#);
    assert_eq!(opened(&record), [Found::Control]);
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200), magic in 0..5_usize) {
        let magics: [&[u8]; 5] = [b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\xf3\x89\x9a\xc2", b"{\"messageType\":\"logEvents\""];
        opened(&[magics[magic], &bytes].concat());
    }

    #[test]
    fn plain_text_is_its_lines(text in "[a-z \r\n]{0,60}") {
        let expected: Vec<_> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).filter(|line| !line.trim_ascii().is_empty()).collect();
        prop_assert_eq!(lines(&opened(text.as_bytes())), expected);
    }

    #[test]
    fn what_is_wrapped_comes_back(wanted in proptest::collection::vec("[a-z]{1,12}", 1..12), layers in proptest::collection::vec(0..3_usize, 0..4)) {
        let mut record = wanted.join("\n").into_bytes();
        let mut aggregated = false;
        for layer in layers {
            record = match layer {
                0 => gzip(&record),
                1 => zstd(&record),
                _ if aggregated => continue,
                _ => { aggregated = true; kpl::aggregate(&[&record]) }
            };
        }
        prop_assert_eq!(lines(&opened(&record)), wanted);
    }
}
