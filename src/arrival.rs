//! When a record arrived, and which times of lines are too far from it to have an index of their own.
//!
//! OpenSearch keeps an index for each day of `@timestamp`. Lines say the years 0001 to 9999 as wrong clocks have them, and a few
//! hundred such days fill a cluster with indices. So a line far from its arrival keeps its time and gets the tag `misdated`, by
//! which the ingest pipeline puts it into the one index `weblogs-misdated`.
//!
//! The same line delivered again has to meet itself, days later too. So the tag depends on nothing but the line's time and the
//! stream's own word of when it took the record, which redelivery keeps; a clock of ours decides nothing.

use crate::event::Timestamp;

/// How many days before its arrival a line may be by default. A server that was cut off sends what it kept for a few weeks;
/// an index a day of that is a third of what the retention of 90 days holds anyway.
pub const PAST_DAYS: u32 = 31;

/// How many days after its arrival a line may be: local time without its zone (at most 14 h), and a clock that is a day ahead.
const FUTURE_DAYS: i64 = 2;

const DAY_SECONDS: i64 = 86_400;

/// When a record arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// By the stream's word: the same whenever the record is delivered.
    Stream(Timestamp),
    /// By the clock, where there is no stream, as for a file: when the record was read says nothing of its lines.
    Clock(Timestamp),
}

impl Arrival {
    /// The stream's word, or else the clock's.
    #[must_use]
    pub fn of(stream: Option<Timestamp>, now: impl FnOnce() -> Timestamp) -> Self {
        stream.map_or_else(|| Self::Clock(now()), Self::Stream)
    }

    /// The time alone.
    #[must_use]
    pub const fn time(self) -> Timestamp {
        match self {
            Self::Stream(time) | Self::Clock(time) => time,
        }
    }

    /// Whether a line's time is too far from this arrival, if so many days before it are allowed.
    #[must_use]
    pub fn is_far_from(self, time: Timestamp, past_days: u32) -> bool {
        let Self::Stream(arrival) = self else {
            return false;
        };
        let seconds = time.seconds.saturating_sub(arrival.seconds);
        seconds < -i64::from(past_days) * DAY_SECONDS || seconds > FUTURE_DAYS * DAY_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp {
            seconds,
            nanoseconds: 0,
            digits: 0,
        }
    }

    #[test]
    fn only_times_far_from_what_the_stream_says_are_far() {
        let arrival = 1_767_225_600;
        let cases = [
            ("same", 0, false),
            ("two-days-later", 2 * DAY_SECONDS, false),
            ("more-than-two-days-later", 2 * DAY_SECONDS + 1, true),
            ("a-month-before", -31 * DAY_SECONDS, false),
            ("more-than-a-month-before", -31 * DAY_SECONDS - 1, true),
            ("year-one", -62_135_596_800 - arrival, true),
            ("year-9999", 253_402_300_799 - arrival, true),
            ("least", i64::MIN, true),
            ("greatest", i64::MAX, true),
        ];
        for (name, seconds, expected) in cases {
            let time = at(arrival.saturating_add(seconds));
            let far = |arrival: Arrival| arrival.is_far_from(time, PAST_DAYS);
            assert_eq!(far(Arrival::Stream(at(arrival))), expected, "{name}");
            assert!(!far(Arrival::Clock(at(arrival))), "{name}");
        }
    }
}
