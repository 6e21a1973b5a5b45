//! Detects records that are neither text nor a layer that can be opened. Each becomes one
//! rejection, instead of one rejection for each line feed in it.
//!
//! A line of text may contain any bytes, for example a TLS handshake or letters in Latin-1. A
//! record therefore counts as text when its beginning is text, when at least one of its longer
//! lines is, or when control characters and invalid UTF-8 are less than a quarter of its bytes.

use super::lines;
use crate::front::front;

/// How many bytes at the beginning of a record are checked first. This is more than [`LINE_BYTES`].
/// It is less than the length of the text before the URL of a line, since a URL may contain any
/// bytes.
const HEAD_BYTES: usize = 32;

/// The shortest line that proves a record to be text. Every line of an access log is longer, since
/// it has a time and an address. In random bytes, 24 nearly printable bytes in a row occur once in
/// a hundred million.
const LINE_BYTES: usize = 24;

/// In such a line, one byte out of this many may be a control character or invalid UTF-8.
const TEXT_BYTES_FOR_AN_ODD_ONE: usize = 16;

/// In a binary record, at least one byte out of this many is a control character or invalid UTF-8.
const BYTES_FOR_AN_ODD_ONE: usize = 4;

/// The first bytes of well-known kinds of files that are not opened, and the names of the kinds.
const KINDS: [(&[u8], &str); 13] = [
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\xff\x06\0\0sNaPpY", "snappy"),
    (b"\x82SNAPPY\0", "snappy"),
    (b"\x1f\x9d", "compress (.Z)"),
    (b"\x5d\0\0", "lzma"),
    (b"PK\x03\x04", "zip"),
    (b"PAR1", "Parquet"),
    (b"Obj\x01", "Avro"),
    (b"ORC", "ORC"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
];

/// The kind of a binary record; `None` for text.
#[inline]
pub(super) fn kind(record: &[u8]) -> Option<&'static str> {
    // Nearly every record begins as text.
    match begins_as_text(record) {
        true => None,
        false => kind_of_unusual(record),
    }
}

/// The kind of a record that does not begin as text; `None` for text.
fn kind_of_unusual(record: &[u8]) -> Option<&'static str> {
    if has_text_line(record) {
        return None;
    }
    // Short lines are weak evidence. Half of random bytes are control characters or invalid, so a
    // binary record must have many such bytes.
    if odd_bytes(record) * BYTES_FOR_AN_ODD_ONE < record.len() {
        return None;
    }
    let known = KINDS.iter().find(|(magic, _)| record.starts_with(magic));
    Some(known.map_or("binary data", |(_, name)| name))
}

fn begins_as_text(record: &[u8]) -> bool {
    // This check runs for every record. It has no branch, so it handles sixteen bytes at once.
    if let Some(head) = record.first_chunk::<HEAD_BYTES>()
        && !head
            .iter()
            .fold(false, |odd, byte| odd | (byte.wrapping_sub(b' ') >= 0x60))
    {
        return true;
    }
    let head = record.get(..HEAD_BYTES).unwrap_or(record);
    head.iter()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}

fn has_text_line(record: &[u8]) -> bool {
    let mut rest = record;
    while !rest.is_empty() {
        let (line, after) = lines::first(rest);
        let line = line.get(front(line)..).unwrap_or_default();
        if line.len() >= LINE_BYTES && odd_bytes(line) * TEXT_BYTES_FOR_AN_ODD_ONE <= line.len() {
            return true;
        }
        rest = after;
    }
    false
}

/// The number of control characters, except white space, and of bytes that are not UTF-8.
fn odd_bytes(bytes: &[u8]) -> usize {
    let odd = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let chunks = bytes.utf8_chunks();
    chunks
        .map(|chunk| {
            chunk.invalid().len() + chunk.valid().as_bytes().iter().filter(|b| odd(b)).count()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &[u8] = b"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] \"GET / HTTP/1.1\" 200 5";

    #[test]
    fn a_record_with_a_line_of_text_is_text() {
        let tls = b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\n";
        let cases: [(&str, Vec<u8>); 11] = [
            ("empty", vec![]),
            ("line", LINE.to_vec()),
            (
                "tabs",
                b"2026-01-01\t00:00:00\tFRA60-P2\t5\t203.0.113.9\tGET\n".to_vec(),
            ),
            ("handshake-and-a-line", [tls, LINE].concat()),
            ("raw-url", [LINE.get(..51).unwrap(), &[0x86; 90]].concat()),
            ("reserved-space-and-a-line", [&[0; 600], LINE].concat()),
            ("line-with-a-handshake", [LINE, tls].concat()),
            (
                "latin-1",
                b"caf\xe9.example.com 203.0.113.7 - - [10/Oct/2025".to_vec(),
            ),
            (
                "another-script",
                "сайт.example 203.0.113.7".as_bytes().to_vec(),
            ),
            ("short-latin-1", b"a short l\xefne\n".to_vec()),
            ("byte-order-mark", [b"\xef\xbb\xbf", LINE].concat()),
        ];
        for (name, record) in cases {
            assert_eq!(kind(&record), None, "{name}");
        }
    }

    #[test]
    fn a_binary_record_is_named_by_its_first_bytes() {
        let wide: Vec<u8> = LINE.iter().flat_map(|byte| [*byte, 0]).collect();
        // Pseudo-random numbers: the high bytes of a linear congruence.
        let noise: Vec<u8> = (0..4000_u64)
            .scan(7_u64, |state, _| {
                *state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                Some(state.to_be_bytes()[0])
            })
            .collect();
        assert!(noise.split(|byte| *byte == b'\n').count() > 5);
        let cases: [(&str, Vec<u8>, &str); 8] = [
            ("noise", noise.clone(), "binary data"),
            ("bzip2", [b"BZh91AY&SY", &noise[..]].concat(), "bzip2"),
            ("xz", [b"\xfd7zXZ\0", &noise[..]].concat(), "xz"),
            ("lz4", [b"\x04\x22\x4d\x18", &noise[..]].concat(), "lz4"),
            (
                "snappy",
                [b"\xff\x06\0\0sNaPpY", &noise[..]].concat(),
                "snappy",
            ),
            ("utf-16", [b"\xff\xfe", &wide[..]].concat(), "UTF-16"),
            ("utf-16-without-mark", wide, "binary data"),
            (
                "zero-bytes-and-more",
                [&[0; 40], &b"\x01\x02"[..]].concat(),
                "binary data",
            ),
        ];
        for (name, record, expected) in cases {
            assert_eq!(kind(&record), Some(expected), "{name}");
        }
    }
}
