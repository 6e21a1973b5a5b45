//! What `weblog report` writes, and its messages if it cannot write.

use std::fs;

use serde_json::Value;

use crate::{LINE, Logs, NO_LINE, run, weblog};

#[test]
fn a_page_is_written_and_named() {
    let logs = Logs::new();
    let log = logs.file("access.log", format!("{LINE}\n{LINE}\n"));
    let page = logs.path("page.html");
    let ran = run(&mut weblog(&["report", "-o", page.to_str().unwrap(), &log]));
    ran.with_one_message(0, &["page.html: 2 requests, 1 visitor; open it"]);
    assert!(fs::read_to_string(&page).unwrap().contains("/a b.html"));
    assert!(!logs.path("page.html.part").exists());
}

#[test]
fn a_report_that_cannot_be_made_leaves_the_previous_one() {
    let logs = Logs::new();
    let missing = logs.path("missing.log").display().to_string();
    let page = logs.file("page.html", "the page before");
    let ran = run(&mut weblog(&["report", "-o", &page, &missing]));
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stderr.contains("name an existing log"), "{ran:?}");
    assert!(ran.stderr.contains("no report is written"), "{ran:?}");
    assert_eq!(fs::read_to_string(page).unwrap(), "the page before");
}

#[test]
fn a_log_without_a_readable_line_gives_advice() {
    let logs = Logs::new();
    let page = logs.path("page.html").display().to_string();
    for (text, advice) in [
        ("", "is the log empty, or was it rotated"),
        (NO_LINE, "`weblog explain LINE` says why"),
    ] {
        let log = logs.file("access.log", text);
        let ran = run(&mut weblog(&["report", "-o", &page, &log]));
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(ran.stderr.contains(advice), "{ran:?}");
    }
}

#[test]
fn if_no_report_can_be_written_nothing_is_read() {
    let logs = Logs::new();
    let folder = logs.path("").display().to_string();
    let nowhere = logs.path("nowhere/page.html").display().to_string();
    for target in [folder, nowhere] {
        // The log does not exist either. This is not reported, because the log is not opened.
        let ran = run(&mut weblog(&["report", "-o", &target, "missing.log"]));
        ran.with_one_message(1, &[&target, "choose another file with --output"]);
    }
}

#[test]
fn an_unknown_time_zone_is_refused_with_an_example() {
    let ran = run(&mut weblog(&["report", "--timezone", "Mars/Phobos"]));
    ran.with_one_message(2, &["--timezone: ", "Mars/Phobos", "Europe/Berlin"]);
}

#[test]
fn lines_are_in_a_report_only_if_they_are_requested() {
    let logs = Logs::new();
    let log = logs.file("access.log", format!("{LINE}\n"));
    for (options, lines) in [(&["--with-lines"][..], 1), (&[], 0)] {
        let mut command = weblog(&["report", "--format", "json", &log]);
        let ran = run(command.args(options)).quietly();
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["log"].as_array().map_or(0, Vec::len), lines);
    }
}
