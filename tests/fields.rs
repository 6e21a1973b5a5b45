//! `docs/FIELDS.md` and the cases under `tests/cases`. Every field of a case is listed, and each
//! format that is listed for a field has a case with this field.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The fields of a document. A geographic point counts as one field.
fn fields(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value.as_object().filter(|_| !path.ends_with(".location.")) {
        Some(members) => {
            for (key, value) in members {
                fields(value, &format!("{path}{key}."), found);
            }
        }
        None => drop(found.insert(path.trim_end_matches('.').to_owned())),
    }
}

/// The fields in the cases of each folder.
fn of_cases() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders = BTreeMap::new();
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap();
        let mut found = BTreeSet::new();
        for case in fs::read_dir(folder.path()).unwrap() {
            let path = case.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let golden = fs::read_to_string(path).unwrap();
                let documents = serde_json::Deserializer::from_str(&golden).into_iter::<Value>();
                for document in documents {
                    fields(&document.unwrap(), "", &mut found);
                }
            }
        }
        folders.insert(folder.file_name().into_string().unwrap(), found);
    }
    folders
}

#[test]
fn the_page_of_fields_agrees_with_the_cases() {
    let cases = of_cases();
    assert!(cases.len() > 20);
    let page = include_str!("../docs/FIELDS.md");
    let mut named = BTreeSet::new();
    for row in page.lines().filter_map(|row| row.strip_prefix("| `")) {
        let cells: Vec<_> = row.split(" | ").collect();
        let (field, from) = (cells[0].trim_end_matches('`'), cells[4]);
        named.insert(field.to_owned());
        let words = from.split('`').skip(1).step_by(2);
        for format in words.filter_map(|word| cases.get(word).map(|found| (word, found))) {
            let (name, found) = format;
            assert!(found.contains(field), "no case of {name} has {field}");
        }
    }
    // If a drop rule drops a line, its golden has only the member `dropped`.
    named.insert("dropped".to_owned());
    for (folder, found) in cases {
        let unnamed: Vec<_> = found.difference(&named).collect();
        assert!(unnamed.is_empty(), "{folder}: {unnamed:?} are not named");
    }
}
