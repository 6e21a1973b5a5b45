//! Enriching: adds facts that the event does not contain itself. An enrichment never makes an event
//! fail.
//!
//! | enrichment | reads | writes | from |
//! |---|---|---|---|
//! | `geo`, places | `source.ip` | `source.geo.*` | databases of places |
//! | `geo`, networks | `source.ip` | `source.as.*` | databases of networks |
//! | `agent` | `user_agent.original` | the rest of `user_agent.*` | tables, then `woothee` |
//! | `verification` | agent, `source.ip`, WAF | `user_agent.bot.verification` | operators' lists |
//! | `referrer` | `Referer`, `url.domain` | `weblog.referrer.*` | a table, the Public Suffix List |
//! | `campaign` | `url.query` | `weblog.campaign.*` | `utm_*`, networks' identifiers |
//! | `visitor` | the day, site, address and agent | `weblog.visitor.id` | `VISITOR_KEY` |
//! | `threat` | target, referrer, agent | `weblog.threat` | a table of words, and checks |
//!
//! If there is no referrer, the sender may be an AI assistant that the campaign names. Finished
//! answers about places, networks and agents are remembered as `Arc<Memo<_>>`. Such a value is
//! therefore found and rendered once for many lines that share it.

mod agent;
mod campaign;
mod descriptors;
mod geo;
mod recent;
mod referrer;
mod threat;
mod verification;
mod visitor;

pub use descriptors::{ENRICHMENTS, EnrichedField, Enrichment, enrichment_of};
#[cfg(test)]
pub(crate) use geo::mmdb;
pub use geo::{Bytes, Database, Defect, Precision};
pub use verification::{BotRanges, Day, RangesError};
pub use visitor::VisitorKey;

use std::sync::Arc;

use crate::event::{AccessEvent, Tags};
use agent::Agents;
use geo::Databases;
use referrer::Referrers;
use threat::ThreatFinder;
use visitor::Visitors;

/// The enrichments with their databases and memories. Each thread has its own.
#[derive(Debug)]
pub struct Enricher {
    databases: Databases,
    agents: Agents,
    bot_ranges: Option<BotRanges>,
    referrers: Referrers,
    threats: ThreatFinder,
    visitors: Option<Visitors>,
}

impl Default for Enricher {
    /// An enricher without databases. It still recognises agents.
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Enricher {
    /// An enricher that asks these databases. For places, databases with cities are asked before
    /// databases with countries only; otherwise they are asked in the given order. The first answer
    /// is used, but a place with a country takes precedence over one without. A country database
    /// therefore fills the gaps of a city database. A file for IPv4 and a file for IPv6 work
    /// together as one database.
    #[must_use]
    pub fn new(databases: &[Database]) -> Self {
        Self {
            databases: Databases::new(databases),
            agents: Agents::default(),
            bot_ranges: None,
            referrers: Referrers::default(),
            threats: ThreatFinder::new(),
            visitors: None,
        }
    }

    /// The same enricher with the site's own domains, in lower case. Visitors sent from them count
    /// as internal.
    #[must_use]
    pub fn with_own_domains(mut self, domains: &[String]) -> Self {
        self.referrers = Referrers::new(domains);
        self
    }

    /// The same enricher with lists of bots' addresses.
    #[must_use]
    pub fn with_bot_ranges(mut self, ranges: BotRanges) -> Self {
        self.bot_ranges = Some(ranges);
        self
    }

    /// The same enricher with a key for the ids of visitors.
    #[must_use]
    pub fn with_visitor_key(mut self, key: VisitorKey) -> Self {
        self.visitors = Some(Visitors::new(key));
        self
    }

    /// The day of the oldest list of bots' addresses in use. `None` if no list is in use or no list
    /// has a date.
    #[must_use]
    pub fn oldest_bot_ranges(&self) -> Option<Day<'_>> {
        self.bot_ranges.as_ref()?.oldest()
    }

    /// Adds to an event what the enrichments find.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::enrich::Enricher;
    /// use weblog_enrich::event::{AccessEvent, Timestamp};
    ///
    /// let mut event = AccessEvent::at(Timestamp::default());
    /// event.user_agent = Some("curl/8.5.0".into());
    /// Enricher::new(&[]).enrich(&mut event);
    /// let agent = event.agent.expect("curl is known");
    /// assert_eq!(agent.name.as_deref(), Some("curl"));
    /// ```
    pub fn enrich(&mut self, event: &mut AccessEvent<'_>) {
        // The order is that of the table at the top of this file. Threats are last, because those
        // in the agent string are found together with the agent.
        let ip = event.source.ip.and_then(geo::public);
        if let Some(ip) = ip {
            self.databases.locate(&mut event.source, ip);
        }
        if let Some(original) = &event.user_agent {
            event.agent = Some(match event.tags.has(Tags::CUT) {
                true => Agents::recognise_cut(original),
                false => self.agents.recognise(original),
            });
        }
        if let Some(ranges) = &self.bot_ranges {
            event.bot_verification = ranges.verify(event, ip);
        }
        event.referral = self.referrers.find(event);
        let sender = campaign::find(&event.url, &mut event.campaign);
        if event.referral.is_none() {
            let campaign = event.campaign.as_ref();
            let source = campaign.and_then(|campaign| campaign.source.as_deref());
            let sender = sender.filter(|_| event.http.referrer.is_none());
            let named = source.and_then(referrer::by_source);
            event.referral = named
                .or_else(|| sender.and_then(referrer::by_source))
                .map(Arc::new);
        }
        if let Some(visitors) = &mut self.visitors {
            event.visitor_id = visitors.find(event);
        }
        let in_agent = event.agent.as_deref().map(|agent| agent.threats);
        event.threats = self.threats.find(event).with(in_agent.unwrap_or_default());
    }
}
