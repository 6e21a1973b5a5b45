//! Text: converts the bytes of a field into text for a document, and absent text into `None`.
//!
//! `-` and the empty value are absent in every field. Some fields have another word for an absent
//! value: `unknown` for an address, `""` for a user, `_` for the name of a server. The code that
//! reads such a field handles its word. `null` and `(null)` are values, because a client can send
//! them.

use std::borrow::Cow;

use super::{Rules, shown};
use crate::event::Tags;
use crate::format::{Field, LogLine};

/// The field's text as a document shows it; `-` and the empty value are `None`.
pub(super) fn text<'a>(
    line: &LogLine<'a>,
    field: Field,
    rules: &Rules,
    tags: &mut Tags,
) -> Option<Cow<'a, str>> {
    whole_text(line, field).map(|text| shown::text(text, rules, tags))
}

/// Like [`text`], but without redaction, truncation and limit, for values that the caller redacts
/// or splits before they are cut. An earlier cut would remove the text by which a secret or an
/// address is recognised.
#[inline]
pub(super) fn whole_text<'a>(line: &LogLine<'a>, field: Field) -> Option<Cow<'a, str>> {
    // Most fields are absent from a line. This check needs no function call.
    line.raw(field)?;
    bound_text(line, field)
}

// If the compiler inlined this function instead of `whole_text`, absent fields would cost a call.
#[inline(never)]
fn bound_text<'a>(line: &LogLine<'a>, field: Field) -> Option<Cow<'a, str>> {
    match line.plain(field) {
        Some("" | "-") => None,
        Some(text) => Some(Cow::Borrowed(text)),
        None => line.bytes(field).and_then(present).map(readable),
    }
}

/// The value, if it is present. Servers write an empty value or `-` for an absent one.
pub(super) fn present(bytes: Cow<'_, [u8]>) -> Option<Cow<'_, [u8]>> {
    match bytes.as_ref() {
        b"" | b"-" => None,
        _ => Some(bytes),
    }
}

/// Converts bytes into text. A byte that is not UTF-8 is written as `\xNN`, as servers write it. It
/// is never replaced by U+FFFD.
pub(super) fn readable(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(escape(bytes, false)),
        },
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Cow::Owned(text),
            Err(error) => Cow::Owned(escape(error.as_bytes(), false)),
        },
    }
}

/// Converts a raw line into text for `event.original`. A line in UTF-8 is unchanged. Otherwise each
/// invalid byte becomes `\xNN`, each backslash is doubled, and [`Tags::ESCAPED`] is set.
/// [`unescape_bytes`] can then restore the original bytes.
#[must_use]
pub fn escape_bytes(raw: &[u8]) -> (Cow<'_, str>, Tags) {
    match std::str::from_utf8(raw) {
        Ok(text) => (Cow::Borrowed(text), Tags::default()),
        Err(_) => (Cow::Owned(escape(raw, true)), Tags::ESCAPED),
    }
}

/// The original bytes of a text that [`escape_bytes`] escaped.
///
/// # Examples
/// ```
/// use weblog_enrich::clean::{escape_bytes, unescape_bytes};
///
/// let (text, _) = escape_bytes(b"caf\xe9");
/// assert_eq!(text, r"caf\xE9");
/// assert_eq!(unescape_bytes(&text), b"caf\xe9");
/// ```
#[must_use]
pub fn unescape_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let (byte, after) = match (byte, after) {
            (b'\\', [b'\\', after @ ..]) => (b'\\', after),
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digit = |byte: u8| {
                    (byte as char)
                        .to_digit(16)
                        .and_then(|digit| u8::try_from(digit).ok())
                        .unwrap_or(0)
                };
                (digit(*high) << 4 | digit(*low), after)
            }
            _ => (byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    bytes
}

fn escape(bytes: &[u8], double_backslash: bool) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for chunk in bytes.utf8_chunks() {
        for (n, part) in chunk.valid().split('\\').enumerate() {
            if n > 0 {
                text.push_str(if double_backslash { r"\\" } else { r"\" });
            }
            text.push_str(part);
        }
        for byte in chunk.invalid() {
            text.push_str(r"\x");
            for nibble in [byte >> 4, byte & 15] {
                text.extend(
                    char::from_digit(u32::from(nibble), 16).map(|digit| digit.to_ascii_uppercase()),
                );
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bytes_that_are_not_text_are_written_as_servers_write_them() {
        let cases: [(&[u8], &str); 4] = [
            (b"plain", "plain"),
            (b"caf\xc3\xa9", "café"),
            (b"caf\xe9 \\", "caf\\xE9 \\"),
            (b"\xff\xfe", "\\xFF\\xFE"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(readable(Cow::Borrowed(bytes)), expected);
            assert_eq!(readable(Cow::Owned(bytes.to_vec())), expected);
        }
    }

    proptest! {
        #[test]
        fn no_byte_is_lost_or_replaced(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let text = readable(Cow::Borrowed(&bytes));
            let replacement = "\u{fffd}".as_bytes();
            let there = bytes.windows(3).any(|window| window == replacement);
            prop_assert_eq!(text.contains('\u{fffd}'), there);
            prop_assert!(text.len() >= bytes.len());
        }

        #[test]
        fn the_raw_bytes_are_restored(raw in proptest::collection::vec(any::<u8>(), 0..64)) {
            let (text, tags) = escape_bytes(&raw);
            let back = if tags.has(Tags::ESCAPED) {
                unescape_bytes(&text)
            } else {
                text.as_bytes().to_vec()
            };
            prop_assert_eq!(back, raw);
        }
    }
}
