//! Names of parameters, split into words.

use std::ops::Range;

/// A name in the form in which it is compared: its letters (ASCII in lower case) and digits, and
/// where each of its words begins and ends.
///
/// A word ends at a digit, at a character that is neither a letter nor a digit, and at a change
/// from lower to upper case (`resetKey`). If lower case follows several capitals, the last capital
/// begins a word (`OTPCode`).
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
                    // In `OTPCode`, the last capital letter begins a word.
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

    /// The whole name without gaps.
    pub(super) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// The words of the name, without numbers.
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

/// Whether a byte may be in a name. Every byte that is not ASCII may, even if it belongs to a
/// space. Such a space separates two words of the name.
pub(super) fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'$' | b'~' | b'[' | b']')
        || !byte.is_ascii()
}

/// Whether a byte neither is part of a parameter's name nor delimits it. Such bytes may be around a
/// name or between its words.
pub(super) fn surrounds(byte: u8) -> bool {
    !is_in_name(byte) && !delimits(byte)
}

/// Whether a byte delimits a name, before it or after it.
pub(super) fn delimits(byte: u8) -> bool {
    matches!(byte, b'&' | b'?' | b';' | b'#' | b'/' | b'=' | b':' | b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_into_its_words() {
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
}
