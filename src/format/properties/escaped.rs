//! Tests that values are read as they were before a server escaped them.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{APACHE, NGINX};
use crate::format::field::Field;
use crate::format::layout::Layout;
use crate::format::{apache, nginx};

/// A value of any bytes. Quotes, backslashes and blanks are frequent in it.
fn value() -> impl Strategy<Value = Vec<u8>> {
    vec(
        prop_oneof![4 => any::<u8>(), 1 => Just(b'"'), 1 => Just(b'\\'), 1 => Just(b' ')],
        1..24,
    )
}

/// A value as Apache writes it: `ap_escape_logitem`.
fn apache_escaped(value: &[u8]) -> String {
    let mut out = String::new();
    for byte in value {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(*byte)]),
            0x08 => out.push_str("\\b"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x0b => out.push_str("\\v"),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => write!(out, "\\x{byte:02x}").unwrap(),
        }
    }
    out
}

/// A value as nginx writes it by default.
fn nginx_escaped(value: &[u8]) -> String {
    let mut out = String::new();
    for byte in value {
        match byte {
            b' ' | b'!' | b'#'..=b'[' | b']'..=b'~' => out.push(char::from(*byte)),
            _ => write!(out, "\\x{byte:02X}").unwrap(),
        }
    }
    out
}

/// A value as nginx writes it with `escape=json`: bytes above 127 are not escaped.
fn json_escaped(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in value {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            0x08 => out.extend(b"\\b"),
            0x0c => out.extend(b"\\f"),
            0..0x20 => out.extend(format!("\\u{byte:04X}").bytes()),
            _ => out.push(*byte),
        }
    }
    out
}

/// Removes the blanks around an unquoted value, since these blanks pad its column.
fn unpadded(value: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| *byte == b' ';
    let start = value.iter().take_while(|byte| is_blank(byte)).count();
    let value = value.get(start..).unwrap_or_default();
    let end = value.iter().rev().take_while(|byte| is_blank(byte)).count();
    value.get(..value.len() - end).unwrap_or_default()
}

fn gives(layout: &Layout, line: &[u8], expected: &[(Field, &[u8])]) -> Result<(), TestCaseError> {
    let read = layout
        .read(line)
        .map_err(|rejection| TestCaseError::fail(rejection.to_string()))?;
    for (field, value) in expected {
        let found = read.bytes(*field);
        prop_assert_eq!(
            found.as_deref(),
            Some(*value),
            "{} of {}",
            field.name(),
            String::from_utf8_lossy(line)
        );
    }
    prop_assert!(!read.cut);
    Ok(())
}

proptest! {
    #[test]
    fn values_that_apache_escapes_are_unescaped(
        (user, request, referrer, agent) in (value(), value(), value(), value()),
        status in 100_u16..600,
    ) {
        let time = "24/Nov/2026:13:55:36 +0000";
        let line = format!(
            r#"203.0.113.7 - {} [{time}] "{}" {status} - "{}" "{}""#,
            apache_escaped(&user),
            apache_escaped(&request),
            apache_escaped(&referrer),
            apache_escaped(&agent),
        );
        gives(
            &apache::compile(APACHE[0]).unwrap(),
            line.as_bytes(),
            &[
                (Field::RemoteAddress, b"203.0.113.7"),
                (Field::User, unpadded(&user)),
                (Field::TimeClf, time.as_bytes()),
                (Field::RequestLine, &request),
                (Field::Status, status.to_string().as_bytes()),
                (Field::BodyBytes, b"-"),
                (Field::Referrer, &referrer),
                (Field::UserAgent, &agent),
            ],
        )?;
    }

    #[test]
    fn values_that_apache_escapes_in_a_custom_layout_are_unescaped(
        path in value(),
        query in value(),
        micros in any::<u32>(),
    ) {
        let (path, query) = ([b"/", &*path].concat(), [b"?", &*query].concat());
        // A `?` in the decoded path cannot be distinguished from the `?` before the query. A
        // version within the path or the query cannot be distinguished from the version of the
        // request.
        prop_assume!(!path.contains(&b'?'));
        let line = format!(
            r#"a.example:443 2001:db8::1 2026-11-24 13:55:36.123 "GET {}{} HTTP/1.1" {micros} -"#,
            apache_escaped(&path), apache_escaped(&query),
        );
        gives(&apache::compile(APACHE[1]).unwrap(), line.as_bytes(), &[
            (Field::ServerName, b"a.example"),
            (Field::ServerPort, b"443"),
            (Field::RemoteAddress, b"2001:db8::1"),
            (Field::TimePattern, b"2026-11-24 13:55:36.123"),
            (Field::Method, b"GET"),
            (Field::Path, &path),
            (Field::Query, unpadded(&query)),
            (Field::Protocol, b"HTTP/1.1"),
            (Field::DurationMicroseconds, micros.to_string().as_bytes()),
        ])?;
    }

    #[test]
    fn values_that_nginx_escapes_are_unescaped(
        (user, request, referrer, agent) in (value(), value(), value(), value()),
        bytes in any::<u64>(),
    ) {
        let line = format!(
            r#"2001:db8::1 - {} [24/Nov/2026:13:55:36 +0000] "{}" 200 {bytes} "{}" "{}""#,
            nginx_escaped(&user),
            nginx_escaped(&request),
            nginx_escaped(&referrer),
            nginx_escaped(&agent),
        );
        gives(
            &nginx::compile(NGINX[0]).unwrap(),
            line.as_bytes(),
            &[
                (Field::User, unpadded(&user)),
                (Field::RequestLine, &request),
                (Field::BodyBytes, bytes.to_string().as_bytes()),
                (Field::Referrer, &referrer),
                (Field::UserAgent, &agent),
            ],
        )?;
    }

    #[test]
    fn values_that_nginx_escapes_as_json_are_unescaped(request in value(), args in value()) {
        let mut line = br#"{"t":"1795528536.123","u":"https://a.example:443/b?"#.to_vec();
        line.extend(json_escaped(&args));
        line.extend(br#"","r":""#);
        line.extend(json_escaped(&request));
        line.extend(br#"","n":0.004}"#);
        gives(&nginx::compile(NGINX[1]).unwrap(), &line, &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::Scheme, b"https"),
            (Field::Host, b"a.example"),
            (Field::ServerPort, b"443"),
            (Field::Path, b"/b"),
            (Field::Query, &[b"?", &*args].concat()),
            (Field::RequestLine, &request),
            (Field::DurationSeconds, b"0.004"),
        ])?;
    }
}
