//! Whole lines through [`clean`].

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::format::{Escape, Escapes, FIELD_COUNT};

static PLAIN: Escapes = [Escape::None; FIELD_COUNT];
static BACKSLASH: Escapes = [Escape::Backslash; FIELD_COUNT];

/// A line of these fields.
pub(super) fn line<'a>(fields: &[(Field, &'a [u8])]) -> LogLine<'a> {
    let mut line = LogLine::new(&PLAIN);
    for &(field, value) in fields {
        line.set(field, value);
    }
    line
}

/// Fields as they stand in a line.
type Fields = &'static [(Field, &'static [u8])];

const TIME: (Field, &[u8]) = (Field::TimeEpochSeconds, b"0");

/// The event of these fields and a time.
pub(super) fn cleaned<'a>(fields: &[(Field, &'a [u8])], rules: &Rules) -> AccessEvent<'a> {
    let mut line = line(fields);
    line.set(TIME.0, TIME.1);
    clean(&line, rules).unwrap()
}

/// Rules that trust these networks.
pub(super) fn trusting(networks: &[&str]) -> Rules {
    Rules {
        trusted_proxies: networks
            .iter()
            .map(|network| network.parse().unwrap())
            .collect(),
        ..Rules::default()
    }
}

#[test]
fn truncated_addresses_leave_no_full_one_anywhere() {
    let rules = Rules {
        truncate_addresses: true,
        ..trusting(&["10.0.0.0/8"])
    };
    let fields = [
        (Field::RemoteAddress, &b"10.1.2.3"[..]),
        (Field::ForwardedFor, b"2001:db8:1:2:3:4:5:6"),
    ];
    let event = cleaned(&fields, &rules);
    assert_eq!(event.source.address.as_deref(), Some("2001:db8:1::"));
    assert_eq!(event.source.ip, event.client_ip);
    assert_eq!(event.forwarded_ip, Some("10.1.2.0".parse().unwrap()));
    assert_eq!(
        cleaned(&[(Field::RemoteAddress, b"ada.example.com")], &rules)
            .source
            .domain,
        None
    );
    let (text, _) = original(
        b"203.0.113.77 - [::1] \"GET /1.2.3 v1.0 2001:db8:a:b::c\" 10.9.8.7:80",
        &rules,
    );
    assert_eq!(
        text,
        "203.0.113.0 - [::] \"GET /1.2.3 v1.0 2001:db8:a::\" 10.9.8.0:80"
    );
}

#[test]
fn the_request_comes_from_its_line_or_from_its_parts() {
    type Expected = (
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
    );
    let cases: [(Fields, Expected); 9] = [
        (
            &[(Field::RequestLine, b"GET /a?b=c HTTP/1.1")],
            (Some("GET"), Some("/a?b=c"), Some("/a"), Some("1.1")),
        ),
        (
            &[(Field::RequestLine, b"GET / HTTP/2.0")],
            (Some("GET"), Some("/"), Some("/"), Some("2")),
        ),
        (&[(Field::RequestLine, b"-")], (None, None, None, None)),
        (&[(Field::RequestLine, b"")], (None, None, None, None)),
        (
            &[(Field::RequestLine, b"\x16\x03\x01")],
            (None, Some("\u{16}\u{3}\u{1}"), None, None),
        ),
        (
            &[(Field::RequestLine, b"GET /\xe4 HTTP/1.0")],
            (Some("GET"), Some("/\\xE4"), Some("/\\xE4"), Some("1.0")),
        ),
        (
            &[
                (Field::Method, b"GET"),
                (Field::Path, b"/a"),
                (Field::Query, b"?token=x"),
                (Field::Protocol, b"HTTP/1.1"),
            ],
            (
                Some("GET"),
                Some("/a?token=REDACTED"),
                Some("/a"),
                Some("1.1"),
            ),
        ),
        (
            &[
                (Field::Method, b"GET"),
                (Field::Path, b"/a"),
                (Field::Query, b"-"),
            ],
            (Some("GET"), Some("/a"), Some("/a"), None),
        ),
        (
            &[
                (Field::Method, b"GET"),
                (Field::Target, b"/t?x"),
                (Field::Path, b"/i"),
            ],
            (Some("GET"), Some("/t?x"), Some("/t"), None),
        ),
    ];
    for (fields, (method, original, path, version)) in cases {
        let event = cleaned(fields, &Rules::default());
        assert_eq!(event.http.method.as_deref(), method, "{fields:?}");
        assert_eq!(event.url.original.as_deref(), original, "{fields:?}");
        assert_eq!(event.url.path.as_deref(), path, "{fields:?}");
        assert_eq!(event.http.version.as_deref(), version, "{fields:?}");
    }
}

