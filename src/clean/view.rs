//! A view of a text: its bytes without escapes, and for each byte the offset in the text at which
//! the byte or its escape begins.
//!
//! Clients encode URLs within URLs, and logs escape them once more. The searches for secrets and
//! addresses read this view and replace ranges of the text itself. Percent-encoding
//! (<https://www.rfc-editor.org/rfc/rfc3986#section-2.1>) and the escapes of logs and JSON (`\x22`,
//! `\"`, `\u0026`) are undone together, one layer after the other.
//!
//! Deviations: `\u` is undone only for ASCII. An invalid escape is not changed.

use memchr::{memchr, memchr2};

/// The most layers that are undone. Each layer takes one pass over the text. The limit bounds the
/// passes for a text that was encoded many times.
const LAYER_LIMIT: u8 = 8;

/// A byte of the view, and the layers that were undone for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// The offset in the text at which the byte, or the escape that represents it, begins.
    start: u32,
    /// The byte.
    pub(super) byte: u8,
    /// The layers of percent-encoding that were undone.
    pub(super) percent: u8,
    /// The layers of backslashes that were undone.
    pub(super) backslash: u8,
}

/// The view of a text.
#[derive(Debug)]
pub(super) struct View<'a> {
    text: &'a [u8],
    /// `None` if the text is its own view, because it contains neither `%` nor a backslash, is too
    /// long, or is to be read as it is written.
    units: Option<Vec<Unit>>,
}

impl<'a> View<'a> {
    /// Undoes the escapes of a text. The view of a text of 4 GiB or more keeps its escapes.
    pub(super) fn new(text: &'a [u8]) -> Self {
        let first = memchr2(b'%', b'\\', text).filter(|_| u32::try_from(text.len()).is_ok());
        let units = first.map(|first| {
            let mut units: Vec<Unit> = (0..).zip(text).map(Unit::plain).collect();
            for _ in 0..LAYER_LIMIT {
                if !undo_layer(&mut units, first) {
                    break;
                }
            }
            units
        });
        Self { text, units }
    }

    /// The text as it is written.
    pub(super) fn plain(text: &'a [u8]) -> Self {
        Self { text, units: None }
    }

    /// Whether the view may differ from the text.
    pub(super) fn is_escaped(&self) -> bool {
        self.units.is_some()
    }

    /// How many bytes the view has.
    pub(super) fn len(&self) -> usize {
        self.units.as_ref().map_or(self.text.len(), Vec::len)
    }

    /// Whether `wanted` occurs in the view.
    pub(super) fn holds(&self, wanted: u8) -> bool {
        match &self.units {
            Some(units) => units.iter().any(|unit| unit.byte == wanted),
            None => memchr(wanted, self.text).is_some(),
        }
    }

    /// The byte of the view at offset `at`, with its layers.
    #[inline]
    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        match &self.units {
            Some(units) => units.get(at).copied(),
            // The start of this unit is not used. `View::start` finds the start of a plain byte by
            // itself.
            None => self.text.get(at).map(|byte| Unit::plain((0, byte))),
        }
    }

    /// The byte of the view at offset `at`, without its layers.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        match &self.units {
            Some(units) => units.get(at).map(|unit| unit.byte),
            None => self.text.get(at).copied(),
        }
    }

    /// The byte before offset `at`.
    pub(super) fn before(&self, at: usize) -> Option<u8> {
        self.byte(at.checked_sub(1)?)
    }

    /// Whether the view has these bytes at offset `at`. Case is ignored for letters of ASCII.
    pub(super) fn reads(&self, at: usize, expected: &[u8]) -> bool {
        let mut places = (at..).zip(expected);
        places.all(|(at, byte)| {
            self.byte(at)
                .is_some_and(|found| found.eq_ignore_ascii_case(byte))
        })
    }

    /// Where the view's byte at offset `at` begins in the text: the offset of its byte or escape.
    pub(super) fn start(&self, at: usize) -> usize {
        match &self.units {
            Some(units) => units
                .get(at)
                .map_or(self.text.len(), |unit| unit.start as usize),
            None => at.min(self.text.len()),
        }
    }

    /// Replaces the content of `out` by the bytes between `from` and `to`.
    pub(super) fn read(&self, from: usize, to: usize, out: &mut Vec<u8>) {
        out.clear();
        match &self.units {
            Some(units) => {
                let units = units.get(from..to).unwrap_or_default();
                out.extend(units.iter().map(|unit| unit.byte));
            }
            None => out.extend_from_slice(self.text.get(from..to).unwrap_or_default()),
        }
    }
}

impl Unit {
    fn plain((start, byte): (u32, &u8)) -> Self {
        Self {
            start,
            byte: *byte,
            percent: 0,
            backslash: 0,
        }
    }
}

