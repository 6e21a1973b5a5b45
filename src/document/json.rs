//! Writing JSON straight into a buffer: fields in the order they are given, what is absent left out.
//!
//! <https://www.rfc-editor.org/rfc/rfc8259>. Strings leave as they are but for `"`, `\` and control characters.

use std::net::Ipv4Addr;

/// A field's key as it stands before a text: `,"path":"`; before other values its last quote is left out. With its length known it is a few stores; put together from its
/// parts at run time, 25 keys were 1,900 instructions a document.
macro_rules! key {
    ($name:literal) => {
        concat!(",\"", $name, "\":\"")
    };
}
pub(super) use key;

/// An object being written. Nothing that is absent leaves a trace: no null, no empty string, no empty object.
///
/// Every field is written with a comma before it; closing the object makes the first of them its opening brace, so no field asks
/// whether it is the first. Keys are made by [`key`].
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
}

impl<'o> Object<'o> {
    /// Opens an object at the end of `out`.
    pub(super) fn open(out: &'o mut Vec<u8>) -> Self {
        let start = out.len();
        Self { out, start }
    }

    /// Closes it. True when it holds something.
    #[inline]
    pub(super) fn close(self) -> bool {
        let Some(comma) = self.out.get_mut(self.start) else {
            self.out.extend_from_slice(b"{}");
            return false;
        };
        *comma = b'{';
        self.out.push(b'}');
        true
    }

    /// A string.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.out.extend_from_slice(key.as_bytes());
            write_escaped(self.out, value);
            self.out.push(b'"');
        }
    }

    /// A whole number.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn number(&mut self, key: &str, value: Option<impl Into<u64>>) {
        if let Some(value) = value {
            self.key(key);
            write_number(self.out, value.into());
        }
    }

    /// A field whose value `write` appends, valid JSON already.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn raw(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.key(key);
        write(self.out);
    }

    /// An array of strings that need no escaping.
    pub(super) fn names(&mut self, key: &str, names: impl Iterator<Item = &'static str>) {
        let mut names = names.peekable();
        if names.peek().is_none() {
            return;
        }
        self.key(key);
        let mut before = b'[';
        for name in names {
            self.out.push(before);
            write_string(self.out, name);
            before = b',';
        }
        self.out.push(b']');
    }

    /// An object within; gone again when `fill` puts nothing in.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Object<'_>)) {
        let before = self.out.len();
        self.key(key);
        let mut inner = Object::open(self.out);
        fill(&mut inner);
        if !inner.close() {
            self.out.truncate(before);
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    fn key(&mut self, key: &str) {
        let key = key.strip_suffix('"').unwrap_or(key);
        self.out.extend_from_slice(key.as_bytes());
    }
}

/// Appends a decimal number.
pub(super) fn write_number(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends a number of at most five decimals, as it would be written by hand: the standard library looks for the shortest digits
/// that tell a number from all others, at 350 instructions each.
pub(super) fn write_decimal(out: &mut Vec<u8>, value: f64) {
    const DECIMALS: u64 = 100_000;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what no 64 bits hold is written as their largest"
    )]
    let scaled = (value * DECIMALS as f64).round() as i64;
    if scaled < 0 {
        out.push(b'-');
    }
    let scaled = scaled.unsigned_abs();
    write_number(out, scaled / DECIMALS);
    let mut part = scaled % DECIMALS;
    if part > 0 {
        let mut digits = [b'.'; 6];
        for digit in digits.iter_mut().skip(1).rev() {
            *digit = b'0' + u8::try_from(part % 10).unwrap_or(0);
            part /= 10;
        }
        let end = digits.iter().rposition(|digit| *digit != b'0');
        out.extend_from_slice(digits.get(..=end.unwrap_or(0)).unwrap_or_default());
    }
}

/// Appends `"192.0.2.1"`, all at once: a write a number asks for room nine times, and the standard library's formatter costs
/// several times as much.
pub(super) fn write_ipv4(out: &mut Vec<u8>, ip: Ipv4Addr) {
    let mut text = [b'"'; "\"255.255.255.255\"".len()];
    let mut length = 1;
    let mut put = |byte: u8| {
        if let Some(slot) = text.get_mut(length) {
            *slot = byte;
            length += 1;
        }
    };
    for (index, octet) in ip.octets().into_iter().enumerate() {
        if index > 0 {
            put(b'.');
        }
        if octet >= 100 {
            put(b'0' + octet / 100);
        }
        if octet >= 10 {
            put(b'0' + octet / 10 % 10);
        }
        put(b'0' + octet % 10);
    }
    put(b'"');
    out.extend_from_slice(text.get(..length).unwrap_or_default());
}

/// Appends a string with its quotes.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Appends the inside of a string.
#[inline]
pub(super) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    match bytes.split_at_checked(plain_prefix(bytes)) {
        Some((plain, special @ [_, ..])) => {
            out.extend_from_slice(plain);
            write_specials(out, special);
        }
        _ => out.extend_from_slice(bytes),
    }
}

