//! Splits random messages, each with the magic bytes and the correct checksum. Without both, no
//! input would pass the first check.
#![no_main]

use libfuzzer_sys::fuzz_target;
use md5::{Digest, Md5};
use weblog_enrich::payload::{self, Content};

/// The first bytes of an aggregate:
/// <https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md>.
const MAGIC: &[u8] = &[0xf3, 0x89, 0x9a, 0xc2];

fuzz_target!(|message: &[u8]| {
    let record = [MAGIC, message, Md5::digest(message).as_slice()].concat();
    let mut last = None;
    payload::open(&record, 1024 * 1024, &mut |content| {
        if let Content::Line {
            subsequence,
            number,
            ..
        } = content
        {
            assert!(last < Some((subsequence, number)), "places are in order");
            last = Some((subsequence, number));
        }
    });
});
