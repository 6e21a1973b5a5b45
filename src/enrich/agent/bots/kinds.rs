//! Kinds: words that show that the sender is a program, as in `ExampleBot`, `example-crawler` and
//! `Example Link Checker`.
//!
//! A kind counts at the end of a word or at the end of a part of it: `examplebot-image`,
//! `ExampleBotV2`. Products that people use also have such words (`CUBOT` makes telephones, a
//! `Podcast` app is a player). Such products are excluded. Facts as of 2026-11, from the agent
//! strings of these products.

use super::names::{named, named_from};
use super::word::{KINDS, ROBOTS, is_name};
use super::{Recognised, people, place, sender, tools};
use crate::enrich::agent::tokens::{Words, version_after};
use crate::event::BotCategory::{self, Other};

/// Kinds that people's programs do not have. If the agent string has neither an engine nor a system
/// that shows a person, these kinds count even next to a word of people's programs:
/// `Podcast Fetcher`.
const PURPOSES: &[&str] = &[
    "checks",
    "crawl",
    "crawling",
    "discovery",
    "feedfetcher",
    "feedparser",
    "fetch",
    "fetcher",
    "harvester",
    "headless",
    "httpclient",
    "indexer",
    "lookup",
    "monitoring",
    "parser",
    "prober",
    "scraper",
    "scraping",
    "validator",
    "webhook",
    "webhooks",
];

/// Finds a bot by a word for its kind.
pub(super) fn by_its_own_word<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    // Most agent strings contain none of these words. The lists are then empty and allocate no
    // memory.
    let robots: Vec<_> = (ROBOTS.iter())
        .filter(|kind| words.contain_small(kind))
        .collect();
    let kinds: Vec<_> = (KINDS.iter())
        .filter(|(kind, _)| words.contain_small(kind))
        .collect();
    if robots.is_empty() && kinds.is_empty() {
        return None;
    }
    let model = model(words);
    let products = || {
        let outside = words
            .products()
            .filter(|product| !model.contains(&product.token.start));
        outside.filter_map(|product| {
            let small = words.small(product.token.start, product.token.end)?;
            Some((product, small))
        })
    };
    let robot = products().find(|(product, small)| {
        let says = |kind: &&str| ends_in(product.token.text, small, kind);
        // `CUBOT` is a maker of telephones.
        robots.iter().copied().any(says) && *small != "cubot"
    });
    if let Some((product, _)) = robot {
        return Some(named(words, &product, Other));
    }
    let is_mobile = people::are_mobile(words);
    let (product, category) = products().find_map(|(product, small)| {
        let says = |(kind, _): &&(&str, BotCategory)| ends_in(product.token.text, small, kind);
        // `Agent` alone does not identify a program.
        is_name(product.token.text).then_some(())?;
        let (kind, category) = kinds.iter().copied().find(says)?;
        // People who hide their browser also write `Agent`. A program's `Agent` has a version or a
        // contact.
        let is_program = *kind != "agent"
            || words.contact.is_some()
            || version_after(words.agent, product.token.end).is_some();
        // A sentence next to a contact describes the sender: `this is a research project`. In an
        // app's name, more words follow the word for the kind: `Example Preview App`.
        let is_said = words.contact.is_some() && sender::is_in_sentence(words, &product.token);
        let is_within = is_mobile && place::is_before_name(words, product.token.end);
        // A program for people plays podcasts, and does not parse them.
        let is_service = || {
            PURPOSES.contains(kind) && !tools::are_of_people(words) && !people::have_engine(words)
        };
        let is_of_people = people::are_behind(words) && !is_service();
        (is_program && !is_said && !is_within && !is_of_people).then_some((product, *category))
    })?;
    if is_app(words, is_mobile, product.token.start) {
        return None;
    }
    // If a program of people is named first, it is the sender, as in `Example 2, Episode Lookup`.
    let first = words.products().next().filter(|_| people::are_first(words));
    match first.filter(|first| is_name(first.token.text)) {
        Some(first) => Some(named_from(words, first, category)),
        None => Some(named(words, &product, category)),
    }
}

/// Whether the word at an offset is the name of an app: on a mobile device, with Apple's network
/// library, in a web view of the system, or built with Electron. In a web view or with Electron, a
/// contact or `compatible` shows that the sender is a robot instead.
fn is_app(words: &Words<'_>, is_mobile: bool, start: usize) -> bool {
    let is_said = || words.contact.is_some() || words.contain("ompatible;");
    words.contain("CFNetwork")
        || is_mobile && !people::have_engine(words)
        || words.contain(" Electron/") && !is_said()
        || is_mobile && is_in_web_view(words, start) && !is_said()
}

/// Whether the agent string is that of a web view. Android's web view writes `; wv)`. On Apple's
/// devices, `Safari/` is absent, or the word at the offset follows `Mobile/15E148`.
/// <https://developer.chrome.com/docs/multidevice/user-agent#webview_user_agent>
fn is_in_web_view(words: &Words<'_>, start: usize) -> bool {
    words.contain("; wv)")
        || words.contain("like Mac OS X")
            && (!words.contain(" Safari/")
                || words.find(" Mobile/").is_some_and(|mobile| start > mobile))
}

/// The range in which Android's comment has the model. A model may have any name: `CUBOT NOTE`,
/// `Discovery`, `ID bot`.
fn model(words: &Words<'_>) -> std::ops::Range<usize> {
    let agent = words.small(0, words.agent.len()).unwrap_or_default();
    let Some(start) = agent.find("android") else {
        return 0..0;
    };
    let comment = agent.get(start..).unwrap_or_default();
    let before = comment.find("applewebkit").unwrap_or(comment.len());
    let end = comment.get(..before).and_then(|comment| comment.rfind(')'));
    // A comment without a closing bracket was cut off and ends with the agent string.
    let is_open = end.is_none() && agent.get(..start).is_some_and(|front| front.contains('('));
    start..start + end.unwrap_or(if is_open { before } else { 0 })
}

/// Whether a word, or a part of it, ends with a kind. A small letter must not follow.
fn ends_in(text: &str, small: &str, kind: &str) -> bool {
    let mut from = 0;
    while let Some(at) = small.get(from..).and_then(|rest| rest.find(kind)) {
        let end = from + at + kind.len();
        match text.as_bytes().get(end) {
            Some(next) if next.is_ascii_lowercase() => from = end,
            // A word in capitals, such as `ROBOTICS`, has no parts.
            Some(next)
                if next.is_ascii_uppercase()
                    && text
                        .as_bytes()
                        .get(end - 1)
                        .is_some_and(u8::is_ascii_uppercase) =>
            {
                from = end;
            }
            _ => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_ends_a_word_or_a_part_of_a_word() {
        for text in [
            "ExampleBot",
            "examplebot-image",
            "ExampleBotV2",
            "EXAMPLEBOT",
            "bot",
            "Botbot",
            "example_bot_v2",
        ] {
            assert!(ends_in(text, &text.to_ascii_lowercase(), "bot"), "{text}");
        }
        for text in ["Bottle", "ROBOTICS", "botany", "example"] {
            assert!(!ends_in(text, &text.to_ascii_lowercase(), "bot"), "{text}");
        }
    }
}
