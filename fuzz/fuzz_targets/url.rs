//! Puts random targets into a line. The line becomes one document.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::pipeline::{Pipeline, Record};

thread_local! {
    static PIPELINE: RefCell<Pipeline> = RefCell::new(Pipeline::new(
        Config::read(|name| match name {
            "GEOIP_PATH" => Some("none".to_owned()),
            "LOG_FORMAT" => Some("combined".to_owned()),
            _ => None,
        })
        .expect("these values are valid")
        .settings()
        .expect("no database is opened"),
    ));
}

fuzz_target!(|target: &[u8]| {
    // Skips targets with bytes that would end the request line or the log line, and targets with
    // bytes that no server writes: control characters, U+0085, U+2028 and U+2029. Other fuzz
    // targets have such bytes.
    let is_control = |byte: &u8| byte.is_ascii_control() || b" \"\\".contains(byte);
    let ends_line = |bytes: &[u8]| matches!(bytes, [0xe2, 0x80, 0xa8 | 0xa9] | [0xc2, 0x85, ..]);
    if target.iter().any(is_control)
        || target.windows(3).any(ends_line)
        || target.ends_with(&[0xc2, 0x85])
    {
        return;
    }
    let line = [
        b"203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET /".as_slice(),
        target,
        b" HTTP/1.1\" 200 1 \"-\" \"-\"",
    ]
    .concat();
    let record = Record {
        data: &line,
        id: "shard:1",
        arrival: Arrival::Stream(Timestamp {
            seconds: 1_767_225_600,
            nanoseconds: 0,
            digits: 0,
        }),
        continued: false,
    };
    PIPELINE.with_borrow_mut(|pipeline| {
        let mut documents = 0;
        pipeline.run(&record, &mut |_| documents += 1);
        assert_eq!(documents, 1);
        assert_eq!(pipeline.take_tally().events, 1, "a target never rejects its line");
    });
});
