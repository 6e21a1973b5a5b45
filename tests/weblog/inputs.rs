//! The inputs of `weblog enrich`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::{LINE, Logs, at, run, run_on, weblog};

pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder
        .write_all(text.as_bytes())
        .expect("memory can be written");
    encoder.finish().expect("memory can be written")
}

/// `count` lines, distinguished by their paths.
pub(crate) fn lines(name: &str, count: usize) -> String {
    (0..count)
        .map(|index| LINE.replace("/a%20b.html", &format!("/{name}/{index}")) + "\n")
        .collect()
}

fn paths(ran: &crate::Ran) -> Vec<String> {
    ran.documents()
        .iter()
        .map(|document| at(document, "/url/path").to_owned())
        .collect()
}

#[test]
fn compressed_logs_are_recognised_by_content() {
    let logs = Logs::new();
    let two_members = [gzip(&lines("a", 1)), gzip(&lines("b", 1))].concat();
    let two_frames = [lines("a", 1), lines("b", 1)]
        .map(|text| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest))
        .concat();
    for (name, content) in [("gzip", &two_members), ("zstd", &two_frames)] {
        let file = logs.file(name, content);
        let from_file = run(&mut weblog(&["enrich", &file])).quietly();
        assert_eq!(paths(&from_file), ["/a/0", "/b/0"], "{name}");
        let from_pipe = run_on(content, &["enrich"]).quietly();
        assert_eq!(paths(&from_pipe), ["/a/0", "/b/0"], "{name}");
    }
}

#[test]
fn several_inputs_are_read_in_their_order_and_a_dash_is_standard_input() {
    let logs = Logs::new();
    let (first, last) = (
        logs.file("1.log", lines("first", 2)),
        logs.file("2.log", lines("last", 1)),
    );
    let ran = run_on(
        lines("between", 1).as_bytes(),
        &["enrich", &first, "-", &last],
    )
    .quietly();
    assert_eq!(
        paths(&ran),
        ["/first/0", "/first/1", "/between/0", "/last/0"]
    );
    assert!(at(&ran.documents()[2], "/event/id").starts_with("stdin:0:"));
}

#[test]
fn a_live_log_gives_its_documents_while_it_grows() {
    let mut child = weblog(&["enrich"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("weblog was built");
    let mut log = child.stdin.take().expect("standard input is a pipe");
    let stdout = child.stdout.take().expect("standard output is a pipe");
    let (sender, documents) = mpsc::channel();
    // A thread reads, so that a missing document fails the test instead of blocking it.
    let reading = thread::spawn(move || {
        for document in BufReader::new(stdout).lines() {
            sender
                .send(document.expect("documents are UTF-8"))
                .expect("the test listens");
        }
    });
    // An incomplete line must not delay the whole ones.
    let (beginning, end) = LINE.split_at(40);
    for text in [
        format!("{LINE}\n{beginning}"),
        format!("{end}\n"),
        format!("{LINE}\n"),
    ] {
        log.write_all(text.as_bytes()).expect("weblog reads");
        let document = documents.recv_timeout(Duration::from_secs(30));
        let document = document.expect("the line is whole, and the log lives");
        assert!(document.contains("2025-10-10T20:55:36Z"), "{document}");
    }
    drop(log);
    reading.join().expect("the reader reads to the end");
    assert!(child.wait().expect("weblog ends").success());
}

#[test]
fn events_of_kinesis_and_firehose_are_read_from_files_and_pipes() {
    let data = base64_simd::STANDARD.encode_to_string(format!("{LINE}\n{LINE}\n"));
    let kinesis = format!(
        r#"{{"Records": [{{"kinesis": {{"sequenceNumber": "49", "data": "{data}"}},
            "eventID": "shardId-000000000000:49", "eventSource": "aws:kinesis"}}]}}"#
    );
    let firehose = format!(
        r#"{{"invocationId": "i", "region": "eu-west-1",
            "records": [{{"recordId": "r7", "data": "{data}"}}]}}"#
    );
    let logs = Logs::new();
    for (event, id) in [(kinesis, "shardId-000000000000:49:1"), (firehose, "r7:1")] {
        let file = logs.file("event.json", &event);
        for ran in [
            run(&mut weblog(&["enrich", &file])),
            run_on(event.as_bytes(), &["enrich"]),
        ] {
            let documents = ran.quietly().documents();
            assert_eq!(documents.len(), 2, "{event}");
            assert_eq!(at(&documents[1], "/event/id"), id);
        }
    }
}

#[test]
fn a_record_that_cannot_be_decoded_is_a_rejection() {
    let event = r#"{"records":[{"recordId":"r1","data":"%%%"},{"recordId":"r2"}]}"#;
    let ran = run_on(event.as_bytes(), &["enrich"]);
    let ran = ran.with_one_message(
        0,
        &[
            "2 of 2 lines rejected",
            "payload_base64 1",
            "payload_envelope 1",
        ],
    );
    assert_eq!(at(&ran.documents()[0], "/event/original"), "%%%");
}
