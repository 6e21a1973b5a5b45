//! The clock: the current time, and the time at which the work of an invocation must end.

use std::time::{Duration, Instant, SystemTime};

use crate::event::Timestamp;

/// The most time of an invocation that is reserved for the response: 2 s.
const MARGIN: Duration = Duration::from_secs(2);
/// At most one part in this many of an invocation's remaining time is reserved.
const MARGIN_SHARE: u32 = 5;

/// How long an invocation may take if its deadline has passed when it begins. Lambda never starts
/// such an invocation, but `cargo lambda watch` does.
const UNKNOWN: Duration = Duration::from_mins(1);

/// The current time, to the millisecond.
#[must_use]
pub(crate) fn now() -> Timestamp {
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

/// When work must end so that there is time to respond before Lambda's own deadline.
#[must_use]
pub(crate) fn deadline(of_lambda: SystemTime) -> Instant {
    let left = of_lambda
        .duration_since(SystemTime::now())
        .unwrap_or(UNKNOWN);
    Instant::now() + left.saturating_sub(MARGIN.min(left / MARGIN_SHARE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_time_left_to_respond_and_a_past_deadline_does_not_count() {
        let left = |of_lambda| deadline(of_lambda).saturating_duration_since(Instant::now());
        for (seconds, expected) in [(100, 98_000), (5, 4_000), (1, 800)] {
            let expected = Duration::from_millis(expected);
            // Time passes between the readings of the clocks, so the longest of some tries counts.
            let tries = (0..9).map(|_| left(SystemTime::now() + Duration::from_secs(seconds)));
            let longest = tries.max().unwrap();
            assert!(longest <= expected, "{seconds}: {longest:?}");
            let least = expected.saturating_sub(Duration::from_millis(500));
            assert!(longest > least, "{seconds}: {longest:?}");
        }
        let past = left(SystemTime::UNIX_EPOCH);
        assert!(past > Duration::from_secs(57), "{past:?}");
        assert!(past <= Duration::from_secs(58), "{past:?}");
    }
}
