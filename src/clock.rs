//! The clock: the one place where the functions read it.

use std::time::{Duration, Instant, SystemTime};

use crate::event::Timestamp;

/// How much of an invocation's time is kept back for the answer, at most: 2 s.
const MARGIN: Duration = Duration::from_secs(2);
/// And at most this share of the time that there is.
const MARGIN_SHARE: u32 = 5;

/// How long an invocation may take whose deadline is past when it begins. Lambda gives none such; `cargo lambda watch` does.
const UNKNOWN: Duration = Duration::from_mins(1);

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
        .unwrap_or(UNKNOWN);
    Instant::now() + left.saturating_sub(MARGIN.min(left / MARGIN_SHARE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_time_left_to_answer_and_a_past_deadline_is_none() {
        let left = |of_lambda| deadline(of_lambda) - Instant::now();
        let now = SystemTime::now();
        assert!(left(now + Duration::from_secs(100)) <= Duration::from_secs(98));
        assert!(left(now + Duration::from_secs(5)) <= Duration::from_secs(4));
        assert!(left(SystemTime::UNIX_EPOCH) > Duration::from_secs(30));
    }
}
