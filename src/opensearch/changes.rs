//! The results of a setup, one for each item, and the errors of a setup.

use std::fmt;

/// The name of the dashboards' item in [`Changes`].
pub const DASHBOARDS_ITEM: &str = "dashboards";

/// The result for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The item did not exist, and was created.
    Created,
    /// The item was different, and was changed.
    Updated,
    /// The item was already as it should be.
    Unchanged,
    /// The item was left as it is. The text says why: for example, the cluster does not support it.
    Skipped(String),
    /// The item failed, for the reason in the text. Everything else works without it.
    Failed(String),
}

/// The results for all items, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Each item with its result.
    pub items: Vec<(String, Change)>,
}

impl Changes {
    /// Whether anything was created or updated.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.items
            .iter()
            .any(|(_, change)| matches!(change, Change::Created | Change::Updated))
    }

    /// The failures, as one line each.
    pub fn failures(&self) -> impl Iterator<Item = String> {
        self.items.iter().filter_map(|(what, change)| match change {
            Change::Failed(reason) => Some(format!("{what}: {reason}")),
            Change::Created | Change::Updated | Change::Unchanged | Change::Skipped(_) => None,
        })
    }

    /// Adds the result for an item.
    pub fn add(&mut self, what: impl Into<String>, change: Change) {
        self.items.push((what.into(), change));
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items
            .iter()
            .try_for_each(|(what, change)| writeln!(f, "{what}: {change}"))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created => f.write_str("created"),
            Self::Updated => f.write_str("updated"),
            Self::Unchanged => f.write_str("unchanged"),
            Self::Skipped(reason) => write!(f, "skipped, {reason}"),
            Self::Failed(reason) => write!(f, "failed, {reason}"),
        }
    }
}

/// Why a cluster could not be set up. Messages are fragments for "failed to set up: {error}". They
/// never contain a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// The address is invalid, or a password must not be sent to it.
    Address {
        /// The given address.
        address: String,
        /// What is wrong with the address.
        reason: String,
    },
    /// The certificates to trust cannot be used.
    Trust(String),
    /// Requests cannot be signed, usually because there are no credentials.
    Credentials(String),
    /// There was no answer.
    Unreachable {
        /// Method and URL.
        request: String,
        /// What happened in the last try.
        reason: String,
    },
    /// The cluster refused a request.
    Refused {
        /// Method and URL.
        request: String,
        /// HTTP status.
        status: u16,
        /// The cluster's own message.
        reason: String,
    },
    /// The answer was not the expected one.
    Unexpected {
        /// Method and URL, or what was asked for.
        request: String,
        /// What is wrong with the answer.
        reason: String,
    },
    /// A compiled-in file cannot be read.
    File {
        /// The name of the file in `opensearch/`.
        name: &'static str,
        /// What is wrong with the file.
        reason: String,
    },
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { address, reason } => {
                write!(f, "{address} cannot be used: {reason}")
            }
            Self::Trust(reason) => write!(f, "the certificates to trust cannot be used: {reason}"),
            Self::Credentials(reason) => {
                write!(f, "requests cannot be signed: {reason}")
            }
            Self::Unreachable { request, reason } => {
                write!(f, "{request} got no answer: {reason}")
            }
            Self::Refused {
                request,
                status,
                reason,
            } => write!(f, "{request} was refused with status {status}: {reason}"),
            Self::Unexpected { request, reason } => {
                write!(f, "{request} got an unexpected answer: {reason}")
            }
            Self::File { name, reason } => write!(f, "opensearch/{name} cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for SetupError {}
