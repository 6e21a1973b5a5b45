//! Times in every notation, and texts that are not times.

use proptest::prelude::*;

use super::*;
use crate::clean::tests::line;

fn read(fields: &[(Field, &[u8])]) -> Result<(i64, u32, u8), &'static str> {
    timestamp(&line(fields), &mut LastTime::default())
        .map(|t| (t.seconds, t.nanoseconds, t.digits))
        .map_err(|rejection| rejection.code())
}

/// A name, the fields of a line, and its time: seconds, nanoseconds, digits.
type Case = (
    &'static str,
    &'static [(Field, &'static [u8])],
    (i64, u32, u8),
);

fn check(cases: &[Case]) {
    for (name, fields, expected) in cases {
        assert_eq!(read(fields), Ok(*expected), "{name}");
    }
}

#[test]
fn a_civil_time_gives_its_moment_and_precision() {
    check(&[
        (
            "clf-west",
            &[(Field::TimeClf, b"10/Oct/2000:13:55:36 -0700")],
            (971_211_336, 0, 0),
        ),
        (
            "clf-half-hour",
            &[(Field::TimeClf, b"01/Jan/1970:05:30:00 +0530")],
            (0, 0, 0),
        ),
        (
            "clf-milliseconds",
            &[(Field::TimeClf, b"01/Jan/1970:00:00:00.250")],
            (0, 250_000_000, 3),
        ),
        (
            "clf-leap-second",
            &[(Field::TimeClf, b"31/Dec/2016:23:59:60 +0000")],
            (1_483_228_799, 0, 0),
        ),
        (
            "iso-offset",
            &[(Field::TimeIso8601, b"2000-10-10T13:55:36-07:00")],
            (971_211_336, 0, 0),
        ),
        (
            "iso-z-micro",
            &[(Field::TimeIso8601, b"1970-01-01T00:00:01.000001Z")],
            (1, 1_000, 6),
        ),
        (
            "iso-space-comma",
            &[(Field::TimeIso8601, b"1970-01-01 00:00:01,5")],
            (1, 500_000_000, 1),
        ),
        (
            "iso-with-slashes",
            &[(Field::TimeIso8601, b"1970/01/01 00:00:01.5")],
            (1, 500_000_000, 1),
        ),
        (
            "http-date",
            &[(Field::TimeIso8601, b"Thu, 01 Jan 1970 00:00:02 GMT")],
            (2, 0, 0),
        ),
        (
            "mail-date-with-an-offset",
            &[(Field::TimeIso8601, b"Thu, 01 Jan 1970 01:00:02 +0100")],
            (2, 0, 0),
        ),
        (
            "w3c",
            &[
                (Field::Date, b"1970-01-02"),
                (Field::TimeOfDay, b"00:00:01"),
            ],
            (86_401, 0, 0),
        ),
        (
            "iso-many-digits",
            &[(Field::TimeIso8601, b"1970-01-01T00:00:00.1234567891Z")],
            (0, 123_456_789, 9),
        ),
        (
            "last-second-there-is",
            &[(Field::TimeIso8601, b"9999-12-31T23:59:59Z")],
            (253_402_300_799, 0, 0),
        ),
        (
            "a-fraction-that-is-none",
            &[(Field::TimeEpochSeconds, b"5"), (Field::TimeFraction, b"-")],
            (5, 0, 0),
        ),
        (
            "fraction-apart",
            &[
                (Field::TimeEpochSeconds, b"5"),
                (Field::TimeFraction, b"042"),
            ],
            (5, 42_000_000, 3),
        ),
    ]);
}

#[test]
fn a_count_since_the_epoch_gives_its_moment_and_precision() {
    check(&[
        (
            "epoch-seconds",
            &[(Field::TimeEpochSeconds, b"971211336")],
            (971_211_336, 0, 0),
        ),
        (
            "epoch-msec",
            &[(Field::TimeEpochSeconds, b"971211336.123")],
            (971_211_336, 123_000_000, 3),
        ),
        (
            "epoch-ten-digits",
            &[(Field::TimeEpochSeconds, b"1.1234567899")],
            (1, 123_456_789, 9),
        ),
        (
            "epoch-milliseconds",
            &[(Field::TimeEpochMilliseconds, b"971211336123")],
            (971_211_336, 123_000_000, 3),
        ),
        (
            "epoch-few-milliseconds",
            &[(Field::TimeEpochMilliseconds, b"7")],
            (0, 7_000_000, 3),
        ),
        (
            "epoch-nanoseconds",
            &[(Field::TimeEpochNanoseconds, b"1000000007")],
            (1, 7, 9),
        ),
        (
            "epoch-before-1970",
            &[(Field::TimeEpochSeconds, b"-1.5")],
            (-2, 500_000_000, 1),
        ),
    ]);
}

