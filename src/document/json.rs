//! Writes JSON directly into a buffer. Fields are written in the order in which they are given, and
//! absent fields are not written.
//!
//! <https://www.rfc-editor.org/rfc/rfc8259>

use super::escape::{is_unescaped, write_to_quote};
use super::number::write_number;

/// The key of a field as it is written before a text: `,"path":"`. Before other values, its last
/// quote is left out. The length of the key is a constant, so writing it takes few instructions.
/// When 25 keys were built from their parts at run time, they cost 1,900 instructions a document.
///
/// With two names, it is the key of an object and of its first field, for
/// [`Object::object_with`]: `,"body":{"bytes":"`.
macro_rules! key {
    ($name:literal) => {
        concat!(",\"", $name, "\":\"")
    };
    ($object:literal, $first:literal) => {
        concat!(",\"", $object, "\":{\"", $first, "\":\"")
    };
}
pub(super) use key;

/// An object that is being written. Nothing is written for an absent value: no null, no empty
/// string, no empty object.
///
/// Every field is written with a comma before it. Closing the object replaces the first comma by
/// the opening brace, so no field has to check whether it is the first. Keys are made by [`key`].
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

    /// Closes the object. Returns whether it has a field.
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

    /// Writes a string. An absent or empty string is not written.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.out.extend_from_slice(key.as_bytes());
            write_to_quote(self.out, value);
        }
    }

    /// Writes fields that are always the same, as JSON with a comma before the first one.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn constant(&mut self, fields: &'static str) {
        self.out.extend_from_slice(fields.as_bytes());
    }

    /// Writes a string that may be a part of `of`. A part is written without a check for bytes that
    /// need escaping, so `of` must not contain any.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn part(&mut self, key: &str, value: Option<&str>, of: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.out.extend_from_slice(key.as_bytes());
            if of.is_some_and(|whole| is_within(whole, value)) {
                self.out.extend_from_slice(value.as_bytes());
                self.out.push(b'"');
            } else {
                write_to_quote(self.out, value);
            }
        }
    }

    /// Writes a whole number.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn number(&mut self, key: &str, value: Option<impl Into<u64>>) {
        if let Some(value) = value {
            self.key(key);
            write_number(self.out, value.into());
        }
    }

    /// Writes a field. `write` must append its value as valid JSON.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn raw(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.key(key);
        write(self.out);
    }

    /// Writes an array of names of this crate, which need no escaping. An empty array is not
    /// written.
    pub(super) fn names(&mut self, key: &str, names: impl Iterator<Item = &'static str>) {
        let mut names = names.peekable();
        if names.peek().is_none() {
            return;
        }
        self.key(key);
        let mut before = b"[\"";
        for name in names {
            debug_assert!(is_unescaped(name), "{name}");
            self.out.extend_from_slice(before);
            self.out.extend_from_slice(name.as_bytes());
            self.out.push(b'"');
            before = b",\"";
        }
        self.out.push(b']');
    }

    /// Writes a nested object. It is removed again if `fill` writes no field.
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

    /// Writes a nested object whose first field is never absent. `keys` are the keys of the object
    /// and of that field. `first` must append the field's value as valid JSON.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn object_with(
        &mut self,
        keys: &str,
        first: impl FnOnce(&mut Vec<u8>),
        rest: impl FnOnce(&mut Object<'_>),
    ) {
        self.raw(keys, first);
        rest(&mut Object::open(self.out));
        self.out.push(b'}');
    }

    /// Writes a nested object, but only if its value differs from the default. Most fields of ECS
    /// are absent from most lines.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    pub(super) fn object_of<T: Default + PartialEq>(
        &mut self,
        key: &str,
        value: &T,
        fill: impl FnOnce(&mut Object<'_>, &T),
    ) {
        if *value != T::default() {
            self.object(key, |inner| fill(inner, value));
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `key`")]
    fn key(&mut self, key: &str) {
        let key = key.strip_suffix('"').unwrap_or(key);
        self.out.extend_from_slice(key.as_bytes());
    }
}

/// Whether a text is a part of another, by the places of the two in memory.
fn is_within(whole: &str, part: &str) -> bool {
    let (whole, part) = (
        whole.as_bytes().as_ptr_range(),
        part.as_bytes().as_ptr_range(),
    );
    whole.start <= part.start && part.end <= whole.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_values_are_not_written() {
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.text(key!("a"), None);
        object.text(key!("b"), Some(""));
        object.number(key!("c"), None::<u64>);
        object.names(key!("d"), std::iter::empty());
        object.object(key!("e"), |e| {
            e.object(key!("f"), |f| f.text(key!("g"), None));
        });
        assert!(!object.close());
        assert_eq!(out, b"{}");
    }

    #[test]
    fn only_a_part_of_a_plain_text_is_written_without_a_search_for_escapes() {
        let plain = String::from("/a?b=c");
        let elsewhere = String::from("/a\"");
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.part(key!("whole"), Some(&plain), Some(&plain));
        object.part(key!("path"), plain.get(..2), Some(&plain));
        object.part(key!("empty"), plain.get(..0), Some(&plain));
        object.part(key!("other"), Some(&elsewhere), Some(&plain));
        object.part(key!("absent"), None, Some(&plain));
        object.part(key!("escaped"), Some(&elsewhere), None);
        assert!(object.close());
        let expected = r#"{"whole":"/a?b=c","path":"/a","other":"/a\"","escaped":"/a\""}"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn fields_are_written_in_the_given_order() {
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
}
