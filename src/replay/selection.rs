//! Selects entries by time, by code, and by whether OpenSearch refused them because of their
//! content.

use std::fmt;

use super::of_text;
use crate::event::Timestamp;
use crate::glob::Glob;

/// Which entries are wanted. The default wants every entry that the destination may accept this
/// time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only entries from this time on.
    pub since: Option<Timestamp>,
    /// Only entries before this time.
    pub until: Option<Timestamp>,
    /// Patterns of codes. If there are any, only entries with a matching code are wanted.
    pub(crate) codes: Vec<Glob>,
    /// Whether to send documents again that OpenSearch refused because of their content.
    pub mapping: bool,
}

/// Why an entry is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Passed {
    /// The entry's time is before `--since`, or not before `--until`.
    Time,
    /// No pattern of `--code` matches the entry's code.
    Code,
    /// OpenSearch refused the document because of its content.
    Mapping,
    /// The entry is a compact document, and the destination does not complete it.
    Compact,
    /// The entry is a document, and the destination takes only records and lines.
    Document,
    /// The entry is larger than the destination accepts.
    Size,
    /// The entry is a record in an event of Lambda, and its bytes cannot be decoded.
    Unreadable,
}

impl Passed {
    /// The reason in words, for messages.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Time => "time before --since, or not before --until",
            Self::Code => "no --code matches the error code",
            Self::Mapping => {
                "refused by OpenSearch because of their content; --include mapping sends them"
            }
            Self::Compact => {
                "compact documents, which only OpenSearch's ingest pipeline completes; \
                 --documents compact writes them unchanged"
            }
            Self::Document => "documents; --to-kinesis sends only records and lines",
            Self::Size => "larger than the destination accepts",
            Self::Unreadable => "records of invalid base64; --to-kinesis cannot send them",
        }
    }
}

impl Selection {
    /// Checks whether a time is wanted. An unknown time is wanted.
    ///
    /// # Errors
    /// The time is not wanted.
    pub fn time(&self, time: Option<Timestamp>) -> Result<(), Passed> {
        let Some(time) = time else {
            return Ok(());
        };
        let early = self.since.is_some_and(|since| key(time) < key(since));
        let late = self.until.is_some_and(|until| key(time) >= key(until));
        match early || late {
            true => Err(Passed::Time),
            false => Ok(()),
        }
    }

    /// Checks whether a code is wanted.
    ///
    /// # Errors
    /// The code is not wanted.
    pub fn code(&self, code: &str) -> Result<(), Passed> {
        let matches = |glob: &Glob| glob.matches(code);
        match self.codes.is_empty() || self.codes.iter().any(matches) {
            true => Ok(()),
            false => Err(Passed::Code),
        }
    }
}

/// A time that compares independently of the precision of its source.
fn key(time: Timestamp) -> (i64, u32) {
    (time.seconds, time.nanoseconds)
}

/// Why a value of `--since`, `--until` or `--rate` cannot be used. It is displayed as a lower-case
/// fragment that quotes the value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueError {
    /// The text is not a time.
    Time(String),
    /// The text is not a rate.
    Rate(String),
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(text) => write!(
                f,
                "`{text}` is not a time such as 2026-11-29, 2026-11-29T10:00:00Z, 90m, 6h or 7d"
            ),
            Self::Rate(text) => write!(f, "`{text}` is not a rate such as 4MiB/s or 500KiB/s"),
        }
    }
}

impl std::error::Error for ValueError {}

/// Reads the value of `--since` or `--until`: `2026-11-29` (midnight, UTC), `2026-11-29T10:00:00Z`,
/// or an age such as `90m`, `6h` or `7d`.
///
/// # Errors
/// [`ValueError::Time`].
pub fn time(text: &str, now: Timestamp) -> Result<Timestamp, ValueError> {
    let midnight = || of_text(&format!("{text}T00:00:00Z"));
    if let Some(time) = of_text(text).or_else(midnight) {
        return Ok(time);
    }
    let ago = || {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let seconds = match unit {
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return None,
        };
        let number: u32 = number.parse().ok()?;
        Some(Timestamp {
            seconds: now.seconds - i64::from(number) * seconds,
            ..now
        })
    };
    ago().ok_or_else(|| ValueError::Time(text.to_owned()))
}

/// Reads the value of `--rate`: an integer with `MiB`, `KiB`, `MB` or `KB`, such as `4MiB/s`. The
/// `/s` is optional. Returns bytes a second.
///
/// # Errors
/// [`ValueError::Rate`].
pub fn rate(text: &str) -> Result<u64, ValueError> {
    let amount = text.strip_suffix("/s").unwrap_or(text).trim();
    let digits = amount
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(amount.len());
    let (number, unit) = amount.split_at_checked(digits).unwrap_or((amount, ""));
    let factor: Option<u64> = match unit.trim() {
        "MiB" => Some(1024 * 1024),
        "KiB" => Some(1024),
        "MB" => Some(1_000_000),
        "KB" => Some(1000),
        _ => None,
    };
    let bytes = factor
        .zip(number.parse::<u64>().ok())
        .and_then(|(factor, number)| number.checked_mul(factor));
    bytes
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| ValueError::Rate(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        of_text(text).unwrap()
    }

    #[test]
    fn times_are_days_instants_or_ages() {
        let now = at("2026-11-29T10:00:00Z");
        let cases = [
            ("2026-11-28", "2026-11-28T00:00:00Z"),
            ("2026-11-28T09:30:00+01:00", "2026-11-28T08:30:00Z"),
            ("90m", "2026-11-29T08:30:00Z"),
            ("6h", "2026-11-29T04:00:00Z"),
            ("7d", "2026-11-22T10:00:00Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(time(text, now), Ok(at(expected)), "{text}");
        }
        for text in ["", "h", "7w", "yesterday", "-1d", "2026-13-01", "é"] {
            assert_eq!(time(text, now), Err(ValueError::Time(text.to_owned())));
        }
    }

    #[test]
    fn rates_have_a_unit() {
        assert_eq!(rate("4MiB/s"), Ok(4 << 20));
        assert_eq!(rate("500 KiB"), Ok(500 << 10));
        assert_eq!(rate("2MB/s"), Ok(2_000_000));
        for text in [
            "",
            "4",
            "4MiB/h",
            "-1MiB",
            "0MiB/s",
            "99999999999999999999MiB",
            "é",
        ] {
            assert_eq!(rate(text), Err(ValueError::Rate(text.to_owned())));
        }
    }

    #[test]
    fn the_first_instant_is_wanted_and_the_last_is_not() {
        let selection = Selection {
            since: Some(at("2026-11-28T00:00:00Z")),
            until: Some(at("2026-11-29T00:00:00Z")),
            codes: vec![Glob::new("5*"), Glob::new("Lambda.*")],
            ..Selection::default()
        };
        assert_eq!(
            selection.time(Some(at("2026-11-27T23:59:59.999Z"))),
            Err(Passed::Time)
        );
        assert_eq!(selection.time(Some(at("2026-11-28T00:00:00Z"))), Ok(()));
        assert_eq!(
            selection.time(Some(at("2026-11-29T00:00:00Z"))),
            Err(Passed::Time)
        );
        assert_eq!(selection.time(None), Ok(()));
        assert_eq!(selection.code("503"), Ok(()));
        assert_eq!(selection.code("Lambda.FunctionError"), Ok(()));
        assert_eq!(selection.code("400"), Err(Passed::Code));
        assert_eq!(Selection::default().code("400"), Ok(()));
    }
}
