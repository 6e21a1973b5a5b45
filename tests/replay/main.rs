//! Tests `weblog replay` as a built program, with strict doubles of Firehose, Kinesis, S3 and
//! OpenSearch, and with objects as AWS writes them. Also tests the other commands on objects of S3.

#![cfg(feature = "replay")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a double or an answer that is not as it should be fails the test"
)]

mod bucket;
mod damaged;
mod index;
mod kinesis;
mod local;
mod memory;
mod objects;
mod person;
#[path = "../support/kinesis.rs"]
mod real_kinesis;
#[path = "../support/s3/mod.rs"]
mod s3;
mod stream;
#[path = "../support/mod.rs"]
mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64_simd::STANDARD;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

use self::support::{kinesis_event, line};

/// The output of a run.
#[derive(Debug)]
struct Ran {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// Asserts that the run ended with this status and wrote all these words to stderr.
    #[track_caller]
    fn ended(self, status: i32, words: &[&str]) -> Self {
        assert_eq!(self.status, Some(status), "{self:#?}");
        for word in words {
            assert!(self.stderr.contains(word), "no `{word}`: {self:#?}");
        }
        self
    }

    fn documents(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap();
        self.stdout.lines().map(parse).collect()
    }

    fn ids(&self) -> Vec<String> {
        self.documents().iter().map(id_of).collect()
    }
}

fn id_of(document: &Value) -> String {
    document["event"]["id"].as_str().unwrap().to_owned()
}

/// A folder in which the program runs.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        self.weblog(&[&["replay"], arguments].concat())
    }

    fn weblog(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_weblog"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .envs([
                ("AWS_ACCESS_KEY_ID", "test"),
                ("AWS_SECRET_ACCESS_KEY", support::SECRET),
                ("AWS_REGION", "us-east-1"),
                ("GEOIP_PATH", "none"),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[])
    }

    fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = self.command(arguments);
        ran(command.envs(variables.iter().copied()))
    }

    fn exists(&self, name: &str) -> bool {
        Path::exists(&self.path(name))
    }
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The documents of this many lines, each of which is a record of a stream.
fn documents(form: &str, lines: usize) -> Vec<Vec<u8>> {
    let place = Place::new();
    let data: Vec<_> = (0..lines).map(line).collect();
    place.write("event.json", kinesis_event(&data).to_string().as_bytes());
    let arguments = ["--to-stdout", "--documents", form, "event.json"];
    let ran = place.run(&arguments).ended(0, &[]);
    let documents: Vec<_> = ran
        .stdout
        .lines()
        .map(|line| line.as_bytes().to_vec())
        .collect();
    assert_eq!(documents.len(), lines);
    documents
}

const MAPPING: &str = r#"{"type":"mapper_parsing_exception","reason":"failed to parse field [http.response.bytes] of type [long] in document with id 'a'"}"#;

/// A line as Firehose writes it under `AmazonOpenSearchService_failed/`.
fn undelivered(document: &[u8], code: &str, message: &str) -> Vec<u8> {
    let line = json!({
        "attemptsMade": 8, "arrivalTimestamp": 1_760_104_540_123_i64, "errorCode": code,
        "errorMessage": message,
        "attemptEndingTimestamp": 1_760_111_740_123_i64, "esDocumentId": "49669.0",
        "esIndexName": "weblogs", "esTypeName": "",
        "rawData": STANDARD.encode_to_string(document),
    });
    format!("{line}\n").into_bytes()
}

/// A line as Firehose writes it under `processing-failed/`.
fn unprocessed(record: &[u8]) -> Vec<u8> {
    let line = json!({
        "rawData": STANDARD.encode_to_string(record), "errorCode": "Lambda.FunctionError",
        "errorMessage":
            "The Lambda function was successfully invoked but it returned an error result.",
        "attemptsMade": 4,
        "arrivalTimestamp": 1_760_190_940_123_i64, "attemptEndingTimestamp": 1_760_190_980_123_i64,
        "lambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:enrich:$LATEST",
    });
    format!("{line}\n").into_bytes()
}

/// An object as Lambda writes it under `aws/lambda/`.
fn put_aside(event: &Value) -> Vec<u8> {
    let object = json!({
        "requestContext": {
            "requestId": "c9b8fa9f-5a7f-4a2d-af9c-0c604cde93a5",
            "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:enrich",
            "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 4,
        },
        "responseContext": {
            "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled",
        },
        "version": "1.0", "timestamp": "2025-10-10T14:00:00.021Z",
        "KinesisBatchInfo": {
            "shardId": "shardId-000000000000", "batchSize": 3,
            "streamArn": "arn:aws:kinesis:us-east-1:123456789012:stream/logs",
        },
        "payload": event.to_string(),
    });
    object.to_string().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
