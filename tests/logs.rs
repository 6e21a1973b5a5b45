//! The functions log counts and codes, but nothing that a visitor sent or a caller keeps secret.
//! This is tested at the levels INFO and TRACE, and under the faults of `FAULTS`.

#![cfg(feature = "aws")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

mod support;

use std::time::Duration;

use base64_simd::STANDARD;
use serde_json::{Value, json};
use support::firehose::{Fault, Firehose};
use support::kinesis_event;
use support::runtime_api::Function;

const AMPLE: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_secs(2);

/// A valid line with a planted text in each place, and an invalid line with one.
const LINES: &[u8] = b"203.0.113.99 - planted-user [10/Oct/2025:13:55:36 +0000] \"GET \
                       /planted-path?q=planted-query&token=planted-secret HTTP/1.1\" 200 1 \
                       \"https://planted-referrer/\" \"planted-agent\"\n203.0.113.99 planted\n";
const BROKEN: &[u8] = b"\x1f\x8b\x08planted, and broken all through";
const ADDRESS: &str = "203.0.113.99";

/// The faults of a function's requests, in order.
const FAULTS: [Fault; 7] = [
    Fault::Throttle,
    Fault::Refuse(|_| true),
    Fault::CutWithin,
    Fault::InternalError,
    Fault::None,
    Fault::AccessDenied,
    Fault::Hang,
];

fn failing() -> Firehose {
    Firehose::start(|request| FAULTS.get(request).copied().unwrap_or(Fault::None))
}

/// Invalid events. The errors about these events could quote them.
fn no_events() -> [Value; 4] {
    [
        json!("203.0.113.99 planted"),
        json!({ "Records": "203.0.113.99 planted", "records": "203.0.113.99 planted" }),
        json!({ "Records": ["203.0.113.99 planted"], "records": ["203.0.113.99 planted"] }),
        json!({
            "Records": [{ "eventID": 7, "kinesis": "203.0.113.99 planted" }],
            "records": [{ "recordId": 7, "data": { "planted": 1 } }], "invocationId": ["planted"],
        }),
    ]
}

/// Asserts that an output contains nothing planted, neither plain nor in a record's base64.
fn nothing_planted(output_of: &str) {
    let base64 = [LINES, BROKEN].map(|bytes| STANDARD.encode_to_string(&bytes[..30]));
    for planted in ["planted", ADDRESS, &base64[0], &base64[1]] {
        let line = output_of.lines().find(|line| line.contains(planted));
        assert_eq!(line, None, "{planted}");
    }
}

/// Asserts that an error has a short code, by which Lambda and its metrics distinguish errors.
fn has_a_short_code(error: &str) {
    let error: Value = serde_json::from_str(error).unwrap();
    let word = error["errorType"].as_str().unwrap();
    let is_short = word.len() < 32 && word.chars().all(|c| c.is_ascii_alphabetic());
    assert!(is_short, "{error}");
}

#[test]
fn a_failed_invocation_gives_its_reason_as_a_short_code() {
    let firehose = Firehose::start(|_| Fault::AccessDenied);
    let variables = [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ];
    let function = Function::start(env!("CARGO_BIN_EXE_kinesis-enrich"), &variables);
    let setup = Function::start(env!("CARGO_BIN_EXE_opensearch-setup"), &[]);
    let mut unnumbered = kinesis_event(&[LINES.to_vec()]);
    unnumbered["Records"][0]["kinesis"]["sequenceNumber"] = json!("");
    for (function, event, expected) in [
        (&function, "{\"Records\":[", "EventNotJson"),
        (&function, "{}", "EventWithoutRecords"),
        (
            &function,
            &unnumbered.to_string(),
            "RecordWithoutSequenceNumber",
        ),
        (&setup, "{}", "EventWithoutResponseUrl"),
    ] {
        function.begin_with(event.as_bytes().to_vec(), AMPLE);
        let error = function.answer(AMPLE).unwrap_err();
        let error: Value = serde_json::from_str(&error).unwrap();
        assert_eq!(error["errorType"], expected, "{error}");
    }
}

