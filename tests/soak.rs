//! Sustained load in bounded memory: ten minutes with `make soak`; otherwise two seconds, which
//! test only the measurement itself.

#![cfg(feature = "aws")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

mod support;

use std::time::{Duration, Instant};

use support::firehose::{Fault, Firehose};
use support::kinesis_event;
use support::runtime_api::Function;

/// The most resident memory of the function: half of the memory of the smallest sensible function.
const PEAK_LIMIT_KIB: u64 = 256 * 1024;
/// The most growth of the function's memory once its caches are warm.
const GROWTH_LIMIT_KIB: u64 = 32 * 1024;
const BATCH: usize = 1_000;

#[test]
fn memory_stays_bounded_under_sustained_load() {
    let seconds = std::env::var("SOAK_SECONDS").unwrap_or_else(|_| "2".to_owned());
    let limit = Duration::from_secs(seconds.parse().unwrap());
    let firehose = Firehose::start(|request| match request % 11 {
        3 => Fault::Refuse(|index| index % 100 == 0),
        7 => Fault::Throttle,
        _ => Fault::None,
    });
    let function = Function::start(
        env!("CARGO_BIN_EXE_kinesis-enrich"),
        &[
            ("DELIVERY_STREAM", "documents"),
            ("AWS_ENDPOINT_URL_FIREHOSE", firehose.url.as_str()),
        ],
    );
    let (started, mut warm_kib, mut lines) = (Instant::now(), None, 0);
    while started.elapsed() < limit || lines < 2 * BATCH {
        let records: Vec<_> = (lines..lines + BATCH).map(varied).collect();
        let answer = function.invoke(&kinesis_event(&records), Duration::from_mins(1));
        assert_eq!(answer, Ok(serde_json::json!({ "batchItemFailures": [] })));
        let taken = std::mem::take(&mut *firehose.accepted.lock().unwrap());
        assert_eq!(taken.len(), BATCH, "after {lines} lines");
        lines += BATCH;
        if warm_kib.is_none() && started.elapsed() >= limit / 4 {
            warm_kib = Some(function.peak_memory_kib());
        }
    }
    let peak_kib = function.peak_memory_kib();
    println!(
        "{lines} lines in {} s, at most {} MiB",
        started.elapsed().as_secs(),
        peak_kib / 1024
    );
    assert!(peak_kib < PEAK_LIMIT_KIB, "{peak_kib} KiB");
    // Two seconds warm no cache. Only a soak is compared with its first quarter.
    if limit >= Duration::from_mins(1) {
        let warm_kib = warm_kib.unwrap();
        assert!(
            peak_kib - warm_kib < GROWTH_LIMIT_KIB,
            "from {warm_kib} to {peak_kib} KiB"
        );
    }
}

/// A line with an address, a path and an agent that hardly ever repeat: the worst case for a cache.
fn varied(n: usize) -> Vec<u8> {
    format!(
        "2001:db8::{:x}:{:x} - - [10/Oct/2025:13:55:36 +0000] \"GET /page/{n}?n={n} HTTP/1.1\" \
         200 {n} \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:{n}.0) Gecko/20100101 \
         Firefox/{n}.0\"\n",
        n / 65_536 % 65_536,
        n % 65_536
    )
    .into_bytes()
}
