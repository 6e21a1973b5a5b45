//! The content of a report, as written in JSON. `docs/report.schema.json` describes each member.

use serde::Serialize;

/// A report on a log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Report {
    /// The version of this format. It increases if a member changes its meaning.
    pub(crate) version: u32,
    /// The program that made the report: `weblog 0.1.0`.
    pub(crate) generator: String,
    /// When the report was made (RFC 3339), or `None` if unknown.
    pub(crate) made_at: Option<String>,
    /// The names of the inputs.
    pub(crate) sources: Vec<String>,
    /// The IANA name of the time zone of periods and hours, or `local` if the name of the machine's
    /// time zone is unknown.
    pub(crate) time_zone: String,
    /// The time of the oldest event, RFC 3339, UTC.
    pub(crate) first: Option<String>,
    /// The time of the newest event, RFC 3339, UTC.
    pub(crate) last: Option<String>,
    /// The numbers of lines by what they became.
    pub(crate) lines: Lines,
    /// All events together.
    pub(crate) totals: Totals,
    /// The values of the dimensions. `slices` refers to them by index.
    pub(crate) dimensions: DimensionValues,
    /// The indices of kind, class, host and period of each slice. The period is -1 in a part
    /// without periods.
    pub(crate) slices: Vec<[i32; 4]>,
    /// The counts of all events: the slice, the requests and the bytes of each cell, one after the
    /// other.
    pub(crate) cells: Vec<u64>,
    /// Visitors by class of status, by virtual host and by period.
    pub(crate) visitors: VisitorsByDimension,
    /// The time to answer by period.
    pub(crate) durations: Vec<PeriodPercentiles>,
    /// The parts that have data.
    pub(crate) parts: Vec<ReportPart>,
    /// Lines that could not be read. The most frequent reason is first.
    pub(crate) rejections: Vec<RejectedLines>,
    /// Lines dropped by a rule.
    pub(crate) drops: Vec<DroppedLines>,
    /// The newest lines, redacted. The list is empty unless lines are wanted.
    pub(crate) log: Vec<String>,
}

/// The numbers of lines by what they became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Lines {
    /// The number of all lines that were found, which is the sum of the other numbers.
    pub(crate) read: u64,
    /// Lines that became events.
    pub(crate) events: u64,
    /// Lines that could not be read.
    pub(crate) rejected: u64,
    /// Lines dropped by a rule.
    pub(crate) dropped: u64,
}

/// All events together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Totals {
    /// The number of events.
    pub(crate) requests: u64,
    /// Requests whose agent is not known as a bot.
    pub(crate) people: u64,
    /// Requests of bots.
    pub(crate) bots: u64,
    /// Bytes that were sent to clients.
    pub(crate) bytes: u64,
    /// Requests that were answered with 4xx.
    pub(crate) client_errors: u64,
    /// Requests that were answered with 5xx.
    pub(crate) server_errors: u64,
    /// The numbers of different addresses: all, of people, of bots.
    pub(crate) visitors: [u64; 3],
    /// Whether these `visitors` and the `visitors` of the report are exact. Those of a row may be
    /// estimated in any case.
    pub(crate) visitors_exact: bool,
    /// The time to answer. `None` if no duration was logged.
    pub(crate) duration_ms: Option<Percentiles>,
}

/// Percentiles of the time to answer, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Percentiles {
    /// Requests whose duration was logged.
    pub(crate) count: u64,
    /// The median.
    pub(crate) p50: f64,
    /// The 95th percentile.
    pub(crate) p95: f64,
    /// The 99th percentile.
    pub(crate) p99: f64,
}

/// Percentiles of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct PeriodPercentiles {
    /// The index of the period in `dimensions.periods`.
    pub(crate) period: usize,
    /// The percentiles.
    pub(crate) duration_ms: Percentiles,
}

/// The values of the dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DimensionValues {
    /// The names of the kinds: `people`, `bots`.
    pub(crate) kinds: [&'static str; 2],
    /// The names of the classes of status: `none` (no status was logged) to `5xx`.
    pub(crate) classes: [&'static str; 6],
    /// Virtual hosts. `None` means all other hosts together. An empty name means that no host was
    /// logged.
    pub(crate) hosts: Vec<Option<String>>,
    /// The length of a period.
    pub(crate) period_seconds: i64,
    /// Whether the periods are consecutive. If they are not, empty periods are omitted.
    pub(crate) contiguous: bool,
    /// The beginning of each period, on the clocks of `time_zone`.
    pub(crate) periods: Vec<String>,
}

/// Visitors (all, people, bots) by the indices of each dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct VisitorsByDimension {
    /// Visitors by class of status.
    pub(crate) classes: Vec<[u64; 3]>,
    /// Visitors by virtual host.
    pub(crate) hosts: Vec<[u64; 3]>,
    /// Visitors by period.
    pub(crate) periods: Vec<[u64; 3]>,
}

/// A part: a table of names and their counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ReportPart {
    /// The part's name, such as `pages` or `countries`.
    pub(crate) id: &'static str,
    /// The title for a person.
    pub(crate) title: &'static str,
    /// What is counted, if the title does not say it.
    pub(crate) note: &'static str,
    /// The titles of the columns of names: one, or two if names are pairs.
    pub(crate) columns: &'static [&'static str],
    /// The number of different names. If counts are not exact, it is the number of names that were
    /// kept.
    pub(crate) names: usize,
    /// Requests of all these names.
    pub(crate) requests: u64,
    /// By how many requests a count may be too low; 0 if counts are exact.
    pub(crate) error_requests: u64,
    /// Whether the slices of the part's cells have periods.
    pub(crate) by_period: bool,
    /// The names with the most requests in total, of each kind and with failures, and those with
    /// the slowest answers.
    pub(crate) rows: Vec<ReportRow>,
}

/// A name and its counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ReportRow {
    /// A text for each of the part's columns of names.
    pub(crate) name: Vec<String>,
    /// The ISO 3166-1 alpha-2 code of a country. `None` in other parts, and for a country of which
    /// only the code or only the name is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// The number of events.
    pub(crate) requests: u64,
    /// Requests of bots.
    pub(crate) bots: u64,
    /// Bytes that were sent to clients.
    pub(crate) bytes: u64,
    /// Requests that were answered with 4xx or 5xx.
    pub(crate) failures: u64,
    /// The numbers of different addresses: all, of people, of bots. `None` if the part does not
    /// count visitors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) visitors: Option<[u64; 3]>,
    /// The time to answer. `None` if no duration was logged, and in all parts except the pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration_ms: Option<Percentiles>,
    /// The time to answer by period. The list is empty in all parts except the pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) durations: Vec<PeriodPercentiles>,
    /// The slice, the requests and the bytes of each cell, one after the other.
    pub(crate) cells: Vec<u64>,
}

/// Lines rejected for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RejectedLines {
    /// The stable code.
    pub(crate) code: &'static str,
    /// The number of these lines.
    pub(crate) lines: u64,
    /// The first three of these lines, redacted.
    pub(crate) examples: Vec<String>,
}

/// Lines dropped by one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DroppedLines {
    /// The rule, as configured.
    pub(crate) rule: String,
    /// The number of these lines.
    pub(crate) lines: u64,
}
