//! The built-in list of secret parameters' names, in their normal form.
//!
//! It is that of what travels in URLs: OAuth 2.0 (<https://www.rfc-editor.org/rfc/rfc6749>,
//! <https://www.rfc-editor.org/rfc/rfc7523>, <https://www.rfc-editor.org/rfc/rfc8628>), `OpenID` Connect, SAML, signed URLs of
//! AWS, Google Cloud, Azure and Akamai, and session ids of the common platforms.

use memchr::memmem;

/// Names that are secret as they stand; as a part of another name (`keyboard`, `barcode`) they mean nothing.
pub(super) const WHOLE: &[&str] = &[
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
pub(super) const ENDINGS: &[&str] = &[
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
pub(super) const WITHIN: &[&str] = &["password", "passwd", "passphrase", "secret"];

/// Whether a name in its normal form holds a secret by the built-in list.
pub(super) fn is_built_in(name: &[u8]) -> bool {
    let holds = |word: &&str| memmem::find(name, word.as_bytes()).is_some();
    WHOLE.iter().any(|whole| *name == *whole.as_bytes())
        || ENDINGS.iter().any(|end| name.ends_with(end.as_bytes()))
        || WITHIN.iter().any(holds)
}

/// Whether a name with these last three letters may be in [`WHOLE`], or end as one of [`ENDINGS`].
#[inline]
pub(super) fn may_end([third, second, last]: [u8; 3]) -> bool {
    let of = |letters: &[u32; 32]| letters.get(letter(last)).copied().unwrap_or(0);
    of(&SECOND) >> letter(second) & of(&THIRD) >> letter(third) & 1 != 0
}

/// Whether a name of these letters, a bit each, may hold one of [`WITHIN`].
#[inline]
pub(super) fn may_hold(letters: u32) -> bool {
    let has = |word: u32| letters & word == word;
    has(const { letters_of("pas") }) || has(const { letters_of("secrt") })
}

/// Whether two letters stand side by side in a name that do in each of [`WITHIN`].
pub(super) fn holds_pair(mut letters: impl Iterator<Item = u8>) -> bool {
    let mut before = 0;
    letters.any(|letter| {
        let pair = matches!((before, letter), (b's', b's') | (b'c', b'r'));
        before = letter;
        pair
    })
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
pub(super) const fn letter(byte: u8) -> usize {
    (byte & 31) as usize
}

#[cfg(test)]
mod tests {
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
}
