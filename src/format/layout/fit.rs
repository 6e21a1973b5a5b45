//! Derives facts from the pattern of a time, such as the length of the time and how often the
//! literal after the time occurs within it.

use jiff::civil::{self, Date};
use jiff::tz::TimeZone;

use super::step::{Ending, Opening, Step, TimeShape};
use crate::format::field::Field;

/// Completes the steps of times. `pattern` is the pattern of [`Field::TimePattern`].
pub(super) fn fit_times(steps: &mut [Step], tail: &[u8], pattern: &str) {
    let mut steps = steps.iter_mut().peekable();
    while let Some(step) = steps.next() {
        let after = steps.peek().map_or(tail, |next| &*next.before);
        let pattern = match step.field {
            Some(Field::TimeClf) => "%d/%b/%Y:%H:%M:%S %z",
            Some(Field::TimePattern) => pattern,
            _ => continue,
        };
        // The samples are a Tuesday in November and a Wednesday in May. If both samples have the
        // same length, it is assumed that all times of the pattern have this length.
        let (Some(long), Some(short)) = (
            written(pattern, civil::date(2026, 11, 24)),
            written(pattern, civil::date(2026, 5, 6)),
        ) else {
            continue;
        };
        // The time contains quotes.
        if pattern.contains('"') {
            step.allow_stray_quotes();
        }
        // The first blank belongs to the literal. The other blanks belong to the time.
        if short.starts_with(' ') {
            step.before.set_exact(true);
        }
        step.opening = shape(&long, &short).map_or(Opening::Any, Opening::Time);
        if let Ending::Text { inner, .. } = &mut step.ending {
            *inner = occurrences(&long, after);
        }
    }
}

/// The common form of two times. `None` if their lengths differ, or if they have no digits at the
/// same offsets.
fn shape(long: &str, short: &str) -> Option<TimeShape> {
    if long.len() != short.len() {
        return None;
    }
    let mut digits = long
        .bytes()
        .zip(short.bytes())
        .enumerate()
        .filter(|(_, (long, short))| long.is_ascii_digit() && short.is_ascii_digit())
        .map(|(at, _)| at);
    let first = digits.next()?;
    let last = digits.next_back().unwrap_or(first);
    Some(TimeShape {
        bytes: long.len(),
        digits: [first, last],
    })
}

/// Writes a time of this date by the pattern.
fn written(pattern: &str, date: Date) -> Option<String> {
    let time = date
        .at(13, 55, 36, 123_456_789)
        .to_zoned_datetime(TimeZone::UTC)
        .ok()?;
    jiff::fmt::strtime::format(pattern, &time).ok()
}

/// How often `separator` occurs in `sample`. A sequence of blanks counts once, because padding
/// before a day or an hour may add blanks.
fn occurrences(sample: &str, separator: &[u8]) -> usize {
    match std::str::from_utf8(separator) {
        Ok("") | Err(_) => 0,
        Ok(" ") => sample.split_ascii_whitespace().count().saturating_sub(1),
        Ok(separator) => sample.matches(separator).count(),
    }
}
