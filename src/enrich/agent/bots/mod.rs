//! Bots: agents that are not a person at a browser. They are recognised by the words of their agent
//! string.
//!
//! Names, purposes and operators are taken from the operators' own pages, among them
//! <https://developers.google.com/search/docs/crawling-indexing/google-common-crawlers>,
//! <https://platform.openai.com/docs/bots>, <https://support.claude.com/en/articles/8896518>,
//! <https://docs.perplexity.ai/guides/bots>,
//! <https://developers.facebook.com/docs/sharing/webmasters/web-crawlers>,
//! <https://yandex.com/support/webmaster/robot-workings/check-yandex-robots.html>.
//!
//! A scanner's probe and Nutch are recognised first. The other checks run in this order:
//!
//! 1. a row of a table ([`table`], [`ai`]), or a name that begins with `Google-`
//! 2. a word for a kind of program ([`kinds`])
//! 3. a name in a place where browsers have no name ([`disguise`])
//! 4. a contact, which browsers do not give ([`guess`])
//! 5. neither an engine nor a system ([`bare`])
//!
//! Similar agents of people are in [`people`]. [`names`] finds the name of an unlisted bot.

mod ai;
mod bare;
mod disguise;
mod guess;
mod kinds;
mod names;
mod people;
mod table;

use std::borrow::Cow;

use super::filter::Filter;
use super::lookup::{Keyed, Table};
use super::own_name;
use super::tokens::{Words, version_after};
use crate::event::{Bot, BotCategory};
use table::ROWS;

pub(super) use guess::by_its_first_product;
pub(super) use people::have_telephone;

/// A bot of the table. Its key has the form of [`super::lookup`].
#[derive(Debug, Clone, Copy)]
struct Row {
    key: &'static str,
    name: &'static str,
    category: BotCategory,
    operator: Option<&'static str>,
    /// Whether the word counts only at the beginning of the agent string. Elsewhere it is an
    /// everyday word.
    leads: bool,
    /// Whether the key is an everyday word that also counts if a version follows: `Operator/1.0`.
    or_versioned: bool,
    /// Whether the key names the true sender even if the agent string also names another bot.
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
            or_versioned: false,
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

    const fn leading_or_versioned(mut self) -> Self {
        (self.leads, self.or_versioned) = (true, true);
        self
    }

    const fn over_others(mut self) -> Self {
        self.overrides = true;
        self
    }

    /// The rank of the row if several rows match. The row with the lowest rank is used. For
    /// example, a monitor that is built on a library or a headless browser is a monitor.
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

static TABLE: Table<Row> = Table {
    rows: ROWS,
    filter: filter(ROWS),
};

/// Agents of AI. They have a separate table because they change every month.
static AI: Table<Row> = Table {
    rows: ai::ROWS,
    filter: filter(ai::ROWS),
};

#[expect(
    clippy::indexing_slicing,
    reason = "a constant function cannot iterate; the compiler itself checks the bounds"
)]
const fn filter(rows: &[Row]) -> Filter {
    let (mut filter, mut at) = (Filter::EMPTY, 0);
    while at < rows.len() {
        filter = filter.with(rows[at].key);
        at += 1;
    }
    filter
}

/// A bot that was recognised, and its version.
pub(super) type Recognised<'a> = (Bot, Option<&'a str>);

/// Strings that are never the name of an agent. Scanners for vulnerabilities send them in place of
/// a name.
const PROBES: [(&str, &str); 2] = [("() {", "Shellshock probe"), ("${", "Log4Shell probe")];

/// The bot that an agent string names, if any.
pub(super) fn find<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    if let Some((_, name)) = PROBES.iter().find(|(mark, _)| words.contain(mark)) {
        return Some((unlisted(name, BotCategory::Scanner), None));
    }
    // Nutch appends its own name to the name and version that its operator configured.
    if words.contain("/Nutch-")
        && let Some((_, version)) = words.agent.rsplit_once("/Nutch-")
    {
        let version = version.split([' ', ',', ')']).next();
        return Some((unlisted("Apache Nutch", BotCategory::Library), version));
    }
    let listed = from_table(words).or_else(|| of_google(words));
    if words.is_cut {
        return listed;
    }
    listed
        .or_else(|| kinds::by_its_own_word(words))
        .or_else(|| disguise::see_through(words))
        .or_else(|| guess::by_its_contact(words))
        .or_else(|| bare::find(words))
}

/// The fetcher of Google that an agent string names, if any. The name of such a fetcher is
/// `Google-` and a purpose; no browser of Google has such a name.
fn of_google<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let product = words.products().find(|product| {
        let text = product.token.text;
        text.len() > "Google-".len() && text.starts_with("Google-")
    })?;
    let name = own_name(product.token.text);
    let (operator, category) = (Some("Google"), BotCategory::Other);
    Some((
        Bot {
            name,
            category,
            operator,
        },
        version_after(words.agent, product.token.end),
    ))
}

/// A bot that is in no table.
pub(super) fn unlisted(name: &str, category: BotCategory) -> Bot {
    Bot {
        name: own_name(name),
        category,
        operator: None,
    }
}

fn from_table<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let matches = words.products().filter_map(|product| {
        let found = AI.row_of(words, product);
        let (row, end) = found.or_else(|| TABLE.row_of(words, product))?;
        let is_versioned = || row.or_versioned && version_after(words.agent, end).is_some();
        (!row.leads || product.token.start == 0 || is_versioned()).then_some((row, end))
    });
    // If several rows have the lowest rank, `min_by_key` returns the first.
    let (row, end) = matches.min_by_key(|(row, _)| row.rank())?;
    let bot = Bot {
        name: Cow::Borrowed(row.name),
        category: row.category,
        operator: row.operator,
    };
    Some((bot, version_after(words.agent, end)))
}

#[cfg(test)]
mod tests;
