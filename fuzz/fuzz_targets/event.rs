//! Reads random events. Reading never panics, and gives the records, ids, times and bytes that
//! `serde_json` finds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weblog_enrich::stream_event::{Data, StreamEvent};

#[path = "../../src/stream_event/reference.rs"]
mod reference;

fuzz_target!(|json: &[u8]| {
    let read = StreamEvent::read(json);
    let Some(expected) = reference::read(json) else {
        return;
    };
    let read = read.expect("serde_json reads it");
    assert_eq!(read.records().len(), expected.len());
    for (record, (id, number, arrival, data)) in read.records().zip(expected) {
        assert_eq!((record.id, record.sequence_number), (&*id, number.as_deref()));
        match (record.data, data) {
            (Data::Bytes(read), Ok(expected)) => assert_eq!(read, expected),
            (Data::Unreadable(read, why), Err((expected, code))) => {
                assert_eq!((read, why.code()), (&expected[..], code));
            }
            (read, expected) => panic!("{read:?} is not {expected:?}"),
        }
        let read = record.arrival.map(
            |time| time.seconds * 1000 + i64::from(time.nanoseconds / 1_000_000)
        );
        // serde_json reads a fraction less exactly than the standard library.
        let near = |(read, expected): (i64, i64)| (read - expected).abs() <= 1;
        assert!(read.is_some() == arrival.is_some() && read.zip(arrival).is_none_or(near));
    }
});
