//! Tables of lines, and the fields that a layout reads from them.

mod pieces;
mod quoting;
mod usual;

use super::{Layout, Piece};
use crate::format::field::Field;
use crate::rejection::Reason;

const COMBINED: &[Piece] = &[
    Piece::Field(Field::RemoteAddress),
    Piece::literal(" "),
    Piece::Skip,
    Piece::literal(" "),
    Piece::Field(Field::User),
    Piece::literal(" ["),
    Piece::Field(Field::TimeClf),
    Piece::literal("] \""),
    Piece::Field(Field::RequestLine),
    Piece::literal("\" "),
    Piece::Field(Field::Status),
    Piece::literal(" "),
    Piece::Field(Field::BodyBytes),
    Piece::OptionalFromHere,
    Piece::literal(" \""),
    Piece::Field(Field::Referrer),
    Piece::literal("\" \""),
    Piece::Field(Field::UserAgent),
    Piece::literal("\""),
];

/// The fields of the combined format, in the line's order.
const FIELDS: [Field; 8] = [
    Field::RemoteAddress,
    Field::User,
    Field::TimeClf,
    Field::RequestLine,
    Field::Status,
    Field::BodyBytes,
    Field::Referrer,
    Field::UserAgent,
];

const TIME: &str = "24/Nov/2026:13:55:36 +0000";

