//! Agents: browsers, apps and bots, recognised by their agent string.
//!
//! The first question is whether the agent is a bot ([`bots`]). If it is not, `woothee` finds
//! browser and operating system, [`browsers`] corrects the app or browser, and [`system`] and
//! [`device`] add the rest.
//! `woothee`'s own crawlers and libraries count only where the tables of bots have no match.
//!
//! For a bot, only name, version, kind and operator are reported. The device and the system in its
//! agent string are a disguise, and a dashboard of visitors' systems should not count them.

mod bots;
mod browsers;
mod darwin;
mod device;
mod filter;
mod inside;
mod lookup;
mod model;
mod pairs;
mod programs;
mod small;
mod system;
mod tablet;
mod television;
mod tokens;

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;
use woothee::parser::{Parser, WootheeResult};

use super::recent::Recent;
use super::threat;
use crate::event::{Agent, BotCategory, Memo, Threat, Threats};
use system::{System, known};
use tokens::{Words, version_after};

/// How much of an agent string is read, in bytes. Ordinary strings are shorter, even those of apps
/// with all their additions. `woothee`'s cost grows with the length, which the sender chooses.
const PARSED_BYTES: usize = 1_024;

/// The longest name and version that are taken from an agent string's own words, in bytes. Real
/// names have up to 40 bytes, real versions up to 20. A longer name is cut. A longer version is
/// omitted.
const NAME_LIMIT_BYTES: usize = 64;
const VERSION_LIMIT_BYTES: usize = 32;

/// How many agent strings are remembered. None is longer than [`PARSED_BYTES`]. Together with the
/// results and their rendered form, they need at most 12 MB, and about 2 MB in practice.
const REMEMBERED: usize = 4_096;

/// Recognises agents and remembers the recent ones.
#[derive(Debug)]
pub(super) struct Agents {
    recent: Recent<Arc<Memo<Agent>>>,
    hasher: FixedState,
}

impl Default for Agents {
    fn default() -> Self {
        Self {
            recent: Recent::new(REMEMBERED),
            // The seed is fixed. An attacker who provokes collisions has only one effect: the
            // attacker's agents are recognised again each time, which costs 2 us a line.
            hasher: FixedState::default(),
        }
    }
}

impl Agents {
    /// Describes an agent string that may have lost its end. The result is not remembered, because
    /// the same text may be a complete agent string in another line.
    pub(super) fn recognise_cut(original: &str) -> Arc<Memo<Agent>> {
        Arc::new(Memo::new(examine(original, true)))
    }

    /// Describes an agent string.
    pub(super) fn recognise(&mut self, original: &str) -> Arc<Memo<Agent>> {
        if original.len() > PARSED_BYTES {
            return Arc::new(Memo::new(examine(original, false)));
        }
        let hash = self.hasher.hash_one(original);
        let is_it = |agent: &Arc<Memo<Agent>>| *agent.original == *original;
        if let Some(agent) = self.recent.find(hash, is_it) {
            return Arc::clone(agent);
        }
        let agent = Arc::new(Memo::new(examine(original, false)));
        self.recent.keep(hash, Arc::clone(&agent));
        agent
    }
}

/// Describes an agent string without a look at the recent ones, and finds the threats in it.
fn examine(original: &str, is_cut: bool) -> Agent {
    let mut agent = describe(original, is_cut);
    agent.threats = threat::in_agent(original);
    if agent
        .bot
        .as_ref()
        .is_some_and(|bot| bot.category == BotCategory::Scanner)
    {
        agent.threats.add(Threat::Scanner);
    }
    agent
}

/// Describes the sender of an agent string.
fn describe(original: &str, is_cut: bool) -> Agent {
    let agent = original
        .get(..original.floor_char_boundary(PARSED_BYTES))
        .unwrap_or(original);
    let capital = small::restored(agent);
    let agent = capital.as_deref().unwrap_or(agent);
    let mut words = Words::of(agent);
    words.is_cut = is_cut;
    if let Some(bot) = bots::find(&words) {
        return of_bot(original, bot);
    }
    let plain = inside::without_parts_of_words(&words);
    let parsed = Parser::new()
        .parse(plain.as_deref().unwrap_or(agent))
        .unwrap_or_default();
    let first_product = |category| bots::by_its_first_product(&words, category);
    if words.is_cut && matches!(parsed.name, "misc crawler" | "HTTP Library") {
        return of_person(original, &words, &parsed);
    }
    match (parsed.category, parsed.name) {
        // `woothee` reports the telephones named `CUBOT` as bots.
        ("crawler", "misc crawler") if words.contain_small("android") => {
            of_person(original, &words, &parsed)
        }
        ("crawler", "misc crawler") => of_bot(original, first_product(BotCategory::Other)),
        ("crawler", name) => of_bot(original, (bots::unlisted(name, BotCategory::Other), None)),
        (_, "HTTP Library") => of_bot(original, first_product(BotCategory::Library)),
        (_, "RSSReader" | "Safari RSSReader" | "Windows RSSReader") => {
            of_bot(original, first_product(BotCategory::Feed))
        }
        _ => of_person(original, &words, &parsed),
    }
}

fn of_bot(original: &str, (bot, version): bots::Recognised<'_>) -> Agent {
    Agent {
        original: original.into(),
        name: Some(bot.name.clone()),
        version: short(version),
        bot: Some(bot),
        ..Agent::default()
    }
}

