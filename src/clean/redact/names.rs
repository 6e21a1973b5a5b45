//! Names of parameters: taken apart into words, and looked at in passing.

use std::ops::Range;

use super::letters;

/// A name as it is compared: its letters (of ASCII in lower case) and digits, and where each word
/// of it is.
///
/// Words end at everything else, at a change from lower to upper case (`resetKey`, `OTPCode`), and
/// at numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name {
    letters: Vec<u8>,
    words: Vec<Range<usize>>,
    digits: bool,
}

impl Name {
    pub(super) fn of(name: &[u8]) -> Self {
        let mut found = Self::default();
        let (mut before, mut word) = (Class::Other, 0);
        for chunk in name.utf8_chunks() {
            for char in chunk.valid().chars() {
                let class = Class::of(char);
                let end = found.letters.len();
                if class != before && !(before == Class::Upper && class == Class::Lower) {
                    found.end_word(word..end, before);
                    word = end;
                } else if class != before && end > word + 1 {
                    // Of `OTPCode` the last capital begins a word.
                    found.end_word(word..end - 1, before);
                    word = end - 1;
                }
                before = class;
                if class != Class::Other {
                    let lower = char.to_ascii_lowercase();
                    found.letters.extend(lower.encode_utf8(&mut [0; 4]).bytes());
                }
            }
            if !chunk.invalid().is_empty() {
                let end = found.letters.len();
                found.end_word(word..end, before);
                (before, word) = (Class::Other, end);
            }
        }
        let end = found.letters.len();
        found.end_word(word..end, before);
        found
    }

    fn end_word(&mut self, word: Range<usize>, class: Class) {
        if word.is_empty() {
            return;
        }
        match class {
            Class::Digit => self.digits = true,
            Class::Lower | Class::Upper | Class::Other => self.words.push(word),
        }
    }

    /// All of it without a gap.
    pub(super) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Its words, numbers left out.
    pub(super) fn words(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.words
            .iter()
            .filter_map(|word| self.letters.get(word.clone()))
    }

    pub(super) fn has_digits(&self) -> bool {
        self.digits
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Other,
}

impl Class {
    fn of(char: char) -> Self {
        match char {
            'A'..='Z' => Self::Upper,
            '0'..='9' => Self::Digit,
            _ if char.is_alphanumeric() => Self::Lower,
            _ => Self::Other,
        }
    }
}

/// The name that a text ends with.
#[derive(Debug)]
pub(super) struct LastName {
    /// Where it begins.
    pub(super) start: usize,
    /// Nothing in it is encoded: it is all there is to compare.
    pub(super) whole: bool,
    /// By its last letters or all of them it may be in the built-in list. Most are ruled out by
    /// that: every parameter of every URL comes this way, and few are taken apart.
    pub(super) listed: bool,
}

/// The name that a text ends with.
#[inline]
pub(super) fn last_name(text: &[u8]) -> LastName {
    let mut start = text.len();
    let mut letters = 0;
    for byte in text.iter().rev() {
        let letter = LETTERS.get(usize::from(*byte)).copied().unwrap_or(0);
        if letter == 0 {
            break;
        }
        letters |= letter;
        start -= 1;
    }
    let name = text.get(start..).unwrap_or_default();
    let is_letter = |byte: &u8| kind(*byte) > b'9';
    // Numbers and punctuation behind the last letter are not compared.
    let behind = name.iter().rposition(is_letter).map_or(0, |last| last + 1);
    let compared = name.get(..behind).unwrap_or_default();
    let ends = match compared {
        [.., third, second, last] => {
            let last = [*third, *second, *last];
            let may_end = !last.iter().all(is_letter) || letters::may_end(last.map(kind));
            let letters = compared.iter().rev().filter(|byte| is_letter(byte));
            may_end && letters::may_end_as(letters.map(|byte| kind(*byte)))
        }
        // The shortest of the lists.
        short => short.eq_ignore_ascii_case(b"pw"),
    };
    let counts = |letter: &u8| *letter >= Kind::COUNTS;
    let name = text.iter().skip(start).map(|byte| kind(*byte));
    let holds = letters::may_hold(letters) && letters::holds_pair(name.filter(counts));
    LastName {
        start,
        whole: letters & ENCODES == 0,
        listed: ends || holds || letters & DIVIDES != 0,
    }
}

/// Whether a byte may be in a name.
pub(super) fn is_in_name(byte: u8) -> bool {
    kind(byte) != Kind::ENDS && byte != b'%'
}

/// Whether a byte may be around the name of a parameter, or between its words, and delimits
/// nothing.
pub(super) fn surrounds(byte: u8) -> bool {
    !is_in_name(byte) && !matches!(byte, b'&' | b'?' | b';' | b'#' | b'/' | b'=' | b':' | b',')
}

/// What a byte is to a name: one of these, or from [`Kind::COUNTS`] on, itself in lower case.
struct Kind;

impl Kind {
    /// It is before or behind a name.
    const ENDS: u8 = 0;
    /// Punctuation within a name.
    const SILENT: u8 = 1;
    /// It divides a name into parts.
    const DIVIDES: u8 = 2;
    /// Something is encoded by it.
    const ENCODES: u8 = 3;
    const COUNTS: u8 = b'0';
}

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(Kind::ENDS)
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
static KINDS: [u8; 256] = {
    let mut kinds = [Kind::ENDS; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        kinds[at] = match byte {
            b'-' | b'_' | b'.' | b'$' | b'~' => Kind::SILENT,
            b'[' | b']' => Kind::DIVIDES,
            b'%' => Kind::ENCODES,
            _ if byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
            // Some characters beyond ASCII are blanks.
            _ if !byte.is_ascii() => Kind::DIVIDES,
            _ => Kind::ENDS,
        };
        at += 1;
    }
    kinds
};

/// What a byte adds to the letters of a name, a bit each: its own, [`DIVIDES`], [`ENCODES`], or one
/// that no word asks for; nothing where it ends the name.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
static LETTERS: [u32; 256] = {
    const NO_LETTER: u32 = 1;
    let mut letters = [0; 256];
    let mut at = 0;
    while at < 256 {
        letters[at] = match KINDS[at] {
            Kind::ENDS => 0,
            Kind::DIVIDES => DIVIDES,
            Kind::ENCODES => ENCODES,
            letter @ b'a'..=b'z' => 1 << letters::letter(letter),
            _ => NO_LETTER,
        };
        at += 1;
    }
    letters
};

/// The bits of what divides a name and of what encodes it. No letter has them.
const DIVIDES: u32 = 1 << 31;
const ENCODES: u32 = 1 << 30;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::listed::{ENDINGS, LAST, QUALIFIED, WHOLE, WITHIN, WORDS, is_built_in};
    use super::*;

