//! Checks whether a text may contain a secret. Nearly every URL and agent contains no secret, and
//! is not read further.
//!
//! If a text is ruled out here, [`super::scan`] finds no secret in it. A test compares the two.
//! There is one exception: a name before a colon is no reason to search a text. Secrets after such
//! names are found in raw lines, which are never ruled out, and in JSON, which is recognised by its
//! quotes and braces.

use super::names::delimits;
use super::{Redaction, shape};
use crate::near;
use crate::signs::signs;

/// Whether a URL, or a part of one, may contain a secret.
#[inline]
pub(super) fn at_url(text: &[u8], redaction: &Redaction) -> bool {
    // A web token begins with `eyJ`, and the id of an access key with `AKIA` or `ASIA`.
    let is_plain = !near::holds([b'%', b'\\', b'@', b'"', b'{', b' ', b'J', b'A'], text);
    !is_plain && is_unusual(text) || secret_names(text, redaction).next().is_some()
}

/// Whether text other than a URL and a raw line may contain a secret. A name before a colon does
/// not count, because only a raw line contains headers.
#[inline]
pub(super) fn at_text(text: &[u8]) -> bool {
    near::holds([b'=', b'@', b'%', b'"', b'\\', b'J'], text)
}

/// Whether the text contains anything, except parameters, that may be or contain a secret. Many
/// texts contain escapes of mere letters, so one search finds all signs, and each is then examined.
fn is_unusual(text: &[u8]) -> bool {
    let is_after_form = |at| text.get(..at).is_some_and(shape::may_end_before_blank);
    let is_mark = |at: usize| match text.get(at..) {
        Some([b'@' | b'"' | b'{' | b'\\', ..]) => true,
        Some([b'%', high, low, ..]) => {
            is_mark(*high, *low) || (*high, *low) == (b'2', b'0') && is_after_form(at)
        }
        Some([b' ', ..]) => is_after_form(at),
        _ => false,
    };
    let has = |form: &[u8]| text.windows(form.len()).any(|part| part == form);
    signs(text).any(is_mark)
        || near::holds([b'J'], text) && has(b"eyJ")
        || near::holds([b'A'], text) && (has(b"AKIA") || has(b"ASIA"))
}

/// The offset of the `=` after each parameter name that is secret or contains an escape.
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

/// Whether two hexadecimal digits encode a byte that may precede or begin a secret, or that may
/// begin an escape of another layer.
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
