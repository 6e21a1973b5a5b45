//! Processes random records. Every line is counted once, and each document is one line of JSON with
//! a unique id.
#![no_main]

use std::cell::RefCell;
use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

thread_local! {
    static PIPELINE: RefCell<Pipeline> = RefCell::new(Pipeline::new(
        Config::read(|name| match name {
            "GEOIP_PATH" => Some("none".to_owned()),
            "EXPANSION_LIMIT_MIB" => Some("1".to_owned()),
            _ => None,
        })
        .expect("these values are valid")
        .settings()
        .expect("no database is opened"),
    ));
}

fuzz_target!(|data: &[u8]| {
    let arrival = Timestamp {
        seconds: 1_767_225_600,
        nanoseconds: 0,
        digits: 0,
    };
    let record = Record {
        data,
        id: "shard:1",
        arrival: Arrival::Stream(arrival),
        continued: false,
    };
    PIPELINE.with_borrow_mut(|pipeline| {
        let mut ids = HashSet::new();
        pipeline.run(&record, &mut |outcome| match outcome {
            Outcome::Event { document, .. } | Outcome::Rejected { document, .. } => {
                assert!(!document.contains(&b'\n'));
                let document: serde_json::Value =
                    serde_json::from_slice(document).expect("a document is JSON");
                let id = document["event"]["id"].as_str().expect("the document has an id");
                assert!(ids.insert(id.to_owned()), "two documents have the same id");
            }
            Outcome::Dropped { rule } => panic!("there are no rules, but {rule} dropped a line"),
        });
        let tally = pipeline.take_tally();
        assert_eq!(tally.lines, tally.documents(), "a directive is not a line");
        assert_eq!(tally.documents(), ids.len() as u64);
    });
});
