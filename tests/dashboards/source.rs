//! The sources of the dashboards: `opensearch/dashboards/*.json` and the index template.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// A field of the index: its dotted name and its mapping.
pub(crate) type Field = (String, Map<String, Value>);

/// The folder of everything that sets up OpenSearch.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("opensearch")
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The descriptions of the dashboards, ordered by their names, which begin with a number.
pub(crate) fn dashboards() -> Vec<Value> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("dashboards"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// `index-pattern.json`: scripted fields and formats of fields.
pub(crate) fn index_pattern() -> Value {
    read(&folder().join("dashboards/index-pattern.json"))
}

/// Every field of the index template.
pub(crate) fn mapping() -> Vec<Field> {
    let template = read(&folder().join("index-template.json"));
    let mut fields = Vec::new();
    let properties = &template["template"]["mappings"]["properties"];
    flatten("", properties.as_object().unwrap(), &mut fields);
    fields
}

fn flatten(prefix: &str, properties: &Map<String, Value>, into: &mut Vec<Field>) {
    for (name, field) in properties {
        let name = format!("{prefix}{name}");
        match field["properties"].as_object() {
            Some(inner) => flatten(&format!("{name}."), inner, into),
            None => into.push((name, field.as_object().unwrap().clone())),
        }
    }
}

/// `common.json`: the queries, metrics and colours that panels name.
pub(crate) struct Common(Value);

impl Common {
    pub(crate) fn read() -> Self {
        Self(read(&folder().join("dashboards/common.json")))
    }

    /// Fields that the plainest log does not have, and what they need.
    pub(crate) fn needs(&self) -> &Map<String, Value> {
        self.0["needs"].as_object().unwrap()
    }

    /// A metric by its name.
    pub(crate) fn metric(&self, name: &Value) -> &Value {
        let found = self.0["metrics"].get(name.as_str().unwrap());
        found.unwrap_or_else(|| panic!("no metric is named {name}"))
    }

    /// A query with each `$name` replaced by the query of that name.
    pub(crate) fn query(&self, text: &str) -> String {
        let mut parts = text.split('$');
        let mut whole = parts.next().unwrap().to_owned();
        for part in parts {
            let end = part
                .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
                .unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            let named = self.0["queries"][name].as_str();
            whole += named.unwrap_or_else(|| panic!("no query is named {name}"));
            whole += rest;
        }
        whole
    }

    /// The fixed colours of a panel's possible labels.
    pub(crate) fn colors(&self, panel: &Value) -> Map<String, Value> {
        let colors = &self.0["colors"];
        let mut shown = Map::new();
        let labels = colors["labels"].as_object().unwrap();
        let mut add = |label: &str| {
            if let Some(color) = labels.get(label) {
                shown.insert(label.to_owned(), color.clone());
            }
        };
        for metric in panel["show"].as_array().into_iter().flatten() {
            let metric = self.metric(metric);
            let label = metric["label"].as_str().unwrap();
            add(label);
            for percent in metric["percents"].as_array().into_iter().flatten() {
                add(&format!("{percent}th percentile of {label}"));
            }
        }
        for bucket in panel["by"].as_array().into_iter().flatten() {
            if let Some(filters) = bucket["filters"].as_object() {
                filters.keys().for_each(|label| add(label));
            }
        }
        for bucket in panel["by"].as_array().into_iter().flatten() {
            let field = bucket["terms"].as_str().unwrap_or_default();
            if let Some(of_field) = colors[field].as_object() {
                shown.extend(of_field.clone());
            }
        }
        shown
    }
}
