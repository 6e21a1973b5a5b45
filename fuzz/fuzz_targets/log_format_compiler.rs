//! Compiles random format strings. A format compiles, or is refused with a position within it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weblog_enrich::format::Format;

fuzz_target!(|format: &str| {
    for fields in [None, Some(format)] {
        if let Err(error) = Format::compile(format, fields) {
            assert!(error.position <= format.len(), "{error:?}");
            assert!(!error.reason.is_empty());
        }
    }
});
