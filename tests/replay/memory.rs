//! The memory of a replay: long objects, and a destination that is slower than S3.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use super::s3::{Fault, S3};
use super::support::http::{Answer, Request, serve};
use super::support::process::own_memory_kib;
use super::support::{kinesis_event, line};
use super::{Place, gzip, put_aside};

/// The most memory that a replay may use, however long the objects are: 64 MiB, without file pages.
const OWN_LIMIT_KIB: u64 = 64 * 1024;

/// The size of each object in MiB. docs/performance.md has the result for 300.
fn mebibytes() -> usize {
    let asked = std::env::var("OBJECT_MIB").ok();
    asked.as_deref().unwrap_or("30").parse().unwrap()
}

/// A stream of Firehose or Kinesis that keeps nothing. It answers no request until it is opened,
/// and then after a moment.
#[derive(Clone, Default)]
struct Stream {
    is_open: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
    records: Arc<AtomicUsize>,
}

impl Stream {
    /// Starts the stream, and returns its address.
    fn start(&self) -> String {
        let stream = self.clone();
        let address = serve(move |request| stream.answer(request));
        format!("http://{address}")
    }

    fn answer(&self, request: Request) -> Answer {
        let target = request.header("x-amz-target").unwrap();
        let of_kinesis = target.contains("Kinesis");
        let records = memchr::memmem::find_iter(&request.body, b"\"Data\":").count();
        drop(request);
        self.requests.fetch_add(1, SeqCst);
        while !self.is_open.load(SeqCst) {
            sleep(Duration::from_millis(10));
        }
        sleep(Duration::from_millis(50));
        self.records.fetch_add(records, SeqCst);
        let (failed, list, each) = match of_kinesis {
            true => ("FailedRecordCount", "Records", "SequenceNumber"),
            false => ("FailedPutCount", "RequestResponses", "RecordId"),
        };
        let each = json!({ each: "1", "ShardId": "s" });
        Answer::json(200, &json!({ failed: 0, list: vec![each; records] }))
    }
}

/// Bytes that hardly compress, without quotes and spaces.
fn letters(count: usize, state: &mut u64) -> Vec<u8> {
    let mut letter = || {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        b'a' + u8::try_from(*state >> 60).unwrap()
    };
    (0..count).map(|_| letter()).collect()
}

/// `count` texts. Each consists of `before`, this many letters, and `after`.
fn parts(count: usize, before: &str, letters_in_each: usize, after: &str) -> Vec<Vec<u8>> {
    let mut state = 7;
    let mut part = || {
        let letters = letters(letters_in_each, &mut state);
        [before.as_bytes(), &letters, after.as_bytes()].concat()
    };
    (0..count).map(|_| part()).collect()
}

/// About 1 MiB of long documents.
fn documents() -> Vec<Vec<u8>> {
    let head =
        r#"{"@timestamp":"2025-10-10T13:55:36Z","event":{"id":"a:0","kind":"event"},"message":""#;
    parts(10, head, 100_000, "\"}\n")
}

/// About 1 MiB of long lines.
fn lines() -> Vec<Vec<u8>> {
    let head = "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET /";
    parts(10, head, 100_000, " HTTP/1.1\" 200 7\n")
}

/// About 1 MiB of short lines between long remarks, because the pipeline needs much time for long
/// lines.
fn remarks() -> Vec<Vec<u8>> {
    let line = String::from_utf8(line(7)).unwrap();
    parts(10, &format!("{line}#Remark: "), 100_000, "\n")
}

/// Three objects of this text, repeated. The second one is compressed.
fn bucket(text: &[Vec<u8>]) -> S3 {
    let s3 = S3::start(|_| Fault::None);
    s3.put_repeated("a", text.concat(), mebibytes());
    s3.put_repeated("b.gz", gzip(&text.concat()), mebibytes());
    s3.put_repeated("c", text.concat(), mebibytes());
    s3
}

/// Replays a bucket, and asserts how many entries arrived and how much memory it took.
fn takes_little_memory(name: &str, s3: &S3, to: &[&str], entries: usize) {
    let (place, stream) = (Place::new(), Stream::default());
    let url = stream.start();
    let arguments = [to, &["--rate", "1000MiB/s", "s3://logs/"]].concat();
    let mut command = place.command(&arguments);
    command.envs([
        ("AWS_ENDPOINT_URL_S3", s3.url.as_str()),
        ("AWS_ENDPOINT_URL_FIREHOSE", &url),
        ("AWS_ENDPOINT_URL_KINESIS", &url),
    ]);
    let mut child = command.spawn().unwrap();
    let (mut own_kib, mut grew) = (0, Instant::now());
    while child.try_wait().unwrap().is_none() {
        let now_kib = own_memory_kib(child.id()).unwrap_or(0);
        if now_kib > own_kib {
            (own_kib, grew) = (now_kib, Instant::now());
        }
        // After two seconds without growth, everything that is read ahead waits for the stream.
        if stream.requests.load(SeqCst) > 0 && grew.elapsed() > Duration::from_secs(2) {
            stream.is_open.store(true, SeqCst);
        }
        sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert_eq!(stream.records.load(SeqCst), entries, "{stderr}");
    println!(
        "{name}: {entries} entries, {} MiB of memory",
        own_kib / 1024
    );
    assert!(own_kib < OWN_LIMIT_KIB, "{name}: {own_kib} KiB");
}

#[test]
fn documents_of_long_objects_take_less_than_64_mib_of_memory() {
    let text = documents();
    let entries = 3 * mebibytes() * text.len();
    let to = ["--to-firehose", "weblogs"];
    takes_little_memory("documents", &bucket(&text), &to, entries);
}

#[test]
fn unopened_lines_of_long_objects_take_less_than_64_mib_of_memory() {
    let text = lines();
    let entries = 3 * mebibytes() * text.len();
    takes_little_memory("lines", &bucket(&text), &["--to-kinesis", "logs"], entries);
}

#[test]
fn logs_in_long_objects_take_less_than_64_mib_of_memory() {
    let text = remarks();
    let entries = 3 * mebibytes() * text.len();
    let to = ["--to-firehose", "weblogs"];
    takes_little_memory("logs", &bucket(&text), &to, entries);
}

#[test]
fn batches_of_6_mb_take_less_than_64_mib_of_memory() {
    let s3 = S3::start(|_| Fault::None);
    // Lambda's largest event: 6 MB with base64.
    let records: Vec<_> = (0..4).flat_map(|_| lines()).collect();
    let object = put_aside(&kinesis_event(&records));
    let bytes = object.len();
    assert!((5_000_000..6_500_000).contains(&bytes), "{bytes}");
    for number in 0..10 {
        s3.put(&format!("aws/lambda/{number}"), object.clone());
    }
    let to = ["--to-kinesis", "logs"];
    takes_little_memory("batches", &s3, &to, 10 * records.len());
}
