//! Doubles of the functions' surroundings, only on this machine.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test binary uses its part of this"
)]

pub mod bombs;
pub mod cut;
pub mod firehose;
pub mod http;
pub mod process;
pub mod runtime_api;

use aws_sdk_firehose::config::retry::RetryConfig;
use aws_sdk_firehose::config::{BehaviorVersion, Credentials, Region};
use base64_simd::STANDARD;
use serde_json::{Value, json};
use weblog_enrich::aws::delivery::Delivery;
use weblog_enrich::aws::stream::Stream;

/// A Kinesis event of these records, numbered from 1.
pub fn kinesis_event(records: &[Vec<u8>]) -> Value {
    let record = |(n, data): (usize, &Vec<u8>)| {
        let number = format!(
            "495903382714902566085596925383615710959215759891365{:05}",
            n + 1
        );
        json!({
            "kinesis": {
                "kinesisSchemaVersion": "1.0", "partitionKey": "k", "sequenceNumber": number,
                "data": STANDARD.encode_to_string(data),
                "approximateArrivalTimestamp": 1_760_000_000.5,
            },
            "eventSource": "aws:kinesis", "eventVersion": "1.0",
            "eventID": format!("shardId-000000000000:{number}"),
            "eventName": "aws:kinesis:record", "awsRegion": "us-east-1",
        })
    };
    json!({ "Records": records.iter().enumerate().map(record).collect::<Vec<_>>() })
}

/// The sequence number of the record at an index.
pub fn sequence_number(event: &Value, index: usize) -> String {
    event["Records"][index]["kinesis"]["sequenceNumber"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A combined line, different for every number.
pub fn line(n: usize) -> Vec<u8> {
    format!(
        "203.0.113.{} - - [10/Oct/2025:13:55:36 +0000] \"GET /page/{n} HTTP/1.1\" 200 {n} \"-\" \
         \"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\"\n",
        n % 256
    )
    .into_bytes()
}

/// The secret key that signs the requests of [`delivery_to`].
pub const SECRET: &str = "secret";

/// Delivery to a double of Firehose, without a function around it.
pub fn delivery_to(url: &str) -> Delivery {
    let config = aws_sdk_firehose::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::new("test", SECRET, None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    let client = aws_sdk_firehose::Client::from_conf(config.build());
    Delivery::new(Stream::firehose(client, "documents".to_owned()))
}
