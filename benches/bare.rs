//! The smallest function that delivers documents: only the runtime and Firehose's client.
//! `benches/handler.rs` compares `kinesis-enrich` with it.
//!
//! Whatever the event is, this function sends the lines of the file that `DOCUMENTS_FILE` names.
//! Each request has as many records as `PutRecordBatch` accepts, and all requests are sent at once.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement ends where something is wrong"
)]

use aws_sdk_firehose::primitives::Blob;
use aws_sdk_firehose::types::Record;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use weblog_enrich::aws::client;

/// The most records of a request:
/// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>.
const REQUEST_RECORDS: usize = 500;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let config = client::config().await;
    let firehose = aws_sdk_firehose::Client::new(&config);
    let documents = std::env::var("DOCUMENTS_FILE").map(|path| std::fs::read(path).unwrap());
    let documents = documents.unwrap_or_default();
    let lines: Vec<&[u8]> = documents
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    lambda_runtime::run(service_fn(async |_: LambdaEvent<IgnoredAny>| {
        let mut requests = JoinSet::new();
        for batch in lines.chunks(REQUEST_RECORDS) {
            let records = batch.iter().map(|line| {
                let record = Record::builder().data(Blob::new(*line)).build();
                record.unwrap()
            });
            let request = firehose
                .put_record_batch()
                .delivery_stream_name("documents")
                .set_records(Some(records.collect()));
            requests.spawn(request.send());
        }
        while let Some(answered) = requests.join_next().await {
            answered.unwrap().unwrap();
        }
        Ok::<Value, Error>(json!({}))
    }))
    .await
}
