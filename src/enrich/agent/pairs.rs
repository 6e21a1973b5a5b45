//! A filter that rules out most texts that an agent string does not contain.
//!
//! The agent string is searched for some 200 texts, and contains few of them. A search for one that
//! is absent costs 150 to 400 instructions. In the filter, the first pair of neighbouring bytes
//! usually shows that the text is absent, which costs 15.

/// The pairs of neighbouring bytes in a text, one bit each. Bytes that have the same [`six_bits`]
/// are not distinguished, such as a capital and its small letter, or `@` and the grave accent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pairs([u64; 64]);

impl Pairs {
    pub(super) fn of(text: &str) -> Self {
        let mut pairs = Self([0; 64]);
        let mut bytes = text.bytes().map(six_bits);
        let mut first = bytes.next().unwrap_or_default();
        for second in bytes {
            if let Some(bits) = pairs.0.get_mut(usize::from(first)) {
                *bits |= 1 << second;
            }
            first = second;
        }
        pairs
    }

    /// Whether the text may contain another text. If not, it certainly does not contain it.
    pub(super) fn may_hold(&self, other: &str) -> bool {
        let mut pairs = other.as_bytes().array_windows();
        pairs.all(|[first, second]| {
            let bits = self.0.get(usize::from(six_bits(*first)));
            bits.is_some_and(|bits| bits & (1 << six_bits(*second)) != 0)
        })
    }
}

/// A byte without two of its bits: the one that distinguishes capitals from small letters, and the
/// one that ASCII does not use.
const fn six_bits(byte: u8) -> u8 {
    (byte & 0b01_1111) | (byte >> 1 & 0b10_0000)
}

/// Whether a text contains any of some words.
pub(super) fn holds_any(text: &str, words: &[&str]) -> bool {
    let pairs = Pairs::of(text);
    words
        .iter()
        .any(|word| pairs.may_hold(word) && text.contains(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn absent_texts_are_ruled_out() {
        let agent = Pairs::of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101");
        for text in ["Android", "webkit", "tablet", "Gecko)", "linux;"] {
            assert!(!agent.may_hold(text), "{text}");
        }
        for text in ["", "!", "linux", "Linux", "GECKO/", "rv:1"] {
            assert!(agent.may_hold(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_that_is_contained_is_never_ruled_out(
            front in ".{0,8}", text in ".{0,8}|[ -~]{0,8}", rest in ".{0,8}",
        ) {
            let whole = [&*front, &*text, &*rest].concat();
            prop_assert!(Pairs::of(&whole).may_hold(&text));
            prop_assert!(Pairs::of(&whole).may_hold(&text.to_ascii_lowercase()));
            prop_assert!(Pairs::of(&whole.to_ascii_uppercase()).may_hold(&text));
        }

        #[test]
        fn any_word_is_found_like_by_a_plain_search(
            text in "[aAb]{0,12}", words in prop::collection::vec("[aAb]{1,4}", 0..3),
        ) {
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            let expected = words.iter().any(|word| text.contains(word));
            prop_assert_eq!(holds_any(&text, &words), expected);
        }
    }
}
