//! Tests that open whole records with [`open`](super::open).

mod bombs;
mod broken;
mod envelopes;
mod properties;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::{Content, EXPANSION_LIMIT_BYTES, open};
use crate::compression::pack::{gzip, zlib, zstd};

/// One content: its place and its text, or why it is unreadable.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Line(Option<u32>, u32, Vec<u8>),
    Unreadable(Option<u32>, u32, &'static str, Vec<u8>),
    Control,
}

fn opened_within(record: &[u8], limit_bytes: usize) -> Vec<Found> {
    let mut found = Vec::new();
    open(record, limit_bytes, &mut |content| {
        found.push(match content {
            Content::Line {
                line,
                subsequence,
                number,
                ..
            } => Found::Line(subsequence, number, line.to_vec()),
            Content::Unreadable {
                raw,
                subsequence,
                number,
                rejection,
                ..
            } => Found::Unreadable(subsequence, number, rejection.code(), raw.to_vec()),
            Content::Control => Found::Control,
        });
    });
    found
}

fn opened(record: &[u8]) -> Vec<Found> {
    opened_within(record, EXPANSION_LIMIT_BYTES)
}

/// The lines of a record that contains only lines.
fn lines(record: &[u8]) -> Vec<String> {
    let text = |found: Found| match found {
        Found::Line(_, _, line) => String::from_utf8_lossy(&line).into_owned(),
        other => panic!("not a line: {other:?}"),
    };
    opened(record).into_iter().map(text).collect()
}

/// A subscription message with these texts.
fn cloudwatch_logs(messages: &[&str]) -> Vec<u8> {
    let event = |(id, message)| {
        serde_json::json!({
            "id": format!("{id}"), "timestamp": 1_760_097_337_500_u64, "message": message,
        })
    };
    let events: Vec<_> = (0..).zip(messages).map(event).collect();
    let message = serde_json::json!({
        "messageType": "DATA_MESSAGE", "owner": "123456789012", "logGroup": "/ecs/shop",
        "logStream": "web/1",
        "subscriptionFilters": ["all"], "logEvents": events,
    });
    message.to_string().into_bytes()
}
