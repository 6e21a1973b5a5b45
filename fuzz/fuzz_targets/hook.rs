//! Gives random events to the hook. Every record is answered once, in order: with documents, as
//! dropped, or with its raw data.
//!
//! The first byte chooses the configuration of the hook. Without the name of a stream, no document
//! can be put into the stream again, so no network is needed.
#![no_main]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64_simd::STANDARD;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use weblog_enrich::stream_event::{Data, StreamEvent};
use weblog_enrich::aws::firehose::{Clients, handle};
use weblog_enrich::aws::lambda::Invocation;
use weblog_enrich::config::{Config, Ending, Hook, SeveralLines, Unreadable};
use weblog_enrich::drop::DropRules;
use weblog_enrich::pipeline::Pipeline;

struct Function {
    runtime: tokio::runtime::Runtime,
    pipeline: Arc<Mutex<Pipeline>>,
    clients: Clients,
}

thread_local! {
    static FUNCTION: Function = Function {
        runtime: tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime starts"),
        pipeline: Arc::new(Mutex::new(Pipeline::new(
            Config::read(|name| match name {
                "GEOIP_PATH" => Some("none".to_owned()),
                "EXPANSION_LIMIT_MIB" => Some("1".to_owned()),
                "RECORD_LINES_LIMIT" => Some("100".to_owned()),
                _ => None,
            })
            .expect("these values are valid")
            .settings()
            .expect("no database is opened"),
        ))),
        clients: Clients {
            firehose: aws_sdk_firehose::Client::from_conf(
                aws_sdk_firehose::Config::builder().behavior_version_latest().build(),
            ),
            kinesis: aws_sdk_kinesis::Client::from_conf(
                aws_sdk_kinesis::Config::builder().behavior_version_latest().build(),
            ),
        },
    };
}

fuzz_target!(|input: &[u8]| {
    let Some((flags, json)) = input.split_first() else {
        return;
    };
    let Ok(mut event) = StreamEvent::read(json) else {
        return;
    };
    (event.delivery_stream_arn, event.source_stream_arn) = (None, None);
    let expected: Vec<_> = event
        .records()
        .map(|record| {
            let (Data::Bytes(raw) | Data::Unreadable(raw, _)) = record.data;
            (record.id.to_owned(), raw.to_vec())
        })
        .collect();
    let hook = Hook {
        several_lines: match flags & 1 {
            0 => SeveralLines::Reput,
            _ => SeveralLines::Join,
        },
        unreadable: match flags & 2 {
            0 => Unreadable::Document,
            _ => Unreadable::ProcessingFailed,
        },
        ending: match flags & 4 {
            0 => Ending::None,
            _ => Ending::Newline,
        },
        ..Hook::default()
    };
    let answer = FUNCTION.with(|function| {
        let invocation = Invocation {
            function: "f",
            deadline: Instant::now() + Duration::from_secs(60),
            drop_rules: &DropRules::default(),
        };
        let answer = handle(&function.pipeline, &hook, &function.clients, event, invocation);
        function.runtime.block_on(answer).expect("the hook answers")
    });
    let answer = serde_json::to_value(&answer).expect("an answer is JSON");
    let answers = answer["records"].as_array().expect("a list");
    assert_eq!(answers.len(), expected.len());
    for (answer, (id, raw)) in answers.iter().zip(expected) {
        assert_eq!(answer["recordId"], *id);
        let data = answer["data"].as_str().map(
            |data| STANDARD.decode_to_vec(data).expect("base64")
        );
        match (answer["result"].as_str(), data) {
            (Some("Ok"), Some(data)) => {
                let lines = data.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
                for document in lines {
                    let document: Value = serde_json::from_slice(document).expect("a document");
                    assert!(document["event"]["id"].is_string());
                }
                assert_eq!(data.ends_with(b"\n"), hook.ending == Ending::Newline);
            }
            (Some("Dropped"), None) => {}
            (Some("ProcessingFailed"), Some(data)) => assert_eq!(data, raw),
            (result, _) => panic!("{result:?}"),
        }
    }
});
