//! The content of a report, as written in JSON. `docs/report.schema.json` describes each member.

use serde::Serialize;

/// A report on a log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The version of this format. It increases when a member changes its meaning.
    pub version: u32,
    /// What made it: `weblog 0.1.0`.
    pub generator: String,
    /// When it was made, RFC 3339, or `None` if unknown.
    pub made_at: Option<String>,
    /// The names of the files.
    pub sources: Vec<String>,
    /// The IANA name of the time zone of periods and hours.
    pub time_zone: String,
    /// The time of the oldest event, RFC 3339, UTC.
    pub first: Option<String>,
    /// The time of the newest.
    pub last: Option<String>,
    /// What became of the lines.
    pub lines: Lines,
    /// All events together.
    pub totals: Totals,
    /// The values of the dimensions, which `slices` refers to by index.
    pub dimensions: DimensionValues,
    /// Indices of kind, class, host and period. The period is -1 in a part without periods.
    pub slices: Vec<[i32; 4]>,
    /// All events by slice: slice, requests and bytes, repeated.
    pub cells: Vec<u64>,
    /// Visitors by each dimension.
    pub visitors: VisitorsByDimension,
    /// The time to answer by period.
    pub durations: Vec<PeriodPercentiles>,
    /// The parts that have data.
    pub parts: Vec<ReportPart>,
    /// Lines that could not be read, the commonest reason first.
    pub rejections: Vec<RejectedLines>,
    /// Lines dropped by a rule.
    pub drops: Vec<DroppedLines>,
    /// The newest lines, redacted, if they are wanted.
    pub log: Vec<String>,
}

/// What became of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// Lines found: the sum of the following.
    pub read: u64,
    /// Access events.
    pub events: u64,
    /// Lines that could not be read.
    pub rejected: u64,
    /// Lines dropped by a rule.
    pub dropped: u64,
}

/// All events together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Totals {
    /// Events.
    pub requests: u64,
    /// Of agents that are not bots.
    pub people: u64,
    /// Of bots.
    pub bots: u64,
    /// Sent to clients.
    pub bytes: u64,
    /// Answered with 4xx.
    pub client_errors: u64,
    /// Answered with 5xx.
    pub server_errors: u64,
    /// Different addresses: all, of people, of bots.
    pub visitors: [u64; 3],
    /// Whether the `visitors` here and in the report are exact.
    pub visitors_exact: bool,
    /// The time to answer.
    pub duration_ms: Option<Percentiles>,
}

/// Percentiles of the time to answer, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Percentiles {
    /// Requests with a time.
    pub count: u64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
}

/// Percentiles of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PeriodPercentiles {
    /// Its index in `dimensions.periods`.
    pub period: usize,
    /// The percentiles.
    pub duration_ms: Percentiles,
}

/// The values of the dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DimensionValues {
    /// `people`, `bots`.
    pub kinds: [&'static str; 2],
    /// `none` to `5xx`.
    pub classes: [&'static str; 6],
    /// Virtual hosts. `None` is all others together; an empty name means that no host was logged.
    pub hosts: Vec<Option<String>>,
    /// The length of a period.
    pub period_seconds: i64,
    /// Whether the periods are consecutive. If not, empty ones are omitted.
    pub contiguous: bool,
    /// When each period begins, on the clocks of `time_zone`.
    pub periods: Vec<String>,
}

/// Visitors (all, people, bots) by the indices of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitorsByDimension {
    /// By class of status.
    pub classes: Vec<[u64; 3]>,
    /// By virtual host.
    pub hosts: Vec<[u64; 3]>,
    /// By period.
    pub periods: Vec<[u64; 3]>,
}

/// A part: names and their counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportPart {
    /// `pages`, `countries`.
    pub id: &'static str,
    /// The title for a person.
    pub title: &'static str,
    /// What is counted, if the title does not say it.
    pub note: &'static str,
    /// The titles of a name's texts.
    pub columns: &'static [&'static str],
    /// The number of different names, or of kept names if counts are not exact.
    pub names: usize,
    /// Requests of all names.
    pub requests: u64,
    /// By how many requests a count may be too low; 0 if counts are exact.
    pub error_requests: u64,
    /// Whether the slices of its cells have periods.
    pub by_period: bool,
    /// The names with the most requests, also of each kind and with failures.
    pub rows: Vec<ReportRow>,
}

/// A name and its counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportRow {
    /// A text for each of the part's columns.
    pub name: Vec<String>,
    /// ISO 3166-1 alpha-2, of a country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Events.
    pub requests: u64,
    /// Of bots.
    pub bots: u64,
    /// Sent to clients.
    pub bytes: u64,
    /// Answered with 4xx or 5xx.
    pub failures: u64,
    /// Different addresses: all, of people, of bots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitors: Option<[u64; 3]>,
    /// The time to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<Percentiles>,
    /// The same by period.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub durations: Vec<PeriodPercentiles>,
    /// Slice, requests and bytes, repeated.
    pub cells: Vec<u64>,
}

/// Lines rejected for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedLines {
    /// The stable code.
    pub code: &'static str,
    /// How many.
    pub lines: u64,
    /// The first ones, redacted.
    pub examples: Vec<String>,
}

/// Lines dropped by one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DroppedLines {
    /// The rule, as configured.
    pub rule: String,
    /// How many.
    pub lines: u64,
}
