//! Names of secret parameters, compared in lower case and without `-`, `_` and other punctuation.
//!
//! The built-in list is that of what travels in URLs: OAuth 2.0 (<https://www.rfc-editor.org/rfc/rfc6749>,
//! <https://www.rfc-editor.org/rfc/rfc7523>, <https://www.rfc-editor.org/rfc/rfc8628>), `OpenID` Connect, SAML, signed URLs of
//! AWS, Google Cloud, Azure and Akamai, and session ids of the common platforms.

use memchr::memmem;

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
    let (mut start, mut whole) = (text.len(), true);
    // The letters that stand in it, a bit each. Punctuation adds letters that do not, and hides none.
    let mut letters = 0_u32;
    for byte in text.iter().rev() {
        let kind = kind(*byte);
        if kind == Kind::ENDS {
            break;
        }
        whole &= kind != Kind::DIVIDES;
        letters |= 1 << letter(kind);
        start -= 1;
    }
    let last = |back: usize| {
        let at = text.len().checked_sub(back).filter(|at| *at >= start);
        at.and_then(|at| text.get(at)).map(|byte| kind(*byte))
    };
    let ends = match [last(3), last(2), last(1)] {
        [Some(third), Some(second), Some(last)] if third.min(second).min(last) >= Kind::COUNTS => {
            let of = |letters: &[u32; 32]| letters.get(letter(last)).copied().unwrap_or(0);
            of(&SECOND) >> letter(second) & of(&THIRD) >> letter(third) & 1 != 0
        }
        // Too short, or with punctuation where it ends.
        _ => true,
    };
    let has = |word: u32| letters & word == word;
    let holds = (has(const { letters_of("pas") }) || has(const { letters_of("secrt") }))
        && holds_pair(text.get(start..).unwrap_or_default());
    LastName {
        start,
        whole,
        listed: ends || holds,
    }
}

/// Whether two letters stand side by side in a name that do in each of [`WITHIN`].
fn holds_pair(name: &[u8]) -> bool {
    let mut before = 0;
    name.iter().map(|byte| kind(*byte)).any(|letter| {
        let pair = matches!((before, letter), (b's', b's') | (b'c', b'r'));
        if letter >= Kind::COUNTS {
            before = letter;
        }
        pair
    })
}

/// Whether a byte may stand in a name as it is written in a URL.
pub(super) fn is_in_name(byte: u8) -> bool {
    kind(byte) != Kind::ENDS
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

/// Names that are secret as they stand; as a part of another name (`keyboard`, `barcode`) they mean nothing.
const WHOLE: &[&str] = &[
    "auth",
    "authorization",
    "awsaccesskeyid",
    "bearer",
    "cfid",
    "cftoken",
    "code",
    "codeverifier",
    "credentials",
    "csrf",
    "cvc",
    "cvv",
    "devicecode",
    "hdnea",
    "hdntl",
    "hdnts",
    "hmac",
    "idtokenhint",
    "key",
    "mfa",
    "nonce",
    "oauthverifier",
    "otp",
    "pass",
    "passcode",
    "pin",
    "pw",
    "pwd",
    "samlart",
    "samlrequest",
    "samlresponse",
    "sess",
    "session",
    "sid",
    "sig",
    "state",
    "ticket",
    "totp",
    "usercode",
    "wpnonce",
    "xsrf",
];

/// What names of secrets end with: `reset_token`, `X-Amz-Signature`.
const ENDINGS: &[&str] = &[
    "credential",
    "authcode",
    "token",
    "apikey",
    "authkey",
    "accesskey",
    "privatekey",
    "sessionkey",
    "subscriptionkey",
    "sessionid",
    "sessid",
    "assertion",
    "signature",
    "pwd",
    "jwt",
];

/// What makes a secret of every name it stands in: `new_password`, `password_confirmation`, `client_secret`.
const WITHIN: &[&str] = &["password", "passwd", "passphrase", "secret"];

/// Whether a name in its normal form holds a secret by the built-in list.
pub(super) fn is_built_in(name: &[u8]) -> bool {
    let holds = |word: &&str| memmem::find(name, word.as_bytes()).is_some();
    WHOLE.iter().any(|whole| *name == *whole.as_bytes())
        || ENDINGS.iter().any(|end| name.ends_with(end.as_bytes()))
        || WITHIN.iter().any(holds)
}

/// For each last letter of [`WHOLE`] and [`ENDINGS`] those before it, a bit each; and those before these.
static SECOND: [u32; 32] = before_last(before_last([0; 32], WHOLE, 1), ENDINGS, 1);
static THIRD: [u32; 32] = before_last(before_last([0; 32], WHOLE, 2), ENDINGS, 2);

#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
const fn before_last(mut letters: [u32; 32], names: &[&str], back: usize) -> [u32; 32] {
    let mut at = 0;
    while at < names.len() {
        let name = names[at].as_bytes();
        let last = name.len() - 1;
        if back <= last {
            letters[letter(name[last])] |= 1 << letter(name[last - back]);
        }
        at += 1;
    }
    letters
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

/// Letters by their places in the alphabet; whatever else there is falls together with some of them.
const fn letter(byte: u8) -> usize {
    (byte & 31) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_word_of_the_lists_is_known_where_it_counts() {
        for word in [WHOLE, ENDINGS, WITHIN].concat() {
            assert!(is_built_in(word.as_bytes()), "{word}");
        }
        for end in ENDINGS {
            assert!(is_built_in(format!("x{end}").as_bytes()), "{end}");
        }
        for word in WITHIN {
            assert!(is_built_in(format!("x{word}x").as_bytes()), "{word}");
        }
        for name in ["keyboard", "barcode", "passage", "sector", "k", ""] {
            assert!(!is_built_in(name.as_bytes()), "{name}");
        }
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
