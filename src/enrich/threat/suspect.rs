//! Whether a text may contain a threat. Most texts contain none, and are ruled out here.
//!
//! An automaton would read each byte of a text, for thousands of instructions. Instead, the
//! signs (bytes that are neither letters nor digits) among 64 bytes are found at once, and the text
//! is compared with the words of [`super::words`] only at its signs and its beginning. Some signs
//! and pairs of signs show a word by themselves. Each other word has an anchor of four bytes, which
//! begins at a sign, after one, or at the beginning of the text. The same signs show what has to be
//! decoded, and which parameters may be commands.

mod anchors;
mod signs;

use super::decode::hex;
use super::parameters::{may_be_command, may_be_value};
use crate::signs::{WINDOW_BYTES, signs_from};
use anchors::{ANCHORS, Anchors};
pub(super) use anchors::{begins_freely, prepare};
use signs::{PAIRS, Sign, eight, sign};

/// Whether a text has already been decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The text as it arrived.
    Raw,
    /// The decoded text.
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
/// [`super::words`] where the word counts ([`begins_freely`]), or a parameter that is a command.
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
    // This is 1 if the last byte before `start` is a sign, and 0 if not.
    let mut last = 0;
    let mut start = 0;
    while start < text.len() {
        let found = signs_from(text, start);
        let after_sign = found & (found << 1 | last);
        last = found >> (WINDOW_BYTES - 1);
        if after_sign != 0 && has_pair(text, start, after_sign) || look.is_suspect_in(start, found)
        {
            return true;
        }
        start += WINDOW_BYTES;
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
    /// Whether one of the signs in `found` makes the text a suspect. Each bit of `found` represents
    /// one of the 64 bytes from `start` on.
    #[inline]
    fn is_suspect_in(&mut self, start: usize, mut found: u64) -> bool {
        while found != 0 {
            let at = start + found.trailing_zeros() as usize;
            found &= found - 1;
            let bytes = eight(self.text, at);
            #[expect(clippy::cast_possible_truncation, reason = "the first byte")]
            let byte = bytes as u8;
            let sign = sign(byte);
            if sign >= Sign::Percent {
                if at < self.skipped {
                    continue;
                }
                match special(sign, self.form, self.text, at) {
                    Special::Suspect => return true,
                    Special::Letter(end) => {
                        // If a name has an encoding, it is not known whether a value follows it.
                        let is_in_name = matches!(self.parameter, Parameter::Name(_));
                        if is_in_name || self.anchors.holds_after_sign(self.text, end) {
                            return true;
                        }
                        (self.parameter, self.skipped) = (Parameter::Absent, end);
                        continue;
                    }
                    Special::Ordinary => {}
                }
            }
            let (may_be_here, may_follow) = self.anchors.may_have(bytes);
            if may_be_here && self.anchors.holds(self.text, at)
                || may_follow && self.anchors.holds(self.text, at + 1)
            {
                return true;
            }
            self.parameter = match (self.parameter, byte) {
                (Parameter::Absent, _) if sign == Sign::Plain => continue,
                (_, b'_') => continue,
                // Nearly all names and values end here, and none of them is a command.
                (_, b'=') => Parameter::Value(at + 1),
                (Parameter::Absent | Parameter::Value(_), b'&') => Parameter::Name(at + 1),
                (parameter, _) => match parameter.after(byte, self.text, at) {
                    Some(next) => next,
                    None => return true,
                },
            };
        }
        false
    }
}

/// What one of the signs from [`Sign::Percent`] on says about a text.
enum Special {
    Suspect,
    /// The sign begins an encoded letter, which ends here and needs no decoding.
    Letter(usize),
    Ordinary,
}

/// What a sign says about a text. The function takes no reference to [`Look`], whose members can
/// therefore stay in registers.
#[cold]
fn special(sign: Sign, form: Form, text: &[u8], at: usize) -> Special {
    match (sign, form) {
        (Sign::Suspicious, _) | (Sign::Encoded, Form::Raw) => Special::Suspect,
        (Sign::Percent, Form::Raw) => {
            letters_beyond_ascii(text, at).map_or(Special::Suspect, Special::Letter)
        }
        _ => Special::Ordinary,
    }
}

impl Parameter {
    /// The parameter after a sign that is neither `_` nor `=`. `None` if the one before the sign
    /// may be a command.
    fn after(self, byte: u8, text: &[u8], at: usize) -> Option<Self> {
        let rest = |from: usize| text.get(from..).unwrap_or_default();
        let is_command = match self {
            Self::Absent => false,
            Self::Name(_) if matches!(byte, b'.' | b'-' | b'[' | b']') => return Some(self),
            Self::Name(from) => may_be_command(rest(from)),
            Self::Value(from) => {
                matches!(byte, b' ' | b'+' | b'-' | b'\\') && may_be_value(rest(from))
            }
        };
        (!is_command).then_some(match byte {
            b'&' => Self::Name(at + 1),
            _ => Self::Absent,
        })
    }
}

/// Whether one of the signs that follow another sign is the second byte of one of [`PAIRS`].
#[cold]
fn has_pair(text: &[u8], start: usize, mut found: u64) -> bool {
    while found != 0 {
        let at = start + found.trailing_zeros() as usize;
        found &= found - 1;
        let pair = at.checked_sub(1).and_then(|before| text.get(before..=at));
        if pair.is_some_and(|pair| PAIRS.iter().any(|known| known == pair)) {
            return true;
        }
    }
    false
}

/// The end of the percent-encoded letter at offset `at`, if it is beyond ASCII and in one of the
/// common ranges of Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Japanese or Chinese letters.
/// Attacks do not hide in such letters, because no application reads them as letters or signs of
/// ASCII. Decoding changes other letters, for example those of full width.
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
