//! The characters of a text, however they are encoded.

use std::borrow::Cow;

use memchr::memchr;

use crate::format::Escape;

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A URL or a part of one, and nothing else.
    Url,
    /// A raw line: a URL ends at a blank or a quote, and what the log's own notation escapes (`\u0026`) counts as what it is.
    Line,
}

/// How often a text is taken to have been percent-encoded: a URL in a URL in a URL, and one to spare. Without a limit, texts
/// made of ever deeper encodings would be read once for each depth.
const ENCODING_LIMIT: usize = 4;

/// A character as it stands in the text: itself, or encoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) byte: u8,
    /// Bytes of the text it takes.
    pub(super) width: usize,
    /// How often it is percent-encoded.
    pub(super) depth: usize,
}

impl Token {
    /// A byte that is not encoded.
    pub(super) const fn plain(byte: u8) -> Self {
        Self {
            byte,
            width: 1,
            depth: 0,
        }
    }

    /// The character that a text begins with.
    pub(super) fn read(text: &[u8], place: Place) -> Option<Self> {
        let plain = Self::plain(*text.first()?);
        let encoded = match text {
            [b'%', after @ ..] => percent(after),
            [b'\\', b'u', b'0', b'0', high, low, ..] if place == Place::Line => {
                hex(*high, *low).map(|byte| (byte, 6, 0))
            }
            _ => None,
        };
        Some(encoded.map_or(plain, |(byte, width, depth)| Self { byte, width, depth }))
    }
}

/// A name percent-decoded as often as it was encoded; a broken escape stays.
pub(super) fn decoded(name: &[u8]) -> Cow<'_, [u8]> {
    let mut name = Cow::Borrowed(name);
    for _ in 0..ENCODING_LIMIT {
        let decoded = match &name {
            name if memchr(b'%', name).is_none() => break,
            name => Escape::Percent.undo(name).into_owned(),
        };
        if *decoded == *name {
            break;
        }
        name = Cow::Owned(decoded);
    }
    name
}

/// The byte of two hexadecimal digits.
pub(super) fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| (byte as char).to_digit(16);
    u8::try_from(digit(high)? << 4 | digit(low)?).ok()
}

/// `%3D`, `%253D`...: the byte, its width with the first `%`, and how often it is encoded.
fn percent(after: &[u8]) -> Option<(u8, usize, usize)> {
    let mut rest = after;
    let mut depth = 1;
    while let Some(inner) = rest.strip_prefix(b"25") {
        rest = inner;
        depth += 1;
    }
    let &[high, low, ..] = rest else { return None };
    let width = 1 + after.len() - rest.len() + 2;
    (depth <= ENCODING_LIMIT).then_some(())?;
    hex(high, low).map(|byte| (byte, width, depth))
}
