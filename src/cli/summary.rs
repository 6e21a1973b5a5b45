//! A report as tables of text: `enrich --summary` and `report --format text`.

use std::cmp::Reverse;

use super::table::table;
use super::text::{counted, grouped};
use crate::report::{Part, Report, ReportPart};

/// The tables. Each has at most `top` names, except that of the outcomes, which has all.
pub(super) fn tables(report: &Report, top: usize) -> String {
    let mut tables = vec![headline(report), outcomes(report)];
    if report.totals.requests > 0 {
        let parts = Part::ALL.into_iter();
        tables.extend(parts.filter_map(|part| part_table(report, part, top)));
    }
    tables.join("\n")
}

/// `4 lines, 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z`, and the visitors.
fn headline(report: &Report) -> String {
    let lines = counted(report.lines.read, "line");
    let lines = match (&report.first, &report.last) {
        (Some(first), Some(last)) => format!("{lines}, {first} to {last}\n"),
        _ => format!("{lines}\n"),
    };
    lines + &visitors(report)
}

/// The line `123 visitors: people 113, bots 19`. If an address sends requests of people and of
/// bots, both numbers include it. The text is empty if there are no visitors.
fn visitors(report: &Report) -> String {
    let [all, people, bots] = report.totals.visitors;
    if all == 0 {
        return String::new();
    }
    let about = if report.totals.visitors_exact {
        ""
    } else {
        "about "
    };
    let [people, bots] = [people, bots].map(grouped);
    format!(
        "{about}{}: people {people}, bots {bots}\n",
        counted(all, "visitor")
    )
}

fn outcomes(report: &Report) -> String {
    let rejected = report.rejections.iter();
    let rejected = rejected.map(|found| (format!("rejected: {}", found.code), found.lines));
    let dropped = report.drops.iter();
    let dropped = dropped.map(|found| (format!("dropped: {}", found.rule), found.lines));
    let mut rows = vec![("event".to_owned(), report.lines.events)];
    rows.extend(rejected.chain(dropped));
    rows.sort_by_key(|(_, lines)| Reverse(*lines));
    table("outcome", &rows, report.lines.read)
}

/// The table of a part: the commonest names, the sum of the rest, and then events without a name.
/// `None` if there are none of these rows.
fn part_table(report: &Report, part: Part, top: usize) -> Option<String> {
    let found = report.part(part);
    let absent = absent(report, part, found.map_or(0, |found| found.requests));
    if found.is_none() && absent.is_empty() {
        return None;
    }
    let mut rows = found.map(|found| names(found, top)).unwrap_or_default();
    rows.extend(absent);
    let total = rows.iter().map(|(_, requests)| requests).sum();
    let title = part.columns().join(", ").to_lowercase();
    Some(table(&title, &rows, total))
}

fn names(part: &ReportPart, top: usize) -> Vec<(String, u64)> {
    let mut names: Vec<_> = part
        .rows
        .iter()
        .filter(|row| row.requests > 0)
        .map(|row| (shown(&row.name), row.requests))
        .collect();
    names.sort_by_key(|(_, requests)| Reverse(*requests));
    names.truncate(top);
    let shown: u64 = names.iter().map(|(_, requests)| requests).sum();
    let rest = part.requests.saturating_sub(shown);
    if rest > 0 {
        let more = part.names.saturating_sub(names.len()) as u64;
        names.push((format!("({} more)", grouped(more)), rest));
    }
    names
}

