//! Payloads: what a record hides, down to single lines.
//!
//! A record is opened layer by layer, each told by how it begins; what is none of these is lines ([`lines`]).
//!
//! | layer | begins with | room |
//! |---|---|---|
//! | aggregate of the Kinesis Producer Library | `F3 89 9A C2` | [`kpl`] |
//! | gzip, zstd | `1F 8B 08`, `28 B5 2F FD` | [`compression`] |
//! | base64 of one of these, made by the producer itself | `H4sI`, `84maw`, `KLUv/` | [`base64`] |
//! | line: CloudWatch Logs subscription message | `{` | [`cloudwatch_logs`] |
//! | line: message of the Kinesis Agent, Fluent Bit, a shipper | `{` | [`agent`], [`fluent_bit`] |
//! | line: prefix of the container runtime | a time | [`container`] |
//!
//! They may stand in each other, up to [`LAYER_LIMIT`]. A layer is opened whole or not at all: of one that is broken, or that
//! expands beyond the limit, no line is delivered, and its bytes are kept as one [`Content::Unreadable`].

mod agent;
mod base64;
mod cloudwatch_logs;
mod compression;
mod container;
mod fluent_bit;
mod kpl;
mod lines;
mod object;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use kpl::aggregate;

use compression::{Allowance, Compression};
use object::Object;

use crate::event::Origin;
use crate::rejection::{Reason, Rejection};

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

/// Opens a record (its base64 already off) and hands over everything in it, in order.
///
/// All that the record's layers expand to counts against `expansion_limit_bytes`, so that this is about the memory it takes.
pub fn open(record: &[u8], expansion_limit_bytes: usize, each: &mut dyn FnMut(Content<'_>)) {
    let mut opening = Opening {
        allowance: Allowance::new(expansion_limit_bytes),
        subsequence: None,
        subsequences: 0,
        number: 0,
        each,
    };
    opening.open(record, record, 0);
}

struct Opening<'e> {
    allowance: Allowance,
    subsequence: Option<u32>,
    /// How many records of aggregates there were so far.
    subsequences: u32,
    /// The next line's number within the record or sub-record.
    number: u32,
    each: &'e mut dyn FnMut(Content<'_>),
}

impl Opening<'_> {
    /// Opens bytes that may be of any kind; `came` is the record or sub-record they came in.
    fn open(&mut self, bytes: &[u8], came: &[u8], layer: u8) {
        // A plain line, the usual case, is told by its first byte.
        if !matches!(bytes.first(), Some(0xf3 | 0x1f | 0x28 | b'8' | b'H' | b'K')) {
            return self.text(bytes, &Origin::default(), layer);
        }
        let compression = Compression::of(bytes);
        let is_aggregate = bytes.starts_with(kpl::MAGIC);
        if layer >= LAYER_LIMIT && (is_aggregate || compression.is_some()) {
            self.unreadable(came, Reason::Envelope("more layers than are opened"));
        } else if is_aggregate {
            self.aggregate(bytes, came, layer);
        } else if let Some(compression) = compression {
            match compression.expand(bytes, &mut self.allowance) {
                Ok(expanded) => self.open(&expanded, came, layer + 1),
                Err(reason) => self.unreadable(came, reason),
            }
        } else if let Some(decoded) = base64::decode(bytes) {
            self.open(&decoded, came, layer + 1);
        } else {
            self.text(bytes, &Origin::default(), layer);
        }
    }

    fn aggregate(&mut self, bytes: &[u8], came: &[u8], layer: u8) {
        let records = match kpl::split(bytes) {
            Ok(records) => records,
            Err(why) => return self.unreadable(came, Reason::Envelope(why)),
        };
        for record in records {
            let subsequence = self.subsequences;
            (self.subsequence, self.number) = (Some(subsequence), 0);
            self.open(record, record, layer + 1);
            // An aggregate in an aggregate has counted its records already.
            self.subsequences = self.subsequences.max(subsequence + 1);
        }
    }

    /// Text: lines, or JSON objects written over several lines each.
    fn text(&mut self, text: &[u8], origin: &Origin<'_>, layer: u8) {
        if let Some(objects) = lines::spread_objects(text) {
            for object in objects {
                self.line(object, origin, layer);
            }
            return;
        }
        for line in lines::split(text) {
            match lines::is_blank(line) {
                // Blank ones count, so that a number is a line's place in its text.
                true => self.number += 1,
                false => self.line(line, origin, layer),
            }
        }
    }

    /// One line, out of what its shipper put around it.
    fn line(&mut self, line: &[u8], origin: &Origin<'_>, layer: u8) {
        match line.first() {
            Some(b'{') if layer < LAYER_LIMIT => self.object(line, origin, layer),
            Some(b'0'..=b'9') if layer < LAYER_LIMIT => match container::open(line) {
                Some(inner) => self.text(inner, origin, layer + 1),
                None => self.deliver(line, origin),
            },
            _ => self.deliver(line, origin),
        }
    }

    fn object(&mut self, line: &[u8], origin: &Origin<'_>, layer: u8) {
        if cloudwatch_logs::is_claimed(line) {
            return match cloudwatch_logs::open(line) {
                Ok(messages) => {
                    for message in messages {
                        self.cloudwatch_logs(message, origin, layer);
                    }
                }
                Err(why) => self.unreadable(line, Reason::Envelope(why)),
            };
        }
        let wrapped = Object::of_shipper(line)
            .and_then(|object| agent::open(&object).or_else(|| fluent_bit::open(&object)));
        match wrapped {
            Some((text, inner)) => {
                self.text(text.as_bytes(), &inside(&inner, origin), layer + 1);
            }
            None => self.deliver(line, origin),
        }
    }

    fn cloudwatch_logs(
        &mut self,
        message: cloudwatch_logs::Message<'_>,
        origin: &Origin<'_>,
        layer: u8,
    ) {
        match message {
            cloudwatch_logs::Message::Control => (self.each)(Content::Control),
            cloudwatch_logs::Message::Data(events, inner) => {
                for text in events {
                    self.text(text.as_bytes(), &inside(&inner, origin), layer + 1);
                }
            }
        }
    }

    fn deliver(&mut self, line: &[u8], origin: &Origin<'_>) {
        let number = self.number;
        self.number += 1;
        (self.each)(Content::Line {
            line,
            subsequence: self.subsequence,
            number,
            origin,
        });
    }

    fn unreadable(&mut self, raw: &[u8], reason: Reason) {
        let number = self.number;
        self.number += 1;
        (self.each)(Content::Unreadable {
            raw,
            subsequence: self.subsequence,
            number,
            rejection: Rejection::whole(reason),
        });
    }
}

/// What an envelope in an envelope tells: its own word, else the outer one's.
fn inside<'a>(inner: &'a Origin<'_>, outer: &'a Origin<'_>) -> Origin<'a> {
    let either =
        |inner: &'a Option<_>, outer: &'a Option<_>| -> Option<std::borrow::Cow<'a, str>> {
            let text: Option<&std::borrow::Cow<'_, str>> = inner.as_ref().or(outer.as_ref());
            text.map(|text| std::borrow::Cow::Borrowed(&**text))
        };
    Origin {
        file_path: either(&inner.file_path, &outer.file_path),
        host_name: either(&inner.host_name, &outer.host_name),
        region: either(&inner.region, &outer.region),
    }
}
