//! Whether a text may contain a threat. Most texts contain none, and are ruled out here.
//!
//! An automaton reads each byte of a text, which costs thousands of instructions. Instead, eight
//! bytes at once are searched for signs, and the text is compared with the words only at its signs:
//! each word has an anchor of four bytes, which begins at a sign or after one. The same signs show
//! what has to be decoded, and which parameters may be commands.

mod anchors;
mod signs;

use super::decode::hex;
use super::parameters::{may_be_command, may_be_value};
use crate::near::WORD_BYTES;
use anchors::{ANCHORS, Anchors, folded};
pub(super) use anchors::{begins_freely, prepare};
use signs::{PAIRS, Sign, eight, sign, signs_of};

/// Whether a text has already been decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it arrived.
    Raw,
    /// Decoded.
    Decoded,
}

/// The parameter that a sign may end.
#[derive(Debug, Clone, Copy)]
enum Parameter {
    Absent,
    /// The name begins at this offset, after an ampersand.
    Name(usize),
    /// The value begins at this offset.
    Value(usize),
}

/// Whether a text may contain a threat. If not, neither the text nor its decoded form has a word of
/// [`super::words`] or a parameter that is a command.
pub(super) fn is_suspect(text: &[u8], form: Form) -> bool {
    let mut look = Look {
        anchors: &ANCHORS,
        text,
        form,
        parameter: Parameter::Absent,
        skipped: 0,
    };
    if look.anchors.holds_after_sign(text, 0) {
        return true;
    }
    let mut start = 0;
    while let Some(rest) = text.get(start..)
        && !rest.is_empty()
    {
        let found = match rest.first_chunk() {
            Some(block) => signs_of(u64::from_le_bytes(*block)),
            // The zeros after the text are not signs.
            None => signs_of(eight(rest, 0)) & !(u64::MAX << (8 * rest.len())),
        };
        if look.is_suspect_in(start, found) {
            return true;
        }
        start += WORD_BYTES;
    }
    match look.parameter {
        Parameter::Name(from) => may_be_command(text.get(from..).unwrap_or_default()),
        Parameter::Absent | Parameter::Value(_) => false,
    }
}

struct Look<'a> {
    anchors: &'a Anchors,
    text: &'a [u8],
    form: Form,
    parameter: Parameter,
    /// The end of the last encoding that needs no decoding.
    skipped: usize,
}

impl Look<'_> {
    /// Whether one of the signs that were found in eight bytes makes the text a suspect.
    #[inline]
    fn is_suspect_in(&mut self, start: usize, mut found: u64) -> bool {
        // The signs that another sign follows. The eighth byte counts too, because the byte after
        // it is not known here.
        let before_sign = found & (found >> 8 | 1 << 63);
        while found != 0 {
            let lowest = found & found.wrapping_neg();
            let at = start + found.trailing_zeros() as usize / 8;
            if self.is_suspect_at(at, before_sign & lowest != 0) {
                return true;
            }
            found ^= lowest;
        }
        false
    }

    #[inline]
    fn is_suspect_at(&mut self, at: usize, is_before_sign: bool) -> bool {
        if at < self.skipped {
            return false;
        }
        let bytes = eight(self.text, at);
        #[expect(clippy::cast_possible_truncation, reason = "the first byte")]
        let byte = bytes as u8;
        let sign = sign(byte);
        if sign >= Sign::Percent
            && let Some(is_suspect) = self.is_special(sign, at)
        {
            return is_suspect;
        }
        let (anchor, next) = (folded(bytes), folded(bytes >> 8));
        if self.anchors.may_have(anchor) | self.anchors.may_have(next)
            && (self.anchors.holds(anchor, self.text, at)
                || self.anchors.holds(next, self.text, at + 1))
            || is_before_sign && is_pair(bytes)
        {
            return true;
        }
        match self.parameter {
            Parameter::Absent if sign < Sign::Equals => false,
            _ => self.ends_command(sign, byte, at),
        }
    }

    /// Whether this sign makes the text a suspect. `None` if the sign alone does not decide this.
    #[cold]
    fn is_special(&mut self, sign: Sign, at: usize) -> Option<bool> {
        match (sign, self.form) {
            (Sign::Suspicious, _) | (Sign::Encoded, Form::Raw) => Some(true),
            (Sign::Percent, Form::Raw) => {
                let end = letters_beyond_ascii(self.text, at);
                // If a name has an encoding, it is not known whether a value follows the name.
                let end = end.filter(|_| !matches!(self.parameter, Parameter::Name(_)));
                self.parameter = Parameter::Absent;
                self.skipped = end.unwrap_or_default();
                Some(end.is_none_or(|end| self.anchors.holds_after_sign(self.text, end)))
            }
            _ => None,
        }
    }

    /// Whether the parameter before a sign may be a command. The next parameter may begin after it.
    #[inline]
    fn ends_command(&mut self, sign: Sign, byte: u8, at: usize) -> bool {
        if sign == Sign::Joined {
            return false;
        }
        let rest = |from: usize| self.text.get(from..).unwrap_or_default();
        let is_command = match self.parameter {
            Parameter::Absent => false,
            Parameter::Name(_) if matches!(byte, b'.' | b'-' | b'[' | b']') => return false,
            Parameter::Name(from) => sign != Sign::Equals && may_be_command(rest(from)),
            Parameter::Value(from) => {
                matches!(byte, b' ' | b'+' | b'-' | b'\\') && may_be_value(rest(from))
            }
        };
        self.parameter = match sign {
            Sign::Equals => Parameter::Value(at + 1),
            Sign::Ampersand => Parameter::Name(at + 1),
            _ => Parameter::Absent,
        };
        is_command
    }
}

/// Whether the first two bytes are one of [`PAIRS`].
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the first two bytes")]
fn is_pair(bytes: u64) -> bool {
    let pair = bytes as u16;
    PAIRS.iter().any(|known| u16::from_le_bytes(*known) == pair)
}

/// The end of the percent-encoded letter at offset `at`, if it is beyond ASCII and in a Latin,
/// Greek, Cyrillic, Hebrew, Arabic, Japanese or Chinese script. Attacks do not hide in such
/// letters, because no application reads them as letters or signs of ASCII. Decoding changes other
/// letters, for example those of full width.
fn letters_beyond_ascii(text: &[u8], at: usize) -> Option<usize> {
    let byte = |index: usize| {
        let start = at + 3 * index;
        match text.get(start..start + 3)? {
            [b'%', digits @ ..] => hex(Some(digits)),
            _ => None,
        }
    };
    let follows = |index: usize| byte(index).filter(|byte| matches!(byte, 0x80..=0xbf));
    let count = match byte(0)? {
        0xc3 | 0xce..=0xd9 => 2,
        0xe3 if matches!(follows(1), Some(0x81..=0x83)) => 3,
        0xe4..=0xe9 => 3,
        _ => return None,
    };
    (1..count)
        .all(|index| follows(index).is_some())
        .then_some(at + 3 * count)
}

#[cfg(test)]
mod tests;
