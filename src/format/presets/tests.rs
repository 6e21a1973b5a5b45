//! Lines of every preset, as tables.

use super::Preset;
use crate::format::Field;
use crate::format::cases::assert_fields;

/// A preset, a line of it, and every field that it has, escapes undone.
type Case = (
    &'static str,
    Preset,
    &'static str,
    &'static [(Field, &'static str)],
);

const CASES: &[Case] = &[
    (
        "common-with-something-behind",
        Preset::Common,
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
        Preset::Combined,
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
        Preset::Nginx,
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
        Preset::VhostCombined,
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
        Preset::IngressNginx,
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
        ],
    ),
    (
        "nginx-proxy-manager",
        Preset::NginxProxyManager,
        r#"[10/Oct/2025:13:55:36 +0200] - 404 404 - GET http www.example.com "/a?b" [Client 203.0.113.7] [Length 192] [Gzip 3.10] [Sent-to web] "curl/8" "-""#,
        &[
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0200"),
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
        Preset::Alb,
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
            (Field::RequestId, "Root=1-5833"),
            (Field::ServerName, "www.example.com"),
        ],
    ),
    (
        "alb-of-a-request-that-it-could-not-read",
        Preset::Alb,
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
            (Field::RequestId, "-"),
            (Field::ServerName, "-"),
        ],
    ),
    (
        "classic-elb",
        Preset::ClassicElb,
        r#"2025-10-10T11:55:36.945958Z lb 203.0.113.7:2817 10.0.0.1:80 0.000086 0.001048 0.001337 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/8" DHE-RSA-AES128-SHA TLSv1.2"#,
        &[
            (Field::TimeIso8601, "2025-10-10T11:55:36.945958Z"),
            (Field::RemoteAddress, "203.0.113.7:2817"),
            (Field::UpstreamAddress, "10.0.0.1:80"),
            (Field::RequestProcessingSeconds, "0.000086"),
            (Field::TargetProcessingSeconds, "0.001048"),
            (Field::ResponseProcessingSeconds, "0.001337"),
            (Field::Status, "200"),
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
        Preset::S3,
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
        Preset::Haproxy,
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
];

#[test]
fn lines_of_every_preset() {
    for (name, preset, line, fields) in CASES {
        let layout = preset.layout();
        let read = layout
            .read(line.as_bytes())
            .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
        assert_fields(name, &read, fields);
        assert!(!read.cut, "{name}");
    }
    for (name, preset) in Preset::ALL {
        assert!(CASES.iter().any(|(_, of, ..)| *of == preset), "{name}");
    }
}

#[test]
fn every_preset_dates_its_lines_and_has_its_name() {
    for (name, preset) in Preset::ALL {
        let layout = preset.layout();
        let times = [Field::TimeClf, Field::TimeIso8601, Field::TimePattern];
        assert!(times.into_iter().any(|time| layout.binds(time)), "{name}");
        assert_eq!(Preset::of(name), Some(preset));
    }
    assert_eq!(Preset::of("apache"), None);
}
