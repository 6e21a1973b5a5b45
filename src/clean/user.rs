//! The authenticated user, as it is or as a keyed hash.

use std::borrow::Cow;
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::text::whole_text;
use super::{Rules, shown};
use crate::event::Tags;
use crate::format::{Field, LogLine};

/// How much of the hash is kept, in bytes: 128 bits tell more users apart than there are people.
const HASH_BYTES: usize = 16;

/// A key under which the same user has the same hash, and from which nobody without the key finds the user
/// (HMAC-SHA-256, <https://www.rfc-editor.org/rfc/rfc2104>).
#[derive(Clone)]
pub struct UserHashKey(Hmac<Sha256>);

impl std::fmt::Debug for UserHashKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserHashKey(..)")
    }
}

impl UserHashKey {
    /// The least bytes of a key. Users are few and can be guessed: whoever can try every key, too, finds the
    /// user of each hash.
    pub const LEAST_BYTES: usize = 16;

    /// A key of at least [`Self::LEAST_BYTES`]; `None` for a shorter one.
    #[must_use]
    pub fn new(key: &str) -> Option<Self> {
        Some(key.as_bytes())
            .filter(|key| key.len() >= Self::LEAST_BYTES)
            .and_then(|key| Hmac::new_from_slice(key).ok())
            .map(Self)
    }

    /// The hash in lower-case hexadecimal digits.
    #[must_use]
    pub fn hash(&self, user: &str) -> String {
        let digest = self
            .0
            .clone()
            .chain_update(user.as_bytes())
            .finalize()
            .into_bytes();
        digest.iter().take(HASH_BYTES).fold(
            String::with_capacity(HASH_BYTES * 2),
            |mut text, byte| {
                // A String takes every write.
                let _ = write!(text, "{byte:02x}");
                text
            },
        )
    }
}

/// `user.name`. Apache writes an empty user as `""`
/// (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html>); it is nobody.
pub(super) fn name<'a>(line: &LogLine<'a>, rules: &Rules, tags: &mut Tags) -> Option<Cow<'a, str>> {
    let user = whole_text(line, Field::User).filter(|user| user != "\"\"")?;
    Some(match &rules.user_hash_key {
        Some(key) => Cow::Owned(key.hash(&user)),
        None => shown::text(user, rules, tags),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::tests::cleaned;

    /// Key and (truncated) result of RFC 4231, test case 1.
    const KEY: &str = "\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}";
    const HASH: &str = "b0344c61d8db38535ca8afceaf0bf12b";

    type Case = (&'static [u8], Option<&'static str>, Option<&'static str>);

    #[test]
    fn a_user_is_hashed_when_there_is_a_key_and_nobody_is_absent() {
        let hashing = Rules {
            user_hash_key: UserHashKey::new(KEY),
            ..Rules::default()
        };
        let hash = HASH;
        let cases: [Case; 4] = [
            (b"Hi There", Some("Hi There"), Some(hash)),
            (b"-", None, None),
            (b"", None, None),
            (b"\"\"", None, None),
        ];
        for (user, plain, hashed) in cases {
            let fields = [(Field::User, user)];
            let name = cleaned(&fields, &Rules::default()).user_name;
            assert_eq!(name.as_deref(), plain, "{user:?}");
            let name = cleaned(&fields, &hashing).user_name;
            assert_eq!(name.as_deref(), hashed, "{user:?}");
        }
    }

    #[test]
    fn the_same_user_has_the_same_hash_under_the_same_key_only() {
        let key = UserHashKey::new(KEY).unwrap();
        assert_eq!(key.hash("Hi There"), HASH);
        let other = UserHashKey::new("another key of this test").unwrap();
        assert_ne!(other.hash("ada"), key.hash("ada"));
        assert_eq!(key.hash("ada"), key.hash("ada"));
        assert_eq!(format!("{key:?}"), "UserHashKey(..)");
    }

    #[test]
    fn a_key_has_at_least_sixteen_bytes() {
        for (key, expected) in [
            ("", false),
            ("fifteen bytes..", false),
            ("sixteen bytes...", true),
        ] {
            assert_eq!(UserHashKey::new(key).is_some(), expected, "{key}");
        }
    }
}
