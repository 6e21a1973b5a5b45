//! The arrival of a record, and the check for times that are too far from this arrival to have an
//! index of their own.
//!
//! OpenSearch keeps an index for each day of `@timestamp`. Servers with wrong clocks write any year
//! from 0001 to 9999, and a few hundred such days fill a cluster with indices. A line that is far
//! from its arrival therefore keeps its time and gets the tag `misdated`, by which the ingest
//! pipeline stores it in the single index `weblogs-misdated`.
//!
//! A line that is delivered again, even days later, must get the same tag. The tag therefore
//! depends only on the line's time and on the stream's own arrival time, which redelivery keeps.
//! The local clock never decides.

use crate::event::Timestamp;

/// How many days before its arrival a line may be by default. A server that was cut off sends the
/// lines of a few weeks later. With the default retention of 90 days, these days are a third of the
/// indices that exist anyway.
pub(crate) const PAST_DAYS: u32 = 31;

/// How many days after its arrival a line may be. This allows for local time without its zone (at
/// most 14 h) and for a clock that is a day ahead.
const FUTURE_DAYS: i64 = 2;

const DAY_SECONDS: i64 = 86_400;

/// When a record arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// The stream's arrival time, the same each time the record is delivered.
    Stream(Timestamp),
    /// The local time, if there is no stream, as for a file, or if the stream gives no time. The
    /// local time is unrelated to the times of the lines.
    Clock(Timestamp),
}

impl Arrival {
    /// The stream's time, or the result of `now` if the stream gives no time.
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

    /// Whether a line's time is too far from this arrival: more than `past_days` before it, or more
    /// than two days after it. The result is always false for [`Arrival::Clock`].
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::arrival::Arrival;
    /// use weblog_enrich::event::Timestamp;
    ///
    /// let at = |days: i64| Timestamp { seconds: days * 86_400, ..Timestamp::default() };
    /// let arrival = Arrival::Stream(at(20_000));
    /// assert!(!arrival.is_far_from(at(19_970), 31));
    /// assert!(arrival.is_far_from(at(19_960), 31));
    /// ```
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
    fn a_time_is_far_two_days_after_or_a_month_before_the_arrival_in_the_stream() {
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
