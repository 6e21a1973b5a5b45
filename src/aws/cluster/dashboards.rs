//! Dashboards and their parts, imported as saved objects into the global tenant.
//!
//! <https://docs.opensearch.org/latest/dashboards/management/saved-objects/>. If a person changed
//! one of our objects, an import with [`Existing::PutBack`] reverts the change. A copy with another
//! id is not changed. A domain that signs people in with Cognito may answer with its login page
//! instead of JSON (opensearch-project/OpenSearch-Dashboards#1723). Therefore only JSON that says
//! `success` counts as success, and the report of a failure says how to import by hand.

use http::Method;
use serde_json::{Value, json};

use crate::aws::rest::Cluster;
use crate::opensearch::compare::same;
use crate::opensearch::{Change, DASHBOARDS, SetupError, files};

/// Where Dashboards keeps what people changed in *Advanced settings*. Each tenant has its own
/// settings.
const SETTINGS: &str = "/api/opensearch-dashboards/settings";

/// The setting of the time range that a first visit shows. Without the setting, the range is 15
/// minutes.
///
/// <https://docs.opensearch.org/latest/dashboards/discover/time-filter/>. The dashboards have no
/// time range of their own, because each link between them would then replace the chosen range.
const FIRST_RANGE: &str = "timepicker:timeDefaults";

/// The boundary of the multipart body. It does not occur in the saved objects.
const BOUNDARY: &str = "weblogs-saved-objects-9d1f6a";

/// What an import does if some of the saved objects exist already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Writes all of them if one is missing or different.
    PutBack,
    /// Writes none of them, because people may have changed or deleted the others on purpose.
    LeaveAlone,
}

/// Imports the saved objects. If Dashboards cannot import them, the result is [`Change::Failed`].
///
/// # Errors
/// [`SetupError::File`] if the saved objects themselves cannot be read.
pub(crate) async fn import(dashboards: &Cluster, existing: Existing) -> Result<Change, SetupError> {
    let dashboards = dashboards
        .clone()
        .with_header("osd-xsrf", "true")
        .with_header("securitytenant", "global");
    let change = match import_into(&dashboards, existing).await {
        Err(error @ SetupError::File { .. }) => return Err(error),
        Err(error) => return Ok(not_imported(&error.to_string())),
        Ok(Change::Unchanged) if existing == Existing::LeaveAlone => return Ok(Change::Unchanged),
        Ok(change) => change,
    };
    match set_first_range(&dashboards).await {
        Ok(true) if change == Change::Unchanged => Ok(Change::Updated),
        Ok(_) => Ok(change),
        Err(error) => {
            tracing::warn!(
                %error,
                "the time range that a first visit shows was not set; set it by hand in Advanced \
                 settings (timepicker:timeDefaults)"
            );
            Ok(change)
        }
    }
}

/// Sets 24 hours as the range of a first visit, unless somebody has chosen a range or Dashboards
/// does not return its settings. Returns whether the range was set.
async fn set_first_range(dashboards: &Cluster) -> Result<bool, SetupError> {
    let settings = dashboards.read(SETTINGS).await?;
    let Some(chosen) = settings
        .as_ref()
        .and_then(|found| found["settings"].as_object())
    else {
        return Ok(false);
    };
    if chosen.contains_key(FIRST_RANGE) {
        return Ok(false);
    }
    // The value is JSON in a string, as *Advanced settings* saves it.
    let range = json!({"from": "now-24h", "to": "now"}).to_string();
    let changes = json!({"changes": {FIRST_RANGE: range}});
    dashboards.write(&Method::POST, SETTINGS, &changes).await?;
    Ok(true)
}

/// The result of an import that failed, with the reason and what a person can do about it.
#[must_use]
pub(crate) fn not_imported(reason: &str) -> Change {
    Change::Failed(format!(
        "{reason}; import opensearch/dashboards.ndjson by hand: Dashboards Management, Saved \
         objects, Import"
    ))
}

