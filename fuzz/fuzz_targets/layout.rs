//! A format on the input's first line, and the other lines read by it. Two lines of combined that
//! were read each by itself are not read as one where they are joined: the second one's time shows
//! it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weblog_enrich::format::{Field, Format, Reading};

fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|byte| *byte == b'\n');
    let name = lines.next().and_then(|line| std::str::from_utf8(line).ok());
    let Some(Ok(mut format)) = name.map(|name| Format::compile(name, None)) else {
        return;
    };
    format.start_source();
    let mut before: Option<&[u8]> = None;
    for line in lines.filter(|line| !line.is_empty()) {
        // A line is read or rejected; the reading borrows from it.
        let is_timed = match format.read(line) {
            Ok(Reading::Line(read)) => read.raw(Field::TimeClf).is_some_and(begins_time),
            Ok(Reading::Directive) | Err(_) => false,
        };
        let is_combined = matches!(name, Some("combined" | "nginx" | "vhost_combined"));
        let timed = Some(line).filter(|_| is_timed && is_combined);
        if let (Some(before), Some(line)) = (before, timed) {
            let joined = [before, line].concat();
            assert!(format.read(&joined).is_err(), "two lines were read as one");
        }
        before = timed;
    }
});

/// Whether a text begins as a time does: `10/Oct/2025`.
fn begins_time(text: &[u8]) -> bool {
    matches!(text, [d1, d2, b'/', m1, m2, m3, b'/', year, ..]
        if [d1, d2, year].into_iter().all(u8::is_ascii_digit)
            && [m1, m2, m3].into_iter().all(u8::is_ascii_alphabetic))
}
