//! Reads an event by `serde_json` alone, for tests and the fuzz target. This reader parses
//! everything into values, and takes the needed ones.

use std::fmt;

use base64_simd::STANDARD;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// Id, sequence number, arrival in milliseconds, and the bytes. If the bytes cannot be decoded,
/// their text and the code of the error are in place of the bytes.
pub(crate) type Expected = (
    String,
    Option<String>,
    Option<i64>,
    Result<Vec<u8>, (Vec<u8>, &'static str)>,
);

/// The records of an event; `None` if the text is not an event.
pub(crate) fn read(json: &[u8]) -> Option<Vec<Expected>> {
    let Entries(entries) = serde_json::from_slice(json).ok()?;
    let lists = entries
        .into_iter()
        .filter(|(key, value)| matches!(&**key, "Records" | "records") && value.is_array());
    let lists: Vec<_> = lists.collect();
    let records = lists.iter().filter_map(|(_, list)| list.as_array());
    (!lists.is_empty()).then(|| records.flatten().map(record).collect())
}

fn record(record: &Value) -> Expected {
    let of = |key: &str| {
        let within = record.get("kinesis").and_then(Value::as_object);
        within
            .and_then(|within| within.get(key))
            .or(record.get(key))
    };
    let text = |value: Option<&Value>| {
        let text = value.and_then(Value::as_str);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let number = text(of("sequenceNumber"));
    let arrival = of("approximateArrivalTimestamp").and_then(|value| match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_f64(),
    });
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    let milliseconds = |time: f64| {
        let milliseconds = if time < 1e11 { time * 1e3 } else { time }.round();
        (0.0..1e15)
            .contains(&milliseconds)
            .then_some(milliseconds as i64)
    };
    let data = match of("data").and_then(Value::as_str) {
        None => Err((Vec::new(), "payload_envelope")),
        Some(data) => STANDARD
            .decode_to_vec(data)
            .map_err(|_| (data.as_bytes().to_vec(), "payload_base64")),
    };
    let id = record.get("eventID").or(record.get("recordId"));
    let id = text(id).or_else(|| number.clone()).unwrap_or_default();
    (id, number, arrival.and_then(milliseconds), data)
}

/// The members of an object in their order, repeated ones included.
struct Entries(Vec<(String, Value)>);

impl<'a> Deserialize<'a> for Entries {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'a> Visitor<'a> for EntriesVisitor {
    type Value = Entries;

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = members.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }
}
