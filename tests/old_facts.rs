//! `make old-facts` lists the tables of facts that were not checked for a year. Each table of facts
//! has the month in which it was checked.

#![allow(
    clippy::unwrap_used,
    reason = "in a test a panic is how a failure is reported"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// How many rows make a table large, so that its facts have to be checked again.
const LARGE: usize = 20;

/// Tables that hold no facts: the program's own fields, and the invented records of a database.
const NO_FACTS: [&str; 2] = [
    "src/enrich/descriptors.rs",
    "src/enrich/geo/mmdb/records.rs",
];

/// The files below `src/enrich` that hold a large table of facts: many lines begin with a text, or
/// with a name, a parenthesis and a text.
fn tables() -> Vec<String> {
    let mut folders = vec!["src/enrich".into()];
    let mut tables = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir::<PathBuf>(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
                && !NO_FACTS.iter().any(|table| path.ends_with(table))
                && rows(&fs::read_to_string(&path).unwrap()) >= LARGE
            {
                tables.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    tables
}

/// The lines of a source file that look like rows of a table. Tests are left out.
fn rows(text: &str) -> usize {
    let text = text.split("#[cfg(test)]").next().unwrap();
    let is_row = |line: &&str| {
        let is_arm = line.contains("=>");
        let line = line.trim_start();
        let line = line.trim_start_matches(|sign: char| sign.is_alphanumeric());
        let line = line.strip_prefix('(').unwrap_or(line);
        let line = line.strip_prefix('b').unwrap_or(line);
        line.starts_with('"') && line.ends_with(',') && !is_arm
    };
    text.lines().filter(is_row).count()
}

fn old_facts(month: &str) -> (bool, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/agents/old-facts");
    let ran = Command::new(script).arg(month).output().unwrap();
    (ran.status.success(), String::from_utf8(ran.stdout).unwrap())
}

#[test]
fn every_table_is_listed_once_it_is_older_than_a_year() {
    let (_, listed) = old_facts("2099-01");
    let tables = tables();
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables {
        let place = format!("{table}:");
        assert!(
            listed.lines().any(|line| line.starts_with(&place)),
            "{table}"
        );
    }
    assert_eq!(old_facts("2026-08"), (true, String::new()));
    let (_, next_year) = old_facts("2027-10");
    assert!(next_year.contains("bots/table.rs") && !next_year.contains("bots/browsers.rs"));
    assert!(!old_facts("last year").0);
}

#[test]
fn no_table_writes_its_month_in_another_form() {
    for table in tables() {
        let text = fs::read_to_string(&table).unwrap().to_lowercase();
        let comments = text
            .lines()
            .map(|line| line.trim_start().trim_start_matches(['/', '!']));
        let joined = comments.map(str::trim_start).collect::<Vec<_>>().join(" ");
        let dates = joined.matches(" as of 20").count();
        assert_eq!(dates, joined.matches("facts as of 20").count(), "{table}");
    }
}
