//! Turns `opensearch/dashboards/*.json` into the saved objects that OpenSearch Dashboards imports.
//!
//! <https://docs.opensearch.org/latest/dashboards/management/saved-objects/> describes them. A
//! saved object keeps JSON within strings of JSON. Here, a dashboard is rows of panels, and a panel
//! states only its differences from others of its type.

use serde_json::{Value, json};

use super::source::{Common, Field};
use super::{params, vega};

/// The id of the index pattern from which panels read.
pub(crate) const INDEX_PATTERN: &str = "weblogs";

/// The prefix of saved objects' names, since they share a list with other people's objects.
pub(crate) const PREFIX: &str = "Web logs: ";

const COLUMNS: u64 = 48;
const NAVIGATION_HEIGHT: u64 = 3;
const SOURCE_INDEX: &str = "kibanaSavedObjectMeta.searchSourceJSON.index";

/// The index pattern. It has every field of the mapping, so that panels work before the first
/// document.
pub(crate) fn index_pattern(source: &Value, mapping: &[Field]) -> Value {
    let mut fields: Vec<Value> = mapping
        .iter()
        .map(|(name, field)| {
            let kind = field["type"].as_str().unwrap();
            let on = |key| field.get(key).and_then(Value::as_bool).unwrap_or(true);
            json!({
                "name": name, "type": type_of(kind), "esTypes": [kind], "count": 0,
                "scripted": false, "searchable": on("index"), "aggregatable": on("doc_values"),
                "readFromDocValues": on("doc_values"),
            })
        })
        .collect();
    for (name, kind, es_types, searchable) in [
        ("_id", "string", json!(["_id"]), true),
        ("_index", "string", json!(["_index"]), true),
        ("_score", "number", json!([]), false),
        ("_source", "_source", json!(["_source"]), false),
    ] {
        fields.push(json!({
            "name": name, "type": kind, "esTypes": es_types, "count": 0, "scripted": false,
            "searchable": searchable, "aggregatable": searchable, "readFromDocValues": false,
        }));
    }
    for (name, script) in source["scripted"].as_object().unwrap() {
        fields.push(json!({
            "name": name, "type": "number", "count": 0, "scripted": true, "script": script,
            "lang": "painless", "searchable": true, "aggregatable": true,
            "readFromDocValues": false,
        }));
    }
    json!({
        "type": "index-pattern", "id": INDEX_PATTERN, "references": [],
        "migrationVersion": {"index-pattern": "7.6.0"},
        "attributes": {
            "title": source["title"], "timeFieldName": source["timeFieldName"],
            "fields": Value::Array(fields).to_string(),
            "fieldFormatMap": source["formats"].to_string(),
        },
    })
}

/// A line of links between all dashboards, the same on each.
///
/// Neither links nor dashboards have a time range, so the user's choice remains.
pub(crate) fn navigation(dashboards: &[Value]) -> Value {
    let links: Vec<String> = dashboards
        .iter()
        .map(|dashboard| {
            let name = text(dashboard, "title").trim_start_matches(PREFIX);
            format!("[{name}](#/view/{})", text(dashboard, "id"))
        })
        .collect();
    let text = [links.join(" · ")];
    let panel = json!({"id": "navigation", "title": "dashboards", "question": "", "text": text});
    visualization(&panel, &markdown(&panel), &json!({}), &unrestricted())
}

/// A dashboard's panels, and the dashboard that lays them out.
pub(crate) fn dashboard(source: &Value, common: &Common) -> Vec<Value> {
    let mut objects = Vec::new();
    let mut panels = Vec::new();
    let mut references = Vec::new();
    let mut place = |id: &str, kind: &str, title: &str, config: Value, at: [u64; 4]| {
        let number = (panels.len() + 1).to_string();
        let reference = format!("panel_{number}");
        references.push(json!({"name": reference, "type": kind, "id": id}));
        panels.push(json!({
            "version": "2.19.0", "panelIndex": number, "panelRefName": reference,
            "title": title, "embeddableConfig": config,
            "gridData": {"x": at[0], "y": at[1], "w": at[2], "h": at[3], "i": number},
        }));
    };
    let untitled = json!({"hidePanelTitles": true});
    let at = [0, 0, COLUMNS, NAVIGATION_HEIGHT];
    place("weblogs-navigation", "visualization", "", untitled, at);
    let mut y = NAVIGATION_HEIGHT;
    for row in source["rows"].as_array().unwrap() {
        let height = row["height"].as_u64().unwrap();
        let in_row = row["panels"].as_array().unwrap();
        let mut x = 0;
        for panel in in_row {
            let width = panel["width"]
                .as_u64()
                .unwrap_or(COLUMNS / in_row.len() as u64);
            let object = saved_panel(panel, common, height);
            let (id, kind) = (text(&object, "id"), text(&object, "type"));
            let at = [x, y, width, height];
            place(id, kind, &title(panel, common), config(panel, common), at);
            objects.push(object);
            x += width;
        }
        y += height;
    }
    objects.push(json!({
        "type": "dashboard", "id": source["id"], "references": references,
        "migrationVersion": {"dashboard": "7.9.3"},
        "attributes": {
            "title": source["title"], "description": source["description"], "hits": 0, "version": 1,
            "panelsJSON": Value::Array(panels).to_string(),
            "optionsJSON": json!({"hidePanelTitles": false, "useMargins": true}).to_string(),
            // With a time range of its own, a dashboard would replace the one that was chosen on
            // the previous dashboard. Setup makes 24 hours the range of a first visit.
            "timeRestore": false,
            "kibanaSavedObjectMeta": {"searchSourceJSON": json!({
                "query": {"query": "", "language": "kuery"}, "filter": [],
            }).to_string()},
        },
    }));
    objects
}

