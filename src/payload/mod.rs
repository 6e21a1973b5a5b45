//! Payloads: what an envelope hides, down to single lines.
//!
//! A record is opened layer by layer: an aggregate into its records, a compressed stream into its bytes, a message into its
//! lines. Whatever turns out to be none of these is lines.

mod compression;
mod envelope;
mod kpl;
mod lines;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use kpl::aggregate;

use compression::{Allowance, Compression};
use envelope::Envelope;

use crate::event::Origin;
use crate::rejection::{Reason, Rejection};

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

/// The most bytes that one record may expand to, unless configured otherwise: 64 MiB, a small function's half.
pub const EXPANSION_LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// The most layers of one record: gzip in an aggregate in gzip is three, and nobody means more.
const LAYER_LIMIT: u8 = 4;

/// Opens a record (its base64 already off) and hands over everything in it, in order.
pub fn open(record: &[u8], expansion_limit_bytes: usize, each: &mut dyn FnMut(Content<'_>)) {
    let allowance = Allowance {
        limit_bytes: expansion_limit_bytes,
        left_bytes: expansion_limit_bytes,
    };
    let mut opening = Opening {
        allowance,
        subsequence: None,
        number: 0,
        each,
    };
    opening.open(record, 0);
}

struct Opening<'e> {
    allowance: Allowance,
    subsequence: Option<u32>,
    /// The next line's number within the record or sub-record.
    number: u32,
    each: &'e mut dyn FnMut(Content<'_>),
}

impl Opening<'_> {
    fn open(&mut self, bytes: &[u8], layer: u8) {
        // A plain line, the usual case, is told by its first byte.
        match bytes.first() {
            Some(0xf3) if layer < LAYER_LIMIT => self.aggregate(bytes, layer),
            Some(0x1f | 0x28) if layer < LAYER_LIMIT => self.compressed(bytes, layer),
            Some(b'{') => self.object(bytes),
            _ => self.lines(bytes, &Origin::default()),
        }
    }

    fn aggregate(&mut self, bytes: &[u8], layer: u8) {
        // An aggregate in an aggregate would give two lines one id.
        let records = if self.subsequence.is_none() {
            kpl::split(bytes)
        } else {
            None
        };
        let Some(records) = records else {
            return self.lines(bytes, &Origin::default());
        };
        for (index, record) in (0..).zip(records) {
            (self.subsequence, self.number) = (Some(index), 0);
            self.open(record, layer + 1);
        }
        self.subsequence = None;
    }

    fn compressed(&mut self, bytes: &[u8], layer: u8) {
        let Some(compression) = Compression::of(bytes) else {
            return self.lines(bytes, &Origin::default());
        };
        match compression.expand(bytes, &self.allowance) {
            Ok(expanded) => {
                self.allowance.left_bytes -= expanded.len();
                self.open(&expanded, layer + 1);
            }
            Err(reason) => self.unreadable(bytes, reason),
        }
    }

    fn object(&mut self, bytes: &[u8]) {
        match envelope::cloudwatch_logs(bytes) {
            Some(Ok(Envelope::Control)) => (self.each)(Content::Control),
            Some(Ok(Envelope::Messages(messages, origin))) => {
                for message in messages {
                    self.lines(message.as_bytes(), &origin);
                }
            }
            Some(Err(why)) => self.unreadable(bytes, Reason::Envelope(why)),
            None if lines::is_spread_object(bytes) => {
                let number = self.next_number(1);
                self.line(bytes.trim_ascii(), number, &Origin::default());
            }
            None => self.lines(bytes, &Origin::default()),
        }
    }

    fn lines(&mut self, bytes: &[u8], origin: &Origin<'_>) {
        let first = self.number;
        let mut last = 0;
        lines::split(bytes, |line, number| {
            last = number + 1;
            self.line(line, first + number, origin);
        });
        self.number = first + last;
    }

    /// One line, out of the envelope that its shipper put around it alone.
    fn line(&mut self, line: &[u8], number: u32, origin: &Origin<'_>) {
        let subsequence = self.subsequence;
        match line.first() {
            Some(b'{') => {
                if let Some(Envelope::Messages(messages, origin)) = envelope::shipper(line) {
                    // The message is one line but for its end; what else it holds stays in it.
                    let message = messages
                        .first()
                        .map(|message| message.trim_ascii_end())
                        .unwrap_or_default();
                    if !message.is_empty() {
                        let line = message.as_bytes();
                        return (self.each)(Content::Line {
                            line,
                            subsequence,
                            number,
                            origin: &origin,
                        });
                    }
                }
                (self.each)(Content::Line {
                    line,
                    subsequence,
                    number,
                    origin,
                });
            }
            Some(b'0'..=b'9') => {
                let line = envelope::container_runtime(line)
                    .filter(|inner| !inner.is_empty())
                    .unwrap_or(line);
                (self.each)(Content::Line {
                    line,
                    subsequence,
                    number,
                    origin,
                });
            }
            _ => (self.each)(Content::Line {
                line,
                subsequence,
                number,
                origin,
            }),
        }
    }

    fn unreadable(&mut self, raw: &[u8], reason: Reason) {
        let number = self.next_number(1);
        let rejection = Rejection::whole(reason);
        (self.each)(Content::Unreadable {
            raw,
            subsequence: self.subsequence,
            number,
            rejection,
        });
    }

    fn next_number(&mut self, count: u32) -> u32 {
        let number = self.number;
        self.number += count;
        number
    }
}
