//! Compressed streams, told by their first bytes: gzip (RFC 1952) of any number of members, as rotated logs that were
//! joined have, and zstd (<https://www.rfc-editor.org/rfc/rfc8878>) of any number of frames.
//!
//! Deviation: zstd's optional checksums are not compared.

use std::io::{BufRead, BufReader, Error, Read, Result, copy, sink};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How many first bytes tell.
pub(super) const MAGIC_BYTES: usize = 4;

/// Bytes of compressed input read at once.
const BUFFER_BYTES: usize = 64 * 1024;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// zstd.
    Zstd,
}

impl Compression {
    /// How a stream that begins with these bytes is compressed.
    pub(super) fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // The second: a frame to skip, as parallel compressors begin with.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// The stream as it was before it was compressed.
    pub(super) fn undo(self, reader: impl Read + 'static) -> Box<dyn Read> {
        let buffered = |reader| BufReader::with_capacity(BUFFER_BYTES, reader);
        match self {
            Self::None => Box::new(reader),
            Self::Gzip => Box::new(MultiGzDecoder::new(buffered(reader))),
            Self::Zstd => Box::new(ZstdFrames::new(buffered(reader))),
        }
    }
}

/// The frames of a zstd stream, one after the other.
struct ZstdFrames<R> {
    source: R,
    decoder: FrameDecoder,
    /// Within a frame; at first one has to begin.
    begun: bool,
}

impl<R: BufRead> ZstdFrames<R> {
    fn new(source: R) -> Self {
        Self {
            source,
            decoder: FrameDecoder::new(),
            begun: false,
        }
    }

    /// Begins the next frame with content; `false` at the end of the stream.
    fn begin(&mut self) -> Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    copy(&mut (&mut self.source).take(u64::from(length)), &mut sink())?;
                }
                Err(error) => return Err(broken(&error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            if !self.begun && !self.begin()? {
                return Ok(0);
            }
            self.begun = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|error| broken(&error))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.begun = false;
        }
    }
}

fn broken(error: &FrameDecoderError) -> Error {
    Error::other(format!("broken zstd stream: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    fn undone(bytes: Vec<u8>) -> Result<String> {
        let mut text = String::new();
        Compression::of(&bytes)
            .undo(std::io::Cursor::new(bytes))
            .read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn streams_of_every_kind_come_back_whole() {
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        let cases = [
            ("plain", b"one\ntwo\n".to_vec()),
            ("gzip", gzip("one\ntwo\n")),
            (
                "gzip-of-two-members",
                [gzip("one\n"), gzip("two\n")].concat(),
            ),
            ("zstd", zstd("one\ntwo\n")),
            (
                "zstd-of-two-frames-and-one-to-skip",
                [&skipped[..], &zstd("one\n"), &skipped, &zstd("two\n")].concat(),
            ),
        ];
        for (name, bytes) in cases {
            assert_eq!(undone(bytes).unwrap(), "one\ntwo\n", "{name}");
        }
    }

    #[test]
    fn a_stream_that_ends_early_is_an_error() {
        for (name, mut bytes) in [("gzip", gzip("one\n")), ("zstd", zstd("one\n"))] {
            bytes.truncate(bytes.len() - 9);
            assert!(undone(bytes).is_err(), "{name}");
        }
    }
}
