//! What was asked for: `url` and what of `http` belongs to it, from the request line or from its parts where they are logged
//! apart.

use std::borrow::Cow;

use super::part::part_of;
use super::request_line;
use super::text::{text, whole_text};
use super::url;
use super::{Rules, shown};
use crate::event::{AccessEvent, Tags, Url};
use crate::format::{Field, LogLine};

/// Fills in `url` and `http`'s method and version.
pub(super) fn request<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
    let tags = &mut event.tags;
    let http = &mut event.http;
    http.method = text(line, Field::Method, rules, tags);
    http.version = text(line, Field::Protocol, rules, tags)
        .as_ref()
        .and_then(version);
    let url = &mut event.url;
    if let Some(target) = whole_text(line, Field::Target) {
        url::split(url, shown::url(target, rules, tags), http.method.as_deref());
    } else if let Some(whole) = whole_text(line, Field::RequestLine) {
        let found = request_line::split(&whole);
        if http.method.is_none() {
            http.method = found.method.map(|method| part_of(&whole, method));
        }
        if http.version.is_none() {
            http.version = found
                .version
                .and_then(|number| version_number(&whole, number));
        }
        let target = part_of(&whole, found.target);
        if found.well_formed {
            url::split(url, shown::url(target, rules, tags), found.method);
        } else if !target.is_empty() {
            url.original = Some(shown::url(target, rules, tags));
        }
    } else {
        path_and_query(url, line, rules, http.method.as_deref(), tags);
    }
    if url.domain.is_none() {
        let host = text(line, Field::Host, rules, tags)
            .or_else(|| text(line, Field::ServerName, rules, tags));
        if let Some(host) = host {
            let (domain, port) = url::host_and_port(&host, &host);
            url.domain = domain;
            url.port = url.port.or(port);
        }
    }
    if url.scheme.is_none() {
        url.scheme = text(line, Field::Scheme, rules, tags);
    }
}

/// A target logged as `%U` and `%q`, or as `cs-uri-stem` and `cs-uri-query`.
fn path_and_query<'a>(
    url: &mut Url<'a>,
    line: &LogLine<'a>,
    rules: &Rules,
    method: Option<&str>,
    tags: &mut Tags,
) {
    let path = whole_text(line, Field::Path);
    let query = whole_text(line, Field::Query);
    let query = query
        .as_deref()
        .map(|query| query.trim_start_matches('?'))
        .filter(|query| !query.is_empty());
    let target = match (path, query) {
        (None, None) => return,
        (Some(path), None) => path,
        (path, Some(query)) => {
            let path = path.as_deref().unwrap_or_default();
            Cow::Owned([path, query].join("?"))
        }
    };
    url::split(url, shown::url(target, rules, tags), method);
}

/// `http.version` of `HTTP/1.1` or `1.1`.
fn version<'a>(protocol: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let number = protocol
        .split_once('/')
        .map_or(&**protocol, |(_, number)| number);
    version_number(protocol, number)
}

/// `http.version` of a protocol's number; `2.0` and `3.0` are written `2` and `3`, as they are called.
fn version_number<'a>(protocol: &Cow<'a, str>, number: &str) -> Option<Cow<'a, str>> {
    match number.as_bytes() {
        b"" => None,
        b"1.1" => Some(Cow::Borrowed("1.1")),
        b"2.0" => Some(Cow::Borrowed("2")),
        b"3.0" => Some(Cow::Borrowed("3")),
        _ => Some(part_of(protocol, number)),
    }
}
