//! Plants addresses and users in place of each value of each line of the cases. No document shows a
//! planted address whole, or a planted user, except in fields that describe servers.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

#[path = "support/cases.rs"]
mod cases;

use std::collections::BTreeMap;
use std::fs;

use cases::ARRIVAL;
use serde_json::Value;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

/// Spellings of addresses, and the parts of each that no document shows. None of the spellings is
/// in a case under `tests/cases`.
const ADDRESSES: [(&str, &[&str]); 10] = [
    ("203.0.113.234", &["203.0.113.234"]),
    ("203.0.113.234:4711", &["203.0.113.234"]),
    (
        "203%2E0%2E113%2E234",
        &["203%2E0%2E113%2E234", "203.0.113.234"],
    ),
    ("ip-203-0-113-234.dsl.example", &["203-0-113-234"]),
    ("2001:db8:1:2::ea", &["2001:db8:1:2"]),
    ("[2001:db8:1:2::ea]:443", &["2001:db8:1:2"]),
    ("2002:cb00:71ea::1", &["2002:cb00:71ea", "203.0.113.234"]),
    (
        "2001:0:4136:e378:8000:63bf:34ff:8e15",
        &["34ff:8e15", "203.0.113.234"],
    ),
    ("::ffff:203.0.113.234", &["203.0.113.234"]),
    (
        "https://h/?ip=203.0.113.234&v=2001%3Adb8%3A1%3A2%3A%3Aea",
        &["203.0.113.234", "2001%3Adb8%3A1%3A2", "2001:db8:1:2"],
    ),
];

/// Spellings of a user in a text. By itself, a text is a user only in the field for users.
const USERS: [&str; 3] = [
    "https://PlantedUser:x@h/",
    "https://PlantedUser@h/?user=PlantedUser&a=1",
    "/?d=%7B%22username%22%3A%22PlantedUser%22%7D",
];

/// The lines of all cases, with the settings of their folders.
fn lines() -> Vec<(BTreeMap<String, String>, Vec<u8>)> {
    let mut lines = Vec::new();
    for folder in cases::folders() {
        let mut settings = cases::settings(&folder);
        settings.insert("GEOIP_PATH".to_owned(), "none".to_owned());
        for log in cases::logs(&folder) {
            let text = fs::read(&log).unwrap();
            let some = text
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty());
            lines.extend(some.map(|line| (settings.clone(), line.to_vec())));
        }
    }
    lines
}

/// The line with each of its values replaced in turn. In JSON, the values are all strings, numbers,
/// booleans and nulls. In other lines, they are the texts between spaces, tabs, quotes and square
/// brackets.
fn planted(line: &[u8], value: &str) -> Vec<Vec<u8>> {
    if let Ok(json) = serde_json::from_slice::<Value>(line) {
        let mut all = Vec::new();
        for index in 0.. {
            let mut copy = json.clone();
            if !replace(&mut copy, &mut { index }, value) {
                return all;
            }
            all.push(copy.to_string().into_bytes());
        }
    }
    let separates = |byte: u8| matches!(byte, b' ' | b'\t' | b'"' | b'[' | b']');
    let mut all = Vec::new();
    let mut start = 0;
    for end in 0..=line.len() {
        if line.get(end).is_none_or(|byte| separates(*byte)) {
            if start < end {
                all.push([&line[..start], value.as_bytes(), &line[end..]].concat());
            }
            start = end + 1;
        }
    }
    all
}

