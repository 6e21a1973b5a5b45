//! Bots that are in no table, recognised by the customs of robots:
//! <https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5>,
//! <https://www.robotstxt.org/guidelines.html>.

use super::word::{is_name, leading_name};
use super::{Recognised, people, sender, telephones, unlisted};
use crate::enrich::agent::browsers;
use crate::enrich::agent::tokens::{Product, Words, version_after};
use crate::event::BotCategory;

/// Finds a bot by its contact. A contact counts in these cases:
///
/// - a `+` announces it, and the agent string is not an app's
/// - the agent string begins with it
/// - it follows a browser's products
/// - the name of a program is before the names of browsers
/// - the agent string is neither like a browser's nor like that of another program of people
pub(super) fn by_its_contact<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let contact = words.contact?;
    // A browser never sends an agent string that begins with a link.
    let is_for_whom = contact.start == 0
        || (contact.announced && !is_app(words))
        || (is_behind_products(words, contact.start) && browsers::find(words).is_none())
        || is_in_front(words)
        // Apps and players also write links to the pages of their makers.
        || !(is_browser(words) || people::are_behind(words) || people::have_system(words));
    (is_for_whom && (contact.announced || contact.host(words.agent).is_some())).then_some(())?;
    let (name, version) = sender::find(words)?;
    Some((unlisted(name, BotCategory::Other), version))
}

/// Whether the agent string begins with the name and the version of a program that is neither a
/// browser nor an app, and contains `compatible`: `Example/1.0 (compatible; MSIE 6.0)`. Such a
/// program adds the name of a browser for servers that expect one.
fn is_in_front(words: &Words<'_>) -> bool {
    let is_versioned = || {
        leading_name(words).is_some_and(|(start, end)| {
            start == 0
                && words
                    .agent
                    .get(end..)
                    .is_some_and(|rest| rest.starts_with('/'))
                && version_after(words.agent, end).is_some()
        })
    };
    words.contain("compatible")
        && is_versioned()
        && !is_app(words)
        && !telephones::are_behind(words)
        && browsers::find(words).is_none()
}

/// The bot that reports for how many readers it fetches a feed: `Example/1.0 (2 subscribers)`.
pub(super) fn by_its_readers<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let is_counted = |(start, _): (usize, &str)| {
        let before = words.agent.get(..start).unwrap_or_default();
        let number = before.strip_suffix(' ').unwrap_or_default();
        number.ends_with(|last: char| last.is_ascii_digit())
    };
    let is_feed = ["subscriber", "readers"]
        .iter()
        .any(|count| words.contain(count) && words.agent.match_indices(count).any(is_counted));
    is_feed.then_some(())?;
    let (name, version) = sender::find(words)?;
    Some((unlisted(name, BotCategory::Feed), version))
}

/// Whether an app or a player announces the page of its maker.
fn is_app(words: &Words<'_>) -> bool {
    let is_mobile = || people::are_mobile(words) && !people::have_engine(words);
    let is_called_so = || {
        let name = leading_name(words).and_then(|(start, end)| words.small(start, end));
        name.is_some_and(|name| name.ends_with("browser") || name.ends_with("player"))
    };
    people::are_first(words)
        || !words.agent.starts_with("Mozilla/") && (is_called_so() || is_mobile())
}

/// A bot of the given kind. Its name is the first product in the agent string. This is for agents
/// that only `woothee` recognises as bots.
pub(in crate::enrich::agent) fn by_its_first_product<'a>(
    words: &Words<'a>,
    category: BotCategory,
) -> Recognised<'a> {
    let product = words.products().find(|product| is_name(product.token.text));
    match product {
        Some(Product { token, .. }) => (
            unlisted(token.text, category),
            version_after(words.agent, token.end),
        ),
        None => (unlisted("bot", category), None),
    }
}

/// Whether the offset `place` is after the products of a current browser. Toolbars wrote their
/// links into the comment of Internet Explorer.
fn is_behind_products(words: &Words<'_>, place: usize) -> bool {
    let before = words.agent.get(..place).unwrap_or_default();
    ["Safari/", "Firefox/"]
        .iter()
        .any(|product| before.contains(product))
}

/// Whether the agent claims to be a browser.
fn is_browser(words: &Words<'_>) -> bool {
    const ENGINES: [&str; 6] = ["AppleWebKit", "Gecko", "MSIE", "Trident", "Presto", "Opera"];
    ENGINES.iter().any(|engine| words.contain(engine))
}
