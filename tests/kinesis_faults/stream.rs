//! Faults of a stream: duplicates, disorder, bombs, and more records than one request may have.

use std::time::Duration;

use serde_json::json;

use super::support::bombs;
use super::support::firehose::{Fault, Firehose};
use super::support::{self, kinesis_event, line};
use super::{AMPLE, ids_of, indexed, nothing_failed, numbered, start};

#[test]
fn a_batch_delivered_three_times_is_one_document_a_line() {
    let firehose = Firehose::start(|_| Fault::None);
    let event = numbered(700);
    let (first, second) = (start(&firehose), start(&firehose));
    for function in [&first, &second, &first] {
        assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    }
    assert_eq!(firehose.documents().len(), 3 * 700);
    assert_eq!(indexed(&firehose), ids_of(&event));
}

#[test]
fn a_record_twice_in_one_batch_is_one_document() {
    let firehose = Firehose::start(|_| Fault::None);
    let mut event = numbered(40);
    let again = event["Records"][7].clone();
    event["Records"].as_array_mut().unwrap().push(again);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert_eq!(indexed(&firehose).len(), 40);
}

#[test]
fn batches_out_of_order_give_the_same_documents() {
    let event = numbered(600);
    let records = event["Records"].as_array().unwrap();
    let batches: Vec<_> = records
        .chunks(200)
        .map(|batch| json!({ "Records": batch }))
        .collect();
    let delivered = |order: [usize; 3]| {
        let firehose = Firehose::start(|_| Fault::None);
        let function = start(&firehose);
        for batch in order.map(|index| &batches[index]) {
            assert_eq!(function.invoke(batch, AMPLE), Ok(nothing_failed()));
        }
        indexed(&firehose)
    };
    assert_eq!(delivered([2, 0, 1]), ids_of(&event));
    assert_eq!(delivered([0, 1, 2]), ids_of(&event));
}

#[test]
fn in_a_disordered_batch_the_first_unaccepted_record_is_named() {
    let firehose = Firehose::start(|_| Fault::Refuse(|_| true));
    let mut event = numbered(5);
    event["Records"].as_array_mut().unwrap().reverse();
    let answer = start(&firehose)
        .invoke(&event, Duration::from_secs(2))
        .unwrap();
    // Lambda continues from the lowest reported number, here the last record's, so all five are
    // delivered again.
    let lowest = support::sequence_number(&event, 4);
    let reported: Vec<_> = answer["batchItemFailures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(reported.iter().min(), Some(&lowest));
}

#[test]
fn one_percent_refused_for_ever_ends_with_every_document_accepted() {
    // The hundredth entry of each request is refused, so each retry has fewer entries.
    let firehose = Firehose::start(|_| Fault::Refuse(|index| index % 100 == 99));
    let event = numbered(2_000);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.documents().len(), 2_000, "none was sent twice");
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert_eq!(firehose.request_sizes().iter().sum::<usize>(), 2_020);
}

#[test]
fn a_bomb_is_one_rejection_and_its_neighbours_pass() {
    let firehose = Firehose::start(|_| Fault::None);
    // 200 MiB of zeros in 200 KB, one repeated member, and the same compressed once more.
    let bomb = bombs::gzip(&vec![0; 8 * 1024 * 1024]).repeat(25);
    assert!(bomb.len() < 256 * 1024);
    let nested = bombs::gzip(&bomb);
    let event = kinesis_event(&[line(0), bomb, line(1), nested, line(2)]);
    let function = start(&firehose);
    assert_eq!(function.invoke(&event, AMPLE), Ok(nothing_failed()));
    let kinds: Vec<_> = firehose
        .documents()
        .iter()
        .map(|document| document["error"]["type"].as_str().map(str::to_owned))
        .collect();
    let bomb = || Some("payload_expansion".to_owned());
    assert_eq!(kinds, [None, bomb(), None, bomb(), None]);
    let peak_mib = function.peak_memory_kib() / 1024;
    assert!(
        peak_mib < 256,
        "the function needed {peak_mib} MiB for a bomb"
    );
}

#[test]
fn input_that_expands_just_within_the_limit_takes_less_than_256_mib() {
    let kinds = [
        "short lines, zstd",
        "objects on end",
        "an envelope with an escape in it",
    ];
    let bombs = bombs::all().into_iter();
    for (name, records) in bombs.filter(|(name, _)| kinds.contains(name)) {
        let firehose = Firehose::start(|_| Fault::None);
        let function = start(&firehose);
        function
            .invoke(&kinesis_event(&records), Duration::from_secs(8))
            .unwrap();
        let peak_mib = function.peak_memory_kib() / 1024;
        assert!(peak_mib < 256, "{name}: {peak_mib} MiB");
    }
}

#[test]
fn ten_thousand_records_of_one_line_are_ten_thousand_documents() {
    let firehose = Firehose::start(|_| Fault::None);
    // The most records that an event source mapping delivers at once.
    let event = numbered(10_000);
    assert_eq!(start(&firehose).invoke(&event, AMPLE), Ok(nothing_failed()));
    assert_eq!(firehose.documents().len(), 10_000);
    assert_eq!(indexed(&firehose), ids_of(&event));
    assert!(firehose.request_sizes().iter().all(|size| *size <= 500));
}
