//! Sets up an OpenSearch cluster for documents: the ingest pipeline, the index template, retention,
//! roles and dashboards.
//!
//! Everything is read first and written only if it is missing or different, so a second run changes
//! nothing. In the mapping of a role, other people's entries are kept: a mapping is completed,
//! never replaced. If somebody changes an item between its read and its write, the change can still
//! be lost. Only the retention policy excludes this, with a conditional write.
//! [`crate::opensearch`] defines what a cluster should have, and compares.
//!
//! The interfaces: <https://docs.opensearch.org/latest/api-reference/>,
//! <https://docs.opensearch.org/latest/security/access-control/api/>,
//! <https://docs.opensearch.org/latest/im-plugin/ism/api/>.

mod dashboards;
mod index;
mod retention;
mod roles;

pub(crate) use dashboards::{Existing, import as import_dashboards, not_imported};
pub(crate) use index::newest_document;

use super::rest::Cluster;
use crate::opensearch::{Change, Changes, DASHBOARDS_ITEM, SetupError, Wishes};

/// Sets up a cluster, and its Dashboards if `dashboards` is given. Failures of Dashboards are
/// reported, and nothing else fails because of them.
///
/// # Errors
/// The first failure that is not reported as a [`Change`].
pub async fn set_up(
    cluster: &Cluster,
    dashboards: Option<&Cluster>,
    wishes: &Wishes,
) -> Result<Changes, SetupError> {
    let mut changes = set_up_cluster(cluster, wishes).await?;
    let change = match dashboards {
        Some(dashboards) => import_dashboards(dashboards, Existing::PutBack).await?,
        None => Change::Skipped("no address of Dashboards was given".to_owned()),
    };
    changes.add(DASHBOARDS_ITEM, change);
    Ok(changes)
}

/// Sets up a cluster, without its Dashboards.
///
/// # Errors
/// The first failure that is not reported as a [`Change`].
pub(crate) async fn set_up_cluster(
    cluster: &Cluster,
    wishes: &Wishes,
) -> Result<Changes, SetupError> {
    let mut changes = Changes::default();
    let version = cluster.wait().await?;
    tracing::info!(version, "the cluster answers");
    // The template names the pipeline, so the pipeline comes first. Both come before a role may
    // deliver.
    index::put_pipeline(cluster, &mut changes).await?;
    index::put_template(cluster, &mut changes).await?;
    retention::put(cluster, wishes.retention_days, &mut changes).await?;
    roles::put(cluster, wishes, &mut changes).await?;
    Ok(changes)
}
