//! `--summary`: what a log holds, as tables of counts.

use super::table::Counts;
use super::text::counted;
use crate::event::{AccessEvent, Agent, Timestamp, Verification};
use crate::pipeline::{Outcome, Tally};

/// The counts of one run. Each table but the first adds up to all events.
#[derive(Debug, Default)]
pub(super) struct Summary {
    span: Option<(Timestamp, Timestamp)>,
    status: Counts,
    country: Counts,
    browser: Counts,
    system: Counts,
    bot_category: Counts,
    bot: Counts,
    verification: Counts,
    referrer: Counts,
}

impl Summary {
    /// Counts an outcome. Rejections and drops are in the pipeline's own tally.
    pub(super) fn count(&mut self, outcome: &Outcome<'_>) {
        match outcome {
            Outcome::Event { event, .. } => self.count_event(event),
            Outcome::Rejected { .. } | Outcome::Dropped { .. } => {}
        }
    }

    /// The tables, of `top` rows each.
    pub(super) fn tables(&self, tally: &Tally, top: usize) -> String {
        let mut outcomes = Counts::default();
        outcomes.add_many("event", tally.events);
        for (code, count) in &tally.rejections {
            outcomes.add_many(&format!("rejected: {code}"), *count);
        }
        for (rule, count) in &tally.drops {
            outcomes.add_many(&format!("dropped: {rule}"), *count);
        }
        let mut parts = vec![self.headline(tally), outcomes.table("outcome", usize::MAX)];
        if tally.events > 0 {
            let tables = [
                ("status", &self.status),
                ("country", &self.country),
                ("browser", &self.browser),
                ("system", &self.system),
                ("kind of bot", &self.bot_category),
                ("bot", &self.bot),
                ("address of bot", &self.verification),
                ("referrer", &self.referrer),
            ];
            parts.extend(tables.map(|(title, counts)| counts.table(title, top)));
        }
        parts.join("\n")
    }

    fn headline(&self, tally: &Tally) -> String {
        let lines = counted(tally.lines, "line");
        match self.span {
            Some((first, last)) => format!("{lines}, {} to {}\n", instant(first), instant(last)),
            None => format!("{lines}\n"),
        }
    }

    fn count_event(&mut self, event: &AccessEvent<'_>) {
        let (first, last) = self.span.unwrap_or((event.timestamp, event.timestamp));
        self.span = Some((first.min(event.timestamp), last.max(event.timestamp)));

        let mut digits = itoa::Buffer::new();
        let status = event.http.status.map(|status| digits.format(status));
        self.status.add(status.ok_or("none"));

        let geo = event.source.geo.as_deref();
        let country = geo.and_then(|geo| {
            geo.country_name
                .as_deref()
                .or(geo.country_iso_code.as_deref())
        });
        self.country.add(country.ok_or("unknown"));

        let agent = event.agent.as_deref().map(|agent| &**agent);
        let bot = agent.and_then(|agent| agent.bot.as_ref());
        let of_person = |value: fn(&Agent) -> Option<&str>| match bot {
            Some(_) => Err("bot"),
            None => agent.and_then(value).ok_or("unknown"),
        };
        self.browser.add(of_person(|agent| agent.name.as_deref()));
        self.system.add(of_person(|agent| agent.os_name.as_deref()));
        self.bot_category
            .add(bot.map(|bot| bot.category.name()).ok_or("no bot"));
        self.bot.add(bot.map(|bot| &*bot.name).ok_or("no bot"));
        let unverified = if bot.is_some() { "no ranges" } else { "no bot" };
        let verification = event.bot_verification.map(Verification::name);
        self.verification.add(verification.ok_or(unverified));
        let referral = event.referral.as_deref();
        let sender = referral.map(|referral| referral.name.unwrap_or(referral.medium.name()));
        self.referrer.add(sender.ok_or("none known"));
    }
}

/// A point in time for a person: to the second, UTC.
fn instant(timestamp: Timestamp) -> String {
    jiff::Timestamp::from_second(timestamp.seconds).map_or_else(
        |_| timestamp.seconds.to_string(),
        |instant| instant.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::event::{Bot, BotCategory, Geo, Memo};

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

    #[test]
    fn every_table_adds_up_to_all_events() {
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
        let mut summary = Summary::default();
        for event in [
            event(60, Some("Germany"), Some(browser)),
            event(0, Some("Japan"), Some(crawler)),
            event(30, None, None),
        ] {
            summary.count(&Outcome::Event {
                document: b"{}",
                event: &event,
            });
        }
        let tally = Tally {
            lines: 4,
            events: 3,
            rejections: [("line_cut", 1)].into(),
            ..Tally::default()
        };
        assert_eq!(
            summary.tables(&tally, 1),
            "\
4 lines, 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z

outcome             lines   share
event                   3  75.0 %
rejected: line_cut      1  25.0 %

status  lines    share
200         3  100.0 %

country    lines   share
Germany        1  33.3 %
(1 more)       1  33.3 %
(unknown)      1  33.3 %

browser    lines   share
Firefox        1  33.3 %
(bot)          1  33.3 %
(unknown)      1  33.3 %

system     lines   share
Linux          1  33.3 %
(bot)          1  33.3 %
(unknown)      1  33.3 %

kind of bot     lines   share
search_crawler      1  33.3 %
(no bot)            2  66.6 %

bot        lines   share
Googlebot      1  33.3 %
(no bot)       2  66.6 %

address of bot  lines   share
(no bot)            2  66.6 %
(no ranges)         1  33.3 %

referrer      lines    share
(none known)      3  100.0 %
"
        );
    }

    #[test]
    fn no_event_means_no_table_of_events() {
        let tables = Summary::default().tables(&Tally::default(), 10);
        assert_eq!(
            tables,
            "0 lines\n\noutcome  lines  share\nevent        0  0.0 %\n"
        );
    }
}
