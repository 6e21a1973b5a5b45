//! The ingest pipeline and the index template.
//!
//! <https://docs.opensearch.org/latest/api-reference/ingest-apis/create-ingest/>,
//! <https://docs.opensearch.org/latest/im-plugin/index-templates/>.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::aws::rest::Cluster;
use crate::opensearch::compare::change_to;
use crate::opensearch::{Change, Changes, NAME, SetupError, files};

/// Writes the ingest pipeline if it is missing or different.
pub(super) async fn put_pipeline(
    cluster: &Cluster,
    changes: &mut Changes,
) -> Result<(), SetupError> {
    let path = format!("/_ingest/pipeline/{NAME}");
    let wished = files::ingest_pipeline()?;
    let found = cluster.read(&path).await?;
    let change = change_to(found.as_ref().and_then(|found| found.get(NAME)), &wished);
    if change != Change::Unchanged {
        cluster.write(&Method::PUT, &path, &wished).await?;
    }
    changes.add(format!("ingest pipeline {NAME}"), change);
    Ok(())
}

/// Writes the index template if it is missing or different. If a template was replaced, the
/// existing indices get its new fields too.
pub(super) async fn put_template(
    cluster: &Cluster,
    changes: &mut Changes,
) -> Result<(), SetupError> {
    let path = format!("/_index_template/{NAME}");
    let wished = files::index_template()?;
    let found = cluster.read(&path).await?;
    let change = change_to(
        found
            .as_ref()
            .and_then(|found| found.pointer("/index_templates/0/index_template")),
        &wished,
    );
    if change != Change::Unchanged {
        cluster.write(&Method::PUT, &path, &wished).await?;
    }
    let updated = change == Change::Updated;
    changes.add(format!("index template {NAME}"), change);
    if updated {
        changes.add(
            "mapping of existing indices",
            extend_mappings(cluster, &wished).await?,
        );
    }
    Ok(())
}

/// When the newest document was indexed, as the time since 1970-01-01, or `None` if there is no
/// document.
///
/// # Errors
/// The cluster does not answer, or refuses.
pub(crate) async fn newest_document(cluster: &Cluster) -> Result<Option<Duration>, SetupError> {
    let question = json!({"size": 0, "aggs": {"newest": {"max": {"field": "event.ingested"}}}});
    let answer = cluster.ask(&format!("/{NAME}*/_search"), &question).await?;
    let milliseconds = answer.pointer("/aggregations/newest/value");
    Ok(milliseconds
        .and_then(Value::as_f64)
        .and_then(|value| Duration::try_from_secs_f64(value / 1000.0).ok()))
}

/// Adds new fields to the existing indices, because a template applies only to indices made later,
/// such as tomorrow's. If the type of a field changed, the existing indices keep their old mapping.
async fn extend_mappings(cluster: &Cluster, template: &Value) -> Result<Change, SetupError> {
    let Some(mappings) = template.pointer("/template/mappings") else {
        return Ok(Change::Unchanged);
    };
    match cluster
        .write(&Method::PUT, &format!("/{NAME}-*/_mapping"), mappings)
        .await
    {
        Ok(_) => Ok(Change::Updated),
        Err(SetupError::Refused { status: 404, .. }) => {
            Ok(Change::Skipped("no index exists".to_owned()))
        }
        Err(SetupError::Refused {
            status: 400,
            reason,
            ..
        }) => Ok(Change::Skipped(format!(
            "existing indices keep their old mapping; the next day's index has the new one: \
             {reason}"
        ))),
        Err(error) => Err(error),
    }
}