/// A line of the combined format. The time replaces `{}`.
struct Case {
    name: &'static str,
    line: &'static str,
    /// Address, user, request line, status, body bytes, referrer, agent. Each is `None` if the line
    /// lacks it.
    fields: [Option<&'static str>; 7],
    cut: bool,
}

const fn whole(name: &'static str, line: &'static str, fields: [Option<&'static str>; 7]) -> Case {
    Case {
        name,
        line,
        fields,
        cut: false,
    }
}

const CASES: &[Case] = &[
    whole(
        "plain",
        r#"203.0.113.7 - alice [{}] "GET / HTTP/1.1" 200 12 "http://a.example/" "curl/8.0""#,
        [
            Some("203.0.113.7"),
            Some("alice"),
            Some("GET / HTTP/1.1"),
            Some("200"),
            Some("12"),
            Some("http://a.example/"),
            Some("curl/8.0"),
        ],
    ),
    whole(
        "user-with-spaces",
        r#"203.0.113.7 - alice b [x] c [{}] "GET / HTTP/1.1" 200 12 "-" "-""#,
        [
            Some("203.0.113.7"),
            Some("alice b [x] c"),
            Some("GET / HTTP/1.1"),
            Some("200"),
            Some("12"),
            Some("-"),
            Some("-"),
        ],
    ),
    whole(
        "user-that-forges-the-rest-of-a-line",
        r#"203.0.113.7 - a [01/Jan/2000:00:00:00 +0000] \"GET / HTTP/1.1\" 200 1 [{}] "GET /login HTTP/1.1" 401 12 "-" "-""#,
        [
            Some("203.0.113.7"),
            Some(r#"a [01/Jan/2000:00:00:00 +0000] \"GET / HTTP/1.1\" 200 1"#),
            Some("GET /login HTTP/1.1"),
            Some("401"),
            Some("12"),
            Some("-"),
            Some("-"),
        ],
    ),
    whole(
        "escaped-quotes",
        r#"203.0.113.7 - - [{}] "GET /\"a\\\" b\\" 200 12 "\"" "\\""#,
        [
            Some("203.0.113.7"),
            Some("-"),
            Some(r#"GET /\"a\\\" b\\"#),
            Some("200"),
            Some("12"),
            Some(r#"\""#),
            Some(r"\\"),
        ],
    ),
    whole(
        "unescaped-quotes",
        r#"203.0.113.7 - - [{}] "GET /a HTTP/1.1" 200 12 "x"y" "say "hi"""#,
        [
            Some("203.0.113.7"),
            Some("-"),
            Some("GET /a HTTP/1.1"),
            Some("200"),
            Some("12"),
            Some(r#"x"y"#),
            Some(r#"say "hi""#),
        ],
    ),
    whole(
        "empty-values",
        r#"203.0.113.7 - - [{}] "" 400 0 "" """#,
        [
            Some("203.0.113.7"),
            Some("-"),
            Some(""),
            Some("400"),
            Some("0"),
            Some(""),
            Some(""),
        ],
    ),
    whole(
        "dashes-without-quotes",
        r"203.0.113.7 bob carol [{}] - 401 84170 - -",
        [
            Some("203.0.113.7"),
            Some("carol"),
            Some("-"),
            Some("401"),
            Some("84170"),
            Some("-"),
            Some("-"),
        ],
    ),
    whole(
        "list-of-addresses",
        r#"192.0.2.1, 192.0.2.2, 2001:db8::1 - - [{}] "GET / HTTP/1.1" 200 12"#,
        [
            Some("192.0.2.1, 192.0.2.2, 2001:db8::1"),
            Some("-"),
            Some("GET / HTTP/1.1"),
            Some("200"),
            Some("12"),
            None,
            None,
        ],
    ),
    whole(
        "optional-part-absent",
        r#"2001:db8::1 - - [{}] "-" 408 -"#,
        [
            Some("2001:db8::1"),
            Some("-"),
            Some("-"),
            Some("408"),
            Some("-"),
            None,
            None,
        ],
    ),
    whole(
        "optional-part-half",
        r#"203.0.113.7 - - [{}] "-" 408 - "-""#,
        [
            Some("203.0.113.7"),
            Some("-"),
            Some("-"),
            Some("408"),
            Some("-"),
            Some("-"),
            None,
        ],
    ),
    whole(
        "blanks-at-the-end",
        "203.0.113.7 - - [{}] \"-\" 408 - \"-\" \"-\" \t ",
        [
            Some("203.0.113.7"),
            Some("-"),
            Some("-"),
            Some("408"),
            Some("-"),
            Some("-"),
            Some("-"),
        ],
    ),
    Case {
        name: "cut-in-the-agent",
        line: r#"203.0.113.7 - - [{}] "-" 200 12 "-" "Mozilla/5.0 (compa"#,
        fields: [
            Some("203.0.113.7"),
            Some("-"),
            Some("-"),
            Some("200"),
            Some("12"),
            Some("-"),
            Some("Mozilla/5.0 (compa"),
        ],
        cut: true,
    },
    Case {
        name: "cut-within-an-escape",
        line: r#"203.0.113.7 - - [{}] "-" 200 12 "-" "say \"#,
        fields: [
            Some("203.0.113.7"),
            Some("-"),
            Some("-"),
            Some("200"),
            Some("12"),
            Some("-"),
            Some(r"say \"),
        ],
        cut: true,
    },
    Case {
        name: "cut-in-the-referrer",
        line: r#"203.0.113.7 - - [{}] "-" 200 12 "http://a.exa"#,
        fields: [
            Some("203.0.113.7"),
            Some("-"),
            Some("-"),
            Some("200"),
            Some("12"),
            Some("http://a.exa"),
            None,
        ],
        cut: true,
    },
    whole(
        "status-that-is-no-number",
        r#"203.0.113.7 - - [{}] "GET / HTTP/1.1" nope 12 "-" "-""#,
        [
            Some("203.0.113.7"),
            Some("-"),
            Some("GET / HTTP/1.1"),
            Some("nope"),
            Some("12"),
            Some("-"),
            Some("-"),
        ],
    ),
];

#[test]
fn lines_of_combined_are_read() {
    let layout = Layout::new(COMBINED).unwrap();
    for case in CASES {
        let line = case.line.replace("{}", TIME);
        let read = layout
            .read(line.as_bytes())
            .unwrap_or_else(|rejection| panic!("{}: {rejection}", case.name));
        let mut expected = case.fields.to_vec();
        expected.insert(2, Some(TIME));
        for (field, expected) in FIELDS.into_iter().zip(expected) {
            let value = read
                .raw(field)
                .map(|raw| String::from_utf8_lossy(raw).into_owned());
            assert_eq!(
                value.as_deref(),
                expected,
                "{}: {}",
                case.name,
                field.name()
            );
        }
        assert_eq!(read.cut, case.cut, "{}", case.name);
    }
}

#[test]
fn lines_that_do_not_match_combined_are_rejected() {
    let layout = Layout::new(COMBINED).unwrap();
    let cut = |expected: &str| Reason::Cut {
        expected: expected.to_owned(),
    };
    let mismatch = |expected: &str| Reason::Mismatch {
        expected: expected.to_owned(),
    };
    for (name, line, offset, reason) in [
        ("empty", "", 0, cut("remote_address")),
        (
            "words",
            "not a common log line",
            21,
            cut("` [` before time_clf"),
        ),
        (
            "no-time",
            "203.0.113.7 - - \"GET / HTTP/1.1\" 200 12",
            39,
            cut("` [` before time_clf"),
        ),
        (
            "cut-in-the-request",
            "203.0.113.7 - - [T] \"GET / HT",
            29,
            cut("status"),
        ),
        (
            "cut-after-the-request",
            "203.0.113.7 - - [T] \"-\"",
            23,
            cut("` ` before status"),
        ),
        (
            "cut-after-the-status",
            "203.0.113.7 - - [T] \"-\" 200",
            27,
            cut("` ` before body_bytes"),
        ),
        (
            "no-quote",
            "203.0.113.7 - - [T] GET / 200 12",
            20,
            mismatch("`\"` before request_line"),
        ),
        (
            "no-blank",
            "203.0.113.7 - - [T] \"-\"200 12",
            23,
            mismatch("` ` before status"),
        ),
        (
            "extra",
            "203.0.113.7 - - [T] \"-\" 200 12 \"-\" \"-\" 5",
            38,
            mismatch("the end of the line"),
        ),
        (
            "extra-without-blank",
            "203.0.113.7 - - [T] \"-\" 200 12 \"-\" \"-\"5",
            38,
            mismatch("the end of the line"),
        ),
    ] {
        let rejection = layout.read(line.as_bytes()).expect_err(name);
        assert_eq!(
            (rejection.offset, rejection.reason),
            (Some(offset), reason),
            "{name}"
        );
    }
}

#[test]
fn extras_are_ignored_where_they_are_allowed() {
    let layout = Layout::new(COMBINED).unwrap().with_extras_allowed();
    for (name, line, agent) in [
        (
            "after-all",
            r#"192.0.2.1 - - [T] "-" 200 12 "-" "x" "192.0.2.9" 0.004"#,
            Some("x"),
        ),
        (
            "number-after-common",
            r#"192.0.2.1 - - [T] "-" 200 12 345"#,
            None,
        ),
        (
            "tab",
            "192.0.2.1 - - [T] \"-\" 200 12 \"-\" \"x\"\t5",
            Some("x"),
        ),
        ("none", r#"192.0.2.1 - - [T] "-" 200 12 "-" "x""#, Some("x")),
    ] {
        let read = layout
            .read(line.as_bytes())
            .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
        assert_eq!(
            read.raw(Field::UserAgent),
            agent.map(str::as_bytes),
            "{name}"
        );
        assert_eq!(read.raw(Field::BodyBytes), Some(&b"12"[..]), "{name}");
    }
}
