//! An id for a visitor, made without a cookie: `weblog.visitor.id`.
//!
//! The id is the first 64 bits of HMAC-SHA-256 (<https://www.rfc-editor.org/rfc/rfc2104>) over
//! site, address and agent. Its key is the key of the day, which is the HMAC of the day under
//! `VISITOR_KEY`. All requests from one address and agent to one site on one day (UTC) have one id.
//! On the next day or on another site the visitor has another id, and without `VISITOR_KEY` nobody
//! can connect the two ids. The whole address is used, before truncation, and is not kept. Bots
//! have no id.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::referrer::without_www;
use crate::event::{AccessEvent, VisitorId};
use crate::secret::{LEAST_BYTES, Secret};

const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

/// The purpose of a day's key, so that no other use of the secret gives the same key.
const PURPOSE: &[u8] = b"weblog-enrich visitor day ";

/// `VISITOR_KEY`: the secret from which the keys of days are made.
#[derive(Debug, Clone)]
pub struct VisitorKey(Secret);

impl VisitorKey {
    /// The fewest bytes of a key.
    pub const LEAST_BYTES: usize = LEAST_BYTES;

    /// A key of at least [`Self::LEAST_BYTES`], or `None` if it is shorter.
    #[must_use]
    pub fn new(key: &str) -> Option<Self> {
        Secret::new(key).map(Self)
    }

    fn of_day(&self, day: i64) -> Option<Hmac<Sha256>> {
        let key = self.0.hasher().chain_update(PURPOSE);
        let key = key.chain_update(day.to_be_bytes()).finalize();
        Hmac::new_from_slice(&key.into_bytes()).ok()
    }
}

/// Makes ids and remembers the day's key.
#[derive(Debug)]
pub(super) struct Visitors {
    key: VisitorKey,
    day: Option<(i64, Hmac<Sha256>)>,
}

impl Visitors {
    pub(super) fn new(key: VisitorKey) -> Self {
        Self { key, day: None }
    }

