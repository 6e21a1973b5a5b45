//! Times as RFC 3339 in UTC, with the precision of their source. <https://www.rfc-editor.org/rfc/rfc3339>

use crate::event::Timestamp;

const SECONDS_PER_DAY: i64 = 86_400;

/// Appends `"2015-05-17T10:05:03.120Z"`, quotes included: as many digits of the second as the source gave.
pub(super) fn write(out: &mut Vec<u8>, time: Timestamp) {
    let day = time.seconds.div_euclid(SECONDS_PER_DAY);
    let second = time.seconds.rem_euclid(SECONDS_PER_DAY);
    let (year, month, day) = civil(day);
    out.push(b'"');
    write_digits(out, year, 4);
    out.push(b'-');
    write_digits(out, month, 2);
    out.push(b'-');
    write_digits(out, day, 2);
    out.push(b'T');
    write_digits(out, second / 3600, 2);
    out.push(b':');
    write_digits(out, second / 60 % 60, 2);
    out.push(b':');
    write_digits(out, second % 60, 2);
    let digits = time.digits.min(9);
    if digits > 0 {
        out.push(b'.');
        let unwanted = 10_i64.pow(u32::from(9 - digits));
        write_digits(out, i64::from(time.nanoseconds) / unwanted, digits);
    }
    out.extend_from_slice(b"Z\"");
}

/// The civil date of a day since 1970-01-01 in the proleptic Gregorian calendar.
///
/// The year is taken to begin in March, so that the leap day is its last, and the calendar repeats every 400 years of
/// 146,097 days. <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn write_digits(out: &mut Vec<u8>, value: i64, width: u8) {
    let mut scale = 10_i64.pow(u32::from(width.saturating_sub(1)));
    while scale > 0 {
        out.push(b'0' + u8::try_from(value / scale % 10).unwrap_or(0));
        scale /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(seconds: i64, nanoseconds: u32, digits: u8) -> String {
        let mut out = Vec::new();
        write(
            &mut out,
            Timestamp {
                seconds,
                nanoseconds,
                digits,
            },
        );
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_precision_is_the_source_s_own() {
        let cases = [
            (0, 0, 0, r#""1970-01-01T00:00:00Z""#),
            (951_782_400, 0, 0, r#""2000-02-29T00:00:00Z""#),
            (
                1_431_857_103,
                120_000_000,
                3,
                r#""2015-05-17T10:05:03.120Z""#,
            ),
            (
                1_431_857_103,
                120_450_009,
                9,
                r#""2015-05-17T10:05:03.120450009Z""#,
            ),
            (-1, 500_000_000, 1, r#""1969-12-31T23:59:59.5Z""#),
            (253_402_300_799, 0, 0, r#""9999-12-31T23:59:59Z""#),
        ];
        for (seconds, nanoseconds, digits, expected) in cases {
            assert_eq!(written(seconds, nanoseconds, digits), expected);
        }
    }

    proptest! {
        #[test]
        fn every_second_reads_back(seconds in -62_135_596_800_i64..=253_402_207_200) {
            let text = written(seconds, 0, 0);
            let read: jiff::Timestamp = text.trim_matches('"').parse().unwrap();
            prop_assert_eq!(read.as_second(), seconds);
        }
    }
}
