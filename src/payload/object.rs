//! The members of a JSON object, in order. The object is an envelope, or a document that is shown
//! to a person. A value is parsed only when it is needed.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ENTRIES_LIMIT;

/// The keys under which shippers put a line.
static LINE_KEYS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["\"data\"", "\"log\"", "\"message\""].map(Finder::new));

/// The members of an object, in order.
#[derive(Debug)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Parses any object; `None` if the text is not an object, or has more than [`ENTRIES_LIMIT`]
    /// members.
    pub(crate) fn parse(line: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// Parses an object if it may be a shipper's envelope. Three short searches exclude most JSON
    /// lines, so that these are not parsed.
    pub(super) fn of_shipper(line: &'a [u8]) -> Option<Self> {
        let may_be = LINE_KEYS.iter().any(|key| key.find(line).is_some());
        may_be.then(|| Self::parse(line)).flatten()
    }

    /// The members: each key with its value as it is written.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(key, value)| (&**key, value.get()))
    }

    /// The string value of a key, which may be blank; `None` if the key is missing or its value is
    /// not a string.
    pub(super) fn string(&self, key: &str) -> Option<Cow<'a, str>> {
        let BorrowedText(text) = serde_json::from_str(self.raw(key)?).ok()?;
        Some(text)
    }

    /// The object value of a key; `None` if the key is missing or its value is not an object.
    pub(super) fn object(&self, key: &str) -> Option<Self> {
        serde_json::from_str(self.raw(key)?).ok()
    }

    /// The text at a path such as `host.name`. The path may be one key, or a key of a nested
    /// object. A blank text and `-` are `None`.
    pub(super) fn text_at(&self, path: &str) -> Option<Cow<'a, str>> {
        let nested = || {
            let (key, rest) = path.split_once('.')?;
            self.object(key)?.text_at(rest)
        };
        self.string(path)
            .or_else(nested)
            .filter(|text| !matches!(text.trim(), "" | "-"))
    }

    /// The text at the first of these paths that has a text.
    pub(super) fn first_text(&self, paths: &[&str]) -> Option<Cow<'a, str>> {
        paths.iter().find_map(|path| self.text_at(path))
    }

    fn raw(&self, key: &str) -> Option<&'a str> {
        let found = self.members().find(|(name, _)| *name == key);
        found.map(|(_, value)| value)
    }
}

/// A string that is borrowed unless it has escapes. Serde copies a string into a `Cow` that is not
/// wrapped in this way.
#[derive(Deserialize)]
struct BorrowedText<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some((BorrowedText(key), value)) = map.next_entry()? {
                    if members.len() == ENTRIES_LIMIT {
                        return Err(M::Error::custom("more members than an envelope can have"));
                    }
                    members.push((key, value));
                }
                Ok(Object(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_key_or_an_object_in_an_object() {
        let object = Object::of_shipper(
            br#"{"log":{"file":{"path":"/a"}},"host.name":"b","c":{"d":"-"},"e":7,"f":{"g":"\u0068"}}"#,
        );
        let object = object.unwrap();
        let text_at = |path| object.text_at(path);
        assert_eq!(text_at("log.file.path").as_deref(), Some("/a"));
        assert_eq!(text_at("host.name").as_deref(), Some("b"));
        assert_eq!(text_at("f.g").as_deref(), Some("h"));
        assert_eq!(
            [
                text_at("c.d"),
                text_at("e"),
                text_at("x.y"),
                text_at("host")
            ],
            [const { None }; 4]
        );
        assert_eq!(
            object.first_text(&["c.d", "host.name"]).as_deref(),
            Some("b")
        );
    }

    #[test]
    fn text_is_borrowed_unless_it_has_escapes() {
        let object = Object::of_shipper(br#"{"log":"plain","message":"\"quoted\""}"#).unwrap();
        assert!(matches!(object.string("log"), Some(Cow::Borrowed("plain"))));
        assert!(matches!(object.string("message"), Some(Cow::Owned(text)) if text == "\"quoted\""));
    }

    #[test]
    fn a_line_that_is_not_an_object_with_a_line_key_is_not_an_envelope() {
        let lines: [&[u8]; 5] = [
            br#"{"status":200}"#,
            br#"{"log":"cut"#,
            br#"{"log":"a"} b"#,
            b"{\"log\":\"\xff\"}",
            br#"["log"]"#,
        ];
        for line in lines {
            assert!(Object::of_shipper(line).is_none());
        }
    }
}
