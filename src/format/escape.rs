//! How servers escape values in their logs, and how to unescape them.
//!
//! - Apache: <https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#format-notes>: `\"`, `\\`,
//!   C-style white space, `\xhh`.
//! - nginx: <https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>: `\xHH` by
//!   default, JSON strings with `escape=json`.
//! - JSON: <https://www.rfc-editor.org/rfc/rfc8259#section-7>.
//! - Percent: <https://www.rfc-editor.org/rfc/rfc3986#section-2.1>.
//!
//! Deviations: an escape that its writer cannot have written (`\q`, `%zz`, half a surrogate pair,
//! an escape cut by the end of the line) is not changed. Only one layer is removed: a value that is
//! escaped twice remains escaped once, except CloudFront's agents before 2019.

use std::borrow::Cow;

use memchr::memchr;

/// How the values of a field are escaped in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Escape {
    /// Not escaped.
    #[default]
    None,
    /// Apache and nginx: `\"`, `\\`, `\xNN`, and Apache's `\n`, `\t`...
    Backslash,
    /// The text of a JSON string, without its quotes.
    Json,
    /// `%20` (CloudFront's referrers).
    Percent,
    /// `%20`, or `%2520` if every escape is escaped again. CloudFront escaped agents twice until
    /// 2019.
    PercentTwice,
    /// `+` for a space (IIS).
    Plus,
}

impl Escape {
    /// Whether every escape begins with a backslash. A value without a backslash is then not
    /// escaped.
    #[must_use]
    pub(crate) fn needs_backslash(self) -> bool {
        match self {
            Self::None | Self::Backslash | Self::Json => true,
            Self::Percent | Self::PercentTwice | Self::Plus => false,
        }
    }

    /// The value as the client sent it. It is borrowed if nothing is escaped. An invalid escape is
    /// not changed.
    #[must_use]
    pub fn undo(self, raw: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::None => Cow::Borrowed(raw),
            Self::Backslash => replace(raw, b'\\', backslash),
            Self::Json => replace(raw, b'\\', json),
            Self::PercentTwice if is_escaped_twice(raw) => {
                let once = replace(raw, b'%', percent);
                Cow::Owned(replace(&once, b'%', percent).into_owned())
            }
            Self::Percent | Self::PercentTwice => replace(raw, b'%', percent),
            Self::Plus => replace(raw, b'+', |_| Some(Unescaped::byte(b' ', 1))),
        }
    }
}

/// The bytes that an escape represents.
struct Unescaped {
    bytes: [u8; 4],
    /// How many of `bytes` are used.
    len: usize,
    /// The length of the escape as it is written.
    written: usize,
}

impl Unescaped {
    fn byte(byte: u8, written: usize) -> Self {
        Self {
            bytes: [byte, 0, 0, 0],
            len: 1,
            written,
        }
    }

    fn char(char: char, written: usize) -> Self {
        let mut bytes = [0; 4];
        let len = char.encode_utf8(&mut bytes).len();
        Self {
            bytes,
            len,
            written,
        }
    }
}

/// Replaces each valid escape. An escape begins with the byte `lead`, and `read` decodes it.
fn replace(raw: &[u8], lead: u8, read: impl Fn(&[u8]) -> Option<Unescaped>) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    // Everything before `copied` is in `out`; the search for the next escape continues at `at`.
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = raw.get(at..).and_then(|rest| memchr(lead, rest)) {
        let escape = at + found;
        let Some(unescaped) = raw.get(escape..).and_then(&read) else {
            at = escape + 1;
            continue;
        };
        if out.is_empty() && copied == 0 {
            out.reserve_exact(raw.len());
        }
        out.extend_from_slice(raw.get(copied..escape).unwrap_or_default());
        out.extend_from_slice(unescaped.bytes.get(..unescaped.len).unwrap_or_default());
        at = escape + unescaped.written;
        copied = at;
    }
    if copied == 0 {
        return Cow::Borrowed(raw);
    }
    out.extend_from_slice(raw.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn backslash(escape: &[u8]) -> Option<Unescaped> {
    let byte = match escape.get(1)? {
        plain @ (b'"' | b'\\') => *plain,
        b'b' => 0x08,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 0x0b,
        b'f' => 0x0c,
        b'r' => b'\r',
        b'x' => return hex(escape.get(2..4)?).map(|byte| Unescaped::byte(byte, 4)),
        _ => return None,
    };
    Some(Unescaped::byte(byte, 2))
}

fn json(escape: &[u8]) -> Option<Unescaped> {
    let byte = match escape.get(1)? {
        plain @ (b'"' | b'\\' | b'/') => *plain,
        b'b' => 0x08,
        b't' => b'\t',
        b'n' => b'\n',
        b'f' => 0x0c,
        b'r' => b'\r',
        b'u' => return unicode(escape),
        // JSON does not have this escape. nginx writes it if a JSON format lacks `escape=json`.
        b'x' => return hex(escape.get(2..4)?).map(|byte| Unescaped::byte(byte, 4)),
        _ => return None,
    };
    Some(Unescaped::byte(byte, 2))
}

/// `\uXXXX`, or a surrogate pair of two such escapes.
fn unicode(escape: &[u8]) -> Option<Unescaped> {
    let first = code_unit(escape)?;
    if let Some(char) = char::from_u32(u32::from(first)) {
        return Some(Unescaped::char(char, 6));
    }
    let pair = [first, code_unit(escape.get(6..)?)?];
    let char = char::decode_utf16(pair).next()?.ok()?;
    Some(Unescaped::char(char, 12))
}

fn code_unit(escape: &[u8]) -> Option<u16> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    let (high, low) = digits.split_at_checked(2)?;
    Some(u16::from_be_bytes([hex(high)?, hex(low)?]))
}

