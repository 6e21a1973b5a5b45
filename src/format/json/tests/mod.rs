//! Lines of every writer, as tables.

mod values;

use proptest::prelude::*;

use super::{Field, Json};
use crate::format::cases::assert_fields;

/// A name, a line, and all fields of the line, unescaped.
type Case = (&'static str, &'static str, &'static [(Field, &'static str)]);

const WRITERS: &[Case] = &[
    (
        "kinesis-agent",
        r#"{"host":"web.example.net","ident":null,"authuser":null,"datetime":"10/Oct/2025:13:55:36 +0000","request":"GET / HTTP/1.1","response":"200","bytes":"68","referer":null,"agent":"curl/8"}"#,
        &[
            (Field::RemoteAddress, "web.example.net"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0000"),
            (Field::RequestLine, "GET / HTTP/1.1"),
            (Field::Status, "200"),
            (Field::BodyBytes, "68"),
            (Field::UserAgent, "curl/8"),
        ],
    ),
    (
        "nginx",
        r#"{"time_iso8601":"2025-10-10T13:55:36+00:00","time_local":"10/Oct/2025:13:55:36 +0000","remote_addr":"203.0.113.7","remote_user":"ada","request_method":"GET","request_uri":"/a?b","uri":"/a","args":"b","status":200,"body_bytes_sent":5,"bytes_sent":105,"request_length":70,"request_time":0.012,"http_referer":"https://a.example/","http_user_agent":"say \"hi\"","http_x_forwarded_for":"198.51.100.4","host":"example.com","server_name":"_","server_protocol":"HTTP/1.1","scheme":"https","ssl_protocol":"TLSv1.3","ssl_cipher":"X","upstream_addr":"10.0.0.1:80","upstream_response_time":"0.010","request_id":"r1"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::ForwardedFor, "198.51.100.4"),
            (Field::User, "ada"),
            (Field::TimeIso8601, "2025-10-10T13:55:36+00:00"),
            (Field::Method, "GET"),
            (Field::Target, "/a?b"),
            (Field::Path, "/a"),
            (Field::Query, "b"),
            (Field::Protocol, "HTTP/1.1"),
            (Field::Scheme, "https"),
            (Field::Host, "example.com"),
            (Field::Referrer, "https://a.example/"),
            (Field::UserAgent, r#"say "hi""#),
            (Field::RequestId, "r1"),
            (Field::RequestBytes, "70"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
            (Field::ResponseBytes, "105"),
            (Field::DurationSeconds, "0.012"),
            (Field::ServerName, "_"),
            (Field::UpstreamAddress, "10.0.0.1:80"),
            (Field::UpstreamSeconds, "0.010"),
            (Field::TlsProtocol, "TLSv1.3"),
            (Field::TlsCipher, "X"),
        ],
    ),
    (
        "nginx-without-escape-json",
        r#"{"msec":1760097336.186,"remote_addr":"203.0.113.7","request":"GET /\x22a HTTP/1.1","status":502,"request_time":0.5,"upstream_addr":-,"upstream_response_time":0.1, 0.2}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeEpochSeconds, "1760097336.186"),
            (Field::RequestLine, "GET /\"a HTTP/1.1"),
            (Field::Status, "502"),
            (Field::DurationSeconds, "0.5"),
            (Field::UpstreamSeconds, "0.1, 0.2"),
        ],
    ),
    (
        "httpd",
        r#"{"time":"[10/Oct/2025:13:55:36 +0000]","remoteIP":"203.0.113.7","host":"www.example.com","request":"/a.html","query":"?b=c","method":"GET","status":"200","userAgent":"curl/8","referer":"-"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0000"),
            (Field::Method, "GET"),
            (Field::Path, "/a.html"),
            (Field::Query, "?b=c"),
            (Field::Host, "www.example.com"),
            (Field::UserAgent, "curl/8"),
            (Field::Status, "200"),
        ],
    ),
    (
        "caddy",
        r#"{"level":"info","ts":1760097336.7564,"msg":"handled request","request":{"remote_ip":"10.0.0.1","remote_port":"44790","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"example.com","uri":"/a?b","headers":{"User-Agent":["curl/8"],"Referer":["https://a.example/"],"X-Forwarded-For":["203.0.113.7"]}},"bytes_read":0,"user_id":"","duration":0.05,"size":12,"status":200}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::ForwardedFor, "203.0.113.7"),
            (Field::TimeEpochSeconds, "1760097336.7564"),
            (Field::Method, "GET"),
            (Field::Target, "/a?b"),
            (Field::Protocol, "HTTP/2.0"),
            (Field::Host, "example.com"),
            (Field::Referrer, "https://a.example/"),
            (Field::UserAgent, "curl/8"),
            (Field::Status, "200"),
            (Field::BodyBytes, "12"),
            (Field::DurationSeconds, "0.05"),
        ],
    ),
    (
        "traefik",
        r#"{"ClientAddr":"203.0.113.7:39496","ClientHost":"203.0.113.7","ClientPort":"39496","ClientUsername":"-","DownstreamContentSize":357,"DownstreamStatus":404,"Duration":357313,"RequestHost":"example.com","RequestMethod":"GET","RequestPath":"/a","RequestProtocol":"HTTP/1.1","RequestScheme":"https","ServiceAddr":"10.0.0.2:80","StartUTC":"2025-10-10T13:55:36.1Z","request_User-Agent":"curl/8","time":"2025-10-10T13:55:37Z"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::RemotePort, "39496"),
            (Field::TimeIso8601, "2025-10-10T13:55:36.1Z"),
            (Field::Method, "GET"),
            (Field::Path, "/a"),
            (Field::Protocol, "HTTP/1.1"),
            (Field::Scheme, "https"),
            (Field::Host, "example.com"),
            (Field::UserAgent, "curl/8"),
            (Field::Status, "404"),
            (Field::BodyBytes, "357"),
            (Field::DurationNanoseconds, "357313"),
            (Field::UpstreamAddress, "10.0.0.2:80"),
        ],
    ),
    (
        "envoy",
        r#"{":authority":"example.com","bytes_received":0,"bytes_sent":5,"start_time":"2025-10-10T13:55:36.1Z","duration":11,"method":"GET","path":"/a?b","protocol":"HTTP/2","response_code":200,"downstream_remote_address":"203.0.113.7:59292","upstream_host":"10.0.0.2:80","x-request-id":"r1","user-agent":null}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7:59292"),
            (Field::TimeIso8601, "2025-10-10T13:55:36.1Z"),
            (Field::Method, "GET"),
            (Field::Target, "/a?b"),
            (Field::Protocol, "HTTP/2"),
            (Field::Host, "example.com"),
            (Field::RequestId, "r1"),
            (Field::RequestBytes, "0"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "5"),
            (Field::DurationMilliseconds, "11"),
            (Field::UpstreamAddress, "10.0.0.2:80"),
        ],
    ),
    (
        "ecs-nested-and-dotted",
        r#"{"@timestamp":"2025-10-10T13:55:36Z","source":{"ip":"203.0.113.7"},"url.original":"/a","http":{"response":{"status_code":404,"body.bytes":7}},"event":{"duration":5000000}}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeIso8601, "2025-10-10T13:55:36Z"),
            (Field::Path, "/a"),
            (Field::Status, "404"),
            (Field::BodyBytes, "7"),
            (Field::DurationNanoseconds, "5000000"),
        ],
    ),
    (
        "cloudfront-of-version-two",
        r#"{"date":"2025-10-10","time":"13:55:36","x-edge-location":"FRA60-P2","sc-bytes":"703","c-ip":"203.0.113.7","cs-method":"GET","cs(Host)":"d111111abcdef8.cloudfront.net","cs-uri-stem":"/a","sc-status":"200","cs(Referer)":"-","cs(User-Agent)":"Mozilla/5.0%20(X11)","cs-uri-query":"b=c","x-host-header":"www.example.com","cs-protocol":"https","time-taken":"0.113"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Date, "2025-10-10"),
            (Field::TimeOfDay, "13:55:36"),
            (Field::Method, "GET"),
            (Field::Path, "/a"),
            (Field::Query, "b=c"),
            (Field::Scheme, "https"),
            (Field::Host, "www.example.com"),
            (Field::UserAgent, "Mozilla/5.0 (X11)"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "703"),
            (Field::DurationSeconds, "0.113"),
            (Field::ServerName, "d111111abcdef8.cloudfront.net"),
        ],
    ),
    (
        "waf",
        r#"{"timestamp":1760097336186,"formatVersion":1,"action":"BLOCK","responseCodeSent":null,"httpRequest":{"clientIp":"203.0.113.7","country":"DE","headers":[{"name":"Host","value":"www.example.com"},{"name":"User-Agent","value":"curl/8"},{"name":"X-Other","value":"x"}],"uri":"/a","args":"b=c","httpVersion":"HTTP/1.1","httpMethod":"GET","requestId":"r1"}}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeEpochMilliseconds, "1760097336186"),
            (Field::Method, "GET"),
            (Field::Path, "/a"),
            (Field::Query, "b=c"),
            (Field::Protocol, "HTTP/1.1"),
            (Field::Host, "www.example.com"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "r1"),
        ],
    ),
    (
        "api-gateway",
        r#"{"requestId":"r1","ip":"203.0.113.7","user":"-","requestTime":"10/Oct/2025:13:55:36 +0000","httpMethod":"GET","resourcePath":"/pets/{id}","status":"200","protocol":"HTTP/1.1","responseLength":"5"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeClf, "10/Oct/2025:13:55:36 +0000"),
            (Field::Method, "GET"),
            (Field::Path, "/pets/{id}"),
            (Field::Protocol, "HTTP/1.1"),
            (Field::RequestId, "r1"),
            (Field::Status, "200"),
            (Field::BodyBytes, "5"),
        ],
    ),
    (
        "google-cloud",
        r#"{"httpRequest":{"requestMethod":"GET","requestUrl":"https://www.example.com/a","remoteIp":"203.0.113.7","userAgent":"curl/8","status":200,"latency":"0.05s","responseSize":"5"},"timestamp":"2025-10-10T13:55:36.5Z"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeIso8601, "2025-10-10T13:55:36.5Z"),
            (Field::Method, "GET"),
            (Field::Target, "https://www.example.com/a"),
            (Field::UserAgent, "curl/8"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "5"),
            (Field::DurationSeconds, "0.05"),
        ],
    ),
    (
        "cloudflare",
        r#"{"ClientIP":"203.0.113.7","ClientRequestHost":"www.example.com","ClientRequestMethod":"GET","ClientRequestURI":"/a?b","EdgeStartTimestamp":1760097336186000000,"EdgeResponseStatus":200,"EdgeResponseBytes":5,"ClientRequestUserAgent":"curl/8","RayID":"r1"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeEpochNanoseconds, "1760097336186000000"),
            (Field::Method, "GET"),
            (Field::Target, "/a?b"),
            (Field::Host, "www.example.com"),
            (Field::UserAgent, "curl/8"),
            (Field::RequestId, "r1"),
            (Field::Status, "200"),
            (Field::ResponseBytes, "5"),
        ],
    ),
];

