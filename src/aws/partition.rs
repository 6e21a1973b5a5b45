//! Keys for Firehose's dynamic partitioning: <https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html>.

use super::answer::Metadata;
use crate::config::{Hook, PartitionKey};

/// What a key of dynamic partitioning is where a document has none: Firehose refuses the empty string.
const NO_KEY: &str = "none";

/// What a key is where its value is not as keys are.
const OTHER: &str = "other";

/// The longest key: a host name's length. A prefix in S3 has 1,024 bytes in all.
const KEY_LIMIT_BYTES: usize = 253;

/// A value as a key. A client chooses what host it asks for, and the key becomes a part of an object's name.
fn bounded(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    match value {
        "" => NO_KEY.to_owned(),
        // Dots alone are steps within a path.
        value if value.len() > KEY_LIMIT_BYTES || !value.bytes().all(is_plain) => OTHER.to_owned(),
        value if value.bytes().all(|byte| byte == b'.') => OTHER.to_owned(),
        value => value.to_ascii_lowercase(),
    }
}

/// The keys that were asked for, out of the document; nothing is read when none were.
pub(super) fn metadata(hook: &Hook, document: &[u8]) -> Option<Metadata> {
    if hook.partition_keys.is_empty() {
        return None;
    }
    let document: serde_json::Value = serde_json::from_slice(document).unwrap_or_default();
    let text = |pointer: &str| {
        document
            .pointer(pointer)
            .and_then(serde_json::Value::as_str)
    };
    let value = |key: PartitionKey| {
        let value = match key {
            PartitionKey::Host => text("/url/domain")
                .or_else(|| text("/destination/domain"))
                .map(str::to_owned),
            PartitionKey::Date => text("/@timestamp")
                .and_then(|time| time.get(..10))
                .map(str::to_owned),
            PartitionKey::StatusClass => {
                let status = document
                    .pointer("/http/response/status_code")
                    .and_then(serde_json::Value::as_u64);
                let class = status.map(|status| status / 100);
                class
                    .filter(|class| (1..=5).contains(class))
                    .map(|class| format!("{class}xx"))
            }
            PartitionKey::Country => text("/source/geo/country_iso_code").map(str::to_owned),
            // A compact document leaves its kind out, which is `event`.
            PartitionKey::Kind => text("/event/kind")
                .or_else(|| text("/event/id").map(|_| "event"))
                .map(str::to_owned),
        };
        let value = value.unwrap_or_default();
        (key.name(), bounded(&value))
    };
    Some(Metadata {
        partition_keys: hook.partition_keys.iter().map(|key| value(*key)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn host(domain: &str) -> String {
        let hook = Hook {
            partition_keys: vec![PartitionKey::Host],
            ..Hook::default()
        };
        let document = serde_json::json!({ "url": { "domain": domain } }).to_string();
        let metadata = metadata(&hook, document.as_bytes()).unwrap();
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

    proptest! {
        #[test]
        fn keys_have_a_bounded_length_and_alphabet(domain in "\\PC{0,300}") {
            let key = host(&domain);
            prop_assert!((1..=KEY_LIMIT_BYTES).contains(&key.len()));
            prop_assert!(key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_')));
        }
    }
}
