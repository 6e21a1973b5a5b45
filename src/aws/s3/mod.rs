//! `s3-enrich`: turns objects of S3, named by a queue's messages, into documents on Firehose.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>. A message is acknowledged only
//! after Firehose accepted all its documents, after another message that requests the rest was
//! sent, or if its objects do not exist or are not logs. A continuing message is sent for an object
//! of which only the beginning was accepted, usually because the invocation had no more time. The
//! message names the first stretch that was not read or not completely accepted. An object that was
//! not begun gets such a message too, if other objects of the invocation made progress.
//!
//! | module | |
//! |---|---|
//! | [`items`] | the objects that an event requests |
//! | [`store`] | an object's bytes, read ahead in ranges |
//! | [`reading`] | reads one object after the other and runs the pipeline |
//! | [`unread`] | why an object is not read |
//! | [`queue`] | sends the messages that continue an object |
//! | `bucket` | lists and changes the objects of a bucket, for the command line |

#[cfg(feature = "replay")]
pub mod bucket;
mod items;
pub mod queue;
mod reading;
pub mod store;
mod unread;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_config::SdkConfig;

pub use self::items::BatchResponse;

use self::items::Item;
use self::queue::Queue;
use self::reading::{ObjectPlace, ObjectReader, Times};
use self::store::{Store, Unread};
use super::delivery::Delivery;
use super::failure::Failed;
use super::lambda::{self, Invocation};
use super::metrics::ObjectCounts;
use super::work;
use crate::config::{Config, ConfigError, Formats};
use crate::drop::DropRules;
use crate::object::continuation::Next;
use crate::object::notice;
use crate::pipeline::Pipeline;

/// The most time reserved for the delivery of what was read.
const SETTLE_LIMIT: Duration = Duration::from_secs(30);
/// The time reserved for the delivery is at most the remaining time divided by this number.
const SETTLE_SHARE: u32 = 4;
/// The most time reserved for continuing messages.
const CONTINUE_LIMIT: Duration = Duration::from_secs(3);
/// The time reserved for continuing messages is at most the remaining time divided by this number.
const CONTINUE_SHARE: u32 = 10;

/// What all invocations share.
#[derive(Debug)]
pub struct Function {
    pipeline: Arc<Mutex<Pipeline>>,
    config: Config,
    formats: Formats,
    delivery: Delivery,
    store: Store,
    queue: Queue,
}

impl Times {
    fn until(deadline: Instant) -> Self {
        let now = Instant::now();
        let left = deadline.saturating_duration_since(now);
        Self {
            read: now + (left.saturating_sub(SETTLE_LIMIT.min(left / SETTLE_SHARE))),
            deliver: now + (left.saturating_sub(CONTINUE_LIMIT.min(left / CONTINUE_SHARE))),
        }
    }
}

