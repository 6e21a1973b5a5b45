//! The rows of a part: the names that are shown, and their counts.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::dimensions::Places;
use super::{Limits, period_percentiles, together};
use crate::report::aggregate::Aggregate;
use crate::report::cells::Total;
use crate::report::model::{ReportPart, ReportRow};
use crate::report::part::Part;
use crate::report::table::Row;

/// A part with too many cells loses its periods if it would otherwise have fewer rows than this.
const ROWS_BY_PERIOD: usize = 40;

/// A name needs at least this many answers to count as slow.
const SLOW_REQUESTS: u64 = 3;

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A part for the report. `None` if it has no data.
pub(super) fn part(
    aggregate: &Aggregate,
    part: Part,
    limits: Limits,
    places: &mut Places,
) -> Option<ReportPart> {
    let table = aggregate.table(part);
    if table.len() == 0 {
        return None;
    }
    let (hours, empty) = ((0..7 * 24).collect::<Vec<u8>>(), Row::default());
    let mut all: Vec<Candidate<'_>> = table.iter().map(Candidate::of).collect();
    let requests = all.iter().map(|row| row.total.requests).sum();
    let mut chosen = match part {
        Part::Hours => every_hour(&all, &hours, &empty),
        _ => choose(&mut all, limits.rows),
    };
    let mut limits = limits;
    if part == Part::Pages {
        // Most questions of readers are about pages.
        limits.cells *= 3;
    }
    let cells = |rows: &[Candidate<'_>]| -> usize {
        rows.iter().map(|row| row.row.cells.iter().count()).sum()
    };
    if part != Part::Hours {
        let kept = chosen.len().min(ROWS_BY_PERIOD.min(limits.rows));
        if cells(chosen.get(..kept).unwrap_or_default()) <= limits.cells {
            while cells(&chosen) > limits.cells {
                chosen.pop();
            }
        }
    }
    let by_period = cells(&chosen) <= limits.cells;
    let heading = part.heading();
    Some(ReportPart {
        id: heading.id,
        title: heading.title,
        note: heading.note,
        columns: heading.columns,
        names: table.len(),
        requests,
        error_requests: table.error(),
        by_period,
        rows: chosen
            .iter()
            .map(|candidate| shown(aggregate, part, candidate, by_period, places))
            .collect(),
    })
}

/// A name that may be in the report.
#[derive(Debug, Clone, Copy)]
struct Candidate<'a> {
    name: &'a [u8],
    row: &'a Row,
    total: Total,
}

impl<'a> Candidate<'a> {
    fn of((name, row): (&'a [u8], &'a Row)) -> Self {
        let total = row.cells.total();
        Self { name, row, total }
    }
}

/// Chooses the names with the most requests in total, of people, of bots and with failures. Also
/// chooses the names with the slowest answers. The result is sorted by requests.
fn choose<'a>(all: &mut [Candidate<'a>], rows: usize) -> Vec<Candidate<'a>> {
    let mut chosen = BTreeSet::new();
    let half = rows.div_ceil(2);
    let mut take = |key: &dyn Fn(&Candidate<'a>) -> u64, rows: usize| {
        all.sort_unstable_by_key(|candidate| (Reverse(key(candidate)), candidate.name));
        for candidate in all.iter().take(rows) {
            if key(candidate) > 0 {
                chosen.insert((Reverse(candidate.total.requests), candidate.name));
            }
        }
    };
    take(&|row| row.total.people(), half);
    take(&|row| row.total.bots, half);
    take(&|row| row.total.failures, half);
    take(&|row| slowness(row.row), half);
    take(&|row| row.total.requests, rows);
    let by_name: HashMap<_, _> = all
        .iter()
        .map(|candidate| (candidate.name, *candidate))
        .collect();
    chosen
        .iter()
        .filter_map(|(_, name)| by_name.get(name).copied())
        .collect()
}

