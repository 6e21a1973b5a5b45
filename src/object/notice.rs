//! Events that name objects.
//!
//! | event | names objects in |
//! |---|---|
//! | [S3's notification][s3] | `Records[].s3`, with the key URL-encoded |
//! | [EventBridge's][eventbridge] | `detail`, with the key as it is |
//! | either of them in [SNS][sns] | `Message`, a text |
//! | all of them, and [our own messages](Continuation), in [SQS][sqs] | `Records[].body`, a text |
//!
//! Of an event, only its kind and the bucket, key, version and size of an object are used.
//! Everything else, such as the time, is ignored.
//!
//! [s3]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
//! [eventbridge]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
//! [sns]: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
//! [sqs]: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html

use serde_json::Value;

use super::Object;
use super::continuation::Continuation;

/// How many messages may be nested. Usually at most three are: SQS's contains SNS's, which contains
/// S3's.
const DEPTH_LIMIT: u8 = 4;

/// The input of an invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeEvent {
    /// Messages of a queue. Each is acknowledged by itself.
    Messages(Vec<Message>),
    /// Notices without a queue, acknowledged together.
    Direct(Vec<Notice>),
}

/// A message of a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `messageId`, which a batch item failure names.
    pub id: String,
    /// `eventSourceARN`: the queue that sent the message.
    pub queue_arn: Option<String>,
    /// The message's notices, or an error if the message cannot be read. Another delivery would
    /// then not help.
    pub notices: Result<Vec<Notice>, Unknown>,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// An object was written. The size in bytes is given if the notice has it.
    Created(Object, Option<u64>),
    /// An object has to be continued.
    Continue(Continuation),
    /// S3 tests whether it may send, or reports something other than a new object, or SNS confirms
    /// a subscription or its end.
    Other,
}

/// The event or message is of an unknown kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown;

/// Reads an invocation's event.
///
/// # Errors
/// The event is not of a known kind, or a message of a queue has no id.
pub fn read(event: &[u8]) -> Result<NoticeEvent, Unknown> {
    let event: Value = serde_json::from_slice(event).map_err(|_| Unknown)?;
    let records = event.get("Records").and_then(Value::as_array);
    match records {
        Some(records) if records.iter().any(|record| source(record) == "aws:sqs") => {
            let messages = records.iter().map(message);
            Ok(NoticeEvent::Messages(messages.collect::<Result<_, _>>()?))
        }
        _ => notices(&event, 0).map(NoticeEvent::Direct),
    }
}

/// The value of `eventSource`. SNS writes the key with a capital.
fn source(record: &Value) -> &str {
    let source = record
        .get("eventSource")
        .or_else(|| record.get("EventSource"));
    source.and_then(Value::as_str).unwrap_or_default()
}

fn message(record: &Value) -> Result<Message, Unknown> {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    Ok(Message {
        // Without the id, no failure could be reported.
        id: text("messageId").ok_or(Unknown)?.to_owned(),
        queue_arn: text("eventSourceARN").map(str::to_owned),
        notices: text("body").ok_or(Unknown).and_then(|body| nested(body, 0)),
    })
}

/// The notices of a message within a message.
fn nested(text: &str, depth: u8) -> Result<Vec<Notice>, Unknown> {
    let value: Value = serde_json::from_str(text).map_err(|_| Unknown)?;
    notices(&value, depth + 1)
}

fn notices(value: &Value, depth: u8) -> Result<Vec<Notice>, Unknown> {
    if depth > DEPTH_LIMIT {
        return Err(Unknown);
    }
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(records) = value.get("Records").and_then(Value::as_array) {
        let mut found = Vec::new();
        for record in records {
            match source(record) {
                "aws:s3" => found.push(of_s3(record)?),
                "aws:sns" => {
                    let message = record.pointer("/Sns/Message").and_then(Value::as_str);
                    found.extend(nested(message.ok_or(Unknown)?, depth)?);
                }
                _ => return Err(Unknown),
            }
        }
        return Ok(found);
    }
    match (text("Type"), text("Message")) {
        (Some("Notification"), Some(message)) => return nested(message, depth),
        (Some("SubscriptionConfirmation" | "UnsubscribeConfirmation"), _) => {
            return Ok(vec![Notice::Other]);
        }
        _ => {}
    }
    if text("source") == Some("aws.s3") {
        return Ok(vec![of_event_bridge(value)?]);
    }
    if text("Event") == Some("s3:TestEvent") {
        return Ok(vec![Notice::Other]);
    }
    let continuation = Continuation::read(value).ok_or(Unknown)?;
    Ok(vec![Notice::Continue(continuation)])
}

fn of_s3(record: &Value) -> Result<Notice, Unknown> {
    let name = record.get("eventName").and_then(Value::as_str);
    let name = name.ok_or(Unknown)?;
    // The names of events begin with `s3:` in a configuration, but not in a sent event.
    if !name.trim_start_matches("s3:").starts_with("ObjectCreated:") {
        return Ok(Notice::Other);
    }
    let text = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
    let bucket = text("/s3/bucket/name").ok_or(Unknown)?;
    let key = text("/s3/object/key").ok_or(Unknown)?;
    let object = object(
        bucket,
        form_decoded(key).ok_or(Unknown)?,
        text("/s3/object/versionId"),
    )?;
    let bytes = record.pointer("/s3/object/size").and_then(Value::as_u64);
    Ok(Notice::Created(object, bytes))
}

fn of_event_bridge(event: &Value) -> Result<Notice, Unknown> {
    if event.get("detail-type").and_then(Value::as_str) != Some("Object Created") {
        return Ok(Notice::Other);
    }
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
    let bucket = text("/detail/bucket/name").ok_or(Unknown)?;
    let key = text("/detail/object/key").ok_or(Unknown)?;
    let version = text("/detail/object/version-id");
    let object = object(bucket, key.to_owned(), version)?;
    let bytes = event.pointer("/detail/object/size").and_then(Value::as_u64);
    Ok(Notice::Created(object, bytes))
}

fn object(bucket: &str, key: String, version: Option<&str>) -> Result<Object, Unknown> {
    if bucket.is_empty() || key.is_empty() {
        return Err(Unknown);
    }
    let version = version.filter(|version| !version.is_empty());
    Ok(Object {
        bucket: bucket.to_owned(),
        key,
        version: version.map(str::to_owned),
    })
}

/// Decodes a form-encoded text (`+` is a space, `%2F` a slash). Returns `None` if the decoded bytes
/// are not UTF-8.
fn form_decoded(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match after {
                [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    rest = after;
                    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default();
                    u8::try_from(digit(high) << 4 | digit(low)).unwrap_or_default()
                }
                _ => b'%',
            },
            byte => *byte,
        });
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
