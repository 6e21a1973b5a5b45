//! Reads the files of `opensearch/`, which are compiled into the program, and applies the
//! operator's wishes to them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Principals, SetupError};

/// The name of the index template, the ingest pipeline, the retention policy and the index that
/// Firehose writes to. (Firehose appends the day to the name of the index.)
pub const NAME: &str = "weblogs";

/// Days that a daily index is kept, by default.
pub const DEFAULT_RETENTION_DAYS: u32 = 90;

/// Saved objects for OpenSearch Dashboards, one per line.
pub const DASHBOARDS: &str = include_str!("../../opensearch/dashboards.ndjson");

const INDEX_TEMPLATE: &str = include_str!("../../opensearch/index-template.json");
const INGEST_PIPELINE: &str = include_str!("../../opensearch/ingest-pipeline.json");
const RETENTION_POLICY: &str = include_str!("../../opensearch/retention-policy.json");
const ROLES: &str = include_str!("../../opensearch/roles.json");

/// `roles.json`: what each role may do, and which principals are mapped to which role.
#[derive(Debug, Deserialize)]
pub struct Roles {
    /// Roles of this product, by name.
    pub roles: BTreeMap<String, Value>,
    /// The principals of each role, by the role's name. This includes the cluster's own roles.
    pub mappings: BTreeMap<String, Vec<Principal>>,
}

/// Who gets a role.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Principal {
    /// The identities that deliver documents.
    Firehose,
    /// The identities that read documents and dashboards.
    Reader,
    /// The identities that may do everything.
    Admin,
}

impl Principal {
    /// The backend roles of this principal: ARNs of IAM roles, or a self-managed cluster's own
    /// names.
    #[must_use]
    pub fn of(self, principals: &Principals) -> &[String] {
        match self {
            Self::Firehose => &principals.firehose,
            Self::Reader => &principals.reader,
            Self::Admin => &principals.admin,
        }
    }
}

/// The index template.
///
/// # Errors
/// The compiled-in file is invalid.
pub fn index_template() -> Result<Value, SetupError> {
    read("index-template.json", INDEX_TEMPLATE)
}

/// The ingest pipeline.
///
/// # Errors
/// The compiled-in file is invalid.
pub fn ingest_pipeline() -> Result<Value, SetupError> {
    read("ingest-pipeline.json", INGEST_PIPELINE)
}

/// The retention policy, which keeps a daily index for this many days.
///
/// # Errors
/// The compiled-in file is invalid.
pub fn retention_policy(days: u32) -> Result<Value, SetupError> {
    const AGE: &str = "/policy/states/0/transitions/0/conditions/min_index_age";
    let mut policy: Value = read("retention-policy.json", RETENTION_POLICY)?;
    let age = policy.pointer_mut(AGE).ok_or_else(|| SetupError::File {
        name: "retention-policy.json",
        reason: format!("there is no {AGE}"),
    })?;
    *age = json!(format!("{days}d"));
    Ok(policy)
}

/// The roles and their principals.
///
/// # Errors
/// The compiled-in file is invalid.
pub fn roles() -> Result<Roles, SetupError> {
    read("roles.json", ROLES)
}

/// The saved objects of [`DASHBOARDS`].
///
/// # Errors
/// The compiled-in file is invalid.
pub fn saved_objects() -> Result<Vec<Value>, SetupError> {
    DASHBOARDS
        .lines()
        .map(|line| read("dashboards.ndjson", line))
        .collect()
}

// The compiler does not check the content of these files. Content that cannot be read is therefore
// an error and not a panic.
fn read<T: for<'de> Deserialize<'de>>(name: &'static str, text: &str) -> Result<T, SetupError> {
    serde_json::from_str(text).map_err(|error| SetupError::File {
        name,
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_is_compiled_in_can_be_read() {
        assert!(index_template().unwrap()["template"]["mappings"].is_object());
        assert!(ingest_pipeline().unwrap()["processors"].is_array());
        assert_eq!(roles().unwrap().roles.len(), 2);
        assert!(saved_objects().unwrap().len() > 40);
    }

    #[test]
    fn the_template_names_the_pipeline_that_is_put() {
        let template = index_template().unwrap();
        assert_eq!(
            template["template"]["settings"]["index"]["default_pipeline"],
            NAME
        );
    }

    #[test]
    fn the_policy_keeps_an_index_for_the_requested_days_or_for_those_of_the_file() {
        assert_eq!(
            retention_policy(7)
                .unwrap()
                .pointer("/policy/states/0/transitions/0/conditions/min_index_age")
                .unwrap(),
            "7d"
        );
        let file: Value = serde_json::from_str(RETENTION_POLICY).unwrap();
        assert_eq!(retention_policy(DEFAULT_RETENTION_DAYS).unwrap(), file);
    }

    #[test]
    fn every_role_of_ours_is_mapped() {
        let roles = roles().unwrap();
        for name in roles.roles.keys() {
            assert!(roles.mappings.contains_key(name), "{name}");
        }
    }
}