/// The 95th percentile of the time to answer in microseconds, or 0 for a name with too few answers.
fn slowness(row: &Row) -> u64 {
    let percentiles = together(row.durations.values()).percentiles();
    let slow = percentiles.filter(|found| found.count >= SLOW_REQUESTS);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a time to answer is not negative and at most 71 minutes"
    )]
    slow.map_or(0, |found| (found.p95 * 1_000.0) as u64)
}

/// The hours of a week in order. Hours without a request are included.
fn every_hour<'a>(all: &[Candidate<'a>], hours: &'a [u8], empty: &'a Row) -> Vec<Candidate<'a>> {
    let counted = |hour: &[u8]| all.iter().find(|counted| counted.name == hour).copied();
    hours
        .chunks(1)
        .map(|hour| counted(hour).unwrap_or(Candidate::of((hour, empty))))
        .collect()
}

fn shown(
    aggregate: &Aggregate,
    part: Part,
    candidate: &Candidate<'_>,
    by_period: bool,
    places: &mut Places,
) -> ReportRow {
    let Candidate { name, row, total } = candidate;
    let (name, code) = texts(aggregate, part, name);
    ReportRow {
        name,
        code,
        requests: total.requests,
        bots: total.bots,
        bytes: total.bytes,
        failures: total.failures,
        visitors: part.has_visitors().then(|| row.visitors.counts()),
        duration_ms: together(row.durations.values()).percentiles(),
        durations: period_percentiles(row.durations.clone(), places),
        cells: places.flat(&row.cells, by_period),
    }
}

/// The texts of a name. For a country whose name is known, also its code.
fn texts(aggregate: &Aggregate, part: Part, name: &[u8]) -> (Vec<String>, Option<String>) {
    let text = String::from_utf8_lossy(name);
    match part {
        Part::Hours => (vec![hour(name)], None),
        Part::Addresses => (vec![address(name)], None),
        Part::Countries => {
            let known = aggregate.country_names.get(&*text);
            let shown = known.map_or(&*text, |name| name).to_owned();
            (vec![shown], known.map(|_| text.into_owned()))
        }
        Part::Media | Part::BotKinds | Part::Devices | Part::Threats => (vec![plain(&text)], None),
        _ if part.heading().columns.len() == 2 => {
            let (first, second) = text.split_once('\t').unwrap_or((&text, ""));
            let first = match part {
                Part::Attackers => plain(first),
                _ => first.to_owned(),
            };
            let second = match part {
                Part::AiOperators | Part::Verification => plain(second),
                _ => second.to_owned(),
            };
            (vec![first, second], None)
        }
        _ => (vec![text.into_owned()], None),
    }
}

/// Converts a keyword of a document into the words that people use.
fn plain(keyword: &str) -> String {
    let known = match keyword {
        "ai_training" => "AI training",
        "ai_search" => "AI search",
        "ai_assistant" => "AI assistant",
        "ai_agent" => "AI agent",
        "sql_injection" => "SQL injection",
        "xss" => "cross-site scripting",
        "jndi" => "JNDI lookup",
        "seo" => "SEO and marketing",
        "search_crawler" => "search engine",
        "published_range" => "published by its operator",
        "outside_ranges" => "outside its operator's ranges",
        _ => return keyword.replace('_', " "),
    };
    known.to_owned()
}

fn hour(name: &[u8]) -> String {
    let hour = name.first().copied().unwrap_or_default();
    let day = DAYS
        .get(usize::from(hour / 24))
        .copied()
        .unwrap_or_default();
    format!("{day} {:02}:00", hour % 24)
}

/// Converts the key of an address, which [`crate::report::count`] makes, into the address.
fn address(name: &[u8]) -> String {
    let [0, octets @ ..] = name else {
        return String::from_utf8_lossy(name).into_owned();
    };
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(octets).to_string();
    }
    let address = <[u8; 16]>::try_from(octets).map(|octets| Ipv6Addr::from(octets).to_string());
    address.unwrap_or_else(|_| String::from_utf8_lossy(name).into_owned())
}
