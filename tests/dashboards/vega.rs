//! Vega specifications, <https://vega.github.io/vega/docs/specification/>, completed with the
//! panel's filter and the shapes of countries.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::expand::text;
use super::source::{Common, folder};

/// The shapes of the report's map. Each line has a code, a tab and an SVG path. The map is 1000
/// units wide.
const SHAPES: &str = "src/report/page/world.txt";

/// The specification of a panel as the text that Dashboards saves.
pub(crate) fn specification(panel: &Value, common: &Common) -> String {
    let path = folder()
        .join("dashboards")
        .join(text(panel, "specification"));
    let mut specification: Value =
        serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let query = common.query(text(panel, "query"));
    fill(&mut specification, &query);
    specification.to_string()
}

/// Replaces `"$query"` by the query, and `"$shapes"` by the shapes.
fn fill(value: &mut Value, query: &str) {
    match value {
        Value::String(text) if text == "$query" => *value = json!(query),
        Value::String(text) if text == "$shapes" => *value = shapes(),
        Value::Array(list) => list.iter_mut().for_each(|each| fill(each, query)),
        Value::Object(object) => object.values_mut().for_each(|each| fill(each, query)),
        _ => {}
    }
}

fn shapes() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SHAPES);
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let (code, path) = line.split_once('\t').unwrap();
            json!({"code": code, "path": path})
        })
        .collect()
}
