//! Rows and directives, as tables.

use super::W3c;
use crate::format::cases::assert_fields;
use crate::format::field::Field;
use crate::format::reading::Reading;

/// A name, the names of columns, a row of these columns, and every field of the row, unescaped.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(Field, &'static str)],
);

const ROWS: &[Case] = &[
    (
        "iis",
        "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) \
         cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken \
         X-Forwarded-For cs-host",
        r"2025-10-10 11:55:36 192.0.2.10 GET /a.aspx id=7+8 443 CORP\ada 203.0.113.7 Mozilla/5.0+(Windows+NT+10.0) https://www.example.com/?q=a+b 200 0 0 1024 512 15 198.51.100.4,+10.0.0.1 www.example.com",
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::ServerAddress, "192.0.2.10"),
            (Field::Method, "GET"),
            (Field::Path, "/a.aspx"),
            (Field::Query, "id=7+8"),
            (Field::ServerPort, "443"),
            (Field::User, r"CORP\ada"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::UserAgent, "Mozilla/5.0 (Windows NT 10.0)"),
            (Field::Referrer, "https://www.example.com/?q=a+b"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "1024"),
            (Field::RequestBytes, "512"),
            (Field::DurationMilliseconds, "15"),
            (Field::ForwardedFor, "198.51.100.4, 10.0.0.1"),
            (Field::Host, "www.example.com"),
        ],
    ),
    (
        "quoted-values-keep-their-plus",
        "#Fields: date time c-ip cs-uri sc-status cs(User-Agent)",
        r#"2025-10-10 11:55:36 203.0.113.7 /a?b 200 "Googlebot/2.1 (+http://www.example.com/)""#,
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Target, "/a?b"),
            (Field::Status, "200"),
            (Field::UserAgent, "Googlebot/2.1 (+http://www.example.com/)"),
        ],
    ),
    (
        "columns-set-apart-by-several-blanks",
        "date time c-ip cs-uri-stem",
        "2025-10-10   11:55:36  203.0.113.7 /a",
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Path, "/a"),
        ],
    ),
    (
        "tab-within-a-value",
        "date time c-ip cs(User-Agent)",
        "2025-10-10 11:55:36 203.0.113.7 a\tb",
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::UserAgent, "a\tb"),
        ],
    ),
    (
        "the-better-source-binds-wherever-it-is",
        "date time cs(True-Client-IP) cs(X-Forwarded-For) c-dns c-ip",
        "2025-10-10 11:55:36 198.51.100.1 198.51.100.2 a.example 203.0.113.7",
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::ForwardedFor, "198.51.100.2"),
        ],
    ),
    (
        "seconds-by-their-point",
        "date time time-taken",
        "2025-10-10 11:55:36 0.113",
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::DurationSeconds, "0.113"),
        ],
    ),
];

const CLOUDFRONT: &[Case] = &[
    (
        "standard",
        "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status \
         cs(Referer) cs(User-Agent) cs-uri-query x-host-header time-taken x-forwarded-for",
        "2025-10-10\t11:55:36\tFRA60-P2\t703\t203.0.113.7\tGET\td1.cloudfront.net\t\
         /a+b\t200\thttps://a.example/%2520\tMozilla\
         /5.0%20(X11)\t-\twww.example.com\t2\t198.51.100.4,%2010.0.0.1",
        &[
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "11:55:36"),
            (Field::ResponseBytes, "703"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Method, "GET"),
            (Field::ServerName, "d1.cloudfront.net"),
            (Field::Path, "/a+b"),
            (Field::Status, "200"),
            (Field::Referrer, "https://a.example/%20"),
            (Field::UserAgent, "Mozilla/5.0 (X11)"),
            (Field::Query, "-"),
            (Field::Host, "www.example.com"),
            (Field::DurationSeconds, "2"),
            (Field::ForwardedFor, "198.51.100.4, 10.0.0.1"),
        ],
    ),
    (
        "real-time",
        "timestamp,c-ip,s-ip,cs-uri-stem,cs-uri-query,cs-user-agent,cs-host,time-taken",
        "1760097336.186\t203.0.113.7\t192.0.2.1\t/a?b=c\tb=c\tcurl%2F8\td1.cloudfront.net\t0.001",
        &[
            (Field::TimeEpochSeconds, "1760097336.186"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Target, "/a?b=c"),
            (Field::UserAgent, "curl/8"),
            (Field::ServerName, "d1.cloudfront.net"),
            (Field::DurationSeconds, "0.001"),
        ],
    ),
];

fn check(w3c: &mut W3c, name: &str, row: &str, fields: &[(Field, &str)]) {
    let Ok(Reading::Line(line)) = w3c.read(row.as_bytes()) else {
        panic!("{name}: no row")
    };
    assert_fields(name, &line, fields);
}

#[test]
fn rows_are_read_by_the_names_of_their_columns() {
    for (name, names, row, fields) in ROWS {
        check(&mut W3c::compile(names).unwrap(), name, row, fields);
    }
    for (name, names, row, fields) in CLOUDFRONT {
        check(&mut W3c::realtime(names).unwrap(), name, row, fields);
    }
}

#[test]
fn columns_that_the_log_names_take_precedence_over_configured_columns() {
    let mut w3c = W3c::iis();
    let iis = "2025-10-10 13:55:36 192.0.2.1 GET /a.asp b=c 443 - 203.0.113.7 curl - 200 0 0 15";
    let path = |w3c: &mut W3c, row: &str| match w3c.read(row.as_bytes()) {
        Ok(Reading::Line(line)) => line.raw(Field::Path).map(<[u8]>::to_vec),
        _ => None,
    };
    assert_eq!(path(&mut w3c, iis).as_deref(), Some(&b"/a.asp"[..]));
    for directive in [
        "#Software: Microsoft Internet Information Services 10.0",
        "#Fields: date time c-ip cs-uri-stem",
    ] {
        let read = w3c.read(directive.as_bytes());
        assert!(matches!(read, Ok(Reading::Directive)), "{directive}");
    }
    let short = "2025-10-10 13:55:36 203.0.113.8 /b";
    assert_eq!(path(&mut w3c, short).as_deref(), Some(&b"/b"[..]));
    w3c.start_source();
    assert_eq!(path(&mut w3c, short), None);
    assert_eq!(path(&mut w3c, iis).as_deref(), Some(&b"/a.asp"[..]));
}

#[test]
fn invalid_columns_and_directives_are_refused() {
    for names in ["c-ip cs-method", "time c-ip", ""] {
        let error = W3c::compile(names).unwrap_err();
        assert!(error.reason.starts_with("no time"), "{names}");
    }
    for (line, code) in [
        ("#Fields: c-ip", "line_mismatch"),
        ("# a remark of nobody", "line_unrecognised"),
        ("2025-10-10", "line_cut"),
        (
            "2025-10-10 13:55:36 192.0.2.1 GET /a - 443 - 203.0.113.7",
            "line_cut",
        ),
    ] {
        let rejection = W3c::iis().read(line.as_bytes()).map(|_| ()).unwrap_err();
        assert_eq!(rejection.code(), code, "{line}");
    }
}
