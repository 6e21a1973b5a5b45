//! Cuts a document to the size that a record may have.

use crate::event::Tags;

/// The most bytes of one Firehose record, before base64: 1,000 KiB. A document is a record.
///
/// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_Record.html>
pub const RECORD_LIMIT_BYTES: usize = 1_000 * 1_024;

/// Writes a document of at most `limit_bytes`. If it is longer, its `event.original` is cut, and
/// the document is written with [`Tags::TRUNCATED`].
///
/// The limits of [`crate::clean`] keep everything else in a document far below the size of a
/// record. Only the raw line can be as long as a record. A raw line never takes fewer bytes in JSON
/// than it has. If the document is too long by a number of bytes, as many bytes are therefore cut
/// from the line. The second attempt then fits, unless the tag itself makes the document too long.
pub fn fit(
    out: &mut Vec<u8>,
    limit_bytes: usize,
    original: &str,
    mut write: impl FnMut(&mut Vec<u8>, &str, Tags),
) {
    let start = out.len();
    write(out, original, Tags::default());
    let mut kept = original;
    while out.len() - start > limit_bytes && !kept.is_empty() {
        let excess = out.len() - start - limit_bytes;
        kept = kept
            .get(..kept.floor_char_boundary(kept.len().saturating_sub(excess)))
            .unwrap_or_default();
        out.truncate(start);
        write(out, kept, Tags::TRUNCATED);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn write(out: &mut Vec<u8>, original: &str, tags: Tags) {
        let mark = if tags.has(Tags::TRUNCATED) {
            ",truncated"
        } else {
            ""
        };
        out.extend_from_slice(format!("{original:?}{mark}").as_bytes());
    }

    #[test]
    fn a_document_that_fits_is_not_touched() {
        let mut out = b"before".to_vec();
        fit(&mut out, 7, "abcde", write);
        assert_eq!(out, b"before\"abcde\"");
    }

    proptest! {
        #[test]
        fn a_document_that_does_not_fit_is_cut_and_marked(
            original in "\\PC{0,60}",
            limit in 12_usize..40,
        ) {
            let mut out = Vec::new();
            fit(&mut out, limit, &original, write);
            prop_assert!(out.len() <= limit);
            let untouched = format!("{original:?}").len() <= limit;
            prop_assert_eq!(out.ends_with(b",truncated"), !untouched);
        }
    }
}
