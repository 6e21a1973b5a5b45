//! Every test named in `docs/SEMANTICS.md` exists.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the failure")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_test_that_semantics_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/SEMANTICS.md")).unwrap();
    let mut tests = BTreeSet::new();
    for folder in ["src", "tests", "s3/tests"] {
        collect(&root.join(folder), &mut tests);
    }
    let rows: Vec<_> = document
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| Fault "))
        .collect();
    assert!(rows.len() > 20, "{} rows", rows.len());
    for row in rows {
        let name = row
            .strip_suffix("` |")
            .and_then(|row| row.rsplit_once("| `"))
            .map(|(_, name)| name);
        let name = name.unwrap_or_else(|| panic!("names no test: {row}"));
        assert!(tests.contains(name), "no test is named {name}");
    }
}

/// Collects the names of all tests in the Rust files and Python files of a folder.
fn collect(folder: &Path, tests: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, tests);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            // The name follows the next `fn`, within proptest! too. Other attributes may precede
            // the `fn`.
            for after in source.split("#[test]").skip(1) {
                let name = after
                    .split_once("fn ")
                    .and_then(|(_, rest)| rest.split('(').next());
                tests.extend(name.map(str::to_owned));
            }
        } else if path.extension().is_some_and(|extension| extension == "py") {
            let source = fs::read_to_string(&path).unwrap();
            for after in source.split("    def test_").skip(1) {
                let name = after.split('(').next().unwrap_or_default();
                tests.insert(format!("test_{name}"));
            }
        }
    }
}
