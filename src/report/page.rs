//! The page. It is one HTML file with its filters, in light and dark colours, and loads nothing
//! else.
//!
//! The template escapes the texts of the report (`minijinja`), and the JSON in the page contains no
//! `<`. The script creates elements and texts, and never parses markup. The page has one script and
//! one style. The page's Content-Security-Policy
//! (<https://www.w3.org/TR/CSP3/#framework-directive-source-list>) names them by their SHA-256, so
//! that nothing else runs and nothing is loaded.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::aggregate::Aggregate;
use super::build::Limits;
use super::model::{Report, ReportPart, ReportRow};
use super::number::{bytes, grouped};
use super::part::Part;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = concat!(
    "\"use strict\";(() => {\n",
    include_str!("page/filter.js"),
    include_str!("page/tables.js"),
    include_str!("page/charts.js"),
    include_str!("page/main.js"),
    "})();"
);

/// The shapes of countries, which `page/world.py` writes.
const WORLD: &str = include_str!("page/world.txt");

/// The most bytes of a page. Style, script and map take 80 KB; most of the rest are numbers.
pub(crate) const LIMIT_BYTES: usize = 1_500_000;

/// How many rows of each table are in the page's markup. The script adds the others.
const ROWS_WITHOUT_SCRIPT: usize = 10;

/// The report on an aggregate, limited to the size that a page may have.
#[must_use]
pub(crate) fn report(aggregate: &Aggregate, limits: Limits) -> Report {
    let mut limits = limits;
    loop {
        let report = Report::of(aggregate, limits);
        // The names of files and the time of the report are added later.
        if html(&report, None).len() < LIMIT_BYTES * 9 / 10 || limits.rows <= 1 {
            return report;
        }
        limits.rows = (limits.rows / 2).clamp(1, 100);
        limits.cells /= 2;
    }
}

/// The page of a report. If `reload_seconds` is given, the page reloads itself at this interval.
///
/// # Panics
/// This panics if the template does not match its values. The template is a constant, and tests
/// render it.
#[must_use]
pub(crate) fn html(report: &Report, reload_seconds: Option<u64>) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("count", grouped);
    environment.add_filter("bytes", bytes);
    environment.add_filter("share", share);
    let template = environment
        .template_from_str(TEMPLATE)
        .expect("the template is a constant");
    let page = template.render(context! {
        head => Value::from(Serde(head(report))),
        sources => sources(report),
        sections => Value::from(Serde(sections(report))),
        shapes => Value::from(Serde(shapes())),
        style => STYLE,
        script => SCRIPT,
        style_hash => hash(STYLE),
        script_hash => hash(SCRIPT),
        data => data(report),
        reload => reload_seconds,
    });
    page.expect("the template matches its values")
}

/// A heading of the page and the content below it.
#[derive(Debug, Serialize)]
struct Section {
    id: &'static str,
    title: &'static str,
    charts: Vec<Chart>,
    parts: Vec<Table>,
}

/// A chart that the script draws.
#[derive(Debug, Clone, Copy, Serialize)]
struct Chart {
    id: &'static str,
    title: &'static str,
    note: &'static str,
}

/// The table of a part, as it is shown without the script.
#[derive(Debug, Serialize)]
struct Table {
    /// The part without its rows, because the template does not use them.
    part: ReportPart,
    first: Vec<ReportRow>,
    class: &'static str,
    timed: bool,
    has_visitors: bool,
    /// Whether a row has requests that did not fail.
    mixed: bool,
}

const TIME: Chart = Chart {
    id: "time",
    title: "Requests over time",
    note: "By class of status. Choose a bar to see its period alone.",
};
const SPEED: Chart = Chart {
    id: "speed",
    title: "Time to answer",
    note: "Of all requests whose time to answer was logged. Choose a period to see its slow pages.",
};
const HOURS: Chart = Chart {
    id: "hours",
    title: "Hours of the week",
    note: "Requests by day and hour: the stronger the colour, the more requests.",
};
const MAP: Chart = Chart {
    id: "map",
    title: "Requests by country",
    note: "The table of countries has the numbers.",
};
const SPLIT: Chart = Chart {
    id: "split",
    title: "People and bots",
    note: "People are all agents that are not known as bots.",
};

