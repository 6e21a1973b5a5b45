//! Opens random records. Opening never panics, gives no line that is longer than allowed, and gives
//! every line a position of its own.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use weblog_enrich::payload::{self, Content};

const LIMIT_BYTES: usize = 1024 * 1024;

fuzz_target!(|record: &[u8]| {
    let mut places = HashSet::new();
    payload::open(record, LIMIT_BYTES, &mut |content| match content {
        Content::Line {
            line,
            subsequence,
            number,
            ..
        } => {
            assert!(!line.is_empty() && line.len() <= LIMIT_BYTES.max(record.len()));
            assert!(places.insert((subsequence, number)));
        }
        Content::Unreadable {
            subsequence,
            number,
            ..
        } => assert!(places.insert((subsequence, number))),
        Content::Control => {}
    });
});
