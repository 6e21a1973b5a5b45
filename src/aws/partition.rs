//! Keys for Firehose's dynamic partitioning: <https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html>.

use super::answer::Metadata;
use crate::config::{Hook, PartitionKey};

/// What a key of dynamic partitioning is where a document has none: Firehose refuses the empty string.
const NO_KEY: &str = "none";

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
                status.map(|status| format!("{}xx", status / 100))
            }
            PartitionKey::Country => text("/source/geo/country_iso_code").map(str::to_owned),
            // A compact document leaves its kind out, which is `event`.
            PartitionKey::Kind => text("/event/kind")
                .or_else(|| text("/event/id").map(|_| "event"))
                .map(str::to_owned),
        };
        (key.name(), value.unwrap_or_else(|| NO_KEY.to_owned()))
    };
    Some(Metadata {
        partition_keys: hook.partition_keys.iter().map(|key| value(*key)).collect(),
    })
}
