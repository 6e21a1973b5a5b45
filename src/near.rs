//! Compares words of eight bytes to find bytes that are usually near the beginning of a text.
//!
//! A call of `memchr` costs 45 to 70 instructions, even if the wanted byte is near. In a log, the
//! wanted byte is usually among the first 16, and the comparison of two words finds it. (The
//! comparisons are the has-zero and has-less tests of
//! <https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>.)

use memchr::{memchr, memchr2, memchr3};

/// How many words are compared before `memchr` is called.
const NEAR_WORDS: usize = 3;
pub(crate) const WORD_BYTES: usize = 8;

/// The lowest bit of each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each of eight bytes.
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The offset of the first byte in the text that is among `bytes`.
#[inline]
pub(crate) fn find<const N: usize>(bytes: [u8; N], text: &[u8]) -> Option<usize> {
    let mut rest = text;
    for index in 0..NEAR_WORDS {
        let Some((word, after)) = rest.split_first_chunk() else {
            break;
        };
        if let Some(found) = first(equal_any(bytes, *word)) {
            return Some(index * WORD_BYTES + found);
        }
        rest = after;
    }
    find_far(bytes, text)
}

/// Like [`find`], for a text whose first [`NEAR_WORDS`] whole words contain none of the bytes.
fn find_far<const N: usize>(bytes: [u8; N], text: &[u8]) -> Option<usize> {
    const NEAR_BYTES: usize = NEAR_WORDS * WORD_BYTES;
    let Some((_, rest @ [_, ..])) = text.split_at_checked(NEAR_BYTES) else {
        // The last eight bytes overlap with bytes that were already compared.
        return match text.last_chunk() {
            Some(word) => {
                first(equal_any(bytes, *word)).map(|found| text.len() - WORD_BYTES + found)
            }
            None => text.iter().position(|byte| bytes.contains(byte)),
        };
    };
    let found = match *bytes.as_slice() {
        [a] => memchr(a, rest),
        [a, b] => memchr2(a, b, rest),
        [a, b, c] => memchr3(a, b, c, rest),
        _ => rest.iter().position(|byte| bytes.contains(byte)),
    };
    found.map(|found| NEAR_BYTES + found)
}

/// The offsets of all bytes in the text that are among `bytes`, in order.
#[inline]
pub(crate) fn find_each<const N: usize>(
    bytes: [u8; N],
    text: &[u8],
) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = at + find(bytes, text.get(at..)?)?;
        at = found + 1;
        Some(found)
    })
}

/// Whether a text contains any of `bytes`.
#[inline]
pub(crate) fn holds<const N: usize>(bytes: [u8; N], text: &[u8]) -> bool {
    holds_any(text, |byte| {
        let distances = bytes.iter().map(|wanted| byte ^ wanted);
        distances.fold(u8::MAX, u8::min) == 0
    })
}

/// Whether a text has a byte for which `is_it` returns true.
///
/// The bytes are tested in blocks. The last block may begin within the previous one. The loop never
/// stops within a block, so that the compiler tests all bytes of the block together.
#[inline]
pub(crate) fn holds_any(text: &[u8], is_it: impl Fn(u8) -> bool + Copy) -> bool {
    if let Some(end) = text.last_chunk::<32>() {
        let (blocks, _) = text.as_chunks::<32>();
        return in_block(end, is_it) || blocks.iter().any(|block| in_block(block, is_it));
    }
    if let (Some(start), Some(end)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) {
        return in_block(start, is_it) || in_block(end, is_it);
    }
    if let (Some(start), Some(end)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return in_block(start, is_it) || in_block(end, is_it);
    }
    text.iter().any(|byte| is_it(*byte))
}

/// How far a byte is beyond the end of a range, or zero if it is within the range. If `last` is
/// below `first`, the range continues from 0xff to 0.
///
/// To test many bytes for several ranges, compare the minimum of their distances with zero. The
/// compiler then tests 16 bytes at once. With `matches!` in the seven tests of this form, a warm
/// line would cost 15,100 instructions instead of 11,250.
#[inline]
pub(crate) const fn beyond(byte: u8, first: u8, last: u8) -> u8 {
    byte.wrapping_sub(first)
        .saturating_sub(last.wrapping_sub(first))
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "a function call costs half as much again"
)]
fn in_block<const N: usize>(block: &[u8; N], is_it: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |found, byte| found | is_it(*byte))
}

/// Which bytes of a word are among `bytes`. The high bit of each such byte is set. The high bits of
/// some bytes after the first such byte may also be set.
fn equal_any<const N: usize>(bytes: [u8; N], word: [u8; WORD_BYTES]) -> u64 {
    let word = u64::from_le_bytes(word);
    bytes
        .iter()
        .fold(0, |found, byte| found | equal(word, *byte))
}

/// Which bytes of a word are `byte`. The high bit of each such byte is set. The high bits of some
/// bytes after the first such byte may also be set.
pub(crate) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * u64::from(byte)), 1)
}

/// Which bytes of a word are below `limit`. `limit` is at most 128. The high bit of each such byte
/// is set. The high bits of some bytes after the first such byte may also be set.
pub(crate) fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGHS
}

/// The index of the first byte that was found in a word. The lowest bit that is set belongs to this
/// byte.
pub(crate) fn first(found: u64) -> Option<usize> {
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Compares the fast search with a plain loop.
        #[test]
        fn the_search_finds_what_a_byte_loop_finds(
            mut text in proptest::collection::vec(0_u8..8, 0..90),
            far in 0_usize..90,
        ) {
            for byte in text.iter_mut().take(far) {
                *byte += 8;
            }
            let plain = |bytes: &[u8]| text.iter().position(|byte| bytes.contains(byte));
            prop_assert_eq!(find([0], &text), plain(&[0]));
            prop_assert_eq!(find([0, 1], &text), plain(&[0, 1]));
            prop_assert_eq!(find([0, 1, 9], &text), plain(&[0, 1, 9]));
            prop_assert_eq!(find([0, 1, 2, 3], &text), plain(&[0, 1, 2, 3]));
            prop_assert_eq!(holds([0, 1], &text), plain(&[0, 1]).is_some());
        }

        #[test]
        fn a_distance_is_zero_within_the_range(byte: u8, first: u8, last: u8) {
            let is_within = match first <= last {
                true => (first..=last).contains(&byte),
                false => byte >= first || byte <= last,
            };
            prop_assert_eq!(beyond(byte, first, last) == 0, is_within);
        }

        #[test]
        fn the_first_in_a_word_is_what_a_byte_loop_finds(
            word in any::<[u8; 8]>(),
            byte in any::<u8>(),
            limit in 0_u8..=128,
        ) {
            let number = u64::from_le_bytes(word);
            prop_assert_eq!(
                first(equal(number, byte)),
                word.iter().position(|each| *each == byte)
            );
            prop_assert_eq!(
                first(below(number, limit)),
                word.iter().position(|each| *each < limit)
            );
        }
    }
}
