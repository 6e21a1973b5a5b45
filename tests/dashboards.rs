//! Checks that the files of `opensearch/` fit together: the index template, the dashboards and
//! their sources.
//!
//! `UPDATE_DASHBOARDS=1 cargo test --test dashboards` writes `opensearch/dashboards.ndjson`, and
//! the part of `docs/dashboards.md` about each dashboard, from `opensearch/dashboards/*.json` and
//! the index template.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a malformed file of opensearch/ fails the test, and the message names it"
)]

#[path = "dashboards/document.rs"]
mod document;
#[path = "dashboards/expand.rs"]
mod expand;
#[path = "dashboards/fields.rs"]
mod fields;
#[path = "dashboards/index.rs"]
mod index;
#[path = "dashboards/lint.rs"]
mod lint;
#[path = "dashboards/objects.rs"]
mod objects;
#[path = "dashboards/params.rs"]
mod params;
#[path = "dashboards/source.rs"]
mod source;
#[path = "dashboards/vega.rs"]
mod vega;

use std::fs;

use serde_json::Value;

use source::Common;

fn generated() -> Vec<Value> {
    let (dashboards, common) = (source::dashboards(), Common::read());
    let mut objects = vec![
        expand::index_pattern(&source::index_pattern(), &source::mapping()),
        expand::navigation(&dashboards),
    ];
    for dashboard in &dashboards {
        objects.extend(expand::dashboard(dashboard, &common));
    }
    objects
}

#[test]
fn the_saved_objects_are_up_to_date_with_their_sources() {
    let path = source::folder().join("dashboards.ndjson");
    let lines: Vec<String> = generated()
        .iter()
        .map(|object| format!("{object}\n"))
        .collect();
    let made = lines.concat();
    if std::env::var_os("UPDATE_DASHBOARDS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == made,
        "run UPDATE_DASHBOARDS=1 cargo test --test dashboards"
    );
}

#[test]
fn the_documentation_shows_every_dashboard_and_the_question_of_every_panel() {
    let path = source::folder().join("../docs/dashboards.md");
    let mut found = fs::read_to_string(&path).unwrap();
    let made = document::with_dashboards(&found, &source::dashboards(), &Common::read());
    if std::env::var_os("UPDATE_DASHBOARDS").is_some() {
        fs::write(&path, &made).unwrap();
        found.clone_from(&made);
    }
    assert!(
        found == made,
        "run UPDATE_DASHBOARDS=1 cargo test --test dashboards"
    );
    for dashboard in source::dashboards() {
        let picture = document::picture(&dashboard);
        let path = source::folder().join("../docs").join(&picture);
        let bytes = fs::metadata(&path).unwrap().len();
        assert!(bytes < 150_000, "{picture} has {bytes} bytes");
    }
}
