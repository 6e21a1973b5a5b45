//! Formats and lines of Apache, as tables.

use super::super::cases::{Case, Refused, read_all, refuse_all};
use super::super::field::Field;
use super::*;

const CLF: (Field, &[u8]) = (Field::TimeClf, b"24/Nov/2026:13:55:36 +0000");

const CASES: &[Case] = &[
    Case {
        name: "combined-as-in-httpd-conf",
        format: r#"%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\""#,
        line: br#"203.0.113.7 - al [24/Nov/2026:13:55:36 +0000] "GET /\"a\\b\x00\t HTTP/1.1" 200 - "-" "\xd0\xbf""#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, b"al"),
            CLF,
            (Field::RequestLine, b"GET /\"a\\b\0\t HTTP/1.1"),
            (Field::Status, b"200"),
            (Field::BodyBytes, b"-"),
            (Field::Referrer, b"-"),
            (Field::UserAgent, b"\xd0\xbf"),
        ],
    },
    Case {
        name: "common-with-plain-quotes",
        format: r#"%h %l %u %t "%r" %>s %b"#,
        line: br#"2001:db8::1 - - [24/Nov/2026:13:55:36 +0000] "" 400 0"#,
        fields: &[
            (Field::RemoteAddress, b"2001:db8::1"),
            (Field::User, b"-"),
            CLF,
            (Field::RequestLine, b""),
            (Field::Status, b"400"),
            (Field::BodyBytes, b"0"),
        ],
    },
    Case {
        name: "whole-directive",
        format: "LogFormat \"%v:%p %h %l %u %t \\\"%r\\\" %>s %O\" vhost_combined\n",
        line: br#"www.example.com:443 203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "-" 408 3309"#,
        fields: &[
            (Field::ServerName, b"www.example.com"),
            (Field::ServerPort, b"443"),
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, b"-"),
            CLF,
            (Field::RequestLine, b"-"),
            (Field::Status, b"408"),
            (Field::ResponseBytes, b"3309"),
        ],
    },
    Case {
        name: "whole-directive-over-two-lines-without-nickname",
        format: "  logformat '%h %t \\\n%>s'",
        line: b"203.0.113.7 [24/Nov/2026:13:55:36 +0000] 200",
        fields: &[(Field::RemoteAddress, b"203.0.113.7"), CLF, (Field::Status, b"200")],
    },
    Case {
        name: "quoted-as-a-whole",
        format: r#""%h %t \"%r\" 100%% %>s\n""#,
        line: br#"203.0.113.7 [24/Nov/2026:13:55:36 +0000] "GET / HTTP/1.1" 100% 200"#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            CLF,
            (Field::RequestLine, b"GET / HTTP/1.1"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "tabs",
        format: r"%t\t%h\t%u\t%{X-Forwarded-For}i\t%U\t%>s",
        line: b"[24/Nov/2026:13:55:36 +0000]\t203.0.113.7\tal b\t192.0.2.1, 192.0.2.2\t/a b\t200",
        fields: &[
            CLF,
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, b"al b"),
            (Field::ForwardedFor, b"192.0.2.1, 192.0.2.2"),
            (Field::Path, b"/a b"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "conditions-and-modifiers",
        format: r#"%t %<s %400,501{User-agent}i|%!200,304,302{Referer}i|%{Host}>i|%>s"#,
        line: br#"[24/Nov/2026:13:55:36 +0000] 302 -|http://a.example/|b.example|200"#,
        fields: &[
            CLF,
            (Field::UserAgent, b"-"),
            (Field::Referrer, b"http://a.example/"),
            (Field::Host, b"b.example"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "original-status-without-the-last",
        format: "%t %s",
        line: b"[24/Nov/2026:13:55:36 +0000] 404",
        fields: &[CLF, (Field::Status, b"404")],
    },
    Case {
        name: "path-and-query-side-by-side",
        format: r#"%t "%m %U%q %H" %h:%{remote}p"#,
        line: br#"[24/Nov/2026:13:55:36 +0000] "GET /a b?c=d HTTP/1.1" 2001:db8::1:51234"#,
        fields: &[
            CLF,
            (Field::Method, b"GET"),
            (Field::Path, b"/a b"),
            (Field::Query, b"?c=d"),
            (Field::Protocol, b"HTTP/1.1"),
            (Field::RemoteAddress, b"2001:db8::1"),
            (Field::RemotePort, b"51234"),
        ],
    },
    Case {
        name: "address-before-host-name",
        format: "%h %a %{c}a %{c}h %t",
        line: b"client.example 203.0.113.7 192.0.2.1 proxy.example [24/Nov/2026:13:55:36 +0000]",
        fields: &[(Field::RemoteAddress, b"203.0.113.7"), (Field::PeerAddress, b"192.0.2.1"), CLF],
    },
    Case {
        name: "durations-bytes-and-tls",
        format: "%t %D %T %{ms}T %I %O %S %{SSL_PROTOCOL}x %{cipher}c %^FB %{A}^ti %{B}^to %{UNIQUE_ID}e %L",
        line: b"[24/Nov/2026:13:55:36 +0000] 4321 0 4 512 1024 1536 TLSv1.3 TLS_AES_128_GCM_SHA256 99 - - aBc@x -",
        fields: &[
            CLF,
            (Field::DurationMicroseconds, b"4321"),
            (Field::DurationSeconds, b"0"),
            (Field::DurationMilliseconds, b"4"),
            (Field::RequestBytes, b"512"),
            (Field::ResponseBytes, b"1024"),
            (Field::TlsProtocol, b"TLSv1.3"),
            (Field::TlsCipher, b"TLS_AES_128_GCM_SHA256"),
            (Field::RequestId, b"aBc@x"),
        ],
    },
];

#[test]
fn lines() {
    read_all(compile, CASES);
}

/// A time format, how a line writes it, the field that binds and the value, the pattern.
const TIMES: &[(&str, &str, &str, Field, &str, Option<&str>)] = &[
    (
        "strftime-in-parts",
        "%{%Y-%m-%dT%T}t.%{msec_frac}t%{%z}t",
        "2026-11-24T13:55:36.123+0100",
        Field::TimePattern,
        "2026-11-24T13:55:36.123+0100",
        Some("%Y-%m-%dT%H:%M:%S.%3f%z"),
    ),
    (
        "documented-example",
        "[%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t]",
        "[24/Nov/2026 13:55:36.123 +0100]",
        Field::TimePattern,
        "24/Nov/2026 13:55:36.123 +0100",
        Some("%d/%b/%Y %H:%M:%S.%3f %z"),
    ),
    (
        "blanks-in-the-time",
        "%{%a %b %e %T %Y}t",
        "Wed Nov  4 13:55:36 2026",
        Field::TimePattern,
        "Wed Nov  4 13:55:36 2026",
        Some("%a %b %e %H:%M:%S %Y"),
    ),
    (
        "padded-day-first",
        "%{%e/%b/%Y %k:%M}t",
        " 4/Nov/2026  3:55",
        Field::TimePattern,
        " 4/Nov/2026  3:55",
        Some("%e/%b/%Y %k:%M"),
    ),
    (
        "composite-of-the-locale",
        "%{%c}t",
        "Tue Nov 24 13:55:36 2026",
        Field::TimePattern,
        "Tue Nov 24 13:55:36 2026",
        Some("%a %b %e %H:%M:%S %Y"),
    ),
    (
        "date-and-time-apart",
        r#""%{%F}t" "%{%T}t""#,
        r#""2026-11-24" "13:55:36""#,
        Field::TimePattern,
        r#"2026-11-24" "13:55:36"#,
        Some(r#"%Y-%m-%d" "%H:%M:%S"#),
    ),
    (
        "percent-between",
        "%{%F}t%%%{%T}t",
        "2026-11-24%13:55:36",
        Field::TimePattern,
        "2026-11-24%13:55:36",
        Some("%Y-%m-%d%%%H:%M:%S"),
    ),
    (
        "clf-in-strftime",
        "[%{%d/%b/%Y:%T %z}t]",
        "[24/Nov/2026:13:55:36 +0000]",
        Field::TimeClf,
        "24/Nov/2026:13:55:36 +0000",
        None,
    ),
    (
        "seconds",
        "%{sec}t",
        "1795528536",
        Field::TimeEpochSeconds,
        "1795528536",
        None,
    ),
    (
        "seconds-in-strftime",
        "%{%s}t",
        "1795528536",
        Field::TimeEpochSeconds,
        "1795528536",
        None,
    ),
    (
        "seconds-with-fraction",
        "%{sec}t.%{usec_frac}t",
        "1795528536.123456",
        Field::TimeEpochSeconds,
        "1795528536.123456",
        None,
    ),
    (
        "seconds-then-fraction",
        "%{sec}t%{msec_frac}t",
        "1795528536123",
        Field::TimeEpochMilliseconds,
        "1795528536123",
        None,
    ),
    (
        "seconds-then-microseconds",
        "%{sec}t%{usec_frac}t",
        "1795528536123456",
        Field::TimeEpochMicroseconds,
        "1795528536123456",
        None,
    ),
    (
        "milliseconds",
        "%{msec}t",
        "1795528536123",
        Field::TimeEpochMilliseconds,
        "1795528536123",
        None,
    ),
    (
        "microseconds",
        "%{begin:usec}t",
        "1795528536123456",
        Field::TimeEpochMicroseconds,
        "1795528536123456",
        None,
    ),
    (
        "end-alone",
        "%{end:sec}t",
        "1795528536",
        Field::TimeEpochSeconds,
        "1795528536",
        None,
    ),
    (
        "begin-before-end",
        "%{end:%F %T}t %{begin:sec}t",
        "2026-11-24 13:55:36 1795528536",
        Field::TimeEpochSeconds,
        "1795528536",
        None,
    ),
    (
        "plain-begin",
        "%{begin:}t",
        "[24/Nov/2026:13:55:36 +0000]",
        Field::TimeClf,
        "24/Nov/2026:13:55:36 +0000",
        None,
    ),
    (
        "zone-name-beside-a-time",
        "%{%F %T}t %{%Z}t",
        "2026-11-24 13:55:36 CET",
        Field::TimePattern,
        "2026-11-24 13:55:36",
        Some("%Y-%m-%d %H:%M:%S"),
    ),
    (
        "second-pattern-is-skipped",
        "%{%F %T}t|%h|%{%A %F %T}t",
        "2026-11-24 13:55:36|192.0.2.1|Tuesday 2026-11-24 13:55:36",
        Field::TimePattern,
        "2026-11-24 13:55:36",
        Some("%Y-%m-%d %H:%M:%S"),
    ),
];

#[test]
fn times_of_one_or_several_parts() {
    for (name, format, line, field, value, pattern) in TIMES {
        // Once as the whole line, once amid others, blanks between.
        for (format, line) in [
            ((*format).to_owned(), (*line).to_owned()),
            (format!("%>s {format} %b %U"), format!("200 {line} 12 /")),
        ] {
            let layout = compile(&format)
                .unwrap_or_else(|error| panic!("{name}: {} at {}", error.reason, error.position));
            let read = layout
                .read(line.as_bytes())
                .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
            assert_eq!(
                read.raw(*field).map(String::from_utf8_lossy).as_deref(),
                Some(*value),
                "{name}"
            );
            assert_eq!(read.time_pattern, *pattern, "{name}");
        }
    }
}

#[test]
fn a_fraction_apart_from_its_time_is_a_field_of_its_own() {
    for (name, format, line) in [
        (
            "beside-clf",
            "%t %{msec_frac}t",
            "[24/Nov/2026:13:55:36 +0000] 123",
        ),
        (
            "after-another-value",
            "%{%F %T}t %h %{msec_frac}t",
            "2026-11-24 13:55:36 192.0.2.1 123",
        ),
    ] {
        let layout = compile(format).unwrap();
        let read = layout.read(line.as_bytes()).unwrap();
        assert_eq!(read.raw(Field::TimeFraction), Some(&b"123"[..]), "{name}");
    }
}

const REFUSED: &[Refused] = &[
    Refused {
        name: "empty",
        format: "",
        position: 0,
        reason: "no time",
    },
    Refused {
        name: "no-time",
        format: "%h %>s",
        position: 0,
        reason: "no time",
    },
    Refused {
        name: "time-of-day-only",
        format: "%h %{%T}t",
        position: 3,
        reason: "cannot be read back",
    },
    Refused {
        name: "date-only",
        format: "%h %{%F}t",
        position: 3,
        reason: "time of day",
    },
    Refused {
        name: "twelve-hours-without-half",
        format: "%h %{%F %I:%M}t",
        position: 3,
        reason: "`%Y-%m-%d %I:%M`",
    },
    Refused {
        name: "zone-name",
        format: "%{%F %T %Z}t",
        position: 0,
        reason: "cannot be read back",
    },
    Refused {
        name: "fraction-only",
        format: "%{msec_frac}t %h",
        position: 0,
        reason: "no time",
    },
    Refused {
        name: "unknown-directive",
        format: "%t %Y",
        position: 3,
        reason: "`%Y`",
    },
    Refused {
        name: "unknown-caret",
        format: "%t %^xy",
        position: 3,
        reason: "`%^xy`",
    },
    Refused {
        name: "percent-at-the-end",
        format: "%t %",
        position: 3,
        reason: "without a directive",
    },
    Refused {
        name: "modifier-at-the-end",
        format: "%t %>",
        position: 3,
        reason: "without a directive",
    },
    Refused {
        name: "open-brace",
        format: "%t %{Referer",
        position: 3,
        reason: "closing brace",
    },
    Refused {
        name: "unknown-unit",
        format: "%t %{ns}T",
        position: 3,
        reason: "known are s, ms, us",
    },
    Refused {
        name: "unknown-port",
        format: "%t %{client}p",
        position: 3,
        reason: "canonical, local, remote",
    },
    Refused {
        name: "unknown-process",
        format: "%t %{thread}P",
        position: 3,
        reason: "unknown format `thread`",
    },
    Refused {
        name: "side-by-side",
        format: "%t %>s%b",
        position: 6,
        reason: "nothing separates body_bytes from status",
    },
    Refused {
        name: "side-by-side-in-a-directive",
        format: r#"LogFormat "%t \"%r\" %h%u" x"#,
        position: 23,
        reason: "nothing separates user",
    },
    Refused {
        name: "open-quote",
        format: r#"LogFormat "%t %h"#,
        position: 10,
        reason: "never closed",
    },
    Refused {
        name: "words-after-the-nickname",
        format: r#"LogFormat "%t" a b"#,
        position: 15,
        reason: "nickname",
    },
    Refused {
        name: "line-break",
        format: r"%t\n%h",
        position: 2,
        reason: "line break",
    },
];

#[test]
fn formats_that_cannot_work() {
    refuse_all(compile, REFUSED);
}

/// Every directive that the documentation of `mod_log_config`, `mod_logio` and `mod_ssl` lists, and the headers and variables that
/// mean something.
const DOCUMENTED: &[(&str, Option<Field>)] = &[
    ("%%", None),
    ("%a", Some(Field::RemoteAddress)),
    ("%{c}a", Some(Field::PeerAddress)),
    ("%A", Some(Field::ServerAddress)),
    ("%B", Some(Field::BodyBytes)),
    ("%b", Some(Field::BodyBytes)),
    ("%{session}C", None),
    ("%D", Some(Field::DurationMicroseconds)),
    ("%{HOME}e", None),
    ("%{UNIQUE_ID}e", Some(Field::RequestId)),
    ("%f", None),
    ("%h", Some(Field::RemoteAddress)),
    ("%{c}h", Some(Field::PeerAddress)),
    ("%H", Some(Field::Protocol)),
    ("%{Accept}i", None),
    ("%{referer}i", Some(Field::Referrer)),
    ("%{USER-AGENT}i", Some(Field::UserAgent)),
    ("%{Host}i", Some(Field::Host)),
    ("%{X-Forwarded-For}i", Some(Field::ForwardedFor)),
    ("%{X-Forwarded-Host}i", Some(Field::Host)),
    ("%{X-Forwarded-Proto}i", Some(Field::Scheme)),
    ("%{X-Real-IP}i", Some(Field::ForwardedFor)),
    ("%{X-Request-Id}i", Some(Field::RequestId)),
    ("%{X-Amzn-Trace-Id}i", Some(Field::RequestId)),
    ("%{Authorization}i", None),
    ("%{Cookie}i", None),
    ("%k", None),
    ("%l", None),
    ("%L", Some(Field::RequestId)),
    ("%m", Some(Field::Method)),
    ("%{note}n", None),
    ("%{Location}o", None),
    ("%{X-Request-Id}o", Some(Field::RequestId)),
    ("%p", Some(Field::ServerPort)),
    ("%{canonical}p", Some(Field::ServerPort)),
    ("%{local}p", Some(Field::ServerPort)),
    ("%{remote}p", Some(Field::RemotePort)),
    ("%P", None),
    ("%{pid}P", None),
    ("%{tid}P", None),
    ("%{hextid}P", None),
    ("%q", Some(Field::Query)),
    ("%r", Some(Field::RequestLine)),
    ("%R", None),
    ("%s", Some(Field::Status)),
    ("%>s", Some(Field::Status)),
    ("%<s", Some(Field::Status)),
    ("%t", Some(Field::TimeClf)),
    ("%{%d/%b/%Y:%T %z}t", Some(Field::TimeClf)),
    ("%{sec}t", Some(Field::TimeEpochSeconds)),
    ("%{msec}t", Some(Field::TimeEpochMilliseconds)),
    ("%{usec}t", Some(Field::TimeEpochMicroseconds)),
    ("%{msec_frac}t", Some(Field::TimeFraction)),
    ("%{usec_frac}t", Some(Field::TimeFraction)),
    ("%{begin:msec}t", Some(Field::TimeEpochMilliseconds)),
    ("%{end:msec}t", Some(Field::TimeEpochMilliseconds)),
    ("%T", Some(Field::DurationSeconds)),
    ("%{ms}T", Some(Field::DurationMilliseconds)),
    ("%{us}T", Some(Field::DurationMicroseconds)),
    ("%{s}T", Some(Field::DurationSeconds)),
    ("%u", Some(Field::User)),
    ("%<u", Some(Field::User)),
    ("%U", Some(Field::Path)),
    ("%v", Some(Field::ServerName)),
    ("%V", Some(Field::ServerName)),
    ("%X", None),
    ("%I", Some(Field::RequestBytes)),
    ("%O", Some(Field::ResponseBytes)),
    ("%S", None),
    ("%{Trailer}^ti", None),
    ("%{Trailer}^to", None),
    ("%^FB", None),
    ("%{SSL_PROTOCOL}x", Some(Field::TlsProtocol)),
    ("%{SSL_CIPHER}x", Some(Field::TlsCipher)),
    ("%{SSL_SESSION_ID}x", None),
    ("%{version}c", Some(Field::TlsProtocol)),
    ("%{cipher}c", Some(Field::TlsCipher)),
    ("%{subjectdn}c", None),
    ("%{issuerdn}c", None),
    ("%{errcode}c", None),
    ("%{errstr}c", None),
    ("%400,501{User-agent}i", Some(Field::UserAgent)),
    ("%!200,304,302{Referer}i", Some(Field::Referrer)),
];

#[test]
fn every_documented_directive_compiles_to_its_meaning() {
    for (directive, field) in DOCUMENTED {
        let layout = compile(&format!("{directive} | %t"))
            .unwrap_or_else(|error| panic!("{directive}: {}", error.reason));
        for other in Field::ALL
            .into_iter()
            .filter(|other| *other != Field::TimeClf)
        {
            assert_eq!(
                layout.binds(other),
                *field == Some(other),
                "{directive}: {}",
                other.name()
            );
        }
    }
}
