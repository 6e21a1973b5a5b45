//! Times: every notation of a log into UTC, with the log's own precision.
//!
//! Apache's `%t` (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html>), RFC 3339
//! (<https://www.rfc-editor.org/rfc/rfc3339>) and its ISO 8601 relatives, seconds since the epoch, W3C's `date` and `time`.
//! A time without an offset is UTC. A leap second (`:60`) is the last second of its minute, as POSIX counts.

use jiff::fmt::strtime;

use crate::calendar;
use crate::event::Timestamp;
use crate::format::{Field, LogLine};
use crate::rejection::{Reason, Rejection};

/// Years that a log can be of; beyond them OpenSearch's dates and ours part.
const YEARS: std::ops::RangeInclusive<i64> = 1..=9999;

/// The line's time.
///
/// # Errors
/// A line without one, or whose time is none.
pub(super) fn timestamp(line: &LogLine<'_>) -> Result<Timestamp, Rejection> {
    let whole = |field, read: fn(&[u8]) -> Option<Timestamp>| {
        line.raw(field).filter(|text| !is_absent(text)).map(read)
    };
    let found = whole(Field::TimeClf, clf)
        .or_else(|| whole(Field::TimeIso8601, iso8601))
        .or_else(|| whole(Field::TimeEpochSeconds, |text| epoch(text, 0)))
        .or_else(|| whole(Field::TimeEpochMilliseconds, |text| epoch(text, 3)))
        .or_else(|| whole(Field::TimeEpochMicroseconds, |text| epoch(text, 6)))
        .or_else(|| whole(Field::TimeEpochNanoseconds, |text| epoch(text, 9)))
        .or_else(|| {
            line.raw(Field::TimePattern)
                .map(|text| pattern(text, line.time_pattern?))
        })
        .or_else(|| {
            line.raw(Field::Date)
                .map(|date| date_and_time(date, line.raw(Field::TimeOfDay)?))
        });
    let time = found
        .ok_or(Rejection::whole(Reason::TimeMissing))?
        .ok_or(Rejection::whole(Reason::TimeInvalid))?;
    match line.raw(Field::TimeFraction) {
        Some(digits) if time.digits == 0 => {
            let (nanoseconds, digits) =
                fraction(digits).ok_or(Rejection::whole(Reason::TimeInvalid))?;
            Ok(Timestamp {
                nanoseconds,
                digits,
                ..time
            })
        }
        _ => Ok(time),
    }
}

fn is_absent(text: &[u8]) -> bool {
    matches!(text, b"" | b"-")
}

/// `10/Oct/2000:13:55:36 -0700`: every part at a fixed place.
fn clf(text: &[u8]) -> Option<Timestamp> {
    let &[
        d1,
        d2,
        b'/',
        m1,
        m2,
        m3,
        b'/',
        y1,
        y2,
        y3,
        y4,
        b':',
        h1,
        h2,
        b':',
        i1,
        i2,
        b':',
        s1,
        s2,
        ref rest @ ..,
    ] = text
    else {
        return None;
    };
    let month = match &[m1, m2, m3] {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let clock = seconds_of_day(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)?;
    // HAProxy and some modules write the milliseconds behind the seconds.
    let (rest, nanoseconds, digits) = match rest {
        [b'.', rest @ ..] => {
            let end = rest
                .iter()
                .position(|byte| !byte.is_ascii_digit())
                .unwrap_or(rest.len());
            let (part, rest) = rest.split_at(end);
            let (nanoseconds, digits) = fraction(part)?;
            (rest, nanoseconds, digits)
        }
        rest => (rest, 0, 0),
    };
    let offset = offset(rest.strip_prefix(b" ").unwrap_or(rest))?;
    at(
        year,
        month,
        two(d1, d2)?,
        clock - offset,
        nanoseconds,
        digits,
    )
}

/// `2025-10-10T13:55:36.123+02:00`, with a space for the `T`, a comma for the point, and no offset too.
fn iso8601(text: &[u8]) -> Option<Timestamp> {
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T' | b't' | b' ',
        ref rest @ ..,
    ] = text
    else {
        return None;
    };
    let (clock, nanoseconds, digits, rest) = clock(rest)?;
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    at(
        year,
        two(m1, m2)?,
        two(d1, d2)?,
        clock - offset(rest.strip_prefix(b" ").unwrap_or(rest))?,
        nanoseconds,
        digits,
    )
}