const CHOICES: &[Case] = &[
    (
        "a-value-that-says-nothing-gives-way",
        r#"{"remote_addr":"","ip":"203.0.113.7","http_referer":"-","referer":"https://a.example/","status":200}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Referrer, "https://a.example/"),
            (Field::Status, "200"),
        ],
    ),
    (
        "of-two-keys-the-better-and-of-equals-the-first",
        r#"{"agent":"poor","user_agent":"good","useragent":"late","status":200,"STATUS":500}"#,
        &[(Field::UserAgent, "good"), (Field::Status, "200")],
    ),
    (
        "one-time-in-several-notations",
        r#"{"timestamp":1760097336,"timestamp_ns":1760097336186641000,"date":"2025-10-10","status":200,"ip":"203.0.113.7"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeEpochNanoseconds, "1760097336186641000"),
            (Field::Date, "2025-10-10"),
            (Field::Status, "200"),
        ],
    ),
    (
        "a-time-that-is-none-is-kept-for-the-rejection",
        r#"{"time":"yesterday","status":200,"ip":"203.0.113.7"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::TimeIso8601, "yesterday"),
            (Field::Status, "200"),
        ],
    ),
    (
        "requesttime-as-a-duration",
        r#"{"requestTime":0.012,"status":200,"ip":"203.0.113.7"}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Status, "200"),
            (Field::DurationSeconds, "0.012"),
        ],
    ),
    (
        "host-that-is-an-address-is-the-client-where-nothing-else-is",
        r#"{"host":"203.0.113.7","status":200}"#,
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Status, "200"),
        ],
    ),
];

