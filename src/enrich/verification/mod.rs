//! Whether a bot's address is one that its operator publishes for it:
//! `user_agent.bot.verification`.
//!
//! Ranges change, and the addresses in an old log may have been right at the time. An address
//! outside the ranges is therefore reported as such, and not as a forgery. Without a firewall's
//! label, nothing is reported for a bot whose operator publishes no list, or for an address that is
//! not public.
//!
//! The agent is checked before the address, so a person's line costs nothing. A firewall's label
//! counts as well: AWS WAF verifies by the operators' lists and by Web Bot Auth,
//! <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html>.

mod lists;
mod ranges;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::civil::{Date, date};

use crate::event::{AccessEvent, Verification};
use lists::LISTS;
use ranges::Ranges;

/// The lists in use.
#[derive(Debug, Clone)]
pub struct BotRanges {
    lists: Arc<[Option<Ranges>]>,
    oldest: Option<String>,
}

/// A day of the calendar, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'a> {
    /// The day as lists write it: `2026-09-02`.
    pub text: &'a str,
    /// The first second of the day, in seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
}

impl<'a> Day<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let day = text.parse::<Date>().ok()?;
        let since = day.duration_since(date(1970, 1, 1));
        let seconds = since.as_secs();
        Some(Self { text, seconds })
    }
}

/// A list that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RangesError {
    /// The list's name.
    pub list: String,
    /// What is wrong with the list.
    pub reason: String,
}

impl fmt::Display for RangesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.list, self.reason)
    }
}

impl std::error::Error for RangesError {}

impl BotRanges {
    /// The lists that are compiled in. A list in `newer` (name and JSON) replaces the compiled list
    /// of the same name, or is added if there is none.
    ///
    /// # Errors
    /// A list has an unknown name or cannot be read.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::enrich::BotRanges;
    ///
    /// let list = r#"{"prefixes":[{"ipv4Prefix":"192.0.2.0/24"}]}"#;
    /// assert!(BotRanges::new(&[("gptbot".to_owned(), list.to_owned())]).is_ok());
    /// assert!(BotRanges::new(&[("unknown".to_owned(), list.to_owned())]).is_err());
    /// ```
    pub fn new(newer: &[(String, String)]) -> Result<Self, RangesError> {
        if let Some((name, _)) = newer
            .iter()
            .find(|(name, _)| !Self::names().any(|id| id == name))
        {
            let known: Vec<_> = Self::names().collect();
            return Err(RangesError {
                list: name.clone(),
                reason: format!("is not one of {}", known.join(", ")),
            });
        }
        let mut oldest: Option<String> = None;
        let lists = LISTS.iter().map(|list| {
            let newer = newer.iter().find(|(name, _)| name == list.id);
            let Some(json) = newer.map(|(_, json)| json.as_str()).or(list.built_in) else {
                return Ok(None);
            };
            let (ranges, day) = Ranges::read(json).map_err(|reason| RangesError {
                list: list.id.to_owned(),
                reason,
            })?;
            if let Some(day) = day {
                oldest = Some(oldest.take().map_or(day.clone(), |oldest| oldest.min(day)));
            }
            Ok(Some(ranges))
        });
        let lists = lists.collect::<Result<_, _>>()?;
        Ok(Self { lists, oldest })
    }

    /// The names of all known lists.
    pub fn names() -> impl Iterator<Item = &'static str> {
        LISTS.iter().map(|list| list.id)
    }

    /// The day of the oldest list in use, or `None` if no list has a date.
    #[must_use]
    pub fn oldest(&self) -> Option<Day<'_>> {
        self.oldest.as_deref().and_then(Day::of)
    }

    /// What a firewall's labels and the lists say about an event's bot. `ip` is the address of the
    /// event's visitor, if it is public.
    pub(super) fn verify(
        &self,
        event: &AccessEvent<'_>,
        ip: Option<IpAddr>,
    ) -> Option<Verification> {
        let agent = event.agent.as_deref()?;
        let bot = agent.bot.as_ref()?;
        if event
            .detail
            .as_deref()
            .is_some_and(|detail| detail.waf.labels.iter().any(|label| is_verified(label)))
        {
            return Some(Verification::PublishedRange);
        }
        // A bot without an operator is in no list.
        bot.operator?;
        let ip = ip?;
        let lists = LISTS.iter().zip(self.lists.iter());
        let mut published = lists
            .filter(|(list, _)| list.bots.contains(&&*bot.name))
            .filter_map(|(_, ranges)| ranges.as_ref())
            .peekable();
        published.peek()?;
        Some(match published.any(|ranges| ranges.hold(ip)) {
            true => Verification::PublishedRange,
            false => Verification::OutsideRanges,
        })
    }
}

