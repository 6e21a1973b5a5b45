//! Formats and lines of nginx, as tables.

mod documented;

use super::compile;
use crate::format::cases::{Case, Refused, read_all, refuse_all};
use crate::format::field::Field;

const CASES: &[Case] = &[
    Case {
        name: "combined",
        format: r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent""#,
        line: br#"203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET /a\x22b\x5C HTTP/1.1" 200 612 "-" "\xD0\xBF curl""#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, b"-"),
            (Field::TimeClf, b"24/Nov/2026:13:55:36 +0000"),
            (Field::RequestLine, br#"GET /a"b\ HTTP/1.1"#),
            (Field::Status, b"200"),
            (Field::BodyBytes, b"612"),
            (Field::Referrer, b"-"),
            (Field::UserAgent, b"\xd0\xbf curl"),
        ],
    },
    Case {
        name: "whole-directive-with-comments",
        format: "# the main log\nlog_format main escape=default '$remote_addr [$time_iso8601] ' # \
                 first\n    \"\\\"$request_uri\\\" \" $status;\n",
        line: br#"2001:db8::1 [2026-11-24T13:55:36+00:00] "/a?b" 304"#,
        fields: &[
            (Field::RemoteAddress, b"2001:db8::1"),
            (Field::TimeIso8601, b"2026-11-24T13:55:36+00:00"),
            (Field::Target, b"/a?b"),
            (Field::Status, b"304"),
        ],
    },
    Case {
        name: "chunks-without-the-directive",
        format: "'$msec\\t${remote_addr}\\t'\n  '$request';",
        line: b"1795528536.123\t203.0.113.7\tGET / HTTP/1.1",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::RequestLine, b"GET / HTTP/1.1"),
        ],
    },
    Case {
        name: "json",
        format: r#"escape=json {"time":"$time_iso8601","ip":"$remote_addr","uri":"$request_uri","status":$status,"took":$request_time,"ua":"$http_user_agent","x":"$custom"}"#,
        line: br#"{"time":"2026-11-24T13:55:36+00:00","ip":"203.0.113.7","uri":"/a\"b\\","status":200,"took":0.004,"ua":"\u0001 \u20ac","x":""}"#,
        fields: &[
            (Field::TimeIso8601, b"2026-11-24T13:55:36+00:00"),
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::Target, br#"/a"b\"#),
            (Field::Status, b"200"),
            (Field::DurationSeconds, b"0.004"),
            (Field::UserAgent, "\u{1} \u{20ac}".as_bytes()),
        ],
    },
    Case {
        name: "json-with-blanks-in-chunks",
        format: r#"log_format j escape=json '{ "t": "$msec", ' '"r": "$request" }';"#,
        line: br#"{ "t": "1795528536.123", "r": "GET /\\\" HTTP/1.1" }"#,
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::RequestLine, br#"GET /\" HTTP/1.1"#),
        ],
    },
    Case {
        name: "escape-none-leaves-backslashes",
        format: r#"escape=none $msec "$http_user_agent" $status"#,
        line: br#"1795528536.123 "a \" b \x41 \" 200"#,
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::UserAgent, br#"a \" b \x41 \"#),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "upstream-lists",
        format: "$msec $upstream_addr $upstream_status $upstream_response_time \
                 $upstream_connect_time $status",
        line: b"1795528536.123 192.0.2.1:80, 192.0.2.2:80 : unix:/run/a.sock 502, 502 : 200 \
                0.518, 0.009 : 0.1 - : 0.1, - 200",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::UpstreamAddress, b"192.0.2.1:80, 192.0.2.2:80 : unix:/run/a.sock"),
            (Field::UpstreamStatus, b"502, 502 : 200"),
            (Field::UpstreamSeconds, b"0.518, 0.009 : 0.1"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "single-upstream-at-the-end",
        format: "$msec $status $upstream_addr $upstream_response_time",
        line: b"1795528536.123 200 [2001:db8::1]:80 0.004",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::Status, b"200"),
            (Field::UpstreamAddress, b"[2001:db8::1]:80"),
            (Field::UpstreamSeconds, b"0.004"),
        ],
    },
    Case {
        name: "path-and-query-side-by-side",
        format: r#"[$time_local] "$request_method $scheme://$host$uri$is_args$args $server_protocol" $status"#,
        line: br#"[24/Nov/2026:13:55:36 +0000] "GET https://www.example.com/a b/?c=d?e HTTP/2.0" 200"#,
        fields: &[
            (Field::TimeClf, b"24/Nov/2026:13:55:36 +0000"),
            (Field::Method, b"GET"),
            (Field::Scheme, b"https"),
            (Field::Host, b"www.example.com"),
            (Field::Path, b"/a b/"),
            (Field::Query, b"?c=d?e"),
            (Field::Protocol, b"HTTP/2.0"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "path-without-query",
        format: "$msec $uri$is_args$args $status",
        line: b"1795528536.123 / 200",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"), (Field::Path, b"/"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "absent-query-leaves-a-dash",
        format: "$msec $host$uri$is_args$args $status",
        line: b"1795528536.123 a.example/b-- 200",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::Host, b"a.example"),
            (Field::Path, b"/b-"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "absent-path-and-query-leave-two-dashes",
        format: "$msec $host$uri$is_args$args $status",
        line: b"1795528536.123 a.example-- 400",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::Host, b"a.example"),
            (Field::Status, b"400"),
        ],
    },
    Case {
        name: "absent-query-leaves-nothing-without-an-escape",
        format: "escape=none $msec $uri$is_args$args $status",
        line: b"1795528536.123 /b- 200",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::Path, b"/b-"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "user-with-bracket-before-an-iso-time",
        format: "$remote_user [$time_iso8601] $status",
        line: b"al [b] c [2026-11-24T13:55:36+00:00] 401",
        fields: &[
            (Field::User, b"al [b] c"),
            (Field::TimeIso8601, b"2026-11-24T13:55:36+00:00"),
            (Field::Status, b"401"),
        ],
    },
    Case {
        name: "absolute-url-with-port",
        format: "$msec $scheme://$host:$server_port$request_uri",
        line: b"1795528536.123 http://[2001:db8::1]:8080/a?b=http://c.example/",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::Scheme, b"http"),
            (Field::Host, b"[2001:db8::1]"),
            (Field::ServerPort, b"8080"),
            (Field::Target, b"/a?b=http://c.example/"),
        ],
    },
    Case {
        name: "address-and-port-without-brackets",
        format: "$msec $remote_addr:$remote_port $status",
        line: b"1795528536.123 2001:db8::1:51234 200",
        fields: &[
            (Field::TimeEpochSeconds, b"1795528536.123"),
            (Field::RemoteAddress, b"2001:db8::1"),
            (Field::RemotePort, b"51234"),
            (Field::Status, b"200"),
        ],
    },
    Case {
        name: "bare-local-time-and-bare-request",
        format: "$remote_addr $time_local $request $status",
        line: b"203.0.113.7 24/Nov/2026:13:55:36 +0000 GET /a 200 b HTTP/1.1 404",
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::TimeClf, b"24/Nov/2026:13:55:36 +0000"),
            (Field::RequestLine, b"GET /a 200 b HTTP/1.1"),
            (Field::Status, b"404"),
        ],
    },
    Case {
        name: "better-source-wins",
        format: r#"$proxy_protocol_addr $remote_addr [$time_local] "$http_x_real_ip" "$http_x_forwarded_for" $host $http_host"#,
        line: br#"- 203.0.113.7 [24/Nov/2026:13:55:36 +0000] "192.0.2.1" "192.0.2.1, 192.0.2.2" a.example A.example:80"#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::TimeClf, b"24/Nov/2026:13:55:36 +0000"),
            (Field::ForwardedFor, b"192.0.2.1, 192.0.2.2"),
            (Field::Host, b"a.example"),
        ],
    },
    Case {
        name: "ingress-nginx",
        format: r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id"#,
        line: br#"203.0.113.7 - bob [24/Nov/2026:13:55:36 +0000] "GET / HTTP/2.0" 200 12 "" "curl/8" 462 0.050 [web-80] [] 192.0.2.1:80, 192.0.2.2:80 0, 19437 0.001, 0.049 502, 200 752178adb17130b291aefd8c386279e7"#,
        fields: &[
            (Field::RemoteAddress, b"203.0.113.7"),
            (Field::User, b"bob"),
            (Field::TimeClf, b"24/Nov/2026:13:55:36 +0000"),
            (Field::RequestLine, b"GET / HTTP/2.0"),
            (Field::Status, b"200"),
            (Field::BodyBytes, b"12"),
            (Field::Referrer, b""),
            (Field::UserAgent, b"curl/8"),
            (Field::RequestBytes, b"462"),
            (Field::DurationSeconds, b"0.050"),
            (Field::UpstreamAddress, b"192.0.2.1:80, 192.0.2.2:80"),
            (Field::UpstreamSeconds, b"0.001, 0.049"),
            (Field::UpstreamStatus, b"502, 200"),
            (Field::RequestId, b"752178adb17130b291aefd8c386279e7"),
        ],
    },
];

