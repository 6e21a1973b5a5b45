//! Decodes a target, a referrer or an agent, as an application would do. The result is in small
//! letters.
//!
//! The following is decoded: percent-encoding
//! (<https://www.rfc-editor.org/rfc/rfc3986#section-2.1>) up to three times; `%uXXXX`; a plus sign
//! in a query (it is a space, <https://url.spec.whatwg.org/#urlencoded-parsing>); overlong UTF-8;
//! letters of full width; references of HTML
//! (<https://html.spec.whatwg.org/multipage/syntax.html#character-references>: numbers, and the
//! names that attacks use); and escapes of JavaScript (`\x3c`, `\u003c`, `\74`). NUL bytes are
//! removed, line ends become `\n`, and other control characters become spaces.

/// How often percent-encoding is decoded. Attacks encode twice. A third time costs nothing if there
/// is no encoding left.
const ROUNDS: usize = 3;

/// The most digits of a numeric reference of HTML that are read. The number may begin with zeros.
const REFERENCE_LIMIT_BYTES: usize = 64;

/// Named references that attacks use for characters of ASCII.
const NAMED: &[(&[u8], u8)] = &[
    (b"amp", b'&'),
    (b"apos", b'\''),
    (b"bsol", b'\\'),
    (b"colon", b':'),
    (b"dollar", b'$'),
    (b"gt", b'>'),
    (b"lbrace", b'{'),
    (b"lcub", b'{'),
    (b"lpar", b'('),
    (b"lt", b'<'),
    (b"newline", b'\n'),
    (b"period", b'.'),
    (b"quot", b'"'),
    (b"rpar", b')'),
    (b"semi", b';'),
    (b"sol", b'/'),
    (b"tab", b' '),
];

/// Decoded text, and the facts that decoding found.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// The text in small letters, without encodings.
    pub(super) text: Vec<u8>,
    /// Whether the text contained a NUL byte, encoded or not.
    pub(super) held_nul: bool,
    /// Whether an encoding that no browser uses may hide a path: a percent-encoded dot or
    /// backslash, `%uXXXX`, or overlong UTF-8.
    pub(super) hid_path: bool,
    /// Whether the path has an encoded `/` after two dots.
    pub(super) hid_slash: bool,
    spare: Vec<u8>,
}

impl Decoded {
    /// Decodes a text. The result replaces that of the previous text.
    pub(super) fn read(&mut self, text: &[u8]) {
        (self.held_nul, self.hid_path, self.hid_slash) = (false, false, false);
        self.text.clear();
        self.text.extend_from_slice(text);
        if let Some(query) = memchr::memchr(b'?', text)
            && let Some(query) = self.text.get_mut(query..)
        {
            for byte in query {
                *byte = if *byte == b'+' { b' ' } else { *byte };
            }
        }
        for _ in 0..ROUNDS {
            if memchr::memchr(b'%', &self.text).is_none() || !self.undo_percent() {
                break;
            }
        }
        if may_have_rest(&self.text) {
            self.undo_rest();
        }
        self.text.make_ascii_lowercase();
    }

    /// Decodes percent-encoding once. Returns whether there was any.
    fn undo_percent(&mut self) -> bool {
        std::mem::swap(&mut self.text, &mut self.spare);
        self.text.clear();
        let mut changed = false;
        let mut rest = self.spare.as_slice();
        while let Some(sign) = memchr::memchr(b'%', rest) {
            let (before, encoded) = rest.split_at(sign);
            self.text.extend_from_slice(before);
            let after = encoded.get(1..).unwrap_or_default();
            let bytes = if let Some(byte) = hex(after.get(..2)) {
                // The number has two digits.
                let byte = u8::try_from(byte).unwrap_or_default();
                self.hid_path |= matches!(byte, b'.' | b'\\');
                self.hid_slash |=
                    byte == b'/' && self.text.ends_with(b"..") && !self.text.contains(&b'?');
                self.text.push(byte);
                2
            } else if matches!(after.first(), Some(b'u' | b'U'))
                && let Some(code) = hex(after.get(1..5))
            {
                self.hid_path = true;
                push(&mut self.text, code);
                5
            } else {
                self.text.push(b'%');
                0
            };
            changed |= bytes > 0;
            rest = after.get(bytes..).unwrap_or_default();
        }
        self.text.extend_from_slice(rest);
        changed
    }

