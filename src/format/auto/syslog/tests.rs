//! Tests of the headers of syslog.

use super::*;

/// The end of a header as text: the message, or the remaining words.
fn found(line: &str) -> (&'static str, &str) {
    match header(line.as_bytes()) {
        Header::None => ("none", line),
        Header::Ends(at) => ("ends", &line[at..]),
        Header::Open(at) => ("open", &line[at..]),
    }
}

#[test]
fn the_end_of_a_header_is_found_or_is_left_undecided() {
    let cases = [
        ("<133>Oct 10 13:55:36 web1 nginx: m n", "ends", "m n"),
        ("<133>Oct  1 13:55:36 nginx[7]: m", "ends", "m"),
        ("<133>Oct 1 13:55:36 web1 nginx: m", "ends", "m"),
        ("<133>Oct 10 13:55:36 web1 nginx:   m", "ends", "m"),
        ("<133>Oct 10 13:55:36 2001:db8::5 nginx: m", "ends", "m"),
        ("<133>Oct 10 13:55:36 2001:db8:: nginx: m", "ends", "m"),
        ("<133>Oct 10 2025 13:55:36 web1 nginx: m", "ends", "m"),
        ("<133>Oct 10 13:55:36 2025 web1 nginx: m", "ends", "m"),
        ("<189>29: *Oct 10 13:55:36.123 web1 nginx: m", "ends", "m"),
        (
            "<133>2025-10-10T13:55:36.1+02:00 web1 nginx: m",
            "ends",
            "m",
        ),
        ("<133>Oct 10 13:55:36.1 CET: web1 nginx: m", "ends", "m"),
        ("<133>2025-10-10 13:55:36 web1 nginx: m", "ends", "m"),
        ("<133>Oct 10 13:55:36 web1 nginx:{} m", "ends", "{} m"),
        (
            "<133>Oct 10 13:55:36 web1 nginx:192.0.2.1 m",
            "ends",
            "192.0.2.1 m",
        ),
        (
            "<133>Oct 10 13:55:36 web1 a.example:80 m",
            "open",
            "web1 a.example:80 m",
        ),
        ("<133>web1 nginx: m", "ends", "m"),
        ("<133>nginx: m", "ends", "m"),
        ("<133> Oct 10 13:55:36 web1 nginx: m", "ends", "m"),
        ("Oct 10 13:55:36 web1 nginx: @cee: {", "ends", "{"),
        ("52 <133>Oct 10 13:55:36 web1 nginx: m", "ends", "m"),
        (
            "<133>1 2025-10-10T13:55:36Z web1 nginx 7 - - m",
            "ends",
            "m",
        ),
        ("<133>1 - - - - - - m", "ends", "m"),
        ("<133>1 - - - - - -  \u{feff}m", "ends", "m"),
        (r#"<133>1 - h p 7 - [a b="[\"\]"][c] m"#, "ends", "m"),
        (r#"<133>1 - h p 7 - [a b="\\"] m"#, "ends", "m"),
        ("<133>1 - h p 7 - m n", "ends", "m n"),
        (
            "<133>1 - h p 7 - [10/Oct/2025:13:55:36 +0200] m",
            "ends",
            "m",
        ),
        ("<133>Oct 10 13:55:36 web1 nginx m", "open", "web1 nginx m"),
        ("<133>web1 nginx m", "open", "web1 nginx m"),
        ("Oct 10 13:55:36 2001:db8:: m n", "open", "2001:db8:: m n"),
        ("2025-10-10T13:55:36Z lb m n", "open", "lb m n"),
        ("web1 nginx[7]: m", "ends", "m"),
        ("unix: - - [", "none", "unix: - - ["),
        ("a:{ - - [", "none", "a:{ - - ["),
        ("a:192.0.2.1 - - [", "none", "a:192.0.2.1 - - ["),
        ("203.0.113.7 - - [", "none", "203.0.113.7 - - ["),
        ("<script> m n", "none", "<script> m n"),
    ];
    for (line, kind, rest) in cases {
        assert_eq!(found(line), (kind, rest), "{line}");
    }
}

#[test]
fn without_a_colon_host_and_tag_are_tried_before_a_host_alone() {
    let line = "<133>Oct 10 13:55:36 web1 nginx m n";
    let Header::Open(start) = header(line.as_bytes()) else {
        panic!("{line}");
    };
    let messages: Vec<_> = behind_words(line.as_bytes(), start)
        .map(|at| &line[at..])
        .collect();
    assert_eq!(messages, ["m n", "nginx m n"]);
    let line = "<133>Oct 10 13:55:36 web1 nginx 77 m n";
    let first = behind_words(line.as_bytes(), start).next();
    assert_eq!(first.map(|at| &line[at..]), Some("m n"));
    let line = "<133>Oct 10 13:55:36 web1 203.0.113.7 n";
    let messages: Vec<_> = behind_words(line.as_bytes(), 21)
        .map(|at| &line[at..])
        .collect();
    assert_eq!(messages, ["203.0.113.7 n"]);
}
