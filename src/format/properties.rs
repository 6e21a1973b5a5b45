//! Tests of properties that hold for every line, and for every value that a server writes.

mod escaped;

use std::sync::{LazyLock, Mutex};

use proptest::collection::vec;
use proptest::prelude::*;

use super::field::Field;
use super::layout::Layout;
use super::line::LogLine;
use super::reading::Reading;
use super::{DESCRIPTORS, Format, apache, nginx};

const APACHE: [&str; 6] = [
    r#"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i""#,
    r#"%v:%p %a %{%F %T}t.%{msec_frac}t "%m %U%q %H" %D %L"#,
    r"%u%%%h:%{remote}p[%{sec}t]%r|%s",
    r"%t\t%U\t%{X-Forwarded-For}i\t%u",
    r#""%u""%r"%t"#,
    r#"%r %u "%{Referer}i" %T %t"#,
];

const NGINX: [&str; 5] = [
    r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent""#,
    r#"escape=json {"t":"$msec","u":"$scheme://$host:$server_port$uri$is_args$args","r":"$request","n":$request_time}"#,
    "escape=none $msec $upstream_addr $upstream_response_time $request $custom",
    "$time_iso8601,$remote_user,$http_user_agent,$status",
    r#"$msec "$request_method $request_uri $server_protocol" $host$request_uri $upstream_status"#,
];

/// Valid lines of several formats. The tests damage them.
const SOUND: [&[u8]; 12] = [
    br#"203.0.113.7 - al [24/Nov/2026:13:55:36 +0000] "GET /a?b HTTP/1.1" 200 12 "http://a.example/" "curl/8.0 (x)" "198.51.100.4""#,
    br#"a.example:443 203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET /a?b HTTP/1.1" 200 12 "-" "x""#,
    br#""198.51.100.4, 10.0.0.1" 203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET /a?b HTTP/1.1" 200 12 "-" "x""#,
    br#"<190>1 2026-11-24T13:55:36Z h nginx - - [a b="c"] 203.0.113.7 - - [24/Nov/2026:13:55:36 +0000] "GET /a?b HTTP/1.1" 200 12"#,
    br#"Nov 24 13:55:36 h haproxy[7]: 203.0.113.7:5 [24/Nov/2026:13:55:36.123] f b/s 0/0/0/7/7 200 12 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1""#,
    br#"https 2026-11-24T13:55:36.1Z app/lb/5 203.0.113.7:5 10.0.0.1:80 0.0 0.1 0.0 200 200 5 7 "GET https://a.example:443/ HTTP/1.1" "x" C TLSv1.2 arn "Root=1" "a.example""#,
    br#"2026-11-24T13:55:36.1Z lb 203.0.113.7:5 10.0.0.1:80 0.0 0.1 0.0 200 200 5 7 "GET https://a.example:443/ HTTP/1.1" "x" C TLSv1.2"#,
    br#"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be b [24/Nov/2026:13:55:36 +0000] 203.0.113.7 - 3E REST.GET k "GET /k HTTP/1.1" 200 - 5 5 7 1 "-" "x" - h S C A b.example TLSv1.2"#,
    b"2026-11-24\t13:55:36\tFRA60-P2\t703\t203.0.113.7\tGET\td1.example\t\
      /a\t200\t-\tM%20x\t-\t-\tHit\tid\ta.example\thttps\t7",
    b"2026-11-24 13:55:36 192.0.2.1 GET /a - 443 - 203.0.113.7 M+x - 200 0 0 15",
    br#"{"time":"2026-11-24T13:55:36Z","remote_addr":"203.0.113.7","request":"GET / HTTP/1.1","status":200,"x":{"y":["z"]},"n":0.1, 0.2}"#,
    br#"[24/Nov/2026:13:55:36 +0000] - 404 404 - GET http a.example "/x" [Client 203.0.113.7] [Length 1] [Gzip -] [Sent-to s] "x" "-""#,
];

/// The formats are compiled once, because compiling takes longer than reading the lines of a case.
static EVERY: LazyLock<Mutex<Vec<Format>>> = LazyLock::new(|| Mutex::new(named()));

/// Every format with a name, and one that names its columns.
fn named() -> Vec<Format> {
    let columns = "#Fields: date time c-ip cs(User-Agent) time-taken";
    let names = DESCRIPTORS.iter().map(|descriptor| descriptor.name);
    names
        .chain([columns])
        .map(|name| {
            let fields = match name {
                "cloudfront-realtime" => Some("timestamp c-ip cs-uri-stem cs-user-agent"),
                "json" => Some("x.y=user"),
                _ => None,
            };
            Format::compile(name, fields).unwrap()
        })
        .collect()
}

fn layouts() -> Vec<Layout> {
    let apache = APACHE.iter().map(|format| apache::compile(format).unwrap());
    let nginx = NGINX.iter().map(|format| nginx::compile(format).unwrap());
    let strict: Vec<_> = apache.chain(nginx).collect();
    let lenient: Vec<_> = strict
        .iter()
        .cloned()
        .map(Layout::with_extras_allowed)
        .collect();
    [strict, lenient].concat()
}

