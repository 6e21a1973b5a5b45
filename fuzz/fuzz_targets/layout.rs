//! Compiles the input's first line as a format, and reads the other lines by it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weblog_enrich::format::Format;

fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|byte| *byte == b'\n');
    let format = lines.next().and_then(|line| std::str::from_utf8(line).ok());
    let Some(Ok(mut format)) = format.map(|format| Format::compile(format, None)) else {
        return;
    };
    format.start_source();
    for line in lines.filter(|line| !line.is_empty()) {
        // A line is read or rejected. The result borrows from the line.
        let _ = format.read(line);
    }
});
