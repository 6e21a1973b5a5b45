//! Reads one or several Lambda events from a file, as the functions read them.

use serde::de::Error as _;
use serde_json::Error;
use serde_json::value::RawValue;

use crate::stream_event::{EventRecord, StreamEvent};

/// Calls `each` with every record of one or several events, in order.
///
/// # Errors
/// The text, or the text after some events, is not an event. The records before the error have been
/// passed on.
pub(in crate::cli) fn each_record(
    events: &[u8],
    mut each: impl FnMut(EventRecord<'_>),
) -> Result<(), Error> {
    // serde_json reports the line and the column, which helps a person whose file is broken.
    for event in serde_json::Deserializer::from_slice(events).into_iter::<&RawValue>() {
        let event = StreamEvent::read(event?.get().as_bytes()).map_err(Error::custom)?;
        for record in event.records() {
            each(record);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream_event::Data;

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
    fn events_before_broken_json_are_passed_on() {
        let mut found = 0;
        let events = br#"{"records":[{"data":""}]} {"records":"#;
        assert!(each_record(events, |_| found += 1).is_err());
        assert_eq!(found, 1);
    }
}
