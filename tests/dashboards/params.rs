//! The parameters of visualisations and aggregations as OpenSearch Dashboards saves them.
//!
//! Most of them are Dashboards' defaults. The types are those of
//! <https://github.com/opensearch-project/OpenSearch-Dashboards/tree/main/src/plugins/data/common/search/aggs>.

use serde_json::{Map, Value, json};

/// An aggregation that returns a value: `source` is one of `metrics` in `common.json`.
pub(crate) fn metric(id: usize, source: &Value) -> Value {
    let mut params = source.as_object().unwrap().clone();
    let kind = params.remove("type").unwrap();
    params.remove("axis");
    let label = params.remove("label").unwrap();
    params.insert("customLabel".to_owned(), label);
    agg(id, &kind, "metric", &Value::Object(params))
}

/// An aggregation that returns buckets: `source` is an entry of a panel's `by`.
pub(crate) fn bucket(id: usize, schema: &str, source: &Value) -> Value {
    if let Some(field) = source.get("terms") {
        let missing = source.get("missing").and_then(Value::as_str);
        let params = json!({
            "field": field, "size": source["size"], "orderBy": "1", "order": "desc",
            "otherBucket": source.get("other").is_some(), "otherBucketLabel": "Other",
            "missingBucket": missing.is_some(), "missingBucketLabel": missing.unwrap_or("unknown"),
            "customLabel": source["label"],
        });
        return agg(id, &json!("terms"), schema, &params);
    }
    if let Some(field) = source.get("time") {
        // The first and the last interval are seldom complete and would look like a drop.
        let params = json!({
            "field": field, "interval": "auto", "useNormalizedOpenSearchInterval": true,
            "scaleMetricValues": false, "drop_partials": true, "min_doc_count": 1,
            "extended_bounds": {},
        });
        return agg(id, &json!("date_histogram"), schema, &params);
    }
    if let Some(field) = source.get("histogram") {
        // `min_doc_count` is a switch here: if it is set, buckets without documents are drawn too.
        let params = json!({
            "field": field, "interval": 1, "min_doc_count": true, "has_extended_bounds": true,
            "extended_bounds": {"min": source["bounds"][0], "max": source["bounds"][1]},
            "customLabel": source["label"],
        });
        return agg(id, &json!("histogram"), schema, &params);
    }
    let labelled = source["filters"].as_object().unwrap();
    let params = json!({"filters": filters(labelled)});
    agg(id, &json!("filters"), schema, &params)
}

fn agg(id: usize, kind: &Value, schema: &str, params: &Value) -> Value {
    json!({"id": id.to_string(), "enabled": true, "type": kind, "schema": schema, "params": params})
}

fn filters(labelled: &Map<String, Value>) -> Value {
    labelled
        .iter()
        .map(|(label, query)| {
            let input = json!({"query": query, "language": "lucene"});
            json!({"label": label, "input": input})
        })
        .collect()
}

/// The parameters of a visualisation of a type, in a panel that is `height` units high.
pub(crate) fn of(kind: &str, aggs: &[Value], axis: &str, height: u64) -> Value {
    match kind {
        "histogram" | "area" | "line" => chart(kind, aggs, axis),
        "pie" => json!({
            "type": "pie", "addTooltip": true, "addLegend": true, "legendPosition": "right",
            "isDonut": true,
            "labels": {"show": false, "values": true, "last_level": true, "truncate": 100},
        }),
        "table" => json!({
            "perPage": rows_that_fit(height), "showPartialRows": false,
            "showMetricsAtAllLevels": false, "showTotal": false, "totalFunc": "sum",
            "percentageCol": "", "sort": {"columnIndex": null, "direction": null},
        }),
        "metric" => json!({
            "type": "metric", "addTooltip": true, "addLegend": false,
            "metric": {
                "percentageMode": false, "useRanges": false, "colorSchema": "Green to Red",
                "metricColorMode": "None", "colorsRange": [{"from": 0, "to": 10_000}],
                "labels": {"show": true}, "invertColors": false,
                "style": {
                    "bgFill": "#000", "bgColor": false, "labelColor": false, "subText": "",
                    "fontSize": 36,
                },
            },
        }),
        "heatmap" => json!({
            "type": "heatmap", "addTooltip": true, "addLegend": true, "enableHover": true,
            "legendPosition": "right", "times": [], "colorsNumber": 8, "colorSchema": "Blues",
            "setColorRange": false, "colorsRange": [], "invertColors": false,
            "percentageMode": false,
            "valueAxes": [{
                "id": "ValueAxis-1", "type": "value", "show": false,
                "scale": {"type": "linear", "defaultYExtents": false},
                "labels": {"show": false, "rotate": 0, "overwriteColor": false, "color": "black"},
            }],
        }),
        other => panic!("no parameters are known for a panel of type {other}"),
    }
}

/// Rows of a table that are visible without scrolling. In Dashboards 3.5, a unit of height is 28
/// pixels with its margin, and a row is 35 pixels. Title, tools, header and page numbers take 152
/// pixels together.
fn rows_that_fit(height: u64) -> u64 {
    (height * 28 - 8 - 152) / 35
}

fn chart(kind: &str, aggs: &[Value], axis: &str) -> Value {
    let metrics: Vec<&Value> = aggs
        .iter()
        .filter(|agg| agg["schema"] == "metric")
        .collect();
    let mode = if kind == "line" { "normal" } else { "stacked" };
    // A legend at the right cuts labels after some twenty characters.
    let long = metrics.len() > 1 || metrics[0]["type"] == "percentiles";
    let series: Vec<Value> = metrics
        .iter()
        .map(|agg| {
            json!({
                "show": true, "type": kind, "mode": mode, "valueAxis": "ValueAxis-1",
                "drawLinesBetweenPoints": true, "lineWidth": 2, "interpolate": "linear",
                "showCircles": true,
                "data": {"id": agg["id"], "label": agg["params"]["customLabel"]},
            })
        })
        .collect();
    json!({
        "type": kind, "grid": {"categoryLines": false}, "addTooltip": true, "addLegend": true,
        "legendPosition": if long { "top" } else { "right" },
        "times": [], "addTimeMarker": false, "labels": {"show": false}, "seriesParams": series,
        "thresholdLine": {
            "show": false, "value": 10, "width": 1, "style": "full", "color": "#E7664C",
        },
        "categoryAxes": [{
            "id": "CategoryAxis-1", "type": "category", "position": "bottom", "show": true,
            "style": {}, "title": {}, "scale": {"type": "linear"},
            "labels": {"show": true, "filter": true, "truncate": 100},
        }],
        "valueAxes": [{
            "id": "ValueAxis-1", "name": "LeftAxis-1", "type": "value", "position": "left",
            "show": true, "style": {}, "scale": {"type": "linear", "mode": "normal"},
            "title": {"text": axis},
            "labels": {"show": true, "rotate": 0, "filter": false, "truncate": 100},
        }],
    })
}
