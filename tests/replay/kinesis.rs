//! Replays to a Kinesis API on this machine. `tests/end-to-end/parts` installs it. Without it, the
//! test is skipped with a message, or fails with `CI=true`.

use base64_simd::STANDARD;
use serde_json::{Value, json};

use super::real_kinesis::{Kinesis, STREAM, program};
use super::support::line;
use super::{Place, documents, gzip, put_aside, ran, undelivered, unprocessed};

/// The records of every shard, as in Lambda's events.
fn records(kinesis: &Kinesis) -> Vec<Value> {
    let mut records: Vec<Value> = Vec::new();
    for shard in kinesis.shards() {
        let mut after: Option<String> = None;
        loop {
            let read = kinesis.read(&shard, after.as_deref(), 1000);
            let Some(last) = read.last() else { break };
            let number = last["kinesis"]["sequenceNumber"].as_str();
            after = number.map(str::to_owned);
            records.extend(read);
        }
    }
    records
}

/// The bytes of records, sorted, because the shards have no common order.
fn data(records: &[Value]) -> Vec<Vec<u8>> {
    let data = |record: &Value| {
        let text = record["kinesis"]["data"].as_str().unwrap();
        STANDARD.decode_to_vec(text).unwrap()
    };
    let mut data: Vec<_> = records.iter().map(data).collect();
    data.sort();
    data
}

#[test]
fn a_real_stream_receives_the_records_that_failed_unopened() {
    let Some(program) = program() else {
        let ci = std::env::var("CI").as_deref() == Ok("true");
        assert!(!ci, "kinesis-local is missing: run tests/end-to-end/parts");
        println!("skipped: kinesis-local is missing; tests/end-to-end/parts brings it");
        return;
    };
    let kinesis = Kinesis::start(&program);
    let lines: Vec<_> = (0..600)
        .map(|n| line(n).trim_ascii_end().to_vec())
        .collect();
    kinesis.put(&lines);
    let first = records(&kinesis);
    assert_eq!(first.len(), 600);

    let place = Place::new();
    // More records than one request may have.
    place.write("in/batch", &put_aside(&json!({ "Records": first })));
    // Four records: one is compressed, one has no line feed, one is not text, and one is large.
    let odd = [
        gzip(&line(600)),
        b"no line feed".to_vec(),
        vec![0, 255, 10, 13, 10],
        vec![b'x'; 1_000_000],
    ];
    let failed: Vec<u8> = odd.iter().flat_map(|record| unprocessed(record)).collect();
    place.write("in/failed.gz", &gzip(&failed));
    let [document] = documents("full", 1).try_into().unwrap();
    place.write("in/document", &undelivered(&document, "503", ""));
    place.write("in/raw", &[line(700), line(701)].concat());
    let arguments = ["--to-kinesis", STREAM, "--rate", "100MiB/s", "in"];
    let replay = || {
        let mut command = place.command(&arguments);
        ran(command.env("AWS_ENDPOINT_URL_KINESIS", &kinesis.url))
    };
    let words = [
        "606 entries accepted; 4 sources complete",
        "1 skipped: documents; --to-kinesis",
    ];
    replay().ended(0, &words);

    let mut expected = data(&first);
    expected.extend(data(&first));
    expected.extend(odd);
    expected.extend([line(700), line(701)]);
    expected.sort();
    let stored = records(&kinesis);
    assert!(data(&stored) == expected, "the records are not the same");
    replay().ended(0, &["4 sources skipped, because", "0 entries accepted"]);
    assert_eq!(records(&kinesis).len(), stored.len());
}
