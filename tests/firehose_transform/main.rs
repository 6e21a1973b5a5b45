//! The built `firehose-transform`, run as Lambda runs it. Tests what Firehose requires of its
//! answers.

#![cfg(feature = "aws")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported, in its doubles too"
)]

mod limits;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use base64_simd::STANDARD;
use serde_json::{Value, json};
use support::firehose::{Fault, Firehose, unmarked};
use support::line;
use support::runtime_api::Function;

const AMPLE: Duration = Duration::from_mins(1);
const DELIVERY_STREAM: &str = "arn:aws:firehose:us-east-1:123456789012:deliverystream/documents";
const SOURCE_STREAM: &str = "arn:aws:kinesis:us-east-1:123456789012:stream/lines";

fn start(firehose: &Firehose, variables: &[(&str, &str)]) -> Function {
    let endpoints = [("AWS_ENDPOINT_URL", firehose.url.as_str())];
    Function::start(
        env!("CARGO_BIN_EXE_firehose-transform"),
        &[&endpoints, variables].concat(),
    )
}

fn event(records: &[Vec<u8>]) -> Value {
    let record = |(n, data): (usize, &Vec<u8>)| {
        json!({
            "recordId": format!("r{n}"), "approximateArrivalTimestamp": 1_760_000_000_500_u64,
            "data": STANDARD.encode_to_string(data),
        })
    };
    json!({
        "invocationId": "i", "deliveryStreamArn": DELIVERY_STREAM, "region": "us-east-1",
        "records": records.iter().enumerate().map(record).collect::<Vec<_>>(),
    })
}

fn invoke(function: &Function, event: &Value) -> Vec<Value> {
    let answer = function.invoke(event, AMPLE).unwrap();
    let answers = answer["records"].as_array().unwrap().clone();
    let ids = |records: &[Value]| {
        records
            .iter()
            .map(|r| r["recordId"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&answers),
        ids(event["records"].as_array().unwrap()),
        "every id once, in order"
    );
    answers
}

fn results(answers: &[Value]) -> Vec<&str> {
    answers
        .iter()
        .map(|answer| answer["result"].as_str().unwrap())
        .collect()
}

fn data(answer: &Value) -> Vec<u8> {
    STANDARD
        .decode_to_vec(answer["data"].as_str().unwrap())
        .unwrap()
}

fn document(answer: &Value) -> Value {
    serde_json::from_slice(&data(answer)).unwrap()
}

fn paths<'a>(documents: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let path = |document: &Value| {
        document["url"]["path"]
            .as_str()
            .unwrap_or("rejected")
            .to_owned()
    };
    documents.into_iter().map(path).collect()
}

#[test]
fn each_line_answers_its_record_with_one_document_on_one_line() {
    let firehose = Firehose::start(|_| Fault::None);
    let answers = invoke(
        &start(&firehose, &[]),
        &event(&[line(1), line(2), b"no line".to_vec(), b"\n".to_vec()]),
    );
    assert_eq!(results(&answers), ["Ok", "Ok", "Ok", "Dropped"]);
    assert_eq!(
        paths(&answers[..3].iter().map(document).collect::<Vec<_>>()),
        ["/page/1", "/page/2", "rejected"]
    );
    assert!(
        answers
            .iter()
            .all(|answer| answer.get("metadata").is_none())
    );
    assert!(!data(&answers[0]).contains(&b'\n'));
    assert_eq!(document(&answers[2])["event"]["original"], "no line");
    assert!(firehose.request_sizes().is_empty());
}

#[test]
fn metadata_of_kinesis_may_be_odd_and_records_may_be_broken() {
    let firehose = Firehose::start(|_| Fault::None);
    let mut event = event(&[line(1), line(2), line(3), line(4)]);
    event["sourceKinesisStreamArn"] = json!(SOURCE_STREAM);
    event["records"][0]["kinesisRecordMetadata"] = json!({
        "sequenceNumber": "1", "subsequenceNumber": "", "shardId": "s", "partitionKey": "p",
        "approximateArrivalTimestamp": 1_760_000_000_500_u64,
    });
    event["records"][1]["approximateArrivalTimestamp"] = json!("2025-10-10T13:55:36.123Z");
    event["records"][2]["data"] = json!("n o");
    event["records"][3]["data"] = json!(null);
    let answers = invoke(&start(&firehose, &[]), &event);
    let kinds: Vec<_> = answers
        .iter()
        .map(|answer| {
            document(answer)["error"]["type"]
                .as_str()
                .unwrap_or("event")
                .to_owned()
        })
        .collect();
    assert_eq!(
        kinds,
        ["event", "event", "payload_base64", "payload_envelope"]
    );
}

#[test]
fn an_unreadable_record_goes_to_firehose_s_own_channel_if_configured() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[("UNREADABLE", "processing_failed")]);
    let answers = invoke(&function, &event(&[b"no line".to_vec(), line(1)]));
    assert_eq!(results(&answers), ["ProcessingFailed", "Ok"]);
    assert_eq!(data(&answers[0]), b"no line");
}

