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
//! 1. a row of a table ([`table`], [`ai`]) in a place where its words are a name ([`place`]), or a
//!    name that begins with `Google-`
//! 2. a word for a kind of program ([`kinds`])
//! 3. the number of people who read a feed ([`guess`])
//! 4. a name in a place where browsers have no name ([`disguise`])
//! 5. a contact, which browsers do not give ([`guess`])
//! 6. neither an engine nor a system ([`bare`])
//!
//! [`people`], [`programs`](super::programs) and [`telephones`] recognise people's agent strings
//! that look like those of bots. [`tools`] recognises tools whose agent strings look like those of
//! people. [`names`], [`sender`] and [`word`] find the name of an unlisted bot, and [`company`]
//! finds its operator.

mod ai;
mod bare;
mod company;
mod disguise;
mod guess;
mod kinds;
mod names;
mod people;
mod place;
mod sender;
mod table;
mod telephones;
mod tools;
mod word;

use std::borrow::Cow;

use super::filter::{Filter, Places};
use super::lookup::{Keyed, Table};
use super::own_name;
use super::tokens::{Product, Words, version_after};
use crate::event::{Bot, BotCategory};
use table::ROWS;

pub(super) use guess::by_its_first_product;
pub(super) use telephones::are_behind as have_telephone;

/// A bot of the table. Its key has the form of [`super::lookup`].
#[derive(Debug, Clone, Copy)]
struct Row {
    key: &'static str,
    /// The words that follow the key, in small letters, if its name has more than two words.
    rest: &'static str,
    name: &'static str,
    category: BotCategory,
    operator: Option<&'static str>,
    /// Whether the word counts only at the beginning of the agent string.
    leads: bool,
    /// Whether the key is an everyday word, as in the names of other programs: [`place`].
    is_everyday: bool,
    /// Whether the key names the true sender even if the agent string also names another bot.
    overrides: bool,
}

impl Row {
    const fn new(key: &'static str, name: &'static str, category: BotCategory) -> Self {
        Self {
            key,
            rest: "",
            name,
            category,
            operator: None,
            leads: false,
            is_everyday: false,
            overrides: false,
        }
    }

    const fn by(mut self, operator: &'static str) -> Self {
        self.operator = Some(operator);
        self
    }

    const fn then(mut self, rest: &'static str) -> Self {
        self.rest = rest;
        self
    }

    const fn leading(mut self) -> Self {
        self.leads = true;
        self
    }

    const fn everyday(mut self) -> Self {
        self.is_everyday = true;
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
    listed.or_else(|| {
        let unlisted = kinds::by_its_own_word(words)
            .or_else(|| guess::by_its_readers(words))
            .or_else(|| disguise::see_through(words))
            .or_else(|| guess::by_its_contact(words))
            .or_else(|| bare::find(words))?;
        Some(company::attributed(words, unlisted))
    })
}

/// The fetcher of Google that an agent string names, if any. The name of such a fetcher is
/// `Google-` and a purpose. These are not fetchers, although their names may begin with `Google-`
/// too: Google's telephones and browsers, toolbars of Internet Explorer, and models of devices.
fn of_google<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    const PRODUCTS: &[&str] = &["chrome", "nexus", "pixel", "tr"];
    let product = words.products().find(|product| {
        let text = product.token.text;
        text.len() > "Google-".len() && text.starts_with("Google-")
    })?;
    let token = product.token;
    let purpose = words.small(token.start + "Google-".len(), token.end)?;
    let is_product = purpose
        .split(['-', '_'])
        .next()
        .is_some_and(|first| PRODUCTS.contains(&first));
    let is_of_person = is_product
        || ["MSIE", "Trident"].iter().any(|old| words.contain(old))
        || place::model(words).contains(&token.start) && words.contact.is_none();
    if is_of_person {
        return None;
    }
    let name = own_name(token.text);
    let (operator, category) = (Some("Google"), BotCategory::Other);
    Some((
        Bot {
            name,
            category,
            operator,
        },
        version_after(words.agent, token.end),
    ))
}

