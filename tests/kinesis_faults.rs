//! What a stream may do to `kinesis-enrich`, and what a machine may: duplicates, disorder, bombs, broken databases, a full disk.
//! The promise is the same each time: nothing lost, nothing under two ids, no shard blocked.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

mod support;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use support::firehose::{Fault, Firehose};
use support::runtime_api::Function;
use support::{kinesis_event, line};

/// Ample for everything here: no fault of this file lasts.
const AMPLE: Duration = Duration::from_mins(2);

const BINARY: &str = env!("CARGO_BIN_EXE_kinesis-enrich");

fn variables(firehose: &Firehose) -> [(&'static str, &str); 2] {
    [
        ("DELIVERY_STREAM", "documents"),
        ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
    ]
}

fn start(firehose: &Firehose) -> Function {
    Function::start(BINARY, &variables(firehose))
}

fn nothing_failed() -> Value {
    json!({ "batchItemFailures": [] })
}

fn numbered(count: usize) -> Value {
    kinesis_event(&(0..count).map(line).collect::<Vec<_>>())
}

/// The ids that the records of an event give their first lines.
fn ids_of(event: &Value) -> BTreeSet<String> {
    let id = |record: &Value| format!("{}:0", record["eventID"].as_str().unwrap());
    event["Records"]
        .as_array()
        .unwrap()
        .iter()
        .map(id)
        .collect()
}

/// What an index holds in the end: a document an id. Two documents of one id must not differ.
fn indexed(firehose: &Firehose) -> BTreeSet<String> {
    let mut by_id = std::collections::BTreeMap::new();
    for mut document in firehose.documents() {
        let id = document["event"]["id"].as_str().unwrap().to_owned();
        // When it was read is the one thing that a second reading may tell differently.
        document["event"]
            .as_object_mut()
            .unwrap()
            .remove("ingested");
        if let Some(before) = by_id.insert(id, document.clone()) {
            assert_eq!(before, document, "one id, two documents");
        }
    }
    by_id.into_keys().collect()
}

#[test]
fn a_batch_delivered_three_times_is_one_document_a_line() {
    let firehose = Firehose::start(|_| Fault::None);
    let event = numbered(700);
    let (first, second) = (start(&firehose), start(&firehose));
    for function in [&first, &second, &first] {
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    assert_eq!(firehose.documents().len(), 3 * 700);
    assert_eq!(indexed(&firehose), ids_of(&event));
}

#[test]
fn a_record_twice_in_one_batch_is_one_document() {
    let firehose = Firehose::start(|_| Fault::None);
    let mut event = numbered(40);
    let again = event["Records"][7].clone();
    event["Records"].as_array_mut().unwrap().push(again);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert_eq!(indexed(&firehose).len(), 40);
}

#[test]
fn batches_out_of_order_give_the_same_documents() {
    let event = numbered(600);
    let records = event["Records"].as_array().unwrap();
    let batches: Vec<_> = records
        .chunks(200)
        .map(|batch| json!({ "Records": batch }))
        .collect();
    let delivered = |order: [usize; 3]| {
        let firehose = Firehose::start(|_| Fault::None);
        let function = start(&firehose);
        for batch in order.map(|index| &batches[index]) {
            assert_eq!(function.invoke(batch, AMPLE), Ok(nothing_failed()));
        }
        indexed(&firehose)
    };
    assert_eq!(delivered([2, 0, 1]), ids_of(&event));
    assert_eq!(delivered([0, 1, 2]), ids_of(&event));
}

#[test]
fn records_in_disorder_within_a_batch_name_the_first_that_was_not_accepted() {
    let firehose = Firehose::start(|_| Fault::Refuse(|_| true));
    let mut event = numbered(5);
    event["Records"].as_array_mut().unwrap().reverse();
    let answer = start(&firehose)
        .invoke(&event, Duration::from_secs(2))
        .unwrap();
    // Lambda goes on from the lowest number it is told: here the last record's, so that all five come again.
    let lowest = support::sequence_number(&event, 4);
    let told: Vec<_> = answer["batchItemFailures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told.iter().min(), Some(&lowest));
}

#[test]
fn one_percent_refused_for_ever_ends_with_every_document_accepted() {
    // The hundredth entry of each request is refused, so that every resending has the fewer to send.
    let firehose = Firehose::start(|_| Fault::Refuse(|index| index % 100 == 99));
    let event = numbered(2_000);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.documents().len(), 2_000, "none was sent twice");
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert_eq!(firehose.request_sizes().iter().sum::<usize>(), 2_020);
}

#[test]
fn a_bomb_is_one_rejection_and_its_neighbours_pass() {
    let firehose = Firehose::start(|_| Fault::None);
    // 200 MiB of zeros in 200 KB, and the same within itself.
    let bomb = zeros_in_gzip(200);
    assert!(bomb.len() < 256 * 1024);
    let nested = gzip(&bomb);
    let event = kinesis_event(&[line(0), bomb, line(1), nested, line(2)]);
    let function = start(&firehose);
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    let kinds: Vec<_> = firehose
        .documents()
        .iter()
        .map(|document| document["error"]["type"].as_str().map(str::to_owned))
        .collect();
    let bomb = || Some("payload_expansion".to_owned());
    assert_eq!(kinds, [None, bomb(), None, bomb(), None]);
    let peak_mib = function.peak_memory_kib() / 1024;
    assert!(peak_mib < 256, "a bomb made the function {peak_mib} MiB");
}

fn zeros_in_gzip(mebibytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1024 * 1024];
    for _ in 0..mebibytes {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn ten_thousand_records_of_one_line_are_ten_thousand_documents() {
    let firehose = Firehose::start(|_| Fault::None);
    // The most that an event source mapping hands over at once.
    let event = numbered(10_000);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.documents().len(), 10_000);
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert!(firehose.request_sizes().iter().all(|size| *size <= 500));
}

#[test]
fn a_corrupt_or_truncated_database_is_refused_at_start_in_one_line() {
    let firehose = Firehose::start(|_| Fault::None);
    let whole =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases/city.mmdb")).unwrap();
    // Tree and data, but not the metadata at the end.
    let mut damaged = whole.clone();
    let metadata = whole.len() - whole.len().min(1024);
    for byte in &mut damaged[..metadata] {
        *byte ^= 0x5a;
    }
    let cases: [(&str, Vec<u8>); 5] = [
        ("damaged-within", damaged),
        ("empty", Vec::new()),
        (
            "no-database",
            b"these are not the bytes of a database".repeat(64),
        ),
        ("truncated-at-the-start", whole[..whole.len() / 16].to_vec()),
        ("metadata-cut-off", whole[..whole.len() - 128].to_vec()),
    ];
    for (name, bytes) in cases {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.mmdb");
        fs::write(&file, bytes).unwrap();
        let path = file.to_str().unwrap();
        let mut variables = variables(&firehose).to_vec();
        variables.push(("GEOIP_PATH", path));
        let (code, said) = Function::start(BINARY, &variables).ended();
        assert_eq!(code, Some(1), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        assert!(
            said.starts_with("weblog-enrich: GEOIP_PATH: "),
            "{name}: {said}"
        );
    }
}

#[test]
fn a_full_disk_for_the_log_loses_no_document() {
    let firehose = Firehose::start(|request| {
        if request == 0 {
            Fault::Throttle
        } else {
            Fault::None
        }
    });
    // Every write to it says that no space is left.
    let full = File::options().write(true).open("/dev/full").unwrap();
    let function =
        Function::start_writing_to(BINARY, &variables(&firehose), full.into(), Stdio::piped());
    for count in [300, 40] {
        let event = numbered(count);
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    assert_eq!(indexed(&firehose), ids_of(&numbered(300)));
}