async fn import_into(dashboards: &Cluster, existing: Existing) -> Result<Change, SetupError> {
    let wished = files::saved_objects()?;
    let keys: Vec<Value> = wished
        .iter()
        .map(|object| json!({"type": object["type"], "id": object["id"]}))
        .collect();
    let answer = dashboards
        .ask("/api/saved_objects/_bulk_get", &Value::Array(keys))
        .await?;
    let found = answer
        .get("saved_objects")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let is_there = |object: &&Value| object.get("attributes").is_some();
    let is_as_wished = wished.iter().all(|wish| {
        found
            .iter()
            .filter(is_there)
            .any(|object| is_same_object(object, wish))
    });
    let change = if found.iter().any(|object| is_there(&object)) {
        Change::Updated
    } else {
        Change::Created
    };
    if is_as_wished || (change == Change::Updated && existing == Existing::LeaveAlone) {
        return Ok(Change::Unchanged);
    }
    upload(dashboards).await?;
    Ok(change)
}

async fn upload(dashboards: &Cluster) -> Result<(), SetupError> {
    let path = "/api/saved_objects/_import?overwrite=true";
    let body = format!(
        "--{BOUNDARY}\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"dashboards.ndjson\"\r\n\
         content-type: application/ndjson\r\n\r\n{DASHBOARDS}\r\n--{BOUNDARY}--\r\n"
    );
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let answer = dashboards
        .upload(&Method::POST, path, &content_type, body.into_bytes())
        .await?;
    if dashboards.is_dry() || answer.get("success") == Some(&Value::Bool(true)) {
        return Ok(());
    }
    Err(SetupError::Unexpected {
        request: format!("POST {path}"),
        reason: answer
            .get("errors")
            .unwrap_or(&answer)
            .to_string()
            .chars()
            .take(400)
            .collect(),
    })
}

fn is_same_object(found: &Value, wished: &Value) -> bool {
    let key = |object: &Value| (object["type"].clone(), object["id"].clone());
    if key(found) != key(wished) {
        return false;
    }
    let (found, wish) = (&found["attributes"], &wished["attributes"]);
    if wished["type"] != "index-pattern" {
        return same(found, wish);
    }
    // Dashboards rewrites the list of fields when it finds a new field. Only the scripted fields in
    // this list are compared, because only they are ours.
    let plain = |attributes: &Value| {
        [
            attributes["title"].clone(),
            attributes["timeFieldName"].clone(),
            attributes["fieldFormatMap"].clone(),
        ]
    };
    plain(found) == plain(wish) && scripts(found) == scripts(wish)
}

fn scripts(index_pattern: &Value) -> Vec<(Value, Value)> {
    let fields: Vec<Value> = index_pattern["fields"]
        .as_str()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let scripted = fields.iter().filter(|field| field["scripted"] == true);
    let mut scripts: Vec<(Value, Value)> = scripted
        .map(|field| (field["name"].clone(), field["script"].clone()))
        .collect();
    scripts.sort_by_key(|(name, _)| name.to_string());
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_does_not_occur_in_the_saved_objects() {
        assert!(!DASHBOARDS.contains(BOUNDARY));
    }

    #[test]
    fn new_fields_of_dashboards_leave_an_object_unchanged_and_a_person_s_edit_changes_it() {
        let wished = files::saved_objects().unwrap();
        for wish in &wished {
            assert!(is_same_object(wish, wish), "{}", wish["id"]);
            let mut edited = wish.clone();
            edited["attributes"]["title"] = json!("mine");
            assert!(!is_same_object(&edited, wish), "{}", wish["id"]);
        }
        let pattern = wished
            .iter()
            .find(|object| object["type"] == "index-pattern")
            .unwrap();
        let mut fields: Vec<Value> =
            serde_json::from_str(pattern["attributes"]["fields"].as_str().unwrap()).unwrap();
        fields.push(json!({"name": "new", "type": "string", "scripted": false}));
        let mut found = pattern.clone();
        found["attributes"]["fields"] = json!(Value::Array(fields.clone()).to_string());
        assert!(is_same_object(&found, pattern));
        fields.retain(|field| field["name"] != "hour_of_day");
        found["attributes"]["fields"] = json!(Value::Array(fields).to_string());
        assert!(!is_same_object(&found, pattern));
    }
}
