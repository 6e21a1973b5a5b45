//! The signs of a text: every byte that is not a letter or a digit of ASCII, and what it says.

use crate::near::WORD_BYTES;

/// What a sign says about a text. The variants are ordered: those from [`Sign::Percent`] on may
/// decide alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// A sign that says nothing by itself.
    Plain,
    /// `&` or `=`, which begins the name or the value of a parameter.
    Parameter,
    /// `%`.
    Percent,
    /// A byte that is a word by itself, occurs in words that are too short for an anchor, or
    /// disguises a command. Such a byte is rare in targets and referrers without a threat.
    Suspicious,
    /// A backslash, a control character, or a byte that is not ASCII: the text has to be decoded.
    Encoded,
}

const SIGNS: [Sign; 256] = signs();

const fn signs() -> [Sign; 256] {
    let mut signs = [Sign::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it is below 256")]
        let sign = match byte as u8 {
            b'&' | b'=' => Sign::Parameter,
            b'%' => Sign::Percent,
            b'\n' | b'\'' | b'"' | b'`' | b';' | b'|' | b'$' | b'<' | b'>' | b'(' | b')' | b'{'
            | b'}' | b'*' | b'!' | b'#' | b'^' => Sign::Suspicious,
            b'\\' | 0..=0x1f | 0x7f.. => Sign::Encoded,
            _ => Sign::Plain,
        };
        #[expect(
            clippy::indexing_slicing,
            reason = "computed when the crate is compiled"
        )]
        {
            signs[byte] = sign;
        }
        byte += 1;
    }
    signs
}

/// Two signs that are a word or begin one.
pub(super) const PAIRS: [[u8; 2]; 6] = [*b"..", *b"--", *b"/.", *b"+-", *b"+/", *b"&&"];

/// Eight bytes from offset `at` on. Zeros follow the text.
#[inline]
pub(super) fn eight(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + WORD_BYTES).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => eight_at_end(text, at),
    }
}

/// Like [`eight`], for fewer than eight bytes.
fn eight_at_end(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let (Some(last), false) = (text.last_chunk(), rest.is_empty()) {
        return u64::from_le_bytes(*last) >> (8 * (WORD_BYTES - rest.len()));
    }
    let mut bytes = [0; WORD_BYTES];
    for (to, from) in bytes.iter_mut().zip(rest) {
        *to = *from;
    }
    u64::from_le_bytes(bytes)
}

#[inline]
pub(super) fn sign(byte: u8) -> Sign {
    SIGNS
        .get(usize::from(byte))
        .copied()
        .unwrap_or(Sign::Encoded)
}