/// The sections that have content.
fn sections(report: &Report) -> Vec<Section> {
    use Part::{
        Addresses, AiOperators, AiPages, Assistants, Attackers, BotKinds, Bots, Browsers,
        Campaigns, Cities, Countries, Devices, Files, Hosts, HttpVersions, Media, Methods, Missing,
        MissingLinks, Networks, Pages, ServerErrors, Sites, Statuses, Systems, Threats,
        TlsVersions, Verification,
    };
    type SectionRow = (
        &'static str,
        &'static str,
        &'static [Chart],
        &'static [Part],
    );
    const SECTIONS: [SectionRow; 7] = [
        ("time", "Over time", &[TIME, SPEED, HOURS], &[]),
        ("content", "Pages and files", &[], &[Pages, Files]),
        (
            "problems",
            "Problems",
            &[],
            &[
                ServerErrors,
                Missing,
                MissingLinks,
                Statuses,
                Threats,
                Attackers,
            ],
        ),
        (
            "arrivals",
            "How visitors arrive",
            &[],
            &[Media, Sites, Assistants, Campaigns],
        ),
        (
            "bot-traffic",
            "Bots and AI",
            &[SPLIT],
            &[BotKinds, Bots, AiOperators, AiPages, Verification],
        ),
        (
            "places",
            "Where visitors are",
            &[MAP],
            &[Countries, Cities, Networks, Addresses],
        ),
        (
            "technology",
            "Technology",
            &[],
            &[
                Browsers,
                Systems,
                Devices,
                Hosts,
                Methods,
                HttpVersions,
                TlsVersions,
            ],
        ),
    ];
    let section = |(id, title, charts, parts): SectionRow| Section {
        id,
        title,
        charts: charts
            .iter()
            .copied()
            .filter(|chart| chart.has_data(report))
            .collect(),
        parts: parts
            .iter()
            .filter_map(|part| Table::of(report, *part))
            .collect(),
    };
    let mut sections: Vec<_> = SECTIONS.into_iter().map(section).collect();
    sections.retain(|section| !section.charts.is_empty() || !section.parts.is_empty());
    sections
}

impl Chart {
    fn has_data(self, report: &Report) -> bool {
        match self.id {
            "speed" => !report.durations.is_empty(),
            "map" => report.part(Part::Countries).is_some(),
            _ => report.totals.requests > 0,
        }
    }
}

impl Table {
    fn of(report: &Report, part: Part) -> Option<Self> {
        let found = report.part(part)?;
        let first = found.rows.iter().take(ROWS_WITHOUT_SCRIPT);
        let first = first.map(|row| ReportRow {
            name: row.name.clone(),
            code: None,
            durations: Vec::new(),
            cells: Vec::new(),
            ..*row
        });
        Some(Self {
            first: first.collect(),
            class: match part {
                Part::Pages | Part::Files => "part full",
                _ => "part",
            },
            timed: found.rows.iter().any(|row| row.duration_ms.is_some()),
            mixed: found.rows.iter().any(|row| row.failures < row.requests),
            has_visitors: found.rows.iter().any(|row| row.visitors.is_some()),
            part: ReportPart {
                rows: Vec::new(),
                ..*found
            },
        })
    }
}

/// The report as the template's `head`: without sources, slices, cells, durations and parts, which
/// the template takes from elsewhere or does not show.
fn head(report: &Report) -> Report {
    Report {
        generator: report.generator.clone(),
        made_at: report.made_at.clone(),
        sources: Vec::new(),
        time_zone: report.time_zone.clone(),
        first: report.first.clone(),
        last: report.last.clone(),
        totals: report.totals.clone(),
        dimensions: report.dimensions.clone(),
        slices: Vec::new(),
        cells: Vec::new(),
        visitors: report.visitors.clone(),
        durations: Vec::new(),
        parts: Vec::new(),
        rejections: report.rejections.clone(),
        drops: report.drops.clone(),
        log: report.log.clone(),
        ..*report
    }
}

/// A country of the map.
#[derive(Debug, Serialize)]
struct Shape {
    code: &'static str,
    path: &'static str,
}

fn shapes() -> Vec<Shape> {
    let lines = WORLD.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(code, path)| Shape { code, path }).collect()
}

/// The names of the first inputs, and how many more there are.
fn sources(report: &Report) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<_> = report.sources.iter().take(SHOWN).cloned().collect();
    match report.sources.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more files", shown.join(", ")),
    }
}

/// The report as JSON inside a script element. It contains no `<`, which could end the element or
/// begin a comment.
/// <https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements>
fn data(report: &Report) -> String {
    let json = serde_json::to_string(report).expect("a report has only keys that are text");
    json.replace('<', "\\u003c")
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let encoded = base64_simd::STANDARD.encode_to_string(digest);
    format!("sha256-{encoded}")
}

/// The share of a total in whole per cent.
fn share(part: u64, total: u64) -> String {
    format!("{} %", u128::from(part) * 100 / u128::from(total.max(1)))
}
