use proptest::prelude::*;

use super::pack::{gzip, zlib, zstd};
use super::*;

const WINDOW_BYTES: u64 = 8 * 1024 * 1024;

fn undone(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    match Compression::of(&bytes) {
        Some(compression) => compression
            .undo(&bytes[..], ZstdLimit::Window(WINDOW_BYTES))
            .read_to_end(&mut text)?,
        None => return Ok(bytes),
    };
    Ok(text)
}

#[test]
fn streams_of_every_kind_are_decompressed_completely() {
    let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    let two = |pack: fn(&[u8]) -> Vec<u8>| [pack(b"one\n"), pack(b"two\n")].concat();
    let cases = [
        ("plain", b"one\ntwo\n".to_vec()),
        ("gzip", gzip(b"one\ntwo\n")),
        ("gzip-of-two-members", two(gzip)),
        ("gzip-and-padding", [two(gzip), vec![0; 512]].concat()),
        (
            "gzip-with-padding-within",
            [gzip(b"one\n"), vec![0; 9], gzip(b"two\n")].concat(),
        ),
        ("zlib", zlib(b"one\ntwo\n")),
        ("zlib-of-two-members", two(zlib)),
        ("zstd", zstd(b"one\ntwo\n")),
        (
            "zstd-of-two-frames-and-one-to-skip",
            [&skipped[..], &zstd(b"one\n"), &skipped, &zstd(b"two\n")].concat(),
        ),
        ("zstd-and-padding", [two(zstd), b"\n\0".to_vec()].concat()),
    ];
    for (name, bytes) in cases {
        assert_eq!(undone(bytes).unwrap(), b"one\ntwo\n", "{name}");
    }
}

#[test]
fn a_broken_stream_is_an_error() {
    // The text is longer than the head. If the wrong checksum were within the head, the stream
    // would not count as zlib.
    let text: Vec<u8> = (0..=u8::MAX).collect();
    for (name, bytes) in [
        ("gzip", gzip(&text)),
        ("zlib", zlib(&text)),
        ("zstd", zstd(&text)),
    ] {
        let cut = bytes.get(..bytes.len() - 1).unwrap().to_vec();
        assert!(undone(cut).is_err(), "{name} cut");
        assert!(undone([&bytes[..], b"x"].concat()).is_err(), "{name} and x");
        let mut changed = bytes;
        *changed.last_mut().unwrap() ^= 1;
        assert!(undone(changed).is_err(), "{name} with another checksum");
    }
}

#[test]
fn a_window_beyond_the_limit_is_refused() {
    // The header of this frame asks for 16 MiB (RFC 8878, 3.1.1.1.2). The frame has one raw block.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 14 << 3, 9, 0, 0, b'x'];
    let mut text = String::new();
    let mut undo = |limit| {
        Compression::Zstd
            .undo(&frame[..], ZstdLimit::Window(limit))
            .read_to_string(&mut text)
    };
    assert!(undo(WINDOW_BYTES).is_err());
    assert_eq!(undo(2 * WINDOW_BYTES).unwrap(), 1);
}

#[test]
fn text_that_begins_like_zlib_is_text() {
    for text in ["x^", "x^2 + y", "HG 203.0.113.7", "h\u{81}"] {
        assert_eq!(Compression::of(text.as_bytes()), None, "{text}");
    }
}

proptest! {
    #[test]
    fn packed_streams_are_undone_and_recognised_early(
        text in proptest::collection::vec(any::<u8>(), 0..300),
        kind in 0..3_usize,
    ) {
        let bytes = [gzip, zlib, zstd][kind](&text);
        let expected = [Compression::Gzip, Compression::Zlib, Compression::Zstd][kind];
        for end in 0..bytes.len() {
            let head = bytes.get(..end).unwrap();
            if !Compression::is_undecided(head) {
                prop_assert_eq!(Compression::of(head), Some(expected));
            }
        }
        prop_assert_eq!(undone(bytes).unwrap(), text);
    }

    #[test]
    fn text_is_never_compressed(text in "[ -~\t\r\n]{0,200}") {
        let is_skippable = text.as_bytes().get(3) == Some(&0x18);
        prop_assert!(is_skippable || Compression::of(text.as_bytes()).is_none());
    }
}
