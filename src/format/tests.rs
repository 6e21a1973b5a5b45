//! Tests of what `LOG_FORMAT` and `LOG_FIELDS` compile to, and which of their values are invalid.

use super::Format;
use super::field::Field;
use super::reading::Reading;

const COMMON: &str = r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5"#;
const COMBINED: &str =
    r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/8""#;

#[test]
fn a_format_is_recognised_by_its_name_or_by_its_own_text() {
    for (format, fields, line) in [
        ("auto", None, COMBINED),
        ("  combined\n", None, COMBINED),
        (r#"%h %l %u %t "%r" %>s %b"#, None, COMMON),
        (
            r#"LogFormat "%h %l %u %t \"%r\" %>s %b" common"#,
            None,
            COMMON,
        ),
        (
            r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent"#,
            None,
            COMMON,
        ),
        (
            "log_format x '$msec 100% $remote_addr';",
            None,
            "1760097336.186 100% 203.0.113.7",
        ),
        (
            "escape=none $msec 100% $remote_addr",
            None,
            "1760097336.186 100% 203.0.113.7",
        ),
        ("%{sec}t $cost %a", None, "1760097336 $cost 203.0.113.7"),
        (
            "#Fields: date time c-ip",
            None,
            "2025-10-10 13:55:36 203.0.113.7",
        ),
        (
            "w3c",
            Some("date time c-ip"),
            "2025-10-10 13:55:36 203.0.113.7",
        ),
        (
            "cloudfront",
            Some("#Fields: date time c-ip"),
            "2025-10-10\t13:55:36\t203.0.113.7",
        ),
        (
            "cloudfront-realtime",
            Some("timestamp c-ip"),
            "1760097336.186\t203.0.113.7",
        ),
        (
            "json",
            Some("who=remote_address"),
            r#"{"who":"203.0.113.7"}"#,
        ),
        (
            "auto",
            Some("who=remote_address"),
            r#"{"who":"203.0.113.7"}"#,
        ),
    ] {
        let mut compiled = Format::compile(format, fields)
            .unwrap_or_else(|error| panic!("{format}: {}", error.reason));
        let read = compiled.read(line.as_bytes());
        let Ok(Reading::Line(read)) = read else {
            panic!("{format}: {read:?}")
        };
        let client = read.raw(Field::RemoteAddress);
        assert_eq!(client, Some(&b"203.0.113.7"[..]), "{format}");
    }
}

#[test]
fn invalid_formats_and_fields_are_refused_with_a_reason() {
    for (format, fields, reason) in [
        (
            "",
            None,
            "unknown format ``; known are auto, common, combined",
        ),
        ("apache", None, "unknown format `apache`; known are auto, "),
        ("Combined", None, "unknown format `Combined`"),
        (
            "combined",
            Some("c-ip"),
            "LOG_FIELDS is for auto, json, w3c",
        ),
        ("$msec $remote_addr", Some("c-ip"), "LOG_FIELDS is for auto"),
        (
            "cloudfront-realtime",
            None,
            "cloudfront-realtime needs LOG_FIELDS",
        ),
        ("cloudfront-realtime", Some("c-ip"), "no time"),
        ("w3c", Some("c-ip"), "no time"),
        (
            "json",
            Some("who=nobody"),
            "`nobody` in LOG_FIELDS is not a field",
        ),
        ("auto", Some("who"), "`who` in LOG_FIELDS has no `=`"),
        ("%h", None, "no time"),
        ("$remote_addr", None, "no time"),
    ] {
        let error = Format::compile(format, fields).expect_err(format);
        assert!(
            error.reason.starts_with(reason),
            "{format}: {}",
            error.reason
        );
    }
}

#[test]
fn only_auto_reports_the_format_of_a_line() {
    let name = |format| {
        Format::compile(format, None)
            .unwrap()
            .recognised(COMBINED.as_bytes())
    };
    assert_eq!(name("auto"), Some("combined"));
    assert_eq!(name("combined"), None);
}
