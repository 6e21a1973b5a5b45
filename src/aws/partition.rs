//! Keys for Firehose's dynamic partitioning:
//! <https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html>.

use serde_json::Value;

use super::answer::Metadata;
use crate::config::{Hook, PartitionKey};
use crate::event::{AccessEvent, Timestamp};

/// The text of a key for which a document has no value. Firehose refuses the empty string.
const NO_KEY: &str = "none";

/// The text of a key whose value is not valid as a key.
const OTHER: &str = "other";

/// The most bytes of a key: the greatest length of a host name. A prefix in S3 has at most 1,024
/// bytes in all.
const KEY_LIMIT_BYTES: usize = 253;

/// Makes a valid key from a value. A client may request any host, and the key becomes part of an
/// object's name.
fn bounded(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    match value {
        "" => NO_KEY.to_owned(),
        value if value.len() > KEY_LIMIT_BYTES || !value.bytes().all(is_plain) => OTHER.to_owned(),
        // A value such as `..` would mean another folder in a path.
        value if value.bytes().all(|byte| byte == b'.') => OTHER.to_owned(),
        value => value.to_ascii_lowercase(),
    }
}

/// The facts about a document from which keys can be made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Subject {
    host: Option<String>,
    /// The day in UTC, such as `2025-10-10`.
    date: Option<String>,
    status: Option<u64>,
    country: Option<String>,
    kind: Option<String>,
}

impl Subject {
    /// The subject of an event.
    pub(super) fn of_event(event: &AccessEvent<'_>) -> Self {
        let host = event.url.domain.as_deref();
        let host = host.or(event.destination.domain.as_deref());
        let geo = event.source.geo.as_deref();
        let country = geo.and_then(|geo| geo.country_iso_code.as_deref());
        Self {
            host: host.map(str::to_owned),
            date: Some(date(event.timestamp)),
            status: event.http.status.map(u64::from),
            country: country.map(str::to_owned),
            kind: Some("event".to_owned()),
        }
    }

    /// The subject of a rejection. `arrival` is the time at which its record arrived.
    pub(super) fn of_rejection(arrival: Timestamp) -> Self {
        Self {
            date: Some(date(arrival)),
            kind: Some("pipeline_error".to_owned()),
            ..Self::default()
        }
    }

    /// The subject of a document that the hook put into the stream again. The document's event is
    /// no longer available.
    pub(super) fn of_document(document: &[u8]) -> Self {
        let document: Value = serde_json::from_slice(document).unwrap_or_default();
        let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
        let status = document.pointer("/http/response/status_code");
        // A compact document omits the kind `event`.
        let kind = text("/event/kind").or_else(|| text("/event/id").map(|_| "event"));
        let host = text("/url/domain").or_else(|| text("/destination/domain"));
        let date = text("/@timestamp").and_then(|time| time.get(..10));
        Self {
            host: host.map(str::to_owned),
            date: date.map(str::to_owned),
            status: status.and_then(Value::as_u64),
            country: text("/source/geo/country_iso_code").map(str::to_owned),
            kind: kind.map(str::to_owned),
        }
    }
}

/// The day of a time in UTC, empty if the time is outside the calendar.
fn date(time: Timestamp) -> String {
    let day = jiff::Timestamp::from_second(time.seconds);
    day.map_or_else(
        |_| String::new(),
        |day| day.strftime("%Y-%m-%d").to_string(),
    )
}

/// The configured keys with a document's values. If no key is configured, returns `None` and does
/// not call `subject`.
pub(super) fn metadata(hook: &Hook, subject: impl FnOnce() -> Subject) -> Option<Metadata> {
    if hook.partition_keys.is_empty() {
        return None;
    }
    let subject = subject();
    let class = |status: u64| match status / 100 {
        class @ 1..=5 => Some(format!("{class}xx")),
        _ => None,
    };
    let value = |key: PartitionKey| {
        let value = match key {
            PartitionKey::Host => subject.host.clone(),
            PartitionKey::Date => subject.date.clone(),
            PartitionKey::StatusClass => subject.status.and_then(class),
            PartitionKey::Country => subject.country.clone(),
            PartitionKey::Kind => subject.kind.clone(),
        };
        (key.name(), bounded(&value.unwrap_or_default()))
    };
    Some(Metadata {
        partition_keys: hook.partition_keys.iter().map(|key| value(*key)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::arrival::Arrival;
    use crate::config::Config;
    use crate::pipeline::{Outcome, Pipeline, Record};

    fn host(domain: &str) -> String {
        let hook = Hook {
            partition_keys: vec![PartitionKey::Host],
            ..Hook::default()
        };
        let mut event = AccessEvent::at(Timestamp::default());
        event.url.domain = Some(domain.into());
        let metadata = metadata(&hook, || Subject::of_event(&event)).unwrap();
        metadata.partition_keys["host"].clone()
    }

    #[test]
    fn a_key_is_a_plain_short_word_or_other() {
        for (domain, expected) in [
            ("www.Example.com", "www.example.com"),
            ("xn--caf-dma.example", "xn--caf-dma.example"),
            ("203.0.113.7", "203.0.113.7"),
            ("", "none"),
            ("a/../b", "other"),
            ("..", "other"),
            ("[2001:db8::1]", "other"),
            ("a b", "other"),
            ("caf\u{e9}", "other"),
            (&"x".repeat(254), "other"),
        ] {
            assert_eq!(host(domain), expected, "{domain}");
        }
    }

    #[test]
    fn a_document_has_the_keys_of_its_source() {
        let arrival = Timestamp {
            seconds: 1_760_097_336,
            ..Timestamp::default()
        };
        let lines = [
            r#"www.example.com:443 203.0.113.7 - - [10/Oct/2025:23:55:36 -0700] "GET / HTTP/1.1" 304 5"#,
            r#"8.8.8.8 - - [01/Jan/1970:00:00:00 +0000] "GET http://example.org/a HTTP/1.1" 200 5"#,
            r#"203.0.113.7 - - [29/Feb/2024:13:55:36 +0000] "-" 408 -"#,
            "not a line of an access log",
        ];
        let data = lines.join("\n");
        for variables in [&[][..], &[("DOCUMENTS", "compact")]] {
            let lookup = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let mut pipeline = Pipeline::new(Config::read(lookup).unwrap().settings().unwrap());
            let record = Record {
                data: data.as_bytes(),
                id: "r",
                arrival: Arrival::Stream(arrival),
                continued: false,
            };
            let mut hosts = Vec::new();
            pipeline.run(&record, &mut |outcome| {
                let (subject, document) = match outcome {
                    Outcome::Event {
                        event, document, ..
                    } => (Subject::of_event(event), document),
                    Outcome::Rejected { document, .. } => {
                        (Subject::of_rejection(arrival), document)
                    }
                    Outcome::Dropped { rule } => panic!("{rule}"),
                };
                assert_eq!(subject, Subject::of_document(document));
                hosts.push(subject.host);
            });
            let expected = [Some("www.example.com"), Some("example.org"), None, None];
            assert_eq!(hosts, expected.map(|host| host.map(str::to_owned)));
        }
    }

    proptest! {
        #[test]
        fn keys_have_a_bounded_length_and_alphabet(domain in "\\PC{0,300}") {
            let key = host(&domain);
            prop_assert!((1..=KEY_LIMIT_BYTES).contains(&key.len()));
            let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
            prop_assert!(key.bytes().all(is_plain));
        }
    }
}
