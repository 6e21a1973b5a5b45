//! Writes text as a JSON string. <https://www.rfc-editor.org/rfc/rfc8259#section-7>
//!
//! Only `"`, `\` and characters below U+0020 are escaped.

use crate::near;

/// Appends a string with its quotes.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_to_quote(out, text);
}

/// Whether nothing in a text needs escaping.
pub(super) fn is_unescaped(text: &str) -> bool {
    is_all_plain(text.as_bytes())
}

/// Appends a string and the quote after it. Most texts of a document are written here: 40 copies of
/// this function would be too large to be optimised well.
#[inline(never)]
pub(super) fn write_to_quote(out: &mut Vec<u8>, text: &str) {
    write_escaped(out, text);
    out.push(b'"');
}

/// Appends a string without its quotes.
#[inline]
pub(super) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    if is_all_plain(text.as_bytes()) {
        out.extend_from_slice(text.as_bytes());
    } else {
        write_specials(out, text.as_bytes());
    }
}

/// Appends a string that has bytes that need escaping, without quotes. This is a separate function,
/// so that the usual case needs no registers for it.
#[cold]
fn write_specials(out: &mut Vec<u8>, text: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let (plain, mut rest) = text.split_at(plain_prefix(text));
    out.extend_from_slice(plain);
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                out.extend(
                    [byte >> 4, byte & 15]
                        .iter()
                        .filter_map(|&nibble| HEX.get(usize::from(nibble))),
                );
            }
        }
        let (plain, special) = after.split_at(plain_prefix(after));
        out.extend_from_slice(plain);
        rest = special;
    }
}

/// How many bytes at the beginning need no escaping.
fn plain_prefix(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if let Some(special) = near::first(specials(*word)) {
            return index * 8 + special;
        }
    }
    let rest = rest.iter().take_while(|byte| !is_special(**byte)).count();
    words.len() * 8 + rest
}

/// Whether no byte needs escaping.
///
/// Nearly no value of a log needs escaping. A loop over single bytes was the most expensive part of
/// writing a document. Many bytes are therefore checked together. Some bytes at the end of a text
/// are checked twice.
fn is_all_plain(bytes: &[u8]) -> bool {
    if let Some(end) = bytes.last_chunk::<32>() {
        let (blocks, _) = bytes.as_chunks::<32>();
        return is_plain(end) && blocks.iter().all(is_plain);
    }
    if let (Some(start), Some(end)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        return is_plain(start) && is_plain(end);
    }
    if let (Some(start), Some(end)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return specials(*start) | specials(*end) == 0;
    }
    if let (Some([a, b, c, d]), Some([e, f, g, h])) = (bytes.first_chunk(), bytes.last_chunk()) {
        return specials([*a, *b, *c, *d, *e, *f, *g, *h]) == 0;
    }
    // At most three bytes: the first, the middle and the last one.
    match (bytes.first(), bytes.get(bytes.len() / 2), bytes.last()) {
        (Some(a), Some(b), Some(c)) => specials([*a, *b, *c, *c, *c, *c, *c, *c]) == 0,
        _ => true,
    }
}

/// Whether no byte of a block needs escaping. The function never returns early, so that all bytes
/// are checked together.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "a function call costs half as much again"
)]
fn is_plain<const N: usize>(block: &[u8; N]) -> bool {
    !block
        .iter()
        .fold(false, |special, byte| special | is_special(*byte))
}

/// Which of eight bytes need escaping. The high bit of each such byte is set. The high bits of some
/// bytes after the first such byte may also be set.
fn specials(word: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(word);
    let twos = u64::from_le_bytes([2; 8]);
    near::below(word ^ twos, 0x21) | near::equal(word, b'\\')
}

/// Whether a byte is below 0x20, a quote or a backslash. With its second bit inverted, a quote is
/// 0x20, and a byte below 0x20 remains below.
fn is_special(byte: u8) -> bool {
    near::beyond(byte ^ 2, 0, 0x20).min(byte ^ b'\\') == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_read_by_a_json_parser(text in any::<String>()) {
            let mut out = Vec::new();
            write_string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
            prop_assert!(!out.contains(&b'\n'));
        }

        /// The text has no byte that needs escaping, or only one at `at`.
        #[test]
        fn the_first_byte_that_needs_escaping_is_found(text in "[ -~]{0,150}", at in 0_usize..150) {
            let mut bytes: Vec<_> = text.into_bytes();
            bytes.retain(|byte| !is_special(*byte));
            prop_assert_eq!(plain_prefix(&bytes), bytes.len());
            prop_assert!(is_all_plain(&bytes));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = b'"';
                prop_assert_eq!(plain_prefix(&bytes), at);
                prop_assert!(!is_all_plain(&bytes));
            }
        }

        #[test]
        fn the_plain_prefix_is_what_a_byte_loop_finds(
            bytes in proptest::collection::vec(any::<u8>(), 0..128),
        ) {
            let special = |byte: &u8| *byte < 0x20 || matches!(*byte, b'"' | b'\\');
            let slow = bytes.iter().position(special).unwrap_or(bytes.len());
            prop_assert_eq!(plain_prefix(&bytes), slow);
            prop_assert_eq!(is_all_plain(&bytes), slow == bytes.len());
        }
    }
}