/// The text above a panel, and a note if the plainest log lacks its fields.
pub(crate) fn title(panel: &Value, common: &Common) -> String {
    let title = text(panel, "title");
    match panel["needs"].as_str() {
        Some(field) => format!(
            "{title} (needs {})",
            common.needs()[field].as_str().unwrap()
        ),
        None => title.to_owned(),
    }
}

/// A dashboard's settings for a panel. Colours are here because a dashboard ignores those of a
/// visualisation:
/// <https://github.com/opensearch-project/OpenSearch-Dashboards/blob/main/src/plugins/visualizations/public/embeddable/visualize_embeddable.ts>
fn config(panel: &Value, common: &Common) -> Value {
    let mut config = json!({});
    let colors = common.colors(panel);
    if is_chart(panel) && !colors.is_empty() {
        config["vis"] = json!({"colors": colors});
    }
    if let Some(range) = panel["range"].as_array() {
        config["timeRange"] = json!({"from": range[0], "to": range[1]});
    }
    config
}

fn is_chart(panel: &Value) -> bool {
    ["histogram", "area", "line", "pie"].contains(&text(panel, "type"))
}

fn saved_panel(panel: &Value, common: &Common, height: u64) -> Value {
    let kind = text(panel, "type");
    match kind {
        "markdown" => return visualization(panel, &markdown(panel), &json!({}), &unrestricted()),
        "vega" => {
            let state = json!({"params": {"spec": vega::specification(panel, common)}});
            return visualization(panel, &state, &json!({}), &unrestricted());
        }
        _ => {}
    }
    let source = json!({
        "query": {"query": common.query(text(panel, "query")), "language": "lucene"},
        "filter": [], "indexRefName": SOURCE_INDEX,
    });
    if kind == "search" {
        return json!({
            "type": "search", "id": id(panel), "references": references(&source),
            "migrationVersion": {"search": "7.9.3"},
            "attributes": {
                "title": name(panel), "description": panel["question"], "hits": 0, "version": 1,
                "columns": panel["columns"], "sort": [["@timestamp", "desc"]],
                "kibanaSavedObjectMeta": {"searchSourceJSON": source.to_string()},
            },
        });
    }
    let aggs = aggregations(panel, common);
    let first = common.metric(&panel["show"][0]);
    let axis = first["axis"].as_str().unwrap_or(text(first, "label"));
    let state = json!({"params": params::of(kind, &aggs, axis, height), "aggs": aggs});
    let ui = json!({"vis": {"colors": common.colors(panel)}});
    visualization(panel, &state, &ui, &source)
}

/// The aggregations of a panel: first the metrics, then the buckets from the outermost to the
/// innermost.
fn aggregations(panel: &Value, common: &Common) -> Vec<Value> {
    let metrics = panel["show"].as_array().unwrap();
    let buckets = panel["by"].as_array().map_or(&[][..], Vec::as_slice);
    let mut aggs: Vec<Value> = (1..)
        .zip(metrics)
        .map(|(n, name)| params::metric(n, common.metric(name)))
        .collect();
    for (place, bucket) in buckets.iter().enumerate() {
        let schema = match text(panel, "type") {
            "table" => "bucket",
            "pie" => "segment",
            // The first group is along the horizontal axis.
            "heatmap" => ["segment", "group"][place],
            _ if bucket.get("time").is_some() => "segment",
            _ => "group",
        };
        aggs.push(params::bucket(aggs.len() + 1, schema, bucket));
    }
    aggs
}

fn markdown(panel: &Value) -> Value {
    let lines: Vec<&str> = panel["text"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    json!({
        "type": "markdown",
        "params": {"markdown": lines.join("\n"), "fontSize": 12, "openLinksInNewTab": false},
    })
}

fn visualization(panel: &Value, state: &Value, ui: &Value, source: &Value) -> Value {
    let kind = panel.get("type").unwrap_or(&state["type"]);
    let state = json!({
        "title": name(panel), "type": kind, "params": state["params"],
        "aggs": state.get("aggs").unwrap_or(&json!([])),
    });
    json!({
        "type": "visualization", "id": id(panel), "references": references(source),
        "migrationVersion": {"visualization": "7.10.0"},
        "attributes": {
            "title": name(panel), "visState": state.to_string(), "uiStateJSON": ui.to_string(),
            // Dashboards shows this text beside the title.
            "description": panel["question"], "version": 1,
            "kibanaSavedObjectMeta": {"searchSourceJSON": source.to_string()},
        },
    })
}

fn unrestricted() -> Value {
    json!({"query": {"query": "", "language": "lucene"}, "filter": []})
}

fn references(source: &Value) -> Value {
    match source.get("indexRefName") {
        Some(name) => json!([{"name": name, "type": "index-pattern", "id": INDEX_PATTERN}]),
        None => json!([]),
    }
}

fn id(panel: &Value) -> String {
    format!("weblogs-{}", text(panel, "id"))
}

fn name(panel: &Value) -> String {
    format!("{PREFIX}{}", text(panel, "title"))
}

fn type_of(kind: &str) -> &str {
    match kind {
        "keyword" => "string",
        "long" => "number",
        same @ ("ip" | "date" | "geo_point") => same,
        other => panic!("this table has no name for the type {other}"),
    }
}

/// A text of a description, which must exist.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} of {value}"))
}