#[test]
fn newlines_and_partition_keys_are_added_if_configured() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(
        &firehose,
        &[
            ("OUTPUT_NEWLINE", "true"),
            ("PARTITION_KEYS", "date, status_class, host, kind"),
        ],
    );
    let answers = invoke(&function, &event(&[line(200), b"no line".to_vec()]));
    assert!(answers.iter().all(|answer| data(answer).ends_with(b"}\n")));
    let keys = |n: usize| answers[n]["metadata"]["partitionKeys"].clone();
    assert_eq!(
        keys(0),
        json!({ "date": "2025-10-10", "status_class": "2xx", "host": "none", "kind": "event" })
    );
    assert_eq!(
        keys(1),
        json!({
            "date": "2025-10-09", "status_class": "none", "host": "none", "kind": "pipeline_error",
        })
    );
}

#[test]
fn a_compact_document_has_its_kind_as_a_key_and_returns_unchanged() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(
        &firehose,
        &[("DOCUMENTS", "compact"), ("PARTITION_KEYS", "kind")],
    );
    let lines = [line(200), line(201), b"no line\n".to_vec()].concat();
    let answers = invoke(&function, &event(&[line(200), b"no line".to_vec(), lines]));
    assert_eq!(document(&answers[0])["event"].get("kind"), None);
    assert_eq!(document(&answers[1])["event"]["kind"], "pipeline_error");
    let round = firehose.data();
    let again = invoke(&function, &event(&round));
    let documents: Vec<_> = round.iter().map(|data| unmarked(data)).collect();
    assert_eq!(again.iter().map(data).collect::<Vec<_>>(), documents);
    for answers in [&answers[..2], &again] {
        let kinds = answers
            .iter()
            .map(|answer| answer["metadata"]["partitionKeys"]["kind"].clone());
        assert_eq!(kinds.collect::<Vec<_>>(), ["event", "pipeline_error"]);
    }
}

#[test]
fn further_lines_of_a_record_are_put_again_to_the_same_stream() {
    let firehose = Firehose::start(|request| {
        if request == 0 {
            Fault::Refuse(|index| index == 1)
        } else {
            Fault::None
        }
    });
    let function = start(&firehose, &[]);
    let answers = invoke(
        &function,
        &event(&[
            [line(1), line(2), b"\n".to_vec(), line(3)].concat(),
            line(4),
        ]),
    );
    assert_eq!(results(&answers), ["Ok", "Ok"]);
    assert_eq!(
        paths(&answers.iter().map(document).collect::<Vec<_>>()),
        ["/page/1", "/page/4"]
    );
    assert_eq!(paths(&firehose.documents()), ["/page/2", "/page/3"]);
    assert!(firehose.all_put_to("documents"));

    // When the documents return to the hook, it passes them on without their marks and otherwise
    // unchanged, and puts nothing into the stream again.
    let round = firehose.data();
    let requests = firehose.request_sizes().len();
    let answers = invoke(&function, &event(&round));
    let documents: Vec<_> = round.iter().map(|data| unmarked(data)).collect();
    assert_eq!(answers.iter().map(data).collect::<Vec<_>>(), documents);
    assert_eq!(firehose.request_sizes().len(), requests);
}

#[test]
fn documents_of_a_stream_that_reads_kinesis_are_put_to_its_source() {
    let firehose = Firehose::start(|_| Fault::None);
    let mut event = event(&[[line(1), line(2)].concat()]);
    event["sourceKinesisStreamArn"] = json!(SOURCE_STREAM);
    let answers = invoke(&start(&firehose, &[]), &event);
    assert_eq!(results(&answers), ["Ok"]);
    assert!(firehose.all_put_to(SOURCE_STREAM));
    assert_eq!(paths(&firehose.documents()), ["/page/2"]);
}

#[test]
fn joined_lines_need_no_second_put() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(
        &firehose,
        &[("SEVERAL_LINES", "join"), ("OUTPUT_NEWLINE", "true")],
    );
    let answers = invoke(
        &function,
        &event(&[[line(1), b"no line\n".to_vec(), line(2)].concat()]),
    );
    let joined = String::from_utf8(data(&answers[0])).unwrap();
    let documents: Vec<Value> = joined
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(paths(&documents), ["/page/1", "rejected", "/page/2"]);
    assert!(joined.ends_with('\n') && firehose.request_sizes().is_empty());
}

#[test]
fn a_document_that_is_put_again_returns_with_the_configured_newline() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[("OUTPUT_NEWLINE", "true")]);
    invoke(
        &function,
        &event(&[[line(1), line(2), line(3)].concat(), line(4)]),
    );
    let round = firehose.data();
    assert_eq!(round.len(), 2);
    let answers = invoke(&function, &event(&round));
    for (answer, round) in answers.iter().zip(&round) {
        assert_eq!(data(answer), [unmarked(round), b"\n"].concat());
    }
}
