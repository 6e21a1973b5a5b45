//! What `opensearch-setup`, the built function, answers to `deploy/doctor`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::cloudformation::{Invocation, Ran};
use super::cluster::{Cluster, State};
use super::double::json_answer;
use super::function::properties;

fn look(properties: &Value) -> Ran {
    let mut look = Invocation::of("Check", &Value::Null);
    // The function must not answer CloudFormation here, although the harness adds an address for
    // answers.
    look.event = json!({"Check": properties});
    look.timeout = Duration::from_secs(20);
    let ran = look.run();
    assert!(ran.succeeded && ran.answers.is_empty(), "{}", ran.log);
    ran
}

#[test]
fn a_check_reports_the_state_and_the_newest_document_s_age_and_writes_nothing() {
    let cluster = Cluster::start(State::default());
    let before = look(&properties(&cluster)).response;
    assert_eq!(before["items"]["ingest pipeline weblogs"], "created");
    assert_eq!(before["items"]["dashboards"], "created");
    assert_eq!(before["newest_document_seconds"], Value::Null);
    assert_eq!(cluster.writes(), Vec::<String>::new());

    Invocation::of("Create", &properties(&cluster)).run();
    let writes = cluster.writes().len();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let minute_ago = now.saturating_sub(Duration::from_mins(1));
    cluster.state.lock().unwrap().newest_ms = u64::try_from(minute_ago.as_millis()).ok();
    let after = look(&properties(&cluster)).response;
    for (what, state) in after["items"].as_object().unwrap() {
        let state = state.as_str().unwrap();
        assert!(
            state == "unchanged" || state.starts_with("skipped, "),
            "{what}: {state}"
        );
    }
    assert!(
        after["items"]
            .get("mapping of role weblogs_firehose")
            .is_some()
    );
    let seconds = after["newest_document_seconds"].as_u64().unwrap();
    assert!((60..600).contains(&seconds), "{seconds}");
    assert_eq!(cluster.writes().len(), writes);
}

#[test]
fn a_check_that_fails_gives_the_reason() {
    let refusing = Cluster::start(State {
        first: vec![json_answer(403, &json!({"message": "no permissions for [x]"})); 9].into(),
        ..State::default()
    });
    let cases = [
        ("refused", properties(&refusing), "no permissions for [x]"),
        ("no-endpoint", json!({}), "the property Endpoint is missing"),
        (
            "not-there",
            json!({"Endpoint": "http://127.0.0.1:9"}),
            "got no answer: ",
        ),
    ];
    for (name, properties, why) in cases {
        let answer = look(&properties).response;
        let failed = answer["failed"].as_str().unwrap();
        assert!(failed.contains(why), "{name}: {failed}");
    }
}
