//! Compressed streams, recognised by their first bytes: gzip
//! (<https://www.rfc-editor.org/rfc/rfc1952>) and zlib (<https://www.rfc-editor.org/rfc/rfc1950>)
//! with any number of members, as in joined rotated logs, and zstd
//! (<https://www.rfc-editor.org/rfc/rfc8878>) with any number of frames.
//!
//! [`Compression::undo`] reads a stream as it arrives. [`Compression::expand`] expands the bytes of
//! a record at once, within an allowance.
//!
//! zlib has only two magic bytes with a check of five bits, and a line of text may begin with them
//! too. [`Compression::of`] therefore accepts as zlib only bytes that are not text and that deflate
//! can decode. [`Compression::claimed`] checks only the two bytes, for callers that expand the
//! whole stream.
//!
//! zstd dictionaries are not supported.

mod members;
#[cfg(test)]
pub(crate) mod pack;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Cursor, Error, ErrorKind, Read};

use flate2::bufread::{GzDecoder, ZlibDecoder};

pub(crate) use self::members::ZstdLimit;
use self::members::{Members, ZstdError, ZstdFrames};

/// How many bytes at the beginning are enough to recognise the compression.
pub(crate) const MAGIC_BYTES: usize = 64;

/// The first allocation for an expanded stream. The allocation doubles from there.
const FIRST_BYTES: usize = 16 * 1024;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zlib,
    Zstd,
}

impl Compression {
    /// The compression of a stream that begins with these bytes, or `None`.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        Self::claimed(head).filter(|compression| *compression != Self::Zlib || is_zlib(head))
    }

    /// The compression by its magic bytes alone.
    pub(crate) fn claimed(head: &[u8]) -> Option<Self> {
        match head {
            // The pattern includes the method, 8. gzip has no method except deflate.
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            // The second pattern is a skippable frame. Some parallel compressors begin with such a
            // frame.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [method, flags, ..] if is_zlib_header(*method, *flags) => Some(Self::Zlib),
            _ => None,
        }
    }

    /// Whether these bytes are too few to rule out a compression.
    pub(crate) fn is_undecided(head: &[u8]) -> bool {
        match head {
            [] | [0x1f | 0x28 | 0x50..=0x5f] | [0x1f, 0x8b] => true,
            [0x28, rest @ ..] => rest.len() < 3 && [0xb5, 0x2f, 0xfd].starts_with(rest),
            [0x50..=0x5f, rest @ ..] if [0x2a, 0x4d, 0x18].starts_with(rest) => rest.len() < 3,
            [method] => method & 0x0f == 8 && method >> 4 <= 7,
            [method, flags, ..] => is_zlib_header(*method, *flags) && head.len() < MAGIC_BYTES,
        }
    }

    /// The decompressed stream. An error ends the stream.
    pub(crate) fn undo<'s>(
        self,
        source: impl BufRead + 's,
        zstd_limit: ZstdLimit,
    ) -> Box<dyn Read + 's> {
        match self {
            Self::Gzip => Box::new(Members::new(source, GzDecoder::new)),
            Self::Zlib => Box::new(Members::new(source, ZlibDecoder::new)),
            Self::Zstd => Box::new(ZstdFrames::new(source, zstd_limit)),
        }
    }

    /// Expands bytes and appends the result to `expanded`, which may then have at most
    /// `limit_bytes`, or one byte more if the result is too long.
    ///
    /// # Errors
    /// The stream is malformed or expands to more.
    pub(crate) fn expand(
        self,
        bytes: &[u8],
        limit_bytes: usize,
        expanded: &mut Vec<u8>,
    ) -> Result<(), Unexpanded> {
        let mut stream = self.undo(bytes, ZstdLimit::Content(limit_bytes as u64));
        loop {
            // Memory doubles up to one byte above the limit. That byte shows that the stream is too
            // long.
            let left = limit_bytes.saturating_add(1) - expanded.len();
            let free = expanded.len().max(FIRST_BYTES).min(left);
            expanded.reserve_exact(free);
            let read = (&mut stream).take(free as u64).read_to_end(expanded);
            let read = read.map_err(|error| Unexpanded::from(&error))?;
            if expanded.len() > limit_bytes {
                return Err(Unexpanded::TooLong);
            }
            if read < free {
                return Ok(());
            }
        }
    }
}

/// Why bytes were not expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unexpanded {
    /// The bytes expand to more than the limit.
    TooLong,
    /// The stream is malformed. The text says how.
    Broken(String),
}

impl From<&Error> for Unexpanded {
    fn from(error: &Error) -> Self {
        let inner = error.get_ref();
        match inner.and_then(|inner| inner.downcast_ref::<ZstdError>()) {
            Some(error) if error.is_limit() => Self::TooLong,
            Some(ZstdError::Frame(error)) => Self::Broken(error.to_string()),
            Some(ZstdError::ContentTooLong) | None => match error.kind() {
                ErrorKind::UnexpectedEof => Self::Broken("it ended early".to_owned()),
                _ => Self::Broken(error.to_string()),
            },
        }
    }
}

/// Whether the header states deflate, a window of at most 32 KiB and no dictionary, and is a
/// multiple of 31 (RFC 1950, 2.2).
fn is_zlib_header(method: u8, flags: u8) -> bool {
    let is_deflate = method & 0x0f == 8 && method >> 4 <= 7;
    let has_dictionary = flags & 0x20 != 0;
    is_deflate && !has_dictionary && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

/// Whether bytes with a zlib header are zlib: they are not text, and deflate can decode them.
fn is_zlib(head: &[u8]) -> bool {
    let is_text = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    let head = head.get(..MAGIC_BYTES).unwrap_or(head);
    let mut expanded = [0; 4096];
    let mut decoder = ZlibDecoder::new(Cursor::new(head));
    let is_deflate = loop {
        match decoder.read(&mut expanded) {
            Ok(0) => break true,
            Ok(_) => {}
            // The stream continues after the head.
            Err(error) => break error.kind() == ErrorKind::UnexpectedEof,
        }
    };
    is_deflate && !head.iter().all(is_text)
}
