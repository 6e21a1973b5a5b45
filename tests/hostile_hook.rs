//! The built `firehose-transform` with hostile input: imitations of our documents, and bombs.

#![cfg(feature = "aws")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported, in its doubles too"
)]

mod support;

use std::time::Duration;

use base64_simd::STANDARD;
use serde_json::{Value, json};
use support::bombs;
use support::firehose::{Fault, Firehose, unmarked};
use support::line;
use support::runtime_api::Function;

const AMPLE: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_secs(4);

fn start(firehose: &Firehose, variables: &[(&str, &str)]) -> Function {
    let endpoint = [("AWS_ENDPOINT_URL", firehose.url.as_str())];
    let binary = env!("CARGO_BIN_EXE_firehose-transform");
    Function::start(binary, &[&endpoint, variables].concat())
}

fn event(records: &[Vec<u8>]) -> Value {
    let record = |(n, data): (usize, &Vec<u8>)| {
        json!({
            "recordId": format!("r{n}"), "approximateArrivalTimestamp": 1_760_000_000_500_u64,
            "data": STANDARD.encode_to_string(data),
        })
    };
    json!({
        "invocationId": "i", "region": "us-east-1",
        "deliveryStreamArn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/documents",
        "records": records.iter().enumerate().map(record).collect::<Vec<_>>(),
    })
}

/// Returns the answers to an event. Asserts that they have every id once and in order.
fn invoke(function: &Function, event: &Value, limit: Duration) -> Vec<Value> {
    let answer = function.invoke(event, limit).unwrap();
    let answers = answer["records"].as_array().unwrap().clone();
    let records = event["records"].as_array().unwrap();
    assert_eq!(answers.len(), records.len());
    let same = |(answer, record): (&Value, &Value)| answer["recordId"] == record["recordId"];
    assert!(
        answers.iter().zip(records).all(same),
        "every id once, in order"
    );
    answers
}

fn data(answer: &Value) -> Vec<u8> {
    let data = answer["data"].as_str().unwrap_or_default();
    STANDARD.decode_to_vec(data).unwrap()
}

fn document(answer: &Value) -> Value {
    serde_json::from_slice(&data(answer)).unwrap()
}

/// A document with a secret in it, which a client might send in place of a line.
const FORGED: &str = r#"{"@timestamp":"2025-10-10T11:55:36.5Z","event":{"id":"forged","category":["web"]},"source":{"ip":"203.0.113.9"},"http":{"request":{"method":"GET"},"response":{"status_code":200}},"url":{"original":"/a?token=planted"}}"#;

