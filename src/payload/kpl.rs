//! Records that the Kinesis Producer Library aggregated.
//!
//! <https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md>: a magic, a protobuf message, and
//! the MD5 of that message. What fails any check is passed on as it is, as AWS's own de-aggregator does.

use md5::{Digest, Md5};

const MAGIC: &[u8] = &[0xf3, 0x89, 0x9a, 0xc2];
const MD5_BYTES: usize = 16;

/// Field 3 of `AggregatedRecord`: a `Record`.
const RECORDS: u64 = 3;
/// Field 3 of `Record`: its data.
const DATA: u64 = 3;

/// The data of each user record, or `None` when this is no aggregate.
pub(super) fn split(record: &[u8]) -> Option<Vec<&[u8]>> {
    let body = record.strip_prefix(MAGIC)?;
    let (message, digest) = body.split_at_checked(body.len().checked_sub(MD5_BYTES)?)?;
    (Md5::digest(message).as_slice() == digest).then_some(())?;
    let mut records = Vec::new();
    for field in Fields(message) {
        let (number, value) = field?;
        if let (RECORDS, Value::Bytes(record)) = (number, value) {
            records.push(data_of(record)?);
        }
    }
    (!records.is_empty()).then_some(records)
}

fn data_of(record: &[u8]) -> Option<&[u8]> {
    let mut data = None;
    for field in Fields(record) {
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

/// The fields of a protobuf message (<https://protobuf.dev/programming-guides/encoding>), borrowed; `None` where it is broken.
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
        Some((tag >> 3, value))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
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

/// An aggregate as the library makes it, for tests.
#[cfg(test)]
pub(crate) fn aggregate(records: &[&[u8]]) -> Vec<u8> {
    fn varint(out: &mut Vec<u8>, mut value: usize) {
        while value > 0x7f {
            out.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
            value >>= 7;
        }
        out.push(u8::try_from(value).unwrap());
    }
    fn bytes(out: &mut Vec<u8>, field: usize, value: &[u8]) {
        varint(out, field << 3 | 2);
        varint(out, value.len());
        out.extend_from_slice(value);
    }
    let mut message = Vec::new();
    bytes(&mut message, 1, b"partition-key");
    for data in records {
        // Record: the index of its partition key, its data, and a tag that nobody reads.
        let mut record = vec![1 << 3, 0];
        bytes(&mut record, 3, data);
        bytes(&mut record, 4, b"\x0a\x01k");
        bytes(&mut message, 3, &record);
    }
    let digest = Md5::digest(&message);
    [MAGIC, &message, digest.as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aggregate_gives_its_records() {
        let record = aggregate(&[b"one", b"", b"three"]);
        assert_eq!(split(&record), Some(vec![&b"one"[..], b"", b"three"]));
    }

    #[test]
    fn what_fails_a_check_is_no_aggregate() {
        let good = aggregate(&[b"one"]);
        let mut flipped = good.clone();
        flipped[6] ^= 1;
        let mut broken_message = good[..good.len() - MD5_BYTES].to_vec();
        broken_message.push(0x1a);
        let digest = Md5::digest(&broken_message[4..]);
        broken_message.extend_from_slice(digest.as_slice());
        let cases: [(&str, &[u8]); 6] = [
            ("bit-flip", &flipped),
            ("truncated", &good[..good.len() - 1]),
            ("magic-alone", MAGIC),
            ("too-short", b"\xf3\x89\x9a\xc2xxxxxxxxxxxxxxx"),
            ("other-magic", b"\xf3\x89\x9a\xc3xxxxxxxxxxxxxxxxxxxxxxxxx"),
            ("message-broken-under-a-right-digest", &broken_message),
        ];
        for (name, bytes) in cases {
            assert_eq!(split(bytes), None, "{name}");
        }
    }
}