/// A name's components, separated by commas. A campaign may have a source, and no name.
fn shown(name: &[String]) -> String {
    let parts = name.iter().map(String::as_str);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The rows for the events without a name in a part, such as `(unknown)`. Rows without events are
/// left out.
fn absent(report: &Report, part: Part, named: u64) -> Vec<(String, u64)> {
    let totals = &report.totals;
    let rows = match part {
        Part::Statuses => vec![("none", totals.requests - named)],
        Part::Countries => vec![("unknown", totals.requests - named)],
        Part::Browsers | Part::Systems => {
            vec![("bot", totals.bots), ("unknown", totals.people - named)]
        }
        Part::BotKinds | Part::Bots => {
            vec![("no bot", totals.people), ("unknown", totals.bots - named)]
        }
        _ => Vec::new(),
    };
    let there = rows.into_iter().filter(|(_, requests)| *requests > 0);
    there
        .map(|(name, requests)| (format!("({name})"), requests))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::event::{
        AccessEvent, Agent, Bot, BotCategory, Geo, Medium, Memo, Referral, Timestamp, Verification,
    };
    use crate::pipeline::{Outcome, Tally};
    use crate::report::{Aggregate, Limits, Zone};

    fn event(seconds: i64, country: Option<&str>, agent: Option<Agent>) -> AccessEvent<'static> {
        let mut event = AccessEvent::at(Timestamp {
            seconds,
            nanoseconds: 0,
            digits: 0,
        });
        event.http.status = Some(200);
        event.source.geo = country.map(|name| {
            Arc::new(Memo::new(Geo {
                country_name: Some(name.to_owned().into()),
                ..Geo::default()
            }))
        });
        event.agent = agent.map(|agent| Arc::new(Memo::new(agent)));
        event
    }

    fn report(events: &[AccessEvent<'_>], tally: Tally) -> Report {
        let mut aggregate = Aggregate::new(Zone::utc(), false);
        for event in events {
            aggregate.count(&Outcome::Event {
                document: b"",
                event,
                original: None,
            });
        }
        aggregate.add_tally(tally);
        Report::of(&aggregate, Limits::default())
    }

    #[test]
    fn the_rows_of_each_table_add_up_to_all_events() {
        let browser = Agent {
            name: Some("Firefox".into()),
            os_name: Some("Linux".into()),
            ..Agent::default()
        };
        let crawler = Agent {
            name: Some("Googlebot".into()),
            bot: Some(Bot {
                name: "Googlebot".into(),
                category: BotCategory::SearchCrawler,
                operator: Some("Google"),
            }),
            ..Agent::default()
        };
        let mut sent = event(60, Some("Germany"), Some(browser));
        sent.referral = Some(Arc::new(Referral {
            medium: Medium::AiAssistant,
            name: Some("ChatGPT"),
            registered_domain: Some("chatgpt.com".into()),
        }));
        let mut crawled = event(0, Some("Japan"), Some(crawler));
        crawled.bot_verification = Some(Verification::PublishedRange);
        for (event, address) in [(&mut sent, "198.51.100.7"), (&mut crawled, "203.0.113.7")] {
            event.source.ip = address.parse().ok();
        }
        let tally = Tally {
            lines: 4,
            events: 3,
            rejections: [("line_cut", 1)].into(),
            ..Tally::default()
        };
        let report = report(&[sent, crawled, event(30, None, None)], tally);
        let tables = tables(&report, 1);
        let expected = [
            "4 lines, 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z\n\
             2 visitors: people 1, bots 1\n",
            "outcome             lines   share\n\
             event                   3  75.0 %\n\
             rejected: line_cut      1  25.0 %\n",
            "status  lines    share\n\
             200         3  100.0 %\n",
            "country    lines   share\n\
             Germany        1  33.3 %\n\
             (1 more)       1  33.3 %\n\
             (unknown)      1  33.3 %\n",
            "browser    lines   share\n\
             Firefox        1  33.3 %\n\
             (bot)          1  33.3 %\n\
             (unknown)      1  33.3 %\n",
            "kind of bot    lines   share\n\
             search engine      1  33.3 %\n\
             (no bot)           2  66.6 %\n",
            "bot, address                          lines    share\n\
             Googlebot, published by its operator      1  100.0 %\n",
            "medium        lines    share\n\
             AI assistant      1  100.0 %\n",
        ];
        for expected in expected {
            let found = tables.split("\n\n").map(str::trim_end);
            let found: Vec<_> = found.collect();
            assert!(
                found.contains(&expected.trim_end()),
                "{expected} in {tables}"
            );
        }
    }

    #[test]
    fn no_event_means_no_table_of_events() {
        assert_eq!(
            tables(&report(&[], Tally::default()), 10),
            "0 lines\n\noutcome  lines  share\nevent        0  0.0 %\n"
        );
    }
}
