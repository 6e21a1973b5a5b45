//! What a visualisation of each type is given beside its aggregations: Dashboards' own defaults, but for what is argued.

use serde_json::{Map, Value, json};

/// An aggregation in a visualisation's state. Whatever is no `schema`, `type` or `label` is a parameter of its own.
pub(crate) fn aggregation(number: u64, source: &Value) -> Value {
    let kind = source["type"].as_str().unwrap();
    let mut params = match kind {
        "terms" => json!({
            "size": 10, "orderBy": "1", "order": "desc", "otherBucket": false, "otherBucketLabel": "Other",
            "missingBucket": false, "missingBucketLabel": "Missing",
        }),
        "date_histogram" => json!({
            "useNormalizedOpenSearchInterval": true, "scaleMetricValues": false, "interval": "auto", "drop_partials": false,
            "min_doc_count": 1, "extended_bounds": {},
        }),
        "geohash_grid" => {
            json!({"autoPrecision": true, "precision": 2, "useGeocentroid": true, "isFilteredByCollar": true})
        }
        _ => json!({}),
    };
    let params = params.as_object_mut().unwrap();
    for (key, value) in source.as_object().unwrap() {
        let (key, value) = match key.as_str() {
            "schema" | "type" => continue,
            "label" => ("customLabel", value.clone()),
            "filters" => ("filters", filters(value.as_object().unwrap())),
            other => (other, value.clone()),
        };
        params.insert(key.to_owned(), value);
    }
    json!({"id": number.to_string(), "enabled": true, "type": kind, "schema": source["schema"], "params": params})
}

/// The parameters of a type.
pub(crate) fn of(kind: &str, aggs: &[Value]) -> Value {
    match kind {
        "histogram" | "area" | "line" => chart(kind, aggs),
        // A ring leaves room for the second circle of the pies that have one.
        "pie" => json!({
            "type": "pie", "addTooltip": true, "addLegend": true, "legendPosition": "right", "isDonut": true,
            "labels": {"show": false, "values": true, "last_level": true, "truncate": 100},
        }),
        "table" => json!({
            "perPage": 15, "showPartialRows": false, "showMetricsAtAllLevels": false, "showTotal": false, "totalFunc": "sum",
            "percentageCol": "", "sort": {"columnIndex": null, "direction": null},
        }),
        "metric" => json!({
            "type": "metric", "addTooltip": true, "addLegend": false,
            "metric": {
                "percentageMode": false, "useRanges": false, "colorSchema": "Green to Red", "metricColorMode": "None",
                "colorsRange": [{"from": 0, "to": 10_000}], "labels": {"show": true}, "invertColors": false,
                "style": {"bgFill": "#000", "bgColor": false, "labelColor": false, "subText": "", "fontSize": 36},
            },
        }),
        "heatmap" => json!({
            "type": "heatmap", "addTooltip": true, "addLegend": true, "enableHover": true, "legendPosition": "right",
            "times": [], "colorsNumber": 8, "colorSchema": "Blues", "setColorRange": false, "colorsRange": [],
            "invertColors": false, "percentageMode": false,
            "valueAxes": [{
                "id": "ValueAxis-1", "type": "value", "show": false, "scale": {"type": "linear", "defaultYExtents": false},
                "labels": {"show": false, "rotate": 0, "overwriteColor": false, "color": "black"},
            }],
        }),
        "tile_map" => json!({
            "mapType": "Scaled Circle Markers", "colorSchema": "Yellow to Red", "isDesaturated": true, "addTooltip": true,
            "heatClusterSize": 1.5, "legendPosition": "bottomright", "mapZoom": 2, "mapCenter": [20, 0],
            "wms": {"enabled": false, "options": {"format": "image/png", "transparent": true}},
        }),
        other => panic!("no parameters are known for a panel of type {other}"),
    }
}

fn filters(labelled: &Map<String, Value>) -> Value {
    labelled
        .iter()
        .map(|(label, query)| json!({"label": label, "input": {"query": query, "language": "lucene"}}))
        .collect()
}

fn chart(kind: &str, aggs: &[Value]) -> Value {
    let metrics: Vec<&Value> = aggs
        .iter()
        .filter(|agg| agg["schema"] == "metric")
        .collect();
    let mode = if kind == "line" { "normal" } else { "stacked" };
    let series: Vec<Value> = metrics
        .iter()
        .map(|agg| {
            json!({
                "show": true, "type": kind, "mode": mode, "valueAxis": "ValueAxis-1", "drawLinesBetweenPoints": true,
                "lineWidth": 2, "interpolate": "linear", "showCircles": true,
                "data": {"id": agg["id"], "label": agg["params"]["customLabel"]},
            })
        })
        .collect();
    json!({
        "type": kind, "grid": {"categoryLines": false}, "addTooltip": true, "addLegend": true, "legendPosition": "right",
        "times": [], "addTimeMarker": false, "labels": {"show": false}, "seriesParams": series,
        "thresholdLine": {"show": false, "value": 10, "width": 1, "style": "full", "color": "#E7664C"},
        "categoryAxes": [{
            "id": "CategoryAxis-1", "type": "category", "position": "bottom", "show": true, "style": {}, "title": {},
            "scale": {"type": "linear"}, "labels": {"show": true, "filter": true, "truncate": 100},
        }],
        "valueAxes": [{
            "id": "ValueAxis-1", "name": "LeftAxis-1", "type": "value", "position": "left", "show": true, "style": {},
            "scale": {"type": "linear", "mode": "normal"}, "title": {"text": metrics[0]["params"]["customLabel"]},
            "labels": {"show": true, "rotate": 0, "filter": false, "truncate": 100},
        }],
    })
}