#[test]
fn a_pattern_is_read_as_the_server_writes_it() {
    type Case = (&'static str, &'static [u8], (i64, u32, u8));
    let cases: [Case; 3] = [
        (
            "%Y-%m-%d %H:%M:%S",
            b"2000-10-10 13:55:36",
            (971_186_136, 0, 0),
        ),
        (
            "%d/%b/%Y:%T.%3f %z",
            b"10/Oct/2000:13:55:36.125 -0700",
            (971_211_336, 125_000_000, 3),
        ),
        ("%s", b"971211336", (971_211_336, 0, 0)),
    ];
    for (pattern, text, expected) in cases {
        let fields = [(Field::TimePattern, text)];
        let mut line = line(&fields);
        line.time_pattern = Some(pattern);
        assert_eq!(
            timestamp(&line, &mut LastTime::default()).map(|t| (
                t.seconds,
                t.nanoseconds,
                t.digits
            )),
            Ok(expected),
            "{pattern}"
        );
    }
}

#[test]
fn a_text_that_is_not_a_time_is_rejected() {
    let invalid: [&[u8]; 8] = [
        b"31/Feb/2025:00:00:00 +0000",
        b"29/Feb/2025:00:00:00 +0000",
        b"10/Okt/2025:00:00:00 +0000",
        b"10/Oct/2025:24:00:00 +0000",
        b"10/Oct/2025:00:00:00 CEST",
        b"10/Oct/0000:00:00:00 +0000",
        b"10/Oct/2025",
        b"x",
    ];
    for text in invalid {
        assert_eq!(
            read(&[(Field::TimeClf, text)]),
            Err("time_invalid"),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    let beyond: [(Field, &[u8]); 10] = [
        (Field::TimeIso8601, b"2025/01-01 00:00:00"),
        (Field::TimeIso8601, b"Thu, 01 Jun 1970"),
        (Field::TimeIso8601, b"Thu, 01 Jum 1970 00:00:00 GMT"),
        (Field::TimeIso8601, b"0001-01-01T00:00:00+14:00"),
        (Field::TimeIso8601, b"9999-12-31T23:59:59-14:00"),
        (Field::TimeIso8601, b"2025-01-01T00:00:00."),
        (Field::TimeEpochSeconds, b"1.123456789x"),
        (Field::TimeEpochMilliseconds, b"1000.5x"),
        (Field::TimeEpochSeconds, b"1e9"),
        (Field::TimeEpochSeconds, b"+5"),
    ];
    for field in beyond {
        assert_eq!(read(&[field]), Err("time_invalid"), "{field:?}");
    }
    assert_eq!(read(&[(Field::Date, b"2025-01-01")]), Err("time_missing"));
    assert_eq!(read(&[]), Err("time_missing"));
    assert_eq!(read(&[(Field::TimeClf, b"-")]), Err("time_missing"));
    assert_eq!(
        read(&[(Field::TimeEpochSeconds, b"999999999999999999")]),
        Err("time_invalid")
    );
}

proptest! {
    #[test]
    fn every_moment_of_many_years_is_read(
        seconds in 0_i64..4_102_444_800,
        minutes in -720_i32..=840,
    ) {
        let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
        let civil = offset.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
        let (sign, hours, rest) = (
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60,
            minutes.abs() % 60,
        );
        let clf = format!(
            "{} {sign}{hours:02}{rest:02}",
            civil.strftime("%d/%b/%Y:%H:%M:%S")
        );
        prop_assert_eq!(
            read(&[(Field::TimeClf, clf.as_bytes())]),
            Ok((seconds, 0, 0))
        );
        let iso = format!(
            "{}{sign}{hours:02}:{rest:02}",
            civil.strftime("%Y-%m-%dT%H:%M:%S")
        );
        prop_assert_eq!(
            read(&[(Field::TimeIso8601, iso.as_bytes())]),
            Ok((seconds, 0, 0))
        );
    }
}
