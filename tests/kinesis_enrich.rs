//! The built `kinesis-enrich`, run as Lambda runs it, with a double of Firehose that has many
//! faults. Each document is accepted, or the function's answer makes Lambda deliver its record
//! again.

#![cfg(feature = "aws")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported, in its doubles too"
)]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::firehose::{Fault, Firehose};
use support::http::REQUEST_ID;
use support::runtime_api::Function;
use support::{kinesis_event, line, sequence_number};

/// Enough time for everything except a lasting fault.
const AMPLE: Duration = Duration::from_mins(1);

fn start(firehose: &Firehose) -> Function {
    let variables = [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ];
    Function::start(env!("CARGO_BIN_EXE_kinesis-enrich"), &variables)
}

fn lines(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(line).collect()
}

fn ids_of(event: &Value) -> Vec<String> {
    let mut ids: Vec<_> = event["Records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{}:0", r["eventID"].as_str().unwrap()))
        .collect();
    ids.sort();
    ids
}

fn nothing_failed() -> Value {
    json!({ "batchItemFailures": [] })
}

/// Delivers a batch of this many lines under a temporary fault. Asserts that everything is accepted
/// in the end.
fn passes(count: usize, fault: impl Fn(usize) -> Fault + Send + Sync + 'static) -> Firehose {
    let firehose = Firehose::start(fault);
    let event = kinesis_event(&lines(count));
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.ids(), ids_of(&event));
    firehose
}

#[test]
fn every_line_becomes_a_document_in_requests_of_at_most_500() {
    let firehose = passes(1_234, |_| Fault::None);
    let mut sizes = firehose.request_sizes();
    sizes.sort_unstable();
    assert_eq!(sizes, [234, 500, 500]);
    assert_eq!(firehose.documents().len(), 1_234);
    assert!(
        firehose
            .accepted
            .lock()
            .unwrap()
            .iter()
            .all(|(stream, data)| stream == "documents" && !data.contains(&b'\n'))
    );
}

#[test]
fn a_newline_ends_each_document_if_configured() {
    let firehose = Firehose::start(|_| Fault::None);
    let variables = [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
        ("OUTPUT_NEWLINE", "true"),
    ];
    let function = Function::start(env!("CARGO_BIN_EXE_kinesis-enrich"), &variables);
    let event = kinesis_event(&lines(3));
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    for (_, data) in firehose.accepted.lock().unwrap().iter() {
        let ends = memchr::memchr_iter(b'\n', data).collect::<Vec<_>>();
        assert_eq!(ends, [data.len() - 1]);
    }
    assert_eq!(firehose.ids(), ids_of(&event));
}

#[test]
fn only_refused_entries_are_sent_again() {
    let firehose = passes(400, |request| {
        if request == 0 {
            Fault::Refuse(|index| index % 100 == 7)
        } else {
            Fault::None
        }
    });
    assert_eq!(firehose.request_sizes(), [400, 4]);
    assert_eq!(firehose.documents().len(), 400);
}

#[test]
fn temporary_refusals_of_half_and_all_end_with_everything_accepted() {
    let firehose = passes(300, |request| match request {
        0 => Fault::Refuse(|_| true),
        1 => Fault::Refuse(|index| index % 2 == 0),
        _ => Fault::None,
    });
    assert_eq!(firehose.request_sizes(), [300, 300, 150]);
}

#[test]
fn delivery_retries_after_throttling_server_errors_and_cut_connections() {
    passes(700, |request| match request {
        0 => Fault::Throttle,
        1 => Fault::InternalError,
        2 => Fault::Cut,
        3 => Fault::Unavailable,
        4 => Fault::CutWithin,
        _ => Fault::None,
    });
}

