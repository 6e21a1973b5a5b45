//! The request: `url` and the request's part of `http`. They come from the request line, or from
//! separate fields if its parts are logged separately.

use std::borrow::Cow;

use super::limit::{VALUE_LIMIT_BYTES, cut};
use super::part::part_of;
use super::request_line;
use super::text::{text, whole_text};
use super::url;
use super::{Rules, shown};
use crate::event::{AccessEvent, Hidden, Tags, Url};
use crate::format::{Field, LogLine};

/// Sets `url`, and the method and version of `http`.
pub(super) fn request<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
    let tags = &mut event.tags;
    let http = &mut event.http;
    http.method = text(line, Field::Method, rules, tags);
    http.version = text(line, Field::Protocol, rules, tags)
        .as_ref()
        .and_then(version);
    let url = &mut event.url;
    if let Some(target) = whole_text(line, Field::Target) {
        let shown = shown_target(target, rules, tags, &mut event.hidden);
        url::split(url, shown, http.method.as_deref());
    } else if let Some(whole) = whole_text(line, Field::RequestLine) {
        let found = request_line::split(&whole);
        if http.method.is_none() {
            http.method = found.method.map(|method| part_of(&whole, method));
        }
        if http.version.is_none() {
            http.version = found.version.map(|number| version_number(&whole, number));
        }
        let target = part_of(&whole, found.target);
        // In a torn line, any text may precede a text that looks like a version.
        let is_url = target.starts_with('/') || !target.contains(' ');
        if found.well_formed && is_url {
            let shown = shown_target(target, rules, tags, &mut event.hidden);
            url::split(url, shown, found.method);
        } else if found.well_formed {
            url::split(
                url,
                shown::invalid_target(target, rules, tags),
                found.method,
            );
        } else if !target.is_empty() {
            url.original = Some(shown::invalid_target(target, rules, tags));
        }
    } else {
        let method = http.method.as_deref();
        path_and_query(url, line, rules, method, tags, &mut event.hidden);
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

/// A target as a document shows it. If a secret was removed, the whole target is kept for the
/// search for threats, because any value may contain an attack, even that of a secret parameter
/// such as `code`.
fn shown_target<'a>(
    target: Cow<'a, str>,
    rules: &Rules,
    tags: &mut Tags,
    hidden: &mut Option<Box<Hidden<'a>>>,
) -> Cow<'a, str> {
    let mut here = Tags::default();
    // The clone is cheap, because nearly every target is borrowed from its line.
    let shown = shown::url(target.clone(), rules, &mut here);
    if here.has(Tags::REDACTED) {
        hidden.get_or_insert_default().target =
            Some(cut(target, VALUE_LIMIT_BYTES, &mut Tags::default()));
    }
    tags.add(here);
    shown
}

/// A target that is logged as `%U` and `%q`, or as `cs-uri-stem` and `cs-uri-query`.
fn path_and_query<'a>(
    url: &mut Url<'a>,
    line: &LogLine<'a>,
    rules: &Rules,
    method: Option<&str>,
    tags: &mut Tags,
    hidden: &mut Option<Box<Hidden<'a>>>,
) {
    let path = whole_text(line, Field::Path);
    let query = whole_text(line, Field::Query);
    let query = query
        .as_deref()
        .map(|query| query.trim_start_matches('?'))
        .filter(|query| !query.is_empty());
    // A query that has its own column ends at the end of the column. A hash in it therefore does
    // not begin a fragment.
    let holds_hash = query.is_some_and(|query| query.contains('#'));
    let target = match (path, query) {
        (None, None) => return,
        (Some(path), None) => path,
        (path, Some(query)) => {
            let path = path.as_deref().unwrap_or_default();
            Cow::Owned([path, query].join("?"))
        }
    };
    url::split(url, shown_target(target, rules, tags, hidden), method);
    if holds_hash
        && let Some(whole) = &url.original
        && let Some((_, query)) = whole.split_once('?')
    {
        url.query = Some(part_of(whole, query));
    }
}

/// `http.version` for a protocol: `HTTP/1.1`, `1.1`, and the names that TLS negotiates
/// (<https://www.iana.org/assignments/tls-extensiontype-values>). Any other protocol is not a
/// version of HTTP.
fn version<'a>(protocol: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let number = match protocol.split_at_checked(5) {
        Some((name, number)) if name.eq_ignore_ascii_case("HTTP/") => number,
        _ => match protocol.as_ref() {
            "h2" | "h2c" => "2",
            "h3" => "3",
            bare @ ("2" | "3") => bare,
            bare if bare.len() > 1 => bare,
            _ => return None,
        },
    };
    request_line::is_version(number).then(|| version_number(protocol, number))
}

/// `http.version` for the number of a protocol. `2.0` and `3.0` are written as `2` and `3`, their
/// usual names.
fn version_number<'a>(protocol: &Cow<'a, str>, number: &str) -> Cow<'a, str> {
    match number.as_bytes() {
        b"1.1" => Cow::Borrowed("1.1"),
        b"2.0" | b"2" => Cow::Borrowed("2"),
        b"3.0" | b"3" => Cow::Borrowed("3"),
        _ => part_of(protocol, number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_version_of_http_is_read_as_a_version() {
        for (protocol, expected) in [
            ("HTTP/1.1", Some("1.1")),
            ("HTTP/1.0", Some("1.0")),
            ("HTTP/0.9", Some("0.9")),
            ("HTTP/2", Some("2")),
            ("HTTP/2.0", Some("2")),
            ("HTTP/3", Some("3")),
            ("HTTP/3.0", Some("3")),
            ("http/1.1", Some("1.1")),
            ("2.0", Some("2")),
            ("1.1", Some("1.1")),
            ("2", Some("2")),
            ("h2", Some("2")),
            ("h2c", Some("2")),
            ("h3", Some("3")),
            // These are numbers of protocols above IP, other protocols, and words.
            ("6", None),
            ("17", None),
            ("TLSv1.3", None),
            ("SPDY/3.1", None),
            ("HTTP/", None),
            ("HTTP/x", None),
            ("HTTP", None),
            ("tcp", None),
        ] {
            let found = version(&Cow::Borrowed(protocol));
            assert_eq!(found.as_deref(), expected, "{protocol}");
        }
    }
}
