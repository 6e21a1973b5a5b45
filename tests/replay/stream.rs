//! Replays to Firehose and Kinesis: the entries that arrive, refusals, and interrupted replays.

use std::process::Command;
use std::time::{Duration, Instant};

use base64_simd::STANDARD;
use serde_json::Value;

use super::support::firehose::{Fault, Firehose};
use super::support::{kinesis_event, line};
use super::{Place, Ran, documents, gzip, put_aside, ran, undelivered, unprocessed};

fn replay(place: &Place, firehose: &Firehose, arguments: &[&str]) -> Ran {
    let arguments = [
        &["--to-firehose", "weblogs", "--rate", "100MiB/s"],
        arguments,
    ]
    .concat();
    place.run_with(&arguments, &[("AWS_ENDPOINT_URL_FIREHOSE", &firehose.url)])
}

/// The number of ids in [`failed`]. The records have the ids of the first three documents.
const IDS: usize = 1200;

/// 1,200 documents in two objects, and three records in a third.
fn failed(place: &Place) -> Vec<Vec<u8>> {
    let made = documents("compact", 1200);
    for (number, part) in made.chunks(600).enumerate() {
        let lines: Vec<u8> = part
            .iter()
            .flat_map(|document| undelivered(document, "503", ""))
            .collect();
        place.write(&format!("failed/{number}.gz"), &gzip(&lines));
    }
    let event = kinesis_event(&[line(0), line(1), line(2)]);
    place.write("failed/lambda", &put_aside(&event));
    made
}

#[test]
fn documents_arrive_unchanged_and_a_second_replay_sends_nothing() {
    let place = Place::new();
    let made = failed(&place);
    let firehose = Firehose::start(|_| Fault::None);
    replay(&place, &firehose, &["failed"])
        .ended(0, &["1,203 entries accepted; 3 sources complete"]);
    let mut found = firehose.data();
    assert!(firehose.all_put_to("weblogs"));
    // Several requests are sent at once, so the documents arrive in any order.
    found.retain(|document| made.contains(document));
    let mut expected = made;
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let before = firehose.data().len();
    replay(&place, &firehose, &["failed"])
        .ended(0, &["3 sources skipped, because", "0 entries accepted"]);
    assert_eq!(firehose.data().len(), before);
    // Without the state file, everything is sent again under the same ids.
    let ids = firehose.ids();
    replay(&place, &firehose, &["--state", "other", "failed"])
        .ended(0, &["1,203 entries accepted"]);
    assert_eq!((firehose.data().len(), firehose.ids()), (2 * before, ids));
}

#[test]
fn throttled_and_refused_entries_are_sent_again() {
    let place = Place::new();
    failed(&place);
    let firehose = Firehose::start(|request| match request {
        0 => Fault::Throttle,
        1 => Fault::Refuse(|entry| entry % 2 == 0),
        2 => Fault::Unavailable,
        3 => Fault::CutWithin,
        _ => Fault::None,
    });
    replay(&place, &firehose, &["failed"])
        .ended(0, &["1,203 entries accepted; 3 sources complete"]);
    assert_eq!(firehose.ids().len(), IDS);
}

#[test]
fn a_stream_that_accepts_nothing_ends_the_replay_and_the_same_command_continues() {
    let place = Place::new();
    failed(&place);
    let refusing = Firehose::start(|_| Fault::NotFound);
    let arguments = ["--done", "delete", "failed"];
    let words = [
        "accepts nothing: ResourceNotFoundException",
        "run the same command to continue from weblog-replay-",
    ];
    replay(&place, &refusing, &arguments).ended(1, &words);
    assert!(place.exists("failed/0.gz") && place.exists("failed/lambda"));
    let firehose = Firehose::start(|_| Fault::None);
    replay(&place, &firehose, &arguments).ended(0, &["3 sources complete"]);
    assert_eq!(firehose.ids().len(), IDS);
    assert!(!place.exists("failed/0.gz") && !place.exists("failed/lambda"));
}