/// W3C: `2025-10-10` and `13:55:36`, UTC.
fn date_and_time(date: &[u8], time: &[u8]) -> Option<Timestamp> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
        return None;
    };
    let (clock, nanoseconds, digits, rest) = clock(time)?;
    rest.is_empty().then_some(())?;
    at(
        two(y1, y2)? * 100 + two(y3, y4)?,
        two(m1, m2)?,
        two(d1, d2)?,
        clock,
        nanoseconds,
        digits,
    )
}

/// `13:55:36.123` and what follows it: seconds of the day, nanoseconds, digits, the rest.
fn clock(text: &[u8]) -> Option<(i64, u32, u8, &[u8])> {
    let &[h1, h2, b':', i1, i2, b':', s1, s2, ref rest @ ..] = text else {
        return None;
    };
    let seconds = seconds_of_day(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)?;
    let [b'.' | b',', rest @ ..] = rest else {
        return Some((seconds, 0, 0, rest));
    };
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(rest.len());
    let (part, rest) = rest.split_at(end);
    let (nanoseconds, digits) = fraction(part)?;
    Some((seconds, nanoseconds, digits, rest))
}

/// `1693840791.7564995`: an epoch whose unit is `10^-unit_digits` seconds, with a fraction of that unit or not.
fn epoch(text: &[u8], unit_digits: usize) -> Option<Timestamp> {
    let (whole, part) = match memchr::memchr(b'.', text) {
        Some(point) => (text.get(..point)?, text.get(point + 1..)?),
        None => (text, &[][..]),
    };
    let (negative, whole) = match whole {
        [b'-', whole @ ..] => (true, whole),
        whole => (false, whole),
    };
    let below = whole.len().saturating_sub(unit_digits);
    let (seconds, unit) = whole.split_at_checked(below)?;
    let seconds = if seconds.is_empty() && !unit.is_empty() {
        0
    } else {
        number(seconds)?
    };
    let mut digits = [b'0'; 9];
    let missing = unit_digits - unit.len();
    let given = unit.iter().chain(part).copied();
    for (slot, digit) in digits.iter_mut().skip(missing).zip(given) {
        *slot = digit;
    }
    let count = (unit_digits + part.len()).min(9);
    let (nanoseconds, digits) = if count == 0 {
        (0, 0)
    } else {
        fraction(digits.get(..count)?)?
    };
    // Before 1970 the fraction counts backwards.
    let (seconds, nanoseconds) = match (negative, nanoseconds) {
        (true, 0) => (-seconds, 0),
        (true, some) => (-seconds - 1, 1_000_000_000 - some),
        (false, some) => (seconds, some),
    };
    let (year, ..) = calendar::civil(seconds.div_euclid(calendar::SECONDS_PER_DAY));
    YEARS.contains(&year).then_some(Timestamp {
        seconds,
        nanoseconds,
        digits,
    })
}

/// A time in the layout's own `strftime` pattern, without an offset UTC.
fn pattern(text: &[u8], pattern: &str) -> Option<Timestamp> {
    let parsed = strtime::parse(pattern, text).ok()?;
    let seconds = match parsed.to_timestamp() {
        Ok(timestamp) => timestamp.as_second(),
        Err(_) => jiff::tz::Offset::UTC
            .to_timestamp(parsed.to_datetime().ok()?)
            .ok()?
            .as_second(),
    };
    let nanoseconds = u32::try_from(parsed.subsec_nanosecond().unwrap_or(0)).ok()?;
    // As many digits as stand behind the last point or comma, where the pattern has a fraction at all.
    let digits = if pattern.contains('f') || pattern.contains("%N") {
        let point = memchr::memrchr2(b'.', b',', text);
        let run = point
            .and_then(|point| text.get(point + 1..))
            .unwrap_or_default();
        u8::try_from(
            run.iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
                .min(9),
        )
        .ok()?
    } else {
        0
    };
    Some(Timestamp {
        seconds,
        nanoseconds,
        digits,
    })
}

