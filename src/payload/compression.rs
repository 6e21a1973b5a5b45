//! Compression: gzip (<https://www.rfc-editor.org/rfc/rfc1952>), zlib
//! (<https://www.rfc-editor.org/rfc/rfc1950>) and zstd (<https://www.rfc-editor.org/rfc/rfc8878>),
//! recognised by their magic bytes and expanded up to the rest of the record's allowance.
//!
//! zlib has only two such bytes, with a check of five bits, and a line of text may begin with them
//! too. So a stream counts as zlib only when it expands to its end and its checksum is right.
//!
//! The content of a stream is delivered only after the whole stream, checksum included, was
//! verified: in the content of a broken stream, nobody could distinguish whole lines from damaged
//! ones. Several members or frames may follow each other. White space and zero bytes after the last
//! one are padding. zstd dictionaries are not supported.

use std::io::{ErrorKind, Read};

use flate2::bufread::{GzDecoder, ZlibDecoder};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::rejection::Reason;

/// Includes the method, 8: gzip has no method but deflate.
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b, 8];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The zstd window that every decoder should support (RFC 8878, 3.1.1.1.2), whatever is left of the
/// allowance.
const ZSTD_WINDOW_BYTES: usize = 8 * 1024 * 1024;

/// The first allocation for an expanded stream. It doubles from there.
const FIRST_BYTES: usize = 16 * 1024;

/// The compression that bytes claim to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zlib,
    Zstd,
}

impl Compression {
    /// The compression by its magic bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            _ if bytes.starts_with(GZIP_MAGIC) => Some(Self::Gzip),
            _ if bytes.starts_with(ZSTD_MAGIC) => Some(Self::Zstd),
            [method, flags, ..] if is_zlib_header(*method, *flags) => Some(Self::Zlib),
            _ => None,
        }
    }

    /// Expands the bytes. A failed attempt counts against the allowance too, so many bombs in one
    /// record cost no more than one.
    ///
    /// # Errors
    /// The stream is malformed, or expands to more than the allowance.
    pub(super) fn expand(self, bytes: &[u8], allowance: &mut Allowance) -> Result<Vec<u8>, Reason> {
        let mut expanded = Vec::new();
        let outcome = match self {
            Self::Gzip => gzip(bytes, allowance, &mut expanded),
            Self::Zlib => zlib(bytes, allowance, &mut expanded),
            Self::Zstd => zstd(bytes, allowance, &mut expanded),
        };
        allowance.left_bytes = allowance.left_bytes.saturating_sub(expanded.len());
        outcome.map(|()| expanded)
    }
}

/// The number of bytes that a record may still expand to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    limit_bytes: usize,
    left_bytes: usize,
}

impl Allowance {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            left_bytes: limit_bytes,
        }
    }

    /// Takes bytes for anything other than an expanded stream.
    ///
    /// # Errors
    /// Fewer bytes are left.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Reason> {
        let left = self.left_bytes.checked_sub(bytes);
        self.left_bytes = left.ok_or(self.exceeded())?;
        Ok(())
    }

    fn exceeded(&self) -> Reason {
        Reason::Expansion {
            limit_bytes: self.limit_bytes,
        }
    }

    /// Reads a stream to its end and appends it to `expanded`.
    fn read(&self, stream: &mut impl Read, expanded: &mut Vec<u8>) -> Result<(), Reason> {
        loop {
            // Memory doubles up to the allowance and one byte more, which shows that the stream is
            // too long.
            let left = self.left_bytes.saturating_add(1) - expanded.len();
            let room = expanded.len().max(FIRST_BYTES).min(left);
            expanded.reserve_exact(room);
            let read = stream.take(room as u64).read_to_end(expanded);
            let read = read.map_err(|error| match error.kind() {
                ErrorKind::UnexpectedEof => Reason::Compression("it ended early".to_owned()),
                _ => Reason::Compression(error.to_string()),
            })?;
            if expanded.len() > self.left_bytes {
                return Err(self.exceeded());
            }
            if read < room {
                return Ok(());
            }
        }
    }
}

fn gzip(mut rest: &[u8], allowance: &Allowance, expanded: &mut Vec<u8>) -> Result<(), Reason> {
    while !is_padding(rest) {
        allowance.read(&mut GzDecoder::new(&mut rest), expanded)?;
    }
    Ok(())
}

fn zlib(mut rest: &[u8], allowance: &Allowance, expanded: &mut Vec<u8>) -> Result<(), Reason> {
    while !is_padding(rest) {
        allowance.read(&mut ZlibDecoder::new(&mut rest), expanded)?;
    }
    Ok(())
}

/// Deflate, a window of at most 32 KiB, no dictionary, and a multiple of 31 (RFC 1950, 2.2).
fn is_zlib_header(method: u8, flags: u8) -> bool {
    let is_deflate = method & 0x0f == 8 && method >> 4 <= 7;
    let has_dictionary = flags & 0x20 != 0;
    is_deflate && !has_dictionary && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

fn zstd(mut rest: &[u8], allowance: &Allowance, expanded: &mut Vec<u8>) -> Result<(), Reason> {
    let mut decoder = FrameDecoder::new();
    while !is_padding(rest) {
        // A decoder keeps a window of what it expanded, which may be all of it. The allowance
        // limits the window too.
        let left = allowance.left_bytes - expanded.len();
        decoder.set_max_window_size(left.max(ZSTD_WINDOW_BYTES) as u64);
        let mut stream = match StreamingDecoder::new_with_decoder(&mut rest, &mut decoder) {
            Ok(stream) => stream,
            Err(error) => match skipped(&error, rest) {
                Some(after) => {
                    rest = after;
                    continue;
                }
                None if matches!(error, FrameDecoderError::WindowSizeTooBig { .. }) => {
                    return Err(allowance.exceeded());
                }
                None => return Err(Reason::Compression(error.to_string())),
            },
        };
        let begin = expanded.len();
        if stream.decoder.content_size() > left as u64 {
            return Err(allowance.exceeded());
        }
        allowance.read(&mut stream, expanded)?;
        verify(&decoder, expanded.len() - begin)?;
    }
    Ok(())
}

/// The bytes after a skippable frame, which holds anything except content.
fn skipped<'a>(error: &FrameDecoderError, rest: &'a [u8]) -> Option<&'a [u8]> {
    let FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. }) =
        error
    else {
        return None;
    };
    rest.get(usize::try_from(*length).ok()?..)
}

/// Compares the content with the frame's header and checksum, which the decoder leaves to its
/// caller.
fn verify(decoder: &FrameDecoder, content_bytes: usize) -> Result<(), Reason> {
    let broken = |how: &str| Err(Reason::Compression(how.to_owned()));
    let stated = decoder.content_size();
    if stated != 0 && stated != content_bytes as u64 {
        return broken("its length does not match");
    }
    match decoder.get_checksum_from_data() {
        Some(checksum) if decoder.get_calculated_checksum() != Some(checksum) => {
            broken("its checksum does not match")
        }
        Some(_) | None => Ok(()),
    }
}

fn is_padding(rest: &[u8]) -> bool {
    rest.iter()
        .all(|byte| *byte == 0 || byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn memory_stays_within_the_allowance() {
        let text = vec![b'0'; 1_000_000];
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&text).unwrap();
        let bytes = encoder.finish().unwrap();
        let mut allowance = Allowance::new(1_000_000);
        let expanded = Compression::Gzip.expand(&bytes, &mut allowance).unwrap();
        assert!(expanded == text);
        assert!(expanded.capacity() <= 1_000_001);
        assert_eq!(allowance.left_bytes, 0);
    }
}
