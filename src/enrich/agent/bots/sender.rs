//! The name of a sender whose agent string also has sentences: `Example (learn more at
//! https://example.com)`. Facts as of 2026-11, from the agent strings of bots.

use super::word::{is_kind, is_name, is_part, last_of_name};
use super::{place, telephones};
use crate::enrich::agent::tokens::{Product, Token, Words, version_after};

/// Words of sentences, sorted and in small letters. Names of several words do not contain them.
const SENTENCE: &[&str] = &[
    "a",
    "abuse",
    "an",
    "are",
    "at",
    "by",
    "can",
    "details",
    "documentation",
    "from",
    "if",
    "is",
    "it",
    "learn",
    "more",
    "not",
    "or",
    "our",
    "out",
    "please",
    "questions",
    "report",
    "see",
    "that",
    "this",
    "to",
    "us",
    "via",
    "visit",
    "we",
    "which",
    "with",
    "you",
    "your",
];

/// Whether a word is part of a sentence, or is only a word for a kind of program: `the crawler`.
pub(super) fn is_said(words: &Words<'_>, token: &Token<'_>) -> bool {
    is_in_sentence(words, token)
        || is_kind(token.text) && version_after(words.agent, token.end).is_none()
}

/// Whether a word is part of a sentence. The words before it and the next word decide.
pub(super) fn is_in_sentence(words: &Words<'_>, token: &Token<'_>) -> bool {
    let rest = words.agent.get(token.end..).unwrap_or_default();
    let next = rest.strip_prefix(' ').unwrap_or_default();
    let end = token.end + 1 + next.find(' ').unwrap_or(next.len());
    is_sentence(words.agent, token.start, end.min(words.agent.len()))
}

/// The name of the sender, and its version:
///
/// 1. the name at the front
/// 2. in a browser's comment, a part with a version, or the part after `compatible`, or else the
///    last part before the contact
/// 3. the last product that is not a browser's
/// 4. the host of the contact
pub(super) fn find<'a>(words: &Words<'a>) -> Option<(&'a str, Option<&'a str>)> {
    let is_front = |first: &Product<'_, '_>| {
        let Token { text, start, .. } = first.token;
        let end = last_of_name(words, *first).token.end;
        words.contact.is_none_or(|contact| start < contact.start)
            && is_name(text)
            && !is_sentence(words.agent, start, end)
    };
    let front = words.products().next().filter(is_front);
    // A gateway appends its own name to that of a telephone.
    let front = front.filter(|_| !telephones::are_behind(words));
    let first = front.or_else(|| in_comment(words));
    let last = first.map(|first| last_of_name(words, first));
    match last.or_else(|| behind_comments(words)) {
        Some(Product { token, .. }) => {
            let name = words.phrase(&token, is_part);
            Some((name, version_after(words.agent, token.end)))
        }
        None => Some((words.contact?.host(words.agent)?, None)),
    }
}

/// The name in a browser's comment.
fn in_comment<'w, 'a>(words: &'w Words<'a>) -> Option<Product<'w, 'a>> {
    let end = start_of_contact(words);
    let model = place::model(words);
    let names = || {
        products_before(words, end).filter(|product| {
            let Token { text, start, .. } = product.token;
            let before = words.agent.get(..start).unwrap_or_default();
            let is_first = before.trim_end().ends_with(['(', ';', ',', '[']);
            let end = last_of_name(words, *product).token.end;
            is_first && is_name(text) && !is_sentence(words.agent, start, end)
        })
    };
    let is_versioned = |product: &Product<'_, '_>| {
        let end = last_of_name(words, *product).token.end;
        words
            .agent
            .get(end..)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let is_compatible =
        |product: &Product<'_, '_>| place::is_compatible(words, product.token.start);
    let is_before_contact = |product: &Product<'_, '_>| {
        let Token { text, start, .. } = product.token;
        let between = words.agent.get(start..end).unwrap_or_default();
        words.contact.is_some()
            && !between.trim_end_matches([')', ' ']).contains(')')
            && text.bytes().any(|byte| !byte.is_ascii_lowercase())
            && !model.contains(&start)
    };
    names()
        .find(is_versioned)
        .or_else(|| names().find(is_compatible))
        .or_else(|| names().filter(is_before_contact).last())
}

/// The offset at which the contact begins, or the end of the agent string.
fn start_of_contact(words: &Words<'_>) -> usize {
    let contact = words.contact;
    contact.map_or(words.agent.len(), |contact| contact.start)
}

/// The products before an offset.
fn products_before<'w, 'a>(
    words: &'w Words<'a>,
    end: usize,
) -> impl Iterator<Item = Product<'w, 'a>> {
    let products = words.products();
    products.take_while(move |product| product.token.end <= end)
}

/// The last product outside of brackets, with a version if there is one.
fn behind_comments<'w, 'a>(words: &'w Words<'a>) -> Option<Product<'w, 'a>> {
    products_before(words, start_of_contact(words))
        .filter(|product| {
            let before = words.agent.get(..product.token.start).unwrap_or_default();
            let count = |bracket| memchr::memchr_iter(bracket, before.as_bytes()).count();
            is_name(product.token.text)
                && count(b'(') == count(b')')
                && !is_sentence(words.agent, product.token.start, product.token.end)
        })
        .max_by_key(|product| {
            let is_versioned = version_after(words.agent, product.token.end).is_some();
            (is_versioned, product.token.start)
        })
}

/// How much of a part before a word is read, in bytes. The sender chooses its length.
const READ_BYTES: usize = 64;

/// Whether the words from the beginning of a part to `end` are a sentence. Brackets, semicolons and
/// commas separate parts. `start` is in the part.
fn is_sentence(agent: &str, start: usize, end: usize) -> bool {
    let from = agent.floor_char_boundary(start.saturating_sub(READ_BYTES));
    let before = agent.get(from..start).unwrap_or_default();
    let begin = before.rfind(['(', ')', '[', ']', ';', ',']);
    let part = agent.get(from + begin.map_or(0, |begin| begin + 1)..end);
    part.unwrap_or_default()
        .split_ascii_whitespace()
        .any(|word| {
            let word = word.trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
            SENTENCE.binary_search(&word).is_ok()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted() {
        assert!(SENTENCE.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn a_sentence_is_not_a_name() {
        for (agent, name) in [
            ("Example (see https://example.org)", "Example"),
            (
                "Example Client/2 (run by us; https://example.org)",
                "Example Client",
            ),
            (
                "Mozilla/5.0 (compatible; Example; a tool of ours; https://a.example)",
                "Example",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; Example; https://a.example)",
                "Example",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; https://a.example)",
                "a.example",
            ),
            ("this is a test, see https://a.example", "a.example"),
            ("https://a.example", "a.example"),
        ] {
            let found = find(&Words::of(agent)).map(|(name, _)| name);
            assert_eq!(found, Some(name), "{agent}");
        }
        assert_eq!(find(&Words::of("")), None);
    }
}
