//! Whether a text may hold a secret. Nearly every URL and agent holds none, and is not read
//! further.
//!
//! A text that is ruled out here is one in which [`super::scan`] finds nothing. A test compares the
//! two.

use memchr::{memchr, memchr_iter, memchr3, memmem};

use super::Redaction;
use super::names::delimits;
use crate::near;

/// Whether a URL, or a part of one, may hold a secret.
#[inline]
pub(super) fn at_url(text: &[u8], redaction: &Redaction) -> bool {
    // `J` begins a web token.
    let is_plain = !near::holds([b'%', b'\\', b'@', b'"', b'{', b'J'], text);
    !is_plain && is_unusual(text) || has_secret_name(text, redaction)
}

/// Whether any other text may hold a secret. Colons follow names there too.
#[inline]
pub(super) fn at_text(text: &[u8]) -> bool {
    near::holds([b'=', b'@', b'%', b'"', b'\\', b'J'], text)
}

/// Whether the text has anything besides parameters that may be or hold a secret.
fn is_unusual(text: &[u8]) -> bool {
    let is_mark =
        |at: usize| matches!(text.get(at + 1..), Some([high, low, ..]) if is_mark(*high, *low));
    memchr3(b'@', b'"', b'{', text).is_some()
        || memchr(b'\\', text).is_some()
        || memchr_iter(b'%', text).any(is_mark)
        || memmem::find(text, b"eyJ").is_some()
}

/// Whether a parameter's name is secret or contains an escape.
#[inline]
fn has_secret_name(text: &[u8], redaction: &Redaction) -> bool {
    let mut floor = 0;
    near::find_each([b'='], text).any(|mark| {
        let before = text.get(floor..mark).unwrap_or_default();
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

/// Whether the byte of these two digits may be a mark, or an escape of another layer.
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
