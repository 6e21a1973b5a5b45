//! Tests of every envelope, alone and nested: its lines, their places, and their origin.

use super::super::kpl::aggregate;
use super::*;

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table with a row for each envelope"
)]
fn every_envelope_gives_its_lines() {
    let double = |bytes: &[u8]| base64_simd::STANDARD.encode_to_string(bytes).into_bytes();
    let json_line = r#"{"status":200,"request":"GET / HTTP/1.1"}"#;
    let escaped = serde_json::json!({ "log": json_line, "stream": "stdout" }).to_string();
    let cases: [(&str, Vec<u8>, &[&str]); 41] = [
        ("one-line", b"a".to_vec(), &["a"]),
        ("line-feed", b"a\n".to_vec(), &["a"]),
        ("crlf", b"a\r\nb\r\n".to_vec(), &["a", "b"]),
        (
            "blank-lines-are-no-lines",
            b"\n \t\r\na\n\n\n b \n".to_vec(),
            &["a", " b "],
        ),
        ("nothing", b"".to_vec(), &[]),
        ("only-a-line-feed", b"\n".to_vec(), &[]),
        (
            "first-byte-of-a-magic",
            b"8\nH\nK\n(a)".to_vec(),
            &["8", "H", "K", "(a)"],
        ),
        ("gzip", gzip(b"a\nb"), &["a", "b"]),
        ("gzip-of-nothing", gzip(b""), &[]),
        (
            "gzip-members",
            [gzip(b"a\n"), gzip(b""), gzip(b"b\n")].concat(),
            &["a", "b"],
        ),
        (
            "gzip-members-cut-a-line",
            [gzip(b"a"), gzip(b"b\n")].concat(),
            &["ab"],
        ),
        (
            "gzip-with-padding",
            [&gzip(b"a")[..], b"\n\0\0"].concat(),
            &["a"],
        ),
        ("zstd", zstd(b"a\nb"), &["a", "b"]),
        (
            "zstd-stored",
            compress_to_vec(&b"a\nb"[..], CompressionLevel::Uncompressed),
            &["a", "b"],
        ),
        (
            "zstd-frames",
            [zstd(b"a\n"), zstd(b"b\n"), b"\n".to_vec()].concat(),
            &["a", "b"],
        ),
        (
            "zstd-skippable-frame",
            [
                &zstd(b"a\n")[..],
                b"\x5f\x2a\x4d\x18\x02\0\0\0xy",
                &zstd(b"b"),
            ]
            .concat(),
            &["a", "b"],
        ),
        // The output of parallel compressors begins with such a frame. Its first byte is from 0x50
        // to 0x5f.
        (
            "zstd-skippable-frame-first",
            [b"\x50\x2a\x4d\x18\x02\0\0\0xy", &zstd(b"a")[..]].concat(),
            &["a"],
        ),
        (
            "zstd-last-skippable-frame-first",
            [b"\x5f\x2a\x4d\x18\x02\0\0\0xy", &zstd(b"a")[..]].concat(),
            &["a"],
        ),
        ("gzip-in-zstd-in-gzip", gzip(&zstd(&gzip(b"a"))), &["a"]),
        (
            "aggregate",
            aggregate(&[b"a\n", b"", b"b\nc\n"]),
            &["a", "b", "c"],
        ),
        (
            "gzip-in-aggregate",
            aggregate(&[&gzip(b"a"), b"b", &zstd(b"c")]),
            &["a", "b", "c"],
        ),
        (
            "aggregate-in-gzip",
            gzip(&aggregate(&[b"a", b"b"])),
            &["a", "b"],
        ),
        (
            "aggregate-in-aggregate",
            aggregate(&[b"a", &aggregate(&[b"b", b"c"]), b"d"]),
            &["a", "b", "c", "d"],
        ),
        ("base64-of-gzip", double(&gzip(b"a\nb")), &["a", "b"]),
        (
            "base64-of-zstd-with-a-line-feed",
            [double(&zstd(b"a")), b"\n".to_vec()].concat(),
            &["a"],
        ),
        (
            "base64-of-an-aggregate",
            double(&aggregate(&[b"a", b"b"])),
            &["a", "b"],
        ),
        (
            "base64-of-a-line-stays",
            b"MjAzLjAuMTEzLjc=".to_vec(),
            &["MjAzLjAuMTEzLjc="],
        ),
        (
            "cloudwatch-logs",
            gzip(&cloudwatch_logs(&["a \"x\"", "", "b\nc\n"])),
            &["a \"x\"", "b", "c"],
        ),
        (
            "cloudwatch-logs-in-lines",
            [cloudwatch_logs(&["a"]), cloudwatch_logs(&["b"])].join(&b'\n'),
            &["a", "b"],
        ),
        (
            "cloudwatch-logs-of-firelens",
            cloudwatch_logs(&[r#"{"log":"a","container_name":"web"}"#]),
            &["a"],
        ),
        (
            "agent",
            br#"{"ts":"2025-10-10T13:55:36Z","metadata":{"k":"v"},"data":"a \"x\"\n"}"#.to_vec(),
            &["a \"x\""],
        ),
        (
            "agent-with-several-lines",
            br#"{"metadata":{},"data":"a\n\r\nb\n"}"#.to_vec(),
            &["a", "b"],
        ),
        (
            "firelens",
            b"{\"log\":\"a\",\"container_name\":\"web\"}\n{\"log\":\"b\",\
                       \"container_name\":\"web\"}\n"
                .to_vec(),
            &["a", "b"],
        ),
        (
            "blank-line-of-a-container",
            br#"{"log":"\n","stream":"stdout"}"#.to_vec(),
            &[],
        ),
        ("json-line-in-firelens", escaped.into_bytes(), &[json_line]),
        (
            "container-runtime",
            b"2025-12-31T17:37:40.493035218+01:00 stdout F a \
                                b\n2025-12-31T17:37:41Z stdout F \n"
                .to_vec(),
            &["a b"],
        ),
        (
            "container-runtime-in-fluent-bit",
            br#"{"log":"2025-12-31T17:37:40Z stdout F a"}"#.to_vec(),
            &["a"],
        ),
        (
            "json-line-behind-the-container-runtime",
            br#"2025-12-31T17:37:40Z stdout F {"log":"a"}"#.to_vec(),
            &["a"],
        ),
        (
            "access-line-with-a-message",
            br#"{"message":"m","status":200}"#.to_vec(),
            &[r#"{"message":"m","status":200}"#],
        ),
        (
            "json-lines",
            b"{\"a\":1}\n{\"a\":2}\n".to_vec(),
            &["{\"a\":1}", "{\"a\":2}"],
        ),
        (
            "pretty-printed",
            b"{\n  \"a\": 1\n}\n{\n  \"log\": \"b\"\n}\n".to_vec(),
            &["{\n  \"a\": 1\n}", "b"],
        ),
    ];
    for (name, record, expected) in cases {
        assert_eq!(lines(&record), expected, "{name}");
    }
}

#[test]
fn places_are_those_of_the_lines_in_their_text() {
    let line = |subsequence, number, text: &[u8]| Found::Line(subsequence, number, text.to_vec());
    assert_eq!(
        opened(b"a\n\nb\n"),
        [line(None, 0, b"a"), line(None, 2, b"b")]
    );
    // If each message has several lines, the numbers continue in the next message.
    let two = [cloudwatch_logs(&["a\nb", "c"]), b"d".to_vec()].join(&b'\n');
    assert_eq!(
        opened(&two),
        [
            line(None, 0, b"a"),
            line(None, 1, b"b"),
            line(None, 2, b"c"),
            line(None, 3, b"d"),
        ]
    );
    // The lines of each record in an aggregate are numbered from 0. This also holds for nested
    // aggregates.
    let record = aggregate(&[b"a\n\nb", &aggregate(&[b"c", b"d"]), b"e", b"", b"f"]);
    assert_eq!(
        opened(&record),
        [
            line(Some(0), 0, b"a"),
            line(Some(0), 2, b"b"),
            line(Some(1), 0, b"c"),
            line(Some(2), 0, b"d"),
            line(Some(3), 0, b"e"),
            line(Some(5), 0, b"f"),
        ]
    );
}

#[test]
fn envelopes_give_the_origin_and_the_inner_one_takes_precedence() {
    type Expected = [Option<&'static str>; 3];
    let inner = r#"{"log":"a","container_name":"web","ecs_task_arn":"arn:aws:ecs:eu-west-1:123456789012:task/shop/0"}"#;
    let cases: [(&str, Vec<u8>, Expected); 5] = [
        ("plain", b"a".to_vec(), [None; 3]),
        (
            "cloudwatch-logs",
            cloudwatch_logs(&["a"]),
            [Some("/ecs/shop/web/1"), None, None],
        ),
        (
            "firelens-in-cloudwatch-logs",
            cloudwatch_logs(&[inner]),
            [Some("/ecs/shop/web/1"), Some("web"), Some("eu-west-1")],
        ),
        (
            "runtime-in-firelens",
            br#"{"log":"2025-12-31T17:37:40Z stdout F a","host":"node-1"}"#.to_vec(),
            [None, Some("node-1"), None],
        ),
        (
            "inner-one-goes-before",
            br#"{"message":"{\"host\":\"web-1\",\"message\":\"a\"}","host":"relay","file":"/b"}"#
                .to_vec(),
            [Some("/b"), Some("web-1"), None],
        ),
    ];
    for (name, record, expected) in cases {
        let mut count = 0;
        open(&record, EXPANSION_LIMIT_BYTES, &mut |content| {
            let Content::Line { line, origin, .. } = content else {
                panic!("{name}: {content:?}")
            };
            let known = [&origin.file_path, &origin.host_name, &origin.region];
            assert_eq!(line, b"a", "{name}");
            assert_eq!(known.map(|known| known.as_deref()), expected, "{name}");
            count += 1;
        });
        assert_eq!(count, 1, "{name}");
    }
}

#[test]
fn a_plain_line_is_borrowed_from_the_record() {
    let record = b"203.0.113.7 - - a\n203.0.113.8 - - b\n";
    let inside = record.as_ptr_range();
    open(record, 0, &mut |content| match content {
        Content::Line { line, .. } => assert!(inside.contains(&line.as_ptr())),
        other => panic!("{other:?}"),
    });
}

#[test]
fn a_control_message_is_not_a_line() {
    let record = gzip(
        br#"{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination."}]}"#
    );
    assert_eq!(opened(&record), [Found::Control]);
}
