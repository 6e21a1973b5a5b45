//! `opensearch-setup`, the built function, as CloudFormation calls it.

use std::time::Duration;

use serde_json::{Value, json};

use super::cloudformation::{Invocation, Ran};
use super::cluster::{Cluster, State, mapped};
use super::double::{Double, json_answer, page_answer};
use super::http::Answer;

const STACK: &str = "arn:aws:cloudformation:eu-central-1:123456789012:stack/weblogs/6f1a";

pub(crate) fn properties(cluster: &Cluster) -> Value {
    json!({
        "ServiceToken": "arn:aws:lambda:eu-central-1:123456789012:function:setup",
        "ServiceTimeout": "600",
        "Endpoint": cluster.double.url(), "FirehoseRoleArn": "arn:f", "ReaderRoleArn": "arn:r",
        "AdminRoleArn": "arn:a", "RetentionDays": "30",
    })
}

/// Returns the answer. Asserts its status and its form, and that the log contains no secret.
#[track_caller]
pub(crate) fn answered(ran: &Ran, status: &str) -> Value {
    let answer = ran.answer();
    assert_eq!(answer["Status"], status, "{answer} {}", ran.log);
    assert_eq!(
        (
            &answer["StackId"],
            &answer["RequestId"],
            &answer["LogicalResourceId"]
        ),
        (
            &json!(STACK),
            &json!("request-1"),
            &json!("OpenSearchSetup")
        )
    );
    assert_eq!(answer["PhysicalResourceId"], "weblogs/OpenSearchSetup");
    let asked = ran.answers.last().unwrap();
    assert_eq!(asked.name(), "PUT /answer?X-Amz-Signature=s3cret");
    assert_eq!(asked.header("content-type"), Some(""));
    assert!(asked.header("authorization").is_none() && asked.body.len() <= 4096);
    for secret in ["s3cret", "k3y", "AWS4-HMAC"] {
        assert!(!ran.log.contains(secret), "{}", ran.log);
    }
    assert!(ran.left_ms > 0, "{}", ran.log);
    answer
}

#[test]
fn create_sets_up_the_domain_with_signed_requests() {
    let cluster = Cluster::start(State::default());
    let ran = Invocation::of("Create", &properties(&cluster)).run();
    let answer = answered(&ran, "SUCCESS");
    assert!(ran.succeeded);
    assert!(
        answer["Reason"]
            .as_str()
            .unwrap()
            .contains("ingest pipeline weblogs: created; "),
        "{answer}"
    );
    for asked in cluster.double.asked() {
        let authorization = asked.header("authorization").unwrap_or_default();
        assert!(
            authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"),
            "{}",
            asked.name()
        );
        assert!(
            authorization.contains("/eu-central-1/es/aws4_request"),
            "{}",
            asked.name()
        );
        assert_eq!(
            asked.header("x-amz-security-token").unwrap_or_default(),
            "session"
        );
    }
    assert_eq!(
        cluster.kept(&mapped("weblogs_firehose", &Value::Null).0),
        json!({"backend_roles": ["arn:f"]})
    );
    // Dashboards are under the domain's own address.
    assert!(
        cluster
            .writes()
            .contains(&"POST /_dashboards/api/saved_objects/_import?overwrite=true".to_owned())
    );
}

#[test]
fn update_changes_what_differs_and_removes_the_replaced_role() {
    let cluster = Cluster::start(State::default());
    Invocation::of("Create", &properties(&cluster)).run();
    let before = cluster.writes().len();

    let mut same = Invocation::of("Update", &properties(&cluster));
    same.event["OldResourceProperties"] = properties(&cluster);
    same.event["PhysicalResourceId"] = json!("weblogs/OpenSearchSetup");
    answered(&same.run(), "SUCCESS");
    assert_eq!(cluster.writes().len(), before);

    let mut new = properties(&cluster);
    new["FirehoseRoleArn"] = json!("arn:f2");
    let mut update = Invocation::of("Update", &new);
    update.event["OldResourceProperties"] = properties(&cluster);
    answered(&update.run(), "SUCCESS");
    assert_eq!(
        cluster.writes()[before..],
        ["PUT /_plugins/_security/api/rolesmapping/weblogs_firehose"]
    );
    assert_eq!(
        cluster.kept(&mapped("weblogs_firehose", &Value::Null).0)["backend_roles"],
        json!(["arn:f2"])
    );
}

#[test]
fn delete_changes_nothing_and_succeeds_even_if_the_domain_is_gone() {
    let cluster = Cluster::start(State::default());
    answered(
        &Invocation::of("Delete", &properties(&cluster)).run(),
        "SUCCESS",
    );
    assert!(cluster.double.asked().is_empty());
    answered(
        &Invocation::of("Delete", &json!({"Endpoint": "http://127.0.0.1:9"})).run(),
        "SUCCESS",
    );
}

#[test]
fn the_domain_s_app_client_is_returned() {
    let cluster = Cluster::start(State::default());
    let cognito = Double::serve(|asked| {
        let page = asked.json();
        json_answer(
            200,
            &match page["NextToken"].as_str() {
                None => {
                    json!({
                        "UserPoolClients": [{"ClientId": "web", "ClientName": "web-app"}],
                        "NextToken": "2",
                    })
                }
                Some(_) => {
                    json!({
                        "UserPoolClients": [{
                            "ClientId": "mine",
                            "ClientName": "AmazonOpenSearchService-logs-eu-central-1-x1",
                        }]
                    })
                }
            },
        )
    });
    let mut with_pool = properties(&cluster);
    with_pool["UserPoolId"] = json!("eu-central-1_pool");
    let mut create = Invocation::of("Create", &with_pool);
    create.aws = Some(cognito.url());
    assert_eq!(
        answered(&create.run(), "SUCCESS")["Data"],
        json!({"UserPoolClientId": "mine", "Dashboards": "created"})
    );
    let asked = cognito.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[0].header("x-amz-target").unwrap_or_default(),
        "AWSCognitoIdentityProviderService.ListUserPoolClients"
    );
    assert_eq!(
        asked[0].header("content-type").unwrap_or_default(),
        "application/x-amz-json-1.1"
    );
    assert_eq!(asked[0].json()["UserPoolId"], "eu-central-1_pool");
    assert!(
        asked[0]
            .header("authorization")
            .unwrap_or_default()
            .contains("/eu-central-1/cognito-idp/aws4_request")
    );
}

