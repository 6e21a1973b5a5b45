//! Counts of entries by code, day and prefix, and of skipped entries by reason.

use std::collections::BTreeMap;

use super::selection::Passed;
use crate::event::Timestamp;

/// Firehose bills each record in steps of this many bytes (5 KB for Direct PUT,
/// <https://aws.amazon.com/firehose/pricing/>).
pub const UNIT_BYTES: u64 = 5 * 1024;

/// The most rows. All further keys share one row.
const ROWS_LIMIT: usize = 10_000;

/// The most reasons of refusals. All further reasons share one count.
const REASONS_LIMIT: usize = 100;

/// A row of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    /// Entries to send: documents, or records for Kinesis.
    pub entries: u64,
    /// Bytes of these entries.
    pub bytes: u64,
    /// Steps of [`UNIT_BYTES`] that Firehose bills for them.
    pub units: u64,
}

impl Row {
    /// Adds an entry of this size.
    fn add(&mut self, bytes: usize) {
        self.entries += 1;
        self.bytes += bytes as u64;
        self.units += (bytes as u64).div_ceil(UNIT_BYTES);
    }
}

/// The origin of a row's entries: the code, the day as `2026-11-29` or `-`, and the prefix.
pub type Key = (String, String, String);

/// All counts of a replay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The entries by code, day and prefix.
    pub rows: BTreeMap<Key, Row>,
    /// The skipped entries by reason.
    pub passed: BTreeMap<Passed, u64>,
    /// The documents that OpenSearch refused because of their content, by reason.
    pub reasons: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts an entry.
    pub fn add(&mut self, code: &str, time: Option<Timestamp>, prefix: &str, bytes: usize) {
        let key = (code.to_owned(), day(time), prefix.to_owned());
        let is_full = self.rows.len() >= ROWS_LIMIT && !self.rows.contains_key(&key);
        let key = match is_full {
            true => ("(others)".to_owned(), "-".to_owned(), "-".to_owned()),
            false => key,
        };
        self.rows.entry(key).or_default().add(bytes);
    }

    /// Counts a skipped entry.
    pub fn pass(&mut self, why: Passed) {
        *self.passed.entry(why).or_default() += 1;
    }

    /// Counts a document that OpenSearch refused for this reason.
    pub fn refuse(&mut self, reason: String) {
        let is_full = self.reasons.len() >= REASONS_LIMIT && !self.reasons.contains_key(&reason);
        let reason = match is_full {
            true => "(other reasons)".to_owned(),
            false => reason,
        };
        *self.reasons.entry(reason).or_default() += 1;
    }

    /// The sum of all rows.
    #[must_use]
    pub fn total(&self) -> Row {
        self.rows.values().fold(Row::default(), |total, row| Row {
            entries: total.entries + row.entries,
            bytes: total.bytes + row.bytes,
            units: total.units + row.units,
        })
    }
}

/// The day of a time in UTC, or `-` if the time is unknown.
fn day(time: Option<Timestamp>) -> String {
    let time = time.and_then(|time| jiff::Timestamp::from_second(time.seconds).ok());
    time.map_or_else(
        || "-".to_owned(),
        |time| time.to_string().get(..10).unwrap_or("-").to_owned(),
    )
}

/// The prefix of a key or path: its folder, without a date at the end of the folder. A folder that
/// consists only of a date is kept. If there is no folder, the prefix is empty.
#[must_use]
pub fn prefix(name: &str) -> &str {
    let is_date = |part: &str| {
        let digits = part
            .split_once('=')
            .map_or(part, |(_, value)| value)
            .trim_start_matches(['w', '-']);
        !digits.is_empty()
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    let mut folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    while let Some((before, last)) = folder.rsplit_once('/') {
        if !is_date(last) {
            break;
        }
        folder = before;
    }
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_the_folder_without_its_date() {
        let cases = [
            (
                "s3://b/failed/processing-failed/2026/11/29/10/x-1.gz",
                "s3://b/failed/processing-failed",
            ),
            ("s3://b/documents/year=2026/month=11/x", "s3://b/documents"),
            (
                "s3://b/aws/lambda/m-1/shardId-000000000000/2026/11/29/t-1",
                "s3://b/aws/lambda/m-1/shardId-000000000000",
            ),
            ("s3://b/x.log", "s3://b"),
            ("logs/2026-11-29/x.log", "logs"),
            ("2026/x.log", "2026"),
            ("x.log", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(prefix(name), expected, "{name}");
        }
    }

    #[test]
    fn a_record_is_billed_in_whole_units() {
        let mut counts = Counts::default();
        let time = Some(Timestamp {
            seconds: 1_764_410_400,
            ..Timestamp::default()
        });
        for bytes in [1, 5120, 5121] {
            counts.add("503", time, "s3://b/failed", bytes);
        }
        counts.add("503", None, "s3://b/failed", 0);
        let key = |day: &str| ("503".to_owned(), day.to_owned(), "s3://b/failed".to_owned());
        let row = |entries, bytes, units| Row {
            entries,
            bytes,
            units,
        };
        assert_eq!(counts.rows[&key("2025-11-29")], row(3, 10_242, 4));
        assert_eq!(counts.rows[&key("-")], row(1, 0, 0));
        assert_eq!(counts.total(), row(4, 10_242, 4));
    }

    #[test]
    fn memory_is_bounded_for_any_number_of_codes() {
        let mut counts = Counts::default();
        for number in 0..ROWS_LIMIT + 5 {
            counts.add(&number.to_string(), None, "", 1);
            counts.refuse(number.to_string());
        }
        assert_eq!(counts.rows.len(), ROWS_LIMIT + 1);
        assert_eq!(counts.reasons.len(), REASONS_LIMIT + 1);
        assert_eq!(counts.total().entries, ROWS_LIMIT as u64 + 5);
    }
}
