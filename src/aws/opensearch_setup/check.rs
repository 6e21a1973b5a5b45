//! Checks what a setup would still change, for `deploy/doctor`. Nothing is written.
//!
//! The event is `{"Check": PROPERTIES}`, with the properties of the resource. The answer is
//! `{"items": {"ingest pipeline weblogs": "unchanged", ...}, "newest_document_seconds": 12}`, or
//! `{"failed": "why"}`. The seconds are the newest document's age, or `null` if there is no
//! document. The function checks, and not `deploy/doctor` itself, because the role of this function
//! manages the domain, and the domain may not know the identity of the person who runs the doctor.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::properties::wishes;
use super::site::Site;
use crate::aws::cluster::{newest_document, set_up};
use crate::aws::custom_resource::{Action, Request};
use crate::aws::rest::{Http, Patience};
use crate::opensearch::{Changes, SetupError};

/// The longest time for a check. It is short because a person waits for the answer.
const LONGEST: Duration = Duration::from_secs(50);

/// The properties that an event asks to check, or `None` for other events.
pub(super) fn properties(event: &Value) -> Option<Map<String, Value>> {
    event.get("Check").and_then(Value::as_object).cloned()
}

/// Checks the domain until a deadline, and returns the answer to the event.
pub(super) async fn check(properties: Map<String, Value>, http: Http, until: Instant) -> Value {
    let until = until.min(Instant::now() + LONGEST);
    match tokio::time::timeout_at(until, look(properties, http, until)).await {
        Ok(Ok((report, newest))) => {
            let items: Map<String, Value> = report
                .items
                .iter()
                .map(|(what, change)| (what.clone(), json!(change.to_string())))
                .collect();
            json!({"items": items, "newest_document_seconds": newest})
        }
        Ok(Err(reason)) => json!({"failed": reason}),
        Err(_) => json!({"failed": "OpenSearch or its Dashboards gave no answer in time"}),
    }
}

async fn look(
    properties: Map<String, Value>,
    http: Http,
    until: Instant,
) -> Result<(Changes, Option<u64>), String> {
    let site = Site::of(&properties, http).await?;
    let request = Request {
        action: Action::Create,
        properties,
        old_properties: Map::new(),
    };
    let now = Instant::now();
    let patience = Patience {
        until: now + until.saturating_duration_since(now) / 2,
        forgive_refusal_until: now,
    };
    let words = |error: SetupError| error.to_string();
    let cluster = site.cluster(patience)?.dry(true);
    let dashboards = site.dashboards(patience)?.dry(true);
    let report = set_up(&cluster, Some(&dashboards), &wishes(&request)?)
        .await
        .map_err(words)?;
    let newest = newest_document(&cluster).await.map_err(words)?;
    let age = newest.map(|at| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.unwrap_or_default().saturating_sub(at).as_secs()
    });
    Ok((report, age))
}