    #[test]
    fn a_name_is_its_words() {
        let cases: [(&str, &[&str]); 10] = [
            ("reset_key", &["reset", "key"]),
            ("resetKey", &["reset", "key"]),
            ("OTPCode2", &["otp", "code"]),
            ("X-Api-Key", &["x", "api", "key"]),
            ("token1value", &["token", "value"]),
            ("PASSWORD", &["password"]),
            ("\u{200b}token\u{a0}", &["token"]),
            ("schlüssel", &["schlüssel"]),
            ("--", &[]),
            ("12", &[]),
        ];
        for (name, expected) in cases {
            let found = Name::of(name.as_bytes());
            let words: Vec<_> = found.words().map(String::from_utf8_lossy).collect();
            assert_eq!(words, expected, "{name}");
        }
        let found = Name::of(b"a\xffb");
        assert_eq!(found.words().collect::<Vec<_>>(), [b"a", b"b"]);
    }

    #[test]
    fn a_glance_rules_out_what_most_names_are() {
        for name in [
            "utm_source",
            "page",
            "q",
            "lang",
            "id",
            "sort",
            "v",
            "utm_medium",
            // Their last letters are those of `state`, `assertion` and `sid`.
            "date",
            "action",
            "ad_id",
            "from-station",
        ] {
            let found = last_name(format!("/a?b=c&{name}").as_bytes());
            assert_eq!(
                (found.start, found.whole, found.listed),
                (7, true, false),
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_glance_rules_out_no_secret(
            before in "[a-z0-9é_-]{0,4}", at in 0_usize..999, after in "[A-Za-z0-9_.\\[\\]-]{0,3}", apart in "[-_.]?",
            capitals in 0_usize..3, qualified in any::<bool>(),
        ) {
            let words = [WHOLE, ENDINGS, WITHIN, WORDS, LAST].concat();
            let pairs: Vec<_> = QUALIFIED.iter().flat_map(|(noun, of)| of.split(' ').map(move |of| (of, *noun))).collect();
            let word = words[at % words.len()];
            let (front, back) = if qualified { pairs[at % pairs.len()] } else { word.split_at(word.len() / 2) };
            let mut name = format!("{before}{front}{apart}{back}{after}");
            if capitals == 1 {
                name = name.to_ascii_uppercase();
            } else if capitals == 2 && qualified {
                name = format!("{before}{front}{}{after}", back.replacen(&back[..1], &back[..1].to_ascii_uppercase(), 1));
            }
            let found = last_name(name.as_bytes());
            prop_assert_eq!((found.start, found.whole), (0, true));
            let secret = name.split(['[', ']']).any(|part| is_built_in(&Name::of(part.as_bytes())));
            prop_assert!(found.listed || !secret, "{}", name);
        }
    }
}
