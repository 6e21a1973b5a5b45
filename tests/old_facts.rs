//! `make old-facts` lists the tables of facts that were not checked for a year. Each table of facts
//! has the month in which it was checked.

#![allow(
    clippy::unwrap_used,
    reason = "in a test a panic is how a failure is reported"
)]

use std::fs;
use std::process::Command;

/// Files that hold a table of facts.
const TABLES: [&str; 11] = [
    "src/enrich/agent/bots/ai.rs",
    "src/enrich/agent/bots/table.rs",
    "src/enrich/agent/browsers.rs",
    "src/enrich/agent/darwin.rs",
    "src/enrich/agent/device.rs",
    "src/enrich/agent/system.rs",
    "src/enrich/agent/tablet.rs",
    "src/enrich/agent/television.rs",
    "src/enrich/campaign/mod.rs",
    "src/enrich/referrer/hosts.rs",
    "src/enrich/verification/lists.rs",
];

fn old_facts(month: &str) -> (bool, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/agents/old-facts");
    let ran = Command::new(script).arg(month).output().unwrap();
    (ran.status.success(), String::from_utf8(ran.stdout).unwrap())
}

#[test]
fn every_table_is_listed_once_it_is_older_than_a_year() {
    let (_, listed) = old_facts("2099-01");
    for table in TABLES {
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
    for table in TABLES {
        let text = fs::read_to_string(table).unwrap();
        for line in text.lines().filter(|line| line.contains(" as of 20")) {
            assert!(
                line.to_lowercase().contains("facts as of 20"),
                "{table}: {line}"
            );
        }
    }
}
