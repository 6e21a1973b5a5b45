//! The examples of `examples/` print what they promise.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the failure")]

use std::process::Command;

/// What an example prints to standard output.
fn run(name: &str, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--locked", "--example", name, "--"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn parse_line_prints_the_fields() {
    let fields = run("parse_line", &[]);
    assert!(
        fields.contains("remote_address           203.0.113.7\n"),
        "{fields}"
    );
    let fields = run(
        "parse_line",
        &["%t %>s", "[10/Oct/2025:13:55:36 +0200] 204"],
    );
    assert!(
        fields.ends_with("status                   204\n"),
        "{fields}"
    );
}

#[test]
fn enrich_file_prints_one_document_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("access.log");
    let line = r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512"#;
    std::fs::write(&path, format!("{line}\nno line of a log\n")).unwrap();
    let documents = run("enrich_file", &[path.to_str().unwrap()]);
    let kinds = ["\"kind\":\"event\"", "\"kind\":\"pipeline_error\""];
    assert_eq!(documents.lines().count(), kinds.len());
    for (document, kind) in documents.lines().zip(kinds) {
        assert!(document.contains(kind), "{document}");
    }
}

#[test]
fn own_format_prints_the_event_without_its_secret() {
    let event = run("own_format", &[]);
    assert!(event.contains("status  Some(200)\n"), "{event}");
    assert!(event.contains("token=REDACTED"), "{event}");
}
