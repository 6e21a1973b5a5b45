//! What setup puts, completes, restores and leaves alone.

use std::time::Duration;

use serde_json::{Value, json};
use weblog_enrich::opensearch::{Change, Changes, Principals, Wishes};

use super::cluster::{Cluster, State, mapped};
use super::double::json_answer;
use super::run::{ADMIN, PATIENCE, READER, change, run, run_with, wishes};

#[test]
fn everything_is_put_once_in_a_working_order_and_a_second_run_writes_nothing() {
    let cluster = Cluster::start(State::default());
    let first = run(&cluster, &wishes()).unwrap();
    let writes = cluster.writes();
    let expected = [
        "PUT /_ingest/pipeline/weblogs",
        "PUT /_index_template/weblogs",
        "PUT /_plugins/_ism/policies/weblogs",
        "POST /_plugins/_ism/add/weblogs-*",
        "PUT /_plugins/_security/api/roles/weblogs_firehose",
        "PUT /_plugins/_security/api/roles/weblogs_reader",
        "PUT /_plugins/_security/api/rolesmapping/all_access",
        "PUT /_plugins/_security/api/rolesmapping/weblogs_firehose",
        "PUT /_plugins/_security/api/rolesmapping/weblogs_reader",
        "POST /_dashboards/api/saved_objects/_import?overwrite=true",
        "POST /_dashboards/api/opensearch-dashboards/settings",
    ];
    assert_eq!(writes, expected);
    assert!(first.changed());
    assert_eq!(
        change(&first, "mapping of role security_manager"),
        &Change::Skipped("the cluster has no such role".to_owned())
    );

    let second = run(&cluster, &wishes()).unwrap();
    assert_eq!(cluster.writes(), writes);
    assert!(!second.changed(), "{second}");
}

#[test]
fn a_dry_run_reports_the_same_and_writes_nothing() {
    let cluster = Cluster::start(State::default());
    let dry = run_with(&cluster, &wishes(), PATIENCE, Duration::ZERO, true).unwrap();
    assert!(cluster.writes().is_empty());
    let wet = run(&cluster, &wishes()).unwrap();
    let results = |report: &Changes| {
        report
            .items
            .iter()
            .filter(|(what, _)| !what.starts_with("retention of"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(results(&dry), results(&wet));
}

#[test]
fn other_people_s_mappings_stay_and_a_retired_role_is_removed() {
    let theirs = json!({
        "backend_roles": ["theirs", "old"], "users": ["ada"], "hosts": ["198.51.100.7"],
        "and_backend_roles": [["x", "y"]],
    });
    let other = mapped("other_role", &json!({"backend_roles": ["somebody"]}));
    let cluster = Cluster::start(State {
        kept: [
            mapped(
                "all_access",
                &json!({"users": ["arn:aws:iam::123456789012:role/setup"]}),
            ),
            mapped("weblogs_reader", &theirs),
            other.clone(),
        ]
        .into(),
        ..State::default()
    });
    let retired = Principals {
        reader: vec!["old".to_owned()],
        ..Principals::default()
    };
    run(
        &cluster,
        &Wishes {
            retired,
            ..wishes()
        },
    )
    .unwrap();

    let mapping = cluster.kept(&mapped("weblogs_reader", &Value::Null).0);
    assert_eq!(mapping["backend_roles"], json!(["theirs", READER]));
    for key in ["users", "hosts", "and_backend_roles"] {
        assert_eq!(mapping[key], theirs[key], "{key}");
    }
    let mapping = cluster.kept(&mapped("all_access", &Value::Null).0);
    assert_eq!(
        (&mapping["users"], &mapping["backend_roles"]),
        (
            &json!(["arn:aws:iam::123456789012:role/setup"]),
            &json!([ADMIN])
        )
    );
    // Keys that the plugin returns but does not accept are not sent back.
    assert_eq!(mapping.get("reserved"), None);
    assert_eq!(cluster.kept(&other.0), other.1);
}

#[test]
fn another_retention_replaces_the_version_that_was_read_and_applies_to_existing_indices() {
    let cluster = Cluster::start(State {
        indices: 3,
        ..State::default()
    });
    run(&cluster, &wishes()).unwrap();
    let before = cluster.writes().len();
    // Somebody changes the policy between our read and our write. Setup then reads the policy again
    // and does not overwrite it blindly.
    let conflict = json_answer(
        409,
        &json!({"error": {"reason": "version conflict"}, "status": 409}),
    );
    cluster.state.lock().unwrap().instead.insert(
        "PUT /_plugins/_ism/policies/weblogs".to_owned(),
        [conflict].into(),
    );
    let report = run(
        &cluster,
        &Wishes {
            retention_days: 7,
            ..wishes()
        },
    )
    .unwrap();
    assert_eq!(
        change(&report, "retention policy weblogs"),
        &Change::Updated
    );
    let put = "PUT /_plugins/_ism/policies/weblogs?if_seq_no=1&if_primary_term=1";
    assert_eq!(
        cluster.writes()[before..],
        [put, put, "POST /_plugins/_ism/change_policy/weblogs-*"]
    );
    let policy = cluster.kept("/_plugins/_ism/policies/weblogs");
    assert_eq!(
        policy
            .pointer("/policy/states/0/transitions/0/conditions/min_index_age")
            .unwrap(),
        "7d"
    );
}

#[test]
fn a_changed_template_is_applied_to_existing_indices() {
    let cases = [
        ("three-indices", 3, None, Change::Updated),
        (
            "none",
            0,
            None,
            Change::Skipped("no index exists".to_owned()),
        ),
        (
            "a-type-that-changed",
            3,
            Some(json_answer(
                400,
                &json!({"error": {"root_cause": [{"reason": "mapper [url.port] cannot be \
                    changed"}]}}),
            )),
            Change::Skipped(
                "existing indices keep their old mapping; the next day's index has the new one: \
                 mapper [url.port] cannot be changed"
                    .to_owned(),
            ),
        ),
    ];
    for (name, indices, reply, expected) in cases {
        let cluster = Cluster::start(State {
            indices,
            ..State::default()
        });
        run(&cluster, &wishes()).unwrap();
        {
            let mut state = cluster.state.lock().unwrap();
            state.kept.get_mut("/_index_template/weblogs").unwrap()["priority"] = json!(1);
            state.instead.insert(
                "PUT /weblogs-*/_mapping".to_owned(),
                reply.into_iter().collect(),
            );
        }
        let report = run(&cluster, &wishes()).unwrap();
        assert_eq!(
            change(&report, "index template weblogs"),
            &Change::Updated,
            "{name}"
        );
        assert_eq!(
            change(&report, "mapping of existing indices"),
            &expected,
            "{name}"
        );
    }
}
