//! Defines what an OpenSearch cluster should have for the documents (ingest pipeline, index
//! template, retention, roles, dashboards), and compares this with what a cluster has. No request
//! is sent here: `aws::cluster` reads a cluster, compares, and writes the differences.

mod changes;
#[cfg(feature = "aws")]
pub(crate) mod compare;
pub mod files;

pub use changes::{Change, Changes, DASHBOARDS_ITEM, SetupError};
pub use files::{DASHBOARDS, DEFAULT_RETENTION_DAYS, NAME};

/// The identities that get each role. They are backend roles. On Amazon OpenSearch Service, backend
/// roles are the ARNs of IAM roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Principals {
    /// The identities that deliver documents.
    pub firehose: Vec<String>,
    /// The identities that read documents and dashboards.
    pub reader: Vec<String>,
    /// The identities that may do everything.
    pub admin: Vec<String>,
}

/// What the operator wishes for a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// The identities that get each role.
    pub principals: Principals,
    /// The identities that got a role in an earlier run and must lose it now.
    pub retired: Principals,
    /// Days that a daily index is kept.
    pub retention_days: u32,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            principals: Principals::default(),
            retired: Principals::default(),
            retention_days: DEFAULT_RETENTION_DAYS,
        }
    }
}
