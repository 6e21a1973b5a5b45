//! The authenticated user, unchanged or as a keyed hash.

use std::borrow::Cow;
use std::fmt::Write as _;

use hmac::Mac;

use super::address::endpoint;
use super::part::part_of;
use super::text::{readable, whole_text};
use super::{Rules, shown};
use crate::event::Tags;
use crate::format::{Field, LogLine};
use crate::secret::{LEAST_BYTES, Secret};

/// How many bytes of the hash are kept. 128 bits distinguish more users than there are people.
const HASH_BYTES: usize = 16;

/// A key for hashing users (HMAC-SHA-256, <https://www.rfc-editor.org/rfc/rfc2104>). The same user
/// always has the same hash. Without the key, nobody can find the user of a hash.
#[derive(Debug, Clone)]
pub struct UserHashKey(Secret);

impl UserHashKey {
    /// The fewest bytes of a key.
    pub const LEAST_BYTES: usize = LEAST_BYTES;

    /// A key of at least [`Self::LEAST_BYTES`], or `None` if it is shorter.
    #[must_use]
    pub fn new(key: &str) -> Option<Self> {
        Secret::new(key).map(Self)
    }

    /// The hash in lower-case hexadecimal digits.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::clean::UserHashKey;
    ///
    /// let key = UserHashKey::new("sixteen bytes or more").expect("a key that is long enough");
    /// assert_eq!(key.hash("ada"), key.hash("ada"));
    /// assert_ne!(key.hash("ada"), key.hash("grace"));
    /// ```
    #[must_use]
    pub fn hash(&self, user: &str) -> String {
        let digest = self
            .0
            .hasher()
            .chain_update(user.as_bytes())
            .finalize()
            .into_bytes();
        digest.iter().take(HASH_BYTES).fold(
            String::with_capacity(HASH_BYTES * 2),
            |mut text, byte| {
                // Writing to a String never fails.
                let _ = write!(text, "{byte:02x}");
                text
            },
        )
    }
}

/// The value of `user.name`.
///
/// The field of the user may contain other parts too: padded placeholders (` -  -  [`), an address
/// in brackets (older ingress-nginx: `[192.0.2.1] - ada`), or a forwarded list in place of the
/// identity. The user is the rest. It may contain spaces, but it is never an address.
pub(super) fn name<'a>(line: &LogLine<'a>, rules: &Rules, tags: &mut Tags) -> Option<Cow<'a, str>> {
    let user = as_written(line, whole_text(line, Field::User)?);
    let user = part_of(&user, named(&user)?);
    Some(match &rules.user_hash_key {
        Some(key) => Cow::Owned(key.hash(&user)),
        None => shown::text(user, rules, tags),
    })
}

/// Returns the user as it is written in the line, if unescaping it gave a backspace, or white space
/// other than a space. Otherwise returns `user`.
///
/// Some servers do not escape the backslash of `CORP\bob`. A real name contains none of these
/// characters.
fn as_written<'a>(line: &LogLine<'a>, user: Cow<'a, str>) -> Cow<'a, str> {
    let is_escaped = |pair: &[u8]| matches!(pair, [b'\\', b'b' | b't' | b'n' | b'v' | b'f' | b'r']);
    match (&user, line.raw(Field::User)) {
        (Cow::Owned(text), Some(raw))
            if text.contains(|char| matches!(char, '\x08'..='\r'))
                && raw.windows(2).any(is_escaped) =>
        {
            readable(Cow::Borrowed(raw))
        }
        _ => user,
    }
}

/// The part of a text that is a user's name. `None` if there is no such part, or if it contains an
/// address.
fn named(text: &str) -> Option<&str> {
    const BLANKS: [char; 2] = [' ', '\t'];
    let mut name = text.trim_matches(BLANKS);
    while let Some(word) = name.split(BLANKS).next().filter(|word| names_nobody(word)) {
        name = name.get(word.len()..)?.trim_start_matches(BLANKS);
    }
    while let Some(word) = name.rsplit(BLANKS).next().filter(|word| names_nobody(word)) {
        name = name
            .get(..name.len() - word.len())?
            .trim_end_matches(BLANKS);
    }
    let holds_address = || name.split(BLANKS).any(is_address);
    (!name.is_empty() && !holds_address()).then_some(name)
}

/// Whether a word is a placeholder or an address. Apache writes an empty user as `""`
/// (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html>).
fn names_nobody(word: &str) -> bool {
    matches!(word, "-" | "\"\"" | "\"-\"" | "[-]" | "[]") || is_address(word)
}

/// Whether a word is an address. It may have a port or brackets, or be an entry of a list.
fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    endpoint(word).ip.is_some() || endpoint(word.trim_matches(['[', ']'])).ip.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::tests::cleaned;

    /// Key and (truncated) result of RFC 4231, test case 1.
    const KEY: &str = "\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\
        \u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}";
    const HASH: &str = "b0344c61d8db38535ca8afceaf0bf12b";

    type Case = (&'static [u8], Option<&'static str>, Option<&'static str>);

    #[test]
    fn a_user_is_hashed_with_a_key_and_a_placeholder_is_absent() {
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
    fn a_placeholder_or_an_address_is_not_a_user() {
        let cases: [(&str, Option<&str>); 18] = [
            ("ada", Some("ada")),
            ("ada lovelace", Some("ada lovelace")),
            ("jane - doe", Some("jane - doe")),
            ("\"ada b\"", Some("\"ada b\"")),
            ("ada@example.com", Some("ada@example.com")),
            ("- -", None),
            (" -  ", None),
            ("- ada", Some("ada")),
            ("ada -", Some("ada")),
            ("[192.0.2.1] - -", None),
            ("[2001:db8::1] - ada b", Some("ada b")),
            ("[-] - ada", Some("ada")),
            ("198.51.100.4, 192.0.2.1 -", None),
            ("192.0.2.1:4711", None),
            ("[2001:db8::1]:443 ada", Some("ada")),
            ("ada 192.0.2.1 b", None),
            ("\"\"", None),
            ("\"-\"", None),
        ];
        for (user, expected) in cases {
            let fields = [(Field::User, user.as_bytes())];
            let name = cleaned(&fields, &Rules::default()).user_name;
            assert_eq!(name.as_deref(), expected, "{user:?}");
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
