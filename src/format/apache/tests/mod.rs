//! Formats and lines of Apache, as tables.

mod documented;
mod times;

use super::compile;
use crate::format::cases::{Case, Refused, read_all, refuse_all};
use crate::format::field::Field;

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
        name: "custom-log-with-a-format",
        format: r#"CustomLog "|/usr/bin/rotate logs/a" "%h %t \"%r\"" env=!static"#,
        line: br#"203.0.113.7 [24/Nov/2026:13:55:36 +0000] "GET / HTTP/1.1""#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            CLF,
            (Field::RequestLine, b"GET / HTTP/1.1"),
        ],
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
        format: r"%t %<s %400,501{User-agent}i|%!200,304,302{Referer}i|%{Host}>i|%>s",
        line: b"[24/Nov/2026:13:55:36 +0000] 302 -|http://a.example/|b.example|200",
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
        name: "user-with-bracket-before-a-pattern",
        format: "%h %u [%{%F %T}t.%{msec_frac}t] %>s",
        line: b"203.0.113.7 al [b] - c [2026-11-24 13:55:36.123] 401",
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, b"al [b] - c"),
            (Field::TimePattern, b"2026-11-24 13:55:36.123"),
            (Field::Status, b"401"),
        ],
    },
    Case {
        name: "user-with-blanks-before-a-bare-pattern",
        format: "%h %u %{%a %b %e %T %Y}t %r %>s",
        line: br#"203.0.113.7 al b [x] - y\"q Tue Nov 24 13:55:36 2026 GET / HTTP/1.1 401"#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, br#"al b [x] - y"q"#),
            (Field::TimePattern, b"Tue Nov 24 13:55:36 2026"),
            (Field::RequestLine, b"GET / HTTP/1.1"),
            (Field::Status, b"401"),
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
        format: "%t %D %T %{ms}T %I %O %S %{SSL_PROTOCOL}x %{cipher}c %^FB %{A}^ti %{B}^to \
                 %{UNIQUE_ID}e %L",
        line: b"[24/Nov/2026:13:55:36 +0000] 4321 0 4 512 1024 1536 TLSv1.3 \
                TLS_AES_128_GCM_SHA256 99 - - aBc@x -",
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
fn lines_are_read_by_their_format() {
    read_all(compile, CASES);
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
        format: "%t %{min}T",
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
        name: "custom-log-with-a-nickname",
        format: "CustomLog logs/access.log combined",
        position: 0,
        reason: "no time",
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
fn formats_that_cannot_work_are_refused() {
    refuse_all(compile, REFUSED);
}
