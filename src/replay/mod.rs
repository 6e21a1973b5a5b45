//! Recognises failed records, documents and logs by their content, and remembers which sources were
//! delivered completely.
//!
//! | module | |
//! |---|---|
//! | [`failure`] | the lines that Firehose writes for failed records |
//! | [`on_failure`] | the objects that Lambda writes for failed batches of a stream |
//! | [`document`] | our own documents, full and compact |
//! | [`envelope`] | failures, failed batches, events and documents that are cut or damaged |
//! | [`part`] | divides a stretch into failures, documents and lines of log |
//! | [`selection`] | which entries are wanted |
//! | [`counts`] | counts of entries by code, day and prefix |
//! | [`bulk`] | OpenSearch's `_bulk` requests and their answers |
//! | [`rate`] | limits how fast requests are sent |
//! | [`track`] | which sources were accepted completely |
//! | [`state`] | the file that lets an interrupted replay continue |

pub mod bulk;
pub mod counts;
pub mod document;
pub mod envelope;
pub mod failure;
pub mod on_failure;
pub mod part;
pub mod rate;
pub mod selection;
pub mod state;
pub mod track;

use crate::event::Timestamp;

/// Converts a time that AWS writes as milliseconds since 1970-01-01.
fn of_milliseconds(milliseconds: i64) -> Timestamp {
    Timestamp {
        seconds: milliseconds.div_euclid(1000),
        nanoseconds: u32::try_from(milliseconds.rem_euclid(1000)).unwrap_or(0) * 1_000_000,
        digits: 3,
    }
}

/// Reads a time with its offset, as in RFC 3339. Returns `None` for text that is not such a time.
fn of_text(text: &str) -> Option<Timestamp> {
    let time: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp {
        seconds: time.as_second(),
        nanoseconds: u32::try_from(time.subsec_nanosecond()).ok()?,
        digits: 3,
    })
}