/// Seconds east of UTC: `+02:00`, `+0200`, `+02`, `Z`, or nothing, which is UTC.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [] | b"Z" | b"z" | b"UTC" | b"GMT" => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match *digits {
        [h1, h2, i1, i2] | [h1, h2, b':', i1, i2] => (two(h1, h2)?, two(i1, i2)?),
        [h1, h2] => (two(h1, h2)?, 0),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn at(
    year: i64,
    month: i64,
    day: i64,
    second: i64,
    nanoseconds: u32,
    digits: u8,
) -> Option<Timestamp> {
    let valid = YEARS.contains(&year)
        && (1..=12).contains(&month)
        && (1..=calendar::days_of(year, month)).contains(&day);
    let seconds = calendar::days(year, month, day) * calendar::SECONDS_PER_DAY + second;
    valid.then_some(Timestamp {
        seconds,
        nanoseconds,
        digits,
    })
}

fn seconds_of_day(hour: i64, minute: i64, second: i64) -> Option<i64> {
    (hour < 24 && minute < 60 && second <= 60).then(|| hour * 3600 + minute * 60 + second.min(59))
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// Digits of a second as nanoseconds, and how many they are; those beyond the ninth are cut off.
fn fraction(digits: &[u8]) -> Option<(u32, u8)> {
    let digits = digits.get(..digits.len().min(9))?;
    let value = u32::try_from(number(digits)?).ok()?;
    let count = u8::try_from(digits.len()).ok()?;
    Some((value * 10_u32.pow(u32::from(9 - count)), count))
}

fn number(digits: &[u8]) -> Option<i64> {
    // Eighteen digits never overflow.
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clean::tests::line;

    fn read(fields: &[(Field, &[u8])]) -> Result<(i64, u32, u8), &'static str> {
        timestamp(&line(fields))
            .map(|t| (t.seconds, t.nanoseconds, t.digits))
            .map_err(|rejection| rejection.code())
    }

    #[test]
    fn each_notation_gives_its_moment_and_precision() {
        type Case = (
            &'static str,
            &'static [(Field, &'static [u8])],
            (i64, u32, u8),
        );
        let cases: [Case; 15] = [
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
                "w3c",
                &[
                    (Field::Date, b"1970-01-02"),
                    (Field::TimeOfDay, b"00:00:01"),
                ],
                (86_401, 0, 0),
            ),
            (
                "fraction-apart",
                &[
                    (Field::TimeEpochSeconds, b"5"),
                    (Field::TimeFraction, b"042"),
                ],
                (5, 42_000_000, 3),
            ),
        ];
        for (name, fields, expected) in cases {
            assert_eq!(read(fields), Ok(expected), "{name}");
        }
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
                timestamp(&line).map(|t| (t.seconds, t.nanoseconds, t.digits)),
                Ok(expected),
                "{pattern}"
            );
        }
    }

    #[test]
    fn what_is_no_time_is_rejected() {
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
        assert_eq!(read(&[]), Err("time_missing"));
        assert_eq!(read(&[(Field::TimeClf, b"-")]), Err("time_missing"));
        assert_eq!(
            read(&[(Field::TimeEpochSeconds, b"999999999999999999")]),
            Err("time_invalid")
        );
    }

    proptest! {
        #[test]
        fn every_moment_of_many_years_reads_back(seconds in 0_i64..4_102_444_800, minutes in -720_i32..=840) {
            let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
            let civil = offset.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
            let (sign, hours, rest) = (if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
            let clf = format!("{} {sign}{hours:02}{rest:02}", civil.strftime("%d/%b/%Y:%H:%M:%S"));
            prop_assert_eq!(read(&[(Field::TimeClf, clf.as_bytes())]), Ok((seconds, 0, 0)));
            let iso = format!("{}{sign}{hours:02}:{rest:02}", civil.strftime("%Y-%m-%dT%H:%M:%S"));
            prop_assert_eq!(read(&[(Field::TimeIso8601, iso.as_bytes())]), Ok((seconds, 0, 0)));
        }
    }
}
