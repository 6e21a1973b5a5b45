//! A double of SQS's `SendMessage`, and the messages that a queue of S3's events has:
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::super::support::http::{Answer, serve};
use super::hex;

/// What happens to a message by which the function continues an object.
#[derive(Clone, Copy)]
pub enum Sent {
    Once,
    /// The queue accepts it twice.
    Twice,
    /// The queue refuses it with this status and code.
    Refused(u16, &'static str),
    /// The queue accepts it, but the answer is cut.
    CutWithin,
}

/// A queue for messages.
pub struct Sqs {
    pub url: String,
    messages: Arc<Mutex<Vec<String>>>,
}

impl Sqs {
    /// A double that treats request number n (from 0) as `sent(n)` says.
    pub fn start(sent: impl Fn(usize) -> Sent + Send + Sync + 'static) -> Self {
        let messages = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&messages);
        let count = AtomicUsize::new(0);
        let address = serve(move |request| {
            assert_eq!(
                request.header("x-amz-target"),
                Some("AmazonSQS.SendMessage")
            );
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(
                body["QueueUrl"],
                "https://sqs.us-east-1.amazonaws.com/123456789012/logs"
            );
            let message = body["MessageBody"].as_str().unwrap().to_owned();
            assert!(message.len() <= 256 * 1024);
            let md5 = hex(&Md5::digest(message.as_bytes()));
            let taken = match sent(count.fetch_add(1, Ordering::SeqCst)) {
                Sent::Once => 1,
                Sent::Twice => 2,
                Sent::Refused(status, code) => {
                    return Answer::json(
                        status,
                        &json!({ "__type": code, "message": "as ordered" }),
                    );
                }
                Sent::CutWithin => {
                    kept.lock().unwrap().push(message);
                    return Answer::CutWithin;
                }
            };
            kept.lock()
                .unwrap()
                .extend(std::iter::repeat_n(message, taken));
            Answer::json(
                200,
                &json!({
                    "MessageId": "5fea7756-0ea4-451a-a703-a558b933e274", "MD5OfMessageBody": md5,
                }),
            )
        });
        Self {
            url: format!("http://{address}"),
            messages,
        }
    }

    /// The messages sent since the last call.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.messages.lock().unwrap())
    }
}

/// S3's notification of a new object.
pub fn created(key: &str, version: Option<&str>) -> Value {
    let encoded: String = key
        .bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    json!({ "Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
        "eventTime": "2025-10-10T14:00:00.000Z",
        "eventName": "ObjectCreated:Put", "s3": {
            "s3SchemaVersion": "1.0", "bucket": { "name": "logs", "arn": "arn:aws:s3:::logs" },
            "object": {
                "key": encoded, "eTag": "e", "versionId": version,
                "sequencer": "0055AED6DCD90281E5",
            },
        },
    }] })
}

/// The event of a queue with these messages, numbered from 0.
pub fn queued(bodies: &[String]) -> Value {
    let record = |(number, body): (usize, &String)| {
        json!({
            "messageId": format!("m{number}"),
            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", "body": body,
            "attributes": { "ApproximateReceiveCount": "1" }, "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:logs", "awsRegion": "us-east-1",
        })
    };
    json!({ "Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>() })
}
