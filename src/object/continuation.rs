//! Continues the reading of an object: defines the message that names the place at which reading
//! continues, and determines this place from what was accepted.
//!
//! ```text
//! {"weblog-enrich":"continue","bucket":"..","key":"..","version":"..","etag":"..",
//!  "compressed":true,"offset":1048573,"fields":"#Fields: .."}
//! ```
//!
//! The offset counts bytes of the object's decompressed text, and a line begins at the offset. If
//! the object was replaced, `etag` differs, and the new object is not continued at the place of the
//! old one.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Object;

/// The key and value that mark a message as ours.
const KIND: (&str, &str) = ("weblog-enrich", "continue");

/// The longest `#Fields:` that a message carries. SQS accepts at least 256 KiB in all, and JSON
/// escapes at most double the length of ordinary text.
pub const FIELDS_LIMIT_BYTES: usize = 64 * 1024;

/// An object to continue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The object.
    pub object: Object,
    /// The object's `ETag` with its quotes, or `None` if the object was not read before.
    pub etag: Option<String>,
    /// Whether the object's text is compressed. If so, a place can be reached only from the
    /// object's beginning.
    pub compressed: bool,
    /// Where to continue, and how.
    pub from: Begin,
}

/// A place in an object's text at which a line begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Begin {
    /// Bytes of the text before this place.
    pub offset: u64,
    /// The `#Fields:` directive that applies at this place, if any.
    pub fields: Option<Arc<str>>,
}

impl Continuation {
    /// The message that requests this continuation.
    #[must_use]
    pub fn message(&self) -> String {
        let (kind, asked) = KIND;
        json!({
            kind: asked,
            "bucket": self.object.bucket,
            "key": self.object.key,
            "version": self.object.version,
            "etag": self.etag,
            "compressed": self.compressed,
            "offset": self.from.offset,
            "fields": self.from.fields.as_deref(),
        })
        .to_string()
    }

    /// Reads a message. Returns `None` if it is not ours.
    #[must_use]
    pub fn read(message: &Value) -> Option<Self> {
        let (kind, asked) = KIND;
        let text = |key: &str| message.get(key).and_then(Value::as_str);
        if text(kind)? != asked {
            return None;
        }
        let optional = |key: &str| text(key).map(str::to_owned);
        Some(Self {
            object: Object {
                bucket: optional("bucket")?,
                key: optional("key")?,
                version: optional("version"),
            },
            etag: optional("etag"),
            compressed: message.get("compressed")?.as_bool()?,
            from: Begin {
                offset: message.get("offset")?.as_u64()?,
                fields: text("fields").map(Arc::from),
            },
        })
    }
}

/// How to continue with an object, of which perhaps only a part was read and accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// All of the object was accepted, so nothing remains.
    Done,
    /// Everything before this place was accepted, and reading made progress.
    Continue(Begin),
    /// The message has to be delivered again unchanged: the first stretch was not completely
    /// accepted, or no message can name the place at which reading would continue.
    Again,
}

/// The stretches of an object in the order in which they were read. Their indices are consecutive
/// and continue across objects.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The index of the first stretch.
    pub first: usize,
    /// Where each stretch began.
    pub begins: Vec<Begin>,
    /// Where the stretch after the last one would begin, or `None` if the object ends there.
    pub rest: Option<Begin>,
}

impl Read {
    /// What to do next if the stretches with these indices were not accepted completely.
    #[must_use]
    pub fn next(&self, unaccepted: impl IntoIterator<Item = usize>) -> Next {
        let own = self.first..self.first + self.begins.len();
        let lowest = unaccepted
            .into_iter()
            .filter(|index| own.contains(index))
            .min();
        let place = match lowest {
            Some(index) => self.begins.get(index - self.first),
            None => self.rest.as_ref(),
        };
        let start = self.begins.first().map(|begin| begin.offset);
        match place {
            None => Next::Done,
            // A message cannot carry a directive that is too long. Reading then begins again from
            // the start, because without the directive the rows would be read wrongly.
            Some(place) if start.is_some_and(|start| place.offset > start) && is_carried(place) => {
                Next::Continue(place.clone())
            }
            Some(_) => Next::Again,
        }
    }
}

fn is_carried(place: &Begin) -> bool {
    let fields = place.fields.as_ref();
    fields.is_none_or(|fields| fields.len() <= FIELDS_LIMIT_BYTES)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(offset: u64) -> Begin {
        Begin {
            offset,
            fields: None,
        }
    }

    #[test]
    fn reading_does_not_continue_from_a_place_whose_directive_is_too_long() {
        let long = Begin {
            offset: 7,
            fields: Some(("#Fields: ".to_owned() + &"x ".repeat(FIELDS_LIMIT_BYTES)).into()),
        };
        let read = Read {
            first: 0,
            begins: vec![at(0)],
            rest: Some(long),
        };
        assert_eq!(read.next([]), Next::Again);
    }

    proptest! {
        #[test]
        fn a_message_is_read_as_it_was_written(
            bucket in "[a-z.-]{1,9}",
            key in "\\PC{1,20}",
            version in proptest::option::of("[a-zA-Z0-9]{1,9}"),
            etag in proptest::option::of("\"[0-9a-f]{1,9}\""),
            compressed: bool,
            offset: u64,
            fields in proptest::option::of("#Fields:\\PC{0,20}"),
        ) {
            let object = Object { bucket, key, version };
            let from = Begin { offset, fields: fields.map(Arc::from) };
            let continuation = Continuation { object, etag, compressed, from };
            let message: Value = serde_json::from_str(&continuation.message()).unwrap();
            prop_assert_eq!(Continuation::read(&message), Some(continuation));
        }

        #[test]
        fn reading_continues_after_at_least_one_stretch_and_only_after_accepted_ones(
            first in 0_usize..5,
            lengths in proptest::collection::vec(1_u64..100, 0..8),
            start in 0_u64..50,
            unaccepted in proptest::collection::vec(0_usize..20, 0..6),
            ended: bool,
        ) {
            let mut offset = start;
            let begins: Vec<_> = lengths.iter().map(|length| {
                offset += length;
                at(offset - length)
            }).collect();
            let read = Read { first, rest: (!ended).then(|| at(offset)), begins: begins.clone() };
            let is_accepted = |index: usize| !unaccepted.contains(&(first + index));
            match read.next(unaccepted.iter().copied()) {
                Next::Done => prop_assert!(ended && (0..begins.len()).all(is_accepted)),
                Next::Continue(place) => {
                    prop_assert!(place.offset > start);
                    let before =
                        begins.iter().take_while(|begin| begin.offset < place.offset).count();
                    prop_assert!(before > 0 && (0..before).all(is_accepted));
                    prop_assert!(before == begins.len() || !is_accepted(before));
                }
                Next::Again if begins.is_empty() => prop_assert!(!ended),
                Next::Again => prop_assert!(!is_accepted(0)),
            }
        }
    }
}
