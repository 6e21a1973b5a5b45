//! Values that enrichments read and that no document contains.

use std::borrow::Cow;
use std::fmt;

/// Text before redaction and truncation. The enrichments that read this text do not keep it.
#[derive(Clone, Default)]
pub struct Hidden<'a> {
    /// The request's target, if redaction changed it.
    pub target: Option<Cow<'a, str>>,
    /// The visitor's whole address or name, if `VISITOR_KEY` is set and addresses are truncated.
    /// The visitor's id is made from this value.
    pub address: Option<Cow<'a, str>>,
}

impl fmt::Debug for Hidden<'_> {
    /// Omits the texts, so that a printed event shows no secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hidden").finish_non_exhaustive()
    }
}
