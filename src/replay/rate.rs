//! Limits how fast requests are sent, by a bucket of bytes that fills at a rate. The rate halves
//! when the destination throttles, and climbs back when it does not
//! (<https://en.wikipedia.org/wiki/Additive_increase/multiplicative_decrease>).

use std::time::Duration;

/// A full bucket holds the bytes that the allowed rate gives in this time, so that a whole request
/// is sent at once.
const BURST: Duration = Duration::from_secs(1);

/// The rate halves at most once in this time. This way, concurrent requests that are all refused
/// count as one refusal.
const CUT_PAUSE: Duration = Duration::from_secs(2);

/// Once [`CUT_PAUSE`] has passed since the rate was last halved, each second raises the rate by
/// this share of the allowed rate.
const CLIMB_SHARE: f64 = 0.05;

/// The rate never falls below this share of the allowed rate.
const FLOOR_SHARE: f64 = 1.0 / 64.0;

/// A rate and its bucket. Every `now` is the time since the same fixed moment.
#[derive(Debug, Clone)]
pub struct Rate {
    allowed: f64,
    current: f64,
    bucket: f64,
    filled: Duration,
    cut: Option<Duration>,
}

impl Rate {
    /// A rate in bytes a second, with a full bucket.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate needs no more than 52 bits"
    )]
    pub fn new(bytes_per_second: u64) -> Self {
        let allowed = bytes_per_second.max(1) as f64;
        Self {
            allowed,
            current: allowed,
            bucket: allowed * BURST.as_secs_f64(),
            filled: Duration::ZERO,
            cut: None,
        }
    }

    /// Takes bytes out of the bucket. Returns how long to wait before sending them.
    #[expect(clippy::cast_precision_loss, reason = "a request has a few MiB")]
    pub fn take(&mut self, bytes: usize, now: Duration) -> Duration {
        self.fill(now);
        // A request may be larger than the bucket. It then waits until the missing bytes would have
        // been filled in.
        self.bucket -= bytes as f64;
        match self.bucket < 0.0 {
            true => Duration::from_secs_f64(-self.bucket / self.current),
            false => Duration::ZERO,
        }
    }

    /// Halves the rate because the destination throttled a request, unless it was halved shortly
    /// before.
    pub fn throttled(&mut self, now: Duration) {
        self.fill(now);
        let paused = self
            .cut
            .is_none_or(|cut| now.saturating_sub(cut) >= CUT_PAUSE);
        if paused {
            self.cut = Some(now);
            self.current = (self.current / 2.0).max(self.allowed * FLOOR_SHARE);
        }
    }

    /// The current rate in bytes a second.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is neither negative nor that large"
    )]
    pub fn bytes_per_second(&self) -> u64 {
        self.current as u64
    }

    fn fill(&mut self, now: Duration) {
        let seconds = now.saturating_sub(self.filled).as_secs_f64();
        self.filled = self.filled.max(now);
        let limit = self.allowed * BURST.as_secs_f64();
        self.bucket = (self.bucket + self.current * seconds).min(limit);
        let is_calm = self
            .cut
            .is_some_and(|cut| now.saturating_sub(cut) >= CUT_PAUSE);
        if is_calm {
            let climb = self.allowed * CLIMB_SHARE * seconds;
            self.current = (self.current + climb).min(self.allowed);
        }
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "a test has a few MiB")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rate_halves_once_for_concurrent_refusals_and_climbs_back() {
        let mut rate = Rate::new(1024);
        let at = Duration::from_millis;
        rate.throttled(at(1000));
        rate.throttled(at(1100));
        assert_eq!(rate.bytes_per_second(), 512);
        rate.throttled(at(4000));
        assert!(rate.bytes_per_second() < 400);
        for second in 6..60 {
            rate.take(0, at(second * 1000));
        }
        assert_eq!(rate.bytes_per_second(), 1024);
        for second in 60..200 {
            rate.throttled(at(second * 1000));
        }
        assert!(rate.bytes_per_second() >= 16);
    }

    proptest! {
        #[test]
        fn no_more_is_sent_than_the_rate_and_one_burst(
            allowed in 1_000_u64..5_000_000,
            requests in
                proptest::collection::vec((1_usize..4_000_000, 0_u64..2_000, any::<bool>()), 1..40),
        ) {
            let mut rate = Rate::new(allowed);
            let (mut now, mut sent) = (Duration::ZERO, 0_usize);
            for (bytes, pause, refused) in requests {
                now += Duration::from_millis(pause);
                now += rate.take(bytes, now);
                sent += bytes;
                // At any time, the bytes sent so far are at most one burst plus what the rate has
                // allowed since the start.
                let most = allowed as f64 * (now.as_secs_f64() + BURST.as_secs_f64());
                prop_assert!(sent as f64 <= most * 1.000_001 + 1.0, "{sent} of {most}");
                if refused {
                    rate.throttled(now);
                }
            }
        }
    }
}