fn reads(json: &Json, cases: &[Case]) {
    for (name, line, fields) in cases {
        let read = json
            .read(line.as_bytes())
            .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
        assert_fields(name, &read, fields);
    }
}

#[test]
fn the_lines_of_each_writer_are_read() {
    reads(&Json::default(), WRITERS);
}

#[test]
fn the_key_with_the_best_rank_gives_the_value() {
    reads(&Json::default(), CHOICES);
}

#[test]
fn the_operators_mapping_takes_precedence() {
    let json = Json::compile(Some("who=remote_address, x.When = time_epoch_milliseconds"));
    reads(
        &json.unwrap(),
        &[(
            "a-known-key-gives-way",
            r#"{"remote_addr":"192.0.2.1","who":"203.0.113.7","time":"10/Oct/2025:13:55:36 +0000","x":{"when":1760097336186},"time_iso8601":"2025-10-10T13:55:36Z"}"#,
            &[
                (Field::RemoteAddress, "203.0.113.7"),
                (Field::TimeEpochMilliseconds, "1760097336186"),
            ],
        )],
    );
    let json = Json::compile(Some("day=date,clock=time_of_day"));
    reads(
        &json.unwrap(),
        &[(
            "a-date-and-a-time-of-day-go-before-a-whole-time",
            r#"{"time":"10/Oct/2025:13:55:36 +0000","day":"2025-10-11","clock":"01:02:03","time_iso8601":"2025-10-10T13:55:36Z"}"#,
            &[(Field::Date, "2025-10-11"), (Field::TimeOfDay, "01:02:03")],
        )],
    );
}