impl Function {
    /// A function with clients of this configuration.
    ///
    /// # Errors
    /// A format of `LOG_FORMAT_BY_KEY` is invalid.
    pub fn new(
        pipeline: Arc<Mutex<Pipeline>>,
        config: Config,
        delivery: Delivery,
        shared: &SdkConfig,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            pipeline,
            formats: config.formats()?,
            config,
            delivery,
            store: Store::new(aws_sdk_s3::Client::new(shared)),
            queue: Queue::new(aws_sdk_sqs::Client::new(shared)),
        })
    }

    /// The operator's rules for dropping events.
    #[must_use]
    pub fn drop_rules(&self) -> &DropRules {
        &self.config.drop_rules
    }

    /// Reads the objects of an event. Returns what the queue must deliver again.
    ///
    /// # Errors
    /// Fails if the event is not one of those that name objects, if it came without a queue and one
    /// of its objects was not completely read and accepted, or if the pipeline itself fails.
    pub async fn handle(
        &self,
        event: &[u8],
        invocation: Invocation<'_>,
    ) -> Result<BatchResponse, Failed> {
        let event = notice::read(event).map_err(|_| Failed::NoObjects)?;
        let mut counts = ObjectCounts::default();
        let (mut asking, items) = items::planned(event, &self.config.objects.keys, &mut counts);
        let times = Times::until(invocation.deadline);
        let items = Arc::new(items);
        let places = Arc::new(Mutex::new(Vec::<ObjectPlace>::new()));
        let worked = {
            let opened = reading::open_ahead(self.store.clone(), Arc::clone(&items), times.read);
            let mut reading = ObjectReader {
                items: Arc::clone(&items),
                opened,
                places: Arc::clone(&places),
                formats: self.formats.clone(),
                names_path: self.config.objects.names_path,
                batcher: self.delivery.batcher(self.config.hook.ending.bytes()),
                until: times.read,
            };
            work::run(
                &self.pipeline,
                self.delivery.clone(),
                times.deliver,
                move |pipeline, outlet| {
                    reading.run(pipeline, outlet);
                    pipeline.take_tally()
                },
            )
        };
        let worked = worked.await.map_err(|_| Failed::Internal)?;
        let places = std::mem::take(&mut *places.lock().unwrap_or_else(PoisonError::into_inner));
        let mut unaccepted = worked.delivered.unaccepted.clone();
        if let Some(from) = worked.unsent_from {
            let end = places
                .iter()
                .map(|place| place.read.first + place.read.begins.len());
            unaccepted.extend(from..end.max().unwrap_or(from));
        }
        let progress = places.iter().any(|place| place.has_progress(&unaccepted));
        for (index, item) in items.iter().enumerate() {
            let place = places.get(index);
            let done = match place {
                Some(place) => {
                    self.settle(item, place, &unaccepted, &asking, invocation, &mut counts)
                        .await
                }
                // Reading of this object was not begun. If other objects made progress, a new
                // message requests the object at once. Without this message, the object would wait
                // until the queue delivers its old message again.
                None if progress => {
                    let from = item.from.clone();
                    let continuation = item.continued(item.etag.clone(), item.compressed, from);
                    self.continue_later(item, &continuation, &asking, invocation, &mut counts)
                        .await
                }
                None => false,
            };
            if !done {
                counts.failed += 1;
                if let Some(asking) = asking.get_mut(item.message) {
                    asking.failed = true;
                }
            }
        }
        let tally = worked.made.unwrap_or_default();
        lambda::log_objects(
            &tally,
            &worked.delivered,
            worked.timings,
            Some(counts),
            invocation,
        );
        let without_queue = |asking: &items::Asking| asking.failed && asking.id.is_none();
        match asking.iter().any(without_queue) {
            true => Err(Failed::Objects),
            false => Ok(BatchResponse::of(asking)),
        }
    }

    /// Reports the result for an object that was begun, and sends a continuing message if one is
    /// needed. Returns `false` if the queue must deliver the object's message again.
    async fn settle(
        &self,
        item: &Item,
        place: &ObjectPlace,
        unaccepted: &[usize],
        asking: &[items::Asking],
        invocation: Invocation<'_>,
        counts: &mut ObjectCounts,
    ) -> bool {
        let object = item.object.address();
        let next = place.read.next(unaccepted.iter().copied());
        match (&place.unread, next) {
            (Some(why @ (Unread::Gone | Unread::Replaced)), _) if place.is_accepted(unaccepted) => {
                tracing::info!(object, "{why}");
                counts.gone += 1;
                true
            }
            (Some(why @ Unread::Refused { .. }), _) => {
                tracing::error!(object, "{why}");
                false
            }
            (None, Next::Done) => {
                counts.done += 1;
                true
            }
            (_, Next::Continue(from)) => {
                if let Some(why) = &place.unread {
                    tracing::warn!(object, offset = from.offset, "{why}");
                }
                let continuation = item.continued(place.etag.clone(), place.compressed, from);
                self.continue_later(item, &continuation, asking, invocation, counts)
                    .await
            }
            (Some(why), Next::Again | Next::Done) => {
                tracing::error!(object, "{why}");
                false
            }
            (None, Next::Again) => {
                tracing::error!(
                    object,
                    "no part of the object was completely accepted, so the object must be read \
                     again"
                );
                false
            }
        }
    }

    /// Sends a continuing message. Returns whether a queue accepted it.
    async fn continue_later(
        &self,
        item: &Item,
        continuation: &crate::object::continuation::Continuation,
        asking: &[items::Asking],
        invocation: Invocation<'_>,
        counts: &mut ObjectCounts,
    ) -> bool {
        let object = item.object.address();
        let arn = asking
            .get(item.message)
            .and_then(|asking| asking.queue_arn.as_deref());
        let configured = self.config.objects.continue_queue_url.clone();
        let Some(url) = configured.or_else(|| queue::url_of(arn?)) else {
            tracing::error!(
                object,
                "the object was not completely read and accepted, and no queue is known for the \
                 message that continues the object; set CONTINUE_QUEUE_URL"
            );
            return false;
        };
        let offset = continuation.from.offset;
        let sent = self
            .queue
            .send(&url, continuation, invocation.deadline)
            .await;
        if sent {
            counts.continued += 1;
            tracing::info!(object, offset, "another message continues the object");
        } else {
            tracing::error!(
                object,
                offset,
                "the queue did not confirm the message that continues the object"
            );
        }
        sent
    }
}
