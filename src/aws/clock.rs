//! The clock: the one place where the functions read it.

use std::time::{Duration, Instant, SystemTime};

use crate::event::Timestamp;

/// How much of an invocation's time is kept back for the answer, at most: 2 s.
const MARGIN: Duration = Duration::from_secs(2);
/// And at most this share of the time that there is.
const MARGIN_SHARE: u32 = 5;

/// Now, to the millisecond.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    Timestamp {
        seconds,
        nanoseconds: since.subsec_millis() * 1_000_000,
        digits: 3,
    }
}

/// When work must be over so that there is time left to answer before Lambda's own deadline.
#[must_use]
pub fn deadline(of_lambda: SystemTime) -> Instant {
    let left = of_lambda
        .duration_since(SystemTime::now())
        .unwrap_or_default();
    Instant::now() + left.saturating_sub(MARGIN.min(left / MARGIN_SHARE))
}
