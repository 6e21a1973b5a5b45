//! Bots that no table knows, by the customs that they keep: <https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5>,
//! <https://www.robotstxt.org/guidelines.html>.

use super::{Recognised, unlisted};
use crate::enrich::agent::tokens::{Product, Words, version_after};
use crate::event::BotCategory;

/// A word that says what its owner is: `ExampleBot`, `example-crawler`, `Example Spider`.
pub(super) fn by_its_own_word<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    words.products().find_map(|product| {
        let text = product.token.text;
        let small = words.small(product.token.start, product.token.end)?;
        let kind = ["bot", "crawler", "spider"]
            .into_iter()
            .find(|kind| small.ends_with(kind))?;
        // Cubot makes telephones.
        if small == "cubot" {
            return None;
        }
        let name = if text.len() == kind.len() {
            whole_name(words.agent, product)
        } else {
            text
        };
        Some(named(words.agent, name, product))
    })
}

/// A contact for whom it may concern: one that a `+` announces, or any where no browser is claimed. The product is the one
/// that stands before it.
pub(super) fn by_its_contact<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let contact = words
        .contact
        .filter(|contact| contact.announced || !is_browser(words))?;
    let products = words
        .products()
        .take_while(|product| product.token.end <= contact.start);
    let product = products
        .filter(|product| !is_browser_word(product.token.text))
        .max_by_key(|product| {
            (
                version_after(words.agent, product.token.end).is_some(),
                product.token.start,
            )
        })?;
    Some(named(
        words.agent,
        whole_name(words.agent, product),
        product,
    ))
}

/// What the first product is that the agent names, of the given kind: for what another parser found.
pub(in crate::enrich::agent) fn by_its_first_product<'a>(
    words: &Words<'a>,
    category: BotCategory,
) -> Recognised<'a> {
    let product = words
        .products()
        .find(|product| !is_browser_word(product.token.text));
    match product {
        Some(Product { token, .. }) => (
            unlisted(token.text, category),
            version_after(words.agent, token.end),
        ),
        None => (unlisted("bot", category), None),
    }
}

fn named<'a>(agent: &'a str, name: &str, product: Product<'_, 'a>) -> Recognised<'a> {
    (
        unlisted(name, BotCategory::Other),
        version_after(agent, product.token.end),
    )
}

/// Whether the agent claims to be a browser.
fn is_browser(words: &Words<'_>) -> bool {
    const ENGINES: [&str; 6] = ["AppleWebKit", "Gecko", "MSIE", "Trident", "Presto", "Opera"];
    ENGINES.iter().any(|engine| words.contain(engine))
}

/// A product's name with the word right before it: `Example Spider`.
fn whole_name<'a>(agent: &'a str, product: Product<'_, 'a>) -> &'a str {
    let Product { token, before, .. } = product;
    before
        .filter(|before| {
            before.end + 1 == token.start && !before.after_slash && !is_browser_word(before.text)
        })
        .and_then(|before| agent.get(before.start..token.end))
        .filter(|name| name.contains(' '))
        .unwrap_or(token.text)
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
