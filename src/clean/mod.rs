//! Cleaning: a [`LogLine`] into a typed [`AccessEvent`].
//!
//! One function for each boundary. `-`, empty and unknown become absent here and nowhere later; only a line without a valid
//! time is rejected.

mod address;
mod connection;
mod number;
mod original;
mod redact;
mod request;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod url;
mod user;

use std::borrow::Cow;

pub use original::original;
pub use redact::{REDACTED, Redaction};
pub use text::{VALUE_LIMIT_BYTES, escape_bytes, unescape_bytes};
pub use user::UserHashKey;

use crate::event::{AccessEvent, Http, Tags, Url};
use crate::format::{Field, LogLine};
use crate::rejection::Rejection;
use text::{limit, text};

/// How lines are cleaned: what the operator chose.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Proxies whose word on `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Which parameters are secret.
    pub redaction: Redaction,
    /// Client addresses lose their host part: /24 and /48 are left.
    pub truncate_addresses: bool,
    /// Users are written as a keyed hash.
    pub user_hash_key: Option<UserHashKey>,
}

/// Cleans one line.
///
/// # Errors
/// A line without a valid time is rejected; nothing else is.
pub fn clean<'a>(line: &LogLine<'a>, rules: &Rules) -> Result<AccessEvent<'a>, Rejection> {
    let mut event = AccessEvent::at(time::timestamp(line)?);
    if line.cut {
        event.tags.add(Tags::CUT);
    }
    event.duration_ns = number::duration_ns(line);
    address::visitor(&mut event, line, rules);
    request(&mut event, line, rules);
    let tags = &mut event.tags;
    event.http.request_id = text(line, Field::RequestId, tags);
    event.http.referrer =
        text(line, Field::Referrer, tags).map(|referrer| rules.redaction.redact(referrer, tags));
    event.http.request_bytes = number::whole(line, Field::RequestBytes);
    event.http.status = number::status(line);
    event.http.response_bytes = number::whole(line, Field::ResponseBytes);
    event.http.body_bytes = number::whole(line, Field::BodyBytes);
    event.user_name = text(line, Field::User, tags).map(|user| match &rules.user_hash_key {
        Some(key) => Cow::Owned(key.hash(&user)),
        None => user,
    });
    event.user_agent = text(line, Field::UserAgent, tags);
    event.tls = connection::tls(line, tags);
    event.destination = connection::destination(line, tags);
    Ok(event)
}

/// Fills in `url` and what of `http` the request line holds, from the line itself or from its parts where they are logged apart.
fn request<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
    let tags = &mut event.tags;
    let mut http = Http {
        method: text(line, Field::Method, tags),
        version: text(line, Field::Protocol, tags)
            .map(protocol_version)
            .map(request::version),
        ..Http::default()
    };
    let mut url = match (
        text(line, Field::Target, tags),
        text(line, Field::RequestLine, tags),
    ) {
        (None, Some(whole)) => {
            let found = request::split(&whole);
            let (method, version) = (
                found.method.map(|m| address::part_of(&whole, m)),
                found.version.map(|v| address::part_of(&whole, v)),
            );
            let target = rules
                .redaction
                .redact(address::part_of(&whole, found.target), tags);
            let url = match found.well_formed {
                true => url::split(target, found.method),
                false => Url {
                    original: Some(target),
                    ..Url::default()
                },
            };
            http.method = http.method.or(method);
            http.version = http.version.or(version.map(request::version));
            url
        }
        (Some(target), _) => {
            url::split(rules.redaction.redact(target, tags), http.method.as_deref())
        }
        (None, None) => path_and_query(line, rules, tags),
    };
    if url.domain.is_none() {
        let host = text(line, Field::Host, tags).or_else(|| text(line, Field::ServerName, tags));
        if let Some(host) = host {
            let (domain, port) = url::host_and_port(&host, &host);
            url.domain = domain;
            url.port = url.port.or(port);
        }
    }
    url.scheme = url
        .scheme
        .take()
        .or_else(|| text(line, Field::Scheme, tags));
    event.url = url;
    event.http = http;
}

/// A target logged as `%U` and `%q`, or as `cs-uri-stem` and `cs-uri-query`.
fn path_and_query<'a>(line: &LogLine<'a>, rules: &Rules, tags: &mut Tags) -> Url<'a> {
    let path = text(line, Field::Path, tags);
    let query = text(line, Field::Query, tags).and_then(|query| {
        let bare = query.trim_start_matches('?');
        (!bare.is_empty()).then(|| address::part_of(&query, bare))
    });
    match (path, query) {
        (None, None) => Url::default(),
        (Some(path), None) => url::split(rules.redaction.redact(path, tags), None),
        (path, Some(query)) => {
            let path = path.unwrap_or_default();
            let target = limit(Cow::Owned(format!("{path}?{query}")), tags);
            url::split(rules.redaction.redact(target, tags), None)
        }
    }
}

/// `1.1` of `HTTP/1.1`.
fn protocol_version(protocol: Cow<'_, str>) -> Cow<'_, str> {
    match protocol.split_once('/') {
        Some((_, version)) => address::part_of(&protocol, version),
        None => protocol,
    }
}
