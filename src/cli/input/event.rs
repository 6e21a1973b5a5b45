//! Lambda events in a file, one or several, as the functions read them.

use crate::aws::event::{Data, StreamEvent};
use crate::event::Timestamp;

/// A record of an event.
#[derive(Debug)]
pub(in crate::cli) struct EventRecord<'a> {
    /// `shardId:sequenceNumber`, or Firehose's recordId; empty where the event has none.
    pub(in crate::cli) id: &'a str,
    /// When the stream took it, where the event says so.
    pub(in crate::cli) arrival: Option<Timestamp>,
    /// What it holds.
    pub(in crate::cli) data: Data<'a>,
}

/// Hands over the records of one event, or of several one after the other.
///
/// # Errors
/// The text is no event; what was before that place has been handed over.
pub(in crate::cli) fn each_record(
    events: &[u8],
    mut each: impl FnMut(&EventRecord<'_>),
) -> Result<(), serde_json::Error> {
    for event in serde_json::Deserializer::from_slice(events).into_iter::<StreamEvent>() {
        let event = event?;
        for record in event.records() {
            each(&EventRecord {
                id: &record.id,
                arrival: record.arrival,
                data: event.data(record),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_events_are_read_one_after_the_other() {
        let mut found = Vec::new();
        let events = br#"{"Records":[{"kinesis":{"sequenceNumber":"7","data":"YQ=="}}]}
            {"records":[{"recordId":"r1","data":"Yg=="},{"recordId":"r2","data":"%"}]}"#;
        each_record(events, |record| {
            found.push((record.id.to_owned(), matches!(record.data, Data::Bytes(_))));
        })
        .unwrap();
        assert_eq!(
            found,
            [
                ("7".to_owned(), true),
                ("r1".to_owned(), true),
                ("r2".to_owned(), false)
            ]
        );
    }

    #[test]
    fn what_stands_before_broken_json_is_handed_over() {
        let mut found = 0;
        let events = br#"{"records":[{"data":""}]} {"records":"#;
        assert!(each_record(events, |_| found += 1).is_err());
        assert_eq!(found, 1);
    }
}
