//! The raw line as `event.original` shows it.

use std::borrow::Cow;

use super::Rules;
use super::text::escape_bytes;
use super::truncate::truncate_in;
use crate::event::Tags;

/// The raw line as text: bytes that are not UTF-8 escaped so that they come back, secrets out, and addresses truncated where
/// the operator wants that.
#[must_use]
pub fn original<'a>(raw: &'a [u8], rules: &Rules) -> (Cow<'a, str>, Tags) {
    let (text, mut tags) = escape_bytes(raw);
    let text = rules.redaction.redact_line(text, &mut tags);
    let text = if rules.truncate_addresses {
        truncate_in(text)
    } else {
        text
    };
    (text, tags)
}
