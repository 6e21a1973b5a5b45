//! Compressed streams, known by their first bytes: gzip (<https://www.rfc-editor.org/rfc/rfc1952>) and zlib
//! (<https://www.rfc-editor.org/rfc/rfc1950>) of any number of members, as rotated logs that were joined have, and zstd
//! (<https://www.rfc-editor.org/rfc/rfc8878>) of any number of frames.
//!
//! zlib has no magic but two bytes with a check of five bits, with which a line of text may begin too. So zlib is only what
//! is not text, and expands as far as its beginning goes.

use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::{GzDecoder, ZlibDecoder};

use super::members::{Members, ZstdFrames};

/// How many first bytes show the compression; of zlib it may be as few as that, too.
pub const MAGIC_BYTES: usize = 64;

/// Bytes of compressed input read at once.
const BUFFER_BYTES: usize = 64 * 1024;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// zlib.
    Zlib,
    /// zstd.
    Zstd,
}

impl Compression {
    /// How a stream that begins with these bytes is compressed.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // The second: a frame to skip, as parallel compressors begin with.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            [method, flags, ..] if is_zlib_header(*method, *flags) && is_zlib(head) => Self::Zlib,
            _ => Self::None,
        }
    }

    /// Whether more bytes may show a compression, where these show none.
    #[must_use]
    pub fn is_undecided(head: &[u8]) -> bool {
        match head {
            [] | [0x1f | 0x28 | 0x50..=0x5f] => true,
            [0x28, rest @ ..] => rest.len() < 3 && [0xb5, 0x2f, 0xfd].starts_with(rest),
            [0x50..=0x5f, rest @ ..] if [0x2a, 0x4d, 0x18].starts_with(rest) => rest.len() < 3,
            [method] => method & 0x0f == 8 && method >> 4 <= 7,
            [method, flags, ..] => is_zlib_header(*method, *flags) && head.len() < MAGIC_BYTES,
        }
    }

    /// The stream as it was before it was compressed. `window_limit_bytes` is the largest window of zstd that is opened:
    /// its decoder holds that much.
    pub fn undo(self, reader: impl Read + 'static, window_limit_bytes: u64) -> Box<dyn Read> {
        let buffered = |reader| BufReader::with_capacity(BUFFER_BYTES, reader);
        match self {
            Self::None => Box::new(reader),
            Self::Gzip | Self::Zlib | Self::Zstd => {
                self.undo_buffered(buffered(reader), window_limit_bytes)
            }
        }
    }

    /// The same of a stream that has a buffer of its own.
    pub(super) fn undo_buffered(
        self,
        reader: impl BufRead + 'static,
        window_limit_bytes: u64,
    ) -> Box<dyn Read> {
        match self {
            Self::None => Box::new(reader),
            Self::Gzip => Box::new(Members::new(reader, GzDecoder::new)),
            Self::Zlib => Box::new(Members::new(reader, ZlibDecoder::new)),
            Self::Zstd => Box::new(ZstdFrames::new(reader, window_limit_bytes)),
        }
    }
}

/// Deflate, a window of at most 32 KiB, no dictionary, and a multiple of 31 (RFC 1950, 2.2).
fn is_zlib_header(method: u8, flags: u8) -> bool {
    let is_deflate = method & 0x0f == 8 && method >> 4 <= 7;
    let has_dictionary = flags & 0x20 != 0;
    is_deflate && !has_dictionary && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

/// Whether a beginning that has the header of zlib is zlib: it is not text, and its bytes are deflate.
fn is_zlib(head: &[u8]) -> bool {
    let is_text = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    let head = head.get(..MAGIC_BYTES).unwrap_or(head);
    let mut expanded = [0; 4096];
    let mut decoder = ZlibDecoder::new(Cursor::new(head));
    let is_deflate = loop {
        match decoder.read(&mut expanded) {
            Ok(0) => break true,
            Ok(_) => {}
            // It goes on behind the head.
            Err(error) => break error.kind() == std::io::ErrorKind::UnexpectedEof,
        }
    };
    is_deflate && !head.iter().all(is_text)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::write::{GzEncoder, ZlibEncoder};
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    const WINDOW_BYTES: u64 = 8 * 1024 * 1024;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    fn undone(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
        let mut text = Vec::new();
        Compression::of(&bytes)
            .undo(Cursor::new(bytes), WINDOW_BYTES)
            .read_to_end(&mut text)?;
        Ok(text)
    }

    #[test]
    fn streams_of_every_kind_come_back_whole() {
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
    fn a_stream_that_is_broken_is_an_error() {
        // More than shows what it is: what shows another checksum at once is not zlib.
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
        // A frame whose header asks for 16 MiB (RFC 8878, 3.1.1.1.2), with one raw block that is the last.
        let frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 14 << 3, 9, 0, 0, b'x'];
        let mut text = String::new();
        let mut undo = |limit| {
            Compression::Zstd
                .undo(Cursor::new(frame), limit)
                .read_to_string(&mut text)
        };
        assert!(undo(WINDOW_BYTES).is_err());
        assert_eq!(undo(2 * WINDOW_BYTES).unwrap(), 1);
    }

    #[test]
    fn text_that_begins_as_zlib_does_is_text() {
        for text in ["x^", "x^2 + y", "HG 203.0.113.7", "h\u{81}"] {
            assert_eq!(
                Compression::of(text.as_bytes()),
                Compression::None,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_was_packed_is_undone_and_shows_itself_early(
            text in proptest::collection::vec(any::<u8>(), 0..300),
            kind in 0..3_usize,
        ) {
            let bytes = [gzip, zlib, zstd][kind](&text);
            let expected = [Compression::Gzip, Compression::Zlib, Compression::Zstd][kind];
            for end in 0..bytes.len() {
                let head = bytes.get(..end).unwrap();
                if !Compression::is_undecided(head) {
                    prop_assert_eq!(Compression::of(head), expected);
                }
            }
            prop_assert_eq!(undone(bytes).unwrap(), text);
        }

        #[test]
        fn text_is_never_compressed(text in "[ -~\t\r\n]{0,200}") {
            let is_skippable = text.as_bytes().get(3) == Some(&0x18);
            prop_assert!(is_skippable || Compression::of(text.as_bytes()) == Compression::None);
        }
    }
}