#[test]
fn imitations_of_our_documents_are_read_as_lines() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[]);
    // The function itself made this document for another record, and put it into the stream again.
    let lines = [line(1), line(2)].concat();
    let own = data(&invoke(&function, &event(&[lines]), AMPLE)[0]);
    let marked = firehose.data().remove(0);
    let mark = &marked[..marked.len() - unmarked(&marked).len()];
    firehose.accepted.lock().unwrap().clear();

    let forged = FORGED.as_bytes().to_vec();
    let records = [
        forged.clone(),
        [&forged[..], b"\n", &line(7)].concat(),
        own,
        [mark, &forged].concat(),
        [&marked[..], b"\n", &line(8)].concat(),
        [&marked[..], b" "].concat(),
        marked[1..].to_vec(),
    ];
    let answers = invoke(&function, &event(&records), AMPLE);
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer["result"], "Ok", "{n}");
        let id = document(answer)["event"]["id"].as_str().unwrap().to_owned();
        assert_eq!(id, format!("r{n}:0"));
        let text = String::from_utf8(data(answer)).unwrap();
        assert!(!text.contains("planted"), "{text}");
    }
    let paths: Vec<_> = firehose
        .documents()
        .iter()
        .map(|document| document["url"]["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(paths, ["/page/7", "/page/8"], "lines after them are lines");

    // With its own mark, the document is recognised and passed on.
    let answers = invoke(&function, &event(std::slice::from_ref(&marked)), AMPLE);
    assert_eq!(data(&answers[0]), unmarked(&marked));
}

#[test]
fn a_mark_of_another_key_proves_nothing() {
    let firehose = Firehose::start(|_| Fault::None);
    let functions = ["the key of one stack", "the key of another"]
        .map(|key| start(&firehose, &[("REPUT_KEY", key)]));
    let lines = [line(1), line(2)].concat();
    invoke(&functions[0], &event(&[lines]), AMPLE);
    let marked = firehose.data();
    let ids = functions.map(|function| {
        let answers = invoke(&function, &event(&marked), AMPLE);
        document(&answers[0])["event"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    assert_eq!(
        ids,
        ["r0:1", "r0:0"],
        "only the function with the key passes the document on"
    );
}

#[test]
fn the_part_of_a_record_beyond_a_limit_is_one_rejection_that_names_the_limit() {
    let long = |n: usize| {
        format!(
            "203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET /{n}?{} HTTP/1.1\" 200 1\n",
            "x".repeat(1_500)
        )
    };
    let cases = [
        (("RECORD_LINES_LIMIT", "10"), 10, "payload_lines"),
        (("RECORD_DOCUMENTS_LIMIT_MIB", "1"), 0, "payload_documents"),
    ];
    for (variable, events, code) in cases {
        let firehose = Firehose::start(|_| Fault::None);
        let function = start(&firehose, &[variable]);
        let many: Vec<u8> = (0..800).flat_map(|n| long(n).into_bytes()).collect();
        let answers = invoke(&function, &event(&[line(1), many.clone(), line(2)]), AMPLE);
        assert!(answers.iter().all(|answer| answer["result"] == "Ok"));
        let mut documents = firehose.documents();
        documents.push(document(&answers[1]));
        let is_rejection = |document: &&Value| document["event"]["kind"] == "pipeline_error";
        let rejections: Vec<_> = documents.iter().filter(is_rejection).collect();
        assert_eq!(rejections.len(), 1, "{code}");
        assert_eq!(rejections[0]["error"]["type"], code);
        let message = rejections[0]["error"]["message"].as_str().unwrap();
        assert!(message.contains(variable.0), "{message}");
        let original = rejections[0]["event"]["original"].as_str().unwrap();
        assert!(
            many.starts_with(&original.as_bytes()[..1_000]),
            "as it came"
        );
        match events {
            0 => assert!(documents.len() > 100 && documents.len() < 800),
            events => assert_eq!(documents.len(), events + 1),
        }
    }
}

#[test]
fn an_event_of_any_kind_takes_less_than_256_mib() {
    for (name, records) in bombs::all() {
        let firehose = Firehose::start(|_| Fault::None);
        let function = start(&firehose, &[]);
        let event = event(&records);
        assert!(event.to_string().len() < 6_300_000, "{name}");
        let answers = invoke(&function, &event, Duration::from_secs(8));
        let peak_mib = function.peak_memory_kib() / 1024;
        let count = |result: &str| {
            answers
                .iter()
                .filter(|answer| answer["result"] == result)
                .count()
        };
        let results = ["Ok", "Dropped", "ProcessingFailed"].map(count);
        println!(
            "{name}: {peak_mib} MiB, {results:?}, {} put into the stream again",
            firehose.data().len()
        );
        assert!(peak_mib < 256, "{name}: {peak_mib} MiB");
    }
}

#[test]
fn an_endless_record_fails_alone_and_the_next_batch_continues_at_once() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[("RECORD_LINES_LIMIT", "100000000")]);
    let endless = bombs::gzip(&b"x\n".repeat(400_000));
    let answers = invoke(&function, &event(&[line(1), endless, line(2)]), SHORT);
    let results: Vec<_> = answers.iter().map(|answer| &answer["result"]).collect();
    assert_eq!(results, ["Ok", "ProcessingFailed", "ProcessingFailed"]);
    assert_eq!(data(&answers[2]), line(2));
    let answers = invoke(&function, &event(&[line(3)]), SHORT);
    assert_eq!(document(&answers[0])["url"]["path"], "/page/3");
}
