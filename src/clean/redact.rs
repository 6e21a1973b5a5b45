//! Redaction: the values of secret parameters out of everything that shows a URL, raw lines included.
//!
//! A parameter is found by its `=`, so one pass serves a query, a whole URL and a raw line alike. Its name is compared
//! percent-decoded, in lower case and without `-`, `_` and `.`; in `user[password]` each part counts. Passwords in a URL's
//! authority (`https://user:password@host`) go the same way.

use std::borrow::Cow;

use crate::event::Tags;

/// What stands in a secret's place.
pub const REDACTED: &str = "REDACTED";

/// Ends of names that hold a secret: `reset_token`, `userPassword`, `X-Amz-Signature`.
const ENDS: [&str; 12] = [
    "token",
    "password",
    "passwd",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "sessionid",
    "sessid",
    "signature",
    "credential",
    "authcode",
];

/// Which parameters are secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    built_in: bool,
    names: Vec<String>,
}

impl Default for Redaction {
    fn default() -> Self {
        Self {
            built_in: true,
            names: Vec::new(),
        }
    }
}

impl Redaction {
    /// Reads `REDACT_PARAMETERS`: names separated by commas replace the built-in list, those with a `+` add to it, and `none`
    /// switches redaction off.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let names = || {
            text.split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
        };
        if text.trim().eq_ignore_ascii_case("none") {
            return Self {
                built_in: false,
                names: Vec::new(),
            };
        }
        let built_in = names().all(|name| name.starts_with('+'));
        let names = names()
            .map(|name| normal(name.trim_start_matches('+').as_bytes()))
            .collect();
        Self { built_in, names }
    }

    /// The text with every secret replaced by [`REDACTED`], marked when there was one. Borrowed where there is none.
    pub fn redact<'a>(&self, text: Cow<'a, str>, tags: &mut Tags) -> Cow<'a, str> {
        if !self.built_in && self.names.is_empty() {
            return text;
        }
        // Most values hold neither: two quick scans, and nothing else.
        let bytes = text.as_bytes();
        let secrets = memchr::memchr2(b'=', b'@', bytes)
            .map(|first| self.secrets(&text, first))
            .unwrap_or_default();
        if secrets.is_empty() {
            return text;
        }
        tags.add(Tags::REDACTED);
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (start, end) in secrets {
            out.push_str(text.get(copied..start).unwrap_or_default());
            out.push_str(REDACTED);
            copied = end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// Where secrets stand, in order and apart from each other.
    fn secrets(&self, text: &str, first: usize) -> Vec<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut secrets = Vec::new();
        let mut at = first;
        while let Some(found) = bytes
            .get(at..)
            .and_then(|rest| memchr::memchr2(b'=', b'@', rest))
            .map(|next| at + next)
        {
            at = found + 1;
            let secret = match bytes.get(found) {
                Some(b'=') => self.value(bytes, found),
                _ => password(bytes, found),
            };
            if let Some((start, end)) = secret.filter(|(start, end)| start < end) {
                if secrets.last().is_none_or(|&(_, before)| before <= start) {
                    secrets.push((start, end));
                }
                at = at.max(end);
            }
        }
        secrets
    }

    /// The value behind the `=` at `equals`, when its name is secret.
    fn value(&self, bytes: &[u8], equals: usize) -> Option<(usize, usize)> {
        let before = bytes.get(..equals)?;
        let name_start = before
            .iter()
            .rposition(|&byte| !in_name(byte))
            .map_or(0, |at| at + 1);
        let name = before.get(name_start..)?;
        // A JSON text may write the `&` before the name as `\u0026`.
        let escaped_ampersand = name_start > 0 && before.get(name_start - 1) == Some(&b'\\');
        let name = name
            .strip_prefix(b"u0026")
            .filter(|_| escaped_ampersand)
            .unwrap_or(name);
        self.is_secret(name).then_some(())?;
        let of_path = name_start.checked_sub(1).and_then(|at| before.get(at)) == Some(&b';');
        let ends = |at: usize, byte: u8| match byte {
            b'&' | b'#' | b' ' | b'\t' | b'"' | b'<' | b'>' => {
                byte != b'"' || bytes.get(at.wrapping_sub(1)) != Some(&b'\\')
            }
            // `;jsessionid=...` of a path ends where the path's segment does.
            b';' | b'/' | b'?' => of_path,
            b'\\' => bytes
                .get(at..)
                .is_some_and(|rest| rest.starts_with(b"\\u0026")),
            _ => false,
        };
        let start = equals + 1;
        let length = bytes
            .get(start..)?
            .iter()
            .enumerate()
            .position(|(n, &byte)| ends(start + n, byte));
        Some((start, length.map_or(bytes.len(), |length| start + length)))
    }

    fn is_secret(&self, name: &[u8]) -> bool {
        decoded(name)
            .split(|byte| matches!(byte, b'[' | b']'))
            .filter(|part| !part.is_empty())
            .any(|part| {
                let mut buffer = [0; SHORT_NAME_BYTES];
                match normal_in(&mut buffer, part) {
                    Some(part) => self.names_secret(part),
                    None => self.names_secret(normal(part).as_bytes()),
                }
            })
    }

    /// Whether a name in its normal form is a secret's.
    fn names_secret(&self, name: &[u8]) -> bool {
        let built_in = || {
            is_whole_name(name)
                // The last byte first: nearly every name is told by it alone, without a call.
                || ENDS.iter().any(|end| {
                    name.last() == end.as_bytes().last() && name.ends_with(end.as_bytes())
                })
        };
        self.built_in && built_in() || self.names.iter().any(|own| own.as_bytes() == name)
    }
}

