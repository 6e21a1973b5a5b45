//! Whether a URL may hold a secret, told in passing: nearly every URL holds none, and is not read
//! further.
//!
//! What is ruled out here is what [`super::scan`] finds nothing in; a test compares the two.

use memchr::{memchr, memchr3, memmem};

use super::Redaction;
use super::names::{last_name, surrounds};
use crate::near;

/// Whether a URL, or a part of one, may hold a secret.
#[inline]
pub(super) fn at_url(text: &[u8], redaction: &Redaction) -> bool {
    let (mut at, mut floor) = (0, 0);
    while let Some(found) = text
        .get(at..)
        .and_then(|rest| near::find([b'=', b'%', b'\\'], rest))
    {
        let mark = at + found;
        at = mark + 1;
        match text.get(mark..) {
            Some([b'=', ..]) => {
                if may_name(text.get(floor..mark).unwrap_or_default(), redaction) {
                    return true;
                }
                floor = at;
            }
            Some([b'\\', ..]) => return true,
            Some([b'%', high, low, ..]) if is_mark(*high, *low) => return true,
            _ => {}
        }
    }
    memchr3(b'@', b'"', b'{', text).is_some()
        // A search for one byte is cheaper than that for three, and few URLs have it.
        || memchr(b'J', text).is_some() && memmem::find(text, b"eyJ").is_some()
}

/// The same of any other text, in which names are followed by colons, too.
#[inline]
pub(super) fn at_text(text: &[u8]) -> bool {
    // The `J` is that of a web token.
    memchr3(b'=', b'@', b'%', text).is_some() || memchr3(b'"', b'\\', b'J', text).is_some()
}

/// Whether what is before an equals sign may end with the name of a secret.
fn may_name(before: &[u8], redaction: &Redaction) -> bool {
    let name = last_name(before);
    let written = before.get(name.start..).unwrap_or_default();
    match written {
        // Something may surround the name. Behind a delimiter there is none, nor behind the `=` of
        // Base64.
        [] => !matches!(before.last(), None | Some(b'&' | b'?' | b';' | b'#' | b'/')),
        _ if !name.whole => true,
        // The name is longer: blanks may be within it.
        _ if name
            .start
            .checked_sub(1)
            .and_then(|at| before.get(at))
            .is_some_and(|byte| surrounds(*byte)) =>
        {
            true
        }
        // The operator's names are not in the built-in list, and few.
        _ => (name.listed || !redaction.names.is_empty()) && redaction.is_secret(written),
    }
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
