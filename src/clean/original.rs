//! The raw line as `event.original` shows it.

use std::borrow::Cow;

use super::text::escape_bytes;
use super::{Rules, shown};
use crate::event::Tags;

/// The raw line as text: bytes that are not UTF-8 escaped so that they come back, secrets out, and addresses truncated where
/// the operator wants that.
#[must_use]
pub fn original<'a>(raw: &'a [u8], rules: &Rules) -> (Cow<'a, str>, Tags) {
    let (text, mut tags) = escape_bytes(raw);
    let text = shown::line(text, rules, &mut tags);
    (text, tags)
}
