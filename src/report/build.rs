//! Turns counts into a report.

mod dimensions;
mod rows;
mod visitors;

use super::aggregate::Aggregate;
use super::durations::Durations;
use super::model::{
    DroppedLines, Lines, PeriodPercentiles, RejectedLines, Report, ReportPart, Totals,
};
use super::part::Part;
use crate::event::Timestamp;
use dimensions::Places;

/// The version of [`Report`]'s format.
const VERSION: u32 = 1;

/// How much of an aggregate a report contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// How many names of each part are chosen by their requests. Names that are chosen for other
    /// reasons (people, bots, failures, slow answers) come in addition, at most twice as many.
    pub(crate) rows: usize,
    /// The most cells of each part; pages may have three times as many. A part with more cells
    /// loses rows, or its periods if too few rows would remain.
    pub(crate) cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: 200,
            cells: 20_000,
        }
    }
}

impl Report {
    /// The report on an aggregate.
    #[must_use]
    pub(crate) fn of(aggregate: &Aggregate, limits: Limits) -> Self {
        let mut places = Places::of(&aggregate.dimensions, &aggregate.cells);
        let parts = Part::ALL
            .into_iter()
            .filter_map(|part| rows::part(aggregate, part, limits, &mut places))
            .collect();
        let cells = places.flat(&aggregate.cells, true);
        let tally = &aggregate.tally;
        let mut rejections: Vec<_> = tally
            .rejections
            .iter()
            .map(|(code, lines)| RejectedLines {
                code,
                lines: *lines,
                examples: examples(aggregate, code),
            })
            .collect();
        rejections.sort_by_key(|rejected| std::cmp::Reverse(rejected.lines));
        let drops = tally.drops.iter().map(|(rule, lines)| DroppedLines {
            rule: rule.clone(),
            lines: *lines,
        });
        let (first, last) = aggregate.span.unzip();
        Self {
            version: VERSION,
            generator: concat!("weblog ", env!("CARGO_PKG_VERSION")).to_owned(),
            made_at: None,
            sources: Vec::new(),
            time_zone: aggregate.zone.name().to_owned(),
            first: first.map(instant),
            last: last.map(instant),
            lines: Lines {
                read: tally.lines,
                events: tally.events,
                rejected: tally.rejected(),
                dropped: tally.dropped(),
            },
            totals: totals(aggregate),
            visitors: visitors::by_dimension(aggregate, &places),
            durations: period_percentiles(aggregate.durations.clone(), &places),
            cells,
            dimensions: places.values(&aggregate.dimensions),
            slices: places.into_slices(),
            parts,
            rejections,
            drops: drops.collect(),
            log: aggregate
                .kept
                .lines()
                .into_iter()
                .map(|line| line.text.into_string())
                .collect(),
        }
    }

    /// A part, if it has data.
    #[must_use]
    pub(crate) fn part(&self, part: Part) -> Option<&ReportPart> {
        let id = part.heading().id;
        self.parts.iter().find(|part| part.id == id)
    }
}

fn examples(aggregate: &Aggregate, code: &str) -> Vec<String> {
    let examples = aggregate.kept.rejections.get(code);
    let examples = examples.map(Vec::as_slice).unwrap_or_default();
    examples.iter().map(ToString::to_string).collect()
}

fn totals(aggregate: &Aggregate) -> Totals {
    let total = aggregate.cells.total();
    let of_class = |class| {
        let cells = aggregate.cells.iter();
        let cells = cells.filter(|cell| cell.slice.class() == class);
        cells.map(|cell| u64::from(cell.requests)).sum()
    };
    Totals {
        requests: total.requests,
        people: total.people(),
        bots: total.bots,
        bytes: total.bytes,
        client_errors: of_class(4),
        server_errors: of_class(5),
        visitors: visitors::all(aggregate),
        visitors_exact: aggregate.visitors.is_none(),
        duration_ms: together(aggregate.durations.values()).percentiles(),
    }
}

/// Durations of several periods together.
fn together<'a>(durations: impl Iterator<Item = &'a Durations>) -> Durations {
    let mut all = Durations::default();
    for durations in durations {
        all.merge(durations);
    }
    all
}

fn period_percentiles(
    durations: impl IntoIterator<Item = (usize, Durations)>,
    places: &Places,
) -> Vec<PeriodPercentiles> {
    let percentiles = |(period, mut durations): (usize, Durations)| {
        Some(PeriodPercentiles {
            period: places.period(period),
            duration_ms: durations.percentiles()?,
        })
    };
    let mut found: Vec<_> = durations.into_iter().filter_map(percentiles).collect();
    found.sort_unstable_by_key(|found| found.period);
    found
}

/// A point in time as RFC 3339, UTC, to the second. A time outside the years that this form can
/// express is the number of seconds since 1970.
fn instant(timestamp: Timestamp) -> String {
    jiff::Timestamp::from_second(timestamp.seconds).map_or_else(
        |_| timestamp.seconds.to_string(),
        |instant| instant.to_string(),
    )
}