/// Names that hold a secret by themselves: OAuth 2.0 (<https://www.rfc-editor.org/rfc/rfc6749>), `OpenID` Connect, SAML, AWS, Google
/// Cloud and Azure signed URLs, session ids of the common platforms.
///
/// A `match` rather than a list: the compiler tells the names apart by length and a byte or two, where a search compares with each.
fn is_whole_name(name: &[u8]) -> bool {
    matches!(
        name,
        b"auth"
            | b"authorization"
            | b"awsaccesskeyid"
            | b"bearer"
            | b"code"
            | b"codeverifier"
            | b"cfid"
            | b"cftoken"
            | b"credentials"
            | b"hmac"
            | b"jwt"
            | b"key"
            | b"nonce"
            | b"otp"
            | b"pass"
            | b"passcode"
            | b"passphrase"
            | b"pin"
            | b"pw"
            | b"pwd"
            | b"samlart"
            | b"samlrequest"
            | b"samlresponse"
            | b"session"
            | b"sess"
            | b"sessid"
            | b"sid"
            | b"sig"
            | b"state"
            | b"ticket"
            | b"totp"
            | b"mfa"
    )
}

/// The `user:password` before the `@` of a URL's authority.
fn password(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let before = bytes.get(..at)?;
    let stop = |byte: &u8| {
        matches!(
            byte,
            b'/' | b'?' | b'#' | b' ' | b'"' | b'\'' | b'<' | b'=' | b'&' | b','
        )
    };
    let start = before.iter().rposition(stop)? + 1;
    let authority = before.get(..start)?.ends_with(b"://");
    (authority && memchr::memchr(b':', before.get(start..)?).is_some()).then_some((start, at))
}

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'%' | b'[' | b']' | b'$' | b'~')
}

/// A name percent-decoded; a broken escape stays.
fn decoded(name: &[u8]) -> Cow<'_, [u8]> {
    crate::format::Escape::Percent.undo(name)
}

/// The longest name that is looked at without allocating, in bytes: longer than any of the built-in list.
const SHORT_NAME_BYTES: usize = 32;

/// What [`normal`] makes of a short name, in place: every parameter of every URL comes through here.
fn normal_in<'b>(buffer: &'b mut [u8; SHORT_NAME_BYTES], name: &[u8]) -> Option<&'b [u8]> {
    if name.len() > buffer.len() {
        return None;
    }
    let mut length = 0;
    for byte in name.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
        *buffer.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    buffer.get(..length)
}

