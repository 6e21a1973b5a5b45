//! The retention policy, in index state management (ISM).
//!
//! <https://docs.opensearch.org/latest/im-plugin/ism/api/>. Through its `ism_template`, a policy
//! applies to indices made after it. This module attaches the policy to existing indices, and
//! updates them when the policy changes.

use http::Method;
use serde_json::{Value, json};

use crate::aws::rest::Cluster;
use crate::opensearch::compare::change_to;
use crate::opensearch::{Change, Changes, NAME, SetupError, files};

/// How many times the policy is read and written at most. Both are repeated if another client
/// changes the policy between them.
const TRIES: u32 = 3;

/// Writes the policy if it is missing or different, and then applies it to existing indices.
pub(super) async fn put(
    cluster: &Cluster,
    days: u32,
    changes: &mut Changes,
) -> Result<(), SetupError> {
    let what = format!("retention policy {NAME}");
    let wished = files::retention_policy(days)?;
    let mut tries = 0;
    let change = loop {
        tries += 1;
        match put_once(cluster, &wished).await {
            Err(SetupError::Refused { status: 409, .. }) if tries < TRIES => {}
            // A self-managed cluster may lack the plugin. This is not an error, because documents
            // arrive without the plugin.
            Err(SetupError::Refused {
                status: 400 | 405,
                reason,
                ..
            }) if reason.contains("no handler found") => {
                changes.add(
                    what,
                    Change::Skipped("the cluster has no index state management".to_owned()),
                );
                return Ok(());
            }
            other => break other?,
        }
    };
    let bind = match change {
        Change::Created => Some("add"),
        Change::Updated => Some("change_policy"),
        Change::Unchanged | Change::Skipped(_) | Change::Failed(_) => None,
    };
    changes.add(what, change);
    if let Some(verb) = bind {
        changes.add(
            "retention of existing indices",
            bind_existing(cluster, verb).await?,
        );
    }
    Ok(())
}

async fn put_once(cluster: &Cluster, wished: &Value) -> Result<Change, SetupError> {
    let path = format!("/_plugins/_ism/policies/{NAME}");
    let found = cluster.read(&path).await?;
    let change = change_to(
        found.as_ref().and_then(|found| found.get("policy")),
        wished.get("policy").unwrap_or(wished),
    );
    if change == Change::Unchanged {
        return Ok(change);
    }
    let place = found.as_ref().and_then(|found| {
        let number = |key| found.get(key).and_then(Value::as_i64);
        Some((number("_seq_no")?, number("_primary_term")?))
    });
    let path = match place {
        Some((sequence, term)) => format!("{path}?if_seq_no={sequence}&if_primary_term={term}"),
        None => path,
    };
    cluster.write(&Method::PUT, &path, wished).await?;
    Ok(change)
}

async fn bind_existing(cluster: &Cluster, verb: &str) -> Result<Change, SetupError> {
    match cluster
        .write(
            &Method::POST,
            &format!("/_plugins/_ism/{verb}/{NAME}-*"),
            &json!({"policy_id": NAME}),
        )
        .await
    {
        // `add` fails for an index that already has another policy, and the index keeps that
        // policy. ISM reports the failure, but this is not an error.
        Ok(answer) => match answer.get("updated_indices").and_then(Value::as_u64) {
            Some(0) => Ok(Change::Unchanged),
            Some(_) | None => Ok(Change::Updated),
        },
        Err(SetupError::Refused {
            status: 400 | 404, ..
        }) => Ok(Change::Unchanged),
        Err(error) => Err(error),
    }
}