/// Whether a label is one with which AWS WAF's Bot Control says that the request is from the bot.
/// AWS WAF verified this by the operator's addresses or by a signature. Bots that a person
/// triggers, or that run on a developer's platform, have such labels too. Facts as of 2026-11:
/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html>.
fn is_verified(label: &str) -> bool {
    const STATES: [&str; 4] = [
        "verified",
        "user_triggered:verified",
        "developer_platform:verified",
        "web_bot_auth:verified",
    ];
    label
        .strip_prefix("awswaf:managed:aws:bot-control:bot:")
        .is_some_and(|state| STATES.contains(&state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bot_control_s_own_labels_verify() {
        for (label, does) in [
            ("awswaf:managed:aws:bot-control:bot:verified", true),
            (
                "awswaf:managed:aws:bot-control:bot:web_bot_auth:verified",
                true,
            ),
            (
                "awswaf:managed:aws:bot-control:bot:user_triggered:verified",
                true,
            ),
            ("awswaf:managed:aws:bot-control:bot:unverified", false),
            (
                "awswaf:managed:aws:bot-control:bot:web_bot_auth:invalid",
                false,
            ),
            (
                "awswaf:managed:aws:bot-control:bot:web_bot_auth:expired",
                false,
            ),
            ("awswaf:123456789012:webacl:own:bot:verified", false),
        ] {
            assert_eq!(is_verified(label), does, "{label}");
        }
    }

    #[test]
    fn a_day_is_a_day_of_the_calendar() {
        let seconds = |text| Day::of(text).map(|day| day.seconds);
        assert_eq!(seconds("1970-01-02"), Some(86_400));
        assert_eq!(seconds("2026-09-02"), Some(1_788_307_200));
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-29",
            "2026-09-0x",
            "yesterday!",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn every_compiled_list_can_be_read_and_has_a_day() {
        let ranges = BotRanges::new(&[]).unwrap();
        for (list, read) in LISTS.iter().zip(ranges.lists.iter()) {
            assert_eq!(list.built_in.is_some(), read.is_some(), "{}", list.id);
        }
        assert_eq!(ranges.oldest().map(|day| day.text), Some("2026-09-02"));
        assert!(LISTS.is_sorted_by(|one, next| one.id < next.id));
    }

    #[test]
    fn a_newer_list_replaces_the_list_of_the_same_name() {
        let json = r#"{
            "creationTime": "2026-10-01T00:00:00",
            "prefixes": [{"ipv4Prefix": "192.88.99.0/24"}]
        }"#;
        let ranges = BotRanges::new(&[("mistralai-user".to_owned(), json.to_owned())]).unwrap();
        let at = LISTS
            .iter()
            .position(|list| list.id == "mistralai-user")
            .unwrap();
        assert!(
            ranges.lists[at]
                .as_ref()
                .unwrap()
                .hold("192.88.99.7".parse().unwrap())
        );
    }

    #[test]
    fn a_list_of_an_unknown_name_is_refused() {
        let error = BotRanges::new(&[("nobot".to_owned(), String::new())]).unwrap_err();
        assert!(
            error.reason.starts_with("is not one of ahrefsbot, "),
            "{}",
            error.reason
        );
    }

    /// The table of bots has every bot of a list, by the same name.
    #[test]
    fn the_bots_of_the_lists_have_the_names_of_documents() {
        let mut agents = super::super::agent::Agents::default();
        for bot in LISTS.iter().flat_map(|list| list.bots) {
            let agent = agents.recognise(&format!("Mozilla/5.0 (compatible; {bot}/1.0)"));
            let found = agent.bot.as_ref().unwrap();
            assert_eq!((&*found.name, found.operator.is_some()), (*bot, true));
        }
    }
}