fn of_person<'a>(original: &str, words: &Words<'a>, parsed: &WootheeResult<'a>) -> Agent {
    let (name, version) = browser(words, parsed);
    let system = system::find(words, parsed);
    let system_name = system.as_ref().map(|system| system.name.as_ref());
    let device = device::find(
        words,
        known(parsed.category).unwrap_or_default(),
        system_name,
    );
    let full = system.as_ref().and_then(|System { name, version }| {
        let version = short(version.as_deref())?;
        Some(
            [name.as_ref(), " ", version.as_ref()]
                .concat()
                .into_boxed_str(),
        )
    });
    let (os_name, os_version) = system
        .map(|System { name, version }| (name, version))
        .unzip();
    Agent {
        original: original.into(),
        name,
        version: short(version),
        device_name: device.name,
        device_type: device.kind,
        os_name,
        os_version: short(os_version.flatten().as_deref()),
        os_full: full,
        bot: None,
        threats: Threats::default(),
    }
}

/// The version, or `None` if it has more than [`VERSION_LIMIT_BYTES`].
fn short(version: Option<&str>) -> Option<Box<str>> {
    version
        .filter(|version| version.len() <= VERSION_LIMIT_BYTES)
        .map(Box::from)
}

/// A name that consists of an agent string's own words, cut to [`NAME_LIMIT_BYTES`].
fn own_name(name: &str) -> Cow<'static, str> {
    let end = name.floor_char_boundary(NAME_LIMIT_BYTES);
    Cow::Owned(name.get(..end).unwrap_or(name).to_owned())
}

/// The browser's name as people know it, and its version.
fn browser<'a>(
    words: &Words<'a>,
    parsed: &WootheeResult<'a>,
) -> (Option<Cow<'static, str>>, Option<&'a str>) {
    let agent = words.agent;
    let listed = browsers::find(words);
    if listed.is_none_or(|(name, _)| browsers::contains_others(name))
        && let Some((name, version)) = browsers::built_on(words)
    {
        return (Some(own_name(name)), Some(version));
    }
    if let Some((name, version)) = listed {
        return (Some(Cow::Borrowed(name)), version);
    }
    if matches!(parsed.name, "Safari" | "Webview")
        && let Some((name, version)) = browsers::added_on_ios(words)
    {
        return (Some(own_name(name)), Some(version));
    }
    if system::is_carrier(parsed.os) {
        // The parser reports the model as the version.
        return (
            (parsed.name == "Opera").then_some(Cow::Borrowed("Opera")),
            None,
        );
    }
    let version = known(parsed.version);
    let name = match parsed.name {
        // Up to Android 4.4, only the constant `Version/4.0` distinguished a web view from Chrome.
        // <https://developer.chrome.com/docs/multidevice/user-agent#webview_user_agent>
        "Chrome" if words.contain("Android") && words.contain(" Version/") => "WebView",
        "SamsungBrowser" => "Samsung Internet",
        "Internet Explorer" => "Internet Explorer",
        "Edge" => "Edge",
        "Chrome" => "Chrome",
        "Safari" | "SymbianOS" if parsed.os == "SymbianOS" => {
            let version = version_of(agent, "BrowserNG");
            return (Some(Cow::Borrowed("Nokia Browser")), version);
        }
        // Android's own browser, up to 4.3, reports the version of the Safari on which it was
        // modelled.
        "Safari" if words.contain("Android") => "Android Browser",
        "Safari" => "Safari",
        "Firefox" => "Firefox",
        "Opera" => "Opera",
        "Vivaldi" => "Vivaldi",
        "Yandex Browser" => "Yandex Browser",
        // The parser reports the console as the browser.
        "Xbox One" | "Xbox 360" if words.contain("Edg") => "Edge",
        "Xbox One" | "Xbox 360" if words.contain("MSIE") => {
            let version = version_of(agent, "MSIE");
            return (Some(Cow::Borrowed("Internet Explorer")), version);
        }
        _ if parsed.category == "appliance" && parsed.name == parsed.os => return (None, None),
        // The version of a web view itself has been 4.0 for ten years, so the version of the engine
        // is reported.
        "Webview" => {
            return (
                Some(Cow::Borrowed("WebView")),
                version_of(agent, "Chrome").or(version),
            );
        }
        other => match known(other) {
            _ if words.is_cut => return (None, None),
            Some(other) => return (Some(Cow::Owned(other.to_owned())), version),
            None => return own_word(words),
        },
    };
    (Some(Cow::Borrowed(name)), version)
}

/// The name and the version that an app writes at the front: `ExampleApp/3.2 (...)`.
fn own_word<'a>(words: &Words<'a>) -> (Option<Cow<'static, str>>, Option<&'a str>) {
    let product = words.products().next().filter(|product| {
        let text = product.token.text;
        product.token.start == 0
            && text != "Mozilla"
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && !television::is_word(words, *product)
    });
    let version = product.and_then(|product| version_after(words.agent, product.token.end));
    match (product, version) {
        (Some(product), Some(version)) => (Some(own_name(product.token.text)), Some(version)),
        _ => (None, None),
    }
}

fn version_of<'a>(agent: &'a str, product: &str) -> Option<&'a str> {
    let place = agent.find(product)?;
    version_after(agent, place + product.len())
}

#[cfg(test)]
mod tests;
