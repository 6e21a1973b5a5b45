//! Tests of three kinds of values: values that do not fit the meaning of their key, values without
//! information, and values that belong together.

use crate::format::json::{Field, Json};

/// A line with this member. Its other members do not show whether it belongs to an access log.
fn with_member(member: &str) -> String {
    format!(
        r#"{{"time_iso8601":"2025-10-10T13:55:36Z","x_request_id":"r1","referer":"https://a.example/",{member}}}"#
    )
}

#[test]
fn a_value_of_another_kind_does_not_bind() {
    for (member, field) in [
        (r#""status":"OK""#, Field::Status),
        (r#""status":20"#, Field::Status),
        (r#""status_code":true"#, Field::Status),
        (r#""status":{"text":"200"}"#, Field::Status),
        (r#""method":5"#, Field::Method),
        (r#""method":"getUser""#, Field::Method),
        (r#""request":7"#, Field::RequestLine),
        (r#""request":{"name":"GET / HTTP/1.1"}"#, Field::RequestLine),
        (r#""url":5"#, Field::Target),
        (r#""uri":"a file""#, Field::Target),
        (r#""remote_addr":12"#, Field::RemoteAddress),
        (r#""client_ip":"a person""#, Field::RemoteAddress),
        (r#""bytes_sent":"12kB""#, Field::ResponseBytes),
        (r#""size":"large""#, Field::BodyBytes),
        (r#""protocol":"6""#, Field::Protocol),
        (r#""protocol":"tcp""#, Field::Scheme),
        (r#""query":"SELECT 1""#, Field::Query),
        (r#""host":"shipper-1""#, Field::Host),
        (r#""duration":"long""#, Field::DurationMilliseconds),
        (r#""auth":"Bearer token""#, Field::User),
        (r#""user":{"role":"admin"}"#, Field::User),
        // Any log may use these keys, and the line has no key that only access logs use.
        (r#""path":"/var/log/a.log""#, Field::Path),
        (r#""code":500"#, Field::Status),
        (r#""ip":"203.0.113.7""#, Field::RemoteAddress),
        (r#""action":"BLOCK""#, Field::WafAction),
        (r#""labels":[{"name":"a:b"}]"#, Field::WafLabels),
        (
            r#""response_code_details":"via_upstream""#,
            Field::ErrorReason,
        ),
    ] {
        let line = with_member(member);
        let json = Json::default();
        let read = json.read(line.as_bytes()).unwrap();
        assert_eq!(read.raw(field), None, "{member}");
    }
}

#[test]
fn what_writers_put_for_an_absent_value_does_not_bind() {
    for nothing in [
        r#""""#,
        r#""-""#,
        r#""--""#,
        r#""null""#,
        r#""undefined""#,
        r#""<nil>""#,
        "null",
        "[]",
        "{}",
    ] {
        for (key, field) in [
            ("remote_addr", Field::RemoteAddress),
            ("remote_user", Field::User),
            ("http_user_agent", Field::UserAgent),
            ("status", Field::Status),
            ("request_uri", Field::Target),
            ("upstream_addr", Field::UpstreamAddress),
            ("bytes_sent", Field::ResponseBytes),
        ] {
            let line = with_member(&format!(r#""{key}":{nothing}"#));
            let json = Json::default();
            let read = json.read(line.as_bytes()).unwrap();
            assert_eq!(read.raw(field), None, "{key}: {nothing}");
        }
    }
}

#[test]
fn a_port_binds_with_the_address_that_was_logged_with_it() {
    for (members, address, port) in [
        (
            r#""remote_addr":"10.0.0.1","remote_port":22"#,
            "10.0.0.1",
            Some("22"),
        ),
        (
            r#""request":{"remote_ip":"10.0.0.1","remote_port":"22","client_ip":"203.0.113.7"}"#,
            "203.0.113.7",
            None,
        ),
        (
            r#""request":{"remote_ip":"203.0.113.7","remote_port":"22","client_ip":"203.0.113.7"}"#,
            "203.0.113.7",
            Some("22"),
        ),
        (r#""client_port":"203.0.113.7:22""#, "203.0.113.7:22", None),
        (
            r#""source_port":22,"client_ip":"203.0.113.7""#,
            "203.0.113.7",
            None,
        ),
    ] {
        let line = with_member(members);
        let json = Json::default();
        let read = json.read(line.as_bytes()).unwrap();
        let found = read.raw(Field::RemoteAddress);
        assert_eq!(found, Some(address.as_bytes()), "{members}");
        assert_eq!(
            read.raw(Field::RemotePort),
            port.map(str::as_bytes),
            "{members}"
        );
    }
}
