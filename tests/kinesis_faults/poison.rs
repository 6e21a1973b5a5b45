//! Unreadable records of many kinds. Each becomes one rejection, and the records beside it become
//! events.
//!
//! Bombs are in `stream`. No known record reaches the guards `document_oversize` and `internal`;
//! the pipeline's own tests provoke them.

use serde_json::{Value, json};

use super::support::firehose::{Fault, Firehose};
use super::support::runtime_api::Function;
use super::support::{kinesis_event, line};
use super::{AMPLE, BINARY, nothing_failed, variables};

/// The kinds of the documents that an event's records become, in order.
fn kinds(event: &Value, format: &str) -> Vec<String> {
    let firehose = Firehose::start(|_| Fault::None);
    let mut variables = variables(&firehose).to_vec();
    variables.push(("LOG_FORMAT", format));
    let function = Function::start(BINARY, &variables);
    assert_eq!(function.invoke(event, AMPLE), Ok(nothing_failed()));
    let documents = firehose.documents();
    let kind = |document: &Value| {
        let kind = document["error"]["type"].as_str();
        kind.unwrap_or("event").to_owned()
    };
    documents.iter().map(kind).collect()
}

#[test]
fn poison_records_become_rejections_and_block_nothing() {
    let combined = r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 1 "-" "-""#;
    let timeless = r#"{"remote_addr":"203.0.113.7","request":"GET / HTTP/1.1","status":200}"#;
    let not_an_aggregate = b"\xf3\x89\x9a\xc2 no message and no digest";
    let cases: [(&str, &[u8], &str); 12] = [
        ("auto", b"no line of any log", "line_unrecognised"),
        ("auto", &[0xff; 10], "payload_binary"),
        ("auto", not_an_aggregate, "payload_envelope"),
        ("auto", b"\x1f\x8b\x08broken", "payload_compression"),
        ("auto", b"\x28\xb5\x2f\xfdbroken", "payload_compression"),
        (
            "auto",
            b"{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"g\",\"logEvents\":7}",
            "payload_envelope",
        ),
        (
            "combined",
            &combined.replace("\"GET", "GET").into_bytes(),
            "line_mismatch",
        ),
        ("combined", &combined.as_bytes()[..40], "line_cut"),
        (
            "combined",
            &combined.replace("Oct", "Foo").into_bytes(),
            "time_invalid",
        ),
        (
            "combined",
            &combined
                .replace("10/Oct/2025:13:55:36 +0000", "-")
                .into_bytes(),
            "time_missing",
        ),
        ("json", b"{\"time\":", "line_json"),
        ("json", timeless.as_bytes(), "time_missing"),
    ];
    for (format, poison, expected) in cases {
        let good = if format == "json" {
            timeless
                .replace('{', r#"{"time":"2025-10-10T13:55:36Z","#)
                .into_bytes()
        } else {
            line(1)
        };
        let event = kinesis_event(&[good.clone(), poison.to_vec(), good]);
        let shown = String::from_utf8_lossy(&poison[..poison.len().min(80)]);
        assert_eq!(
            kinds(&event, format),
            ["event", expected, "event"],
            "{shown}"
        );
    }
}

#[test]
fn malformed_records_become_rejections_and_block_nothing() {
    // A record of line feeds contains no line and gives no document.
    let mut event = kinesis_event(&[line(1), b"\n\n".to_vec()]);
    let records = event["Records"].as_array_mut().unwrap();
    records.push(json!({ "eventID": "s:7", "kinesis": { "sequenceNumber": "7", "data": "n o" } }));
    records.push(json!({ "eventID": "s:8", "kinesis": { "sequenceNumber": "8", "data": null } }));
    records.push(json!({ "eventID": "s:9" }));
    records.push(json!(null));
    records.push(kinesis_event(&[line(2)])["Records"][0].clone());
    let nothing = "payload_envelope";
    assert_eq!(
        kinds(&event, "auto"),
        [
            "event",
            "payload_base64",
            nothing,
            nothing,
            nothing,
            "event"
        ]
    );
}