    /// Decodes everything else, once.
    fn undo_rest(&mut self) {
        std::mem::swap(&mut self.text, &mut self.spare);
        self.text.clear();
        let mut rest = self.spare.as_slice();
        while let Some(place) = rest.iter().position(|byte| is_special(*byte)) {
            let (before, special) = rest.split_at(place);
            self.text.extend_from_slice(before);
            let [first, after @ ..] = special else { break };
            let found = match first {
                b'&' => reference(after),
                b'\\' => escape(after),
                0xc0.. => wide(special),
                _ => None,
            };
            let (code, bytes) = found.unwrap_or((u32::from(*first), 0));
            // A sequence is overlong if fewer bytes suffice for its character.
            self.hid_path |= *first >= 0xc0 && code < 0x80;
            self.held_nul |= code == 0;
            if *first >= 0x80 && found.is_none() {
                self.text.push(*first);
            } else {
                push(&mut self.text, code);
            }
            rest = after.get(bytes..).unwrap_or_default();
        }
        self.text.extend_from_slice(rest);
    }
}

/// Whether a text may contain something that [`Decoded::undo_rest`] decodes. A reference contains a
/// `;` or a `#`.
fn may_have_rest(text: &[u8]) -> bool {
    memchr::memchr2(b';', b'#', text).is_some() || holds_special(text)
}

/// Whether a text has a special byte other than `&`. The loop reads all bytes and never ends early,
/// because compilers can then check sixteen bytes at once.
fn holds_special(text: &[u8]) -> bool {
    text.iter().fold(false, |found, byte| {
        found | (*byte != b'&' && is_special(*byte))
    })
}

/// Whether a byte may begin something that [`Decoded::undo_rest`] decodes: a reference, an escape,
/// a control character or a character that is not ASCII.
const fn is_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'\\' | 0..=0x1f | 0x7f..)
}

/// Adds a character in the form that the checks read.
fn push(out: &mut Vec<u8>, code: u32) {
    match code {
        // NUL and characters without a width are removed.
        0 | 0xad | 0x200b..=0x200d | 0x2060 | 0xfeff => {}
        0x0a | 0x0d => out.push(b'\n'),
        0x01..=0x1f | 0x7f | 0xa0 | 0x2000..=0x200a | 0x3000 => out.push(b' '),
        // Letters that become a letter of ASCII in lower or upper case.
        0x130 | 0x131 => out.push(b'i'),
        0x17f => out.push(b's'),
        0x212a => out.push(b'k'),
        // Typographic quotes, which some databases treat as plain ones.
        0x2018 | 0x2019 | 0x2bc => out.push(b'\''),
        0x2215 => out.push(b'/'),
        0x2216 => out.push(b'\\'),
        // Full-width forms of `!` to `~` become these characters.
        0xff01..=0xff5e => push(out, code - 0xfee0),
        _ => {
            let char = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            let mut bytes = [0; 4];
            out.extend_from_slice(char.encode_utf8(&mut bytes).as_bytes());
        }
    }
}

/// The number with these hexadecimal digits. `None` if there is no digit or another character, or
/// if the number has more than 32 bits.
pub(super) fn hex(digits: Option<&[u8]>) -> Option<u32> {
    let digits = digits.filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        number.checked_mul(16)?.checked_add(digit)
    })
}

