//! `weblog explain`.

use serde_json::Value;

use crate::{LINE, NO_LINE, run, run_on, weblog};

/// The document at the end of an explanation.
#[track_caller]
fn document(explanation: &str) -> Value {
    let json = explanation
        .find("{\n")
        .and_then(|start| explanation.get(start..));
    let mut values =
        serde_json::Deserializer::from_str(json.expect("a document is shown")).into_iter();
    values.next().expect("there is one").expect("it is JSON")
}

/// What the caret of an explanation points at.
fn pointed_at(explanation: &str) -> &str {
    let mut line = "";
    for row in explanation.lines() {
        if row.trim() == "^" {
            let column = row.find('^').expect("it is there");
            return line.get(column..).expect("it points at the line");
        }
        line = row;
    }
    panic!("no caret is shown: {explanation}")
}

#[test]
fn every_stage_shows_what_it_made() {
    let ran = run(&mut weblog(&["explain", LINE])).quietly();
    let mut last = 0;
    for stage in [
        "line ",
        "payload ",
        "format ",
        "clean ",
        "enrich ",
        "document ",
    ] {
        let found = ran
            .stdout
            .find(&format!("\n{stage}"))
            .or_else(|| ran.stdout.find(stage));
        let found = found.unwrap_or_else(|| panic!("no {stage}: {}", ran.stdout));
        assert!(found >= last, "{stage}: {}", ran.stdout);
        last = found;
    }
    let rows: Vec<_> = ran
        .stdout
        .lines()
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for row in [
        "remote_address 0..11 203.0.113.7",
        "source.ip 203.0.113.7",
        "user_agent.name Firefox",
    ] {
        assert!(
            rows.iter().any(|found| found == row),
            "no `{row}`: {}",
            ran.stdout
        );
    }
    assert!(
        !ran.stdout.contains('\u{1b}'),
        "painted, and no terminal there"
    );
}

#[test]
fn the_document_is_the_one_that_is_delivered() {
    let explained = document(&run(&mut weblog(&["explain", LINE])).quietly().stdout);
    let mut delivered = run_on(LINE.as_bytes(), &["enrich"])
        .quietly()
        .documents()
        .remove(0);
    delivered["event"]["id"] = "explain:0".into();
    assert_eq!(explained, delivered);
}

#[test]
fn a_caret_points_at_the_first_wrong_byte() {
    // The quote before the request is missing.
    let line = LINE.replace("] \"GET", "] GET");
    let ran = run(&mut weblog(&["explain", "--format", "combined", &line])).quietly();
    assert!(
        ran.stdout.contains("rejected: line_mismatch"),
        "{}",
        ran.stdout
    );
    assert!(pointed_at(&ran.stdout).starts_with("GET"), "{}", ran.stdout);
    assert_eq!(document(&ran.stdout)["event"]["kind"], "pipeline_error");
}

#[test]
fn a_caret_points_at_an_invalid_time() {
    let ran = run(&mut weblog(&["explain", &LINE.replace("/Oct/", "/Foo/")])).quietly();
    assert!(
        pointed_at(&ran.stdout).starts_with("10/Foo"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_recognised_format_is_reported() {
    let hosted = format!("www.example.com {LINE}");
    let broken = LINE.replace("] \"GET", "] GET");
    let cases = [
        (LINE, "`auto`, which recognises combined"),
        (&hosted, "`auto`, which recognises vhost_combined"),
        (&broken, "by `auto`, which recognises combined"),
    ];
    for (line, shown) in cases {
        let ran = run(&mut weblog(&["explain", line])).quietly();
        assert!(ran.stdout.contains(shown), "no `{shown}`: {}", ran.stdout);
    }
}

#[test]
fn a_rejected_line_is_explained_with_its_code_and_message() {
    let ran = run(&mut weblog(&["explain", NO_LINE])).quietly();
    assert!(
        ran.stdout.contains("rejected: line_unrecognised"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("line is of no known format"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_rejected_line_is_explained_with_the_nearest_format_and_the_byte() {
    let squid =
        "1760097336.127 180 203.0.113.7 TCP_MISS/OK 5 GET http://www.example.com/ - HIER_NONE/- -";
    let envoy = r#"[2025-10-10T11:55:36.127Z] "GET / HTTP/1.1" 200 - 0 5 4 3 "203.0.113.7" "curl/8" "id" "a.example" "10.0.2.1:80""#;
    for (arguments, shown) in [
        (
            &["explain", NO_LINE][..],
            "the line is not similar to any format that has a name",
        ),
        (
            &["explain", "--format", "combined", squid],
            "the most similar format is `squid`: expected status at byte 40",
        ),
        (
            &["explain", "--format", "nginx", envoy],
            "`envoy` reads the line: use --format envoy",
        ),
    ] {
        let ran = run(&mut weblog(arguments)).quietly();
        assert!(ran.stdout.contains(shown), "no `{shown}`: {}", ran.stdout);
    }
}

#[test]
fn characters_that_control_a_terminal_are_shown_and_not_executed() {
    let ran = run_on(b"\x1b[2Jwiped \x07\n", &["explain", "-"]).quietly();
    assert!(ran.stdout.contains("\\x1B[2Jwiped \\x07"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(['\u{1b}', '\u{7}']), "{}", ran.stdout);
}

#[test]
fn lines_of_standard_input_are_explained_one_by_one() {
    let head = "#Fields: date time c-ip\n";
    let input = format!("{head}2025-10-10 20:55:36 203.0.113.7\n");
    for arguments in [
        &["explain", "--format", "w3c"][..],
        &["explain", "--format", "w3c", "-"],
    ] {
        let ran = run_on(input.as_bytes(), arguments).quietly();
        assert!(
            ran.stdout.contains("a directive of the log"),
            "{}",
            ran.stdout
        );
        assert_eq!(document(&ran.stdout)["source"]["ip"], "203.0.113.7");
    }
}

#[test]
fn envelopes_are_opened_and_reported() {
    let record = crate::inputs::gzip(&format!("{LINE}\n{LINE}\n"));
    let data = base64_simd::STANDARD.encode_to_string(record);
    let event = format!(r#"{{"records":[{{"recordId":"r1","data":"{data}"}}]}}"#);
    let ran = run_on(event.as_bytes(), &["explain"]).quietly();
    for number in [1, 2] {
        assert!(
            ran.stdout
                .contains(&format!("line {number} of an envelope of ")),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn an_invalid_format_is_refused_in_one_line() {
    run(&mut weblog(&["explain", "--format", "nonsense", LINE]))
        .with_one_message(2, &["--format: "]);
}

#[test]
fn a_dropped_line_is_explained_with_its_rule() {
    let ran = run(weblog(&["explain", LINE]).env("DROP", "user.name=ada")).quietly();
    assert!(
        ran.stdout.contains("by the rule `user.name=ada`"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_verified_bot_shows_the_day_of_the_lists() {
    let line = LINE_OF_A_BOT;
    let ran = run(&mut weblog(&["explain", line])).quietly();
    assert!(
        ran.stdout
            .contains("bots' addresses from lists of 2026-09-02 or later"),
        "{}",
        ran.stdout
    );
    let ran = run(&mut weblog(&["explain", LINE])).quietly();
    assert!(!ran.stdout.contains("bots' addresses"), "{}", ran.stdout);
}

const LINE_OF_A_BOT: &str =
    r#"66.249.66.1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "Googlebot/2.1""#;
