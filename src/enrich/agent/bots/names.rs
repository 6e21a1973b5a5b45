//! The name of a bot that is in no table. It is the whole name, without words that many agent
//! strings have.

use super::word::{is_part, last_of_name};
use super::{Recognised, place, sender, unlisted};
use crate::enrich::agent::tokens::{Product, Words, version_after};
use crate::event::BotCategory;

/// A bot whose name ends with this word of the agent string. The name may have several words, and a
/// version may follow. The bot has the name of the sender instead if the word is part of a
/// sentence, only names a kind of program, or names what the sender is compared with:
/// `like Example`.
pub(super) fn named<'a>(
    words: &Words<'a>,
    product: &Product<'_, 'a>,
    category: BotCategory,
) -> Recognised<'a> {
    let token = &product.token;
    if (sender::is_said(words, token) || place::is_compared(words, token.start))
        && let Some((name, version)) = sender::find(words)
    {
        return (unlisted(name, category), version);
    }
    let name = words.phrase(token, is_part);
    (
        unlisted(name, category),
        version_after(words.agent, token.end),
    )
}

/// A bot whose name begins with this word of the agent string.
pub(super) fn named_from<'a>(
    words: &Words<'a>,
    first: Product<'_, 'a>,
    category: BotCategory,
) -> Recognised<'a> {
    named(words, &last_of_name(words, first), category)
}
