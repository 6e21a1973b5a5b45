//! `weblog_enrich::opensearch` against a cluster.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use weblog_enrich::opensearch::{
    self, Auth, Change, DASHBOARDS, Http, Patience, Principals, Report, SetupError, Wishes,
};

use super::cluster::{Cluster, State, mapped, object_path};
use super::double::Reply;

const FIREHOSE: &str = "arn:aws:iam::123456789012:role/firehose";
const READER: &str = "arn:aws:iam::123456789012:role/reader";
const ADMIN: &str = "arn:aws:iam::123456789012:role/admin";

fn wishes() -> Wishes {
    let one = |role: &str| vec![role.to_owned()];
    let principals = Principals {
        firehose: one(FIREHOSE),
        reader: one(READER),
        admin: one(ADMIN),
    };
    Wishes {
        principals,
        ..Wishes::default()
    }
}

/// Long enough for what these tests let fail at first.
const PATIENCE: Duration = Duration::from_secs(30);

fn run(cluster: &Cluster, wishes: &Wishes) -> Result<Report, SetupError> {
    run_with(cluster, wishes, PATIENCE, Duration::ZERO, false)
}

fn run_with(
    cluster: &Cluster,
    wishes: &Wishes,
    patience: Duration,
    forgiveness: Duration,
    dry: bool,
) -> Result<Report, SetupError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let now = Instant::now();
        let patience = Patience {
            until: now + patience,
            forgive_refusal_until: now + forgiveness,
        };
        let http = Http::new(None).unwrap();
        let open = |address: String| {
            opensearch::Cluster::new(&address, Auth::None, http.clone(), patience)
                .unwrap()
                .dry(dry)
        };
        let dashboards = open(cluster.double.url() + "/_dashboards");
        opensearch::set_up(&open(cluster.double.url()), Some(&dashboards), wishes).await
    })
}

fn change<'a>(report: &'a Report, what: &str) -> &'a Change {
    &report
        .items
        .iter()
        .find(|(name, _)| name == what)
        .unwrap_or_else(|| panic!("{what} in {report}"))
        .1
}

