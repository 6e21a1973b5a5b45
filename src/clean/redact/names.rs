//! Names of parameters, compared in lower case and without `-`, `_` and other punctuation.

use super::listed;

/// The most bytes of a name that are compared, its end counting: no secret's name is longer.
const NAME_LIMIT_BYTES: usize = 64;

/// A name as it is compared, in memory of its own: a line costs no allocation for its parameters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Normal {
    bytes: [u8; NAME_LIMIT_BYTES],
    /// The name fills the memory from its end.
    start: usize,
}

impl Normal {
    const EMPTY: Self = Self {
        bytes: [0; NAME_LIMIT_BYTES],
        start: NAME_LIMIT_BYTES,
    };

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.start == NAME_LIMIT_BYTES
    }

    /// Puts a byte before those that are there, while there is room.
    fn precede(&mut self, byte: u8) {
        if let Some(start) = self.start.checked_sub(1)
            && let Some(slot) = self.bytes.get_mut(start)
        {
            *slot = byte;
            self.start = start;
        }
    }
}

/// The name in lower case (of ASCII) without punctuation.
pub(super) fn normal(name: &[u8]) -> Normal {
    let mut normal = Normal::EMPTY;
    for byte in name.iter().rev() {
        let letter = kind(*byte);
        if letter >= Kind::COUNTS {
            normal.precede(letter);
        }
    }
    normal
}

/// The name that a text ends with.
#[derive(Debug)]
pub(super) struct LastName {
    /// Where it begins.
    pub(super) start: usize,
    /// It has one part, and nothing in it is encoded: its normal form is all there is to compare.
    pub(super) whole: bool,
    /// By its last letters or all of them it may be in the built-in list. Most are ruled out by that: every parameter of every URL
    /// comes this way, and few need a normal form.
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
    let last = |back: usize| {
        let at = text.len().checked_sub(back).filter(|at| *at >= start);
        at.and_then(|at| text.get(at)).map(|byte| kind(*byte))
    };
    let ends = match [last(3), last(2), last(1)] {
        [Some(third), Some(second), Some(last)] if third.min(second).min(last) >= Kind::COUNTS => {
            listed::may_end([third, second, last])
        }
        // Too short, or with punctuation where it ends.
        _ => true,
    };
    let counts = |letter: &u8| *letter >= Kind::COUNTS;
    let name = text.iter().skip(start).map(|byte| kind(*byte));
    let holds = listed::may_hold(letters) && listed::holds_pair(name.filter(counts));
    LastName {
        start,
        whole: letters & DIVIDES == 0,
        listed: ends || holds,
    }
}

/// Whether a byte may stand in a name as it is written in a URL.
pub(super) fn is_in_name(byte: u8) -> bool {
    kind(byte) != Kind::ENDS
}

/// Whether a byte is a letter, a digit or punctuation of a name, and stands for itself.
pub(super) fn is_plain(byte: u8) -> bool {
    !matches!(kind(byte), Kind::ENDS | Kind::DIVIDES)
}

/// What a byte is to a name: one of these, or from [`Kind::COUNTS`] on, itself in lower case.
struct Kind;

impl Kind {
    /// It stands before or behind a name.
    const ENDS: u8 = 0;
    /// Punctuation within a name.
    const SILENT: u8 = 1;
    /// It divides a name, or something is encoded by it.
    const DIVIDES: u8 = 2;
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
            b'%' | b'[' | b']' => Kind::DIVIDES,
            _ if byte.is_ascii_alphanumeric() || !byte.is_ascii() => byte.to_ascii_lowercase(),
            _ => Kind::ENDS,
        };
        at += 1;
    }
    kinds
};

/// What a byte adds to the letters of a name, a bit each: its own, [`DIVIDES`], or one that no word asks for; nothing where it ends the
/// name.
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
            letter @ b'a'..=b'z' => 1 << listed::letter(letter),
            _ => NO_LETTER,
        };
        at += 1;
    }
    letters
};

/// The bit of what divides a name. No letter has it.
const DIVIDES: u32 = 1 << 31;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::listed::{ENDINGS, WHOLE, WITHIN, is_built_in};
    use super::*;

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
        ] {
            let found = last_name(format!("/a?b=c&{name}").as_bytes());
            let short = name.len() < 3;
            assert_eq!(
                (found.start, found.whole, found.listed),
                (7, true, short),
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_glance_rules_out_no_secret(
            before in "[a-z0-9é_-]{0,4}", at in 0_usize..99, after in "[a-z_.-]{0,3}", apart in "[-_.]?", capitals in any::<bool>(),
        ) {
            let words = [WHOLE, ENDINGS, WITHIN].concat();
            let word = words[at % words.len()];
            let (front, back) = word.split_at(word.len() / 2);
            let mut name = format!("{before}{front}{apart}{back}{after}");
            if capitals {
                name = name.to_ascii_uppercase();
            }
            let found = last_name(name.as_bytes());
            prop_assert_eq!((found.start, found.whole), (0, true));
            prop_assert!(found.listed || !is_built_in(normal(name.as_bytes()).as_bytes()), "{}", name);
        }
    }
}
