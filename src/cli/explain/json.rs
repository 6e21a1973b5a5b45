//! A document for a person: over several lines, or as a list of its fields.

use std::collections::BTreeMap;

use serde_json::Value;

/// The document over several lines, with its fields in order. A list is on one line, since it holds
/// only words.
pub(super) fn pretty(document: &str) -> String {
    let mut text = String::with_capacity(document.len() * 2);
    let (mut depth, mut in_list, mut in_string, mut escaped) = (0_usize, false, false, false);
    for character in document.chars() {
        if in_string {
            text.push(character);
            in_string = character != '"' || escaped;
            escaped = character == '\\' && !escaped;
            continue;
        }
        match character {
            '[' | ']' => {
                in_list = character == '[';
                text.push(character);
            }
            '{' => {
                depth += 1;
                text.push(character);
                new_line(&mut text, depth);
            }
            '}' => {
                depth = depth.saturating_sub(1);
                new_line(&mut text, depth);
                text.push(character);
            }
            ',' if in_list => text.push_str(", "),
            ',' => {
                text.push(character);
                new_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            '"' => {
                in_string = true;
                text.push(character);
            }
            _ => text.push(character),
        }
    }
    text
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
        let document = r#"{"b":{"x":"a,{\"}:"},"a":[1,2]}"#;
        let expected = r#"{
  "b": {
    "x": "a,{\"}:"
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
