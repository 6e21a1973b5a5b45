//! The objects that Lambda writes for batches of a stream that could not be processed.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>. The objects
//! are under `aws/lambda/<mapping>/<shard>/<year>/<month>/<day>/<time>-<id>`. Each is one JSON
//! object, and its `payload` is the whole event as text. The messages that Lambda sends to SQS and
//! SNS have no payload.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::format::Escape;

/// The number of first bytes of an object that [`may_be`] checks.
pub const HEAD_BYTES: usize = 4096;

/// A failed batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnFailure<'a> {
    /// Why the batch failed, such as `RetryAttemptsExhausted`.
    pub condition: Cow<'a, str>,
    /// Lambda's event, or `None` if the destination keeps no records.
    pub event: Option<Cow<'a, [u8]>>,
}

#[derive(Deserialize)]
struct Members<'a> {
    #[serde(rename = "requestContext", borrow)]
    context: Context<'a>,
    #[serde(rename = "KinesisBatchInfo", borrow)]
    batch: Option<&'a RawValue>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Context<'a> {
    #[serde(borrow)]
    condition: Cow<'a, str>,
}

/// Whether an object with these first bytes may be a failed batch. If so, it must be read
/// completely. One of the names of a batch's members suffices, because the long `payload` may
/// precede the other names.
#[must_use]
pub fn may_be(head: &[u8]) -> bool {
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    let names: [&[u8]; 3] = [
        b"\"requestContext\"",
        b"\"KinesisBatchInfo\"",
        b"\"payload\"",
    ];
    head.trim_ascii_start().starts_with(b"{")
        && names
            .iter()
            .any(|name| memchr::memmem::find(head, name).is_some())
}

impl<'a> OnFailure<'a> {
    /// Reads an object. Returns `None` if Lambda did not write it for a failed batch.
    #[must_use]
    pub fn read(object: &'a [u8]) -> Option<Self> {
        let members: Members<'a> = serde_json::from_slice(object).ok()?;
        if members.batch.is_none() && members.payload.is_none() {
            return None;
        }
        let event = members.payload.map(|payload| {
            let value = payload.get().as_bytes();
            let text = value.strip_prefix(b"\"");
            match text.and_then(|text| text.strip_suffix(b"\"")) {
                Some(text) => Escape::Json.undo(text),
                // The guide says that the event is text. An event as a JSON object is accepted too.
                None => Cow::Borrowed(value),
            }
        });
        Some(Self {
            condition: members.context.condition,
            event,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream_event::StreamEvent;

    const EVENT: &str = r#"{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"49590338271490256608559692538361571095921575989136588898","data":"aGk=","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898","eventName":"aws:kinesis:record","awsRegion":"us-east-2"}]}"#;

    fn object(payload: Option<serde_json::Value>) -> String {
        let mut object = serde_json::json!({
            "requestContext": {
                "requestId": "c9b8fa9f-5a7f-4a2d-af9c-0c604cde93a5",
                "functionArn": "arn:aws:lambda:us-east-2:123456789012:function:enrich",
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": 1,
            },
            "responseContext": {
                "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": "2019-11-14T00:38:06.021Z",
            "KinesisBatchInfo": {
                "shardId": "shardId-000000000006", "batchSize": 1,
                "streamArn": "arn:aws:kinesis:us-east-2:123456789012:stream/logs",
            },
        });
        if let Some(payload) = payload {
            object["payload"] = payload;
        }
        object.to_string()
    }

    #[test]
    fn the_payload_has_the_event_as_text_or_as_json() {
        let as_it_is = serde_json::from_str(EVENT).unwrap();
        for payload in [serde_json::Value::from(EVENT), as_it_is] {
            let object = object(Some(payload));
            assert!(may_be(object.as_bytes()));
            let read = OnFailure::read(object.as_bytes()).unwrap();
            assert_eq!(read.condition, "RetryAttemptsExhausted");
            let event = StreamEvent::read(&read.event.unwrap()).unwrap();
            let record = event.record(0).unwrap();
            assert_eq!(
                record.id,
                "shardId-000000000006:49590338271490256608559692538361571095921575989136588898"
            );
        }
    }

    #[test]
    fn the_order_of_the_members_does_not_matter() {
        let long = serde_json::json!(format!("{EVENT}{}", " ".repeat(2 * HEAD_BYTES)));
        let context = r#""requestContext":{"condition":"RetryAttemptsExhausted"}"#;
        for object in [
            format!(r#"{{{context},"payload":{long}}}"#),
            format!(r#"{{"payload":{long},{context}}}"#),
            format!(r#"{{"KinesisBatchInfo":{{}},"payload":{long},{context}}}"#),
        ] {
            assert!(may_be(object.as_bytes()), "{object}");
            let event = OnFailure::read(object.as_bytes()).unwrap().event.unwrap();
            assert!(StreamEvent::read(&event).is_ok(), "{object}");
        }
    }

    #[test]
    fn a_message_of_a_queue_has_no_event_and_other_json_is_not_recognised() {
        let message = object(None);
        assert!(may_be(message.as_bytes()));
        assert_eq!(OnFailure::read(message.as_bytes()).unwrap().event, None);
        for other in [
            r#"{"requestContext":{"status":200},"payload":"x"}"#,
            r#"{"requestContext":{"condition":"x"}}"#,
            EVENT,
            "",
        ] {
            assert_eq!(OnFailure::read(other.as_bytes()), None, "{other}");
        }
    }
}
