use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::object::continuation::Begin;

fn logs(key: &str, version: Option<&str>) -> Object {
    Object {
        bucket: "logs".to_owned(),
        key: key.to_owned(),
        version: version.map(str::to_owned),
    }
}

/// S3's notification of one event, in version 2.1 of its structure.
fn of_s3(name: &str, key: &str, version: Option<&str>) -> Value {
    json!({
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-2",
        "eventTime": "2025-10-10T13:55:36.123Z",
        "eventName": name, "userIdentity": { "principalId": "AWS:AIDAINPONIXQXHT3IKHL2" },
        "requestParameters": { "sourceIPAddress": "192.0.2.7" },
        "responseElements": { "x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8" },
        "s3": {
            "s3SchemaVersion": "1.0", "configurationId": "all",
            "bucket": {
                "name": "logs", "ownerIdentity": { "principalId": "A3NL1KOZZKExample" },
                "arn": "arn:aws:s3:::logs",
            },
            "object": {
                "key": key, "size": 1024, "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                "versionId": version, "sequencer": "0055AED6DCD90281E5",
            },
        },
    })
}

fn of_event_bridge(kind: &str, key: &str) -> Value {
    json!({
        "version": "0", "id": "17793124-05d4-b198-2fde-7ededc63b103", "detail-type": kind,
        "source": "aws.s3",
        "account": "123456789012", "time": "2025-10-10T13:55:36Z", "region": "us-east-2",
        "resources": ["arn:aws:s3:::logs"],
        "detail": {
            "version": "0", "bucket": { "name": "logs" },
            "object": {
                "key": key, "size": 5, "etag": "b1946ac92492d2347c6235b4d2611184",
                "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", "sequencer": "00617F08299329D189",
            },
            "request-id": "N4N7GDK58NMKJ12R", "requester": "123456789012",
            "source-ip-address": "192.0.2.7", "reason": "PutObject",
        },
    })
}

fn in_sns(message: &Value) -> Value {
    json!({
        "Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": "arn:aws:sns:us-east-2:123456789012:logs",
        "Subject": "Amazon S3 Notification", "Message": message.to_string(),
        "Timestamp": "2025-10-10T13:55:36.500Z",
    })
}

fn in_sqs(bodies: &[String]) -> Vec<u8> {
    let record = |(number, body): (usize, &String)| {
        json!({
            "messageId": format!("m{number}"),
            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", "body": body,
            "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": "1760104536000" },
            "messageAttributes": {},
            "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:logs", "awsRegion": "us-east-2",
        })
    };
    let records: Vec<_> = bodies.iter().enumerate().map(record).collect();
    json!({ "Records": records }).to_string().into_bytes()
}

