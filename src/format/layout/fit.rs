//! Derives two facts from the pattern of a time: its length, and how often the literal after it
//! occurs within it.

use jiff::civil::{self, Date};
use jiff::tz::TimeZone;

use super::step::{Ending, Opening, Step, TimeShape};
use crate::format::field::Field;

/// Sets the steps of times by their pattern, that of [`Field::TimePattern`].
pub(super) fn fit_times(steps: &mut [Step], tail: &[u8], pattern: &str) {
    let mut steps = steps.iter_mut().peekable();
    while let Some(step) = steps.next() {
        let after = steps.peek().map_or(tail, |next| &*next.before);
        let pattern = match step.field {
            Some(Field::TimeClf) => "%d/%b/%Y:%H:%M:%S %z",
            Some(Field::TimePattern) => pattern,
            _ => continue,
        };
        // A Tuesday in November and a Wednesday in May. They have the same length only if all times
        // of the pattern do.
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
        // The first of its blanks belongs to the literal, the others to the time.
        if short.starts_with(' ') {
            step.before.set_exact(true);
        }
        step.opening = shape(&long, &short).map_or(Opening::Any, Opening::Time);
        if let Ending::Text { inner, .. } = &mut step.ending {
            *inner = occurrences(&long, after);
        }
    }
}

/// What two times have in common, if they have the same length and have digits.
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

/// The time of a day, written by the pattern.
fn written(pattern: &str, date: Date) -> Option<String> {
    let time = date
        .at(13, 55, 36, 123_456_789)
        .to_zoned_datetime(TimeZone::UTC)
        .ok()?;
    jiff::fmt::strtime::format(pattern, &time).ok()
}

/// How often `separator` occurs in `sample`; a run of blanks counts once, as a padded day or hour
/// may widen it.
fn occurrences(sample: &str, separator: &[u8]) -> usize {
    match std::str::from_utf8(separator) {
        Ok("") | Err(_) => 0,
        Ok(" ") => sample.split_ascii_whitespace().count().saturating_sub(1),
        Ok(separator) => sample.matches(separator).count(),
    }
}