/// The row of a named agent of AI that calls itself an agent as well: `Agent-Example/1.0`,
/// `Agent/Example`, `Example-Agent/1.0`.
fn of_agent(words: &Words<'_>, product: Product<'_, '_>) -> Option<(&'static Row, usize)> {
    let mut token = product.token;
    let small = words.small(token.start, token.end)?;
    if let Some(rest) = small.strip_prefix("agent") {
        token.start = token.end - rest.trim_start_matches(['-', '_', '.']).len();
    } else if let Some(rest) = small.strip_suffix("agent") {
        token.end = token.start + rest.trim_end_matches(['-', '_', '.']).len();
    } else {
        let before = words.small(0, token.start)?;
        before.ends_with("agent/").then_some(())?;
    }
    token.places = Places::of(words.small(token.start, token.end)?);
    let (row, _) = AI.row_of(words, Product { token, ..product })?;
    Some((row, product.token.end))
}

/// A bot that is in no table. Its operator is known if its name begins with the name of a company.
pub(super) fn unlisted(name: &str, category: BotCategory) -> Bot {
    Bot {
        name: own_name(name),
        category,
        operator: company::of_name(name),
    }
}

fn from_table<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let has_agents = words.contain_small("agent");
    let matches = words.all().filter_map(|product| {
        let found = if product.token.after_slash {
            None
        } else {
            AI.row_of(words, product)
                .or_else(|| TABLE.row_of(words, product))
        };
        let of_agent = || has_agents.then(|| of_agent(words, product))?;
        let (row, end) = found.or_else(of_agent)?;
        let start = product.token.start;
        let end = place::end_of_name(words, row, start, end)?;
        (!place::is_compared(words, start)).then_some((row, start, end))
    });
    // If several rows have the lowest rank, `min_by_key` returns the first.
    let (row, start, end) = matches.min_by_key(|(row, ..)| row.rank())?;
    if row.category == BotCategory::Library
        && start > 0
        && let Some(sender) = built_on_library(words, start)
    {
        return Some(sender);
    }
    let bot = Bot {
        name: Cow::Borrowed(row.name),
        category: row.category,
        operator: row.operator,
    };
    Some((bot, version_after(words.agent, end)))
}

/// Names at the front that are the language, the runtime or the basis of a library.
const RUNTIMES: &[&str] = &[
    "cpython", "dart", "deno", "erlang", "go", "java", "jre", "lua", "node", "node.js", "nodejs",
    "okhttp", "openjdk", "perl", "php", "python", "ruby", "rust", "scala",
];

/// The bot that names itself before its library: `Example/1.0 library/2.31`. The name counts only
/// with a version, a contact or a word for a kind of program. People's apps are not such bots.
/// `library` is the offset of the library's name.
fn built_on_library<'a>(words: &Words<'a>, library: usize) -> Option<Recognised<'a>> {
    let (start, end) = word::leading_name(words)?;
    let small = words.small(start, end)?;
    let is_own = start == 0
        && end < library
        && !RUNTIMES.contains(&small)
        && !people::are_mobile(words)
        && !people::are_first(words);
    is_own.then_some(())?;
    let name = words.agent.get(start..end)?;
    let version = version_after(words.agent, end);
    let is_whole = words
        .agent
        .get(end..)?
        .starts_with(['/', ' ', '(', ';', ',']);
    let own = kinds::by_its_own_word(words).filter(|(bot, _)| bot.name == name);
    let category = match own {
        Some((bot, _)) => bot.category,
        None if words.contact.is_some() => BotCategory::Other,
        None => BotCategory::Library,
    };
    let is_said = version.is_some() || words.contact.is_some() || category != BotCategory::Library;
    (is_whole && is_said).then(|| company::attributed(words, (unlisted(name, category), version)))
}

#[cfg(test)]
mod tests;