#[test]
fn a_pool_without_the_domain_s_client_fails_the_resource() {
    let cluster = Cluster::start(State::default());
    let cognito = Double::serve(|_| json_answer(200, &json!({"UserPoolClients": []})));
    let mut with_pool = properties(&cluster);
    with_pool["UserPoolId"] = json!("eu-central-1_pool");
    let mut create = Invocation::of("Create", &with_pool);
    create.aws = Some(cognito.url());
    let reason = answered(&create.run(), "FAILED")["Reason"].to_string();
    assert!(
        reason.contains("the app clients of user pool eu-central-1_pool"),
        "{reason}"
    );
}

#[test]
fn every_failure_is_answered_with_its_reason() {
    let cluster = Cluster::start(State::default());
    let refused = json_answer(
        400,
        &json!({"error": {"reason": format!("{} \"\\\u{1}é", "why ".repeat(4000))}}),
    );
    cluster
        .state
        .lock()
        .unwrap()
        .instead
        .insert("PUT /_ingest/pipeline/weblogs".to_owned(), [refused].into());
    let mut no_type = Invocation::of("Create", &json!({}));
    no_type.event.as_object_mut().unwrap().remove("RequestType");
    let cases = [
        (
            "the-cluster-refuses",
            Invocation::of("Create", &properties(&cluster)),
            "was refused with status 400: why why",
        ),
        (
            "no-endpoint",
            Invocation::of("Create", &json!({})),
            "the property Endpoint is missing",
        ),
        (
            "no-properties",
            Invocation::of("Create", &Value::Null),
            "the property Endpoint is missing",
        ),
        (
            "no-address",
            Invocation::of("Update", &json!({"Endpoint": "ftp://x"})),
            "ftp://x cannot be used: ",
        ),
        (
            "no-days",
            Invocation::of(
                "Create",
                &json!({"Endpoint": "http://127.0.0.1:9", "RetentionDays": "long"}),
            ),
            "RetentionDays",
        ),
        (
            "another-type",
            Invocation::of("Mend", &json!({})),
            "RequestType is",
        ),
        (
            "no-type",
            no_type,
            "the event has no text as its RequestType",
        ),
    ];
    for (name, invocation, expected) in cases {
        let ran = invocation.run();
        let answer = answered(&ran, "FAILED");
        assert!(
            answer["Reason"].as_str().unwrap().contains(expected),
            "{name}: {answer}"
        );
        assert!(ran.succeeded, "{name}: what is answered is not done again");
    }
}

#[test]
fn a_domain_that_does_not_start_is_answered_before_the_function_s_time_is_over() {
    // Three domains: one answers each request with status 503, one never answers, and one has no
    // listener.
    let never = Cluster::start(State {
        first: vec![json_answer(503, &json!({"message": "still starting"})); 1000].into(),
        ..State::default()
    });
    let silent = Cluster::start(State {
        first: vec![Answer::Hang; 1000].into(),
        ..State::default()
    });
    let cases = [
        ("never-ready", properties(&never), "still starting"),
        ("silent", properties(&silent), "time is over"),
        (
            "not-there",
            json!({"Endpoint": "http://127.0.0.1:9"}),
            "got no answer: ",
        ),
    ];
    for (name, properties, expected) in cases {
        let mut create = Invocation::of("Create", &properties);
        create.timeout = Duration::from_secs(5);
        let answer = answered(&create.run(), "FAILED");
        assert!(
            answer["Reason"].as_str().unwrap().contains(expected),
            "{name}: {answer}"
        );
    }
}

#[test]
fn an_answer_is_sent_again_until_it_is_accepted() {
    let cluster = Cluster::start(State::default());
    let mut delete = Invocation::of("Delete", &properties(&cluster));
    delete.first = [Answer::Cut, page_answer(503, "Slow Down".to_owned())].into();
    let ran = delete.run();
    answered(&ran, "SUCCESS");
    assert_eq!(ran.answers.len(), 3);
    assert!(ran.succeeded);
}

#[test]
fn an_answer_that_is_not_accepted_makes_lambda_repeat_the_invocation() {
    let mut delete = Invocation::of("Delete", &json!({}));
    delete.first = [page_answer(403, "Request has expired".to_owned())].into();
    let ran = delete.run();
    assert!(!ran.succeeded);
    assert_eq!(ran.answers.len(), 1);
    assert!(
        ran.log.contains("the answer was refused with status 403") && !ran.log.contains("s3cret"),
        "{}",
        ran.log
    );
}

#[test]
fn an_event_without_an_address_is_an_error() {
    for event in [
        json!({"RequestType": "Create", "ResponseURL": ""}),
        json!({"RequestType": "Delete", "ResponseURL": 7}),
    ] {
        let mut bad = Invocation::of("Create", &json!({}));
        bad.event = event;
        let ran = bad.run();
        assert!(!ran.succeeded && ran.answers.is_empty(), "{}", ran.log);
    }
}
