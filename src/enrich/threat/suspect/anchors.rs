//! Words by their anchors: four bytes of a word that begin at a sign, or at the beginning of the
//! word.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::super::words;
use super::signs::{PAIRS, Sign, eight, sign};

/// How many bytes of a word are its anchor.
const ANCHOR_BYTES: usize = 4;

/// How many bits the table of anchors has. One bit in 70 is set.
const BITS: usize = 1 << 16;

/// The words by their anchors.
pub(super) struct Anchors {
    /// A bit for the hash of each anchor.
    bits: Box<[u64; BITS / 64]>,
    /// The words of each anchor, with the anchor's offset in the word.
    words: HashMap<u32, Vec<(usize, &'static [u8])>, FixedState>,
}

pub(super) static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| {
    let mut anchors = Anchors {
        bits: Box::new([0; BITS / 64]),
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
    let is_sign = |at: &usize| {
        word.get(*at)
            .is_some_and(|byte| !byte.is_ascii_alphanumeric())
    };
    (!is_shown).then(|| (0..=last).find(is_sign).unwrap_or(0))
}

/// Whether a word is only found where no letter or digit precedes it.
pub(in super::super) fn begins_freely(word: &[u8]) -> bool {
    anchor(word) == Some(0) && word.first().is_some_and(u8::is_ascii_alphanumeric)
}

impl Anchors {
    fn add(&mut self, word: &'static [u8]) {
        let Some(at) = anchor(word) else { return };
        let (bytes, count) = (eight(word, at), word.len() - at);
        if count >= ANCHOR_BYTES {
            self.add_anchor(folded(bytes), at, word);
            return;
        }
        // Any byte may follow a short word.
        for byte in 0..=u8::MAX {
            self.add_anchor(folded(bytes | u64::from(byte) << (8 * count)), at, word);
        }
    }

    fn add_anchor(&mut self, anchor: u32, at: usize, word: &'static [u8]) {
        let (index, bit) = place(anchor);
        if let Some(bits) = self.bits.get_mut(index) {
            *bits |= 1 << bit;
        }
        let words = self.words.entry(anchor).or_default();
        if !words.contains(&(at, word)) {
            words.push((at, word));
        }
    }

    /// Whether the bit of an anchor is set.
    #[inline]
    pub(super) fn may_have(&self, anchor: u32) -> bool {
        let (index, bit) = place(anchor);
        self.bits
            .get(index)
            .is_some_and(|bits| bits >> bit & 1 == 1)
    }

    /// Whether the text has a whole word around the anchor at offset `at`.
    #[cold]
    #[inline(never)]
    pub(super) fn holds(&self, anchor: u32, text: &[u8], at: usize) -> bool {
        let words = self.words.get(&anchor).map(Vec::as_slice);
        words.unwrap_or_default().iter().any(|(before, word)| {
            let start = at.checked_sub(*before);
            let found = start.and_then(|start| text.get(start..start + word.len()));
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    }

    /// Whether a word begins at offset `at`, at which there is no sign.
    pub(super) fn holds_after_sign(&self, text: &[u8], at: usize) -> bool {
        let anchor = folded(eight(text, at));
        self.may_have(anchor) && self.holds(anchor, text, at)
    }
}

/// The index of the word that has an anchor's bit, and the index of the bit in this word.
#[inline]
fn place(anchor: u32) -> (usize, u32) {
    let hash = anchor.wrapping_mul(0x9E37_79B1) >> 16;
    ((hash >> 6) as usize, hash & 63)
}

/// Four bytes as an anchor: small and capital letters are equal.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the first four bytes")]
pub(super) fn folded(bytes: u64) -> u32 {
    bytes as u32 | 0x2020_2020
}
