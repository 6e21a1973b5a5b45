//! The README's example equals the pipeline's output.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported"
)]

use serde_json::Value;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::format::DESCRIPTORS;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

#[test]
fn the_example_equals_the_output_of_the_pipeline() {
    let readme = include_str!("../README.md");
    let block = |opening: &str| {
        let (_, rest) = readme.split_once(opening).unwrap();
        rest.split_once("\n```").unwrap().0.to_owned()
    };
    let line = block("This line\n\n```\n");
    let expected: Value = serde_json::from_str(&block("```json\n")).unwrap();
    let config = Config::read(|name| (name == "GEOIP_PATH").then(|| "geoip".to_owned())).unwrap();
    let mut pipeline = Pipeline::new(config.settings().unwrap());
    let id = expected["event"]["id"].as_str().unwrap();
    let arrival = Timestamp {
        seconds: 0,
        nanoseconds: 0,
        digits: 0,
    };
    let record = Record {
        data: line.as_bytes(),
        id: id.strip_suffix(":0").unwrap(),
        arrival: Arrival::Clock(arrival),
        continued: false,
    };
    let mut found = Vec::new();
    pipeline.run(&record, &mut |outcome| match outcome {
        Outcome::Event { document, .. } => {
            found.push(serde_json::from_slice::<Value>(document).unwrap());
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(found, [expected]);
}

/// The table of formats equals the table of the code, row by row.
#[test]
fn the_table_of_formats_has_every_name_and_its_description() {
    let readme = include_str!("../README.md");
    let (_, table) = readme
        .split_once("| value of `LOG_FORMAT` | reads |\n|---|---|\n")
        .unwrap();
    let mut rows = table.lines();
    for descriptor in DESCRIPTORS {
        let row = format!("| `{}` | {} |", descriptor.name, descriptor.reads);
        assert_eq!(rows.next(), Some(&*row));
    }
}
