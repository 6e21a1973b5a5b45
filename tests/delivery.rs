//! Delivery against a double of Firehose: whatever is refused and however often, each entry is accepted or reported, and none is
//! both.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is told, in its doubles too"
)]

mod support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use aws_sdk_firehose::config::{BehaviorVersion, Credentials, Region, retry::RetryConfig};
use support::firehose::{Fault, Firehose};
use weblog_enrich::aws::delivery::{Delivery, InFlight, Report};
use weblog_enrich::aws::stream::Stream;
use weblog_enrich::batch::{Batcher, Entry};

/// What a request may meet; drawn by number, so that a run is the same every time.
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

fn deliver(firehose: &Firehose, entries: usize, limit: Duration) -> Report {
    let config = aws_sdk_firehose::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(&firehose.url)
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    let stream = Stream::firehose(
        aws_sdk_firehose::Client::from_conf(config.build()),
        "documents".to_owned(),
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut in_flight = InFlight::new(Delivery::new(stream), Instant::now() + limit);
        let mut batcher = Batcher::default();
        let mut batches: Vec<_> = (0..entries)
            .filter_map(|record| {
                let data = record.to_string().into_bytes();
                batcher.push(Entry { data, record })
            })
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
        let report = deliver(&firehose, 1_300, Duration::from_millis(800));
        let accepted: Vec<usize> = {
            let accepted = firehose.accepted.lock().unwrap();
            let number = |data: &[u8]| std::str::from_utf8(data).unwrap().parse().unwrap();
            accepted.iter().map(|(_, data)| number(data)).collect()
        };
        // An answer that comes too late leaves an entry both accepted and reported: it is sent again, never lost.
        assert!(report.accepted <= accepted.len() as u64, "seed {seed}");
        let mut told: Vec<usize> = report.unaccepted.iter().map(|entry| entry.record).collect();
        assert_eq!(told.len() as u64 + report.accepted, 1_300, "seed {seed}");
        told.extend(&accepted);
        assert_eq!(BTreeSet::from_iter(told).len(), 1_300, "seed {seed}");
    }
}

#[test]
fn a_stream_that_refuses_us_altogether_is_told_from_one_that_is_busy() {
    let denied = deliver(
        &Firehose::start(|_| Fault::AccessDenied),
        3,
        Duration::from_mins(1),
    );
    assert!(denied.hopeless);
    assert_eq!((denied.unaccepted.len(), denied.retries), (3, 0));
    let busy = deliver(
        &Firehose::start(|_| Fault::Throttle),
        3,
        Duration::from_millis(500),
    );
    assert!(!busy.hopeless);
    assert_eq!(busy.unaccepted.len(), 3);
}

#[test]
fn nobody_listening_is_waited_out_until_time_is_over() {
    let mut firehose = Firehose::start(|_| Fault::None);
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    firehose.url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let report = deliver(&firehose, 2, Duration::from_millis(400));
    assert!(!report.hopeless);
    assert_eq!(report.unaccepted.len(), 2);
}
