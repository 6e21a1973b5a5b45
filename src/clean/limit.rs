//! Cuts text at a limit.

use std::borrow::Cow;

use crate::event::Tags;

/// The limit on the length of a value. Real values are shorter. Lucene refuses a document if one of
/// its keywords has more than 32,766 bytes
/// (<https://lucene.apache.org/core/9_12_0/core/org/apache/lucene/index/IndexWriter.html#MAX_TERM_LENGTH>).
/// A document whose values all have the length of the limit still fits into a record of Firehose,
/// if the values need no escapes.
pub(crate) const VALUE_LIMIT_BYTES: usize = 8_192;

/// Cuts a text to at most [`VALUE_LIMIT_BYTES`], at a character boundary. Adds a tag if it was cut.
pub(super) fn limit<'a>(text: Cow<'a, str>, tags: &mut Tags) -> Cow<'a, str> {
    cut(text, VALUE_LIMIT_BYTES, tags)
}

/// Cuts a text to at most `limit_bytes`, at a character boundary. Adds a tag if it was cut.
#[inline]
pub(super) fn cut<'a>(text: Cow<'a, str>, limit_bytes: usize, tags: &mut Tags) -> Cow<'a, str> {
    if text.len() <= limit_bytes {
        return text;
    }
    tags.add(Tags::TRUNCATED);
    let end = text.floor_char_boundary(limit_bytes);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_at_a_character_and_marked() {
        let mut tags = Tags::default();
        let long = "é".repeat(VALUE_LIMIT_BYTES);
        assert_eq!(
            limit(Cow::Borrowed(&long), &mut tags).len(),
            VALUE_LIMIT_BYTES
        );
        assert!(tags.has(Tags::TRUNCATED));
        let odd = format!("a{long}");
        assert_eq!(
            limit(Cow::Owned(odd), &mut tags).len(),
            VALUE_LIMIT_BYTES - 1
        );
    }
}
