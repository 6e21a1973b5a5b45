//! Roles of the security plugin ("fine-grained access control"), and the users and roles of IAM
//! that have them.
//!
//! <https://docs.opensearch.org/latest/security/access-control/api/>. A `PUT` replaces a mapping,
//! so a mapping is read, completed and written whole. A mapping that already has the wanted content
//! is not written.

use http::Method;
use serde_json::{Map, Value, json};

use crate::aws::rest::Cluster;
use crate::opensearch::compare::change_to;
use crate::opensearch::files::{Principal, Roles};
use crate::opensearch::{Change, Changes, SetupError, Wishes, files};

/// Keys of a mapping that the plugin returns but does not accept.
const READ_ONLY: [&str; 3] = ["reserved", "hidden", "static"];

/// Writes the roles that differ, and maps the principals to their roles.
pub(super) async fn put(
    cluster: &Cluster,
    wishes: &Wishes,
    changes: &mut Changes,
) -> Result<(), SetupError> {
    let Roles { roles, mappings } = files::roles()?;
    for (name, wished) in &roles {
        match put_role(cluster, name, wished).await {
            Ok(change) => changes.add(format!("role {name}"), change),
            // Without the plugin, everybody may do everything, so no role is needed.
            Err(error) if has_no_security(&error) => {
                changes.add(
                    "roles",
                    Change::Skipped("the cluster has no security plugin".to_owned()),
                );
                return Ok(());
            }
            Err(error) => return Err(error),
        }
    }
    for (name, principals) in &mappings {
        let of = |who| {
            principals
                .iter()
                .flat_map(move |principal: &Principal| principal.of(who))
                .cloned()
                .collect()
        };
        let wanted: Vec<String> = of(&wishes.principals);
        let retired: Vec<String> = of(&wishes.retired);
        if let Some(change) =
            put_mapping(cluster, name, &wanted, &retired, roles.contains_key(name)).await?
        {
            changes.add(format!("mapping of role {name}"), change);
        }
    }
    Ok(())
}

async fn put_role(cluster: &Cluster, name: &str, wished: &Value) -> Result<Change, SetupError> {
    let path = format!("/_plugins/_security/api/roles/{name}");
    let found = cluster.read(&path).await?;
    let change = change_to(found.as_ref().and_then(|found| found.get(name)), wished);
    if change != Change::Unchanged {
        cluster.write(&Method::PUT, &path, wished).await?;
    }
    Ok(change)
}

/// Maps the wanted backend roles to a role, and removes those retired ones that are not wanted.
/// Returns `None` if there is nobody to map or to remove.
async fn put_mapping(
    cluster: &Cluster,
    role: &str,
    wanted: &[String],
    retired: &[String],
    is_ours: bool,
) -> Result<Option<Change>, SetupError> {
    if wanted.is_empty() && retired.is_empty() {
        return Ok(None);
    }
    let path = format!("/_plugins/_security/api/rolesmapping/{role}");
    let found = cluster.read(&path).await?;
    let found = found
        .as_ref()
        .and_then(|found| found.get(role))
        .and_then(Value::as_object);
    let Some(mapping) = completed(found, wanted, retired) else {
        return Ok(Some(Change::Unchanged));
    };
    // The cluster's own roles differ between versions. A role that is absent need not be mapped.
    let role_path = format!("/_plugins/_security/api/roles/{role}");
    if !is_ours && found.is_none() && cluster.read(&role_path).await?.is_none() {
        return Ok(Some(Change::Skipped(
            "the cluster has no such role".to_owned(),
        )));
    }
    cluster.write(&Method::PUT, &path, &mapping).await?;
    Ok(Some(if found.is_some() {
        Change::Updated
    } else {
        Change::Created
    }))
}

/// The mapping with the wanted backend roles and without those retired ones that are not wanted, or
/// `None` if the mapping does not change.
fn completed(
    found: Option<&Map<String, Value>>,
    wanted: &[String],
    retired: &[String],
) -> Option<Value> {
    let mut mapping = found.cloned().unwrap_or_default();
    mapping.retain(|key, _| !READ_ONLY.contains(&key.as_str()));
    let before: Vec<String> = mapping
        .get("backend_roles")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let mut after: Vec<String> = before
        .iter()
        .filter(|role| !retired.contains(role) || wanted.contains(role))
        .cloned()
        .collect();
    for role in wanted {
        if !after.contains(role) {
            after.push(role.clone());
        }
    }
    if after == before {
        return None;
    }
    mapping.insert("backend_roles".to_owned(), json!(after));
    Some(Value::Object(mapping))
}

fn has_no_security(error: &SetupError) -> bool {
    let SetupError::Refused {
        status: 400 | 405,
        reason,
        ..
    } = error
    else {
        return false;
    };
    reason.contains("no handler found")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_mapping_is_completed_and_keeps_other_people_s_entries() {
        let cases = [
            (
                "nobody-is-mapped-yet",
                json!(null),
                &["a"][..],
                &[][..],
                Some(json!({"backend_roles": ["a"]})),
            ),
            (
                "already-mapped",
                json!({"backend_roles": ["x", "a"], "reserved": false}),
                &["a"],
                &[],
                None,
            ),
            (
                "others-stay-in-their-place",
                json!({
                    "backend_roles": ["x"], "users": ["root"], "hosts": [], "reserved": false,
                    "hidden": false,
                }),
                &["a"],
                &[],
                Some(json!({"backend_roles": ["x", "a"], "users": ["root"], "hosts": []})),
            ),
            (
                "the-retired-leave",
                json!({"backend_roles": ["old", "x"]}),
                &["a"],
                &["old"],
                Some(json!({"backend_roles": ["x", "a"]})),
            ),
            (
                "retired-and-wanted-again",
                json!({"backend_roles": ["a"]}),
                &["a"],
                &["a"],
                None,
            ),
            (
                "retired-and-never-there",
                json!({"backend_roles": ["x"]}),
                &[],
                &["old"],
                None,
            ),
            (
                "wanted-twice",
                json!(null),
                &["a", "a"],
                &[],
                Some(json!({"backend_roles": ["a"]})),
            ),
        ];
        for (name, found, wanted, retired, expected) in cases {
            assert_eq!(
                completed(found.as_object(), &strings(wanted), &strings(retired)),
                expected,
                "{name}"
            );
        }
    }
}
