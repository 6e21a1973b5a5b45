//! What failed, and what was before: recognises by content what a line or an object holds, and
//! keeps account of what was delivered again.
//!
//! | module | |
//! |---|---|
//! | [`failure`] | the lines in which Firehose puts aside what it could not deliver or transform |
//! | [`on_failure`] | the objects in which Lambda puts aside a batch of a stream, records and all |
//! | [`document`] | our own documents, full and compact |
//! | [`part`] | a stretch of lines as failures, documents and lines of log |
//! | [`selection`] | which of them are wanted |
//! | [`counts`] | what there is, by code, day and prefix |
//! | [`bulk`] | OpenSearch's `_bulk` requests and what it answers |
//! | [`rate`] | how fast things are sent |
//! | [`track`] | which sources were accepted whole |
//! | [`state`] | the file by which an interrupted replay goes on |

pub mod bulk;
pub mod counts;
pub mod document;
pub mod failure;
pub mod on_failure;
pub mod part;
pub mod rate;
pub mod selection;
pub mod state;
pub mod track;

use crate::event::Timestamp;

/// A time in milliseconds since 1970, as AWS writes it.
fn of_milliseconds(milliseconds: i64) -> Timestamp {
    Timestamp {
        seconds: milliseconds.div_euclid(1000),
        nanoseconds: u32::try_from(milliseconds.rem_euclid(1000)).unwrap_or(0) * 1_000_000,
        digits: 3,
    }
}

/// A time as RFC 3339 writes it.
fn of_text(text: &str) -> Option<Timestamp> {
    let time: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp {
        seconds: time.as_second(),
        nanoseconds: u32::try_from(time.subsec_nanosecond()).ok()?,
        digits: 3,
    })
}