/// Appends the inside of a string from its first byte that needs escaping on. Apart, so that the usual way needs no room for it.
#[cold]
fn write_specials(out: &mut Vec<u8>, mut rest: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                out.extend(
                    [byte >> 4, byte & 15]
                        .iter()
                        .filter_map(|&nibble| HEX.get(usize::from(nibble))),
                );
            }
        }
        let (plain, special) = after.split_at(plain_prefix(after));
        out.extend_from_slice(plain);
        rest = special;
    }
}

/// How many bytes at the beginning need no escaping.
///
/// Nearly every value of a log is plain, and a loop over single bytes was the dearest part of writing a document. So 32 bytes
/// are looked at together, which the compiler makes three comparisons of 16 each, and then eight: a quarter of what eight at a time cost alone.
/// What is left at the end is looked at with the bytes before it, as a last word.
fn plain_prefix(bytes: &[u8]) -> usize {
    let Some(last) = bytes.last_chunk::<8>() else {
        return bytes
            .iter()
            .position(|byte| is_special(*byte))
            .unwrap_or(bytes.len());
    };
    let (blocks, _) = bytes.as_chunks::<32>();
    let plain_blocks = blocks.iter().take_while(|block| is_plain(block)).count();
    if let Some(end) = bytes.last_chunk()
        && plain_blocks == blocks.len()
        && is_plain(end)
    {
        return bytes.len();
    }
    let plain = plain_blocks * 32;
    let (words, _) = bytes.get(plain..).unwrap_or_default().as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let special = specials(*word);
        if special != 0 {
            return plain + index * 8 + first(special);
        }
    }
    match specials(*last) {
        0 => bytes.len(),
        special => bytes.len() - 8 + first(special),
    }
}

/// Whether nothing in a block needs escaping. No byte is the last to be looked at, so that all are looked at together.
fn is_plain(block: &[u8; 32]) -> bool {
    !block
        .iter()
        .fold(false, |special, byte| special | is_special(*byte))
}

/// Which of eight bytes are below 0x20, a quote or a backslash: the high bit of each, and perhaps of some behind the first.
/// (The has-less and has-zero tests of <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>.)
fn specials(word: [u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(word);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let control = below(word, 0x20);
    let quote = below(word ^ (ONES * u64::from(b'"')), 1);
    let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
    (control | quote | backslash) & HIGHS
}

/// The first byte that [`specials`] found.
fn first(special: u64) -> usize {
    special.trailing_zeros() as usize / 8
}

fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn absent_values_leave_no_trace() {
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.text(key!("a"), None);
        object.text(key!("b"), Some(""));
        object.number(key!("c"), None::<u64>);
        object.names(key!("d"), std::iter::empty());
        object.object(key!("e"), |e| {
            e.object(key!("f"), |f| f.text(key!("g"), None))
        });
        assert!(!object.close());
        assert_eq!(out, b"{}");
    }

    #[test]
    fn fields_stand_in_the_order_they_are_given() {
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.number(key!("z"), Some(7_u64));
        object.object(key!("a"), |a| {
            a.text(key!("none"), None);
            a.text(key!("some"), Some("x"));
        });
        object.names(key!("tags"), ["cut", "redacted"].into_iter());
        assert!(object.close());
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"z":7,"a":{"some":"x"},"tags":["cut","redacted"]}"#
        );
    }

    proptest! {
        #[test]
        fn any_text_comes_back_through_a_json_parser(text in any::<String>()) {
            let mut out = Vec::new();
            write_string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
            prop_assert!(!out.contains(&b'\n'));
        }

        #[test]
        fn addresses_are_written_as_the_standard_library_writes_them(bits in any::<u32>(), one in any::<u8>()) {
            for ip in [Ipv4Addr::from_bits(bits), Ipv4Addr::new(one, one, one, one)] {
                let mut out = Vec::new();
                write_ipv4(&mut out, ip);
                prop_assert_eq!(String::from_utf8(out).unwrap(), format!("\"{ip}\""));
            }
        }

        #[test]
        fn decimals_are_written_as_the_standard_library_writes_them(scaled in -18_000_000_i32..18_000_000, whole in -180..180) {
            for value in [f64::from(scaled) / 1e5, f64::from(whole)] {
                let mut out = Vec::new();
                write_decimal(&mut out, value);
                prop_assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
            }
        }

        /// The plain way beside the quick one.
        #[test]
        fn the_plain_prefix_of_plain_text_is_found(text in "[ -~]{0,150}", at in 0_usize..150) {
            let mut bytes: Vec<_> = text.into_bytes();
            bytes.retain(|byte| !is_special(*byte));
            prop_assert_eq!(plain_prefix(&bytes), bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = b'"';
                prop_assert_eq!(plain_prefix(&bytes), at);
            }
        }

        #[test]
        fn the_plain_prefix_is_what_a_byte_loop_finds(bytes in proptest::collection::vec(any::<u8>(), 0..128)) {
            let slow = bytes.iter().position(|&b| is_special(b)).unwrap_or(bytes.len());
            prop_assert_eq!(plain_prefix(&bytes), slow);
        }
    }
}
