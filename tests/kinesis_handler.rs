//! The handler itself, with records in any order, faults of Firehose, and time limits that end an
//! invocation early. All records below the number from which Lambda continues were accepted.

#![cfg(feature = "aws")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is how a failure is reported, in its doubles too"
)]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use base64_simd::STANDARD;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::delivery_to;
use support::firehose::{Fault, Firehose};
use support::line;
use weblog_enrich::aws::failure::Failed;
use weblog_enrich::aws::kinesis::handle;
use weblog_enrich::aws::lambda::Invocation;
use weblog_enrich::config::{Config, Ending};
use weblog_enrich::drop::DropRules;
use weblog_enrich::pipeline::Pipeline;
use weblog_enrich::stream_event::StreamEvent;

/// One pipeline for all cases, because a pipeline is slow to start.
static PIPELINE: LazyLock<Arc<Mutex<Pipeline>>> = LazyLock::new(|| {
    let settings = Config::read(|_| None).unwrap().settings().unwrap();
    Arc::new(Mutex::new(Pipeline::new(settings)))
});

/// A record with this many lines.
fn record(number: u64, lines: usize) -> Value {
    let data: Vec<u8> = (0..lines).flat_map(line).collect();
    json!({
        "eventID": format!("s:{number}"),
        "kinesis": {
            "sequenceNumber": number.to_string(), "data": STANDARD.encode_to_string(data),
        },
    })
}

/// The sequence number that is reported to Lambda (`None` if every record was accepted), or why the
/// invocation failed.
fn answered(
    firehose: &Firehose,
    records: &[Value],
    limit: Duration,
) -> Result<Option<u64>, Failed> {
    let event = json!({ "Records": records }).to_string();
    let event = StreamEvent::read(event.as_bytes()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let invocation = Invocation {
        function: "f",
        deadline: Instant::now() + limit,
        drop_rules: &DropRules::default(),
    };
    let delivery = delivery_to(&firehose.url);
    let answer = runtime.block_on(handle(
        &PIPELINE,
        &delivery,
        event,
        Ending::None,
        invocation,
    ))?;
    let mut failures = answer.batch_item_failures.into_iter();
    let number = failures
        .next()
        .map(|failure| failure.item_identifier.unwrap().parse().unwrap());
    assert!(failures.next().is_none());
    Ok(number)
}

/// The records with a document that was not accepted.
fn unaccepted(firehose: &Firehose, records: &[(u64, usize)]) -> BTreeSet<u64> {
    let accepted: BTreeSet<_> = firehose.ids().into_iter().collect();
    let is_missing = |(number, lines): &&(u64, usize)| {
        (0..*lines).any(|line| !accepted.contains(&format!("s:{number}:{line}")))
    };
    records
        .iter()
        .filter(is_missing)
        .map(|(number, _)| *number)
        .collect()
}

/// The faults. Each request meets one of them, drawn at random.
const FAULTS: [Fault; 8] = [
    Fault::None,
    Fault::None,
    Fault::Refuse(|index| index % 3 == 1),
    Fault::Refuse(|index| index > 200),
    Fault::Throttle,
    Fault::CutWithin,
    Fault::AccessDenied,
    Fault::Refuse(|_| true),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn everything_below_the_checkpoint_was_accepted_in_any_order_under_any_fault(
        records in prop::collection::btree_map(
            1_u64..2_000,
            prop_oneof![6 => 0_usize..4, 1 => 100_usize..400],
            1..40,
        )
        .prop_map(|records| records.into_iter().collect::<Vec<_>>())
        .prop_shuffle(),
        faults in prop::collection::vec(0..FAULTS.len(), 0..8),
        lasting in 0..FAULTS.len(),
        limit_ms in 20_u64..400,
    ) {
        let firehose =
            Firehose::start(move |request| FAULTS[faults.get(request).copied().unwrap_or(lasting)]);
        let event: Vec<_> = records
            .iter()
            .map(|(number, lines)| record(*number, *lines))
            .collect();
        let answer = answered(&firehose, &event, Duration::from_millis(limit_ms));
        let unaccepted = unaccepted(&firehose, &records);
        match answer {
            Ok(None) => prop_assert_eq!(unaccepted, BTreeSet::new()),
            Ok(Some(checkpoint)) => {
                prop_assert!(records.iter().any(|(number, _)| *number == checkpoint));
                prop_assert!(
                    unaccepted.range(..checkpoint).next().is_none(),
                    "{} {:?}",
                    checkpoint,
                    unaccepted
                );
            }
            // The whole batch is delivered again.
            Err(failed) => prop_assert_eq!(failed, Failed::OutOfTime),
        }
    }
}

#[test]
fn unsent_records_are_reported_even_if_they_come_last() {
    // 6,000 records from the last to the first. Firehose accepts six requests and refuses every
    // request after that.
    let firehose = Firehose::start(|request| match request {
        0..6 => Fault::None,
        _ => Fault::AccessDenied,
    });
    let records: Vec<_> = (1..=6_000).rev().map(|number| record(number, 1)).collect();
    let answer = answered(&firehose, &records, Duration::from_mins(1));
    assert_eq!(answer, Ok(Some(1)));
}
