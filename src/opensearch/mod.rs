//! Readies an OpenSearch cluster for documents: ingest pipeline, index template, retention, roles, dashboards.
//!
//! Everything is read before it is written, and written only where it differs, so that a second run changes nothing.
//! What others have put there stays: a role's mapping is completed, never replaced. Between a read and a write
//! somebody else's change can still be lost, where the cluster offers no condition on a write (only retention does).
//!
//! The interfaces: <https://docs.opensearch.org/latest/api-reference/>,
//! <https://docs.opensearch.org/latest/security/access-control/api/>,
//! <https://docs.opensearch.org/latest/im-plugin/ism/api/>.

mod answer;
mod client;
mod cluster;
mod compare;
mod dashboards;
mod files;

mod index;
mod report;
mod retention;
mod roles;
mod signing;

pub use answer::Answer;
pub use client::Http;
pub use cluster::{Cluster, Patience};
pub use dashboards::{Existing, import as import_dashboards, not_imported};
pub use files::{DASHBOARDS, DEFAULT_RETENTION_DAYS, NAME};
pub use index::newest_document;
pub use report::{Change, DASHBOARDS_ITEM, Report, SetupError};
pub use signing::{Auth, OPENSEARCH_SERVICE};

/// Who gets which role: backend roles, which on Amazon OpenSearch Service are the ARNs of IAM roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Principals {
    /// Delivers documents.
    pub firehose: Vec<String>,
    /// Reads documents and dashboards.
    pub reader: Vec<String>,
    /// May do everything.
    pub admin: Vec<String>,
}

/// What the operator wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Who gets which role.
    pub principals: Principals,
    /// Who had one by an earlier run and shall have it no more.
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

/// Readies a cluster, and its Dashboards where `dashboards` is given. What fails there is reported and fails nothing else.
///
/// # Errors
/// The first thing without which documents would not arrive as they should.
pub async fn set_up(
    cluster: &Cluster,
    dashboards: Option<&Cluster>,
    wishes: &Wishes,
) -> Result<Report, SetupError> {
    let mut report = set_up_cluster(cluster, wishes).await?;
    let change = match dashboards {
        Some(dashboards) => import_dashboards(dashboards, Existing::PutBack).await?,
        None => Change::Skipped("no address of Dashboards was given".to_owned()),
    };
    report.add(DASHBOARDS_ITEM, change);
    Ok(report)
}

/// Readies a cluster, without its Dashboards.
///
/// # Errors
/// The first thing without which documents would not arrive as they should.
pub async fn set_up_cluster(cluster: &Cluster, wishes: &Wishes) -> Result<Report, SetupError> {
    let mut report = Report::default();
    let version = cluster.wait().await?;
    tracing::info!(version, "the cluster answers");
    // The pipeline before the template that names it, and both before a role may deliver.
    index::put_pipeline(cluster, &mut report).await?;
    index::put_template(cluster, &mut report).await?;
    retention::put(cluster, wishes.retention_days, &mut report).await?;
    roles::put(cluster, wishes, &mut report).await?;
    Ok(report)
}
