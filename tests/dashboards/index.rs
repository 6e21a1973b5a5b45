//! The index template: no keyword can make OpenSearch refuse a document. `src/document/fields.rs`
//! tests the template's fields and their types.

use serde_json::Value;

use super::source::mapping;

#[test]
fn no_keyword_is_long_enough_for_a_document_to_be_refused() {
    // Lucene accepts terms of 32,766 bytes, and a character has at most four:
    // https://docs.opensearch.org/latest/mappings/mapping-parameters/ignore-above/
    for (name, field) in mapping()
        .iter()
        .filter(|(_, field)| field["type"] == "keyword")
    {
        let protected = field
            .get("ignore_above")
            .and_then(Value::as_u64)
            .is_some_and(|characters| characters * 4 <= 32_766);
        let not_a_term = field.get("index") == Some(&Value::Bool(false))
            && field.get("doc_values") == Some(&Value::Bool(false));
        assert!(protected || not_a_term, "{name}");
    }
}
