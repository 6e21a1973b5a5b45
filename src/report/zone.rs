//! Local time: the day and the hour of a moment in the reader's time zone.

use jiff::tz::TimeZone;

/// How long an offset is assumed to last, in seconds. According to the IANA time zone database,
/// offsets change at a multiple of a quarter of an hour, UTC, with few exceptions since 1972, such
/// as 03:31 in St. John's until 2011. The rest of the quarter after such a change may be counted
/// with the previous offset.
const OFFSET_SECONDS: i64 = 900;

/// A time zone that remembers the offset of the previous moment.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    rules: TimeZone,
    name: String,
    /// The quarter of an hour of the previous moment, counted from 1970, and its offset in seconds.
    last: Option<(i64, i64)>,
}

impl Zone {
    /// A zone and the name that the report shows for it.
    #[must_use]
    pub(crate) fn new(zone: TimeZone, name: impl Into<String>) -> Self {
        Self {
            rules: zone,
            name: name.into(),
            last: None,
        }
    }

    /// Coordinated Universal Time.
    #[must_use]
    pub(crate) fn utc() -> Self {
        Self::new(TimeZone::UTC, "UTC")
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Seconds since 1970-01-01T00:00:00 on the clocks of the zone.
    pub(super) fn local(&mut self, seconds: i64) -> i64 {
        let quarter = seconds.div_euclid(OFFSET_SECONDS);
        let offset = match self.last {
            Some((last, offset)) if last == quarter => offset,
            _ => {
                let instant = jiff::Timestamp::from_second(seconds).unwrap_or_default();
                let offset = i64::from(self.rules.to_offset(instant).seconds());
                self.last = Some((quarter, offset));
                offset
            }
        };
        seconds + offset
    }
}

/// Seconds on a zone's clocks as `2025-10-10T13:00:00`.
pub(super) fn civil(local_seconds: i64) -> String {
    jiff::Timestamp::from_second(local_seconds).map_or_else(
        |_| local_seconds.to_string(),
        |instant| {
            TimeZone::UTC
                .to_datetime(instant)
                .strftime("%Y-%m-%dT%H:%M:%S")
                .to_string()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_follows_the_offset_of_the_moment() {
        let berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
        let mut zone = Zone::new(TimeZone::posix(berlin).unwrap(), "Europe/Berlin");
        // 2025-10-26T00:59:59Z is 02:59:59 in summer time. A second later it is 02:00:00 in winter
        // time.
        assert_eq!(civil(zone.local(1_761_440_399)), "2025-10-26T02:59:59");
        assert_eq!(civil(zone.local(1_761_440_400)), "2025-10-26T02:00:00");
        assert_eq!(civil(Zone::utc().local(0)), "1970-01-01T00:00:00");
    }
}
