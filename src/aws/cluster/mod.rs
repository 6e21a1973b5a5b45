//! Sets up an OpenSearch cluster for documents: ingest pipeline, index template, retention, roles, dashboards.
//!
//! Everything is read before it is written, and written only where it differs, so that a second run changes nothing.
//! What others have put there stays: a role's mapping is completed, never replaced. Between a read and a write
//! somebody else's change can still be lost, where the cluster offers no condition on a write (only retention does).
//! What a cluster should have, and whether it has it, is in [`crate::opensearch`].
//!
//! The interfaces: <https://docs.opensearch.org/latest/api-reference/>,
//! <https://docs.opensearch.org/latest/security/access-control/api/>,
//! <https://docs.opensearch.org/latest/im-plugin/ism/api/>.

mod dashboards;
mod index;
mod retention;
mod roles;

pub use dashboards::{Existing, import as import_dashboards, not_imported};
pub use index::newest_document;

use super::rest::Cluster;
use crate::opensearch::{Change, DASHBOARDS_ITEM, Report, SetupError, Wishes};

/// Sets up a cluster, and its Dashboards where `dashboards` is given. What fails there is reported and fails nothing else.
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

/// Sets up a cluster, without its Dashboards.
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
