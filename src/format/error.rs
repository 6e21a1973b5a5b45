//! Errors in a configured format.

use std::fmt;

/// Why a format is invalid. An invalid format stops the program at start.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormatError {
    /// Byte offset in the format string.
    pub position: usize,
    /// What is wrong at that offset, as a fragment of a sentence.
    pub reason: String,
}

impl FormatError {
    /// An error about the whole format.
    pub(super) fn whole(reason: impl Into<String>) -> Self {
        Self {
            position: 0,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at position {}", self.reason, self.position)
    }
}

impl std::error::Error for FormatError {}
