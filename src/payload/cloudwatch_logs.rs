//! Messages of a CloudWatch Logs subscription:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html>.
//!
//! ```text
//! {"messageType":"DATA_MESSAGE","owner":"..","logGroup":"..","logStream":"..",
//!  "subscriptionFilters":[..],
//!  "logEvents":[{"id":"..","timestamp":1,"message":"<one or more lines>"}]}
//! ```
//!
//! Each record holds one gzipped message. `log.file.path` becomes `logGroup/logStream`, as in
//! Elastic's CloudWatch input. The account, the ids and the times of arrival are ignored.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use super::ENTRIES_LIMIT;

use crate::event::Origin;

/// One message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message<'a> {
    /// The texts of the message's log events.
    Data(Vec<EventText<'a>>, Origin<'a>),
    /// A message that CloudWatch Logs sends to check that the destination can be reached.
    Control,
}

/// The text of a log event.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct EventText<'a> {
    #[serde(borrow)]
    message: Cow<'a, str>,
}

impl EventText<'_> {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.message.as_bytes()
    }
}

/// The two keys by which such a message is recognised. The rarer key is first.
static KEYS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["\"logEvents\"", "\"messageType\""].map(Finder::new));

/// Whether an object has the keys of such a message. Keys within a string do not match, since their
/// quotes are escaped.
pub(super) fn is_claimed(object: &[u8]) -> bool {
    KEYS.iter().all(|key| key.find(object).is_some())
}

/// Opens a message.
///
/// # Errors
/// The error is a fragment in lower case that says why the message is malformed.
pub(super) fn open(message: &[u8]) -> Result<Message<'_>, &'static str> {
    let keys: Keys<'_> =
        serde_json::from_slice(message).map_err(|_| "not a CloudWatch Logs message")?;
    keys.message()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keys<'a> {
    #[serde(borrow)]
    message_type: Cow<'a, str>,
    #[serde(borrow, deserialize_with = "texts")]
    log_events: Vec<EventText<'a>>,
    #[serde(borrow)]
    log_group: Option<Cow<'a, str>>,
    #[serde(borrow)]
    log_stream: Option<Cow<'a, str>>,
}

/// The log events. CloudWatch Logs sends at most 10,000 in a message.
fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<EventText<'de>>, D::Error> {
    struct Texts;

    impl<'de> Visitor<'de> for Texts {
        type Value = Vec<EventText<'de>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of log events")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut texts = Vec::new();
            while let Some(text) = list.next_element()? {
                if texts.len() == ENTRIES_LIMIT {
                    return Err(A::Error::custom("more log events than a message can have"));
                }
                texts.push(text);
            }
            Ok(texts)
        }
    }

    from.deserialize_seq(Texts)
}

impl<'a> Keys<'a> {
    fn message(self) -> Result<Message<'a>, &'static str> {
        match &*self.message_type {
            "DATA_MESSAGE" => {
                let origin = Origin {
                    file_path: file_path(self.log_group, self.log_stream),
                    ..Origin::default()
                };
                Ok(Message::Data(self.log_events, origin))
            }
            "CONTROL_MESSAGE" => Ok(Message::Control),
            _ => Err("a CloudWatch Logs message of unknown type"),
        }
    }
}

fn file_path<'a>(
    group: Option<Cow<'a, str>>,
    stream: Option<Cow<'a, str>>,
) -> Option<Cow<'a, str>> {
    let is_named = |name: &Cow<'_, str>| !name.is_empty();
    match (group.filter(is_named), stream.filter(is_named)) {
        (Some(group), Some(stream)) => Some(Cow::Owned(format!("{group}/{stream}"))),
        (group, stream) => group.or(stream),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_its_texts_borrowed_where_nothing_is_escaped() {
        let message = br#"{"owner":"123456789012","logEvents":[{"id":"1","timestamp":1,"message":"a"},{"extractedFields":{"x":"y"},"message":"\"b\""}],"logGroup":"/ecs/web","logStream":"nginx/1","messageType":"DATA_MESSAGE"}"#;
        let Message::Data(events, origin) = open(message).unwrap() else {
            panic!("not data")
        };
        assert!(matches!(events[0].message, Cow::Borrowed("a")));
        assert_eq!(events[1].message, "\"b\"");
        assert_eq!(origin.file_path.as_deref(), Some("/ecs/web/nginx/1"));
    }

    #[test]
    fn a_control_message_has_no_texts() {
        let control = br#"{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: checking health"}]}"#;
        assert!(is_claimed(control));
        assert_eq!(open(control), Ok(Message::Control));
    }

    #[test]
    fn a_broken_message_says_why() {
        let cases = [
            (
                "cut",
                r#"{"messageType":"DATA_MESSAGE","logEvents":[{"message":"a"#,
            ),
            (
                "no-message",
                r#"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1"}]}"#,
            ),
            (
                "no-list",
                r#"{"messageType":"DATA_MESSAGE","logEvents":{}}"#,
            ),
            (
                "more-behind",
                r#"{"messageType":"DATA_MESSAGE","logEvents":[]}{"messageType":1}"#,
            ),
            ("unknown-type", r#"{"messageType":"NEWS","logEvents":[]}"#),
        ];
        for (name, message) in cases {
            assert!(is_claimed(message.as_bytes()), "{name}");
            assert!(open(message.as_bytes()).is_err(), "{name}");
        }
    }

    #[test]
    fn a_line_that_quotes_a_message_is_not_a_message() {
        assert!(!is_claimed(
            br#"{"request":"GET /?{\"messageType\":\"logEvents\"} HTTP/1.1"}"#
        ));
        assert!(!is_claimed(br#"{"messageType":"x","status":200}"#));
    }
}