fn fields_are_within(read: &LogLine<'_>, line: &[u8]) -> bool {
    let line = line.as_ptr_range();
    Field::ALL
        .into_iter()
        .filter_map(|field| read.raw(field))
        .all(|value| {
            let value = value.as_ptr_range();
            value.is_empty() || (line.start <= value.start && value.end <= line.end)
        })
}

/// Random bytes. Many of them have a meaning for a layout.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let marks = proptest::sample::select(b"\"\\ []-,:?/|\t%{}x0125".to_vec());
    vec(prop_oneof![3 => marks, 1 => any::<u8>()], 0..120)
}

/// Random format strings. Many of their characters have a meaning for a compiler.
fn format_string() -> impl Strategy<Value = String> {
    let bits = [
        "%",
        "{",
        "}",
        "$",
        "\"",
        "'",
        "\\",
        " ",
        "[",
        "]",
        "!",
        ">",
        "<",
        "^",
        ",",
        "2",
        ":",
        ";",
        "#",
        ".",
        "\n",
        "é",
        "t",
        "h",
        "%t",
        "%{%F}t",
        "%{%T}t",
        "%{%99s}t",
        "%{%Ez%}t",
        "%{msec_frac}t",
        "%{sec}t",
        "%{end:%c}t",
        "%U",
        "%q",
        "LogFormat ",
        "CustomLog ",
        "log_format ",
        "escape=json ",
        "$msec",
        "${uri",
        "$is_args",
        "$args",
    ];
    vec(proptest::sample::select(bits.to_vec()), 0..16).prop_map(|bits| bits.concat())
}

#[test]
fn a_sound_line_of_each_format_is_read_by_auto() {
    let mut auto = Format::compile("auto", None).unwrap();
    // The columns of real-time logs are known only from their configuration.
    let named = DESCRIPTORS
        .iter()
        .filter(|descriptor| descriptor.name != "cloudfront-realtime");
    let examples = named.map(|descriptor| descriptor.example.as_bytes());
    for line in SOUND.into_iter().chain(examples) {
        let read = auto.read(line);
        assert!(
            matches!(read, Ok(Reading::Line(_))),
            "{read:?}: {}",
            String::from_utf8_lossy(line)
        );
    }
}

proptest! {
    #[test]
    fn no_format_causes_a_panic_and_every_error_has_a_position_within_it(
        format in format_string(),
        line in hostile(),
    ) {
        for compiled in [apache::compile(&format), nginx::compile(&format)] {
            match compiled {
                Ok(layout) => {
                    if let Ok(read) = layout.read(&line) {
                        prop_assert!(fields_are_within(&read, &line));
                    }
                }
                Err(error) => {
                    prop_assert!(
                        format.is_char_boundary(error.position),
                        "{} of {format:?}: {}",
                        error.position,
                        error.reason
                    );
                }
            }
        }
    }

    #[test]
    fn no_line_causes_a_panic_and_every_field_is_part_of_the_line(line in hostile()) {
        for layout in layouts() {
            match layout.read(&line) {
                Ok(read) => prop_assert!(fields_are_within(&read, &line)),
                Err(rejection) => {
                    prop_assert!(rejection.offset.is_some_and(|offset| offset <= line.len()));
                }
            }
        }
    }

    #[test]
    fn a_damaged_line_causes_no_panic_and_its_fields_are_parts_of_it(
        at in 0_usize..140,
        insert in hostile(),
        keep in 0_usize..140,
    ) {
        let whole = br#"203.0.113.7 - al [24/Nov/2026:13:55:36 +0000] "GET /a?b HTTP/1.1" 200 12 "http://a.example/" "curl/8.0 (x)""#;
        let at = at.min(whole.len());
        let line = [
            &whole[..at],
            &insert,
            &whole[keep.min(whole.len()).max(at)..],
        ]
        .concat();
        for layout in layouts() {
            if let Ok(read) = layout.read(&line) {
                prop_assert!(fields_are_within(&read, &line));
            }
        }
    }

    #[test]
    fn no_line_causes_a_panic_in_a_named_format(
        line in proptest::sample::select(SOUND.to_vec()),
        at in 0_usize..220,
        insert in hostile(),
        keep in 0_usize..220,
    ) {
        let at = at.min(line.len());
        let damaged = [&line[..at], &insert, &line[keep.min(line.len()).max(at)..]].concat();
        for format in EVERY.lock().unwrap().iter_mut() {
            for line in [line, &damaged, &insert] {
                match format.read(line) {
                    Ok(Reading::Line(read)) => prop_assert!(fields_are_within(&read, line)),
                    Ok(Reading::Directive) => prop_assert!(line.starts_with(b"#")),
                    Err(rejection) => {
                        prop_assert!(
                            rejection.offset.unwrap_or_default() <= line.len(),
                            "{}",
                            rejection
                        );
                    }
                }
            }
        }
    }
}
