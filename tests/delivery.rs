//! Delivery to a double of Firehose. Under the faults of `FAULTS`, each entry is either counted as
//! accepted or reported as not accepted.

#![cfg(feature = "aws")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported, in its doubles too"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use support::firehose::{Fault, Firehose};
use support::http::{Answer, Request, serve};
use support::{SECRET, delivery_to};
use weblog_enrich::aws::delivery::{Delivered, InFlight};

/// The fault of a request, chosen by its number, so that every run is the same.
const FAULTS: [Fault; 10] = [
    Fault::None,
    Fault::Refuse(|_| true),
    Fault::Refuse(|index| index % 2 == 0),
    Fault::Refuse(|index| index % 7 == 3),
    Fault::Refuse(|index| index > 100),
    Fault::Refuse(|index| index == 0),
    Fault::Throttle,
    Fault::InternalError,
    Fault::Unavailable,
    Fault::Cut,
];

fn draw(seed: usize, request: usize) -> Fault {
    let mixed = (seed * 1_000 + request).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    FAULTS[(mixed >> 32) % FAULTS.len()]
}

fn deliver(url: &str, entries: usize, limit: Duration) -> Delivered {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let delivery = delivery_to(url);
        let mut batcher = delivery.batcher(b"");
        let mut in_flight = InFlight::new(delivery, Instant::now() + limit);
        let mut batches: Vec<_> = (0..entries)
            .filter_map(|record| batcher.push(record.to_string().as_bytes(), record))
            .collect();
        batches.extend(batcher.finish());
        for batch in batches {
            in_flight.send(batch).await;
        }
        in_flight.settle().await
    })
}

#[test]
fn each_entry_is_accepted_or_reported_and_none_is_lost() {
    for seed in 0..12 {
        let firehose = Firehose::start(move |request| draw(seed, request));
        let delivered = deliver(&firehose.url, 1_300, Duration::from_millis(800));
        let accepted: Vec<usize> = {
            let accepted = firehose.accepted.lock().unwrap();
            let number = |data: &[u8]| std::str::from_utf8(data).unwrap().parse().unwrap();
            accepted.iter().map(|(_, data)| number(data)).collect()
        };
        // If an answer is too late, Firehose has accepted an entry that is reported as not
        // accepted. Such an entry may arrive twice, but is not lost.
        assert!(delivered.accepted <= accepted.len() as u64, "seed {seed}");
        let mut reported = delivered.unaccepted;
        assert_eq!(
            reported.len() as u64 + delivered.accepted,
            1_300,
            "seed {seed}"
        );
        reported.extend(&accepted);
        assert_eq!(BTreeSet::from_iter(reported).len(), 1_300, "seed {seed}");
    }
}

#[test]
fn only_an_entry_with_an_id_and_no_code_is_accepted() {
    type Case = (fn(&mut Vec<Value>), usize);
    let cases: [Case; 7] = [
        (|entries| entries[1] = json!({}), 1),
        (|entries| entries[1] = json!({ "RecordId": "" }), 1),
        (
            |entries| entries[1] = json!({ "RecordId": null, "ErrorCode": null }),
            1,
        ),
        (
            |entries| entries[1]["ErrorCode"] = json!("InternalFailure"),
            1,
        ),
        // If an answer has another length, the results of its entries are unknown.
        (|entries| drop(entries.pop()), 3),
        (|entries| entries.push(json!({ "RecordId": "r" })), 3),
        (Vec::clear, 3),
    ];
    for (n, (odd, again)) in cases.into_iter().enumerate() {
        let firehose = Firehose::start(move |request| match request {
            0 => Fault::Odd(odd),
            _ => Fault::None,
        });
        let delivered = deliver(&firehose.url, 3, Duration::from_mins(1));
        assert_eq!(firehose.request_sizes(), [3, again], "case {n}");
        assert_eq!((delivered.accepted, delivered.unaccepted.len()), (3, 0));
    }
}

#[test]
fn a_stream_that_refuses_every_request_is_distinguished_from_a_busy_one() {
    let denied = deliver(
        &Firehose::start(|_| Fault::AccessDenied).url,
        3,
        Duration::from_mins(1),
    );
    assert!(denied.hopeless);
    assert_eq!((denied.unaccepted.len(), denied.retries), (3, 0));
    let busy = deliver(
        &Firehose::start(|_| Fault::Throttle).url,
        3,
        Duration::from_millis(500),
    );
    assert!(!busy.hopeless);
    assert_eq!(busy.unaccepted.len(), 3);
}

#[test]
fn without_a_listener_on_this_machine_delivery_ends_at_once() {
    // Nothing listens on this port: it was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let delivered = deliver(&url, 2, Duration::from_mins(1));
    assert!(delivered.hopeless);
    assert_eq!((delivered.unaccepted.len(), delivered.retries), (2, 0));
}

/// The signature that a request should have, according to
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
fn signature(request: &Request, signed: &str, scope: &str) -> String {
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    };
    let keyed = |key: &[u8], text: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let headers = signed.split(';').fold(String::new(), |mut text, name| {
        let value = request.header(name).unwrap().trim();
        writeln!(text, "{name}:{value}").unwrap();
        text
    });
    let canonical = [
        &request.method,
        &request.path,
        "",
        &headers,
        signed,
        &hex(&Sha256::digest(&request.body)),
    ];
    let canonical = hex(&Sha256::digest(canonical.join("\n")));
    let date = request.header("x-amz-date").unwrap();
    let text = ["AWS4-HMAC-SHA256", date, scope, &canonical].join("\n");
    let key = scope
        .split('/')
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| {
            keyed(&key, part)
        });
    hex(&keyed(&key, &text))
}

#[test]
fn the_sent_body_is_the_one_that_is_signed_and_measured() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let address = serve(move |request| {
        kept.lock().unwrap().push(request);
        let accepted = vec![json!({ "RecordId": "1" }); 3];
        let answer = json!({ "FailedPutCount": 0, "RequestResponses": accepted });
        Answer::json(200, &answer)
    });
    let delivered = deliver(&format!("http://{address}"), 3, Duration::from_mins(1));
    assert_eq!((delivered.accepted, delivered.retries), (3, 0));
    let seen = seen.lock().unwrap();
    let [request] = seen.as_slice() else {
        panic!("{} requests", seen.len())
    };
    assert_eq!(
        String::from_utf8_lossy(&request.body),
        r#"{"DeliveryStreamName":"documents","Records":[{"Data":"MA=="},{"Data":"MQ=="},{"Data":"Mg=="}]}"#
    );
    let length = request.header("content-length").unwrap();
    assert_eq!(length, request.body.len().to_string());
    assert_eq!(
        request.header("x-amz-target"),
        Some("Firehose_20150804.PutRecordBatch")
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-amz-json-1.1")
    );
    let authorization = request.header("authorization").unwrap();
    let part = |name: &str| {
        let (_, rest) = authorization.split_once(name).unwrap();
        rest.split_once(',').map_or(rest, |(part, _)| part)
    };
    let (_, scope) = part("Credential=").split_once('/').unwrap();
    let expected = signature(request, part("SignedHeaders="), scope);
    assert_eq!(part("Signature="), expected);
}
