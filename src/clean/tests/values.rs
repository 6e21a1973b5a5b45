//! Tests which values are kept, for lines that are whole or broken, and for any bytes.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::clean::limit::VALUE_LIMIT_BYTES;

#[test]
fn secrets_are_removed_from_every_field_that_shows_a_url() {
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
fn placeholders_are_absent() {
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
fn unchanged_values_are_borrowed() {
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
fn long_values_are_cut_only_after_they_are_read() {
    let long = "x".repeat(VALUE_LIMIT_BYTES);
    let request = format!("GET /{long} HTTP/1.1");
    let event = cleaned(
        &[(Field::RequestLine, request.as_bytes())],
        &Rules::default(),
    );
    assert_eq!(event.http.version.as_deref(), Some("1.1"));
    assert_eq!(
        event.url.path.map(|path| path.len()),
        Some(VALUE_LIMIT_BYTES)
    );
    assert!(event.tags.has(Tags::TRUNCATED));
    // A cut at the limit would remove the `@`. Without the `@`, the text would not be recognised as
    // a password.
    let referrer = format!("https://ada:PLANTED{long}@example.com/");
    let event = cleaned(&[(Field::Referrer, referrer.as_bytes())], &Rules::default());
    assert_eq!(
        event.http.referrer.as_deref(),
        Some("https://REDACTED@example.com/")
    );
    assert!(!event.tags.has(Tags::TRUNCATED));
}

#[test]
fn a_redacted_value_is_no_longer_than_the_limit() {
    let target = format!("/?{}", "key=1&".repeat(VALUE_LIMIT_BYTES / 6));
    let event = cleaned(&[(Field::Target, target.as_bytes())], &Rules::default());
    assert_eq!(
        event.url.original.map(|original| original.len()),
        Some(VALUE_LIMIT_BYTES)
    );
}

#[test]
fn a_time_is_read_through_the_escapes_of_its_format() {
    static JSON: Escapes = [Escape::Json; FIELD_COUNT];
    let mut line = LogLine::new(&JSON);
    line.least_marks = 0;
    line.set(Field::TimeClf, br"01\/Jan\/1970:00:00:01 +0000");
    assert_eq!(
        clean(&line, &Rules::default()).unwrap().timestamp.seconds,
        1
    );
}

/// The texts of an event outside of `detail`, with their names.
fn texts<'e>(event: &'e AccessEvent<'_>) -> Vec<(&'static str, &'e str)> {
    let fields = [
        ("source.address", &event.source.address),
        ("source.domain", &event.source.domain),
        ("http.version", &event.http.version),
        ("http.method", &event.http.method),
        ("http.referrer", &event.http.referrer),
        ("http.request_id", &event.http.request_id),
        ("url.original", &event.url.original),
        ("url.path", &event.url.path),
        ("url.query", &event.url.query),
        ("url.extension", &event.url.extension),
        ("url.domain", &event.url.domain),
        ("url.scheme", &event.url.scheme),
        ("user_name", &event.user_name),
        ("user_agent", &event.user_agent),
        ("tls.version", &event.tls.version),
        ("tls.cipher", &event.tls.cipher),
        ("destination.domain", &event.destination.domain),
    ];
    let there = |(name, text): (_, &'e Option<Cow<'_, str>>)| Some((name, text.as_deref()?));
    fields.into_iter().filter_map(there).collect()
}

/// Values as in logs, whole and broken, and random bytes.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let shapes = [
        "[ -~]{0,30}",
        "(GET|-|CONNECT|x) [ -~]{0,20}( HTTP/[0-9.]{0,4})?",
        "(https?|x)?(://)?[a-z:@\\[\\]]{0,10}(/[a-z.;]{0,6}){0,3}[?]?[a-z=&%#]{0,10}",
        "([0-9a-f]{0,4}[.:,% \\[\\]]{0,2}){0,9}",
        "(HTTP|TLS|SSL|TLSv|tls)?[/ v]?[0-9.]{0,4}",
        "[-+0-9./:T eZ]{0,30}",
        "(unknown|_hidden|-|\"\"|\\(null\\)|,|, ,|:|@|[?]|/|[*]|é|_){1,3}",
    ];
    let shaped: Vec<_> = shapes
        .into_iter()
        .map(|shape| {
            proptest::string::string_regex(shape)
                .unwrap()
                .prop_map(String::into_bytes)
                .boxed()
        })
        .collect();
    let any_bytes = proptest::collection::vec(any::<u8>(), 0..40);
    let long = (
        proptest::collection::vec(any::<u8>(), 1..4),
        5_000_usize..9_000,
    )
        .prop_map(|(unit, times)| unit.repeat(times));
    prop_oneof![8 => proptest::strategy::Union::new(shaped), 2 => any_bytes, 1 => long]
}

