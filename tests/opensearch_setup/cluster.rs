//! A double of a cluster with everything that setup needs. It stores what it receives and returns
//! it in OpenSearch's format.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

use super::double::{Double, json_answer};
use super::http::{Answer, Request};

/// What a cluster has, and how it behaves.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The content at each path.
    pub(crate) kept: BTreeMap<String, Value>,
    /// Sequence number of the retention policy.
    pub(crate) sequence: u64,
    /// Answers that come first, whatever the request.
    pub(crate) first: VecDeque<Answer>,
    /// Answers instead of the regular ones, by method and path without its query.
    pub(crate) instead: BTreeMap<String, VecDeque<Answer>>,
    /// The plugins that the cluster lacks, by the beginning of their paths.
    pub(crate) lacks: Vec<&'static str>,
    /// When the newest document was indexed, in milliseconds since 1970.
    pub(crate) newest_ms: Option<u64>,
    /// The number of existing indices.
    pub(crate) indices: u64,
}

/// A running cluster.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) double: Double,
    pub(crate) state: Arc<Mutex<State>>,
}

const ROLES: &str = "/_plugins/_security/api/roles/";
const MAPPINGS: &str = "/_plugins/_security/api/rolesmapping/";
/// Dashboards' *Advanced settings*.
pub(crate) const SETTINGS: &str = "/api/opensearch-dashboards/settings";
const POLICY: &str = "/_plugins/_ism/policies/";

impl Cluster {
    pub(crate) fn start(state: State) -> Self {
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let double = Double::serve(move |asked| answer(&mut shared.lock().unwrap(), asked));
        Self { double, state }
    }

    /// The content stored at a path.
    pub(crate) fn kept(&self, path: &str) -> Value {
        self.state
            .lock()
            .unwrap()
            .kept
            .get(path)
            .cloned()
            .unwrap_or_default()
    }

    /// The requests that change something, by name.
    pub(crate) fn writes(&self) -> Vec<String> {
        let reads = |asked: &Request| {
            asked.method == "GET"
                || asked.path.ends_with("_bulk_get")
                || asked.path.ends_with("_search")
        };
        self.double
            .asked()
            .iter()
            .filter(|asked| !reads(asked))
            .map(Request::name)
            .collect()
    }
}

/// The path and the content of a role's mapping that other people have made.
pub(crate) fn mapped(role: &str, mapping: &Value) -> (String, Value) {
    (format!("{MAPPINGS}{role}"), mapping.clone())
}

fn answer(state: &mut State, asked: &Request) -> Answer {
    if let Some(reply) = state.first.pop_front() {
        return reply;
    }
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    let path = path.trim_start_matches("/_dashboards");
    if let Some(reply) = state
        .instead
        .get_mut(&format!("{} {path}", asked.method))
        .and_then(VecDeque::pop_front)
    {
        return reply;
    }
    if state.lacks.iter().any(|plugin| path.starts_with(plugin)) {
        let reason = format!(
            "no handler found for uri [{path}] and method [{}]",
            asked.method
        );
        return json_answer(400, &json!({"error": reason}));
    }
    match (asked.method.as_str(), path) {
        ("GET", "/") => json_answer(
            200,
            &json!({"version": {"distribution": "opensearch", "number": "2.19.0"}}),
        ),
        ("POST", "/api/saved_objects/_bulk_get") => bulk_get(state, &asked.json()),
        ("POST", "/api/saved_objects/_import") => import(state, asked),
        ("GET", SETTINGS) => json_answer(
            200,
            &json!({"settings": state.kept.get(SETTINGS).cloned().unwrap_or(json!({}))}),
        ),
        ("POST", SETTINGS) => {
            let changes = asked.json()["changes"].clone();
            state.kept.insert(path.to_owned(), changes.clone());
            json_answer(200, &json!({"settings": changes}))
        }
        ("POST", "/weblogs*/_search") => json_answer(
            200,
            &json!({"hits": {"hits": []}, "aggregations": {"newest": {"value": state.newest_ms}}}),
        ),
        ("POST", path) if path.starts_with("/_plugins/_ism/") => json_answer(
            200,
            &json!({"updated_indices": state.indices, "failures": false, "failed_indices": []}),
        ),
        ("PUT", path) if path.starts_with(POLICY) => put_policy(state, path, query, asked),
        ("PUT", "/weblogs-*/_mapping") if state.indices == 0 => json_answer(
            404,
            &json!({"error": {"reason": "no such index [weblogs-*]"}, "status": 404}),
        ),
        ("PUT", path) => {
            state.kept.insert(path.to_owned(), asked.json());
            json_answer(200, &json!({"acknowledged": true}))
        }
        ("GET", path) => match state.kept.get(path) {
            Some(kept) => json_answer(200, &returned(path, kept, state.sequence)),
            // This role is the cluster's own, so no test puts it.
            None if path == format!("{ROLES}all_access") => {
                json_answer(200, &json!({"all_access": {"static": true}}))
            }
            None => json_answer(
                404,
                &json!({"status": "NOT_FOUND", "message": format!("{path} not found.")}),
            ),
        },
        _ => json_answer(
            405,
            &json!({"error": format!("{} is not for {path}", asked.method)}),
        ),
    }
}

