//! Compression: gzip (<https://www.rfc-editor.org/rfc/rfc1952>) and zstd (<https://www.rfc-editor.org/rfc/rfc8878>) by
//! their magic, up to what is left of the record's allowance.
//!
//! A stream is delivered when it was verified to its end and not before: what a broken one held up to the break would be
//! lines that nobody can tell from whole ones.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::rejection::Reason;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b, 8];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Which compression the bytes claim to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// By its magic.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            _ if bytes.starts_with(GZIP_MAGIC) => Some(Self::Gzip),
            _ if bytes.starts_with(ZSTD_MAGIC) => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The bytes expanded, several members or frames on end too.
    ///
    /// # Errors
    /// The stream is broken, or expands to more than the allowance.
    pub(super) fn expand(self, bytes: &[u8], allowance: &Allowance) -> Result<Vec<u8>, Reason> {
        let mut expanded = Vec::new();
        match self {
            Self::Gzip => allowance.read(MultiGzDecoder::new(bytes), &mut expanded)?,
            Self::Zstd => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let broken =
                        |error: &dyn std::fmt::Display| Reason::Compression(error.to_string());
                    let decoder =
                        StreamingDecoder::new(&mut rest).map_err(|error| broken(&error))?;
                    allowance.read(decoder, &mut expanded)?;
                }
            }
        }
        Ok(expanded)
    }
}

/// How many bytes a record may still expand to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) limit_bytes: usize,
    pub(super) left_bytes: usize,
}

impl Allowance {
    fn read(&self, stream: impl Read, expanded: &mut Vec<u8>) -> Result<(), Reason> {
        let left = self.left_bytes.saturating_sub(expanded.len());
        // One byte more than allowed tells a stream that fits from one that does not.
        let read = stream.take(left as u64 + 1).read_to_end(expanded);
        read.map_err(|error| Reason::Compression(error.to_string()))?;
        match expanded.len() > self.left_bytes {
            true => Err(Reason::Expansion {
                limit_bytes: self.limit_bytes,
            }),
            false => Ok(()),
        }
    }
}
