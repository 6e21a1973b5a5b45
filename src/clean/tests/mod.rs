//! Tests of [`clean`] with whole lines.

mod values;

use super::*;
use crate::format::{Escape, Escapes, FIELD_COUNT, Layout, Piece};

static PLAIN: Escapes = [Escape::None; FIELD_COUNT];
static BACKSLASH: Escapes = [Escape::Backslash; FIELD_COUNT];

/// A line with these fields.
pub(super) fn line<'a>(fields: &[(Field, &'a [u8])]) -> LogLine<'a> {
    let mut line = LogLine::new(&PLAIN);
    // A test names only the fields that it is about.
    line.least_marks = 0;
    for &(field, value) in fields {
        line.set(field, value);
    }
    line
}

/// The fields of a line, as they are written in it.
type Fields = &'static [(Field, &'static [u8])];

const TIME: (Field, &[u8]) = (Field::TimeEpochSeconds, b"0");

/// The event of a line with these fields and a time.
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
fn a_line_without_two_marks_of_an_access_log_is_rejected() {
    const CLIENT: (Field, &[u8]) = (Field::RemoteAddress, b"203.0.113.7");
    const REQUEST: (Field, &[u8]) = (Field::RequestLine, b"GET / HTTP/1.1");
    const STATUS: (Field, &[u8]) = (Field::Status, b"200");
    let cases: [(Fields, bool); 11] = [
        (&[CLIENT, REQUEST], true),
        (&[CLIENT, STATUS], true),
        (&[REQUEST, STATUS], true),
        (&[(Field::Method, b"GET"), (Field::Status, b"200")], true),
        (
            &[(Field::ForwardedFor, b"203.0.113.7"), (Field::Path, b"/a")],
            true,
        ),
        // Truncation removes a host name, but the line still has a client.
        (
            &[(Field::RemoteAddress, b"client.example.net"), STATUS],
            true,
        ),
        (
            &[
                CLIENT,
                (Field::UserAgent, b"curl/8"),
                (Field::BodyBytes, b"5"),
            ],
            false,
        ),
        (
            &[(Field::Path, b"/var/log"), (Field::BodyBytes, b"12")],
            false,
        ),
        (
            &[(Field::Path, b"/var/log"), (Field::Method, b"GET")],
            false,
        ),
        (
            &[
                (Field::RemoteAddress, b"-"),
                (Field::RequestLine, b"-"),
                STATUS,
            ],
            false,
        ),
        (&[(Field::Path, b"/a"), (Field::Status, b"OK")], false),
    ];
    let truncating = Rules {
        truncate_addresses: true,
        ..Rules::default()
    };
    for (fields, is_event) in cases {
        let mut line = LogLine::new(&PLAIN);
        line.set(TIME.0, TIME.1);
        for &(field, value) in fields {
            line.set(field, value);
        }
        for rules in [&Rules::default(), &truncating] {
            let code = clean(&line, rules).err().map(|rejection| rejection.code());
            assert_eq!(code, (!is_event).then_some("no_access_log"), "{fields:?}");
        }
    }
}

#[test]
fn a_format_that_has_one_mark_or_connections_needs_no_more_than_one() {
    let read = |pieces: &[Piece], connections: bool| {
        let layout = Layout::new(pieces).unwrap();
        let layout = if connections {
            layout.with_connections()
        } else {
            layout
        };
        let line = layout.read(b"1760097336 203.0.113.7 -").unwrap();
        clean(&line, &Rules::default()).is_ok()
    };
    let (field, space) = (Piece::Field, Piece::literal(" "));
    let client = [
        field(Field::TimeEpochSeconds),
        space.clone(),
        field(Field::RemoteAddress),
        space,
    ];
    let with = |last: Piece| [&client[..], &[last]].concat();
    assert!(read(&with(Piece::Skip), false));
    assert!(!read(&with(field(Field::Status)), false));
    assert!(read(&with(field(Field::Status)), true));
}

#[test]
fn truncation_leaves_no_full_address_anywhere() {
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
fn no_field_shows_a_whole_address_or_user() {
    let rules = Rules {
        truncate_addresses: true,
        user_hash_key: UserHashKey::new("a key of this test"),
        ..Rules::default()
    };
    let values: [(&[u8], &[&str]); 6] = [
        (b"203.0.113.234", &["203.0.113.234"]),
        (
            b"203%2E0%2E113%2E234",
            &["203%2E0%2E113%2E234", "203.0.113.234"],
        ),
        (b"2001:db8:1:2::ea", &["2001:db8:1:2"]),
        (b"2002:cb00:71ea::1", &["2002:cb00:71ea"]),
        (b"h203-0-113-234.example", &["203-0-113-234"]),
        (b"https://Planted@h/?user=Planted", &["Planted"]),
    ];
    for field in Field::ALL {
        for (value, hidden) in values {
            let mut line = line(&[(TIME.0, TIME.1), (field, value)]);
            // The server's own address is kept, unless it is in the visitor's network.
            if matches!(field, Field::ServerAddress | Field::UpstreamAddress) {
                line.set(Field::RemoteAddress, value);
            }
            let Ok(event) = clean(&line, &rules) else {
                continue;
            };
            let shown = format!("{event:?}");
            for hidden in hidden {
                assert!(!shown.contains(hidden), "{hidden} of {field:?}: {shown}");
            }
        }
    }
}

#[test]
fn a_raw_line_is_read_up_to_a_limit_that_no_record_reaches() {
    let long = "é=%20".repeat(shown::READ_LIMIT_BYTES / 4);
    let (text, tags) = original(long.as_bytes(), &Rules::default());
    assert!((shown::READ_LIMIT_BYTES - 4..=shown::READ_LIMIT_BYTES).contains(&text.len()));
    assert!(tags.has(Tags::TRUNCATED) && !tags.has(Tags::ESCAPED));
    let (text, tags) = original("é=%20".as_bytes(), &Rules::default());
    assert_eq!((&*text, tags), ("é=%20", Tags::default()));
    let bytes = b"\xff".repeat(shown::READ_LIMIT_BYTES + 1);
    assert!(original(&bytes, &Rules::default()).0.len() <= shown::READ_LIMIT_BYTES);
}

#[test]
fn the_request_comes_from_its_line_or_from_its_parts() {
    type Expected = (
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
    );
    let cases: [(Fields, Expected); 11] = [
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
        (&[(Field::RequestLine, b"- - -")], (None, None, None, None)),
        (&[(Field::Protocol, b"HTTP/")], (None, None, None, None)),
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
fn the_host_of_the_url_is_the_requested_one() {
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
