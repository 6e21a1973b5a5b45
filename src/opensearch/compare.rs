//! Compares what a cluster reports with what it should have.
//!
//! A cluster adds implied values (`"fls": []`, `"reserved": false`, `"user": null`) and timestamps,
//! and turns the numbers and booleans of index settings into strings. Such additions and
//! conversions do not count as differences.

use serde_json::Value;

use super::Change;

/// Keys that the cluster's own plugins add to what was written.
const STAMPS: [&str; 6] = [
    "policy_id",
    "last_updated_time",
    "schema_version",
    "retry",
    "user",
    "version",
];

/// Whether `found` equals `wished`, apart from what a cluster adds or converts.
#[must_use]
pub(crate) fn same(found: &Value, wished: &Value) -> bool {
    match (found, wished) {
        (Value::Object(found), Value::Object(wished)) => {
            wished.iter().all(|(key, wish)| {
                found
                    .get(key)
                    .map_or(is_nothing(wish), |value| same(value, wish))
            }) && found.iter().all(|(key, value)| {
                wished.contains_key(key) || is_nothing(value) || STAMPS.contains(&key.as_str())
            })
        }
        (Value::Array(found), Value::Array(wished)) => {
            found.len() == wished.len()
                && found
                    .iter()
                    .zip(wished)
                    .all(|(found, wished)| same(found, wished))
        }
        (Value::String(found), Value::Number(wished)) => *found == wished.to_string(),
        (Value::String(found), Value::Bool(wished)) => *found == wished.to_string(),
        (found, wished) => found == wished,
    }
}

/// The change that turns what was found into `wished`.
#[must_use]
pub(crate) fn change_to(found: Option<&Value>, wished: &Value) -> Change {
    match found {
        None => Change::Created,
        Some(found) if same(found, wished) => Change::Unchanged,
        Some(_) => Change::Updated,
    }
}

/// Whether a value means the same as no value: null, false, or an empty text, list or object.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) | Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn additions_of_the_cluster_are_not_differences_but_people_s_changes_are() {
        let cases = [
            (
                "the-same",
                json!({"a": [1, "b"]}),
                json!({"a": [1, "b"]}),
                true,
            ),
            (
                "settings-come-back-as-strings",
                json!({"shards": "1", "on": "true"}),
                json!({"shards": 1, "on": true}),
                true,
            ),
            (
                "another-setting",
                json!({"shards": "2"}),
                json!({"shards": 1}),
                false,
            ),
            (
                "empty-lists-are-implied",
                json!({"a": 1, "fls": [], "reserved": false, "dls": null}),
                json!({"a": 1}),
                true,
            ),
            (
                "an-added-permission",
                json!({"a": 1, "fls": ["secret"]}),
                json!({"a": 1}),
                false,
            ),
            ("a-missing-key", json!({}), json!({"a": 1}), false),
            (
                "a-missing-key-with-an-implied-value",
                json!({}),
                json!({"actions": []}),
                true,
            ),
            (
                "stamps-of-the-retention-plugin",
                json!({"states": [{"delete": {}, "retry": {"count": 3}}], "schema_version": 21}),
                json!({"states": [{"delete": {}}]}),
                true,
            ),
            (
                "a-longer-list",
                json!({"a": [1, 2]}),
                json!({"a": [1]}),
                false,
            ),
            (
                "a-list-in-another-order",
                json!({"a": [2, 1]}),
                json!({"a": [1, 2]}),
                false,
            ),
        ];
        for (name, found, wished, expected) in cases {
            assert_eq!(same(&found, &wished), expected, "{name}");
        }
    }
}