/// Runs a function with its events, each within a time limit. Returns all its output, errors
/// included.
fn output_of(function: &Function, events: &[(Value, Duration)]) -> String {
    let mut errors = Vec::new();
    for (event, limit) in events {
        errors.extend(function.invoke(event, *limit).err());
    }
    for error in &errors {
        has_a_short_code(error);
    }
    // The log of an invocation follows its answer after a moment. When the log of the last
    // invocation has arrived, the earlier logs have arrived too.
    function.logs_with("CloudWatchMetrics");
    std::thread::sleep(Duration::from_millis(300));
    [function.logs(), errors.join("\n")].join("\n")
}

/// Asserts that every line is an object that Lambda can read, and that the metrics and the refusal
/// of a request are logged.
fn as_lambda_reads_it(function: &Function) {
    let logs = function.logs();
    assert!(logs.contains("CloudWatchMetrics"), "{logs}");
    assert!(logs.contains("AccessDeniedException"), "{logs}");
    for line in logs.lines() {
        let log: Value = serde_json::from_str(line).unwrap();
        let message = log["timestamp"].is_string() && log["level"].is_string();
        assert!(log["_aws"].is_object() || message, "{line}");
    }
}

/// Invokes the function several times with a batch, so that its requests meet all of [`FAULTS`],
/// and with invalid events. Asserts that the function's logs and errors contain nothing planted.
fn nothing_planted_is_disclosed_by(function: &Function, batch: &Value) {
    let mut events = vec![(batch.clone(), AMPLE), (batch.clone(), AMPLE)];
    events.push((batch.clone(), SHORT));
    events.extend(no_events().map(|event| (event, AMPLE)));
    events.push((batch.clone(), AMPLE));
    nothing_planted(&output_of(function, &events));
    as_lambda_reads_it(function);
}

#[test]
fn no_address_and_no_query_is_logged() {
    for level in ["INFO", "TRACE"] {
        let firehose = failing();
        let function = Function::start(
            env!("CARGO_BIN_EXE_kinesis-enrich"),
            &[
                ("DELIVERY_STREAM", "documents"),
                ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
                ("AWS_LAMBDA_LOG_LEVEL", level),
            ],
        );
        let batch = kinesis_event(&[LINES.to_vec(), BROKEN.to_vec()]);
        nothing_planted_is_disclosed_by(&function, &batch);
    }
}

#[test]
fn the_hook_logs_no_address_and_no_query() {
    for level in ["INFO", "TRACE"] {
        let firehose = failing();
        let function = Function::start(
            env!("CARGO_BIN_EXE_firehose-transform"),
            &[
                ("AWS_ENDPOINT_URL", firehose.url.as_str()),
                ("AWS_LAMBDA_LOG_LEVEL", level),
            ],
        );
        let data = |bytes: &[u8]| STANDARD.encode_to_string(bytes);
        // The function puts the second line of a record into the stream again, by requests of its
        // own.
        let batch = json!({
            "invocationId": "i", "region": "us-east-1",
            "deliveryStreamArn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/documents",
            "records": [
                {
                    "recordId": "r0", "approximateArrivalTimestamp": 1_760_000_000_500_u64,
                    "data": data(LINES),
                },
                {
                    "recordId": "r1", "approximateArrivalTimestamp": 1_760_000_000_500_u64,
                    "data": data(BROKEN),
                },
                {
                    "recordId": "r2", "approximateArrivalTimestamp": 1_760_000_000_500_u64,
                    "data": "planted, no base64",
                },
            ],
        });
        nothing_planted_is_disclosed_by(&function, &batch);
    }
}

#[test]
fn an_event_that_cloudformation_never_sends_is_not_quoted() {
    let url = "http://127.0.0.1:9/?X-Amz-Signature=planted";
    let function = Function::start(env!("CARGO_BIN_EXE_opensearch-setup"), &[]);
    let mut said = Vec::new();
    for event in [
        json!(url),
        json!({ "ResponseURL": [url], "RequestType": "Create" }),
        json!({ "ResponseURL": url, "RequestType": { "planted": 1 } }),
        json!({ "ResponseURL": url, "RequestType": "Create", "ResourceProperties": "planted" }),
    ] {
        said.extend(function.invoke(&event, AMPLE).err());
    }
    for error in &said {
        has_a_short_code(error);
    }
    said.push(function.logs());
    nothing_planted(&said.join("\n"));
}