#[test]
fn the_lowest_unfinished_sequence_number_is_reported_when_time_is_over() {
    // Every entry is refused for ever. The first record has the lowest number.
    let firehose = Firehose::start(|_| Fault::Refuse(|_| true));
    let function = start(&firehose);
    let event = kinesis_event(&lines(5));
    let expected =
        json!({ "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 0) }] });
    assert_eq!(
        function.invoke(&event, Duration::from_secs(2)),
        Ok(expected)
    );
    assert!(firehose.documents().is_empty());
}

#[test]
fn the_first_unaccepted_record_is_named_and_those_before_it_are_accepted() {
    // In the first request, the first 300 entries are accepted. Later requests are refused.
    let firehose = Firehose::start(|request| match request {
        0 => Fault::Refuse(|index| index >= 300),
        _ => Fault::Refuse(|_| true),
    });
    let event = kinesis_event(&lines(400));
    let expected =
        json!({ "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 300) }] });
    assert_eq!(
        start(&firehose).invoke(&event, Duration::from_secs(2)),
        Ok(expected)
    );
    assert_eq!(firehose.ids(), ids_of(&event)[..300]);
}

#[test]
fn a_hang_ends_before_the_invocation_does_and_redelivery_loses_nothing() {
    let firehose = Firehose::start(|request| {
        if request == 0 {
            Fault::Hang
        } else {
            Fault::None
        }
    });
    let function = start(&firehose);
    let event = kinesis_event(&lines(50));
    let failed = json!({ "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 0) }] });
    assert_eq!(function.invoke(&event, Duration::from_secs(2)), Ok(failed));
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.ids(), ids_of(&event));
}

#[test]
fn a_permanent_fault_is_not_retried() {
    for fault in [Fault::NotFound, Fault::AccessDenied] {
        let firehose = Firehose::start(move |_| fault);
        let event = kinesis_event(&lines(3));
        let failed =
            json!({ "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 0) }] });
        assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(failed));
        assert_eq!(firehose.request_sizes(), [3]);
    }
}

#[test]
fn a_record_that_expands_beyond_the_requests_in_flight_is_delivered_whole() {
    // One record fills twenty requests; the pipeline waits while eight are in flight.
    let firehose = Firehose::start(|request| {
        if request % 5 == 0 {
            Fault::Throttle
        } else {
            Fault::None
        }
    });
    let event = kinesis_event(&[lines(10_000).concat(), line(10_000)]);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.ids().len(), 10_001);
}

#[test]
fn at_most_eight_requests_are_in_flight_and_unsent_documents_are_delivered_again() {
    // The documents fill eleven requests, and none is answered. Therefore the first record is
    // reported.
    let firehose = Firehose::start(|_| Fault::Hang);
    let event = kinesis_event(&lines(5_500));
    let failed = json!({ "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 0) }] });
    let function = start(&firehose);
    assert_eq!(function.invoke(&event, Duration::from_secs(10)), Ok(failed));
    assert_eq!(firehose.request_sizes(), [500; 8]);
}

#[test]
fn records_that_are_not_sent_in_time_are_delivered_again_though_nothing_was_refused() {
    // Every answered request is accepted, but only the first four are answered.
    let firehose = Firehose::start(|request| {
        if request < 4 {
            Fault::None
        } else {
            Fault::Hang
        }
    });
    let function = start(&firehose);
    let mut event = kinesis_event(&lines(9_000));
    let failures = function.invoke(&event, Duration::from_secs(10)).unwrap();
    let named = &failures["batchItemFailures"][0]["itemIdentifier"];
    let from = (0..9_000)
        .find(|index| *named == sequence_number(&event, *index))
        .unwrap();
    assert!(from > 0 && from <= 2_000, "{from}");
    let accepted = firehose.ids();
    assert!(
        ids_of(&event)[..from]
            .iter()
            .all(|id| accepted.contains(id)),
        "all before the named one are accepted"
    );

    // Lambda continues from the named record.
    let ids = ids_of(&event);
    let records = event["Records"].as_array_mut().unwrap();
    records.drain(..from);
    let healthy = Firehose::start(|_| Fault::None);
    assert_eq!(start(&healthy).invoke(&event, AMPLE), Ok(nothing_failed()));
    let mut all = [accepted, healthy.ids()].concat();
    all.sort();
    all.dedup();
    assert_eq!(all, ids);
}

#[test]
fn a_stream_that_refuses_every_request_stops_the_work_and_is_named_in_the_log() {
    let firehose = Firehose::start(|_| Fault::AccessDenied);
    let event = kinesis_event(&lines(9_000));
    let failed = json!({ "batchItemFailures": [{ "itemIdentifier": sequence_number(&event, 0) }] });
    let function = start(&firehose);
    assert_eq!(function.invoke(&event, AMPLE), Ok(failed));
    assert!(firehose.request_sizes().len() <= 9);
    let logs = function.logs_with("batch done");
    assert!(
        logs.contains(&format!(
            r#""code":"AccessDeniedException","detail":"{REQUEST_ID}""#
        )),
        "{logs}"
    );
}

#[test]
fn a_killed_function_and_a_redelivered_batch_give_each_document_one_id() {
    let firehose = Firehose::start(|request| {
        if request == 1 {
            Fault::Hang
        } else {
            Fault::None
        }
    });
    let event = kinesis_event(&lines(900));
    let mut killed = start(&firehose);
    std::thread::scope(|scope| {
        // The function's first request is accepted and its second hangs. Then its sandbox dies.
        let invocation = scope.spawn(|| {
            while firehose.request_sizes().len() < 2 {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        killed_while(&mut killed, &event, invocation);
    });
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.ids(), ids_of(&event));
    assert!(
        firehose.documents().len() > 900,
        "the first half came twice, under the same ids"
    );
}

fn killed_while(
    function: &mut Function,
    event: &Value,
    until: std::thread::ScopedJoinHandle<'_, ()>,
) {
    function.begin(event, AMPLE);
    until.join().unwrap();
    function.kill();
}

#[test]
fn a_line_of_a_megabyte_fits_into_a_record_and_is_marked() {
    let firehose = Firehose::start(|_| Fault::None);
    let long = [&b"x".repeat(1_500_000)[..], b"\n"].concat();
    let event = kinesis_event(&[long, line(1)]);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    let documents = firehose.documents();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["tags"], json!(["truncated"]));
    assert!(documents[0]["event"]["original"].as_str().unwrap().len() > 1_000_000);
}

#[test]
fn an_empty_batch_and_a_second_invocation_work() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose);
    assert_eq!(
        function.invoke(&json!({ "Records": [] }), AMPLE),
        Ok(nothing_failed())
    );
    assert_eq!(
        function.invoke(&kinesis_event(&lines(2)), AMPLE),
        Ok(nothing_failed())
    );
    assert_eq!(firehose.documents().len(), 2);
}

#[test]
fn unaccepted_records_without_a_number_fail_the_invocation() {
    let firehose = Firehose::start(|_| Fault::AccessDenied);
    let mut event = kinesis_event(&lines(1));
    event["Records"][0]["kinesis"]["sequenceNumber"] = json!("");
    assert!(
        start(&firehose)
            .invoke(&event, AMPLE)
            .unwrap_err()
            .contains("no sequence number")
    );
}

#[test]
fn an_invalid_configuration_is_refused_at_start_in_one_line() {
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[], "DELIVERY_STREAM: not set"),
        (
            &[("DELIVERY_STREAM", "d"), ("LOG_FORMAT", "nonsense")],
            "LOG_FORMAT: unknown format `nonsense`",
        ),
        (
            &[("DELIVERY_STREAM", "d"), ("LOG_FORMAT", "%h %t %Z")],
            "LOG_FORMAT: ",
        ),
        (
            &[("DELIVERY_STREAM", "d"), ("GEOIP_PATH", "/nowhere")],
            "GEOIP_PATH: ",
        ),
    ];
    for (variables, expected) in cases {
        let (code, said) = Function::start(env!("CARGO_BIN_EXE_kinesis-enrich"), variables).ended();
        assert_eq!(code, Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.starts_with(&format!("weblog-enrich: {expected}")),
            "{said}"
        );
    }
}
