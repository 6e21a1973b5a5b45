//! Checks whether a text may contain a secret. Nearly every URL and agent contains no secret, and
//! is not read further.
//!
//! If a text is ruled out here, [`super::scan`] finds no secret in it. A test compares the two.
//! There is one exception: names before a colon are searched only in raw lines and in JSON.

use super::Redaction;
use super::names::delimits;
use crate::near;
use crate::signs::signs;

/// Whether a URL, or a part of one, may contain a secret.
#[inline]
pub(super) fn at_url(text: &[u8], redaction: &Redaction) -> bool {
    // A web token begins with `eyJ`, so it contains a `J`.
    let is_plain = !near::holds([b'%', b'\\', b'@', b'"', b'{', b'J'], text);
    !is_plain && is_unusual(text) || secret_names(text, redaction).next().is_some()
}

/// Whether any other text may contain a secret. A name before a colon does not count, because only
/// a raw line contains headers.
#[inline]
pub(super) fn at_text(text: &[u8]) -> bool {
    near::holds([b'=', b'@', b'%', b'"', b'\\', b'J'], text)
}

/// Whether the text contains anything, except parameters, that may be or contain a secret. Many
/// texts have an encoded letter, so the marks are found in one search.
fn is_unusual(text: &[u8]) -> bool {
    let is_mark = |at: usize| match text.get(at..) {
        Some([b'@' | b'"' | b'{' | b'\\', ..]) => true,
        Some([b'%', high, low, ..]) => is_mark(*high, *low),
        _ => false,
    };
    let has_token = || text.windows(3).any(|three| three == b"eyJ");
    signs(text).any(is_mark) || near::holds([b'J'], text) && has_token()
}

/// The offset of the `=` after each name of a parameter that is secret or contains an escape.
#[inline]
pub(super) fn secret_names(text: &[u8], redaction: &Redaction) -> impl Iterator<Item = usize> {
    let mut floor = 0;
    near::find_each([b'='], text).filter(move |mark| {
        let before = text.get(floor..*mark).unwrap_or_default();
        floor = mark + 1;
        let ends = |byte: &u8| delimits(*byte) || *byte == b'%';
        let name = match before.iter().rposition(ends) {
            Some(end) if before.get(end) == Some(&b'%') => return true,
            Some(end) => before.get(end + 1..).unwrap_or_default(),
            None => before,
        };
        !name.is_empty() && redaction.verdict(name).is_secret
    })
}

/// Whether two hexadecimal digits encode a byte that may be a mark, or that may begin an escape of
/// another layer.
fn is_mark(high: u8, low: u8) -> bool {
    matches!(
        (high, low),
        (b'3', b'd' | b'D')
            | (b'4', b'0')
            | (b'2', b'2' | b'5' | b'7')
            | (b'5', b'c' | b'C')
            | (b'7', b'b' | b'B')
    )
}
