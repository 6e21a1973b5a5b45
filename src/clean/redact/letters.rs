//! Names ruled out of the built-in list by their letters, without taking them apart.

use super::listed::{ENDINGS, HEADERS, LAST, QUALIFIED, WHOLE, WORDS};

/// Whether a name with these last three letters may be one of the lists', or end as one of them.
#[inline]
pub(super) fn may_end([third, second, last]: [u8; 3]) -> bool {
    let of = |letters: &[u32; 32]| letters.get(letter(last)).copied().unwrap_or(0);
    of(&SECOND) >> letter(second) & of(&THIRD) >> letter(third) & 1 != 0
}

/// Whether a name, numbers and punctuation aside, may be one of the lists', or end as one of them,
/// by its last eight letters.
pub(super) fn may_end_as(letters_from_last: impl Iterator<Item = u8>) -> bool {
    let shifts = (0..u64::BITS).step_by(8);
    let tail = shifts
        .zip(letters_from_last)
        .fold(0, |tail, (shift, letter)| tail | u64::from(letter) << shift);
    // Without a branch for each word: nearly always all of them are compared.
    let is_found = |(letters, mask): &(u64, u64)| u8::from((tail ^ letters) & mask == 0);
    TAILS.iter().fold(0, |found, word| found | is_found(word)) != 0
}

/// Whether a name of these letters, a bit each, may hold one of [`WITHIN`](super::listed::WITHIN)
/// or [`WORDS`].
#[inline]
pub(super) fn may_hold(letters: u32) -> bool {
    let has = |word: u32| letters & word == word;
    has(const { letters_of("pas") })
        || has(const { letters_of("pw") })
        || has(const { letters_of("tp") | letters_of("o") })
        || has(const { letters_of("toke") })
        || has(const { letters_of("cre") })
        || has(const { letters_of("srf") })
        || has(const { letters_of("cv") })
        || has(const { letters_of("jw") })
        || has(const { letters_of("sign") })
        || has(const { letters_of("bear") })
        || has(const { letters_of("key") })
        || has(const { letters_of("code") })
        || has(const { letters_of("hash") })
}

/// Whether two letters are side by side in a name that are in each of
/// [`WITHIN`](super::listed::WITHIN) and [`WORDS`].
pub(super) fn holds_pair(mut letters: impl Iterator<Item = u8>) -> bool {
    let mut before = 0;
    letters.any(|letter| {
        let pair = matches!(
            &[before, letter],
            b"ss"
                | b"cr"
                | b"ok"
                | b"pw"
                | b"tp"
                | b"sr"
                | b"vv"
                | b"vc"
                | b"jw"
                | b"gn"
                | b"ea"
                | b"ke"
                | b"od"
                | b"sh"
        );
        before = letter;
        pair
    })
}

/// For each last letter of the lists' names those before it, a bit each; and those before these.
static SECOND: [u32; 32] = before_last(1);
static THIRD: [u32; 32] = before_last(2);

/// The last eight letters of the lists' names, the last one in the lowest byte, and which bytes
/// count. Of a name that is secret as a whole, the byte before its first letter counts, too.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
static TAILS: [(u64, u64); TAIL_COUNT] = {
    let mut tails = [(0, 0); TAIL_COUNT];
    let (mut list, mut count) = (0, 0);
    while list < LISTS.len() {
        let mut at = 0;
        while at < LISTS[list].len() {
            tails[count] = tail_of(LISTS[list][at].as_bytes(), list == 0);
            at += 1;
            count += 1;
        }
        list += 1;
    }
    let mut at = 0;
    while at < QUALIFIED.len() {
        tails[count] = tail_of(QUALIFIED[at].0.as_bytes(), false);
        at += 1;
        count += 1;
    }
    tails
};

/// The lists that names end as; the first has names that are secret as a whole.
const LISTS: [&[&str]; 5] = [WHOLE, ENDINGS, WORDS, LAST, HEADERS];

const TAIL_COUNT: usize =
    WHOLE.len() + ENDINGS.len() + WORDS.len() + LAST.len() + HEADERS.len() + QUALIFIED.len();

#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
const fn tail_of(name: &[u8], is_whole: bool) -> (u64, u64) {
    let (mut letters, mut mask, mut shift) = (0, 0, 0);
    let mut at = name.len();
    while at > 0 && shift < u64::BITS {
        at -= 1;
        if name[at].is_ascii_alphabetic() {
            letters |= (name[at] as u64) << shift;
            mask |= 0xff << shift;
            shift += 8;
        }
    }
    if is_whole && shift < u64::BITS {
        mask |= 0xff << shift;
    }
    (letters, mask)
}

#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
const fn before_last(back: usize) -> [u32; 32] {
    let mut letters = [0; 32];
    let mut list = 0;
    while list < LISTS.len() {
        let mut at = 0;
        while at < LISTS[list].len() {
            add_before_last(&mut letters, LISTS[list][at].as_bytes(), back);
            at += 1;
        }
        list += 1;
    }
    let mut at = 0;
    while at < QUALIFIED.len() {
        add_before_last(&mut letters, QUALIFIED[at].0.as_bytes(), back);
        at += 1;
    }
    letters
}

#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
const fn add_before_last(letters: &mut [u32; 32], name: &[u8], back: usize) {
    let last = name.len() - 1;
    if back <= last {
        letters[letter(name[last])] |= 1 << letter(name[last - back]);
    }
}

/// The letters of a word, a bit each.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
const fn letters_of(word: &str) -> u32 {
    let (mut letters, mut at) = (0, 0);
    while at < word.len() {
        letters |= 1 << letter(word.as_bytes()[at]);
        at += 1;
    }
    letters
}

/// Letters by their places in the alphabet; whatever else there is falls together with some of
/// them.
pub(super) const fn letter(byte: u8) -> usize {
    (byte & 31) as usize
}
