//! JSON envelopes: a line wrapped by what shipped it.
//!
//! - CloudWatch Logs subscriptions, `{"messageType":"DATA_MESSAGE","logEvents":[{"message":"<line>"}]}`:
//!   <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html>
//! - the Kinesis Agent's `ADDMETADATA`, `{"ts":"..","metadata":{..},"data":"<line>"}`:
//!   <https://docs.aws.amazon.com/streams/latest/dev/writing-with-agents.html>
//! - Fluent Bit and FireLens, `{"log":"<line>","container_name":".."}`, and shippers that call the line `message`:
//!   <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html>
//!
//! A JSON access log may itself have a key `message`, `log` or `data`: an object is an envelope only when none of its other
//! keys speaks of a request ([`ACCESS_KEYS`]).

use std::borrow::Cow;

use serde::Deserialize;

use crate::event::Origin;

/// Keys by which a JSON access log is known from an envelope.
const ACCESS_KEYS: [&str; 20] = [
    "status",
    "request",
    "response",
    "method",
    "uri",
    "url",
    "http",
    "path",
    "remote_addr",
    "remote_ip",
    "client_ip",
    "request_uri",
    "request_method",
    "remoteip",
    "host_ip",
    "clienthost",
    "downstreamstatus",
    "requestpath",
    "response_code",
    ":authority",
];

/// What an envelope holds.
#[derive(Debug)]
pub(super) enum Envelope<'a> {
    /// Messages, each a line or several.
    Messages(Vec<Cow<'a, str>>, Origin<'a>),
    /// CloudWatch Logs asks whether anybody is there.
    Control,
}

/// The keys of all envelopes; whatever else a message has is passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keys<'a> {
    #[serde(borrow)]
    message_type: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    log_events: Vec<LogEvent<'a>>,
    #[serde(borrow)]
    log_stream: Option<Cow<'a, str>>,
    #[serde(borrow)]
    log_group: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct LogEvent<'a> {
    #[serde(borrow)]
    message: Cow<'a, str>,
}

/// Opens an envelope of CloudWatch Logs. `None` when this is none, an error when it is a broken one.
pub(super) fn cloudwatch_logs(bytes: &[u8]) -> Option<Result<Envelope<'_>, &'static str>> {
    let claims =
        bytes.starts_with(b"{") && memchr::memmem::find(bytes, b"\"messageType\"").is_some();
    if !claims || memchr::memmem::find(bytes, b"\"logEvents\"").is_none() {
        return None;
    }
    let Ok(keys) = serde_json::from_slice::<Keys<'_>>(bytes) else {
        return Some(Err("not a CloudWatch Logs message"));
    };
    match keys.message_type.as_deref() {
        Some("CONTROL_MESSAGE") => Some(Ok(Envelope::Control)),
        Some("DATA_MESSAGE") => {
            let messages = keys
                .log_events
                .into_iter()
                .map(|event| event.message)
                .collect();
            let file_path = match (keys.log_group, keys.log_stream) {
                (Some(group), Some(stream)) => Some(Cow::Owned(format!("{group}/{stream}"))),
                (group, stream) => group.or(stream),
            };
            Some(Ok(Envelope::Messages(
                messages,
                Origin {
                    file_path,
                    ..Origin::default()
                },
            )))
        }
        _ => Some(Err("a CloudWatch Logs message of unknown type")),
    }
}

/// Opens the envelope of a shipper: one line in one object.
pub(super) fn shipper(line: &[u8]) -> Option<Envelope<'_>> {
    if !line.starts_with(b"{") {
        return None;
    }
    // Three short scans spare most JSON lines the parse.
    let keys: [&[u8]; 3] = [b"\"data\"", b"\"log\"", b"\"message\""];
    keys.iter()
        .any(|key| memchr::memmem::find(line, key).is_some())
        .then_some(())?;
    let object: std::collections::BTreeMap<Cow<'_, str>, &serde_json::value::RawValue> =
        serde_json::from_slice(line).ok()?;
    let speaks_of_a_request = |key: &str| {
        ACCESS_KEYS
            .iter()
            .any(|known| key.eq_ignore_ascii_case(known))
    };
    if object.keys().any(|key| speaks_of_a_request(key)) {
        return None;
    }
    let text = |key: &str| -> Option<Cow<'_, str>> { string(object.get(key)?) };
    let metadata = object
        .get("metadata")
        .and_then(|raw| serde_json::from_str::<Metadata<'_>>(raw.get()).ok());
    let (message, origin) = if let (Some(metadata), Some(data)) = (metadata, text("data")) {
        let origin = Origin {
            file_path: metadata.file_path,
            host_name: metadata.host_name,
            region: None,
        };
        (data, origin)
    } else {
        let host = object
            .get("host")
            .and_then(|raw| serde_json::from_str::<Named<'_>>(raw.get()).ok());
        let file = object
            .get("log")
            .and_then(|raw| serde_json::from_str::<LogFile<'_>>(raw.get()).ok());
        let host_name = text("host")
            .or_else(|| host.and_then(|host| host.name))
            .or_else(|| text("container_name"));
        let file_path = file
            .and_then(|log| log.file.path)
            .or_else(|| text("file"))
            .or_else(|| text("filename"));
        (
            text("log").or_else(|| text("message"))?,
            Origin {
                file_path,
                host_name,
                region: None,
            },
        )
    };
    Some(Envelope::Messages(vec![message], origin))
}

/// What the container runtime writes before a line: `2025-12-31T17:37:40.493035218+01:00 stdout F <line>`
/// (<https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md>). A partial line, `P`, is
/// no whole one and stays as it is.
pub(super) fn container_runtime(line: &[u8]) -> Option<&[u8]> {
    let time = line.get(..memchr::memchr(b' ', line)?)?;
    let rest = line.get(time.len()..)?;
    let rest = rest
        .strip_prefix(b" stdout F ")
        .or_else(|| rest.strip_prefix(b" stderr F "))?;
    matches!(time, [b'0'..=b'9', .., b'Z' | b'0'..=b'9']).then_some(rest)
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow, alias = "filePath", alias = "fileName")]
    file_path: Option<Cow<'a, str>>,
    #[serde(borrow, alias = "hostname", alias = "hostName", alias = "host")]
    host_name: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct LogFile<'a> {
    #[serde(borrow)]
    file: File<'a>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    path: Option<Cow<'a, str>>,
}

fn string(raw: &serde_json::value::RawValue) -> Option<Cow<'_, str>> {
    // A `&str` fails on escapes; a `String` always can be had.
    let text = raw.get();
    let borrowed = serde_json::from_str::<&str>(text).map(Cow::Borrowed);
    borrowed
        .or_else(|_| serde_json::from_str::<String>(text).map(Cow::Owned))
        .ok()
}
