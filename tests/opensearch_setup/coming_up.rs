//! Clusters that are starting, that refuse, or that lack parts.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use weblog_enrich::aws::rest::{self, Auth, Http, Patience};
use weblog_enrich::opensearch::Change;

use super::cluster::{Cluster, State};
use super::double::{json_answer, page_answer};
use super::http::Answer;
use super::run::{PATIENCE, change, run, run_with, wishes};

#[test]
fn a_cluster_that_is_starting_is_waited_for() {
    let starting = page_answer(503, "OpenSearch Security not initialized.".to_owned());
    let cluster = Cluster::start(State {
        first: [Answer::Cut, starting.clone(), starting].into(),
        ..State::default()
    });
    assert!(run(&cluster, &wishes()).unwrap().changed());
    // The cluster is also busy once during the setup.
    let busy = json_answer(
        429,
        &json!({"error": {"reason": "circuit_breaking_exception"}}),
    );
    let cluster = Cluster::start(State::default());
    cluster.state.lock().unwrap().instead.insert(
        "PUT /_index_template/weblogs".to_owned(),
        [busy, Answer::Cut].into(),
    );
    assert_eq!(
        change(&run(&cluster, &wishes()).unwrap(), "index template weblogs"),
        &Change::Created
    );
}

#[test]
fn a_role_that_is_not_known_everywhere_yet_is_retried_for_a_while() {
    let refused = || {
        json_answer(
            403,
            &json!({"Message": "User: anonymous is not authorized to perform: es:ESHttpGet"}),
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
        "GET {}/ was refused with status 403: User: anonymous is not authorized to perform: \
         es:ESHttpGet",
        cluster.double.url()
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(cluster.double.asked().len(), 1);
}

#[test]
fn failures_stop_at_once_or_when_patience_ends_and_give_the_reason() {
    let page = page_answer(503, "<h1>Service Unavailable</h1>".to_owned());
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
    let reply = json_answer(
        400,
        &json!({"error": {"reason": "unknown processor [date_index_name]"}}),
    );
    cluster
        .state
        .lock()
        .unwrap()
        .instead
        .insert("PUT /_ingest/pipeline/weblogs".to_owned(), [reply].into());
    let error = run(&cluster, &wishes()).unwrap_err();
    assert!(
        error.to_string().ends_with(
            "/_ingest/pipeline/weblogs was refused with status 400: \
                                         unknown processor [date_index_name]"
        ),
        "{error}"
    );
    assert_eq!(cluster.writes().len(), 1);
}

#[test]
fn a_cluster_without_the_plugins_still_accepts_documents() {
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
fn an_invalid_address_or_one_with_a_password_is_refused_without_repeating_it() {
    let now = Instant::now();
    let patience = Patience {
        until: now,
        forgive_refusal_until: now,
    };
    let open =
        |address: &str| rest::Cluster::new(address, Auth::None, Http::new(None).unwrap(), patience);
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
