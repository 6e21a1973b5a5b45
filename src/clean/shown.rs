//! Text as a document shows it: secrets out, addresses truncated where the operator wants that, and
//! then cut at the limit. A cut before would take away what a secret or an address is known by.

use std::borrow::Cow;

use super::Rules;
use super::redact::Place;
use super::text::limit;
use super::truncate::truncate_in;
use crate::event::Tags;

/// A URL, or a part of one.
#[inline]
pub(super) fn url<'a>(text: Cow<'a, str>, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    limit(uncut(text, Place::Url, rules, tags), tags)
}

/// Whatever else a client or a server wrote.
#[inline]
pub(super) fn text<'a>(text: Cow<'a, str>, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    limit(uncut(text, Place::Text, rules, tags), tags)
}

/// The same for a raw line, however long.
pub(super) fn line<'a>(text: Cow<'a, str>, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    uncut(text, Place::Line, rules, tags)
}

#[inline]
fn uncut<'a>(text: Cow<'a, str>, place: Place, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    let hides_users = rules.user_hash_key.is_some();
    let text = rules.redaction.redact(text, place, hides_users, tags);
    if rules.truncate_addresses {
        truncate_in(text)
    } else {
        text
    }
}
