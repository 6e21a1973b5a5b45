//! Base64 that a producer made by itself, though the stream's API does so too.
//!
//! The AWS command line takes data as base64 (version 2) or as it is (version 1), and scripts that were written for the other
//! send it twice encoded:
//! <https://docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html#cliv2-migration-binaryparam>.
//! A line of text may look like base64, so this is undone only where nothing else is possible: the whole record is base64, line
//! breaks aside, and what comes out begins as an aggregate or a compressed stream does.

use super::compression::Compression;
use super::kpl;

/// How base64 of the magics of [`super::compression`] and [`super::kpl`] begins: gzip, zstd, an aggregate, and zlib at its four
/// levels.
const PREFIXES: [&[u8]; 7] = [b"H4sI", b"KLUv/", b"84maw", b"eA", b"eF", b"eJ", b"eN"];

/// The bytes behind the base64, or `None` when it is not such a record.
pub(super) fn decode(record: &[u8]) -> Option<Vec<u8>> {
    if !PREFIXES.iter().any(|prefix| record.starts_with(prefix)) {
        return None;
    }
    // Words of letters and digits are base64 to the decoder, which passes over all white space.
    if record.iter().any(|byte| matches!(byte, b' ' | b'\t')) {
        return None;
    }
    let decoded = base64_simd::forgiving_decode_to_vec(record).ok()?;
    let opens = Compression::of(&decoded).is_some() || decoded.starts_with(kpl::MAGIC);
    opens.then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_nothing_else_is_decoded() {
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
            ("text-that-begins-alike", b"H4sI is no base64", None),
            ("another-magic", b"84mawz==", None),
        ];
        for (name, record, expected) in cases {
            assert_eq!(decode(record).as_deref(), expected, "{name}");
        }
    }
}
