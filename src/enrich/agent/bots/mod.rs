//! Bots: agents that are no person at a browser, told by the words of their agent string.
//!
//! Names, purposes and operators are taken from the operators' own pages, among them
//! <https://developers.google.com/search/docs/crawling-indexing/google-common-crawlers>,
//! <https://platform.openai.com/docs/bots>, <https://support.claude.com/en/articles/8896518>, <https://docs.perplexity.ai/guides/bots>,
//! <https://developers.facebook.com/docs/sharing/webmasters/web-crawlers>, <https://yandex.com/support/webmaster/robot-workings/check-yandex-robots.html>.
//!
//! A bot is believed on its own word; whether a `Googlebot` is Google's takes a look-up of its address. Tokens that stand
//! in `robots.txt` alone (`Google-Extended`, `Applebot-Extended`) are in no agent string and so not in the table.
//!
//! The order of decision: a row of the table; a word that ends in `bot`, `crawler` or `spider`; a contact link (`+http`), which
//! no browser sends.

mod table;

use std::borrow::Cow;

use super::keys::{Keyed, row_of};
use super::tokens::{Token, Tokens, version_after};
use crate::event::{Bot, BotCategory};
use table::ROWS;

/// One bot of the table; its key is one of [`super::keys`].
#[derive(Debug, Clone, Copy)]
struct Row {
    key: &'static str,
    name: &'static str,
    category: BotCategory,
    operator: Option<&'static str>,
    /// The word counts only where it leads the agent string: it is an everyday word elsewhere.
    leads: bool,
    /// It names the true sender behind another bot's name.
    overrides: bool,
}

impl Row {
    const fn new(key: &'static str, name: &'static str, category: BotCategory) -> Self {
        Self {
            key,
            name,
            category,
            operator: None,
            leads: false,
            overrides: false,
        }
    }

    const fn by(mut self, operator: &'static str) -> Self {
        self.operator = Some(operator);
        self
    }

    const fn leading(mut self) -> Self {
        self.leads = true;
        self
    }

    const fn over_others(mut self) -> Self {
        self.overrides = true;
        self
    }

    /// Which of several rows counts, lowest first: a monitor that is built on a library or a headless browser is a monitor.
    const fn rank(&self) -> u8 {
        match self.category {
            _ if self.overrides => 0,
            BotCategory::Library => 3,
            BotCategory::HeadlessBrowser => 2,
            _ => 1,
        }
    }
}

impl Keyed for Row {
    fn key(&self) -> &'static str {
        self.key
    }
}

/// A bot that was recognised, and its version.
pub(super) type Recognised<'a> = (Bot, Option<&'a str>);

/// The bot that an agent string names, if it names one.
pub(super) fn find(agent: &str) -> Option<Recognised<'_>> {
    from_table(agent)
        .or_else(|| by_its_own_word(agent))
        .or_else(|| by_its_contact(agent))
}

/// A bot of the given kind that the agent's first product names: for what another parser found.
pub(super) fn first_product(agent: &str, category: BotCategory) -> Recognised<'_> {
    let product =
        Tokens::of(agent).find(|token| !token.after_slash && !is_browser_word(token.text));
    match product {
        Some(product) => named(agent, product, category),
        None => (unknown("bot", category), None),
    }
}

/// A bot whose name another parser knows.
pub(super) fn of_name(name: &str, category: BotCategory) -> Recognised<'static> {
    (unknown(name, category), None)
}

fn from_table(agent: &str) -> Option<Recognised<'_>> {
    let mut best: Option<(&Row, usize)> = None;
    let mut tokens = Tokens::of(agent).peekable();
    while let Some(token) = tokens.next() {
        if token.after_slash {
            continue;
        }
        let Some((row, end)) = row_of(ROWS, agent, token, tokens.peek()) else {
            continue;
        };
        if row.leads && token.start > 0 {
            continue;
        }
        if best.is_none_or(|(so_far, _)| row.rank() < so_far.rank()) {
            best = Some((row, end));
        }
    }
    let (row, end) = best?;
    let bot = Bot {
        name: Cow::Borrowed(row.name),
        category: row.category,
        operator: row.operator,
    };
    Some((bot, version_after(agent, end)))
}

/// A word that says what its owner is: `ExampleBot`, `example-crawler`, `Example Spider`.
fn by_its_own_word(agent: &str) -> Option<Recognised<'_>> {
    let mut before: Option<Token<'_>> = None;
    for token in Tokens::of(agent).filter(|token| !token.after_slash) {
        let kind = ["bot", "crawler", "spider"]
            .into_iter()
            .find(|kind| ends_with(token.text, kind));
        // Cubot makes telephones.
        if kind.is_some() && !token.text.eq_ignore_ascii_case("cubot") {
            let whole = before
                .filter(|before| {
                    kind.is_some_and(|kind| kind.len() == token.text.len())
                        && before.end + 1 == token.start
                })
                .filter(|before| !is_browser_word(before.text))
                .and_then(|before| {
                    agent
                        .get(before.start..token.end)
                        .map(|text| Token { text, ..token })
                });
            return Some(named(agent, whole.unwrap_or(token), BotCategory::Other));
        }
        before = Some(token);
    }
    None
}

/// A link to whom it may concern. The product is the one that stands before it.
fn by_its_contact(agent: &str) -> Option<Recognised<'_>> {
    let contact = agent.find("+http")?;
    let products = Tokens::of(agent)
        .take_while(|token| token.end <= contact)
        .filter(|token| !token.after_slash && !is_browser_word(token.text));
    let product =
        products.max_by_key(|token| (version_after(agent, token.end).is_some(), token.start))?;
    Some(named(agent, product, BotCategory::Other))
}

fn named<'a>(agent: &'a str, product: Token<'a>, category: BotCategory) -> Recognised<'a> {
    (
        unknown(product.text, category),
        version_after(agent, product.end),
    )
}

fn unknown(name: &str, category: BotCategory) -> Bot {
    Bot {
        name: Cow::Owned(name.to_owned()),
        category,
        operator: None,
    }
}

fn ends_with(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|start| text.get(start..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Words that every browser's agent string has, and bots that dress up as one.
fn is_browser_word(word: &str) -> bool {
    const WORDS: [&str; 14] = [
        "Mozilla",
        "compatible",
        "AppleWebKit",
        "KHTML",
        "like",
        "Gecko",
        "Chrome",
        "Safari",
        "Version",
        "Mobile",
        "Firefox",
        "Windows",
        "Linux",
        "Android",
    ];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
