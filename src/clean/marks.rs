//! Finds the marks of a URL: the bytes at which its parts and the names of its parameters end, and
//! those that may belong to a secret.
//!
//! A typical URL of 90 bytes has five marks. Finding them costs 220 instructions. The search for
//! secrets and the split into parts then read only the marks.

use crate::near::beyond;
use crate::signs::{WINDOW_BYTES, found_from};

/// The marks of a text. Those of the first two windows are remembered, because most URLs have no
/// more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    first: u64,
    second: u64,
}

impl Marks {
    /// Finds the marks of a text.
    pub(super) fn of(text: &[u8]) -> Self {
        let is_long = text.len() > WINDOW_BYTES;
        Self {
            first: found_from(text, 0, is_mark),
            second: if is_long {
                found_from(text, WINDOW_BYTES, is_mark)
            } else {
                0
            },
        }
    }

    /// The offsets of all marks in the text, in order. The text must be the one whose marks were
    /// found, or a beginning of it that has at least two windows.
    #[inline]
    pub(super) fn each(self, text: &[u8]) -> impl Iterator<Item = usize> {
        let (mut start, mut found) = (0, self.first);
        std::iter::from_fn(move || {
            while found == 0 {
                start += WINDOW_BYTES;
                if start >= text.len() {
                    return None;
                }
                found = match start {
                    WINDOW_BYTES => self.second,
                    _ => found_from(text, start, is_mark),
                };
            }
            let at = start + found.trailing_zeros() as usize;
            found &= found - 1;
            Some(at)
        })
    }
}

/// One for a mark, and zero otherwise. The marks are the bytes from the space to `&`, those from
/// `=` to `A`, and `J`, `[`, `\`, `{` and `|`. Ranges need fewer instructions than single bytes,
/// and their other bytes are rare in URLs.
#[inline]
fn is_mark(byte: u8) -> u8 {
    let to_ampersand = beyond(byte, b' ', b'&');
    let from_equals = beyond(byte, b'=', b'A');
    let brace = beyond(byte | 0x20, b'{', b'|');
    let distance = to_ampersand.min(from_equals).min(brace).min(byte ^ b'J');
    u8::from(distance == 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_what_a_byte_loop_finds(
            text in proptest::collection::vec(prop_oneof![any::<u8>(), b'a'..=b'z'], 0..300),
        ) {
            let marks = b" !\"#$%&=>?@AJ[\\{|";
            let places: Vec<_> = (0..text.len()).filter(|at| marks.contains(&text[*at])).collect();
            prop_assert_eq!(Marks::of(&text).each(&text).collect::<Vec<_>>(), places);
        }
    }
}