proptest! {
    #[test]
    fn no_values_in_any_fields_cause_a_panic(
        values in proptest::collection::vec((0..FIELD_COUNT, value()), 0..12),
        escaped in any::<bool>(),
        truncate_addresses in any::<bool>(),
        trusting_all in any::<bool>(),
    ) {
        let mut line = LogLine::new(if escaped { &BACKSLASH } else { &PLAIN });
        line.least_marks = 0;
        for (index, value) in &values {
            line.set(Field::ALL[*index], value);
        }
        // This is the notation of time that is read first. It is set so that every line has a time.
        line.set(Field::TimeClf, b"10/Oct/2000:13:55:36 -0700");
        let trusted: &[&str] = if trusting_all {
            &["0.0.0.0/0", "::/0"]
        } else {
            &[]
        };
        let rules = Rules {
            truncate_addresses,
            user_hash_key: UserHashKey::new("a key of this test"),
            ..trusting(trusted)
        };
        let event = match clean(&line, &rules) {
            Ok(event) => event,
            Err(rejection) => {
                prop_assert_eq!(rejection.code(), "line_torn");
                return Ok(());
            }
        };
        for (name, text) in texts(&event) {
            prop_assert!(!text.is_empty(), "{}", name);
            prop_assert!(text.len() <= VALUE_LIMIT_BYTES, "{}", name);
        }
        if event.source.ip.is_some() {
            prop_assert!(event.source.domain.is_none());
        }
    }

    #[test]
    fn every_value_of_a_time_field_is_a_valid_time_or_is_rejected(
        field in 0..FIELD_COUNT,
        value in value(),
    ) {
        let mut line = LogLine::new(&PLAIN);
        line.time_pattern = Some("%Y-%m-%d %H:%M:%S");
        line.set(Field::ALL[field], &value);
        match clean(&line, &Rules::default()) {
            Ok(event) => {
                let time = event.timestamp;
                prop_assert!((-62_135_596_800..253_402_300_800).contains(&time.seconds));
                prop_assert!(time.nanoseconds < 1_000_000_000 && time.digits <= 9);
            }
            Err(rejection) => prop_assert!(
                ["time_missing", "time_invalid", "no_access_log"].contains(&rejection.code())
            ),
        }
    }

    #[test]
    fn no_planted_secret_is_in_any_field_of_any_shape_of_a_line(
        name in "(token|PassWord|sig|X-Amz-Signature|client_secret)",
        apart in 0_usize..4,
        escaped in any::<bool>(),
    ) {
        let url = format!("https://u:PLANTED@h/p;jsessionid=PLANTED?{name}=PLANTED\
                           &a=b#{name}=PLANTED");
        let query = format!("?{name}=PLANTED");
        let request = format!("GET {url} HTTP/1.1");
        let all = [
            vec![(Field::RequestLine, request.as_bytes())],
            vec![(Field::Target, url.as_bytes())],
            vec![(Field::Path, url.as_bytes()), (Field::Query, query.as_bytes())],
            vec![(Field::Query, query.as_bytes()), (Field::RequestLine, b"-")],
        ];
        let mut line = LogLine::new(if escaped { &BACKSLASH } else { &PLAIN });
        line.least_marks = 0;
        line.set(TIME.0, TIME.1);
        line.set(Field::Referrer, url.as_bytes());
        for (field, value) in &all[apart] {
            line.set(*field, value);
        }
        let event = clean(&line, &Rules::default()).unwrap();
        prop_assert!(!format!("{event:?}").contains("PLANTED"), "{:?}", event);
        prop_assert!(event.tags.has(Tags::REDACTED) && event.url.original.is_some());
    }
}