/// Whether blanks are escaped twice and nothing is escaped once. If the client itself had sent
/// `%20`, it would also have sent blanks, and the text would have escapes of both kinds.
fn is_escaped_twice(raw: &[u8]) -> bool {
    let mut escapes = memchr::memchr_iter(b'%', raw).filter_map(|at| raw.get(at..));
    memchr::memmem::find(raw, b"%2520").is_some()
        && escapes.all(|escape| escape.starts_with(b"%25"))
}

fn percent(escape: &[u8]) -> Option<Unescaped> {
    hex(escape.get(1..3)?).map(|byte| Unescaped::byte(byte, 3))
}

/// Decodes two hexadecimal digits to a byte.
fn hex(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(*high)? << 4 | digit(*low)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An escaped text and the text that it represents. If nothing is escaped, the two are equal
    /// and the result is borrowed.
    const CASES: &[(&str, Escape, &[u8], &[u8])] = &[
        ("none", Escape::None, br#"a\"b%20+"#, br#"a\"b%20+"#),
        (
            "plain",
            Escape::Backslash,
            b"GET / HTTP/1.1",
            b"GET / HTTP/1.1",
        ),
        (
            "quote-and-backslash",
            Escape::Backslash,
            br#"\"a\\b\""#,
            br#""a\b""#,
        ),
        (
            "c-style",
            Escape::Backslash,
            br"\b\t\n\v\f\r",
            b"\x08\t\n\x0b\x0c\r",
        ),
        (
            "hexadecimal",
            Escape::Backslash,
            br"\x16\x03\xAb\xff",
            b"\x16\x03\xab\xff",
        ),
        (
            "escaped-backslash-before-x",
            Escape::Backslash,
            br"\\x41",
            br"\x41",
        ),
        (
            "unknown-escape",
            Escape::Backslash,
            br"\q\xzz\x4",
            br"\q\xzz\x4",
        ),
        ("unknown-then-known", Escape::Backslash, br"\q\t", b"\\q\t"),
        ("cut-escape", Escape::Backslash, br"a\", br"a\"),
        (
            "raw-bytes",
            Escape::Backslash,
            b"\xff\\x41\xfe",
            b"\xffA\xfe",
        ),
        (
            "json-short",
            Escape::Json,
            br#"\"\\\/\b\f\n\r\t"#,
            b"\"\\/\x08\x0c\n\r\t",
        ),
        (
            "json-unicode",
            Escape::Json,
            br"\u0041\u00e9\u20AC\u001f",
            "A\u{e9}\u{20ac}\u{1f}".as_bytes(),
        ),
        (
            "json-surrogate-pair",
            Escape::Json,
            br"\ud83d\ude00!",
            "\u{1f600}!".as_bytes(),
        ),
        (
            "json-half-a-pair",
            Escape::Json,
            br"\ud83d\u0041",
            br"\ud83dA",
        ),
        ("json-half-at-the-end", Escape::Json, br"\ud83d", br"\ud83d"),
        (
            "json-with-the-default-escape-of-nginx",
            Escape::Json,
            br"\x22\x5C\xff\x4",
            b"\"\\\xff\\x4",
        ),
        ("json-cut", Escape::Json, br"\u00", br"\u00"),
        (
            "percent",
            Escape::Percent,
            b"Mozilla/5.0%20(a;%20b)%FF",
            b"Mozilla/5.0 (a; b)\xff",
        ),
        ("percent-twice", Escape::Percent, b"a%2520b", b"a%20b"),
        (
            "agent-escaped-twice",
            Escape::PercentTwice,
            b"Mozilla/5.0%2520(X11;%2520%2522Linux%2522)",
            b"Mozilla/5.0 (X11; \"Linux\")",
        ),
        (
            "agent-escaped-once",
            Escape::PercentTwice,
            b"App%2520Name/1%20(iPhone)",
            b"App%20Name/1 (iPhone)",
        ),
        (
            "agent-with-a-percent-sign",
            Escape::PercentTwice,
            b"100%25/1",
            b"100%/1",
        ),
        (
            "percent-broken",
            Escape::Percent,
            b"100%%2g%4",
            b"100%%2g%4",
        ),
        ("percent-leaves-plus", Escape::Percent, b"a+b", b"a+b"),
        (
            "plus",
            Escape::Plus,
            b"Mozilla/5.0+(a;+b)%20",
            b"Mozilla/5.0 (a; b)%20",
        ),
        ("first-byte", Escape::Plus, b"+", b" "),
    ];

    #[test]
    fn escapes_are_undone_and_plain_values_borrowed() {
        for (name, escape, raw, expected) in CASES {
            let undone = escape.undo(raw);
            assert_eq!(&*undone, *expected, "{name}");
            let borrowed = matches!(undone, Cow::Borrowed(_));
            assert_eq!(borrowed, raw == expected, "{name}: borrowed");
        }
    }

    proptest! {
        #[test]
        fn no_value_grows_or_panics(raw in proptest::collection::vec(any::<u8>(), 0..64)) {
            for escape in [
                Escape::None,
                Escape::Backslash,
                Escape::Json,
                Escape::Percent,
                Escape::PercentTwice,
                Escape::Plus,
            ] {
                prop_assert!(escape.undo(&raw).len() <= raw.len());
            }
        }

        #[test]
        fn a_json_string_is_unescaped_to_its_text(text in any::<String>()) {
            let written = serde_json::to_string(&text).unwrap();
            let inside = &written[1..written.len() - 1];
            prop_assert_eq!(&*Escape::Json.undo(inside.as_bytes()), text.as_bytes());
        }
    }
}