fn normal(name: &[u8]) -> String {
    name.iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(|byte| byte.to_ascii_lowercase() as char)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn redacted(text: &str) -> String {
        Redaction::default()
            .redact(Cow::Borrowed(text), &mut Tags::default())
            .into_owned()
    }

    #[test]
    fn secrets_go_and_nothing_else_does() {
        let cases = [
            ("/a?token=abc&b=1", "/a?token=REDACTED&b=1"),
            ("a=1&Access-Token=x%20y", "a=1&Access-Token=REDACTED"),
            (
                "/cb?code=4/0Ab&scope=email#id_token=e.y.J",
                "/cb?code=REDACTED&scope=email#id_token=REDACTED",
            ),
            ("/s;jsessionid=1A2B?x=1", "/s;jsessionid=REDACTED?x=1"),
            (
                "user[password]=x&user[name]=ada",
                "user[password]=REDACTED&user[name]=ada",
            ),
            ("user%5Bpass%77ord%5D=x", "user%5Bpass%77ord%5D=REDACTED"),
            (
                "X-Amz-Signature=ab&X-Amz-Date=2",
                "X-Amz-Signature=REDACTED&X-Amz-Date=2",
            ),
            ("password=a;b&c=d", "password=REDACTED&c=d"),
            (
                "https://ada:pw@example.com/?a=b",
                "https://REDACTED@example.com/?a=b",
            ),
            (
                "https://ada@example.com/@me?mail=a@b.c",
                "https://ada@example.com/@me?mail=a@b.c",
            ),
            (
                r#""GET /a?pwd=x HTTP/1.1" 200"#,
                r#""GET /a?pwd=REDACTED HTTP/1.1" 200"#,
            ),
            (
                r#"{"uri":"/?a=1\u0026token=x\u0026b=2"}"#,
                r#"{"uri":"/?a=1\u0026token=REDACTED\u0026b=2"}"#,
            ),
            ("/a?token=&b=1", "/a?token=&b=1"),
            (
                "/keys?monkey=1&keyboard=2&tokens=3",
                "/keys?monkey=1&keyboard=2&tokens=3",
            ),
            ("/plain", "/plain"),
        ];
        for (text, expected) in cases {
            assert_eq!(redacted(text), expected, "{text}");
        }
    }

    #[test]
    fn the_list_is_the_operator_s() {
        let with = |names: &str, text: &str| {
            Redaction::parse(names)
                .redact(Cow::Borrowed(text), &mut Tags::default())
                .into_owned()
        };
        assert_eq!(with("none", "token=a"), "token=a");
        assert_eq!(with("card", "token=a&card=b"), "token=a&card=REDACTED");
        assert_eq!(
            with("+card, +Loyalty-No", "token=a&card=b&loyalty_no=c"),
            "token=REDACTED&card=REDACTED&loyalty_no=REDACTED"
        );
        assert_eq!(with("", "token=a"), "token=REDACTED");
    }

    #[test]
    fn what_holds_no_secret_is_borrowed() {
        let mut tags = Tags::default();
        assert!(matches!(
            Redaction::default().redact(Cow::Borrowed("/a?b=c"), &mut tags),
            Cow::Borrowed(_)
        ));
        assert!(!tags.has(Tags::REDACTED));
    }

    proptest! {
        /// The plain way beside the quick one.
        #[test]
        fn a_short_name_is_normal_in_place_as_elsewhere(name in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut buffer = [0; SHORT_NAME_BYTES];
            match normal_in(&mut buffer, &name) {
                Some(short) => prop_assert_eq!(short.to_vec(), normal(&name).into_bytes()),
                None => prop_assert!(name.len() > SHORT_NAME_BYTES),
            }
        }

        #[test]
        fn no_planted_secret_survives(
            before in "[a-z0-9=&]{0,20}", name in "(TOKEN|pass_word|Api-Key|client%5Fsecret|sid)", after in "[a-z0-9=&]{0,20}",
        ) {
            let text = format!("/p?{before}&{name}=PLANTED%3BSECRET;more&{after}");
            let found = redacted(&text);
            prop_assert!(!found.contains("PLANTED") && !found.contains("more"), "{}", found);
        }

        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            redacted(&text);
        }
    }
}
