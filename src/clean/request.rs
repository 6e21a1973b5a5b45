//! The request: `url` and the request's part of `http`. They come from the request line, or from
//! separate fields if its parts are logged separately.

use std::borrow::Cow;

use super::limit::{VALUE_LIMIT_BYTES, cut};
use super::marks::Marks;
use super::part::{owned, part_of};
use super::request_line;
use super::text::{text, whole_text};
use super::url;
use super::{Rules, shown};
use crate::event::{AccessEvent, Tags};
use crate::format::{Field, LogLine};

/// Sets `url`, and the method and version of `http`.
pub(super) fn request<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
    let tags = &mut event.tags;
    event.http.method = text(line, Field::Method, rules, tags);
    event.http.version = text(line, Field::Protocol, rules, tags)
        .as_ref()
        .and_then(version);
    if let Some(target) = whole_text(line, Field::Target) {
        let method = event.http.method.clone();
        set_target(event, target, method.as_deref(), rules);
    } else if let Some(whole) = whole_text(line, Field::RequestLine) {
        match &whole {
            Cow::Borrowed(whole) => set_request_line(event, whole, Cow::Borrowed, rules),
            Cow::Owned(whole) => set_request_line(event, whole, owned, rules),
        }
    } else {
        set_path_and_query(event, line, rules);
    }
    let (url, tags) = (&mut event.url, &mut event.tags);
    if url.domain.is_none() {
        let host = text(line, Field::Host, rules, tags)
            .or_else(|| text(line, Field::ServerName, rules, tags));
        if let Some(host) = host {
            let (domain, port) = url::host_and_port(&host);
            url.domain = domain.map(|domain| part_of(&host, domain));
            url.port = url.port.or(port);
        }
    }
    if url.scheme.is_none() {
        url.scheme = text(line, Field::Scheme, rules, tags);
    }
}

/// Sets the parts of the request line `whole`, except those that the line has in other fields.
/// `part` converts each part.
fn set_request_line<'a, 'whole>(
    event: &mut AccessEvent<'a>,
    whole: &'whole str,
    part: impl Fn(&'whole str) -> Cow<'a, str> + Copy,
    rules: &Rules,
) {
    let found = request_line::split(whole);
    let http = &mut event.http;
    if http.method.is_none() {
        http.method = found.method.map(part);
    }
    if http.version.is_none() {
        http.version = found.version.map(version_number).map(part);
    }
    let target = part(found.target);
    // In a torn line, any text may precede a text that looks like a version.
    let is_url = target.starts_with('/') || !target.contains(' ');
    if found.well_formed && is_url {
        return set_target(event, target, found.method, rules);
    }
    let target = shown::invalid_target(target, rules, &mut event.tags);
    if found.well_formed {
        let marks = Marks::of(target.as_bytes());
        url::split(&mut event.url, target, marks, found.method);
    } else if !target.is_empty() {
        event.url.original = Some(target);
    }
}

/// Sets the parts of a target as a document shows them. If a secret was removed, the original
/// target, cut at [`VALUE_LIMIT_BYTES`], is kept for the search for threats, because any value may
/// contain an attack, even that of a secret parameter such as `code`.
fn set_target<'a>(
    event: &mut AccessEvent<'a>,
    target: Cow<'a, str>,
    method: Option<&str>,
    rules: &Rules,
) {
    let marks = Marks::of(target.as_bytes());
    let mut here = Tags::default();
    // The clone is cheap, because nearly every target is borrowed from its line.
    let shown = shown::url(target.clone(), marks, rules, &mut here);
    if here.has(Tags::REDACTED) {
        event.hidden.get_or_insert_default().target =
            Some(cut(target, VALUE_LIMIT_BYTES, &mut Tags::default()));
    }
    event.tags.add(here);
    let marks = match &shown {
        // A borrowed text is the target itself, or its beginning up to a limit.
        Cow::Borrowed(_) => marks,
        Cow::Owned(shown) => Marks::of(shown.as_bytes()),
    };
    url::split(&mut event.url, shown, marks, method);
}

/// Sets the parts of a target that is logged as `%U` and `%q`, or as `cs-uri-stem` and
/// `cs-uri-query`.
fn set_path_and_query<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
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
    let method = event.http.method.clone();
    set_target(event, target, method.as_deref(), rules);
    let url = &mut event.url;
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
    let number = request_line::is_version(number).then_some(number)?;
    Some(part_of(protocol, version_number(number)))
}

/// `http.version` for the number of a protocol. `2.0` and `3.0` are written as `2` and `3`, their
/// usual names.
fn version_number(number: &str) -> &str {
    match number {
        "2.0" | "3.0" => number.get(..1).unwrap_or(number),
        _ => number,
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
