//! A Kinesis API on this machine, npm's `kinesis-local`. Lines are put as an agent puts them, and
//! read as Lambda reads them. This module is not a part of `support`, because the tests of `s3/`
//! have no client of Kinesis.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary uses its part of this"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aws_sdk_kinesis::Client;
use aws_sdk_kinesis::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_kinesis::primitives::Blob;
use aws_sdk_kinesis::types::{PutRecordsRequestEntry, Record, ShardIteratorType};
use base64_simd::STANDARD;
use serde_json::{Value, json};

use crate::support::process::{Process, free_port, until_it_listens};

/// The name of the API's only stream.
pub const STREAM: &str = "weblogs";
/// The most records of one `PutRecords`.
const PUT_RECORDS: usize = 500;

/// The running API, with a stream of two shards.
pub struct Kinesis {
    /// The address of the API.
    pub url: String,
    client: Client,
    runtime: tokio::runtime::Runtime,
    _process: Process,
}

/// The file that `tests/end-to-end/parts` installs. `None` if it is not installed.
pub fn program() -> Option<PathBuf> {
    let file = ".parts/kinesis-local/node_modules/kinesis-local/main.js";
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).filter(|path| path.exists())
}

impl Kinesis {
    /// Starts the API, on 127.0.0.1 only.
    pub fn start(program: &Path) -> Self {
        let (port, tls_port) = (free_port(), free_port());
        let process = Command::new("node")
            .arg("--require")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end-to-end/loopback.js"))
            .arg(program)
            .env("KINESIS_MOCK_PLAIN_PORT", port.to_string())
            .env("KINESIS_MOCK_TLS_PORT", tls_port.to_string())
            .env(
                "KINESIS_MOCK_CERT_PATH",
                program.with_file_name("server.json"),
            )
            .env("INITIALIZE_STREAMS", format!("{STREAM}:2"))
            .stdout(Stdio::null())
            // The output is discarded, because the API writes warnings if the machine is busy.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let process = Process(process);
        until_it_listens(port);
        let url = format!("http://127.0.0.1:{port}");
        let config = aws_sdk_kinesis::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(&url)
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        Self {
            url,
            client: Client::from_conf(config),
            runtime,
            _process: process,
        }
    }

    /// Puts lines, each as one record with its line feed, as the Kinesis Agent does.
    pub fn put(&self, lines: &[Vec<u8>]) {
        for (request, lines) in lines.chunks(PUT_RECORDS).enumerate() {
            let entries = lines.iter().enumerate().map(|(index, line)| {
                PutRecordsRequestEntry::builder()
                    .data(Blob::new([line.as_slice(), b"\n"].concat()))
                    .partition_key(format!("{request}-{index}"))
                    .build()
                    .unwrap()
            });
            let put = self
                .client
                .put_records()
                .stream_name(STREAM)
                .set_records(Some(entries.collect()));
            let answer = self.runtime.block_on(put.send()).unwrap();
            assert_eq!(answer.failed_record_count(), Some(0));
        }
    }

    /// The names of the shards.
    pub fn shards(&self) -> Vec<String> {
        let list = self.client.list_shards().stream_name(STREAM);
        let answer = self.runtime.block_on(list.send()).unwrap();
        let shards = answer.shards().iter();
        shards.map(|shard| shard.shard_id().to_owned()).collect()
    }

    /// The next records of a shard after a sequence number, as in Lambda's event. There are none at
    /// the shard's end.
    pub fn read(&self, shard: &str, after: Option<&str>, at_most: i32) -> Vec<Value> {
        let from = match after {
            Some(_) => ShardIteratorType::AfterSequenceNumber,
            None => ShardIteratorType::TrimHorizon,
        };
        let iterator = self
            .client
            .get_shard_iterator()
            .stream_name(STREAM)
            .shard_id(shard)
            .shard_iterator_type(from)
            .set_starting_sequence_number(after.map(str::to_owned));
        let mut iterator = self
            .runtime
            .block_on(iterator.send())
            .unwrap()
            .shard_iterator;
        while let Some(here) = iterator.take() {
            let get = self
                .client
                .get_records()
                .shard_iterator(here)
                .limit(at_most);
            let answer = self.runtime.block_on(get.send()).unwrap();
            // An empty answer does not mean the end of a shard.
            if !answer.records().is_empty() || answer.millis_behind_latest() == Some(0) {
                let records = answer.records().iter();
                return records.map(|record| in_event(record, shard)).collect();
            }
            iterator = answer.next_shard_iterator;
        }
        Vec::new()
    }
}

/// A record as in Lambda's event: <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>.
fn in_event(record: &Record, shard: &str) -> Value {
    let arrival = record
        .approximate_arrival_timestamp()
        .unwrap()
        .as_secs_f64();
    json!({
        "kinesis": {
            "kinesisSchemaVersion": "1.0", "partitionKey": record.partition_key(),
            "sequenceNumber": record.sequence_number(),
            "data": STANDARD.encode_to_string(record.data().as_ref()),
            "approximateArrivalTimestamp": arrival,
        },
        "eventSource": "aws:kinesis", "eventVersion": "1.0",
        "eventID": format!("{shard}:{}", record.sequence_number()),
        "eventName": "aws:kinesis:record", "awsRegion": "us-east-1",
        "eventSourceARN": format!("arn:aws:kinesis:us-east-1:123456789012:stream/{STREAM}"),
    })
}
