//! The objects that an invocation reads, and its answer to the queue.

use serde::Serialize;

use crate::aws::metrics::ObjectCounts;
use crate::object::Object;
use crate::object::continuation::{Begin, Continuation};
use crate::object::key::Keys;
use crate::object::notice::{Message, Notice, NoticeEvent};

/// An object to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) object: Object,
    pub(super) etag: Option<String>,
    pub(super) compressed: bool,
    pub(super) from: Begin,
    /// The index of the message that requests the object.
    pub(super) message: usize,
}

impl Item {
    /// The message that continues this object from `from` on.
    pub(super) fn continued(
        &self,
        etag: Option<String>,
        compressed: bool,
        from: Begin,
    ) -> Continuation {
        Continuation {
            object: self.object.clone(),
            etag,
            compressed,
            from,
        }
    }
}

/// A unit that requests objects and is acknowledged as a whole: a message, or an invocation without
/// a queue.
#[derive(Debug, Clone, Default)]
pub(super) struct Asking {
    /// `messageId`; `None` without a queue.
    pub(super) id: Option<String>,
    /// The queue's ARN.
    pub(super) queue_arn: Option<String>,
    /// Whether the queue must deliver the message again or move it to the dead-letter queue.
    pub(super) failed: bool,
}

/// The answer to a queue, which names the messages that failed:
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>.
#[derive(Debug, Default, Serialize)]
pub struct BatchResponse {
    #[serde(rename = "batchItemFailures")]
    failures: Vec<ItemFailure>,
}

#[derive(Debug, Serialize)]
struct ItemFailure {
    #[serde(rename = "itemIdentifier")]
    id: String,
}

impl BatchResponse {
    /// Names the failed messages.
    pub(super) fn of(asking: Vec<Asking>) -> Self {
        let failed = asking.into_iter().filter(|asking| asking.failed);
        Self {
            failures: failed
                .filter_map(|asking| asking.id.map(|id| ItemFailure { id }))
                .collect(),
        }
    }
}

/// Splits an event into its units and their objects.
pub(super) fn planned(
    event: NoticeEvent,
    keys: &Keys,
    counts: &mut ObjectCounts,
) -> (Vec<Asking>, Vec<Item>) {
    let (mut asking, mut items) = (Vec::new(), Vec::new());
    let messages = match event {
        NoticeEvent::Messages(messages) => messages,
        NoticeEvent::Direct(notices) => vec![Message {
            id: String::new(),
            queue_arn: None,
            notices: Ok(notices),
        }],
    };
    for (index, message) in messages.into_iter().enumerate() {
        asking.push(Asking {
            id: Some(message.id).filter(|id| !id.is_empty()),
            queue_arn: message.queue_arn,
            failed: message.notices.is_err(),
        });
        if let Ok(notices) = message.notices {
            for notice in notices {
                items.extend(item(notice, index, keys, counts));
            }
        } else {
            counts.failed += 1;
            tracing::error!(
                "a message is neither from S3 nor from this function; the queue delivers it again"
            );
        }
    }
    (asking, items)
}

fn item(notice: Notice, message: usize, keys: &Keys, counts: &mut ObjectCounts) -> Option<Item> {
    match notice {
        Notice::Other => {
            counts.skipped += 1;
            None
        }
        Notice::Created(object, bytes) => {
            if let Some(why) = keys.no_log(&object.key, bytes) {
                counts.skipped += 1;
                tracing::debug!(
                    object = object.address(),
                    why = why.code(),
                    "the object is not read, because it is not a log"
                );
                return None;
            }
            Some(Item {
                object,
                etag: None,
                compressed: false,
                from: Begin::default(),
                message,
            })
        }
        Notice::Continue(continuation) => Some(Item {
            object: continuation.object,
            etag: continuation.etag,
            compressed: continuation.compressed,
            from: continuation.from,
            message,
        }),
    }
}
