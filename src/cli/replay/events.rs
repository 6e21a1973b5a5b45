//! Reads objects that hold whole batches of a stream: events and on-failure objects of Lambda.

use serde_json::value::RawValue;

use super::sending::Label;
use super::unread::{Unread, broken, unless_stopped, unlike};
use super::work::{Lines, Work};
use crate::cli::input::{Shape, shape};
use crate::replay::envelope::{Known, damaged_object};
use crate::replay::on_failure::OnFailure;
use crate::stream_event::{EventRecord, StreamEvent};

/// A batch that owns its memory.
struct Batch {
    /// Why Lambda gave up the batch, or `event` if the object holds an event only.
    condition: String,
    event: StreamEvent,
}

impl Work {
    /// Sends the records of an object that holds batches of a stream, one after the other. Returns
    /// the object if it does not begin with a batch, and otherwise `None`.
    pub(super) fn events(
        &mut self,
        lines: &Lines<'_>,
        mut object: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, Unread> {
        let (mut from, mut index) = (0, 0);
        loop {
            let rest = object.get(from..).unwrap_or_default();
            let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<&RawValue>();
            let batch = match values.next() {
                None if from > 0 => return Ok(None),
                None => return Ok(Some(object)),
                Some(Ok(value)) => batch(value.get().as_bytes())?,
                Some(Err(error)) => {
                    let known = match shape(rest) {
                        Shape::Event => Some(Known::Event),
                        Shape::Lines | Shape::Undecided => damaged_object(rest, &error),
                    };
                    if let Some(known) = known {
                        return Err(broken(known, &error, object.len()));
                    }
                    None
                }
            };
            let end = from + values.byte_offset();
            let Some(batch) = batch else {
                return match from {
                    0 => Ok(Some(object)),
                    _ => Err(unlike(from)),
                };
            };
            let rest = object.get(end..).unwrap_or_default();
            if rest.trim_ascii_start().is_empty() {
                // The object's memory is freed first, because it may be many megabytes and sending
                // may take long.
                object = Vec::new();
            }
            self.batch(lines, &batch, &mut index)?;
            from = end;
        }
    }

    /// Sends the wanted records of a batch. `index` counts the records of the whole object.
    fn batch(&mut self, lines: &Lines<'_>, batch: &Batch, index: &mut usize) -> Result<(), Unread> {
        let name = lines.name();
        for record in batch.event.records() {
            let own = format!("{name}:{index}");
            *index += 1;
            let id = match record.id {
                "" => own.as_str(),
                id => id,
            };
            let from = Label {
                code: &batch.condition,
                time: record.arrival,
            };
            if self.sending.wants(from) {
                unless_stopped(self.record(EventRecord { id, ..record }, from))?;
            }
        }
        Ok(())
    }
}

/// Reads a JSON value that holds a batch. Returns `None` if the value does not hold one.
fn batch(value: &[u8]) -> Result<Option<Batch>, Unread> {
    let (condition, event, known) = match OnFailure::read(value) {
        Some(OnFailure {
            condition,
            event: Some(event),
        }) => (condition, event, Known::OnFailure),
        Some(OnFailure { event: None, .. }) => {
            return Err(Unread::Input(
                "a message of Lambda without records; only Lambda's S3 destination keeps them"
                    .to_owned(),
            ));
        }
        None if shape(value) == Shape::Event => ("event".into(), value.into(), Known::Event),
        None => return Ok(None),
    };
    let event = StreamEvent::read(&event)
        .map_err(|_| Unread::Input(format!("looks like {known} but its records cannot be read")))?;
    Ok(Some(Batch {
        condition: condition.into_owned(),
        event,
    }))
}