/// The character of the reference of HTML whose `&` is before `text`, and the length of the
/// reference without the `&`.
fn reference(text: &[u8]) -> Option<(u32, usize)> {
    if let Some(number) = text.strip_prefix(b"#") {
        let (digits, radix) = match number.first()? {
            b'x' | b'X' => (number.get(1..)?, 16),
            _ => (number, 10),
        };
        let digits = digits.get(..digits.len().min(REFERENCE_LIMIT_BYTES))?;
        let is_digit = |byte: &u8| char::from(*byte).is_digit(radix);
        let count = digits.iter().take_while(|byte| is_digit(byte)).count();
        let code = std::str::from_utf8(digits.get(..count)?).ok()?;
        let code = u32::from_str_radix(code, radix).ok()?;
        let ends = usize::from(digits.get(count) == Some(&b';'));
        return Some((
            code,
            text.len() - number.len() + usize::from(radix == 16) + count + ends,
        ));
    }
    let end = text.iter().take(16).position(|byte| *byte == b';')?;
    let name = text.get(..end)?;
    let named = NAMED
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    named.map(|(_, byte)| (u32::from(*byte), end + 1))
}

/// The character of the escape of JavaScript whose backslash is before `text`, and the length of
/// the escape without the backslash.
fn escape(text: &[u8]) -> Option<(u32, usize)> {
    match text.first()? {
        b'x' | b'X' => Some((hex(text.get(1..3))?, 3)),
        b'u' | b'U' if text.get(1) == Some(&b'{') => {
            let end = text.iter().take(12).position(|byte| *byte == b'}')?;
            Some((hex(text.get(2..end))?, end + 1))
        }
        b'u' | b'U' => Some((hex(text.get(1..5))?, 5)),
        b'0'..=b'7' => {
            let is_octal = |byte: &&u8| matches!(byte, b'0'..=b'7');
            let digits = text.iter().take(3).take_while(is_octal).count();
            let code = std::str::from_utf8(text.get(..digits)?).ok()?;
            let code = u32::from_str_radix(code, 8).ok()?;
            (digits > 1 && code < 0x80).then_some((code, digits))
        }
        _ => None,
    }
}

