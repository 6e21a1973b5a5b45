//! Payloads: what a record hides, down to single lines.
//!
//! A record is opened layer by layer, each told by how it begins; what is none of these is lines ([`lines`]).
//!
//! | layer | begins with | module |
//! |---|---|---|
//! | aggregate of the Kinesis Producer Library | `F3 89 9A C2` | [`kpl`] |
//! | gzip, zstd, zlib | `1F 8B 08`, `28 B5 2F FD`, `78 9C` | [`compression`] |
//! | base64 of one of these, made by the producer itself | `H4sI`, `84maw`, `KLUv/`, `eJ` | [`base64`] |
//! | frames of syslog over TCP | a length and `<` | [`frames`] |
//! | JSON values on end, or in an array | `{`, `[` | [`values`] |
//! | line: the text of a JSON string | `"`, or quotes behind backslashes | [`escaped`] |
//! | line: CloudWatch Logs subscription message | `{` | [`cloudwatch_logs`] |
//! | line: message of the Kinesis Agent, Fluent Bit, a shipper | `{` | [`agent`], [`fluent_bit`] |
//! | line: object that is a list of records | `{` | [`lists`] |
//! | line: prefix of the container runtime | a time | [`container`] |
//!
//! They may be in each other, up to [`LAYER_LIMIT`]. A layer is opened whole or not at all: of one that is broken, or that
//! expands beyond the limit, no line is delivered, and its bytes are kept as one [`Content::Unreadable`]. So are those of a
//! record that is no text ([`binary`]). Pieces of a line that a container runtime cut are joined ([`pieces`]).

mod agent;
mod base64;
mod binary;
mod cloudwatch_logs;
mod compression;
mod container;
mod escaped;
mod fluent_bit;
mod frames;
mod kpl;
mod lines;
mod lists;
mod object;
mod opening;
mod pieces;
#[cfg(test)]
mod tests;
mod values;

#[cfg(test)]
pub(crate) use kpl::aggregate;

use std::ops::ControlFlow;

use opening::Opening;

use crate::event::Origin;
use crate::rejection::Rejection;

/// What a record turned out to hold, handed over one by one.
#[derive(Debug)]
pub enum Content<'a> {
    /// A line, its ending off; never blank.
    Line {
        /// The bytes of the line. Line feeds are in it only where it is a JSON object written over several lines.
        line: &'a [u8],
        /// The index within a KPL aggregate.
        subsequence: Option<u32>,
        /// The line within the record or sub-record, from 0: unique there, and the same whenever the record comes again.
        number: u32,
        /// What the envelope tells.
        origin: &'a Origin<'a>,
    },
    /// Bytes that promised lines and held none; they count as one line.
    Unreadable {
        /// The bytes as they came: the record or sub-record, or the text of the message that is broken.
        raw: &'a [u8],
        /// The index within a KPL aggregate.
        subsequence: Option<u32>,
        /// The line within the record or sub-record, from 0.
        number: u32,
        /// Why.
        rejection: Rejection,
    },
    /// A control message of CloudWatch Logs: no line, counted.
    Control,
}

/// The most bytes that one record may expand to, unless configured otherwise: 64 MiB, a small function's half.
pub const EXPANSION_LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// The most layers around a line: an aggregate of gzipped messages that wrap container lines has four.
const LAYER_LIMIT: u8 = 4;

/// The most values, members or messages of one envelope: each is remembered while the envelope is open, in up to 40 bytes.
const ENTRIES_LIMIT: usize = 500_000;

/// Opens a record (its base64 already off) and hands over everything in it, in order.
///
/// All that the record's layers expand to counts against `expansion_limit_bytes`, so that this is about the memory it takes.
pub fn open(record: &[u8], expansion_limit_bytes: usize, each: &mut dyn FnMut(Content<'_>)) {
    let _ = open_while(record, expansion_limit_bytes, &mut |content| {
        each(content);
        ControlFlow::Continue(())
    });
}

/// The same until `each` breaks.
pub fn open_while(
    record: &[u8],
    expansion_limit_bytes: usize,
    each: &mut dyn FnMut(Content<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut opening = Opening::new(expansion_limit_bytes, each);
    opening.open(record, record, 0)?;
    opening.end()
}
