//! Times that consist of one or several parts.

use crate::format::apache::compile;
use crate::format::field::Field;

/// A time format, a value, the bound field with its text, and the pattern.
type Time = (
    &'static str,
    &'static str,
    &'static str,
    Field,
    &'static str,
    Option<&'static str>,
);

const TIMES: &[Time] = &[
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
fn times_of_one_or_several_parts_are_read() {
    for (name, format, line, field, value, pattern) in TIMES {
        // The time is tested once as the whole line, and once among other values.
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
fn a_fraction_that_is_separate_from_its_time_is_a_field_of_its_own() {
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