/// Reads the character of several bytes at the beginning of a text. Returns it with the number of
/// bytes after its first.
///
/// Overlong characters are decoded as in decoders that do not check them: only the last six bits of
/// each following byte count. <https://www.rfc-editor.org/rfc/rfc3629#section-10> warns of such
/// decoders.
fn wide(text: &[u8]) -> Option<(u32, usize)> {
    let bits = |at: usize| text.get(at).map(|byte| u32::from(byte & 0x3f));
    match text {
        [first @ (0xc0 | 0xc1), ..] => Some((u32::from(first & 1) << 6 | bits(1)?, 1)),
        [0xe0, 0x80 | 0x81, ..] => Some((bits(1)? << 6 | bits(2)?, 2)),
        [0xf0, 0x80, 0x80 | 0x81, ..] => Some((bits(2)? << 6 | bits(3)?, 3)),
        [first, ..] => {
            let bytes = match first {
                0xc2..=0xdf => 1,
                0xe0..=0xef => 2,
                _ => 3,
            };
            let char = std::str::from_utf8(text.get(..=bytes)?)
                .ok()?
                .chars()
                .next()?;
            Some((u32::from(char), bytes))
        }
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> String {
        let mut decoded = Decoded::default();
        decoded.read(text.as_bytes());
        String::from_utf8_lossy(&decoded.text).into_owned()
    }

    #[test]
    fn every_encoding_is_decoded() {
        for (text, expected) in [
            ("/A%2fb", "/a/b"),
            ("/a%252Fb", "/a/b"),
            ("/a%25252Fb", "/a/b"),
            ("/a+b?c+d%2be", "/a+b?c d+e"),
            ("%u003cscript%U003E", "<script>"),
            ("%uff1cscript%uFF1E", "<script>"),
            ("%EF%BC%9Cscript", "<script"),
            ("＜script＞", "<script>"),
            ("%c0%ae%c0%ae%c0%af", "../"),
            ("%c0%2e%c1%1c%c1%9c", ".\\\\"),
            ("%e0%80%ae%f0%80%80%af", "./"),
            ("&lt;script&#62;&#x3c;&#0000060;", "<script><<"),
            ("&#106avascript&colon;a", "javascript:a"),
            ("\\x3cscript\\u003e\\u{27}", "<script>'"),
            ("s%00e\\x00l%E2%80%8Bect", "select"),
            ("a%09b%0ac%0dd%a0", "a b\nc\nd\u{fffd}"),
            ("a%C2%A0b", "a b"),
            ("\u{131}\u{17f}\u{212a}", "isk"),
            // Text without encodings is unchanged.
            ("100%", "100%"),
            ("%zz%u12%uzzzz&nosuch;&", "%zz%u12%uzzzz&nosuch;&"),
            ("M%C3%BCnchen", "m\u{fc}nchen"),
            ("a\\b", "a\\b"),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }

    #[test]
    fn hidden_paths_and_nul_bytes_are_reported() {
        for (text, hid_path, held_nul) in [
            ("/a/../b", false, false),
            ("/a%2fb", false, false),
            ("/a/%2e%2e/b", true, false),
            ("/a/..%5cb", true, false),
            ("/a/%252e./b", true, false),
            ("/a/%c0%af", true, false),
            ("/a%00.jpg", false, true),
        ] {
            let mut decoded = Decoded::default();
            decoded.read(text.as_bytes());
            assert_eq!(
                (decoded.hid_path, decoded.held_nul),
                (hid_path, held_nul),
                "{text}"
            );
        }
    }

    /// Percent-encodes the bytes of a text that `bits` selects, with digits in lower or upper case.
    fn percent_encoded(text: &str, bits: u64) -> String {
        let pieces = text.bytes().enumerate().map(|(index, byte)| {
            let is_encoded = (bits >> (index % 60)) & 1 == 1 || byte == b'%';
            match (is_encoded, index % 2) {
                (false, _) => char::from(byte).to_string(),
                (true, 0) => format!("%{byte:02x}"),
                (true, _) => format!("%{byte:02X}"),
            }
        });
        pieces.collect::<Vec<_>>().concat()
    }

    /// Writes each character in another encoding.
    fn written(text: &str, write: impl Fn(u32) -> String) -> String {
        let pieces = text.chars().map(|char| write(u32::from(char)));
        pieces.collect::<Vec<_>>().concat()
    }

    proptest! {
        /// However a text is encoded, once or twice, decoding returns the text.
        #[test]
        fn an_encoded_text_is_read_as_the_text(
            text in "[a-z0-9 '\"<>(){};|/._=-]{0,40}",
            once in any::<u64>(),
            twice in any::<u64>(),
        ) {
            let encoded = percent_encoded(&text, once);
            prop_assert_eq!(&decoded(&encoded), &text);
            prop_assert_eq!(&decoded(&percent_encoded(&encoded, twice)), &text);
            let units = written(&text, |code| format!("%u{code:04x}"));
            prop_assert_eq!(&decoded(&units), &text);
            let references = written(&text, |code| format!("&#{code};"));
            prop_assert_eq!(&decoded(&references), &text);
            let escapes = written(&text, |code| format!("\\x{code:02x}"));
            prop_assert_eq!(&decoded(&escapes), &text);
            let wide: Vec<u8> = text
                .bytes()
                .flat_map(|byte| [0xc0 | byte >> 6, 0x80 | byte & 0x3f])
                .collect();
            let mut overlong = Decoded::default();
            overlong.read(&wide);
            prop_assert_eq!(&overlong.text, text.as_bytes());
        }

        /// Decoding never gives more than three bytes for each byte of a text, and never panics.
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let mut decoded = Decoded::default();
            decoded.read(&bytes);
            prop_assert!(decoded.text.len() <= 3 * bytes.len());
            prop_assert!(
                !decoded
                    .text
                    .iter()
                    .any(|byte| byte.is_ascii_uppercase() || *byte < b'\n')
            );
        }
    }
}
