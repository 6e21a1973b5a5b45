//! Formats a document for a person: over several lines, or as a list of its fields.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::payload::Object;

/// The document over several lines, with its fields in order. A list is on one line, since it holds
/// only words.
pub(super) fn pretty(document: &str) -> String {
    let mut text = String::with_capacity(document.len() * 2);
    spread(document, 0, &mut text);
    text
}

fn spread(value: &str, depth: usize, text: &mut String) {
    if let Some(object) = Object::parse(value.as_bytes()) {
        if object.members().next().is_none() {
            return text.push_str("{}");
        }
        let mut before = '{';
        for (key, value) in object.members() {
            text.push(before);
            new_line(text, depth + 1);
            text.push_str(&Value::from(key).to_string());
            text.push_str(": ");
            spread(value, depth + 1, text);
            before = ',';
        }
        new_line(text, depth);
        text.push('}');
    } else if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(value) {
        let values: Vec<_> = list.into_iter().map(RawValue::get).collect();
        text.extend(["[", &values.join(", "), "]"]);
    } else {
        text.push_str(value);
    }
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

/// The document's fields by their dotted names. A list is one value.
pub(super) fn fields(document: &[u8]) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    if let Ok(document) = serde_json::from_slice(document) {
        collect("", document, &mut fields);
    }
    fields
}

fn collect(name: &str, value: Value, fields: &mut BTreeMap<String, Value>) {
    let Value::Object(members) = value else {
        fields.insert(name.to_owned(), value);
        return;
    };
    for (key, value) in members {
        let dot = if name.is_empty() { "" } else { "." };
        collect(&format!("{name}{dot}{key}"), value, fields);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_document_is_spread_over_lines_in_its_order() {
        let document = r#"{"b":{"x":"a,{\"}:","n":{}},"a":[1,2]}"#;
        let expected = r#"{
  "b": {
    "x": "a,{\"}:",
    "n": {}
  },
  "a": [1, 2]
}"#;
        assert_eq!(pretty(document), expected);
    }

    #[test]
    fn fields_have_dotted_names() {
        let found = fields(br#"{"url":{"path":"/"},"tags":["cut"],"n":1}"#);
        let found: Vec<_> = found
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(found, ["n=1", "tags=[\"cut\"]", "url.path=\"/\""]);
    }

    proptest! {
        #[test]
        fn spreading_changes_only_white_space(text in ".{0,30}", number: u8) {
            let value = serde_json::json!({"t": text, "n": {"t": [number, text]}});
            let spread: Value = serde_json::from_str(&pretty(&value.to_string())).unwrap();
            prop_assert_eq!(spread, value);
        }
    }
}