#[test]
fn an_invalid_mapping_is_refused_with_its_position() {
    for (mapping, position, reason) in [
        (
            "a=user,b=nobody",
            7,
            "`nobody` in LOG_FIELDS is not a field",
        ),
        ("a=user, b", 7, "`b` in LOG_FIELDS has no `=`"),
    ] {
        let error = Json::compile(Some(mapping)).unwrap_err();
        assert_eq!((error.position, &*error.reason), (position, reason));
    }
}

#[test]
fn only_a_key_that_the_operator_named_makes_any_object_an_access_log() {
    let line = br#"{"time":"2025-10-10T13:55:36Z","msg":"started","who":"ada"}"#;
    let least_marks = |mapping| {
        let json = Json::compile(mapping).unwrap();
        json.read(line).unwrap().least_marks
    };
    assert_eq!(least_marks(None), 2);
    assert_eq!(least_marks(Some("who=user")), 0);
    assert_eq!(Json::default().read(b"{").unwrap_err().code(), "line_json");
}

proptest! {
    #[test]
    fn any_value_of_a_known_key_is_read(value in "[ -~]{0,12}", key in 0..WRITERS.len()) {
        let (_, line, _) = WRITERS[key];
        let value = value.replace(['"', '\\'], "");
        let line = line.replace(r#":""#, &format!(r#":"{value}"#));
        prop_assert!(Json::default().read(line.as_bytes()).is_ok(), "{}", line);
    }
}