/// What was put, in the format that OpenSearch 2.19 returns.
fn returned(path: &str, kept: &Value, sequence: u64) -> Value {
    let name = path.rsplit('/').next().unwrap();
    let with = |more: Value| {
        let mut whole = more.as_object().unwrap().clone();
        whole.extend(kept.as_object().unwrap().clone());
        json!({name: whole})
    };
    if path.starts_with("/_index_template/") {
        let mut template = kept.clone();
        let settings = template.pointer_mut("/template/settings").unwrap();
        *settings = as_strings(settings);
        return json!({"index_templates": [{"name": name, "index_template": template}]});
    }
    if path.starts_with(POLICY) {
        let mut policy = kept["policy"].clone();
        policy["policy_id"] = json!(name);
        policy["last_updated_time"] = json!(1_764_000_000_000_u64);
        policy["schema_version"] = json!(21);
        policy["error_notification"] = Value::Null;
        policy["ism_template"][0]["last_updated_time"] = json!(1_764_000_000_000_u64);
        policy["states"][1]["actions"][0]["retry"] =
            json!({"count": 3, "backoff": "exponential", "delay": "1m"});
        return json!({
            "_id": name, "_version": sequence, "_seq_no": sequence, "_primary_term": 1,
            "policy": policy,
        });
    }
    if path.starts_with(ROLES) {
        return with(
            json!({"reserved": false, "hidden": false, "static": false, "tenant_permissions": []}),
        );
    }
    if path.starts_with(MAPPINGS) {
        return with(json!({
            "reserved": false, "hidden": false, "hosts": [], "users": [],
            "and_backend_roles": [],
        }));
    }
    json!({name: kept})
}

fn as_strings(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), as_strings(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Number(_) | Value::Bool(_) => json!(value.to_string()),
        other => other.clone(),
    }
}

fn put_policy(state: &mut State, path: &str, query: &str, asked: &Request) -> Answer {
    let expected = if state.kept.contains_key(path) {
        format!("if_seq_no={}&if_primary_term=1", state.sequence)
    } else {
        String::new()
    };
    if query != expected {
        return json_answer(
            409,
            &json!({"error": {"reason": "version conflict"}, "status": 409}),
        );
    }
    state.sequence += 1;
    state.kept.insert(path.to_owned(), asked.json());
    json_answer(200, &json!({"_id": "weblogs", "_seq_no": state.sequence}))
}

fn bulk_get(state: &State, keys: &Value) -> Answer {
    let found: Vec<Value> = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| {
            let missing = json!({
                "type": key["type"], "id": key["id"],
                "error": {"statusCode": 404, "error": "Not Found"},
            });
            state
                .kept
                .get(&object_path(key))
                .cloned()
                .unwrap_or(missing)
        })
        .collect();
    json_answer(200, &json!({"saved_objects": found}))
}

fn import(state: &mut State, asked: &Request) -> Answer {
    let text = String::from_utf8(asked.body.clone()).unwrap();
    let objects: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    for object in &objects {
        state.kept.insert(object_path(object), object.clone());
    }
    json_answer(
        200,
        &json!({"success": true, "successCount": objects.len()}),
    )
}

pub(crate) fn object_path(object: &Value) -> String {
    format!("saved object {} {}", object["type"], object["id"])
}