    /// The id of an event's visitor. It is absent for bots, and if no client is known. The agent
    /// must already be recognised.
    pub(super) fn find(&mut self, event: &AccessEvent<'_>) -> Option<VisitorId> {
        let is_bot = |agent: &crate::event::Agent| agent.bot.is_some();
        if event.agent.as_deref().is_some_and(|agent| is_bot(agent)) {
            return None;
        }
        let whole = event
            .hidden
            .as_deref()
            .and_then(|hidden| hidden.address.as_deref());
        let ip = event.source.ip.map(|ip| ip.to_canonical().to_string());
        let address = whole
            .or(ip.as_deref())
            .or(event.source.address.as_deref())?;
        let day = event.timestamp.seconds.div_euclid(SECONDS_OF_DAY);
        if self.day.as_ref().is_none_or(|(of, _)| *of != day) {
            self.day = Some((day, self.key.of_day(day)?));
        }
        let (_, key) = self.day.as_ref()?;
        let site = event
            .url
            .domain
            .as_deref()
            .or(event.destination.domain.as_deref());
        let site = without_www(site.unwrap_or_default()).to_ascii_lowercase();
        let agent = event.user_agent.as_deref().unwrap_or_default();
        let mut mac = key.clone();
        for part in [&*site, address, agent] {
            // Each part is written after its length, so that the end of one part cannot be read as
            // the beginning of another.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let digest = mac.finalize().into_bytes();
        Some(VisitorId(*digest.first_chunk()?))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::event::{Agent, Bot, BotCategory, Hidden, Memo, Timestamp};

    const KEY: &str = "a key of sixteen bytes or more";
    const DAY: i64 = 20_371;

    fn visitors() -> Visitors {
        Visitors::new(VisitorKey::new(KEY).unwrap())
    }

    fn event(day: i64, site: &str, ip: &str, agent: &str) -> AccessEvent<'static> {
        let mut event = AccessEvent::at(Timestamp {
            seconds: day * SECONDS_OF_DAY + 7,
            nanoseconds: 0,
            digits: 0,
        });
        event.url.domain = Some(site.to_owned().into());
        event.source.ip = Some(ip.parse().unwrap());
        event.user_agent = Some(agent.to_owned().into());
        event
    }

    fn id(event: &AccessEvent<'_>) -> Option<VisitorId> {
        visitors().find(event)
    }

    /// The expected id was computed with Python's `hmac`. The key of the day is the HMAC of the
    /// purpose and the day (8 bytes) under the operator's key. The id is the HMAC of its parts,
    /// each after its length, under the key of the day.
    #[test]
    fn an_id_follows_its_definition() {
        let event = event(DAY, "www.example.com", "203.0.113.7", "agent");
        assert_eq!(id(&event).unwrap().to_string(), "cfb3b29ba80c2900");
    }

    #[test]
    fn an_id_holds_for_one_day_one_site_one_address_and_one_agent() {
        let first = event(DAY, "example.com", "203.0.113.7", "agent");
        let mut last = event(DAY, "WWW.example.com", "::ffff:203.0.113.7", "agent");
        last.timestamp.seconds = (DAY + 1) * SECONDS_OF_DAY - 1;
        assert_eq!(id(&first), id(&last));
        let dotted = event(DAY, "www.example.com.", "203.0.113.7", "agent");
        assert_eq!(id(&first), id(&dotted));
        let others = [
            event(DAY + 1, "example.com", "203.0.113.7", "agent"),
            event(DAY - 1, "example.com", "203.0.113.7", "agent"),
            event(DAY, "example.org", "203.0.113.7", "agent"),
            event(DAY, "example.com", "203.0.113.8", "agent"),
            event(DAY, "example.com", "203.0.113.7", "agents"),
        ];
        let mut ids: Vec<_> = others
            .iter()
            .chain([&first])
            .map(|event| id(event).unwrap().to_string())
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), others.len() + 1);
        // Events that are out of order change nothing.
        let mut one = visitors();
        for event in others.iter().chain([&first, &last]) {
            assert_eq!(one.find(event), id(event));
        }
    }

    #[test]
    fn another_key_gives_other_ids_on_every_day() {
        let mut other = Visitors::new(VisitorKey::new("another key of sixteen bytes").unwrap());
        for day in [DAY, DAY + 1] {
            let event = event(day, "example.com", "203.0.113.7", "agent");
            assert_ne!(other.find(&event), id(&event));
        }
    }

    #[test]
    fn the_parts_of_an_id_are_separated() {
        let mut one = event(DAY, "example.com", "203.0.113.7", "agent");
        (one.source.ip, one.source.address) = (None, Some("host.example".into()));
        let mut other = event(DAY, "example.com", "203.0.113.7", "eagent");
        (other.source.ip, other.source.address) = (None, Some("host.exampl".into()));
        assert_ne!(id(&one), id(&other));
    }

    #[test]
    fn an_id_is_made_from_the_whole_address() {
        let whole = event(DAY, "example.com", "203.0.113.7", "agent");
        let mut truncated = event(DAY, "example.com", "203.0.113.0", "agent");
        truncated.hidden = Some(Box::new(Hidden {
            address: Some("203.0.113.7".into()),
            ..Hidden::default()
        }));
        assert_eq!(id(&truncated), id(&whole));
        assert!(!format!("{truncated:?}").contains("203.0.113.7"));
    }

    #[test]
    fn bots_and_events_without_a_client_have_no_id() {
        let mut bot = event(DAY, "example.com", "203.0.113.7", "agent");
        bot.agent = Some(Arc::new(Memo::new(Agent {
            bot: Some(Bot {
                name: "Examplebot".into(),
                category: BotCategory::Other,
                operator: None,
            }),
            ..Agent::default()
        })));
        assert_eq!(id(&bot), None);
        let mut nobody = event(DAY, "example.com", "203.0.113.7", "agent");
        nobody.source.ip = None;
        assert_eq!(id(&nobody), None);
    }

    #[test]
    fn a_key_has_at_least_sixteen_bytes_and_is_not_shown() {
        assert!(VisitorKey::new("fifteen bytes..").is_none());
        let key = VisitorKey::new("sixteen bytes...").unwrap();
        assert_eq!(format!("{key:?}"), "VisitorKey(..)");
        assert!(!format!("{:?}", Visitors::new(key)).contains("sixteen"));
    }
}
