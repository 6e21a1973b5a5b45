//! Detects comments of SQL that cut a statement off or join its words.

use crate::enrich::threat::phrase;
use crate::enrich::threat::search;
use crate::enrich::threat::text::{Text, find};

/// Whether the `--` at offset `at` is a comment. It must be at the end of a value, after a number
/// or in a value with a quote.
pub(in crate::enrich::threat) fn is_comment(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at);
    let signs = rest
        .iter()
        .take_while(|byte| matches!(byte, b'-' | b' ' | b'+' | b'#'))
        .count();
    if !text.in_query(at) || !text.ends_value(at + signs) {
        return false;
    }
    let before = text.before(at);
    let value = before
        .iter()
        .rposition(|byte| matches!(byte, b'&' | b'=' | b'?'))
        .map_or(0, |place| place + 1);
    let value = before.get(value..).unwrap_or_default().trim_ascii();
    let is_number = |value: &[u8]| {
        !value.is_empty()
            && value.iter().all(|byte| {
                byte.is_ascii_digit() || matches!(byte, b')' | b'*' | b'+' | b'-' | b' ')
            })
    };
    is_number(value) && !search::is_search(text, at)
        || [b'"', b'\''].iter().any(|quote| {
            value.contains(quote) && !is_name(value) && !phrase::is_phrase(value, *quote)
        })
}

/// Whether a value is a name with one apostrophe: `d'angelo`.
fn is_name(value: &[u8]) -> bool {
    let mut parts = value.split(|byte| *byte == b'\'');
    let is_word = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_alphabetic);
    parts.by_ref().take(2).all(is_word) && parts.next().is_none()
}

/// Whether the `/*` at offset `at` begins a comment within a value of a query.
pub(in crate::enrich::threat) fn is_inner_comment(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at + 2);
    let Some(end) = find(rest, b"*/").filter(|_| !rest.starts_with(b"/")) else {
        return false;
    };
    // A comment that a person writes has spaces around it.
    let touches =
        |byte: Option<u8>| byte.is_some_and(|byte| !matches!(byte, b' ' | b'\n' | b'+' | b'&'));
    text.in_query(at)
        && (touches(text.before(at).last().copied()) || touches(text.at(at + end + 4)))
}
