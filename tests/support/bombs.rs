//! Small compressed records, and events of up to 6 MB, which are designed to exhaust the memory.

use std::io::Write;

use base64_simd::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use md5::{Digest as _, Md5};

/// The size of an expanded bomb, just within the default of `EXPANSION_LIMIT_MIB`.
const EXPANDED_BYTES: usize = 63 * 1024 * 1024;

/// The bombs, each with its name and its records.
pub fn all() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let filled = |unit: &[u8]| unit.repeat(EXPANDED_BYTES / unit.len());
    let message = |head: &str, unit: &str, count: usize, tail: &str| {
        [head, &unit.repeat(count), tail].concat().into_bytes()
    };
    // An escaped text of this size and its unescaped copy are together also just within the limit.
    let half = EXPANDED_BYTES / 2;
    vec![
        ("short lines, gzipped", vec![gzip(&filled(b"x\n"))]),
        (
            "short lines, in four records",
            vec![gzip(&filled(b"x\n")); 4],
        ),
        ("short lines, zstd", vec![zstd(&filled(b"x\n"))]),
        ("one line, gzipped", vec![gzip(&filled(b"x"))]),
        ("objects on end", vec![gzip(&filled(b"{}"))]),
        (
            "an object of many members",
            vec![gzip(&message(r#"{"log":"x""#, r#","":0"#, 499_000, "}"))],
        ),
        ("one line that is not text", vec![gzip(&filled(b"\xff"))]),
        (
            "messages of CloudWatch Logs",
            vec![gzip(&message(
                r#"{"messageType":"DATA_MESSAGE","logEvents":[{"message":"x"}"#,
                r#",{"message":"\n"}"#,
                499_000,
                "]}",
            ))],
        ),
        (
            "an envelope with an escape in it",
            vec![gzip(&message(r#"{"log":"\n"#, "x", half, r#""}"#))],
        ),
        (
            "envelopes in envelopes",
            vec![gzip(&message(
                r#"{"log":"{\"log\":\"{\\\"log\\\":\\\"\\\\n"#,
                "x",
                half / 2,
                r#"\\\"}\"}"}"#,
            ))],
        ),
        (
            "base64 of gzip, gzipped",
            vec![gzip(
                STANDARD.encode_to_string(gzip(&filled(b"x\n"))).as_bytes(),
            )],
        ),
        (
            "an aggregate of small records",
            vec![aggregate(&vec![&b"x"[..]; 400_000])],
        ),
        ("many records", vec![b"x".to_vec(); 60_000]),
        ("bytes that are not text", vec![vec![0xff; 1_000_000]; 4]),
    ]
}

/// Bytes as a gzip stream.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes as a zstd frame: <https://www.rfc-editor.org/rfc/rfc8878>.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// An aggregate of the Kinesis Producer Library.
fn aggregate(records: &[&[u8]]) -> Vec<u8> {
    let mut message = Vec::new();
    for data in records {
        let length = u8::try_from(data.len()).unwrap();
        message.extend([3 << 3 | 2, length + 2, 3 << 3 | 2, length]);
        message.extend_from_slice(data);
    }
    let digest = Md5::digest(&message);
    [b"\xf3\x89\x9a\xc2", &message[..], &digest].concat()
}
