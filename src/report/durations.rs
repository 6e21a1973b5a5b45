//! Percentiles of the time to answer, by t-digest
//! (<https://datasketches.apache.org/docs/tdigest/tdigest.html>).
//!
//! Up to [`EXACT_VALUES`] values are kept, and percentiles are exact. The 95th percentile, for
//! example, is the smallest value such that at least 95 % of all values are not greater. With more
//! values, the rank of a percentile may be wrong by a hundredth; the 99th percentile is more
//! accurate.

use datasketches::tdigest::TDigestMut;

use super::model::Percentiles;

/// The most values that are kept.
pub(super) const EXACT_VALUES: usize = 512;

/// The compression of the digest. With it, a digest has at most about 400 centroids.
const COMPRESSION: u16 = 200;

/// The durations of one page's answers, or of all answers, in one period. In microseconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Durations {
    values: Vec<u32>,
    digest: Option<Box<TDigestMut>>,
}

impl Durations {
    /// Adds a duration. A duration of more than 71 minutes counts as 71 minutes.
    pub(super) fn add(&mut self, duration_ns: u64) {
        let microseconds = u32::try_from(duration_ns / 1_000).unwrap_or(u32::MAX);
        match &mut self.digest {
            Some(digest) => digest.update(f64::from(microseconds)),
            None if self.values.len() < EXACT_VALUES => self.values.push(microseconds),
            None => {
                self.digest().update(f64::from(microseconds));
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        if let Some(digest) = &other.digest {
            self.digest().merge(digest);
        }
        if self.digest.is_none() && self.values.len() + other.values.len() <= EXACT_VALUES {
            self.values.extend_from_slice(&other.values);
        } else {
            let digest = self.digest();
            for value in &other.values {
                digest.update(f64::from(*value));
            }
        }
    }

    /// Moves the kept values into the digest, and returns it.
    fn digest(&mut self) -> &mut TDigestMut {
        let values = &mut self.values;
        self.digest.get_or_insert_with(|| {
            let mut digest = TDigestMut::new(COMPRESSION).expect("the compression is in range");
            for value in std::mem::take(values) {
                digest.update(f64::from(value));
            }
            Box::new(digest)
        })
    }

    /// The percentiles in milliseconds. `None` if there are no values.
    pub(super) fn percentiles(&mut self) -> Option<Percentiles> {
        self.values.sort_unstable();
        Some(Percentiles {
            count: match &self.digest {
                Some(digest) => digest.total_weight(),
                None => self.values.len() as u64,
            },
            p50: self.percentile(50)?,
            p95: self.percentile(95)?,
            p99: self.percentile(99)?,
        })
    }

    /// A percentile in milliseconds. The kept values must be sorted.
    fn percentile(&mut self, hundredths: u8) -> Option<f64> {
        if let Some(digest) = &mut self.digest {
            let rank = f64::from(hundredths) / 100.0;
            return digest.quantile(rank).ok().flatten().map(milliseconds);
        }
        let place = (self.values.len() * usize::from(hundredths)).div_ceil(100);
        let value = self.values.get(place.checked_sub(1)?)?;
        Some(milliseconds(f64::from(*value)))
    }
}

/// Converts microseconds to milliseconds, rounded to a microsecond.
fn milliseconds(microseconds: f64) -> f64 {
    microseconds.round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_few_values_are_exact() {
        let mut durations = Durations::default();
        assert_eq!(durations.percentiles(), None);
        for millisecond in (1..=100).rev() {
            durations.add(millisecond * 1_000_000);
        }
        let Percentiles {
            count,
            p50,
            p95,
            p99,
        } = durations.percentiles().unwrap();
        assert_eq!((count, p50, p95, p99), (100, 50.0, 95.0, 99.0));
    }

    #[test]
    fn percentiles_of_many_values_are_within_a_hundredth_of_the_rank() {
        let mut parts = [Durations::default(), Durations::default()];
        for value in 0..100_000_u64 {
            // The step shares no factor with the number of values, so every value occurs.
            parts[(value % 2) as usize].add(value * 7_919 % 100_000 * 1_000);
        }
        let [mut durations, other] = parts;
        durations.merge(&other);
        let Percentiles {
            count,
            p50,
            p95,
            p99,
        } = durations.percentiles().unwrap();
        assert_eq!(count, 100_000);
        for (found, expected) in [(p50, 50.0), (p95, 95.0), (p99, 99.0)] {
            assert!((found - expected).abs() < 1.0, "{found} is not {expected}");
        }
    }
}
