//! Converts text into the form that a document shows: without secrets, with truncated addresses if
//! the operator wants that, and then cut at the limit. An earlier cut would remove the text by
//! which a secret or an address is recognised.

use std::borrow::Cow;

use super::Rules;
use super::limit::{cut, limit};
use super::marks::Marks;
use super::truncate::truncate_in;
use crate::event::Tags;

/// The most bytes of a text that are searched for secrets: twice the default limit of a Kinesis
/// record. Only compressed records, files and objects can have longer texts. The search takes
/// several times the memory of the text.
pub(super) const READ_LIMIT_BYTES: usize = 2 * 1024 * 1024;

/// Converts a URL, or a part of one. `marks` are the marks of the text.
#[inline]
pub(super) fn url<'a>(
    text: Cow<'a, str>,
    marks: Marks,
    rules: &Rules,
    tags: &mut Tags,
) -> Cow<'a, str> {
    limit(uncut_url(text, marks, rules, tags), tags)
}

fn uncut_url<'a>(text: Cow<'a, str>, marks: Marks, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    hidden(text, rules, tags, |text, hides_users, tags| {
        rules.redaction.redact_url(text, marks, hides_users, tags)
    })
}

/// Converts a target that is not a valid URL: a text that is not a request line, or a target with
/// spaces that does not begin with `/`, as in torn lines.
pub(super) fn invalid_target<'a>(
    text: Cow<'a, str>,
    rules: &Rules,
    tags: &mut Tags,
) -> Cow<'a, str> {
    let marks = Marks::of(text.as_bytes());
    let text = uncut_url(text, marks, rules, tags);
    limit(line(text, rules, tags), tags)
}

/// Converts any other text of a client or a server.
#[inline]
pub(super) fn text<'a>(text: Cow<'a, str>, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    limit(uncut(text, rules, tags), tags)
}

/// Like [`text()`], but does not cut the text at [`super::limit::VALUE_LIMIT_BYTES`].
pub(super) fn uncut<'a>(text: Cow<'a, str>, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    hidden(text, rules, tags, |text, hides_users, tags| {
        rules.redaction.redact_text(text, hides_users, tags)
    })
}

/// Converts a raw line, but does not cut it at the limit.
pub(super) fn line<'a>(text: Cow<'a, str>, rules: &Rules, tags: &mut Tags) -> Cow<'a, str> {
    hidden(text, rules, tags, |text, hides_users, tags| {
        rules.redaction.redact_line(text, hides_users, tags)
    })
}

/// Hides the secrets of a text, which `redact` finds, and truncates its addresses. Its second
/// argument is whether the names of users are secrets too.
#[inline]
fn hidden<'a>(
    text: Cow<'a, str>,
    rules: &Rules,
    tags: &mut Tags,
    redact: impl FnOnce(Cow<'a, str>, bool, &mut Tags) -> Cow<'a, str>,
) -> Cow<'a, str> {
    let text = cut(text, READ_LIMIT_BYTES, tags);
    let text = redact(text, rules.user_hash_key.is_some(), tags);
    match rules.truncate_addresses {
        true => truncate_in(text),
        false => text,
    }
}
