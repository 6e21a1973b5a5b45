//! The raw line as `event.original` shows it.

use std::borrow::Cow;

use super::text::escape_bytes;
use super::{REDACTED, Rules, shown};
use crate::event::Tags;

/// The raw line as text, without secrets, without its user if users are hashed, and with truncated
/// addresses if the operator wants that. Bytes that are not UTF-8 are escaped so that they can be
/// restored. A line of more than 2 MiB is cut.
#[must_use]
pub fn original<'a>(raw: &'a [u8], rules: &Rules) -> (Cow<'a, str>, Tags) {
    let start = raw.get(..character_end(raw, shown::READ_LIMIT_BYTES));
    let (text, mut tags) = escape_bytes(start.unwrap_or(raw));
    if text.len() < raw.len() {
        tags.add(Tags::TRUNCATED);
    }
    let text = match rules.user_hash_key {
        Some(_) => without_user(text, &mut tags),
        None => text,
    };
    let text = shown::line(text, rules, &mut tags);
    (text, tags)
}

/// The last offset up to a limit that does not cut a character of UTF-8.
fn character_end(raw: &[u8], limit: usize) -> usize {
    /// How many bytes of a character may follow its first byte.
    const CONTINUED: usize = 3;
    let is_inside = |at: &usize| raw.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let mut ends = (limit.saturating_sub(CONTINUED)..=limit).rev();
    ends.find(|at| !is_inside(at))
        .unwrap_or(limit)
        .min(raw.len())
}

/// The line without its user. In Apache's and nginx's formats, the user is between the `-` of an
/// absent `ident` and the `[` of a time.
fn without_user<'a>(text: Cow<'a, str>, tags: &mut Tags) -> Cow<'a, str> {
    /// How many bytes are searched for a user.
    const LOOKAHEAD: usize = 1024;
    let head = text
        .get(..text.floor_char_boundary(LOOKAHEAD))
        .unwrap_or_default();
    let user = head.split_once(" [").and_then(|(before, _)| {
        let start = before.find(" - ")? + " - ".len();
        let user = before.get(start..)?;
        (!matches!(user, "" | "-")).then_some((start, before.len()))
    });
    let Some((before, after)) =
        user.and_then(|(start, end)| Some((text.get(..start)?, text.get(end..)?)))
    else {
        return text;
    };
    tags.add(Tags::REDACTED);
    Cow::Owned([before, REDACTED, after].concat())
}
