//! Times: converts the notations of logs to UTC, with the log's own precision.
//!
//! This module reads Apache's `%t` (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html>),
//! RFC 3339 (<https://www.rfc-editor.org/rfc/rfc3339>) and similar forms of ISO 8601, the date of
//! HTTP and mail, seconds since the epoch and fractions of them, W3C's `date` and `time`, and
//! `strftime` patterns. A time without an offset is UTC. A leap second (`:60`) is read as `:59`,
//! because a UNIX time has no leap seconds.

mod last;
#[cfg(test)]
mod tests;

pub(crate) use last::LastTime;

use jiff::civil::{Date, date};
use jiff::fmt::strtime;

use super::text::present;
use crate::event::Timestamp;
use crate::format::{Field, LogLine};
use crate::rejection::{Reason, Rejection};

/// The day from which seconds are counted.
const EPOCH: Date = date(1970, 1, 1);

/// The seconds since [`EPOCH`] that are in the years 1 to 9999 in UTC. Later years have more than
/// four digits.
const RANGE: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

/// The line's time.
///
/// # Errors
/// The line has no time, or an invalid one.
pub(super) fn timestamp(line: &LogLine<'_>, last: &mut LastTime) -> Result<Timestamp, Rejection> {
    let whole = |field, read: fn(&[u8]) -> Option<Timestamp>| {
        let text = line.bytes(field).and_then(present)?;
        Some(read(&text))
    };
    let of_clf = line.bytes(Field::TimeClf).and_then(present);
    let found = of_clf
        .map(|text| last.clf(&text))
        .or_else(|| {
            whole(Field::TimeIso8601, |text| {
                iso8601(text).or_else(|| of_mail(text))
            })
        })
        .or_else(|| whole(Field::TimeEpochSeconds, |text| epoch(text, 0)))
        .or_else(|| whole(Field::TimeEpochMilliseconds, |text| epoch(text, 3)))
        .or_else(|| whole(Field::TimeEpochMicroseconds, |text| epoch(text, 6)))
        .or_else(|| whole(Field::TimeEpochNanoseconds, |text| epoch(text, 9)))
        .or_else(|| {
            let text = line.bytes(Field::TimePattern).and_then(present)?;
            Some(pattern(&text, line.time_pattern?))
        })
        .or_else(|| {
            let date = line.bytes(Field::Date).and_then(present)?;
            let time = line.bytes(Field::TimeOfDay).and_then(present)?;
            Some(date_and_time(&date, &time))
        });
    let time = found
        .ok_or(Rejection::whole(Reason::TimeMissing))?
        .filter(|time| RANGE.contains(&time.seconds))
        .ok_or(Rejection::whole(Reason::TimeInvalid))?;
    // A fraction that is logged separately is added to the time. An invalid fraction is ignored.
    let apart = line
        .raw(Field::TimeFraction)
        .filter(|_| time.digits == 0)
        .and_then(fraction);
    Ok(match apart {
        Some((nanoseconds, digits)) => Timestamp {
            nanoseconds,
            digits,
            ..time
        },
        None => time,
    })
}

