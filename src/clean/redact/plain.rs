//! The secrets of a URL that has no secrets but the values of parameters. Most secrets of a log are
//! in such URLs.
//!
//! For a URL of 100 bytes, this pass costs 2,400 instructions less than the whole pass of
//! [`super::scan`]. A test compares the two.

use super::{Redaction, glance, shape};
use crate::clean::marks::Marks;
use crate::near;

/// Whether a URL has none of the signs of the other secrets: a quote, a brace, an `@`, a space, the
/// beginning of a token or a key, or an escape. Escapes of bytes beyond ASCII are allowed, but not
/// before an `=` of the same parameter. The URL must not have a semicolon either, because the value
/// of a path parameter does not end where the value of a query parameter ends. `marks` are the
/// marks of the URL.
pub(super) fn is_plain(text: &[u8], marks: Marks) -> bool {
    let (mut is_escaped, mut marks) = (false, marks.each(text));
    let has_other_signs = marks.any(|at| match text.split_at_checked(at) {
        Some((_, [b'%', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F', low, ..])) => {
            is_escaped = true;
            !low.is_ascii_hexdigit()
        }
        Some((_, [b'&' | b'?' | b'#', ..])) => {
            is_escaped = false;
            false
        }
        Some((_, [b'=', ..])) => is_escaped,
        Some((before, from @ [b'A' | b'J', ..])) => shape::may_be_at(before, from),
        Some((_, [b'%' | b'@' | b'"' | b'{' | b'\\' | b' ', ..])) => true,
        _ => false,
    });
    !has_other_signs && !near::holds([b'\'', b';'], text)
}

/// The ranges of the secrets of a plain URL, in order. `marks` are those of the text
/// ([`Marks::of`]).
pub(super) fn secrets(
    text: &[u8],
    marks: Marks,
    redaction: &Redaction,
) -> impl Iterator<Item = (usize, usize)> {
    let mut end = 0;
    // The only suspects of a plain URL are secret parameters.
    glance::suspects(text, marks, redaction).filter_map(move |mark| {
        // An `=` within a value belongs to the value.
        let rest = text.get(mark + 1..).filter(|_| mark >= end)?;
        end = mark + 1 + near::find([b'&', b'#'], rest).unwrap_or(rest.len());
        (mark + 1 < end).then_some((mark + 1, end))
    })
}
