//! Whatever an event holds: reading it never panics, what serde_json reads is never refused, and no record of it is passed over.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use weblog_enrich::aws::event::{Data, StreamEvent};

fuzz_target!(|json: &[u8]| {
    let read = StreamEvent::read(json);
    if let Ok(event) = &read {
        for record in event.records() {
            let (Data::Bytes(bytes) | Data::Unreadable(bytes, _)) = record.data;
            assert!(bytes.len() <= json.len());
        }
    }
    let Ok(Value::Object(event)) = serde_json::from_slice(json) else {
        return;
    };
    // Of a key given twice serde_json keeps the last value alone.
    let records = ["Records", "records"].map(|key| event.get(key).and_then(Value::as_array).map_or(0, Vec::len));
    if event.get("Records").or(event.get("records")).is_some_and(Value::is_array) {
        let read = read.expect("an event is an event");
        assert!(read.records().len() >= records.iter().sum());
    }
});