/// Undoes the outermost escapes in place. The first escape is at `first` or after it. Returns
/// whether an escape was undone and another layer may follow.
fn undo_layer(units: &mut Vec<Unit>, first: usize) -> bool {
    let (mut read, mut written, mut may_be_more) = (first, first, false);
    while let Some(unit) = units.get(read).copied() {
        let (unit, width) = match may_lead(unit.byte) {
            true => escaped(units, read).unwrap_or((unit, 1)),
            false => (unit, 1),
        };
        may_be_more |= may_lead(unit.byte);
        if let Some(place) = units.get_mut(written) {
            *place = unit;
        }
        read += width;
        written += 1;
    }
    let changed = written < units.len();
    units.truncate(written);
    changed && may_be_more
}

/// Whether a byte may be the first of an escape.
fn may_lead(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\')
}

/// The byte that the escape at `at` represents, and the number of units of the escape.
fn escaped(units: &[Unit], at: usize) -> Option<(Unit, usize)> {
    let byte = |index: usize| units.get(at + index).map(|unit| unit.byte);
    let digits = |first: usize| {
        let digit = |index| (byte(index)? as char).to_digit(16);
        u8::try_from(digit(first)? << 4 | digit(first + 1)?).ok()
    };
    let (byte, width) = match (byte(0)?, byte(1)?) {
        (b'%', _) => (digits(1)?, 3),
        (b'\\', b'x') => (digits(2)?, 4),
        (b'\\', b'u') => {
            (byte(2) == Some(b'0') && byte(3) == Some(b'0')).then_some(())?;
            (digits(4).filter(u8::is_ascii)?, 6)
        }
        (_, b'n') => (b'\n', 2),
        (_, b'r') => (b'\r', 2),
        (_, b't') => (b'\t', 2),
        (_, same @ (b'\\' | b'"' | b'\'' | b'/')) => (same, 2),
        _ => return None,
    };
    let parts = units.get(at..at + width)?;
    let first = parts.first()?;
    let most = |layers: fn(&Unit) -> u8| parts.iter().map(layers).max().unwrap_or(0);
    let is_percent = first.byte == b'%';
    let unit = Unit {
        start: first.start,
        byte,
        percent: most(|unit| unit.percent) + u8::from(is_percent),
        backslash: most(|unit| unit.backslash) + u8::from(!is_percent),
    };
    Some((unit, width))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (String, View<'_>) {
        let view = View::new(text.as_bytes());
        let mut bytes = Vec::new();
        view.read(0, view.len(), &mut bytes);
        (String::from_utf8_lossy(&bytes).into_owned(), view)
    }

    #[test]
    fn escapes_are_undone_layer_by_layer() {
        let cases = [
            ("/plain", "/plain"),
            ("a%3Db", "a=b"),
            ("a%25253Db", "a=b"),
            // An encoder encoded every byte twice.
            ("%25%33%44", "="),
            ("%25%25", "%%"),
            ("%2", "%2"),
            ("%zz%", "%zz%"),
            (r"a\u0026b\x3dc\/d", "a&b=c/d"),
            (r#"\\\"a\\u003db"#, "\"a=b"),
            (r"\u00e4\u2028\q", r"\u00e4\u2028\q"),
            ("%5Cu0026", "&"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).0, expected, "{text}");
        }
    }

    #[test]
    fn a_byte_has_its_place_and_its_layers() {
        let (_, view) = read(r"a%252Fb\u0026%3D");
        let units: Vec<_> = (0..view.len()).map_while(|at| view.unit(at)).collect();
        let found: Vec<_> = units
            .iter()
            .map(|unit| (unit.start, unit.byte as char, unit.percent, unit.backslash))
            .collect();
        let expected = [
            (0, 'a', 0, 0),
            (1, '/', 2, 0),
            (6, 'b', 0, 0),
            (7, '&', 0, 1),
            (13, '=', 1, 0),
        ];
        assert_eq!(found, expected);
        assert_eq!((view.start(2), view.start(5), view.start(9)), (6, 16, 16));
    }

    proptest! {
        #[test]
        fn encoded_text_is_decoded_to_the_same_text(
            // Without `%` and `\`, because a text that contains escapes would be decoded too far.
            text in r"[ -$&-\[\]-~]{0,20}",
            layers in 0_usize..8,
            every in any::<bool>(),
        ) {
            let mut encoded = text.clone();
            for _ in 0..layers {
                let encode = |byte: u8| match byte {
                    b'a'..=b'z' if !every => (byte as char).to_string(),
                    _ => format!("%{byte:02X}"),
                };
                // If every byte is encoded, each layer multiplies the length.
                if encoded.len() < 5_000 {
                    encoded = encoded.bytes().map(encode).collect();
                }
            }
            prop_assert_eq!(read(&encoded).0, text);
        }

        #[test]
        fn places_grow_and_cover_the_text(text in "[%25x3D\\\\u0\"/a-c]{0,40}") {
            let (_, view) = read(&text);
            let starts: Vec<_> = (0..=view.len()).map(|at| view.start(at)).collect();
            prop_assert!(starts.is_sorted_by(|a, b| a < b), "{:?}", starts);
            prop_assert_eq!((starts[0], starts[view.len()]), (0, text.len()));
            prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start)));
        }
    }
}
