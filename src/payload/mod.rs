//! Payloads: what an envelope hides, down to single lines.

use crate::event::Origin;
use crate::rejection::Rejection;

/// What a record turned out to hold, handed over one by one.
#[derive(Debug)]
pub enum Content<'a> {
    /// A line, its ending off; never empty.
    Line {
        /// The bytes of the line.
        line: &'a [u8],
        /// The index within a KPL aggregate.
        subsequence: Option<u32>,
        /// The line within the record or sub-record, from 0.
        number: u32,
        /// What the envelope tells.
        origin: &'a Origin<'a>,
    },
    /// Bytes that promised lines and held none; they count as one line.
    Unreadable {
        /// The bytes as they came.
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

/// The most bytes that one record may expand to, unless configured otherwise: 64 MiB, a tenth of a small function's memory.
pub const EXPANSION_LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// Opens a record (its base64 already off) and hands over everything in it, in order.
pub fn open(_record: &[u8], _expansion_limit_bytes: usize, _each: &mut dyn FnMut(Content<'_>)) {}