#[test]
fn done_applies_only_to_sources_that_were_accepted_completely() {
    let place = Place::new();
    let made = documents("full", 3);
    place.write("in/2025/whole", &undelivered(&made[0], "503", ""));
    let mixed = [
        undelivered(&made[1], "503", ""),
        undelivered(&made[2], "400", super::MAPPING),
    ];
    place.write("in/2025/mixed", &mixed.concat());
    let firehose = Firehose::start(|_| Fault::None);
    let words = [
        "2 entries accepted; 2 sources complete",
        "1 source kept despite --done",
    ];
    replay(&place, &firehose, &["--done", "move=out", "in"]).ended(0, &words);
    assert!(place.exists("out/2025/whole") && place.exists("in/2025/mixed"));
    assert!(!place.exists("in/2025/whole"));
}

#[test]
fn ctrl_c_finishes_the_sent_requests_and_says_how_to_continue() {
    let place = Place::new();
    failed(&place);
    let firehose = Firehose::start(|_| Fault::None);
    let arguments = ["--to-firehose", "weblogs", "--rate", "100KiB/s", "failed"];
    let mut command = place.command(&arguments);
    command.env("AWS_ENDPOINT_URL_FIREHOSE", &firehose.url);
    let child = command.spawn().unwrap();
    let patience = Instant::now() + Duration::from_mins(1);
    while firehose.data().is_empty() {
        assert!(Instant::now() < patience, "nothing arrives");
        std::thread::sleep(Duration::from_millis(20));
    }
    let signalled = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signalled.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(
        stderr.contains("stopped; run the same command to continue"),
        "{stderr}"
    );
    replay(&place, &firehose, &["failed"]).ended(0, &[]);
    assert_eq!(firehose.ids().len(), IDS);
}

#[test]
fn kinesis_receives_records_and_lines_unchanged_and_no_documents() {
    let place = Place::new();
    let [document] = documents("full", 1).try_into().unwrap();
    let compressed = gzip(&line(7));
    place.write(
        "in/1",
        &put_aside(&kinesis_event(&[line(0), compressed.clone()])),
    );
    place.write(
        "in/2",
        &[unprocessed(&line(3)), undelivered(&document, "503", "")].concat(),
    );
    place.write("in/3", &gzip(&[line(4), line(5)].concat()));
    let w3c = "#Version: 1.0\n#Fields: date time cs-method\n\
               2025-10-10 13:55:36 GET\n2025-10-10 13:55:37 PUT\n";
    place.write("in/4", w3c.as_bytes());
    let kinesis = Firehose::start(|_| Fault::None);
    let mut command = place.command(&["--to-kinesis", "logs", "in"]);
    command.env("AWS_ENDPOINT_URL_KINESIS", &kinesis.url);
    ran(&mut command).ended(
        0,
        &["7 entries accepted", "1 skipped: documents; --to-kinesis"],
    );
    let fields = "#Fields: date time cs-method\n";
    let rows = ["2025-10-10 13:55:36 GET\n", "2025-10-10 13:55:37 PUT\n"];
    let rows = rows.map(|row| [fields, row].concat().into_bytes());
    let expected: Vec<_> = [line(0), compressed, line(3), line(4), line(5)]
        .into_iter()
        .chain(rows)
        .collect();
    assert_eq!(kinesis.data(), expected);
    assert!(kinesis.all_put_to("logs"));
}

#[test]
fn a_replay_sends_the_same_documents_as_the_functions() {
    let place = Place::new();
    let event = kinesis_event(&[line(0), b"no line of any log".to_vec()]);
    place.write("object", &put_aside(&event));
    let firehose = Firehose::start(|_| Fault::None);
    replay(&place, &firehose, &["object"]).ended(0, &["2 entries accepted"]);
    let of_function = Firehose::start(|_| Fault::None);
    let variables = [
        ("DELIVERY_STREAM", "weblogs"),
        ("GEOIP_PATH", "none"),
        ("AWS_ENDPOINT_URL_FIREHOSE", of_function.url.as_str()),
    ];
    let function = super::support::runtime_api::Function::start(
        env!("CARGO_BIN_EXE_kinesis-enrich"),
        &variables,
    );
    function.invoke(&event, Duration::from_mins(1)).unwrap();
    assert_eq!(firehose.data(), of_function.data());
    let data = event["Records"][0]["kinesis"]["data"].as_str().unwrap();
    assert_eq!(STANDARD.decode_to_vec(data).unwrap(), line(0));
    let [first, _]: [Value; 2] = firehose.documents().try_into().unwrap();
    assert_eq!(first["event"]["kind"], "event");
}
