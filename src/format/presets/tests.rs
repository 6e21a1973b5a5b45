//! Lines of every preset, as tables.

use super::Preset;
use crate::format::Field;
use crate::format::cases::assert_fields;
use crate::format::known::{self, KNOWN, Reader};
use crate::format::sound::is_sound;

/// A preset, a line of it, and every field that it has, escapes undone.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(Field, &'static str)],
);

const CASES: &[Case] = &[
    (
        "common-with-something-behind",
        "common",
        r#"203.0.113.7 - CORP\\ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/8""#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, r"CORP\ada"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
        ],
    ),
    (
        "combined-with-all-that-a-client-may-send",
        "combined",
        r#"2001:db8::7 - - [10/Oct/2025:13:55:36 +0200] "\x16\x03\"\\" 400 - "" "say \"hi\" \xe9" extra 0.1"#,
        &[
            (Field::RemoteAddress, "2001:db8::7"),
            (Field::User, "-"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "\x16\x03\"\\"),
            (Field::Status, "400"),
            (Field::BodyBytes, "-"),
            (Field::Referrer, ""),
            (Field::UserAgent, "say \"hi\" \u{fffd}"),
        ],
    ),
    (
        "nginx-main",
        "nginx",
        r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/2.0" 200 5 "-" "curl/8" "198.51.100.4""#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::ForwardedFor, "198.51.100.4"),
            (Field::User, "-"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/2.0"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "curl/8"),
        ],
    ),
    (
        "vhost-combined",
        "vhost_combined",
        r#"www.example.com:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5400 "-" "curl/8""#,
        &[
            (Field::ServerName, "www.example.com:443"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, "-"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "5400"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "curl/8"),
        ],
    ),
    (
        "ingress-nginx-over-two-upstreams",
        "ingress-nginx",
        r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/2.0" 200 5 "-" "curl/8" 462 0.050 [ns-svc-80] [] 10.0.0.2:80, 10.0.0.3:80 0, 19437 0.001, 0.049 502, 200 7521"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, "-"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/2.0"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "7521"),
            (Field::RequestBytes, "462"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
            (Field::DurationSeconds, "0.050"),
            (Field::UpstreamAddress, "10.0.0.2:80, 10.0.0.3:80"),
            (Field::UpstreamSeconds, "0.001, 0.049"),
            (Field::UpstreamStatus, "502, 200"),
        ],
    ),
    (
        "nginx-proxy-manager",
        "nginx-proxy-manager",
        r#"[10/Oct/2025:13:55:36 +0200] - 404 404 - GET http www.example.com "/a?b" [Client 203.0.113.7] [Length 192] [Gzip 3.10] [Sent-to web] "curl/8" "-""#,
        &[
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::CacheStatus, "-"),
            (Field::UpstreamStatus, "404"),
            (Field::Status, "404"),
            (Field::Method, "GET"),
            (Field::Scheme, "http"),
            (Field::Host, "www.example.com"),
            (Field::Target, "/a?b"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::BodyBytes, "192"),
            (Field::UserAgent, "curl/8"),
            (Field::Referrer, "-"),
        ],
    ),
    (
        "alb-with-all-of-its-columns",
        "alb",
        r#"https 2025-10-10T11:55:36.186641Z app/lb/50dc 2001:db8:0:0:0:0:0:7:46532 10.0.0.66:9000 0.001 0.052 0.000 200 200 589 2084 "GET https://www.example.com:443/a?b HTTP/1.1" "curl/8 (say "hi")" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2 "Root=1-5833" "www.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/1" 1 2025-10-10T11:55:36.100000Z "waf,forward" "-" "-" "10.0.0.66:9000 10.0.0.67:9000" "200 200" "-" "-" TID_1234 "a.example" "-" "-""#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.186641Z"),
            (Field::RemoteAddress, "2001:db8:0:0:0:0:0:7:46532"),
            (Field::UpstreamAddress, "10.0.0.66:9000"),
            (Field::RequestProcessingSeconds, "0.001"),
            (Field::TargetProcessingSeconds, "0.052"),
            (Field::ResponseProcessingSeconds, "0.000"),
            (Field::Status, "200"),
            (Field::RequestBytes, "589"),
            (Field::ResponseBytes, "2084"),
            (
                Field::RequestLine,
                "GET https://www.example.com:443/a?b HTTP/1.1",
            ),
            (Field::UserAgent, "curl/8 (say \"hi\")"),
            (Field::TlsCipher, "ECDHE-RSA-AES128-GCM-SHA256"),
            (Field::TlsProtocol, "TLSv1.2"),
            (Field::UpstreamStatus, "200"),
            (Field::TraceId, "Root=1-5833"),
            (Field::Result, "waf,forward"),
            (Field::ErrorReason, "-"),
            (Field::ServerName, "www.example.com"),
        ],
    ),
    (
        "alb-of-a-request-that-it-could-not-read",
        "alb",
        r#"http 2025-10-10T11:55:36.186641Z app/lb/50dc 203.0.113.7:15070 - -1 -1 -1 400 - 0 272 "- http://www.example.com:80- -" "-" - - - "-" "-" "-" - 2025-10-10T11:55:36.100000Z "-" "-" "-" "-" "-" "-" "-""#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.186641Z"),
            (Field::RemoteAddress, "203.0.113.7:15070"),
            (Field::UpstreamAddress, "-"),
            (Field::RequestProcessingSeconds, "-1"),
            (Field::TargetProcessingSeconds, "-1"),
            (Field::ResponseProcessingSeconds, "-1"),
            (Field::Status, "400"),
            (Field::RequestBytes, "0"),
            (Field::ResponseBytes, "272"),
            (Field::RequestLine, "- http://www.example.com:80- -"),
            (Field::UserAgent, "-"),
            (Field::TlsCipher, "-"),
            (Field::TlsProtocol, "-"),
            (Field::UpstreamStatus, "-"),
            (Field::TraceId, "-"),
            (Field::Result, "-"),
            (Field::ErrorReason, "-"),
            (Field::ServerName, "-"),
        ],
    ),
    (
        "classic-elb",
        "classic-elb",
        r#"2025-10-10T11:55:36.945958Z lb 203.0.113.7:2817 10.0.0.1:80 0.000086 0.001048 0.001337 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/8" DHE-RSA-AES128-SHA TLSv1.2"#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.945958Z"),
            (Field::RemoteAddress, "203.0.113.7:2817"),
            (Field::UpstreamAddress, "10.0.0.1:80"),
            (Field::RequestProcessingSeconds, "0.000086"),
            (Field::TargetProcessingSeconds, "0.001048"),
            (Field::ResponseProcessingSeconds, "0.001337"),
            (Field::Status, "200"),
            (Field::UpstreamStatus, "200"),
            (Field::RequestBytes, "0"),
            (Field::ResponseBytes, "57"),
            (
                Field::RequestLine,
                "GET https://www.example.com:443/ HTTP/1.1",
            ),
            (Field::UserAgent, "curl/8"),
            (Field::TlsCipher, "DHE-RSA-AES128-SHA"),
            (Field::TlsProtocol, "TLSv1.2"),
        ],
    ),
    (
        "s3",
        "s3",
        r#"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket [10/Oct/2025:13:55:36 +0200] 203.0.113.7 arn:aws:iam::123456789012:user/ada 3E57 REST.GET.OBJECT photos/a%2520b.jpg "GET /photos/a%20b.jpg?x-id=GetObject HTTP/1.1" 200 - 4406583 4406583 70 10 "https://www.example.com/" "aws-sdk/2.20 "x"" - host= SigV4 ECDHE AuthHeader bucket.s3.us-west-1.amazonaws.com TLSv1.2 - -"#,
        &[
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, "arn:aws:iam::123456789012:user/ada"),
            (Field::RequestId, "3E57"),
            (
                Field::RequestLine,
                "GET /photos/a%20b.jpg?x-id=GetObject HTTP/1.1",
            ),
            (Field::Status, "200"),
            (Field::ErrorReason, "-"),
            (Field::BodyBytes, "4406583"),
            (Field::DurationMilliseconds, "70"),
            (Field::Referrer, "https://www.example.com/"),
            (Field::UserAgent, "aws-sdk/2.20 \"x\""),
            (Field::TlsCipher, "ECDHE"),
            (Field::Host, "bucket.s3.us-west-1.amazonaws.com"),
            (Field::TlsProtocol, "TLSv1.2"),
        ],
    ),
    (
        "haproxy",
        "haproxy",
        r#"203.0.113.7:14853 [10/Oct/2025:13:55:36.127] https~ app/<NOSRV> -1/-1/-1/-1/5 400 187 - - PR-- 0/0/0/0/0 0/0 "<BADREQ>""#,
        &[
            (Field::RemoteAddress, "203.0.113.7:14853"),
            (Field::TimePattern, "10/Oct/2025:13:55:36.127"),
            (Field::DurationMilliseconds, "5"),
            (Field::Status, "400"),
            (Field::ResponseBytes, "187"),
            (Field::RequestLine, "<BADREQ>"),
        ],
    ),
    (
        "ingress-nginx-until-2019",
        "ingress-nginx",
        r#"203.0.113.7 - [198.51.100.4, 203.0.113.7] - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/8" 462 0.050 [ns-svc-80] 10.0.0.2:80 19437 0.049 200"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::ForwardedFor, "198.51.100.4, 203.0.113.7"),
            (Field::User, "ada"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestBytes, "462"),
            (Field::DurationSeconds, "0.050"),
            (Field::UpstreamAddress, "10.0.0.2:80"),
            (Field::UpstreamSeconds, "0.049"),
            (Field::UpstreamStatus, "200"),
        ],
    ),
    (
        "nginx-proxy-manager-without-an-upstream",
        "nginx-proxy-manager",
        r#"[10/Oct/2025:13:55:36 +0200] 444 - GET https www.example.com "/a" [Client 203.0.113.7] [Length 252] [Gzip -] "curl/8" "-""#,
        &[
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::Status, "444"),
            (Field::Method, "GET"),
            (Field::Scheme, "https"),
            (Field::Host, "www.example.com"),
            (Field::Target, "/a"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::BodyBytes, "252"),
            (Field::UserAgent, "curl/8"),
            (Field::Referrer, "-"),
        ],
    ),
    (
        "traefik",
        "traefik",
        r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/2.0" 200 5 "-" "say "hi"" 17 "web@docker" "http://172.17.0.3:80" 12ms"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, "ada"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/2.0"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "say \"hi\""),
            (Field::UpstreamAddress, "http://172.17.0.3:80"),
            (Field::DurationMilliseconds, "12"),
        ],
    ),
    (
        "kong",
        "kong",
        r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/8" kong_request_id: "8a1b2c""#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, "-"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "8a1b2c"),
        ],
    ),
    (
        "haproxy-https",
        "haproxy",
        r#"203.0.113.7:14853 [10/Oct/2025:13:55:36.127] https~ app/web1 0/0/1/3/+4 200 +501 - - ---- 1/1/0/0/0 0/0 {a|b} "GET / HTTP/1.1" 0/00000000/0/0/0 www.example.com/TLSv1.3/TLS_AES_128_GCM_SHA256"#,
        &[
            (Field::RemoteAddress, "203.0.113.7:14853"),
            (Field::TimePattern, "10/Oct/2025:13:55:36.127"),
            (Field::DurationMilliseconds, "+4"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "+501"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::ServerName, "www.example.com"),
            (Field::TlsProtocol, "TLSv1.3"),
            (Field::TlsCipher, "TLS_AES_128_GCM_SHA256"),
        ],
    ),
    (
        "haproxy-clf",
        "haproxy-clf",
        r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "" "" 14853 127 "https" "app" "web1" 0 0 1 3 4 "----" 1 1 0 0 0 0 0 "" "" "" """#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "512"),
            (Field::RemotePort, "14853"),
            (Field::TimeFraction, "127"),
            (Field::DurationMilliseconds, "4"),
        ],
    ),
    (
        "envoy",
        "envoy",
        r#"[2025-10-10T11:55:36.127Z] "GET /a HTTP/1.1" 503 UF,URX 7 512 226 - "198.51.100.4,203.0.113.7" "curl/8" "cc21d9b0" "www.example.com" "tcp://10.0.2.1:80""#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.127Z"),
            (Field::RequestLine, "GET /a HTTP/1.1"),
            (Field::Status, "503"),
            (Field::Result, "UF,URX"),
            (Field::RequestBytes, "7"),
            (Field::ResponseBytes, "512"),
            (Field::DurationMilliseconds, "226"),
            (Field::RemoteAddress, "198.51.100.4,203.0.113.7"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "cc21d9b0"),
            (Field::Host, "www.example.com"),
            (Field::UpstreamAddress, "tcp://10.0.2.1:80"),
        ],
    ),
    (
        "istio",
        "istio",
        r#"[2025-10-10T11:55:36.127Z] "GET /a HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "198.51.100.4" "curl/8" "cc21d9b0" "web:8000" "-" outbound|8000||web - 10.0.45.184:8000 203.0.113.7:46520 - default"#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.127Z"),
            (Field::RequestLine, "GET /a HTTP/1.1"),
            (Field::Status, "503"),
            (Field::Result, "UH"),
            (Field::ErrorReason, "-"),
            (Field::RequestBytes, "0"),
            (Field::ResponseBytes, "19"),
            (Field::DurationMilliseconds, "0"),
            (Field::ForwardedFor, "198.51.100.4"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "cc21d9b0"),
            (Field::Host, "web:8000"),
            (Field::UpstreamAddress, "-"),
            (Field::RemoteAddress, "203.0.113.7:46520"),
        ],
    ),
    (
        "istio-before-1.8",
        "istio",
        r#"[2025-10-10T11:55:36.127Z] "GET /a HTTP/1.1" 200 - "-" "-" 0 19 4 3 "-" "curl/8" "cc21d9b0" "web:8000" "10.44.1.27:80" inbound|80|http|web 127.0.0.1:41854 10.44.1.27:80 203.0.113.7:37652 outbound_.80_._.web default"#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.127Z"),
            (Field::RequestLine, "GET /a HTTP/1.1"),
            (Field::Status, "200"),
            (Field::Result, "-"),
            (Field::ErrorReason, "-"),
            (Field::RequestBytes, "0"),
            (Field::ResponseBytes, "19"),
            (Field::DurationMilliseconds, "4"),
            (Field::ForwardedFor, "-"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "cc21d9b0"),
            (Field::Host, "web:8000"),
            (Field::UpstreamAddress, "10.44.1.27:80"),
            (Field::RemoteAddress, "203.0.113.7:37652"),
        ],
    ),
    (
        "squid",
        "squid",
        "1760097336.127 180 203.0.113.7 TCP_MISS/200 1934 GET http://www.example.com/a ada HIER_DIRECT/198.51.100.5 text/html",
        &[
            (Field::TimeEpochSeconds, "1760097336.127"),
            (Field::DurationMilliseconds, "180"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::CacheStatus, "TCP_MISS"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "1934"),
            (Field::Method, "GET"),
            (Field::Target, "http://www.example.com/a"),
            (Field::User, "ada"),
            (Field::UpstreamAddress, "198.51.100.5"),
            (Field::MimeType, "text/html"),
        ],
    ),
    (
        "ssl-request-log",
        "ssl-request-log",
        r#"[10/Oct/2025:13:55:36 +0200] 203.0.113.7 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 "GET /a HTTP/1.1" 1375"#,
        &[
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TlsProtocol, "TLSv1.2"),
            (Field::TlsCipher, "ECDHE-RSA-AES128-GCM-SHA256"),
            (Field::RequestLine, "GET /a HTTP/1.1"),
            (Field::BodyBytes, "1375"),
        ],
    ),
    (
        "api-gateway",
        "api-gateway",
        r#"203.0.113.7 AIDAEXAMPLE ada [10/Oct/2025:13:55:36 +0000]"GET /pets HTTP/1.1" 200 3 39cc8eac JKJaXmPLvHcESHA="#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::User, "ada"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0000"),
            (Field::RequestLine, "GET /pets HTTP/1.1"),
            (Field::Status, "200"),
            (Field::BodyBytes, "3"),
            (Field::RequestId, "39cc8eac"),
        ],
    ),
    (
        "s3-of-a-requester-with-blanks",
        "s3",
        r#"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket [10/Oct/2025:13:55:36 +0200] 203.0.113.7 arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE 3E57 REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 - 5 5 7 6 "-" "Amazon CloudFront" -"#,
        &[
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
            (Field::RemoteAddress, "203.0.113.7"),
            (
                Field::User,
                "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE",
            ),
            (Field::RequestId, "3E57"),
            (Field::RequestLine, "GET /a.txt HTTP/1.1"),
            (Field::Status, "200"),
            (Field::ErrorReason, "-"),
            (Field::BodyBytes, "5"),
            (Field::DurationMilliseconds, "7"),
            (Field::Referrer, "-"),
            (Field::UserAgent, "Amazon CloudFront"),
        ],
    ),
];

#[test]
fn lines_of_every_preset() {
    for (name, preset, line, fields) in CASES {
        let preset = preset_of(preset);
        let read = preset
            .read(line.as_bytes())
            .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
        assert_fields(name, &read, fields);
        assert!(!read.cut, "{name}");
    }
}

#[test]
fn every_preset_has_a_case_dates_its_lines_and_reads_its_example() {
    for known in &KNOWN {
        let Reader::Preset(preset) = known.reader else {
            continue;
        };
        let preset = preset();
        assert!(
            CASES.iter().any(|(_, of, ..)| *of == known.name),
            "{}",
            known.name
        );
        for layout in preset.layouts() {
            let times = [
                Field::TimeClf,
                Field::TimeIso8601,
                Field::TimePattern,
                Field::TimeEpochSeconds,
            ];
            assert!(
                times.into_iter().any(|time| layout.binds(time)),
                "{}",
                known.name
            );
        }
        let read = preset.read(known.example.as_bytes());
        assert!(read.is_ok_and(|read| is_sound(&read)), "{}", known.name);
    }
}

fn preset_of(name: &str) -> Preset {
    match known::of(name).map(|known| known.reader) {
        Some(Reader::Preset(preset)) => preset(),
        other => panic!("{name}: {other:?}"),
    }
}
