//! Checks whether a text may contain a secret. Nearly every URL and agent contains no secret, and
//! is not read further.
//!
//! If a text is ruled out here, [`super::scan`] finds no secret in it. A test compares the two.
//! There are two exceptions. First, a name before a colon does not cause a search. Secrets after
//! such names are found in raw lines, which are never ruled out, and in JSON, which is recognised
//! by its double quotes and braces. Second, in text other than a URL, an access key's id, a private
//! key, `Bearer` and `Basic` do not cause a search (`docs/PRIVACY.md`).

use super::names::delimits;
use super::verdicts::NAME_BYTES;
use super::{Redaction, shape};
use crate::clean::marks::Marks;
use crate::near;

/// Whether a URL, or a part of one, may contain a secret. `marks` are the marks of the text.
#[inline]
pub(super) fn at_url(text: &[u8], marks: Marks, redaction: &Redaction) -> bool {
    suspects(text, marks, redaction).next().is_some()
}

/// Whether text other than a URL and a raw line may contain a secret. A name before a colon does
/// not count, because only a raw line contains headers.
#[inline]
pub(super) fn at_text(text: &[u8]) -> bool {
    near::holds([b'=', b'@', b'%', b'"', b'\\', b'J'], text)
}

/// The offset of each mark that may belong to a secret: the `=` after the name of a parameter that
/// is secret or contains an escape, and each other mark that may precede, begin or be in a secret.
#[inline]
pub(super) fn suspects(
    text: &[u8],
    marks: Marks,
    redaction: &Redaction,
) -> impl Iterator<Item = usize> {
    let (mut start, mut is_escaped) = (0, false);
    let mut marks = marks.each(text);
    std::iter::from_fn(move || {
        for at in marks.by_ref() {
            let (before, from) = text.split_at_checked(at)?;
            let is_suspect = match from.first()? {
                b'=' => {
                    let name = before.get(start..).unwrap_or_default();
                    let is_secret = ends_secret(name, is_escaped, redaction);
                    (start, is_escaped) = (at + 1, false);
                    is_secret
                }
                b'&' | b'?' | b'#' => {
                    (start, is_escaped) = (at + 1, false);
                    false
                }
                b'%' => {
                    is_escaped = true;
                    is_escaped_mark(from)
                        || from.starts_with(b"%20") && shape::may_end_before_blank(before)
                }
                b' ' => shape::may_end_before_blank(before),
                b'A' | b'J' => shape::may_be_at(before, from),
                b'@' | b'"' | b'{' | b'\\' => true,
                _ => false,
            };
            if is_suspect {
                return Some(at);
            }
        }
        None
    })
}

/// Whether a text ends with the secret name of a parameter, or with a name that contains an escape.
/// The text begins after the previous mark that ends a name.
fn ends_secret(text: &[u8], is_escaped: bool, redaction: &Redaction) -> bool {
    // A short text without escapes is remembered whole. In any other text, the beginning of the
    // name is searched for.
    let end = match is_escaped || text.len() > NAME_BYTES {
        true => text
            .iter()
            .rposition(|byte| delimits(*byte) || *byte == b'%'),
        false => None,
    };
    let name = match end {
        Some(end) if text.get(end) == Some(&b'%') => return true,
        Some(end) => text.get(end + 1..).unwrap_or_default(),
        None => text,
    };
    !name.is_empty() && redaction.verdict_at_end(name).is_secret
}

/// Whether a text begins with an escape of a byte that may precede or begin a secret, or that may
/// begin an escape of another layer.
fn is_escaped_mark(text: &[u8]) -> bool {
    matches!(
        text,
        [b'%', b'3', b'd' | b'D', ..]
            | [b'%', b'4', b'0', ..]
            | [b'%', b'2', b'2' | b'5' | b'7', ..]
            | [b'%', b'5', b'c' | b'C', ..]
            | [b'%', b'7', b'b' | b'B', ..]
    )
}
