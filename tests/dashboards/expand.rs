//! From `opensearch/dashboards/*.json` to the saved objects that OpenSearch Dashboards imports.
//!
//! <https://docs.opensearch.org/latest/dashboards/management/saved-objects/>. A saved object keeps JSON within strings of
//! JSON; here a dashboard is rows of panels, and a panel says only what makes it different from others of its type.

use serde_json::{Map, Value, json};

use super::params;

/// The id of the index pattern that every panel reads.
pub(crate) const INDEX_PATTERN: &str = "weblogs";

const COLUMNS: u64 = 48;
const NAVIGATION_HEIGHT: u64 = 4;

/// A field of the index: its dotted name and its mapping.
pub(crate) type Field = (String, Map<String, Value>);

/// The index pattern: every field of the mapping, so that panels work before the first document is there.
pub(crate) fn index_pattern(source: &Value, mapping: &[Field]) -> Value {
    let mut fields: Vec<Value> = mapping
        .iter()
        .map(|(name, field)| {
            let kind = field["type"].as_str().unwrap();
            let on = |key| field.get(key).and_then(Value::as_bool).unwrap_or(true);
            json!({
                "name": name, "type": type_of(kind), "esTypes": [kind], "count": 0, "scripted": false,
                "searchable": on("index"), "aggregatable": on("doc_values"), "readFromDocValues": on("doc_values"),
            })
        })
        .collect();
    for (name, searchable) in [
        ("_id", true),
        ("_index", true),
        ("_score", false),
        ("_source", false),
    ] {
        let kind = match name {
            "_score" => "number",
            "_source" => "_source",
            _ => "string",
        };
        let es_types = if name == "_score" {
            json!([])
        } else {
            json!([name])
        };
        fields.push(json!({
            "name": name, "type": kind, "esTypes": es_types, "count": 0, "scripted": false,
            "searchable": searchable, "aggregatable": searchable, "readFromDocValues": false,
        }));
    }
    for (name, script) in source["scripted"].as_object().unwrap() {
        fields.push(json!({
            "name": name, "type": "number", "count": 0, "scripted": true, "script": script, "lang": "painless",
            "searchable": true, "aggregatable": true, "readFromDocValues": false,
        }));
    }
    json!({
        "type": "index-pattern", "id": INDEX_PATTERN, "references": [], "migrationVersion": {"index-pattern": "7.6.0"},
        "attributes": {
            "title": source["title"], "timeFieldName": source["timeFieldName"],
            "fields": Value::Array(fields).to_string(), "fieldFormatMap": source["formats"].to_string(),
        },
    })
}

/// A line of links between all dashboards, the same on each.
pub(crate) fn navigation(dashboards: &[Value]) -> Value {
    let links: Vec<String> = dashboards
        .iter()
        .map(|dashboard| {
            let name = text(dashboard, "title").trim_start_matches("Web logs: ");
            format!("[{name}](#/view/{})", text(dashboard, "id"))
        })
        .collect();
    let params = json!({"markdown": links.join(" · "), "fontSize": 12, "openLinksInNewTab": false});
    let state =
        json!({"title": "Web logs: dashboards", "type": "markdown", "params": params, "aggs": []});
    json!({
        "type": "visualization", "id": "weblogs-navigation", "references": [], "migrationVersion": {"visualization": "7.10.0"},
        "attributes": {
            "title": "Web logs: dashboards", "visState": state.to_string(), "uiStateJSON": "{}", "description": "", "version": 1,
            "kibanaSavedObjectMeta": {"searchSourceJSON": json!({"query": {"query": "", "language": "lucene"}, "filter": []}).to_string()},
        },
    })
}

