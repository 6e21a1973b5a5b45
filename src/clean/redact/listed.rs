//! The built-in list of secret parameters' names.
//!
//! The list has the names that occur in URLs: OAuth 2.0 (<https://www.rfc-editor.org/rfc/rfc6749>,
//! <https://www.rfc-editor.org/rfc/rfc7523>, <https://www.rfc-editor.org/rfc/rfc8628>), `OpenID`
//! Connect, SAML, signed URLs of AWS, Google Cloud, Azure and Akamai, session ids of the common
//! platforms, and the words that web applications use for their secrets.
//!
//! A name is compared in two ways. The first uses its letters and digits without gaps ([`WHOLE`],
//! [`ENDINGS`], [`WITHIN`]). The second uses each word without its numbers ([`WORDS`], [`LAST`],
//! [`QUALIFIED`]).

use memchr::memmem;

use super::names::Name;

/// Names that are secret as a whole. As letters within another word (`keyboard`, `barcode`) they
/// have another meaning.
pub(super) const WHOLE: &[&str] = &[
    "2facode",
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
    "onetimecode",
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

/// Names in [`WHOLE`] that are also common names of other things. They are not secret with a number
/// after them (`key1`), or as a member of a log's own JSON (`"state":"open"`).
pub(super) const WEAK: &str = "\
    code key nonce sess session state ticket";

/// Endings of secret names: `reset_token`, `X-Amz-Signature`.
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

/// Parts that make a name secret wherever they are in it: `new_password`, `password_confirmation`,
/// `client_secret`.
pub(super) const WITHIN: &[&str] = &["password", "passwd", "passphrase", "secret"];

/// Words that make a name secret wherever they are in it (`tokenValue`, `pass_confirm`), unless the
/// name ends with one of [`ATTRIBUTES`].
pub(super) const WORDS: &[&str] = &[
    "bearer",
    "credential",
    "credentials",
    "csrf",
    "cvc",
    "cvv",
    "jwt",
    "otp",
    "pass",
    "passcode",
    "pw",
    "pwd",
    "signature",
    "token",
    "totp",
    "xsrf",
];

/// Words that make a name secret if the name ends with one of them: `connect.sid`, `user_pin`.
pub(super) const LAST: &[&str] = &[
    "auth",
    "authorization",
    "hmac",
    "mfa",
    "nonce",
    "pin",
    "sid",
    "sig",
];

/// Words that are secret after one of the words in the same row, wherever the two are in the name,
/// with the exceptions of [`LAST_ONLY`] and [`ATTRIBUTES`]. The two may be written as one word or
/// as two: `resetKey`, `otp_code`, `api_key_prod`.
pub(super) const QUALIFIED: &[(&str, &str)] = &[
    (
        "key",
        "access account activation admin aes api app auth backup cipher client consumer \
         crypto decryption deploy device encryption hmac license login master pass pin \
         private psk recovery registration reset rsa secret secure security server service \
         session shared sign signature signing ssh storage stream subscription token unlock \
         user verification verify webhook wrapping",
    ),
    (
        "code",
        "access activation auth authentication authorization backup challenge confirm \
         confirmation device email grant invitation invite login magic mfa oauth oob otp pair \
         pairing pass pin recovery reset secret security signin sms tfa token totp unlock \
         user validation verification verify",
    ),
    (
        "hash",
        "activation auth confirm confirmation login pass pw reset verification verify",
    ),
    ("session", "admin auth login php user"),
    ("state", "auth oauth oidc"),
    ("ticket", "access auth cas granting login proxy service"),
];

/// Words of [`QUALIFIED`] that are secret only as the last word.
const LAST_ONLY: &[&str] = &["session", "state", "ticket"];

/// Endings of names that describe a secret and do not contain it: `token_type`, `passCount`.
const ATTRIBUTES: &str = "\
    age alg algorithm by count enabled endpoint error exp expiration expires expiry field format \
    help hint id index info label len length lifetime limit max message method min mode name \
    page param path per policy position provider rate required scope size status step strength \
    through total ttl type types uri url usage used version";

/// Words that change the meaning of `pass` if they precede it. The name then does not mean a
/// password.
const PASSES: &str = "\
    band battle boarding bus by day first high low multi rail season second single ski train \
    travel";

/// Words that end with `pass` and are not passwords.
const NO_PASSWORDS: &str = "\
    bypass compass encompass overpass surpass trespass underpass";

/// Headers that authenticate, as they occur in raw lines. As parameters, these names mostly mean
/// something else (`cookie=accepted`).
pub(super) const HEADERS: &[&str] = &[
    "cookies",
    "authorization",
    "cookie",
    "proxyauthorization",
    "setcookie",
];

/// Names of users. Their values are removed if users are hashed.
const USERS: &str = "\
    account authuser clientuserid email login loginid loginname mail remoteuser uname upn user \
    userid username usr";

/// Whether a name is secret by the built-in list.
pub(super) fn is_built_in(name: &Name) -> bool {
    let letters = name.letters();
    if is_listed(letters) {
        return true;
    }
    if name.has_digits() {
        let unnumbered: Vec<u8> = name.words().flatten().copied().collect();
        if !is_one_of(WEAK, &unnumbered) && is_listed(&unnumbered) {
            return true;
        }
    }
    is_secret_by_words(name)
}

/// Whether a header with this name authenticates.
pub(super) fn is_header(name: &Name) -> bool {
    is_in(HEADERS, name.letters()) || name.words().last().is_some_and(|word| is_in(HEADERS, word))
}

/// Whether a parameter with this name contains a user.
pub(super) fn is_user(name: &Name) -> bool {
    is_one_of(USERS, name.letters())
}

/// Whether a name is often harmless.
pub(super) fn is_weak(name: &Name) -> bool {
    is_one_of(WEAK, name.letters())
}

fn is_listed(letters: &[u8]) -> bool {
    is_in(WHOLE, letters)
        || ENDINGS.iter().any(|end| letters.ends_with(end.as_bytes()))
        || WITHIN
            .iter()
            .any(|word| memmem::find(letters, word.as_bytes()).is_some())
}

fn is_secret_by_words(name: &Name) -> bool {
    let mut from_last = name.words().rev();
    let Some(last) = from_last.next() else {
        return false;
    };
    let is_pass = last == b"pass";
    if is_pass && is_one_of(PASSES, from_last.next().unwrap_or_default()) {
        return false;
    }
    is_in(LAST, last)
        || last.ends_with(b"pass") && !is_one_of(NO_PASSWORDS, last)
        || (name.words().any(|word| is_in(WORDS, word)) || holds_qualified(name))
            && !is_one_of(ATTRIBUTES, last)
}

/// Whether one of the words is in [`QUALIFIED`], by itself or with the word before it.
fn holds_qualified(name: &Name) -> bool {
    let before = [&b""[..]].into_iter().chain(name.words());
    let mut words = name.words().zip(before).peekable();
    while let Some((word, before)) = words.next() {
        let is_last = words.peek().is_none();
        let is_secret = QUALIFIED.iter().any(|(noun, qualifiers)| {
            let joined = word.strip_suffix(noun.as_bytes());
            let joined = joined.filter(|_| is_last || !is_in(LAST_ONLY, noun.as_bytes()));
            joined.is_some_and(|joined| {
                is_one_of(qualifiers, if joined.is_empty() { before } else { joined })
            })
        });
        if is_secret {
            return true;
        }
    }
    false
}

/// Whether a list, whose words are separated by spaces, contains a word.
fn is_one_of(list: &str, word: &[u8]) -> bool {
    list.split(' ').any(|known| known.as_bytes() == word)
}

fn is_in(list: &[&str], word: &[u8]) -> bool {
    list.iter().any(|known| known.as_bytes() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_secret(name: &str) -> bool {
        is_built_in(&Name::of(name.as_bytes()))
    }

    #[test]
    fn every_word_of_the_lists_counts_where_it_should() {
        for word in [WHOLE, ENDINGS, WITHIN, WORDS, LAST].concat() {
            assert!(is_secret(word), "{word}");
        }
        for end in ENDINGS {
            assert!(is_secret(&format!("x{end}")), "{end}");
        }
        for word in WITHIN {
            assert!(is_secret(&format!("x{word}x")), "{word}");
        }
        for word in WORDS {
            assert!(is_secret(&format!("a_{word}-b")), "{word}");
            assert!(!is_secret(&format!("a_{word}_count")), "{word}");
        }
        for (noun, qualifiers) in QUALIFIED {
            for qualifier in qualifiers.split(' ') {
                for name in [format!("{qualifier}_{noun}"), format!("{qualifier}{noun}")] {
                    assert!(is_secret(&name), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_name_is_decided_by_its_words() {
        let secrets = "user_pass userPass USER-PASS user.pass userpass pass1 pass_2 passConfirm \
            authorization_code authorizationCode otp_code OTPCode otpcode encryption_key \
            encryptionKey signing-key reset_key resetKey2 password2 token_1 token1 tokenValue \
            token.new api_key_2 apiKey APIKey X-Api-Key x_auth_token_v2 connect.sid cvv2 \
            card_cvc new-pin user_auth sms_code 2fa_code one_time_code nextToken page_token \
            JSESSIONID client_secret_old stream_key _ajax_nonce login_hash oauth_state";
        for name in secrets.split(' ') {
            assert!(is_secret(name), "{name}");
        }
        let harmless = "keyboard barcode passage sector k 1 monkey keyword tokens max_tokens \
            mission estate token_type tokenType token_count pass_through boarding_pass compass \
            bypass country_code zipCode status_code sort_key primaryKey public_key key1 state_2 \
            session_length author authority author_id pinned pins design signal http_proxy \
            options stopwords passenger passport otps address_state qr_code keywords api_key_id \
            promo_code support_ticket commit_hash cookie cookies";
        for name in harmless.split(' ').chain([""]) {
            assert!(!is_secret(name), "{name}");
        }
    }
}
