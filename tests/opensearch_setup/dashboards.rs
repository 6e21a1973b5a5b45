//! Importing dashboards.

use serde_json::json;
use weblog_enrich::opensearch::{Change, DASHBOARDS};

use super::cluster::{Cluster, SETTINGS, State, object_path};
use super::double::{json_answer, page_answer};
use super::run::{change, run, wishes};

#[test]
fn dashboards_are_imported_completely_into_the_global_tenant() {
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
        (
            import.header("osd-xsrf").unwrap_or_default(),
            import.header("securitytenant").unwrap_or_default()
        ),
        ("true", "global")
    );
    let boundary = import
        .header("content-type")
        .unwrap_or_default()
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
fn a_changed_dashboard_is_restored() {
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
fn a_failed_import_of_dashboards_fails_nothing_else_and_explains_the_import_by_hand() {
    let login = page_answer(200, "<!DOCTYPE html><title>Sign in</title>".to_owned());
    let refused = json_answer(
        200,
        &json!({
            "success": false,
            "errors": [{"id": "weblogs", "error": {"type": "missing_references"}}],
        }),
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
            json_answer(403, &json!({"message": "no permissions"})),
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
fn a_first_visit_sees_24_hours_unless_somebody_chose_another_range() {
    let name = "timepicker:timeDefaults";
    let ours = json!({name: r#"{"from":"now-24h","to":"now"}"#});
    let theirs = json!({name: r#"{"from":"now-7d","to":"now"}"#, "dateFormat:tz": "UTC"});
    for (before, after) in [
        (json!({}), &ours),
        (json!({"dateFormat:tz": "UTC"}), &ours),
        (theirs.clone(), &theirs),
    ] {
        let cluster = Cluster::start(State::default());
        let keep = |value| {
            cluster
                .state
                .lock()
                .unwrap()
                .kept
                .insert(SETTINGS.to_owned(), value)
        };
        keep(before);
        run(&cluster, &wishes()).unwrap();
        assert_eq!(&cluster.kept(SETTINGS), after);
        // If the setting is missing after an import, the next import adds it.
        keep(json!({}));
        let again = run(&cluster, &wishes()).unwrap();
        assert_eq!(change(&again, "dashboards"), &Change::Updated);
        assert_eq!(cluster.kept(SETTINGS), ours);
    }
}

#[test]
fn a_range_that_cannot_be_set_does_not_fail_the_import() {
    let cluster = Cluster::start(State::default());
    cluster.state.lock().unwrap().instead.insert(
        format!("POST {SETTINGS}"),
        [json_answer(
            400,
            &json!({"message": "overridden by the configuration"}),
        )]
        .into(),
    );
    let report = run(&cluster, &wishes()).unwrap();
    assert_eq!(change(&report, "dashboards"), &Change::Created);
    assert_eq!(report.failures().count(), 0);
}