/// A dashboard's panels, and the dashboard that lays them out.
pub(crate) fn dashboard(source: &Value) -> Vec<Value> {
    let mut objects = Vec::new();
    let mut places = vec![place(
        "visualization",
        "weblogs-navigation",
        (0, 0, COLUMNS, NAVIGATION_HEIGHT),
    )];
    let mut y = NAVIGATION_HEIGHT;
    for row in source["rows"].as_array().unwrap() {
        let height = row["height"].as_u64().unwrap();
        let panels = row["panels"].as_array().unwrap();
        let width = COLUMNS / panels.len() as u64;
        for (column, panel) in (0_u64..).zip(panels) {
            let object = saved_panel(panel, source["query"].as_str().unwrap_or(""));
            places.push(place(
                text(&object, "type"),
                text(&object, "id"),
                (column * width, y, width, height),
            ));
            objects.push(object);
        }
        y += height;
    }
    let references: Vec<Value> = (0..)
        .zip(&places)
        .map(|(n, (kind, id, _))| json!({"name": format!("panel_{n}"), "type": kind, "id": id}))
        .collect();
    let panels: Vec<Value> = (0..)
        .zip(&places)
        .map(|(n, (_, _, (x, y, w, h)))| {
            let index = (n + 1).to_string();
            json!({
                "version": "2.19.0", "panelIndex": index, "panelRefName": format!("panel_{n}"), "embeddableConfig": {},
                "gridData": {"x": x, "y": y, "w": w, "h": h, "i": index},
            })
        })
        .collect();
    objects.push(json!({
        "type": "dashboard", "id": source["id"], "references": references, "migrationVersion": {"dashboard": "7.9.3"},
        "attributes": {
            "title": source["title"], "description": source["description"], "hits": 0, "version": 1,
            "panelsJSON": Value::Array(panels).to_string(),
            "optionsJSON": json!({"hidePanelTitles": false, "useMargins": true}).to_string(),
            "timeRestore": true, "timeFrom": "now-24h", "timeTo": "now", "refreshInterval": {"pause": true, "value": 60_000},
            "kibanaSavedObjectMeta": {"searchSourceJSON": json!({"query": {"query": "", "language": "kuery"}, "filter": []}).to_string()},
        },
    }));
    objects
}

type Place = (String, String, (u64, u64, u64, u64));

fn place(kind: &str, id: &str, at: (u64, u64, u64, u64)) -> Place {
    (kind.to_owned(), id.to_owned(), at)
}

fn saved_panel(panel: &Value, dashboard_query: &str) -> Value {
    let query = panel["query"].as_str().unwrap_or(dashboard_query);
    let source = json!({
        "query": {"query": query, "language": "lucene"}, "filter": [],
        "indexRefName": "kibanaSavedObjectMeta.searchSourceJSON.index",
    });
    let references = json!([{"name": "kibanaSavedObjectMeta.searchSourceJSON.index", "type": "index-pattern", "id": INDEX_PATTERN}]);
    let title = format!("Web logs: {}", text(panel, "title"));
    let id = format!("weblogs-{}", text(panel, "id"));
    let meta = json!({"searchSourceJSON": source.to_string()});
    let kind = text(panel, "type");
    if kind == "search" {
        return json!({
            "type": "search", "id": id, "references": references, "migrationVersion": {"search": "7.9.3"},
            "attributes": {
                "title": title, "description": "", "hits": 0, "version": 1, "columns": panel["columns"],
                "sort": [["@timestamp", "desc"]], "kibanaSavedObjectMeta": meta,
            },
        });
    }
    let aggs: Vec<Value> = (1..)
        .zip(panel["aggs"].as_array().unwrap())
        .map(|(n, agg)| params::aggregation(n, agg))
        .collect();
    let state =
        json!({"title": title, "type": kind, "params": params::of(kind, &aggs), "aggs": aggs});
    let ui = panel
        .get("colors")
        .map_or(json!({}), |colors| json!({"vis": {"colors": colors}}));
    json!({
        "type": "visualization", "id": id, "references": references, "migrationVersion": {"visualization": "7.10.0"},
        "attributes": {
            "title": title, "visState": state.to_string(), "uiStateJSON": ui.to_string(), "description": "", "version": 1,
            "kibanaSavedObjectMeta": meta,
        },
    })
}

fn type_of(kind: &str) -> &str {
    match kind {
        "keyword" => "string",
        "long" => "number",
        same @ ("ip" | "date" | "geo_point") => same,
        other => panic!("{other} is a type that Dashboards has no name for here"),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} of {value}"))
}
