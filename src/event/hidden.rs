//! What enrichments look at and no document shows.

use std::borrow::Cow;
use std::fmt;

/// Text before redaction and truncation, for enrichments that keep none of it.
#[derive(Clone, Default)]
pub struct Hidden<'a> {
    /// The request's target, where redaction changed it.
    pub target: Option<Cow<'a, str>>,
    /// The visitor's whole address or name, where `VISITOR_KEY` asks for ids and truncation changed
    /// it.
    pub address: Option<Cow<'a, str>>,
}

impl fmt::Debug for Hidden<'_> {
    /// Without the texts, so that a printed event shows no secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hidden").finish_non_exhaustive()
    }
}
