use std::io;

use proptest::prelude::*;

use super::*;

/// A reader that returns at most `step` bytes at a time, as a pipe does.
struct Trickle<'a> {
    bytes: &'a [u8],
    step: usize,
}

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.step.min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

/// Every stretch: position, whether it has lines, length.
fn stretches(bytes: &[u8], step: usize, live: bool) -> Vec<(u64, bool, usize)> {
    let mut chunks = Chunks::new(Trickle { bytes, step }, live);
    let mut found = Vec::new();
    while let Some((offset, stretch)) = chunks.next_stretch().unwrap() {
        found.push(match stretch {
            Stretch::Lines(lines) => (offset, true, lines.len()),
            Stretch::TooLong(beginning) => (offset, false, beginning.len()),
        });
    }
    found
}

#[test]
fn a_small_stream_is_one_stretch_with_or_without_a_last_newline() {
    for bytes in [&b"one\ntwo\n"[..], b"one\ntwo"] {
        assert_eq!(stretches(bytes, 3, false), [(0, true, bytes.len())]);
    }
    assert!(stretches(b"", 3, false).is_empty());
}

#[test]
fn a_live_stream_hands_over_whole_lines_after_every_read() {
    let found = stretches(b"one\ntwo\nthr\ne", 6, true);
    assert_eq!(found, [(0, true, 4), (4, true, 8), (12, true, 1)]);
}

#[test]
fn stretches_of_a_file_do_not_depend_on_the_sizes_of_reads() {
    let line = [&[b'x'; 999][..], b"\n"].concat();
    let bytes = line.repeat(2_500);
    let expected = [
        (0, true, 1_048_000),
        (1_048_000, true, 1_048_000),
        (2_096_000, true, 404_000),
    ];
    for step in [7_777, 65_536, 10_000_000] {
        assert_eq!(stretches(&bytes, step, false), expected, "reads of {step}");
    }
}

#[test]
fn a_line_beyond_the_limit_is_reported_once_and_the_rest_is_read() {
    let long = vec![b'x'; LINE_LIMIT_BYTES + 3];
    let bytes = [b"before\n", &long[..], b"\nafter\n"].concat();
    let after = bytes.len() - 6;
    assert_eq!(
        stretches(&bytes, 1_000_000, false),
        [
            (0, true, 7),
            (7, false, LINE_LIMIT_BYTES),
            (after as u64, true, 6)
        ]
    );
}

#[test]
fn a_line_at_the_limit_is_a_line() {
    let mut bytes = vec![b'x'; LINE_LIMIT_BYTES];
    *bytes.last_mut().unwrap() = b'\n';
    assert_eq!(
        stretches(&bytes, 1_000_000, false),
        [(0, true, LINE_LIMIT_BYTES)]
    );
}

#[test]
fn a_last_line_beyond_the_limit_ends_the_stream() {
    let bytes = vec![b'x'; LINE_LIMIT_BYTES + 3];
    assert_eq!(
        stretches(&bytes, 1_000_000, true),
        [(0, false, LINE_LIMIT_BYTES)]
    );
}

#[test]
fn lines_before_an_error_are_returned_after_it() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> Result<usize> {
            Err(io::Error::other("broken"))
        }
    }
    let mut chunks = Chunks::new(io::Read::chain(&b"one\ntw"[..], Broken), false);
    assert_eq!(chunks.next_stretch().unwrap_err().to_string(), "broken");
    assert_eq!(
        chunks.next_stretch().unwrap(),
        Some((0, Stretch::Lines(b"one\ntw")))
    );
    assert_eq!(chunks.next_stretch().unwrap(), None);
}

proptest! {
    #[test]
    fn nothing_is_lost_and_places_are_right(
        bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'x')], 0..200),
        step in 1_usize..20,
        live: bool,
    ) {
        let mut at = 0;
        for (offset, is_lines, length) in stretches(&bytes, step, live) {
            prop_assert_eq!(offset, at as u64);
            prop_assert!(is_lines);
            at += length;
            prop_assert!(bytes[at - 1] == b'\n' || at == bytes.len());
        }
        prop_assert_eq!(at, bytes.len());
    }
}
