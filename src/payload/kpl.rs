//! Records that the Kinesis Producer Library aggregated.
//!
//! <https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md>: magic
//! bytes, a protobuf message (<https://protobuf.dev/programming-guides/encoding>), and the MD5 of
//! that message.
//!
//! ```text
//! AggregatedRecord { partition_key_table = 1, explicit_hash_key_table = 2, records = 3 }
//! Record           { partition_key_index = 1, explicit_hash_key_index = 2, data = 3, tags = 4 }
//! ```
//!
//! A record that fails any check is kept as one record, unchanged, as in AWS's own de-aggregator.
//! Text never begins with the magic bytes, so such a record becomes a rejection that says which
//! check failed. Deviations: keys and tags are ignored. The groups of old protobuf are not
//! supported, since no library ever wrote them. An aggregate without records is rejected.

use md5::{Digest, Md5};

/// The first bytes of every aggregate. They are not valid UTF-8.
pub(super) const MAGIC: &[u8] = &[0xf3, 0x89, 0x9a, 0xc2];

const MD5_BYTES: usize = 16;

/// The number of the field of `AggregatedRecord` that has a `Record`.
const RECORDS: u64 = 3;
/// The number of the field of `Record` that has its data.
const DATA: u64 = 3;

/// The data of each record, in order.
///
/// # Errors
/// The error is a fragment in lower case that says which check failed.
pub(super) fn split(aggregate: &[u8]) -> Result<impl Iterator<Item = &[u8]>, &'static str> {
    let body = aggregate.strip_prefix(MAGIC).unwrap_or_default();
    let message_bytes = body.len().checked_sub(MD5_BYTES);
    let (message, digest) = message_bytes
        .and_then(|end| body.split_at_checked(end))
        .ok_or("aggregate is cut short")?;
    if Md5::digest(message).as_slice() != digest {
        return Err("aggregate's checksum does not match");
    }
    let mut count = 0_usize;
    for data in records(message) {
        data.ok_or("aggregate's message is broken")?;
        count += 1;
    }
    match count {
        0 => Err("aggregate is empty"),
        // The message is read twice, because a list of its records could become very long.
        _ => Ok(records(message).flatten()),
    }
}

/// The data of each record. The last item is `None` when the message is malformed.
fn records(message: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    Fields(message).filter_map(|field| match field {
        Some((RECORDS, Value::Bytes(record))) => Some(data(record)),
        Some(_) => None,
        None => Some(None),
    })
}

fn data(record: &[u8]) -> Option<&[u8]> {
    let mut data = None;
    for field in Fields(record) {
        // If a field is repeated, the last one counts.
        if let (DATA, Value::Bytes(bytes)) = field? {
            data = Some(bytes);
        }
    }
    data
}

enum Value<'a> {
    Bytes(&'a [u8]),
    Other,
}

/// The fields of a protobuf message: the number and the borrowed value of each. If the message is
/// malformed, the last item is `None`.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Option<(u64, Value<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => self.varint().map(|_| Value::Other)?,
            1 => self.take(8).map(|_| Value::Other)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Other)?,
            _ => return None,
        };
        let number = tag >> 3;
        (number != 0).then_some((number, value))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// An aggregate as the library writes it, for tests.
#[cfg(test)]
pub(crate) fn aggregate(records: &[&[u8]]) -> Vec<u8> {
    let mut message = Vec::new();
    tests::bytes(&mut message, 1, b"partition-key");
    for data in records {
        // A record: the index of its partition key, its data, and a tag that is ignored.
        let mut record = vec![1 << 3, 0];
        tests::bytes(&mut record, 3, data);
        tests::bytes(&mut record, 4, b"\x0a\x01k");
        tests::bytes(&mut message, 3, &record);
    }
    tests::signed(&message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varint(out: &mut Vec<u8>, mut value: usize) {
        while value > 0x7f {
            out.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
            value >>= 7;
        }
        out.push(u8::try_from(value).unwrap());
    }

    pub(super) fn bytes(out: &mut Vec<u8>, field: usize, value: &[u8]) {
        varint(out, field << 3 | 2);
        varint(out, value.len());
        out.extend_from_slice(value);
    }

    /// A message between the magic bytes and its digest.
    pub(super) fn signed(message: &[u8]) -> Vec<u8> {
        [MAGIC, message, Md5::digest(message).as_slice()].concat()
    }

    fn found(aggregate: &[u8]) -> Result<Vec<&[u8]>, &'static str> {
        split(aggregate).map(Iterator::collect)
    }

    #[test]
    fn an_aggregate_gives_its_records() {
        let long = vec![b'x'; 300];
        let record = aggregate(&[b"one", b"", &long]);
        assert_eq!(found(&record), Ok(vec![&b"one"[..], b"", &long]));
    }

    #[test]
    fn unused_fields_are_skipped_by_their_wire_type() {
        let record = b"\x08\x07\x29abcdefgh\x1a\x01a\x2dabcd\x32\x02xy";
        let mut message = b"\x09abcdefgh\x75abcd\xf8\x0a\xff\x7f".to_vec();
        bytes(&mut message, 3, record);
        bytes(&mut message, 2, b"explicit hash key");
        assert_eq!(found(&signed(&message)), Ok(vec![&b"a"[..]]));
    }

    #[test]
    fn if_data_is_repeated_the_last_counts() {
        let message = b"\x1a\x06\x1a\x01a\x1a\x01b";
        assert_eq!(found(&signed(message)), Ok(vec![&b"b"[..]]));
    }

    #[test]
    fn an_aggregate_that_fails_a_check_is_an_error_with_a_reason() {
        const SHORT: &str = "aggregate is cut short";
        const CHECKSUM: &str = "aggregate's checksum does not match";
        const BROKEN: &str = "aggregate's message is broken";
        let good = aggregate(&[b"one"]);
        let mut flipped = good.clone();
        flipped[6] ^= 1;
        let mut flipped_digest = good.clone();
        *flipped_digest.last_mut().unwrap() ^= 1;
        let cases: [(&str, Vec<u8>, &str); 13] = [
            ("magic-alone", MAGIC.to_vec(), SHORT),
            ("too-short", [MAGIC, &[b'x'; 15]].concat(), SHORT),
            ("bit-flip", flipped, CHECKSUM),
            ("bit-flip-in-the-digest", flipped_digest, CHECKSUM),
            ("truncated", good[..good.len() - 1].to_vec(), CHECKSUM),
            ("no-message", signed(b""), "aggregate is empty"),
            ("no-records", signed(b"\x0a\x01k"), "aggregate is empty"),
            ("record-cut", signed(b"\x1a\x03\x1a\x01a\x1a"), BROKEN),
            (
                "data-longer-than-its-record",
                signed(b"\x1a\x03\x1a\x09a"),
                BROKEN,
            ),
            ("record-without-data", signed(b"\x1a\x02\x08\x00"), BROKEN),
            (
                "unknown-wire-type",
                signed(b"\x1a\x03\x1a\x01a\x0b"),
                BROKEN,
            ),
            ("field-zero", signed(b"\x1a\x03\x1a\x01a\x00\x00"), BROKEN),
            ("endless-varint", signed(&[0xff; 11]), BROKEN),
        ];
        for (name, record, why) in cases {
            assert_eq!(found(&record), Err(why), "{name}");
        }
    }
}
