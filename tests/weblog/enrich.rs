//! The results of `weblog enrich`.

use crate::{LINE, Logs, NO_LINE, at, run, run_on, weblog};

#[test]
fn a_line_becomes_a_document_of_one_line() {
    let logs = Logs::new();
    let file = logs.file("access.log", format!("{LINE}\n"));
    let documents = run(&mut weblog(&["enrich", &file])).quietly().documents();
    assert_eq!(documents.len(), 1);
    let expected = [
        ("/@timestamp", "2025-10-10T20:55:36Z"),
        ("/event/kind", "event"),
        ("/source/ip", "203.0.113.7"),
        ("/user/name", "ada"),
        ("/url/path", "/a b.html"),
        ("/user_agent/name", "Firefox"),
    ];
    for (place, value) in expected {
        assert_eq!(at(&documents[0], place), value, "{place}");
    }
    assert_eq!(at(&documents[0], "/event/id"), format!("{file}:0:0"));
}

#[test]
fn lines_may_have_any_ending_and_empty_lines_are_skipped() {
    let logs = Logs::new();
    let cases = [
        ("empty-file", String::new(), 0),
        ("only-empty-lines", "\n\r\n\n".to_owned(), 0),
        ("no-last-newline", format!("{LINE}\n{LINE}"), 2),
        ("carriage-returns", format!("{LINE}\r\n{LINE}\r\n"), 2),
        ("empty-lines-between", format!("\n{LINE}\n\n{LINE}\n\n"), 2),
    ];
    for (name, content, count) in cases {
        let file = logs.file(name, content);
        let documents = run(&mut weblog(&["enrich", &file])).quietly().documents();
        assert_eq!(documents.len(), count, "{name}");
        for document in documents {
            assert_eq!(at(&document, "/event/kind"), "event", "{name}");
        }
    }
}

#[test]
fn rejected_lines_are_documents_too_and_are_reported_at_the_end() {
    let input = format!("{LINE}\n{NO_LINE}\n{LINE}\n");
    let ran = run_on(input.as_bytes(), &["enrich"]);
    let ran = ran.with_one_message(0, &["1 of 3 lines rejected: line_unrecognised 1"]);
    let documents = ran.documents();
    assert_eq!(documents.len(), 3);
    assert_eq!(at(&documents[1], "/event/kind"), "pipeline_error");
    assert_eq!(at(&documents[1], "/error/type"), "line_unrecognised");
    assert_eq!(at(&documents[1], "/event/original"), NO_LINE);
    assert_eq!(at(&documents[2], "/event/kind"), "event");
}

#[test]
fn bytes_that_are_not_utf8_are_kept_readable() {
    let line = [
        &b"203.0.113.7 - - [10/Oct/2025:13:55:36 -0700] \"GET /caf\xe9 HTTP/1.1\" 200 1 \
                   \"-\" \"-\"\n"[..],
        b"caf\xe9\n",
    ];
    let ran = run_on(&line.concat(), &["enrich"]).with_one_message(0, &["1 of 2 lines rejected"]);
    let documents = ran.documents();
    assert_eq!(at(&documents[0], "/url/original"), "/caf\\xE9");
    assert_eq!(at(&documents[1], "/event/original"), "caf\\xE9");
}

#[test]
fn a_line_of_excessive_length_is_one_rejection_among_others() {
    let long = "x".repeat(9 * 1024 * 1024);
    let input = format!("{LINE}\n{long}\n{LINE}\n");
    let ran = run_on(input.as_bytes(), &["enrich"]);
    let ran = ran.with_one_message(0, &["1 of 3 lines rejected: line_too_long 1"]);
    let documents = ran.documents();
    assert_eq!(documents.len(), 3);
    assert_eq!(at(&documents[1], "/error/type"), "line_too_long");
    assert!(at(&documents[1], "/event/original").starts_with("xxx"));
    assert_eq!(at(&documents[2], "/event/kind"), "event");
}

#[test]
fn ids_are_unique_within_a_file_and_the_same_every_time() {
    let logs = Logs::new();
    // The file is long enough for several stretches.
    let file = logs.file("access.log", format!("{LINE}\n").repeat(15_000));
    let ids = || {
        let ran = run(&mut weblog(&["enrich", &file])).quietly();
        let ids = ran
            .documents()
            .iter()
            .map(|document| at(document, "/event/id").to_owned())
            .collect::<Vec<_>>();
        assert_eq!(ids.len(), 15_000);
        ids
    };
    let first = ids();
    assert_eq!(first, ids());
    let unique: std::collections::HashSet<_> = first.iter().collect();
    assert_eq!(unique.len(), first.len());
}

