//! Cleaning: a [`LogLine`] into a typed [`AccessEvent`].

mod original;

pub use original::original;

use crate::event::AccessEvent;
use crate::format::LogLine;
use crate::rejection::Rejection;

/// How lines are cleaned: what the operator chose.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Proxies whose word on `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
}

/// Cleans one line.
///
/// # Errors
/// A line without a valid time is rejected; nothing else is.
pub fn clean<'a>(_line: &LogLine<'a>, _rules: &Rules) -> Result<AccessEvent<'a>, Rejection> {
    Err(Rejection::whole(crate::rejection::Reason::TimeMissing))
}