#[test]
fn the_url_s_host_is_the_one_that_was_asked_for() {
    let cases: [(Fields, Option<&str>, Option<u16>); 4] = [
        (
            &[
                (Field::RequestLine, b"GET http://a.example/ HTTP/1.1"),
                (Field::Host, b"b.example"),
            ],
            Some("a.example"),
            None,
        ),
        (
            &[
                (Field::RequestLine, b"GET / HTTP/1.1"),
                (Field::Host, b"b.example:8080"),
            ],
            Some("b.example"),
            Some(8080),
        ),
        (
            &[
                (Field::RequestLine, b"GET / HTTP/1.1"),
                (Field::ServerName, b"c.example"),
            ],
            Some("c.example"),
            None,
        ),
        (&[(Field::RequestLine, b"GET / HTTP/1.1")], None, None),
    ];
    for (fields, domain, port) in cases {
        let url = cleaned(fields, &Rules::default()).url;
        assert_eq!(
            (url.domain.as_deref(), url.port),
            (domain, port),
            "{fields:?}"
        );
    }
}

#[test]
fn secrets_go_from_every_field_that_shows_a_url() {
    let fields: [(Field, &[u8]); 2] = [
        (Field::RequestLine, b"GET /a?sid=PLANTED HTTP/1.1"),
        (Field::Referrer, b"https://u:PLANTED@x/?token=PLANTED"),
    ];
    let event = cleaned(&fields, &Rules::default());
    assert!(!format!("{event:?}").contains("PLANTED"), "{event:?}");
    assert!(event.tags.has(Tags::REDACTED));
    let (text, tags) = original(b"x \"GET /a?sid=PLANTED\" \xff", &Rules::default());
    assert_eq!(text, "x \"GET /a?sid=REDACTED\" \\xFF");
    assert!(tags.has(Tags::REDACTED) && tags.has(Tags::ESCAPED));
}

#[test]
fn absent_values_are_absent() {
    let fields: [(Field, &[u8]); 7] = [
        (Field::RemoteAddress, b"-"),
        (Field::User, b"-"),
        (Field::Referrer, b""),
        (Field::UserAgent, b"-"),
        (Field::BodyBytes, b"-"),
        (Field::TlsCipher, b"-"),
        (Field::RequestId, b""),
    ];
    let event = cleaned(&fields, &Rules::default());
    let empty = AccessEvent::at(event.timestamp);
    assert_eq!(format!("{event:?}"), format!("{empty:?}"));
}

#[test]
fn what_needs_no_change_is_borrowed() {
    let fields: [(Field, &[u8]); 5] = [
        (Field::RemoteAddress, b"192.0.2.1"),
        (Field::RequestLine, b"GET /a/b.css?c=d HTTP/1.1"),
        (Field::Referrer, b"https://example.com/"),
        (Field::UserAgent, b"Mozilla/5.0"),
        (Field::User, b"ada"),
    ];
    let event = cleaned(&fields, &Rules::default());
    let texts = [
        event.source.address,
        event.http.method,
        event.http.version,
        event.http.referrer,
        event.url.original,
        event.url.path,
        event.url.query,
        event.url.extension,
        event.user_agent,
        event.user_name,
    ];
    for text in texts {
        assert!(matches!(text, Some(Cow::Borrowed(_))), "{text:?}");
    }
}

#[test]
fn a_hashed_user_is_no_longer_readable() {
    let rules = Rules {
        user_hash_key: UserHashKey::new("key"),
        ..Rules::default()
    };
    let user = cleaned(&[(Field::User, b"ada@example.com")], &rules)
        .user_name
        .unwrap();
    assert_eq!(user.len(), 32);
    assert!(!user.contains("ada"));
}

proptest! {
    #[test]
    fn no_bytes_in_any_field_are_too_strange(
        values in proptest::collection::vec((0..FIELD_COUNT, proptest::collection::vec(any::<u8>(), 0..40)), 0..12),
        escaped in any::<bool>(), truncate_addresses in any::<bool>(),
    ) {
        let fields: Vec<Field> = Field::ALL.to_vec();
        let mut line = LogLine::new(if escaped { &BACKSLASH } else { &PLAIN });
        line.set(Field::TimeEpochSeconds, b"1.5");
        line.set(Field::RemoteAddress, b"192.0.2.1");
        for (index, value) in &values {
            line.set(fields[*index], value);
        }
        let rules = Rules { truncate_addresses, ..trusting(&["0.0.0.0/0"]) };
        if let Ok(event) = clean(&line, &rules) {
            let longest = [&event.url.original, &event.url.path, &event.http.referrer, &event.user_agent];
            prop_assert!(longest.into_iter().flatten().all(|text| !text.is_empty() && text.len() <= VALUE_LIMIT_BYTES));
        }
    }
}
