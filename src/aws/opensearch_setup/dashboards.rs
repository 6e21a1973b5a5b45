//! The import of the dashboards: by a deployment, and by a schedule where that one failed.
//!
//! The schedule's event is `{"ImportDashboards": PROPERTIES}`, with the properties of the resource. It imports where none of
//! the saved objects is there, so it undoes nothing that people do to them. The answer is `{"dashboards": "created"}`, or
//! `unchanged`, or `failed, ` with the reason: an answer for people, since a failure is reported by the log.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::site::Site;
use crate::aws::cluster::{Existing, import_dashboards, not_imported};
use crate::aws::rest::{Http, Patience};
use crate::opensearch::Change;

/// The longest text of an output, in bytes: an answer to CloudFormation has room for 4,096 in all.
const TEXT_BYTES: usize = 1000;
/// The schedule tries again, so it need not wait for Dashboards that are coming up.
const LONGEST_RETRY: Duration = Duration::from_mins(1);

/// Imports the dashboards until then. What fails there is a [`Change::Failed`], and is logged.
///
/// # Errors
/// What the site, or a file that is compiled in, lacks.
pub(super) async fn import(
    site: &Site,
    until: Instant,
    existing: Existing,
) -> Result<Change, String> {
    let now = Instant::now();
    let last = now + until.saturating_duration_since(now) * 19 / 20;
    let patience = Patience {
        until: last,
        forgive_refusal_until: now,
    };
    let dashboards = site.dashboards(patience)?;
    let change = match tokio::time::timeout_at(last, import_dashboards(&dashboards, existing)).await
    {
        Ok(change) => change.map_err(|error| error.to_string())?,
        Err(_) => not_imported("Dashboards gave no answer in time"),
    };
    if let Change::Failed(reason) = &change {
        // The template's metric filter looks for these words.
        tracing::warn!("the dashboards were not imported: {reason}");
    }
    Ok(change)
}

/// What became of the dashboards, for an output of the stack.
pub(super) fn text_of(change: &Change) -> String {
    let mut text = change.to_string();
    text.truncate(text.floor_char_boundary(TEXT_BYTES));
    text
}

/// The properties of an event of the schedule. `None`: the event is another one.
pub(super) fn properties(event: &Value) -> Option<Map<String, Value>> {
    event.get("ImportDashboards")?.as_object().cloned()
}

/// Imports the dashboards where none is there.
pub(super) async fn retry(properties: &Map<String, Value>, http: Http, until: Instant) -> Value {
    let until = until.min(Instant::now() + LONGEST_RETRY);
    let change = match Site::of(properties, http).await {
        Ok(site) => import(&site, until, Existing::LeaveAlone).await,
        Err(reason) => Err(reason),
    };
    match change {
        Ok(change) => json!({"dashboards": text_of(&change)}),
        Err(reason) => {
            tracing::warn!("the dashboards were not imported: {reason}");
            json!({"dashboards": format!("failed, {reason}")})
        }
    }
}
