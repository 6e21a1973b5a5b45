//! Golden tests: every `tests/cases/<folder>/<case>.log` against the documents in `<case>.expected.json` beside it: one
//! indented block a document, in the order and with the field order of the output.
//!
//! A folder's `settings.env` holds the variables of its configuration; `LOG_FORMAT` is the folder's name unless it says
//! otherwise. The country database is not part of a golden unless the folder asks for it with `GEOIP_PATH`: databases
//! are refreshed, goldens are not. `UPDATE_GOLDENS=1 cargo test --test golden` writes them anew, for review.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is told, in its doubles too"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

#[path = "support/restore.rs"]
mod restore;

/// 2026-01-01T00:00:00Z, when every record of a case arrived.
const ARRIVAL: Timestamp = Timestamp {
    seconds: 1_767_225_600,
    nanoseconds: 0,
    digits: 0,
};

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn settings(folder: &Path) -> BTreeMap<String, String> {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let mut settings = BTreeMap::from([("LOG_FORMAT".to_owned(), name.to_owned())]);
    let text = fs::read_to_string(folder.join("settings.env")).unwrap_or_default();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (key, value) = line
            .split_once('=')
            .unwrap_or_else(|| panic!("{}: {line} has no `=`", folder.display()));
        settings.insert(key.to_owned(), value.to_owned());
    }
    settings
}

fn documents(folder: &Path, input: &[u8], form: &str) -> String {
    let mut settings = settings(folder);
    settings.insert("DOCUMENTS".to_owned(), form.to_owned());
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

/// A document as a golden shows it: indented, its fields in their order, a newline at its end.
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
    // What indenting leaves out is the same in every document: there are no blanks, and numbers and escapes have one form.
    assert_eq!(transcoded(false), document);
    transcoded(true) + "\n"
}

/// The blocks of a golden: an empty line is between two of them, and nowhere else.
fn blocks(golden: &str) -> Vec<String> {
    golden
        .split_inclusive("}\n\n")
        .map(|block| block.replace("}\n\n", "}\n"))
        .collect()
}

#[test]
fn every_case_gives_its_documents() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut cases, mut wrong) = (0, String::new());
    for folder in entries(&root) {
        for input in entries(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ext| ext == "log"))
        {
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
    assert!(cases > 0, "no case found under {}", root.display());
}

#[test]
fn the_compact_document_of_every_case_is_restored_to_the_full_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut compacted = 0;
    for folder in entries(&root) {
        for input in entries(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ext| ext == "log"))
        {
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
