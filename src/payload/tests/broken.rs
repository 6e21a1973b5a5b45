//! Tests that a malformed layer is kept whole, with a reason, and that none of its content becomes
//! a line.

use super::super::kpl::aggregate;
use super::*;

const COMPRESSION: &str = "payload_compression";
const ENVELOPE: &str = "payload_envelope";

fn flipped(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    bytes[at] ^= 0x40;
    bytes
}

/// A zstd frame with one stored block and a content checksum, as the reference tool writes it by
/// default.
fn zstd_with_checksum(content: &[u8], checksum: [u8; 4]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x24, length];
    [&frame[..], &[length << 3 | 1, 0, 0], content, &checksum].concat()
}

#[test]
fn a_broken_layer_is_kept_whole() {
    let text = b"line\n".repeat(100);
    let whole = gzip(b"a\nb\n");
    let zipped = zstd(&text);
    let end = whole.len();
    let cases: [(&str, Vec<u8>, &str); 17] = [
        ("gzip-flipped", flipped(gzip(&text), 20), COMPRESSION),
        (
            "gzip-checksum",
            flipped(whole.clone(), end - 8),
            COMPRESSION,
        ),
        ("gzip-length", flipped(whole.clone(), end - 4), COMPRESSION),
        ("gzip-cut", whole[..end - 3].to_vec(), COMPRESSION),
        ("gzip-magic-alone", whole[..3].to_vec(), COMPRESSION),
        (
            "gzip-second-member-cut",
            [&whole[..], &whole[..end - 9]].concat(),
            COMPRESSION,
        ),
        (
            "gzip-and-more",
            [&whole[..], b"\nmore"].concat(),
            COMPRESSION,
        ),
        ("gzip-in-gzip-cut", gzip(&whole[..end - 3]), COMPRESSION),
        ("zstd-cut", zipped[..zipped.len() - 1].to_vec(), COMPRESSION),
        ("zstd-magic-alone", zipped[..4].to_vec(), COMPRESSION),
        (
            "zstd-second-frame-cut",
            [&zipped[..], &zipped[..9]].concat(),
            COMPRESSION,
        ),
        (
            "zstd-checksum",
            zstd_with_checksum(b"a\nb\n", *b"nope"),
            COMPRESSION,
        ),
        (
            "zstd-skippable-frame-cut",
            [&zipped[..], b"\x50\x2a\x4d\x18\x09\0\0\0"].concat(),
            COMPRESSION,
        ),
        (
            "zstd-dictionary",
            b"\x28\xb5\x2f\xfd\x21\x07\x01\x09\0\0a".to_vec(),
            COMPRESSION,
        ),
        (
            "aggregate",
            flipped(aggregate(&[b"a\n", b"b\n"]), 8),
            ENVELOPE,
        ),
        (
            "cloudwatch-logs-cut",
            br#"{"messageType":"DATA_MESSAGE","logEvents":[{"#.to_vec(),
            ENVELOPE,
        ),
        (
            "cloudwatch-logs-unknown",
            br#"{"messageType":"NEWS","logEvents":[]}"#.to_vec(),
            ENVELOPE,
        ),
    ];
    for (name, record, code) in cases {
        let expected = Found::Unreadable(None, 0, code, record.clone());
        assert_eq!(opened(&record), [expected], "{name}");
    }
}

#[test]
fn a_binary_record_is_one_rejection_and_raw_bytes_among_lines_are_a_line() {
    const BINARY: &str = "payload_binary";
    let noise = b"\x80\n\xff\x01\n\n\x02\xfe".repeat(40);
    let bzip2 = [&b"BZh9"[..], &noise].concat();
    for record in [&noise, &bzip2, &gzip(&noise)] {
        let expected = Found::Unreadable(None, 0, BINARY, record.clone());
        assert_eq!(opened(record), [expected]);
    }
    assert_eq!(
        opened(&aggregate(&[b"a", &noise])),
        [
            Found::Line(Some(0), 0, b"a".to_vec()),
            Found::Unreadable(Some(1), 0, BINARY, noise)
        ]
    );
    let (line, raw) = (
        &b"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200]"[..],
        &b"\x16\x03\x01"[..],
    );
    for lines in [[raw, line, line], [line, raw, line], [line, line, raw]] {
        let expected = lines
            .iter()
            .zip(0..)
            .map(|(line, number)| Found::Line(None, number, line.to_vec()));
        assert_eq!(opened(&lines.join(&b'\n')), expected.collect::<Vec<_>>());
    }
}

