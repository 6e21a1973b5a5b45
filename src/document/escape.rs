//! Text as a JSON string has it. <https://www.rfc-editor.org/rfc/rfc8259#section-7>
//!
//! Strings leave as they are but for `"`, `\` and control characters.

/// Appends a string with its quotes.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Appends the inside of a string.
#[inline]
pub(super) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    match bytes.split_at_checked(plain_prefix(bytes)) {
        Some((plain, special @ [_, ..])) => {
            out.extend_from_slice(plain);
            write_specials(out, special);
        }
        _ => out.extend_from_slice(bytes),
    }
}

/// Appends the inside of a string from its first byte that needs escaping on. Apart, so that the usual way needs no room for it.
#[cold]
fn write_specials(out: &mut Vec<u8>, mut rest: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
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
///
/// Nearly every value of a log is plain, and a loop over single bytes was the dearest part of writing a document. So 32 bytes
/// are looked at together, which the compiler makes comparisons of 16 each, and then eight. What is left at the end is looked at with the bytes before it, as a last word.
fn plain_prefix(bytes: &[u8]) -> usize {
    let Some(last) = bytes.last_chunk::<8>() else {
        return bytes
            .iter()
            .position(|byte| is_special(*byte))
            .unwrap_or(bytes.len());
    };
    let (blocks, _) = bytes.as_chunks::<32>();
    let plain_blocks = blocks.iter().take_while(|block| is_plain(block)).count();
    if let Some(end) = bytes.last_chunk()
        && plain_blocks == blocks.len()
        && is_plain(end)
    {
        return bytes.len();
    }
    let plain = plain_blocks * 32;
    let (words, _) = bytes.get(plain..).unwrap_or_default().as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let special = specials(*word);
        if special != 0 {
            return plain + index * 8 + first(special);
        }
    }
    match specials(*last) {
        0 => bytes.len(),
        special => bytes.len() - 8 + first(special),
    }
}

/// Whether nothing in a block needs escaping. No byte is the last to be looked at, so that all are looked at together.
fn is_plain(block: &[u8; 32]) -> bool {
    !block
        .iter()
        .fold(false, |special, byte| special | is_special(*byte))
}

/// Which of eight bytes are below 0x20, a quote or a backslash: the high bit of each, and perhaps of some behind the first.
/// (The has-less and has-zero tests of <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>.)
fn specials(word: [u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(word);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let control = below(word, 0x20);
    let quote = below(word ^ (ONES * u64::from(b'"')), 1);
    let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
    (control | quote | backslash) & HIGHS
}

/// The first byte that [`specials`] found.
fn first(special: u64) -> usize {
    special.trailing_zeros() as usize / 8
}

#[expect(
    clippy::needless_bitwise_bool,
    reason = "`||` keeps the compiler from comparing many bytes together"
)]
fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_comes_back_through_a_json_parser(text in any::<String>()) {
            let mut out = Vec::new();
            write_string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
            prop_assert!(!out.contains(&b'\n'));
        }

        /// The plain way beside the quick one, here and below.
        #[test]
        fn the_plain_prefix_of_plain_text_is_found(text in "[ -~]{0,150}", at in 0_usize..150) {
            let mut bytes: Vec<_> = text.into_bytes();
            bytes.retain(|byte| !is_special(*byte));
            prop_assert_eq!(plain_prefix(&bytes), bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = b'"';
                prop_assert_eq!(plain_prefix(&bytes), at);
            }
        }

        #[test]
        fn the_plain_prefix_is_what_a_byte_loop_finds(bytes in proptest::collection::vec(any::<u8>(), 0..128)) {
            let slow = bytes.iter().position(|&b| is_special(b)).unwrap_or(bytes.len());
            prop_assert_eq!(plain_prefix(&bytes), slow);
        }
    }
}
