//! Base64 that a producer applied itself, in addition to the base64 of the stream's API.
//!
//! Version 2 of the AWS command line takes data as base64, version 1 as raw bytes. A script that
//! runs with another version than the one it was written for may send data that is encoded twice:
//! <https://docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html#cliv2-migration-binaryparam>.
//! A line of text may look like base64. The encoding is therefore removed only if two conditions
//! hold: the whole record is base64, except for line breaks, and the decoded bytes begin like an
//! aggregate or a compressed stream.

use super::kpl;
use crate::compression::Compression;

/// The first characters of the base64 of the magic bytes of [`crate::compression`] and
/// [`super::kpl`]: gzip, zstd, an aggregate, and zlib at its four levels.
const PREFIXES: [&[u8]; 7] = [b"H4sI", b"KLUv/", b"84maw", b"eA", b"eF", b"eJ", b"eN"];

/// The decoded bytes. `None` if the record is not base64, or if its bytes are neither compressed
/// nor an aggregate.
pub(super) fn decode(record: &[u8]) -> Option<Vec<u8>> {
    if !PREFIXES.iter().any(|prefix| record.starts_with(prefix)) {
        return None;
    }
    // The decoder skips all white space. Without this check, words of letters and digits would
    // count as base64.
    if record.iter().any(|byte| matches!(byte, b' ' | b'\t')) {
        return None;
    }
    let decoded = base64_simd::forgiving_decode_to_vec(record).ok()?;
    let opens = Compression::claimed(&decoded).is_some() || decoded.starts_with(kpl::MAGIC);
    opens.then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_base64_of_a_known_layer_is_decoded() {
        type Case = (&'static str, &'static [u8], Option<&'static [u8]>);
        let cases: [Case; 9] = [
            ("gzip", b"H4sIAA==", Some(b"\x1f\x8b\x08\x00")),
            (
                "broken-over-lines",
                b"H4sI\nAA==\n",
                Some(b"\x1f\x8b\x08\x00"),
            ),
            ("without-padding", b"H4sIAA", Some(b"\x1f\x8b\x08\x00")),
            ("zstd", b"KLUv/Q==", Some(b"\x28\xb5\x2f\xfd")),
            ("zlib", b"eJwD", Some(b"\x78\x9c\x03")),
            ("aggregate", b"84mawg==", Some(b"\xf3\x89\x9a\xc2")),
            ("text-that-is-base64", b"aGVsbG8=", None),
            ("text-with-the-same-beginning", b"H4sI is not base64", None),
            ("another-magic", b"84mawz==", None),
        ];
        for (name, record, expected) in cases {
            assert_eq!(decode(record).as_deref(), expected, "{name}");
        }
    }
}
