//! Golden tests. The documents of every `tests/cases/<folder>/<case>.log` are compared with those
//! in `<case>.expected.json` beside it. Each document there is an indented block. Documents and
//! their fields are in the order of the output.
//!
//! A folder's `settings.env` holds the variables of its configuration. `LOG_FORMAT` is the folder's
//! name by default. The country database is used only if the folder sets `GEOIP_PATH`, because
//! databases are refreshed and goldens are not. `UPDATE_GOLDENS=1 cargo test --test golden`
//! rewrites the goldens, for review.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported, in its doubles too"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cases::{ARRIVAL, folders, logs, settings};
use serde_json::Value;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::format::{DESCRIPTORS, Format};
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

#[path = "support/cases.rs"]
mod cases;
#[path = "support/restore.rs"]
mod restore;

fn documents(folder: &Path, input: &[u8], form: &str) -> String {
    let mut settings = settings(folder);
    settings.insert("DOCUMENTS".to_owned(), form.to_owned());
    documents_by(&settings, input)
}

fn documents_by(settings: &BTreeMap<String, String>, input: &[u8]) -> String {
    let config = Config::read(|name| settings.get(name).cloned()).unwrap();
    let mut pipeline = Pipeline::new(config.settings().unwrap());
    let mut documents = String::new();
    let record = Record {
        data: input,
        id: "case",
        arrival: Arrival::Clock(ARRIVAL),
        continued: false,
    };
    pipeline.run(&record, &mut |outcome| match outcome {
        Outcome::Event { document, .. } | Outcome::Rejected { document, .. } => {
            writeln!(documents, "{}", std::str::from_utf8(document).unwrap()).unwrap();
        }
        Outcome::Dropped { rule } => writeln!(documents, r#"{{"dropped":"{rule}"}}"#).unwrap(),
    });
    documents
}

/// A document in the form of a golden: indented, its fields in their order, a newline at its end.
fn block(document: &str) -> String {
    let transcoded = |pretty: bool| {
        let mut out = Vec::new();
        let mut from = serde_json::Deserializer::from_str(document);
        let written = if pretty {
            serde_transcode::transcode(&mut from, &mut serde_json::Serializer::pretty(&mut out))
        } else {
            serde_transcode::transcode(&mut from, &mut serde_json::Serializer::new(&mut out))
        };
        written.unwrap_or_else(|error| panic!("not JSON: {error}: {document}"));
        String::from_utf8(out).unwrap()
    };
    // Removing the indentation restores every document: documents have spaces only within strings,
    // and numbers and escapes have one form.
    assert_eq!(transcoded(false), document);
    transcoded(true) + "\n"
}

/// The blocks of a golden. Empty lines occur only between two of them.
fn blocks(golden: &str) -> Vec<String> {
    golden
        .split_inclusive("}\n\n")
        .map(|block| block.replace("}\n\n", "}\n"))
        .collect()
}

#[test]
fn every_case_gives_its_documents() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let (mut cases, mut wrong) = (0, String::new());
    for folder in folders() {
        for input in logs(&folder) {
            cases += 1;
            let found = documents(&folder, &fs::read(&input).unwrap(), "full");
            let found: Vec<String> = found.lines().map(block).collect();
            let golden = input.with_extension("expected.json");
            if update {
                fs::write(&golden, found.join("\n")).unwrap();
                continue;
            }
            let expected = fs::read_to_string(&golden).unwrap_or_default();
            let expected = blocks(&expected);
            for at in 0..found.len().max(expected.len()) {
                let (found, expected) = (found.get(at), expected.get(at));
                if found != expected {
                    let shown =
                        |block: Option<&String>| block.cloned().unwrap_or("(nothing)\n".to_owned());
                    writeln!(
                        wrong,
                        "{}: document {}\nexpected {}found {}",
                        golden.display(),
                        at + 1,
                        shown(expected),
                        shown(found)
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases > 0, "no case was found");
}

#[test]
fn the_compact_document_of_every_case_is_restored_to_the_full_one() {
    let mut compacted = 0;
    for folder in folders() {
        for input in logs(&folder) {
            let bytes = fs::read(&input).unwrap();
            let (full, compact) = (
                documents(&folder, &bytes, "full"),
                documents(&folder, &bytes, "compact"),
            );
            assert_eq!(full.lines().count(), compact.lines().count(), "{input:?}");
            for (full, compact) in full.lines().zip(compact.lines()) {
                let full: Value = serde_json::from_str(full).unwrap();
                let mut document: Value = serde_json::from_str(compact).unwrap();
                if full["event"]["kind"] == "event" {
                    compacted += 1;
                    assert!(!compact.contains(r#""kind":"#), "{input:?}: {compact}");
                }
                restore::restore(&mut document);
                assert_eq!(document, full, "{input:?}: {compact}");
            }
        }
    }
    assert!(compacted > 150, "{compacted} compact documents");
}

/// Whether a document has everything that another has.
fn has(document: &Value, part: &Value) -> bool {
    match (document, part) {
        (Value::Object(document), Value::Object(part)) => part
            .iter()
            .all(|(key, part)| document.get(key).is_some_and(|value| has(value, part))),
        _ => document == part,
    }
}

/// `auto` reads everything that a named format reads in a line, with the same result. Each line of
/// the cases of each named format is read by itself, or after the directives before it. `common`,
/// `combined` and `nginx` ignore the text after their last value, by which `auto` may recognise
/// another format. Their lines are therefore compared only if `auto` recognises them as `combined`.
#[test]
fn auto_reads_what_every_preset_reads() {
    let auto = Format::compile("auto", None).unwrap();
    let mut compared = std::collections::BTreeSet::new();
    for folder in folders() {
        let by_preset = settings(&folder);
        let name = by_preset["LOG_FORMAT"].clone();
        let is_known = DESCRIPTORS.iter().any(|descriptor| descriptor.name == name);
        if !is_known || name == "auto" || (by_preset.contains_key("LOG_FIELDS") && name != "json") {
            continue;
        }
        let mut by_auto = by_preset.clone();
        by_auto.insert("LOG_FORMAT".to_owned(), "auto".to_owned());
        for input in logs(&folder) {
            let mut directives = Vec::new();
            for line in fs::read(&input)
                .unwrap()
                .split_inclusive(|byte| *byte == b'\n')
            {
                if line.starts_with(b"#") {
                    directives.extend_from_slice(line);
                    continue;
                }
                let record = [&directives, line].concat();
                let preset = documents_by(&by_preset, &record);
                let of_a_tail = ["common", "combined", "nginx"].contains(&&*name)
                    && auto.recognised(line) != Some("combined");
                if preset.contains(r#""kind":"event""#) && !of_a_tail {
                    let shown = String::from_utf8_lossy(line);
                    let found = documents_by(&by_auto, &record);
                    // The shortest format ignores text that `auto` recognises as combined.
                    if name == "common" {
                        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
                        let (found, preset) = (parse(&found), parse(&preset));
                        assert!(has(&found, &preset), "{name}: {shown}{found}");
                    } else {
                        assert_eq!(found, preset, "{name}: {shown}");
                    }
                    compared.insert(name.clone());
                }
            }
        }
    }
    // The columns of real-time logs are known only from their configuration.
    let all = DESCRIPTORS.iter().map(|descriptor| descriptor.name);
    let missing: Vec<_> = all
        .filter(|name| !["auto", "cloudfront-realtime"].contains(name))
        .filter(|name| !compared.contains(*name))
        .collect();
    assert!(missing.is_empty(), "no line compared: {missing:?}");
}
