//! URLs: splits a request target into its parts. Splitting never fails; a missing part is `None`.
//!
//! A target has origin, absolute, authority or asterisk form
//! (<https://www.rfc-editor.org/rfc/rfc9112#section-3.2>).

use std::borrow::Cow;

use super::marks::Marks;
use super::part::owned;
use crate::event::Url;
use crate::format::Escape;

/// The most bytes of the suffix of a file. A longer text after a dot is part of a sentence.
const EXTENSION_LIMIT_BYTES: usize = 10;

/// Splits a redacted target, and sets the parts of `url`, which must be empty. `marks` are those of
/// the target ([`Marks::of`]).
pub(super) fn split<'a>(
    url: &mut Url<'a>,
    target: Cow<'a, str>,
    marks: Marks,
    method: Option<&str>,
) {
    match &target {
        Cow::Borrowed(text) => set_parts(url, text, Cow::Borrowed, marks, method),
        Cow::Owned(text) => set_parts(url, text, owned, marks, method),
    }
    url.original = Some(target).filter(|target| !target.is_empty());
}

/// Sets the parts of the URL `text`. `part` converts each part.
fn set_parts<'a, 'text>(
    url: &mut Url<'a>,
    text: &'text str,
    part: impl Fn(&'text str) -> Cow<'a, str> + Copy,
    marks: Marks,
    method: Option<&str>,
) {
    let (mut path_end, mut query_end, mut is_encoded) = (text.len(), text.len(), false);
    let mut marks = marks.each(text.as_bytes());
    while let Some(at) = marks.next() {
        match text.as_bytes().get(at) {
            Some(b'%') => is_encoded = true,
            Some(b'?') => {
                let mut fragments = marks.filter(|at| text.as_bytes().get(*at) == Some(&b'#'));
                (path_end, query_end) = (at, fragments.next().unwrap_or(query_end));
                break;
            }
            Some(b'#') => {
                (path_end, query_end) = (at, at);
                break;
            }
            _ => {}
        }
    }
    let before_query = text.get(..path_end).unwrap_or(text);
    url.query = text
        .get(path_end + 1..query_end)
        .filter(|query| !query.is_empty())
        .map(part);
    let path = if before_query.starts_with('/') {
        before_query
    } else if let Some((scheme, authority, path)) = absolute(before_query) {
        url.scheme = Some(part(scheme));
        let (domain, port) = host_and_port(authority);
        (url.domain, url.port) = (domain.map(part), port);
        path
    } else if method == Some("CONNECT") {
        let (domain, port) = host_and_port(before_query);
        (url.domain, url.port) = (domain.map(part), port);
        ""
    } else {
        before_query
    };
    if path.starts_with('/') || path == "*" {
        let written = part(path);
        url.path = Some(match is_encoded {
            true => decoded(written),
            false => written,
        });
        url.extension = extension(path).map(part);
    }
}

/// The host and the port of `example.com:8080`, with or without user information and the brackets
/// of an IPv6 address.
pub(super) fn host_and_port(authority: &str) -> (Option<&str>, Option<u16>) {
    let authority = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port))
            if !port.ends_with(']') && (!host.contains(':') || host.ends_with(']')) =>
        {
            (host, port.parse().ok())
        }
        _ => (authority, None),
    };
    let port = port.filter(|port| *port != 0);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (Some(host).filter(|host| !matches!(*host, "" | "_")), port)
}

/// The percent-decoded path. The path is returned as it is written if the decoded one would contain
/// control characters or bytes that are not UTF-8.
fn decoded(path: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'%', path.as_bytes()).is_none() {
        return path;
    }
    let decoded = Escape::Percent.undo(path.as_bytes()).into_owned();
    match String::from_utf8(decoded) {
        Ok(text) if !text.chars().any(char::is_control) => Cow::Owned(text),
        _ => path,
    }
}