#[test]
fn everything_is_put_once_in_an_order_that_works_and_a_second_run_writes_nothing() {
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
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let cluster = Cluster::start(State::default());
    let dry = run_with(&cluster, &wishes(), PATIENCE, Duration::ZERO, true).unwrap();
    assert!(cluster.writes().is_empty());
    let wet = run(&cluster, &wishes()).unwrap();
    let told = |report: &Report| {
        report
            .items
            .iter()
            .filter(|(what, _)| !what.starts_with("retention of"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&dry), told(&wet));
}

#[test]
fn somebody_else_s_mappings_stay_and_a_retired_role_leaves() {
    let theirs = json!({"backend_roles": ["theirs", "old"], "users": ["ada"], "hosts": ["198.51.100.7"], "and_backend_roles": [["x", "y"]]});
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
    // What the plugin tells but does not take is not sent back.
    assert_eq!(mapping.get("reserved"), None);
    assert_eq!(cluster.kept(&other.0), other.1);
}

#[test]
fn another_retention_replaces_the_version_that_was_read_and_reaches_the_indices_that_are_there() {
    let cluster = Cluster::start(State {
        indices: 3,
        ..State::default()
    });
    run(&cluster, &wishes()).unwrap();
    let before = cluster.writes().len();
    // Somebody changes the policy between our read and our write: that is read again, not overwritten unseen.
    let conflict = Reply::Json(
        409,
        json!({"error": {"reason": "version conflict"}, "status": 409}),
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
fn a_changed_template_is_told_to_the_indices_that_are_there() {
    let cases = [
        ("three-indices", 3, None, Change::Updated),
        ("none", 0, None, Change::Skipped("there is none".to_owned())),
        (
            "a-type-that-changed",
            3,
            Some(Reply::Json(
                400,
                json!({"error": {"root_cause": [{"reason": "mapper [url.port] cannot be changed"}]}}),
            )),
            Change::Skipped(
                "they keep theirs until their day is over: mapper [url.port] cannot be changed"
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
            change(&report, "mapping of the indices that are there"),
            &expected,
            "{name}"
        );
    }
}

#[test]
fn a_cluster_that_is_coming_up_is_waited_for() {
    let starting = Reply::Page(503, "OpenSearch Security not initialized.".to_owned());
    let cluster = Cluster::start(State {
        first: [Reply::Cut, starting.clone(), starting].into(),
        ..State::default()
    });
    assert!(run(&cluster, &wishes()).unwrap().changed());
    // In the midst of it, too.
    let busy = Reply::Json(
        429,
        json!({"error": {"reason": "circuit_breaking_exception"}}),
    );
    let cluster = Cluster::start(State::default());
    cluster.state.lock().unwrap().instead.insert(
        "PUT /_index_template/weblogs".to_owned(),
        [busy, Reply::Cut].into(),
    );
    assert_eq!(
        change(&run(&cluster, &wishes()).unwrap(), "index template weblogs"),
        &Change::Created
    );
}

#[test]
fn a_role_that_is_not_known_everywhere_yet_is_forgiven_for_a_while_and_only_then() {
    let refused = || {
        Reply::Json(
            403,
            json!({"Message": "User: anonymous is not authorized to perform: es:ESHttpGet"}),
        )
    };
    let cluster = Cluster::start(State {
        first: [refused(), refused()].into(),
        ..State::default()
    });
    assert!(
        run_with(&cluster, &wishes(), PATIENCE, PATIENCE, false)
            .unwrap()
            .changed()
    );

    let cluster = Cluster::start(State {
        first: [refused()].into(),
        ..State::default()
    });
    let error = run(&cluster, &wishes()).unwrap_err();
    let expected = format!(
        "GET {}/ was refused with status 403: User: anonymous is not authorized to perform: es:ESHttpGet",
        cluster.double.url()
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(cluster.double.asked().len(), 1);
}

#[test]
fn what_cannot_be_done_stops_at_once_or_when_patience_ends_and_says_why() {
    let page = Reply::Page(503, "<h1>Service Unavailable</h1>".to_owned());
    let cluster = Cluster::start(State {
        first: vec![page; 100].into(),
        ..State::default()
    });
    let error = run_with(
        &cluster,
        &wishes(),
        Duration::from_secs(1),
        Duration::ZERO,
        false,
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("was refused with status 503: <h1>Service Unavailable</h1>"),
        "{error}"
    );

    let cluster = Cluster::start(State::default());
    let reply = Reply::Json(
        400,
        json!({"error": {"reason": "unknown processor [date_index_name]"}}),
    );
    cluster
        .state
        .lock()
        .unwrap()
        .instead
        .insert("PUT /_ingest/pipeline/weblogs".to_owned(), [reply].into());
    let error = run(&cluster, &wishes()).unwrap_err();
    assert!(error.to_string().ends_with("/_ingest/pipeline/weblogs was refused with status 400: unknown processor [date_index_name]"), "{error}");
    assert_eq!(cluster.writes().len(), 1);
}

#[test]
fn a_cluster_without_the_plugins_takes_documents_all_the_same() {
    let cluster = Cluster::start(State {
        lacks: vec!["/_plugins/"],
        ..State::default()
    });
    let report = run(&cluster, &wishes()).unwrap();
    assert_eq!(
        change(&report, "retention policy weblogs"),
        &Change::Skipped("the cluster has no index state management".to_owned())
    );
    assert_eq!(
        change(&report, "roles"),
        &Change::Skipped("the cluster has no security plugin".to_owned())
    );
    assert_eq!(change(&report, "index template weblogs"), &Change::Created);
}

#[test]
fn dashboards_are_imported_whole_into_the_global_tenant() {
    let cluster = Cluster::start(State::default());
    assert_eq!(
        change(&run(&cluster, &wishes()).unwrap(), "dashboards"),
        &Change::Created
    );
    let asked = cluster.double.asked();
    let import = asked
        .iter()
        .find(|asked| asked.path.contains("_import"))
        .unwrap();
    assert_eq!(
        (import.header("osd-xsrf"), import.header("securitytenant")),
        ("true", "global")
    );
    let boundary = import
        .header("content-type")
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = String::from_utf8(import.body.clone()).unwrap();
    let (head, rest) = body.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with(&format!("--{boundary}\r\n"))
            && head.contains("name=\"file\"; filename=\"dashboards.ndjson\""),
        "{head}"
    );
    assert_eq!(
        rest.strip_suffix(&format!("\r\n--{boundary}--\r\n"))
            .unwrap(),
        DASHBOARDS
    );
}

#[test]
fn a_dashboard_that_was_changed_is_put_back() {
    let cluster = Cluster::start(State::default());
    run(&cluster, &wishes()).unwrap();
    let path = object_path(&json!({"type": "dashboard", "id": "weblogs-traffic"}));
    cluster.state.lock().unwrap().kept.get_mut(&path).unwrap()["attributes"]["title"] =
        json!("mine");
    assert_eq!(
        change(&run(&cluster, &wishes()).unwrap(), "dashboards"),
        &Change::Updated
    );
    assert_eq!(
        cluster.kept(&path)["attributes"]["title"],
        "Web logs: traffic"
    );
}

#[test]
fn dashboards_that_cannot_be_imported_fail_nothing_else_and_the_way_by_hand_is_told() {
    let login = Reply::Page(200, "<!DOCTYPE html><title>Sign in</title>".to_owned());
    let refused = Reply::Json(
        200,
        json!({"success": false, "errors": [{"id": "weblogs", "error": {"type": "missing_references"}}]}),
    );
    let cases = [
        (
            "login-page-to-the-question",
            "POST /api/saved_objects/_bulk_get",
            login.clone(),
            "Sign in",
        ),
        (
            "login-page-to-the-import",
            "POST /api/saved_objects/_import",
            login,
            "Sign in",
        ),
        (
            "no-success",
            "POST /api/saved_objects/_import",
            refused,
            "missing_references",
        ),
        (
            "forbidden",
            "POST /api/saved_objects/_import",
            Reply::Json(403, json!({"message": "no permissions"})),
            "no permissions",
        ),
    ];
    for (name, request, reply, why) in cases {
        let cluster = Cluster::start(State::default());
        cluster
            .state
            .lock()
            .unwrap()
            .instead
            .insert(request.to_owned(), [reply].into());
        let report = run(&cluster, &wishes()).unwrap();
        let failures: Vec<String> = report.failures().collect();
        assert_eq!(failures.len(), 1, "{name}");
        assert!(
            failures[0].contains(why)
                && failures[0].contains("import opensearch/dashboards.ndjson by hand"),
            "{name}: {failures:?}"
        );
        assert_eq!(
            change(&report, "role weblogs_firehose"),
            &Change::Created,
            "{name}"
        );
    }
}

#[test]
fn an_address_that_is_none_or_holds_a_password_is_refused_without_repeating_it() {
    let now = Instant::now();
    let patience = Patience {
        until: now,
        forgive_refusal_until: now,
    };
    let open = |address: &str| {
        opensearch::Cluster::new(address, Auth::None, Http::new(None).unwrap(), patience)
    };
    assert!(open("search.example").is_ok());
    assert!(
        open("ftp://search.example")
            .unwrap_err()
            .to_string()
            .contains("neither http nor https")
    );
    assert!(open("https://not a host").is_err());
    let error = open("https://admin:s3cret@search.example")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("search.example") && !error.contains("s3cret"),
        "{error}"
    );
}