#[test]
fn every_kind_of_event_names_its_objects() {
    let created = "ObjectCreated:Put";
    let s3 = json!({ "Records": [of_s3(created, "a+b/%C3%BC%2B1.gz", None)] });
    let bridge = of_event_bridge("Object Created", "a b/ü+1.gz");
    let test = json!({
        "Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2025-10-10T13:55:36.123Z",
        "Bucket": "logs", "RequestId": "5582815E1AEA5ADF", "HostId": "8cLeGAmw098X5cv4Zkwcmo8",
    });
    let of_sns = json!({
        "Records": [{ "EventSource": "aws:sns", "EventVersion": "1.0", "Sns": in_sns(&s3) }]
    });
    let from_s3 = Notice::Created(logs("a b/ü+1.gz", None), Some(1024));
    let from_bridge = Notice::Created(
        logs("a b/ü+1.gz", Some("IYV3p45BT0ac8hjHg1houSdS1a.Mro8e")),
        Some(5),
    );
    let multipart = "ObjectCreated:CompleteMultipartUpload";
    let two = json!({ "Records": [of_s3(created, "a", Some("v1")), of_s3(multipart, "b", None)] });
    let cases = [
        ("s3", s3.clone(), vec![from_s3.clone()]),
        ("event-bridge", bridge.clone(), vec![from_bridge.clone()]),
        ("s3-in-sns", in_sns(&s3), vec![from_s3.clone()]),
        ("event-bridge-in-sns", in_sns(&bridge), vec![from_bridge]),
        ("by-sns-itself", of_sns, vec![from_s3]),
        (
            "two-objects-and-a-version",
            two,
            vec![
                Notice::Created(logs("a", Some("v1")), Some(1024)),
                Notice::Created(logs("b", None), Some(1024)),
            ],
        ),
        ("test", test.clone(), vec![Notice::Other]),
        ("test-in-sns", in_sns(&test), vec![Notice::Other]),
        (
            "removed",
            json!({ "Records": [of_s3("ObjectRemoved:Delete", "a", None)] }),
            vec![Notice::Other],
        ),
        (
            "deleted",
            of_event_bridge("Object Deleted", "a"),
            vec![Notice::Other],
        ),
        ("nothing", json!({ "Records": [] }), vec![]),
    ];
    for (name, event, expected) in cases {
        let text = event.to_string();
        assert_eq!(
            read(text.as_bytes()),
            Ok(NoticeEvent::Direct(expected.clone())),
            "{name}"
        );
        let Ok(NoticeEvent::Messages(messages)) = read(&in_sqs(&[text])) else {
            panic!("{name}: no messages");
        };
        assert_eq!(messages[0].notices, Ok(expected), "{name}");
        assert_eq!(
            messages[0].queue_arn.as_deref(),
            Some("arn:aws:sqs:us-east-2:123456789012:logs")
        );
    }
}

#[test]
fn an_unknown_message_fails_alone() {
    let good = json!({ "Records": [of_s3("ObjectCreated:Put", "a", None)] }).to_string();
    let bad = [
        "",
        "hello",
        "{}",
        "[]",
        r#"{"Records":[{}]}"#,
        r#"{"Records":[{
            "eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"b"},"object":{"key":"%ff"}}
        }]}"#,
        r#"{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"b"}}}"#,
        r#"{"source":"aws.ec2","detail-type":"Object Created"}"#,
        r#"{"weblog-enrich":"continue","bucket":"b"}"#,
        r#"{"Type":"Notification","Message":"hello"}"#,
    ];
    let mut bodies: Vec<_> = bad.iter().map(|body| (*body).to_owned()).collect();
    bodies.push(good);
    let Ok(NoticeEvent::Messages(messages)) = read(&in_sqs(&bodies)) else {
        panic!("no messages");
    };
    for (message, body) in messages.iter().zip(&bodies) {
        let is_last = body == bodies.last().unwrap();
        assert_eq!(message.notices.is_ok(), is_last, "{body}");
    }
    assert_eq!(messages.len(), bodies.len());
    assert_eq!(read(b"{}"), Err(Unknown));
}

#[test]
fn a_continuing_message_comes_back_from_the_queue() {
    let continuation = Continuation {
        object: logs("a", Some("v1")),
        etag: Some("\"e\"".to_owned()),
        compressed: false,
        from: Begin {
            offset: 7,
            fields: None,
        },
    };
    let Ok(NoticeEvent::Messages(messages)) = read(&in_sqs(&[continuation.message()])) else {
        panic!("no messages");
    };
    assert_eq!(
        messages[0].notices,
        Ok(vec![Notice::Continue(continuation)])
    );
}

proptest! {
    #[test]
    fn any_key_comes_through_the_encoding_of_forms(key in "\\PC{1,40}") {
        let encoded: String = key.bytes().map(|byte| match byte {
            b' ' => "+".to_owned(),
            b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        }).collect();
        prop_assert_eq!(form_decoded(&encoded), Some(key));
    }

    #[test]
    fn no_text_panics(text in r#"[{}\[\]":,a%+\\]{0,40}"#) {
        let _ = read(text.as_bytes());
        let _ = form_decoded(&text);
    }
}