#[test]
fn broken_zlib_is_kept_and_text_that_begins_like_zlib_is_text() {
    let whole = zlib(&b"line\n".repeat(9));
    for broken in [
        &whole[..whole.len() - 1],
        &flipped(whole.clone(), whole.len() - 2),
    ] {
        let expected = Found::Unreadable(None, 0, COMPRESSION, broken.to_vec());
        assert_eq!(opened(broken), [expected]);
    }
    for text in [
        "x^ 203.0.113.7",
        "hC",
        "8O is a host",
        "eJw",
        "eJwDAAAAAAI=",
        "eA==",
    ] {
        assert_eq!(lines(text.as_bytes()), [text]);
    }
}

#[test]
fn a_correct_zstd_checksum_is_accepted() {
    // The lower half of the XXH64 of `a\nb\n`.
    let checksum = ruzstd_checksum(b"a\nb\n");
    assert_eq!(lines(&zstd_with_checksum(b"a\nb\n", checksum)), ["a", "b"]);
}

fn ruzstd_checksum(content: &[u8]) -> [u8; 4] {
    let frame = zstd_with_checksum(content, [0; 4]);
    let mut decoder = ruzstd::decoding::FrameDecoder::new();
    let mut rest = &frame[..];
    decoder.init(&mut rest).unwrap();
    let all = ruzstd::decoding::BlockDecodingStrategy::All;
    decoder.decode_blocks(&mut rest, all).unwrap();
    decoder.collect().unwrap();
    decoder.get_calculated_checksum().unwrap().to_le_bytes()
}

#[test]
fn a_broken_part_does_not_affect_the_others() {
    let cut = &gzip(b"b")[..9];
    let message = r#"{"messageType":"DATA_MESSAGE","logEvents":7}"#;
    let line = |subsequence, number, text: &[u8]| Found::Line(subsequence, number, text.to_vec());
    let unreadable = |subsequence, number, code, raw: &[u8]| {
        Found::Unreadable(subsequence, number, code, raw.to_vec())
    };
    assert_eq!(
        opened(&aggregate(&[b"a", cut, b"c"])),
        [
            line(Some(0), 0, b"a"),
            unreadable(Some(1), 0, COMPRESSION, cut),
            line(Some(2), 0, b"c")
        ]
    );
    assert_eq!(
        opened(format!("a\n{message}\nc\n").as_bytes()),
        [
            line(None, 0, b"a"),
            unreadable(None, 1, ENVELOPE, message.as_bytes()),
            line(None, 2, b"c")
        ]
    );
    // The text of a malformed message is kept, because a person can read it. The message itself
    // arrived compressed.
    assert_eq!(
        opened(&gzip(message.as_bytes())),
        [unreadable(None, 0, ENVELOPE, message.as_bytes())]
    );
}

#[test]
fn layers_beyond_the_limit_are_not_opened() {
    let four = gzip(&zstd(&gzip(&zstd(b"a"))));
    assert_eq!(lines(&four), ["a"]);
    for five in [gzip(&four), zstd(&four), aggregate(&[&four])] {
        let found = opened(&five);
        let [Found::Unreadable(subsequence, 0, ENVELOPE, raw)] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(raw, if subsequence.is_some() { &four } else { &five });
    }
    let mut message = "a".to_owned();
    for _ in 0..5 {
        message = serde_json::json!({ "log": message }).to_string();
    }
    assert_eq!(lines(message.as_bytes()), [r#"{"log":"a"}"#]);
}

#[test]
fn reasons_say_what_is_broken() {
    let whole = gzip(b"a\nb\n");
    let cases: [(&[u8], &str); 5] = [
        (
            &whole[..whole.len() - 3],
            "compressed record is broken: it ended early",
        ),
        (
            &zstd_with_checksum(b"a", *b"nope"),
            "compressed record is broken: its checksum does not match",
        ),
        (
            b"\xf3\x89\x9a\xc2",
            "envelope cannot be opened: aggregate is cut short",
        ),
        (
            b"{\"messageType\":\"NEWS\",\"logEvents\":[]}",
            "envelope cannot be opened: a CloudWatch Logs message of unknown type",
        ),
        (
            &gzip(&[b'0'; 2000]),
            "record expands to more than 1000 bytes (EXPANSION_LIMIT_MIB)",
        ),
    ];
    for (record, expected) in cases {
        let mut said = String::new();
        open(record, 1000, &mut |content| match content {
            Content::Unreadable { rejection, .. } => said = rejection.to_string(),
            other => panic!("{other:?}"),
        });
        assert_eq!(said, expected);
    }
}
