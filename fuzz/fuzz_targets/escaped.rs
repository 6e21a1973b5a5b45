//! Writes a line as the text of a JSON string, with its quotes or without them. Unescaping gives
//! the line that `serde_json` was given. A line that is not escaped is not changed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weblog_enrich::payload::{self, Content};

fuzz_target!(|agent: &str| {
    if agent.chars().any(|character| character.is_ascii_control()) {
        return;
    }
    // Apache writes a backslash before a quote or a backslash within a value.
    let agent = agent.replace('\\', "\\\\").replace('"', "\\\"");
    let line = format!(
        r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5 "-" "{agent}""#
    );
    let string = serde_json::to_string(&line).expect("text is JSON");
    let inside = &string[1..string.len() - 1];
    for record in [&line[..], &string[..], inside] {
        let mut lines = Vec::new();
        payload::open(record.as_bytes(), 0, &mut |content| match content {
            Content::Line { line, .. } => lines.push(line.to_vec()),
            other => panic!("{record}: {other:?}"),
        });
        assert_eq!(lines, [line.as_bytes()], "{record}");
    }
});