/// Replaces the leaf with an index in a JSON value. Returns false if the value has fewer leaves.
fn replace(json: &mut Value, index: &mut usize, value: &str) -> bool {
    match json {
        Value::Array(list) => list.iter_mut().any(|each| replace(each, index, value)),
        Value::Object(members) => members.values_mut().any(|each| replace(each, index, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            if *index == 0 {
                *json = Value::String(value.to_owned());
                return true;
            }
            *index -= 1;
            false
        }
    }
}

fn documents_of(pipeline: &mut Pipeline, record: &Record<'_>) -> Vec<String> {
    let mut documents = Vec::new();
    pipeline.run(record, &mut |outcome| match outcome {
        Outcome::Event { document, .. } | Outcome::Rejected { document, .. } => {
            documents.push(String::from_utf8(document.to_vec()).unwrap());
        }
        Outcome::Dropped { .. } => {}
    });
    documents
}

/// Processes every planted line, and passes each document with its line to `check`. Returns the
/// number of documents.
fn run(
    switches: &[(&str, &str)],
    values: &[&str],
    mut check: impl FnMut(usize, &str, &str),
) -> usize {
    let mut documents = 0;
    let mut last: Option<(BTreeMap<String, String>, Pipeline)> = None;
    for (mut settings, line) in lines() {
        settings.remove("KEEP_ORIGINAL");
        settings.remove("USER_HASH_KEY");
        settings.extend(
            switches
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        if last.as_ref().is_none_or(|(known, _)| *known != settings) {
            let config = Config::read(|name| settings.get(name).cloned()).unwrap();
            last = Some((settings, Pipeline::new(config.settings().unwrap())));
        }
        let (_, pipeline) = last.as_mut().unwrap();
        for (index, value) in values.iter().enumerate() {
            for planted in planted(&line, value) {
                let record = Record {
                    data: &planted,
                    id: "planted",
                    arrival: Arrival::Stream(ARRIVAL),
                    continued: true,
                };
                // The documents are checked outside the pipeline, because the pipeline would catch
                // a failed assertion.
                for document in documents_of(pipeline, &record) {
                    documents += 1;
                    check(index, &String::from_utf8_lossy(&planted), &document);
                }
            }
        }
    }
    documents
}

/// The document without fields that describe servers and not visitors: the address of the server or
/// the upstream, and the envelope's facts about the machine that wrote the log. Also returns
/// whether there was such an address.
fn without_servers(document: &str) -> (String, bool) {
    let mut json: Value = serde_json::from_str(document).unwrap();
    let members = json.as_object_mut().unwrap();
    members.remove("host");
    members.remove("log");
    let destination = members
        .get_mut("destination")
        .and_then(Value::as_object_mut);
    let had = destination.is_some_and(|destination| destination.remove("ip").is_some());
    (json.to_string(), had)
}

#[test]
fn no_address_planted_in_any_field_of_any_format_is_shown_whole() {
    let values = ADDRESSES.map(|(value, _)| value);
    let mut servers = 0;
    let switches = [("ADDRESS_TRUNCATION", "true"), ("KEEP_ORIGINAL", "true")];
    let documents = run(&switches, &values, |index, line, document| {
        let hidden = ADDRESSES.get(index).unwrap().1;
        let (text, has_server) = without_servers(document);
        servers += usize::from(has_server);
        for hidden in hidden {
            assert!(
                !text.contains(hidden),
                "{hidden} of {line}\nis in {document}"
            );
        }
    });
    assert!(documents > 10_000, "{documents}");
    assert!(servers > 0);
}

#[test]
fn no_user_planted_in_any_field_of_any_format_is_shown() {
    let key = "a key of this test";
    let documents = run(&[("USER_HASH_KEY", key)], &USERS, |_, line, document| {
        let (text, _) = without_servers(document);
        assert!(!text.contains("PlantedUser"), "{line}\nbecame {document}");
    });
    assert!(documents > 3_000, "{documents}");
}

#[test]
fn the_user_of_a_line_is_not_shown_anywhere() {
    let settings = BTreeMap::from([
        ("USER_HASH_KEY", "a key of this test"),
        ("GEOIP_PATH", "none"),
    ]);
    let lines = [
        r#"203.0.113.7 - Planted [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 2 "https://Planted@h/" "x""#,
        // The following lines are rejected, because the time is invalid.
        r#"203.0.113.7 - Planted [bad] "GET / HTTP/1.1" 200 2 "-" "x""#,
        r#"203.0.113.7 - Planted User [bad] "GET / HTTP/1.1" 200 2"#,
        r#"{"time":"bad","remote_addr":"203.0.113.7","remote_user":"Planted","request":"GET / HTTP/1.1","status":200}"#,
    ];
    for line in lines {
        let config =
            Config::read(|name| settings.get(name).map(|value| (*value).to_owned())).unwrap();
        let mut pipeline = Pipeline::new(config.settings().unwrap());
        let record = Record {
            data: line.as_bytes(),
            id: "planted",
            arrival: Arrival::Stream(ARRIVAL),
            continued: false,
        };
        let documents = documents_of(&mut pipeline, &record);
        for document in &documents {
            assert!(!document.contains("Planted"), "{document}");
        }
        assert_eq!(documents.len(), 1, "{line}");
    }
}
