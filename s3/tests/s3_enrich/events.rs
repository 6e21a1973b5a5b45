//! Which objects an event names, and which messages are acknowledged.

use serde_json::json;

use super::s3::Fault;
use super::s3::queue::{created, queued};
use super::support::firehose;
use super::{AMPLE, Scene, failed, ids, log, message, nothing_failed};

#[test]
fn every_kind_of_event_brings_the_same_documents() {
    let scene = Scene::new(|_| Fault::None);
    let (key, text) = ("web logs/ü+1.log", log(20));
    scene.s3.put(key, text.clone());
    let s3 = created(key, None);
    let bridge = json!({
        "version": "0", "detail-type": "Object Created", "source": "aws.s3",
        "account": "123456789012",
        "detail": {
            "bucket": { "name": "logs" }, "reason": "PutObject",
            "object": { "key": key, "size": text.len(), "etag": "e" },
        },
    });
    let in_sns = |message: &serde_json::Value| {
        json!({
            "Type": "Notification", "TopicArn": "arn:aws:sns:us-east-1:123456789012:logs",
            "Message": message.to_string(),
        })
    };
    let function = scene.start();
    let expected = ids(&scene.s3.id_prefix(key), &text);
    for body in [s3.clone(), bridge.clone(), in_sns(&s3), in_sns(&bridge)] {
        let event = queued(&[body.to_string()]);
        assert_eq!(
            function.invoke(&event, AMPLE),
            Ok(nothing_failed()),
            "{body}"
        );
        assert_eq!(scene.firehose.documents().len(), 20, "{body}");
        assert_eq!(scene.indexed(), expected, "{body}");
        scene.firehose.accepted.lock().unwrap().clear();
        assert_eq!(
            function.invoke(&body, AMPLE),
            Ok(nothing_failed()),
            "without a queue: {body}"
        );
        assert_eq!(scene.indexed(), expected, "without a queue: {body}");
        scene.firehose.accepted.lock().unwrap().clear();
    }
}

#[test]
fn objects_that_are_not_logs_are_counted_and_acknowledged_without_being_read() {
    let scene = Scene::new(|_| Fault::Error(403, "AccessDenied"));
    let mut empty = created("a.log", None);
    empty["Records"][0]["s3"]["object"]["size"] = json!(0);
    let mut removed = created("a.log", None);
    removed["Records"][0]["eventName"] = json!("ObjectRemoved:Delete");
    let bodies = [
        json!({ "Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "logs" }).to_string(),
        message("web/"),
        message("web/AWSLogs/123456789012/ELBAccessLogTestFile"),
        message("web/report.csv"),
        empty.to_string(),
        removed.to_string(),
    ];
    let function = scene.start_with(&[("S3_KEY_PATTERN", "*.log, *.gz")]);
    assert_eq!(
        function.invoke(&queued(&bodies), AMPLE),
        Ok(nothing_failed())
    );
    assert!(scene.s3.requests().is_empty());
    assert!(
        function
            .logs_with("ObjectsSkipped")
            .contains("\"ObjectsSkipped\":6")
    );
}

#[test]
fn a_deleted_object_is_acknowledged_and_counted() {
    let faults = [
        ("deleted", Fault::None),
        ("delete-marker", Fault::Error(405, "MethodNotAllowed")),
        ("version", Fault::Error(404, "NoSuchVersion")),
    ];
    for (name, fault) in faults {
        let scene = Scene::new(move |_| fault);
        let function = scene.start();
        let event = queued(&[message("gone.log")]);
        assert_eq!(
            function.invoke(&event, AMPLE),
            Ok(nothing_failed()),
            "{name}"
        );
        assert!(
            function
                .logs_with("ObjectsGone")
                .contains("\"ObjectsGone\":1"),
            "{name}"
        );
        assert_eq!(scene.s3.requests().len(), 1, "{name}: not asked for again");
    }
}

#[test]
fn a_refused_object_fails_only_its_message_and_gives_the_reason() {
    let codes = [
        (403, "AccessDenied"),
        (403, "InvalidObjectState"),
        (301, "PermanentRedirect"),
        (404, "NoSuchBucket"),
        (400, "KMS.DisabledException"),
    ];
    for (status, code) in codes {
        // Request 1 is the only request for the second object.
        let scene = Scene::new(move |request| match request {
            1 => Fault::Error(status, code),
            _ => Fault::None,
        });
        for key in ["a.log", "b.log", "c.log"] {
            scene.s3.put(key, log(3));
        }
        let function = scene.start();
        let event = queued(&["a.log", "b.log", "c.log"].map(message));
        assert_eq!(function.invoke(&event, AMPLE), Ok(failed(&[1])), "{code}");
        assert_eq!(scene.firehose.documents().len(), 6, "{code}");
        let logs = function.logs_with(code);
        assert!(
            logs.contains(&format!("S3 refuses the object: {code}")),
            "{logs}"
        );
        assert!(logs.contains("s3://logs/b.log"), "{logs}");
    }
}

#[test]
fn only_the_message_of_another_service_fails() {
    let scene = Scene::new(|_| Fault::None);
    scene.s3.put("a.log", log(3));
    let function = scene.start();
    let event = queued(&["hello".to_owned(), message("a.log"), "{}".to_owned()]);
    assert_eq!(function.invoke(&event, AMPLE), Ok(failed(&[0, 2])));
    assert_eq!(scene.firehose.documents().len(), 3);
}

#[test]
fn an_event_without_a_queue_fails_as_a_whole_if_an_object_was_not_read() {
    let scene = Scene::new(|_| Fault::Error(403, "AccessDenied"));
    let function = scene.start();
    let error = function.invoke(&created("a.log", None), AMPLE).unwrap_err();
    assert!(error.contains("ObjectNotRead"), "{error}");
    let error = function.invoke(&json!({ "hello": 1 }), AMPLE).unwrap_err();
    assert!(error.contains("EventWithoutObjects"), "{error}");
}

#[test]
fn nothing_is_acknowledged_before_firehose_accepted_it() {
    let mut scene = Scene::new(|_| Fault::None);
    scene.firehose = firehose::Firehose::start(|_| firehose::Fault::AccessDenied);
    scene.s3.put("a.log", log(700));
    let function = scene.start();
    let event = queued(&[message("a.log")]);
    assert_eq!(function.invoke(&event, AMPLE), Ok(failed(&[0])));
    assert!(scene.sqs.take().is_empty());
}