/// The last suffix of the last segment, without the dot. `None` if there is none, if the name of
/// the file begins with its only dot, or if the suffix does not consist of one to
/// [`EXTENSION_LIMIT_BYTES`] letters and digits of ASCII.
fn extension(path: &str) -> Option<&str> {
    let (mut segment, mut end, mut dot) = (0, path.len(), None);
    // The search begins at the end, since a segment is short.
    for (at, byte) in path.bytes().enumerate().rev() {
        match byte {
            b'/' => {
                segment = at + 1;
                break;
            }
            // The segment's parameters begin with its first semicolon.
            b';' => (end, dot) = (at, None),
            b'.' => dot = dot.or(Some(at)),
            _ => {}
        }
    }
    let suffix = path.get(dot.filter(|dot| *dot > segment)? + 1..end)?;
    let plain = suffix.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (plain && (1..=EXTENSION_LIMIT_BYTES).contains(&suffix.len())).then_some(suffix)
}

/// The scheme, the authority and the path of `http://example.com/a`.
fn absolute(text: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let rest = rest.strip_prefix("//").filter(|_| is_scheme(scheme))?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((scheme, authority, path))
}

fn is_scheme(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && text.len() <= 16
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts<'a>(target: &'a str, method: Option<&str>) -> Url<'a> {
        let mut url = Url::default();
        split(
            &mut url,
            Cow::Borrowed(target),
            Marks::of(target.as_bytes()),
            method,
        );
        url
    }

    type Parts = (
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        Option<u16>,
    );

    #[test]
    fn every_form_of_a_target_is_split() {
        // The target, and then the path, query, extension, domain and port.
        let cases: [(&str, Parts); 16] = [
            (
                "/a/b.html?x=1&y#z",
                (Some("/a/b.html"), Some("x=1&y"), Some("html"), None, None),
            ),
            ("/", (Some("/"), None, None, None, None)),
            ("/a?", (Some("/a"), None, None, None, None)),
            ("/caf%C3%A9%20x", (Some("/café x"), None, None, None, None)),
            ("/a%00b", (Some("/a%00b"), None, None, None, None)),
            ("/a%FFb", (Some("/a%FFb"), None, None, None, None)),
            ("/a%2", (Some("/a%2"), None, None, None, None)),
            ("/.htaccess", (Some("/.htaccess"), None, None, None, None)),
            (
                "/a.tar.gz",
                (Some("/a.tar.gz"), None, Some("gz"), None, None),
            ),
            ("/v1.2/x", (Some("/v1.2/x"), None, None, None, None)),
            (
                "http://example.com:8080/p.js?q",
                (
                    Some("/p.js"),
                    Some("q"),
                    Some("js"),
                    Some("example.com"),
                    Some(8080),
                ),
            ),
            (
                "http://u:p@[2001:db8::1]:80/",
                (Some("/"), None, None, Some("2001:db8::1"), Some(80)),
            ),
            (
                "http://example.com",
                (None, None, None, Some("example.com"), None),
            ),
            ("*", (Some("*"), None, None, None, None)),
            ("@b.example::80/r.png", (None, None, None, None, None)),
            (
                "/redirect?to=http://x/y.php",
                (
                    Some("/redirect"),
                    Some("to=http://x/y.php"),
                    None,
                    None,
                    None,
                ),
            ),
        ];
        for (target, expected) in cases {
            let url = parts(target, Some("GET"));
            let text = |value: &Option<Cow<'_, str>>| value.as_deref().map(str::to_owned);
            let found = (
                text(&url.path),
                text(&url.query),
                text(&url.extension),
                text(&url.domain),
                url.port,
            );
            let owned = |value: Option<&str>| value.map(str::to_owned);
            let expected = (
                owned(expected.0),
                owned(expected.1),
                owned(expected.2),
                owned(expected.3),
                expected.4,
            );
            assert_eq!(found, expected, "{target}");
        }
        let connect = parts("example.com:443", Some("CONNECT"));
        assert_eq!(
            (connect.domain.as_deref(), connect.port, connect.path),
            (Some("example.com"), Some(443), None)
        );
    }

    #[test]
    fn parts_of_a_borrowed_target_are_borrowed() {
        let url = parts("http://example.com/a.css?b", None);
        for part in [url.path, url.query, url.extension, url.domain, url.scheme] {
            assert!(matches!(part, Some(Cow::Borrowed(_))));
        }
    }

    proptest! {
        #[test]
        fn every_target_is_kept_whole_as_the_original(target in any::<String>()) {
            let url = parts(&target, Some("GET"));
            prop_assert_eq!(url.original.as_deref().unwrap_or_default(), target.as_str());
        }
    }
}
