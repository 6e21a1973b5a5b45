//! Dashboards that start after their cluster, or never: the answers of the built function
//! `opensearch-setup`.

use std::time::Duration;

use serde_json::{Value, json};

use super::cloudformation::{Invocation, Ran};
use super::cluster::{Cluster, State, object_path};
use super::double::{json_answer, page_answer};
use super::function::{answered, properties};
use super::http::Answer;

/// Long enough for the rest of the set-up, even on a busy machine. After this time, the function
/// stops waiting for dashboards that never start.
const SHORT: Duration = Duration::from_secs(10);

const QUESTION: &str = "POST /api/saved_objects/_bulk_get";

/// Creates the resource at a cluster whose Dashboards first return these answers.
fn create(replies: Vec<Answer>, timeout: Duration) -> (Ran, Value) {
    let cluster = Cluster::start(State::default());
    cluster
        .state
        .lock()
        .unwrap()
        .instead
        .insert(QUESTION.to_owned(), replies.into());
    let mut create = Invocation::of("Create", &properties(&cluster));
    create.timeout = timeout;
    let ran = create.run();
    let answer = answered(&ran, "SUCCESS");
    (ran, answer)
}

#[test]
fn dashboards_that_start_late_are_waited_for() {
    let starting = page_answer(
        503,
        "OpenSearch Dashboards server is not ready yet".to_owned(),
    );
    let (ran, answer) = create(vec![Answer::Cut, starting.clone(), starting], {
        Duration::from_mins(1)
    });
    assert_eq!(answer["Data"], json!({"Dashboards": "created"}));
    assert!(!ran.log.contains("were not imported"), "{}", ran.log);
}

#[test]
fn dashboards_that_never_start_do_not_fail_the_stack_and_are_reported() {
    let cases = [
        (
            "not-ready",
            page_answer(
                503,
                "OpenSearch Dashboards server is not ready yet".to_owned(),
            ),
            "not ready yet",
        ),
        ("silent", Answer::Hang, "gave no answer in time"),
        (
            "login-page",
            page_answer(200, "<title>Sign in</title>".to_owned()),
            "Sign in",
        ),
        (
            "long-refusal",
            json_answer(403, &json!({"message": "é".repeat(5000)})),
            "é",
        ),
    ];
    for (name, reply, why) in cases {
        let (ran, answer) = create(vec![reply; 1000], SHORT);
        let dashboards = answer["Data"]["Dashboards"].as_str().unwrap();
        assert!(
            dashboards.starts_with("failed, ") && dashboards.contains(why),
            "{name}: {dashboards}"
        );
        let reason = answer["Reason"].as_str().unwrap();
        assert!(
            reason.contains("role weblogs_firehose: created") && reason.contains("by hand"),
            "{name}: {reason}"
        );
        // The template's metric filter searches for these words.
        assert!(
            ran.log.contains("the dashboards were not imported"),
            "{name}: {}",
            ran.log
        );
    }
}

/// Invokes the function as the schedule does. Returns the run, and what the function reports about
/// the dashboards.
fn retry(cluster: &Cluster) -> (Ran, String) {
    let mut retry = Invocation::of("ImportDashboards", &Value::Null);
    retry.event = json!({"ImportDashboards": properties(cluster)});
    retry.timeout = SHORT;
    let ran = retry.run();
    assert!(ran.succeeded && ran.answers.is_empty(), "{}", ran.log);
    let dashboards = ran.response["dashboards"].as_str().unwrap().to_owned();
    (ran, dashboards)
}

#[test]
fn a_schedule_imports_what_a_deployment_could_not_and_nothing_else() {
    let cluster = Cluster::start(State::default());
    let (_, dashboards) = retry(&cluster);
    assert_eq!(dashboards, "created");
    let writes = cluster.writes();
    assert!(
        writes.contains(&"POST /_dashboards/api/saved_objects/_import?overwrite=true".to_owned())
            && writes
                .iter()
                .all(|write| write.starts_with("POST /_dashboards/")),
        "nothing but the dashboards: {writes:?}"
    );
    // People change one dashboard and delete another. The schedule restores neither.
    let path = |id: &str| object_path(&json!({"type": "dashboard", "id": id}));
    {
        let mut state = cluster.state.lock().unwrap();
        state.kept.get_mut(&path("weblogs-traffic")).unwrap()["attributes"]["title"] =
            json!("mine");
        state.kept.remove(&path("weblogs-pipeline")).unwrap();
    }
    let (_, dashboards) = retry(&cluster);
    assert_eq!(
        (dashboards.as_str(), cluster.writes()),
        ("unchanged", writes)
    );
}

#[test]
fn a_schedule_that_fails_again_is_reported_again() {
    let cluster = Cluster::start(State::default());
    let refusal = json_answer(403, &json!({"message": "no permissions"}));
    cluster
        .state
        .lock()
        .unwrap()
        .instead
        .insert(QUESTION.to_owned(), vec![refusal; 1000].into());
    let (ran, dashboards) = retry(&cluster);
    assert!(
        dashboards.starts_with("failed, ") && dashboards.contains("no permissions"),
        "{dashboards}"
    );
    assert!(
        ran.log.contains("the dashboards were not imported"),
        "{}",
        ran.log
    );
}
