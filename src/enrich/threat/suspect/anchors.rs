//! Words by their anchors: four bytes of a word that begin at a sign, or at the beginning of the
//! word.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::super::words;
use super::signs::{PAIRS, Sign, eight, sign};

/// How many bytes of a word are its anchor.
const ANCHOR_BYTES: usize = 4;

/// How many cells the table of anchors has. With half of them, a third more signs have to be
/// compared with words. With twice as many, hardly fewer have to be.
const CELLS: usize = 1 << 13;

/// Makes small and capital letters of four bytes equal.
const FOLD: u32 = 0x2020_2020;

/// The words by their anchors.
pub(super) struct Anchors {
    /// The cell for the hash of three bytes covers both anchors that may be at a sign: the one that
    /// begins at the sign, and the one that begins after it.
    cells: Box<[Cell; CELLS]>,
    /// The words of each anchor, with the anchor's offset in the word.
    words: HashMap<u32, Vec<(usize, &'static [u8])>, FixedState>,
}

/// What may be around three bytes. A bit represents all bytes that have the same last five bits.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    /// The signs before the three bytes, for anchors that begin at a sign.
    before: u32,
    /// The bytes after the three bytes, for anchors that begin after a sign.
    after: u32,
}

pub(super) static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| {
    let mut anchors = Anchors {
        cells: Box::new([Cell::default(); CELLS]),
        words: HashMap::default(),
    };
    for (word, _) in words::all() {
        anchors.add(word);
    }
    anchors
});

/// Builds the table, so that no line has to wait for it.
pub(in super::super) fn prepare() {
    LazyLock::force(&ANCHORS);
}

/// Where a word's anchor begins: at the word's first sign with three bytes after it, or else at the
/// beginning of the word. `None` if a suspicious sign or a pair shows the word.
fn anchor(word: &[u8]) -> Option<usize> {
    let is_shown = word.iter().any(|byte| sign(*byte) == Sign::Suspicious)
        || word.windows(2).any(|pair| PAIRS.iter().any(|known| known == pair))
        // This word is a threat only together with a quote.
        || word == b"o:";
    let last = word.len().saturating_sub(ANCHOR_BYTES);
    (!is_shown).then(|| (0..=last).find(|at| is_sign_at(word, *at)).unwrap_or(0))
}

/// Whether the byte of a word at offset `at` is a sign.
fn is_sign_at(word: &[u8], at: usize) -> bool {
    word.get(at)
        .is_some_and(|byte| !byte.is_ascii_alphanumeric())
}

/// Whether a word is only found where no letter or digit precedes it.
pub(in super::super) fn begins_freely(word: &[u8]) -> bool {
    anchor(word) == Some(0) && word.first().is_some_and(u8::is_ascii_alphanumeric)
}

impl Anchors {
    fn add(&mut self, word: &'static [u8]) {
        let Some(at) = anchor(word) else { return };
        let (bytes, count) = (folded(word, at), word.len() - at);
        if count >= ANCHOR_BYTES {
            self.add_anchor(bytes, at, word);
            return;
        }
        // Any byte may follow a short word.
        for byte in 0..=u8::MAX {
            let bytes = bytes | (u32::from(byte) | 0x20) << (8 * count);
            self.add_anchor(bytes, at, word);
        }
    }

    fn add_anchor(&mut self, anchor: u32, at: usize, word: &'static [u8]) {
        let is_sign = is_sign_at(word, at);
        let three = if is_sign { anchor >> 8 } else { anchor };
        if let Some(cell) = self.cells.get_mut(place(three)) {
            match is_sign {
                true => cell.before |= bit(anchor),
                false => cell.after |= bit(anchor >> 24),
            }
        }
        let words = self.words.entry(anchor).or_default();
        if !words.contains(&(at, word)) {
            words.push((at, word));
        }
    }

    /// Whether there may be an anchor at the first of eight bytes, which is a sign, and whether
    /// there may be one after it.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the bytes that are compared"
    )]
    pub(super) fn may_have(&self, bytes: u64) -> (bool, bool) {
        let three = (bytes >> 8) as u32 | FOLD;
        let cell = self.cells.get(place(three)).copied().unwrap_or_default();
        let is_at_sign = cell.before & bit(bytes as u32) != 0;
        (is_at_sign, cell.after & bit((bytes >> 32) as u32) != 0)
    }

    /// Whether the text has a word whose anchor begins at offset `at` with a letter or a digit.
    pub(super) fn holds_after_sign(&self, text: &[u8], at: usize) -> bool {
        self.may_have(eight(text, at) << 8).1 && self.holds(text, at)
    }

    /// Whether the text has a whole word around the anchor at offset `at`.
    #[cold]
    #[inline(never)]
    pub(super) fn holds(&self, text: &[u8], at: usize) -> bool {
        let words = self.words.get(&folded(text, at)).map(Vec::as_slice);
        words.unwrap_or_default().iter().any(|(before, word)| {
            let start = at.checked_sub(*before);
            let found = start.and_then(|start| text.get(start..start + word.len()));
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    }
}

/// The index of the cell of the first three bytes.
#[inline]
fn place(three: u32) -> usize {
    let shift = u32::BITS - CELLS.trailing_zeros();
    ((three << 8).wrapping_mul(0x9E37_79B1) >> shift) as usize
}

/// The bit of a byte in a cell.
#[inline]
const fn bit(byte: u32) -> u32 {
    1 << (byte & 31)
}

/// Four bytes of a text as an anchor: small and capital letters are equal.
#[expect(clippy::cast_possible_truncation, reason = "the first four bytes")]
fn folded(text: &[u8], at: usize) -> u32 {
    eight(text, at) as u32 | FOLD
}
