//! Payloads: opens the layers of a record one by one, until its lines are reached.
//!
//! Each layer is recognised by its first bytes. Everything else is split into lines ([`lines`]).
//!
//! | layer | begins with | module |
//! |---|---|---|
//! | aggregate of the Kinesis Producer Library | `F3 89 9A C2` | [`kpl`] |
//! | gzip, zstd, zlib | `1F 8B 08`, `28 B5 2F FD`, usually `78 9C` | [`crate::compression`] |
//! | base64 of one of these, applied by the producer itself | `H4sI`, `84maw`, `KLUv/`, usually `eJ` | [`base64`] |
//! | frames of syslog over TCP | a length and `<` | [`frames`] |
//! | several JSON values, or an array of them | `{`, `[` | [`values`] |
//! | line: the text of a JSON string | `"`, or escaped quotes | [`escaped`] |
//! | line: CloudWatch Logs subscription message | `{` | [`cloudwatch_logs`] |
//! | line: message of the Kinesis Agent, Fluent Bit, a shipper | `{` | [`agent`], [`fluent_bit`] |
//! | line: object that is a list of records | `{` | [`lists`] |
//! | line: prefix of the container runtime | a time | [`container`] |
//!
//! Layers may be nested, up to [`LAYER_LIMIT`]. If a compressed stream, an aggregate or a message
//! of CloudWatch Logs is broken, or if a layer expands beyond the limit, none of its lines is
//! delivered. Its bytes are kept as one [`Content::Unreadable`]. Binary records are kept in the
//! same way ([`binary`]). If a container runtime cut a line into pieces, the pieces are joined
//! ([`pieces`]).

mod agent;
mod allowance;
mod base64;
mod binary;
mod cloudwatch_logs;
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
#[cfg(feature = "cli")]
pub(crate) use object::Object;

use std::ops::ControlFlow;

use opening::Opening;

use crate::event::Origin;
use crate::rejection::Rejection;

/// One item of a record.
#[derive(Debug)]
pub enum Content<'a> {
    /// A line without its line ending. It is never blank.
    Line {
        /// The bytes of the line. They contain line feeds only if the line is a JSON object written
        /// over several lines.
        line: &'a [u8],
        /// The index of the sub-record, if the line is within a KPL aggregate.
        subsequence: Option<u32>,
        /// The number of the line within the record or sub-record, from 0. It is unique there, and
        /// it is the same each time the record is delivered.
        number: u32,
        /// The place of the line, or of the envelope around it, in the record.
        place: Place,
        /// The origin of the line, as far as its envelope names it.
        origin: &'a Origin<'a>,
    },
    /// Bytes that should contain lines but cannot be read. They count as one line.
    Unreadable {
        /// The original bytes: the record, the sub-record, or the text of the malformed message.
        raw: &'a [u8],
        /// The index of the sub-record, if the bytes are within a KPL aggregate.
        subsequence: Option<u32>,
        /// The number of the line within the record or sub-record, from 0.
        number: u32,
        /// The place of the bytes, or of the envelope around them, in the record.
        place: Place,
        /// Why the bytes cannot be read.
        rejection: Rejection,
    },
    /// A control message of CloudWatch Logs. It contains no line. It is counted.
    Control,
}

/// A place in a record. It does not change if the record is cut at other places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The offset in the record at which the line begins. If the line is within layers, this is the
    /// offset of the outermost one.
    pub offset: usize,
    /// The number of the line among the lines within that outermost layer, from 0.
    pub part: u32,
}

impl Place {
    /// The place at which a record begins.
    pub(crate) const START: Self = Self { offset: 0, part: 0 };
}

/// The default of the maximum number of bytes to which one record may expand: 64 MiB, half the
/// memory of the smallest function.
pub const EXPANSION_LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// The most layers around a line. An aggregate of gzipped messages that hold container lines has
/// four.
const LAYER_LIMIT: u8 = 4;

/// The most values, members or messages of one envelope. Each takes up to 40 bytes of memory while
/// the envelope is open.
const ENTRIES_LIMIT: usize = 500_000;

/// Opens a record and passes everything in it to `each`, in order. The base64 of the record must
/// already be decoded.
///
/// The expanded bytes of all layers of the record count against `expansion_limit_bytes`. This limit
/// therefore bounds the memory that the record takes.
///
/// # Examples
/// ```
/// use weblog_enrich::payload::{self, Content};
///
/// let mut lines = Vec::new();
/// payload::open(b"one\ntwo\n", payload::EXPANSION_LIMIT_BYTES, &mut |content| {
///     if let Content::Line { line, .. } = content {
///         lines.push(line.to_vec());
///     }
/// });
/// assert_eq!(lines, [b"one", b"two"]);
/// ```
pub fn open(record: &[u8], expansion_limit_bytes: usize, each: &mut dyn FnMut(Content<'_>)) {
    let _ = open_while(record, expansion_limit_bytes, &mut |content| {
        each(content);
        ControlFlow::Continue(())
    });
}

/// Like [`open`], but stops if `each` breaks.
pub(crate) fn open_while(
    record: &[u8],
    expansion_limit_bytes: usize,
    each: &mut dyn FnMut(Content<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    open_of(record, &Origin::default(), expansion_limit_bytes, each)
}

/// Like [`open_while`], for a record whose origin is known. An origin that an envelope names takes
/// precedence.
pub(crate) fn open_of(
    record: &[u8],
    origin: &Origin<'_>,
    expansion_limit_bytes: usize,
    each: &mut dyn FnMut(Content<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut opening = Opening::new(expansion_limit_bytes, origin, each);
    opening.open(record, record, 0)?;
    opening.end()
}
