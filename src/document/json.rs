//! Writing JSON straight into a buffer: fields in the order they are given, what is absent left out.
//!
//! <https://www.rfc-editor.org/rfc/rfc8259>. Strings leave as they are but for `"`, `\` and control characters.

/// An object being written. Nothing that is absent leaves a trace: no null, no empty string, no empty object.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
}

impl<'o> Object<'o> {
    /// Opens an object at the end of `out`.
    pub(super) fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        let start = out.len();
        Self { out, start }
    }

    /// Closes it. True when it holds something.
    pub(super) fn close(self) -> bool {
        self.out.push(b'}');
        self.out.len() > self.start + 1
    }

    /// A string.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.key(key);
            write_string(self.out, value);
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, key: &str, value: Option<impl Into<u64>>) {
        if let Some(value) = value {
            self.key(key);
            write_number(self.out, value.into());
        }
    }

    /// A field whose value `write` appends, valid JSON already.
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
    #[expect(
        clippy::inline_always,
        reason = "with its length known a key is a few stores; as a call, 25 keys were 1,900 instructions a document"
    )]
    fn key(&mut self, key: &str) {
        if self.out.len() > self.start {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }
}

/// Appends a decimal number.
pub(super) fn write_number(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends a string with its quotes.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Appends the inside of a string.
pub(super) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut rest = text.as_bytes();
    loop {
        let (plain, special) = rest.split_at(plain_prefix(rest));
        out.extend_from_slice(plain);
        let Some((&byte, after)) = special.split_first() else {
            return;
        };
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
        rest = after;
    }
}

/// How many bytes at the beginning need no escaping.
///
/// Eight bytes at a time: nearly every value of a log is plain, and a loop over single bytes was the dearest part of
/// writing a document. Each step asks of all eight at once whether one is below 0x20, a quote or a backslash (the
/// has-less and has-zero tests of <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>).
fn plain_prefix(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut at = 0;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = word
            .iter()
            .rev()
            .fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let special = control
            | zero(word ^ (ONES * u64::from(b'"')))
            | zero(word ^ (ONES * u64::from(b'\\')));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let tail = words.remainder();
    at + tail
        .iter()
        .position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
        .unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn absent_values_leave_no_trace() {
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.text("a", None);
        object.text("b", Some(""));
        object.number("c", None::<u64>);
        object.names("d", std::iter::empty());
        object.object("e", |e| e.object("f", |f| f.text("g", None)));
        assert!(!object.close());
        assert_eq!(out, b"{}");
    }

    #[test]
    fn fields_stand_in_the_order_they_are_given() {
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.number("z", Some(7_u64));
        object.object("a", |a| {
            a.text("none", None);
            a.text("some", Some("x"));
        });
        object.names("tags", ["cut", "redacted"].into_iter());
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

        /// The plain way beside the quick one.
        #[test]
        fn the_plain_prefix_is_what_a_byte_loop_finds(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let slow = bytes.iter().position(|&b| b < 0x20 || b == b'"' || b == b'\\').unwrap_or(bytes.len());
            prop_assert_eq!(plain_prefix(&bytes), slow);
        }
    }
}