#[test]
fn lines_are_read_by_their_format() {
    read_all(compile, CASES);
}

#[test]
fn a_format_may_begin_with_a_hash() {
    let layout = compile(r#"# $remote_addr [$time_local] "$request" $status"#).unwrap();
    let line = br#"# 203.0.113.7 [24/Nov/2026:13:55:36 +0000] "GET / HTTP/1.1" 200"#;
    let read = layout.read(line).unwrap();
    assert_eq!(read.raw(Field::RemoteAddress), Some(&b"203.0.113.7"[..]));
    assert_eq!(read.raw(Field::Status), Some(&b"200"[..]));
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
        format: "$remote_addr $request",
        position: 0,
        reason: "no time",
    },
    Refused {
        name: "dollar-alone",
        format: "$msec $ $status",
        position: 6,
        reason: "without the name",
    },
    Refused {
        name: "dollar-at-the-end",
        format: "$msec $",
        position: 6,
        reason: "without the name",
    },
    Refused {
        name: "open-brace",
        format: "$msec ${status",
        position: 6,
        reason: "closing brace",
    },
    Refused {
        name: "side-by-side",
        format: "$msec $status$body_bytes_sent",
        position: 13,
        reason: "nothing separates body_bytes from status",
    },
    Refused {
        name: "query-without-mark",
        format: "$msec $uri$args",
        position: 10,
        reason: "$is_args is missing",
    },
    Refused {
        name: "query-after-target",
        format: "$msec $request_uri$is_args$args",
        position: 18,
        reason: "nothing separates query from target",
    },
    Refused {
        name: "position-within-chunks",
        format: "log_format a '$msec ' '$status' '$host';",
        position: 33,
        reason: "nothing separates host",
    },
    Refused {
        name: "unknown-escape",
        format: "escape=xml $msec",
        position: 0,
        reason: "unknown escape",
    },
    Refused {
        name: "open-quote",
        format: "log_format a '$msec ",
        position: 13,
        reason: "never closed",
    },
    Refused {
        name: "no-name",
        format: "log_format ;",
        position: 0,
        reason: "no name",
    },
    Refused {
        name: "two-directives",
        format: "log_format a '$msec'; log_format b '$host';",
        position: 22,
        reason: "follows the semicolon",
    },
    Refused {
        name: "line-break",
        format: "$msec $host\n$status",
        position: 11,
        reason: "line break",
    },
];

#[test]
fn formats_that_cannot_work_are_refused() {
    refuse_all(compile, REFUSED);
}
