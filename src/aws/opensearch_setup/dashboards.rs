//! Imports the dashboards, in each deployment. If this fails, a schedule tries again.
//!
//! The schedule's event is `{"ImportDashboards": PROPERTIES}`, with the properties of the resource.
//! A schedule imports only if none of the saved objects exists, so it never undoes people's
//! changes. The answer is `{"dashboards": "created"}`, `unchanged`, or `failed, ` with the reason.
//! The answer is only for people. The template's metric filter finds a failure in the log.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::site::Site;
use crate::aws::cluster::{Existing, import_dashboards, not_imported};
use crate::aws::rest::{Http, Patience};
use crate::opensearch::Change;

/// The longest text of an output, in bytes. An answer to CloudFormation has at most 4,096 bytes in
/// all.
const TEXT_BYTES: usize = 1000;
/// The longest time for an import by the schedule. It is short because the schedule tries again, so
/// it need not wait for Dashboards to start.
const LONGEST_RETRY: Duration = Duration::from_mins(1);

/// Imports the dashboards before the deadline. If Dashboards cannot import them, the result is
/// [`Change::Failed`], and this is logged.
///
/// # Errors
/// The error says why the address, the credentials or a compiled-in file cannot be used.
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

/// The result of the import, for an output of the stack.
pub(super) fn text_of(change: &Change) -> String {
    let mut text = change.to_string();
    text.truncate(text.floor_char_boundary(TEXT_BYTES));
    text
}

/// The properties in an event of the schedule, or `None` for other events.
pub(super) fn properties(event: &Value) -> Option<Map<String, Value>> {
    event.get("ImportDashboards")?.as_object().cloned()
}

/// Imports the dashboards if none of their saved objects exists.
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