/// Reads `10/Oct/2000:13:55:36 -0700`. Every part up to the seconds is at a fixed offset.
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
    let month = month([m1, m2, m3])?;
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let clock = seconds_of_day(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)?;
    // HAProxy and some modules write milliseconds after the seconds.
    let (nanoseconds, digits, rest) = match rest {
        [b'.', rest @ ..] => leading_fraction(rest)?,
        rest => (0, 0, rest),
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

/// Reads `2025-10-10T13:55:36.123+02:00`. There may be a space in place of the `T`, a comma in
/// place of the point, slashes in place of the dashes, and no offset.
fn iso8601(text: &[u8]) -> Option<Timestamp> {
    let &[
        y1,
        y2,
        y3,
        y4,
        first @ (b'-' | b'/'),
        m1,
        m2,
        second,
        d1,
        d2,
        b'T' | b't' | b' ',
        ref rest @ ..,
    ] = text
    else {
        return None;
    };
    (first == second).then_some(())?;
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

/// Reads `Fri, 10 Oct 2025 13:55:36 GMT`, the date of HTTP and mail:
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>.
fn of_mail(text: &[u8]) -> Option<Timestamp> {
    let (_, text) = text
        .split_at_checked(5)
        .filter(|(day, _)| day.ends_with(b", "))?;
    let &[
        d1,
        d2,
        b' ',
        m1,
        m2,
        m3,
        b' ',
        y1,
        y2,
        y3,
        y4,
        b' ',
        ref rest @ ..,
    ] = text
    else {
        return None;
    };
    let (clock, nanoseconds, digits, rest) = clock(rest)?;
    at(
        two(y1, y2)? * 100 + two(y3, y4)?,
        month([m1, m2, m3])?,
        two(d1, d2)?,
        clock - offset(rest.strip_prefix(b" ").unwrap_or(rest))?,
        nanoseconds,
        digits,
    )
}

/// The number of a month, 1 to 12, by its English abbreviation.
fn month(name: [u8; 3]) -> Option<i64> {
    Some(match &name {
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
    })
}

/// Reads W3C's date `2025-10-10` and its time `13:55:36`, which are in UTC.
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

/// Reads `13:55:36.123`. Returns the seconds since midnight, the nanoseconds, the number of digits
/// of the fraction, and the text after the time.
fn clock(text: &[u8]) -> Option<(i64, u32, u8, &[u8])> {
    let &[h1, h2, b':', i1, i2, b':', s1, s2, ref rest @ ..] = text else {
        return None;
    };
    let seconds = seconds_of_day(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)?;
    let [b'.' | b',', rest @ ..] = rest else {
        return Some((seconds, 0, 0, rest));
    };
    let (nanoseconds, digits, rest) = leading_fraction(rest)?;
    Some((seconds, nanoseconds, digits, rest))
}

/// Reads `1693840791.7564995`: an epoch in units of `10^-unit_digits` seconds, with or without a
/// fraction of the unit.
fn epoch(text: &[u8], unit_digits: usize) -> Option<Timestamp> {
    let (whole, part) = match memchr::memchr(b'.', text) {
        Some(point) => (text.get(..point)?, text.get(point + 1..)?),
        None => (text, &[][..]),
    };
    part.iter().all(u8::is_ascii_digit).then_some(())?;
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
    // Before 1970, the seconds are negative and the fraction must still be positive.
    let (seconds, nanoseconds) = match (negative, nanoseconds) {
        (true, 0) => (-seconds, 0),
        (true, some) => (-seconds - 1, 1_000_000_000 - some),
        (false, some) => (seconds, some),
    };
    Some(Timestamp {
        seconds,
        nanoseconds,
        digits,
    })
}

/// A time in the layout's own `strftime` pattern. A time without an offset is UTC.
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
    // The number of digits after the last point or comma, if the pattern has a fraction.
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

/// Seconds east of UTC: `+02:00`, `+0200`, `+02`, `Z`, `UTC` or `GMT`. An empty text means UTC.
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
    let narrow = |number: i64| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, narrow(month)?, narrow(day)?).ok()?;
    Some(Timestamp {
        seconds: date.duration_since(EPOCH).as_secs() + second,
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

/// Reads the fraction of a second at the beginning of `text`. Returns its nanoseconds, the number
/// of its digits, and the text after them.
fn leading_fraction(text: &[u8]) -> Option<(u32, u8, &[u8])> {
    let end = text
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let (nanoseconds, count) = fraction(digits)?;
    Some((nanoseconds, count, rest))
}

/// The digits of a fraction of a second as nanoseconds, and the number of the digits. Digits after
/// the ninth are cut off.
fn fraction(digits: &[u8]) -> Option<(u32, u8)> {
    let (digits, beyond) = digits.split_at(digits.len().min(9));
    let value = u32::try_from(number(digits)?).ok()?;
    beyond.iter().all(u8::is_ascii_digit).then_some(())?;
    let count = u8::try_from(digits.len()).ok()?;
    Some((value * 10_u32.pow(u32::from(9 - count)), count))
}

fn number(digits: &[u8]) -> Option<i64> {
    // A number of at most eighteen digits never overflows.
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })
}
