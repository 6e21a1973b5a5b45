//! Records that expand to more than the limit.

use super::super::kpl::aggregate;
use super::*;

const LIMIT_BYTES: usize = 1 << 20;

/// A megabyte of gzip that expands to hundreds of megabytes of zeros. It repeats one member.
fn megabyte_of_zeros() -> Vec<u8> {
    let member = gzip(&vec![0; 16 << 20]);
    member.repeat((1 << 20) / member.len() + 1)
}

#[test]
fn a_bomb_stops_at_the_limit_and_is_kept_unopened() {
    let text = vec![b'0'; 4 * LIMIT_BYTES];
    let bomb = gzip(&text);
    let window_of_a_gigabyte = b"\x28\xb5\x2f\xfd\x00\xa0\x09\0\0a".to_vec();
    let content_of_a_gigabyte = b"\x28\xb5\x2f\xfd\xa0\0\0\0\x40\x09\0\0a".to_vec();
    let cases: [(&str, Vec<u8>); 8] = [
        ("gzip", bomb.clone()),
        ("a-megabyte-of-gzip", megabyte_of_zeros()),
        ("gzip-in-gzip", gzip(&bomb)),
        ("gzip-in-zstd", zstd(&bomb)),
        ("zstd", zstd(&text)),
        ("zstd-window", window_of_a_gigabyte),
        ("zstd-content-size", content_of_a_gigabyte),
        ("members", gzip(&text[..=LIMIT_BYTES / 2]).repeat(2)),
    ];
    for (name, record) in cases {
        let expected = Found::Unreadable(None, 0, "payload_expansion", record.clone());
        assert!(opened_within(&record, LIMIT_BYTES) == [expected], "{name}");
    }
}

#[test]
fn content_of_exactly_the_limit_is_opened() {
    let text = vec![b'0'; LIMIT_BYTES];
    for record in [gzip(&text), zstd(&text)] {
        let fits = opened_within(&record, LIMIT_BYTES);
        assert!(fits == [Found::Line(None, 0, text.clone())]);
        let [Found::Unreadable(..)] = opened_within(&record, LIMIT_BYTES - 1)[..] else {
            panic!("one byte less is a bomb")
        };
    }
}

#[test]
fn the_limit_applies_to_the_record_and_not_to_each_stream() {
    let code = |found: &Found| match found {
        Found::Unreadable(_, _, code, _) => *code,
        Found::Line(..) => "line",
        Found::Control => "control",
    };
    let codes = |records: &[&[u8]]| -> Vec<_> {
        let found = opened_within(&aggregate(records), LIMIT_BYTES);
        found.iter().map(code).collect()
    };
    let half = gzip(&vec![b'0'; LIMIT_BYTES / 2]);
    assert_eq!(
        codes(&[&half, &half, &half]),
        ["line", "line", "payload_expansion"]
    );
    // A failed stream uses up the allowance. A thousand bombs therefore take no longer than one
    // bomb. Plain lines in the same record are still read.
    let bomb = gzip(&vec![b'0'; 2 * LIMIT_BYTES]);
    let broken = &half[..half.len() - 1];
    let small = gzip(b"a");
    assert_eq!(
        codes(&[&bomb, &small, b"a"]),
        ["payload_expansion", "payload_expansion", "line"]
    );
    assert_eq!(
        codes(&[broken, broken, &small]),
        [
            "payload_compression",
            "payload_compression",
            "payload_expansion"
        ]
    );
    // Nested layers are in memory at the same time, so the sum of their bytes counts.
    let nested = gzip(&gzip(&vec![b'0'; LIMIT_BYTES - 100]));
    assert_eq!(codes(&[&nested]), ["payload_expansion"]);
}

#[test]
fn plain_lines_need_no_allowance() {
    assert_eq!(
        opened_within(b"a", 0),
        [Found::Line(None, 0, b"a".to_vec())]
    );
    assert_eq!(opened_within(&gzip(b""), 0), []);
    assert!(matches!(
        opened_within(&gzip(b"a"), 0)[..],
        [Found::Unreadable(..)]
    ));
}