#[test]
fn a_directive_applies_to_the_end_of_its_file_and_no_further() {
    let logs = Logs::new();
    let row = "2025-10-10 20:55:36 203.0.113.7 GET /index.html 200\n";
    let head = "#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n";
    // The file is longer than one stretch.
    let with = logs.file("with.log", [head, &row.repeat(30_000)].concat());
    let without = logs.file("without.log", row);
    let ran = run(&mut weblog(&["enrich", "--format", "w3c", &with, &without]));
    let ran = ran.with_one_message(0, &["1 of 30,001 lines rejected"]);
    let documents = ran.documents();
    assert_eq!(documents.len(), 30_001);
    assert_eq!(at(&documents[29_999], "/source/ip"), "203.0.113.7");
    assert_eq!(at(&documents[30_000], "/event/kind"), "pipeline_error");
}

#[test]
fn options_take_precedence_over_the_environment() {
    let epoch = "1760129736 203.0.113.7";
    let ran = run(weblog(&["enrich", "--format", "%{sec}t %h", "-"])
        .env("LOG_FORMAT", "json")
        .stdin(piped(epoch)));
    assert_eq!(
        at(&ran.quietly().documents()[0], "/@timestamp"),
        "2025-10-10T20:55:36Z"
    );
    let ran = run(weblog(&["enrich"])
        .env("LOG_FORMAT", "%{sec}t %h")
        .stdin(piped(epoch)));
    assert_eq!(
        at(&ran.quietly().documents()[0], "/source/ip"),
        "203.0.113.7"
    );
}

#[test]
fn the_raw_line_is_kept_on_demand() {
    let documents = run_on(LINE.as_bytes(), &["enrich"]).quietly().documents();
    assert_eq!(documents[0].pointer("/event/original"), None);
    let documents = run_on(LINE.as_bytes(), &["enrich", "--keep-original"])
        .quietly()
        .documents();
    assert_eq!(at(&documents[0], "/event/original"), LINE);
}

#[test]
fn documents_are_compact_on_demand() {
    let input = format!("{LINE}\n{NO_LINE}\n");
    let documents_of = |arguments: &[&str]| {
        let ran = run_on(input.as_bytes(), arguments).with_one_message(0, &["1 of 2"]);
        ran.documents()
            .iter()
            .map(|document| document.pointer("/event/kind").cloned())
            .collect::<Vec<_>>()
    };
    let rejected = Some("pipeline_error".into());
    assert_eq!(
        documents_of(&["enrich"]),
        [Some("event".into()), rejected.clone()]
    );
    assert_eq!(
        documents_of(&["enrich", "--documents", "compact"]),
        [None, rejected]
    );
}

#[test]
fn trusted_proxies_are_given_one_by_one() {
    let line = r#"198.51.100.9 - - [10/Oct/2025:13:55:36 -0700] "GET / HTTP/1.1" 200 1 "203.0.113.7, 192.0.2.1""#;
    let format = r#"%h %l %u %t "%r" %>s %b "%{X-Forwarded-For}i""#;
    let arguments = [
        "enrich",
        "--format",
        format,
        "--trusted-proxy",
        "198.51.100.0/24",
        "--trusted-proxy",
        "192.0.2.0/24",
    ];
    let documents = run_on(line.as_bytes(), &arguments).quietly().documents();
    assert_eq!(at(&documents[0], "/client/ip"), "203.0.113.7");
}

/// The reading end of a pipe that holds a text.
fn piped(text: &str) -> std::io::PipeReader {
    use std::io::Write as _;
    let (reader, mut writer) = std::io::pipe().expect("a pipe can be made");
    writer
        .write_all(text.as_bytes())
        .expect("a pipe holds a line");
    reader
}

#[test]
fn lines_dropped_by_a_rule_of_the_environment_are_reported() {
    let input = format!("{LINE}\n{}\n", LINE.replace("/a%20b.html", "/health"));
    let ran = run(weblog(&["enrich"])
        .env("DROP", "url.path=/health*")
        .stdin(piped(&input)));
    let ran = ran.with_one_message(0, &["1 of 2 lines dropped: url.path=/health* 1"]);
    assert_eq!(ran.documents().len(), 1);
}
