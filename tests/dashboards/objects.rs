//! The saved objects as they are delivered, and the tests' queries on them.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::source::folder;

/// The objects of `dashboards.ndjson`.
pub(crate) fn saved() -> Vec<Value> {
    let text = fs::read_to_string(folder().join("dashboards.ndjson")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The saved objects of one type.
pub(crate) fn of_type(kind: &str) -> Vec<Value> {
    let mut objects = saved();
    objects.retain(|object| object["type"] == kind);
    objects
}

/// JSON that an attribute keeps as text.
pub(crate) fn parsed(object: &Value, attribute: &str) -> Value {
    serde_json::from_str(object["attributes"][attribute].as_str().unwrap()).unwrap()
}

/// The query of a visualisation or a search.
pub(crate) fn query(object: &Value) -> String {
    let meta = &object["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"];
    let source: Value = serde_json::from_str(meta.as_str().unwrap()).unwrap();
    source["query"]["query"].as_str().unwrap().to_owned()
}

/// A panel of a dashboard: its place, and its object.
pub(crate) struct Panel {
    pub(crate) dashboard: String,
    pub(crate) place: Value,
    pub(crate) object: Value,
    /// The state of a visualisation; null for a search.
    pub(crate) state: Value,
}

impl Panel {
    pub(crate) fn title(&self) -> &str {
        self.place["title"].as_str().unwrap()
    }

    pub(crate) fn kind(&self) -> &str {
        self.state["type"].as_str().unwrap_or("search")
    }

    pub(crate) fn aggs(&self) -> impl Iterator<Item = &Value> {
        self.state["aggs"].as_array().into_iter().flatten()
    }

    pub(crate) fn buckets(&self) -> Vec<&Value> {
        self.aggs()
            .filter(|agg| agg["schema"] != "metric")
            .collect()
    }

    pub(crate) fn is_chart(&self) -> bool {
        ["histogram", "area", "line"].contains(&self.kind())
    }

    pub(crate) fn is_navigation(&self) -> bool {
        self.object["id"] == "weblogs-navigation"
    }

    /// Everything about the object as one text, for searching fields.
    pub(crate) fn text(&self) -> String {
        self.object["attributes"].to_string()
    }
}

/// Every panel of every dashboard, in the order of the page.
pub(crate) fn panels() -> Vec<Panel> {
    let objects = saved();
    let find = |reference: &Value| {
        let found = objects
            .iter()
            .find(|object| object["type"] == reference["type"] && object["id"] == reference["id"]);
        found
            .unwrap_or_else(|| panic!("{reference} is not there"))
            .clone()
    };
    let mut panels = Vec::new();
    for dashboard in of_type("dashboard") {
        let places = parsed(&dashboard, "panelsJSON");
        let references = dashboard["references"].as_array().unwrap();
        for (place, reference) in places.as_array().unwrap().iter().zip(references) {
            assert_eq!(place["panelRefName"], reference["name"]);
            let object = find(reference);
            let state = match object["attributes"].get("visState") {
                Some(_) => parsed(&object, "visState"),
                None => Value::Null,
            };
            let dashboard = dashboard["id"].as_str().unwrap().to_owned();
            let place = place.clone();
            panels.push(Panel {
                dashboard,
                place,
                object,
                state,
            });
        }
    }
    panels
}

#[test]
fn every_saved_object_occurs_once_and_refers_to_ones_that_exist() {
    let objects = saved();
    let key = |object: &Value| {
        format!(
            "{}:{}",
            object["type"].as_str().unwrap(),
            object["id"].as_str().unwrap()
        )
    };
    let keys: BTreeSet<String> = objects.iter().map(key).collect();
    assert_eq!(keys.len(), objects.len());
    for object in &objects {
        assert!(object["id"].as_str().unwrap().starts_with("weblogs"));
        for reference in object["references"].as_array().unwrap() {
            assert!(
                keys.contains(&key(reference)),
                "{reference} of {}",
                key(object)
            );
        }
    }
    let shown = panels();
    for object in of_type("visualization").iter().chain(&of_type("search")) {
        assert!(
            shown.iter().any(|panel| panel.object["id"] == object["id"]),
            "{} is on no dashboard",
            object["id"]
        );
    }
}

#[test]
fn panels_fill_the_width_and_do_not_overlap() {
    for dashboard in of_type("dashboard") {
        let mut taken = BTreeSet::new();
        for panel in parsed(&dashboard, "panelsJSON").as_array().unwrap() {
            let at = |side: &str| panel["gridData"][side].as_u64().unwrap();
            assert!(at("x") + at("w") <= 48);
            for cell in (at("x")..at("x") + at("w"))
                .flat_map(|x| (at("y")..at("y") + at("h")).map(move |y| (x, y)))
            {
                assert!(taken.insert(cell), "{} {cell:?}", dashboard["id"]);
            }
        }
        assert_eq!(
            taken.len() as u64 % 48,
            0,
            "{}: a row is not filled",
            dashboard["id"]
        );
    }
}
