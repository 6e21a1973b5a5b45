//! Every field named in a saved object is a field of the index.

use std::collections::BTreeSet;

use serde_json::Value;

use super::objects::{panels, parsed, saved};
use super::source::{index_pattern, mapping};

/// Fields that can be aggregated, scripted ones included.
fn usable() -> BTreeSet<String> {
    let scripted = index_pattern()["scripted"].clone();
    mapping()
        .into_iter()
        .filter(|(_, field)| field.get("doc_values") != Some(&Value::Bool(false)))
        .map(|(name, _)| name)
        .chain(scripted.as_object().unwrap().keys().cloned())
        .collect()
}

/// Collects the values of every `field` within a specification or an aggregation.
fn aggregated(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|each| aggregated(each, into)),
        Value::Object(object) => {
            // The marks of Vega are skipped, because a `field` in them names a member of Vega's own
            // data.
            for (key, value) in object.iter().filter(|(key, _)| *key != "marks") {
                match value.as_str() {
                    Some(field) if key == "field" => _ = into.insert(field.to_owned()),
                    _ => aggregated(value, into),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_aggregated_field_is_in_the_mapping_and_can_be_aggregated() {
    let usable = usable();
    let mut seen = BTreeSet::new();
    for panel in panels() {
        let mut fields = BTreeSet::new();
        aggregated(&panel.state["aggs"], &mut fields);
        if let Some(text) = panel.state["params"]["spec"].as_str() {
            let specification: Value = serde_json::from_str(text).unwrap();
            aggregated(&specification, &mut fields);
        }
        for field in &fields {
            assert!(usable.contains(field), "{}: {field}", panel.object["id"]);
        }
        seen.extend(fields);
    }
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn every_field_in_a_query_column_format_or_script_is_in_the_mapping() {
    let mapped: BTreeSet<String> = mapping().into_iter().map(|(name, _)| name).collect();
    let mut named = BTreeSet::new();
    for object in saved() {
        let text = object.to_string();
        for (before, _) in text.match_indices(':') {
            let field: String = text[..before]
                .chars()
                .rev()
                .take_while(|c| c.is_ascii_alphanumeric() || "_.".contains(*c))
                .collect();
            named.insert(field.chars().rev().collect::<String>());
        }
        named.extend(
            object["attributes"]["columns"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|c| c.as_str().unwrap().to_owned()),
        );
        for (at, _) in text.match_indices("_exists_:") {
            named.insert(
                text[at + 9..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "_.".contains(*c))
                    .collect(),
            );
        }
    }
    let source = index_pattern();
    named.extend(source["formats"].as_object().unwrap().keys().cloned());
    for script in source["scripted"].as_object().unwrap().values() {
        let parts = script.as_str().unwrap().split("doc['").skip(1);
        named.extend(parts.map(|rest| rest.split('\'').next().unwrap().to_owned()));
    }
    // Of the words before a colon, only dotted names can be fields; the others are keys of JSON.
    named.retain(|name| name.contains('.') && !name.starts_with(|c: char| c.is_ascii_digit()));
    assert!(
        named.contains("user_agent.bot.category") && named.contains("event.original"),
        "{named:?}"
    );
    let unknown: Vec<_> = named.difference(&mapped).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_number_that_has_a_unit_shows_it() {
    let pattern = saved()
        .into_iter()
        .find(|object| object["type"] == "index-pattern")
        .unwrap();
    let formats = parsed(&pattern, "fieldFormatMap");
    let has_unit = |field: &str| match formats[field]["id"].as_str() {
        Some("duration") => formats[field]["params"]["showSuffix"] == true,
        Some(id) => ["percent", "bytes"].contains(&id),
        None => field == "@timestamp",
    };
    for (field, format) in formats.as_object().unwrap() {
        assert!(format["id"] != "duration" || has_unit(field), "{field}");
    }
    let mut measured = 0;
    for panel in panels() {
        for agg in panel.aggs().filter(|agg| agg["schema"] == "metric") {
            if ["avg", "sum", "max", "percentiles"].contains(&agg["type"].as_str().unwrap()) {
                let field = agg["params"]["field"].as_str().unwrap();
                assert!(has_unit(field), "{}: {field}", panel.object["id"]);
                // The format shows the unit, so a label with the unit would show it twice.
                let label = agg["params"]["customLabel"].as_str().unwrap();
                for unit in ["bytes", "Bytes", "ms", "econds", "%"] {
                    assert!(!label.contains(unit), "{}: {label}", panel.object["id"]);
                }
                measured += 1;
            }
        }
    }
    assert!(measured > 20, "{measured}");
}
