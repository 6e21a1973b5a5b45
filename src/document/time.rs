//! Times as RFC 3339 in UTC, with the precision of their source.
//! <https://www.rfc-editor.org/rfc/rfc3339>

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};

use super::number::two_digits;
use crate::event::Timestamp;

/// The time from which seconds are counted.
const EPOCH: DateTime = date(1970, 1, 1).at(0, 0, 0, 0);

/// The text `"2015-05-17T10:05:03`. The whole text is written at once. A write for each digit would
/// check the buffer's capacity twenty times.
type SecondText = [u8; 20];

/// The last second that was written, since 1970-01-01T00:00:00Z, and its text. Consecutive lines
/// often have the same time. To find its text again costs 20 instructions, to make it costs 230.
#[derive(Debug, Default)]
pub(crate) struct LastSecond(Option<(i64, SecondText)>);

impl LastSecond {
    fn text(&mut self, seconds: i64) -> SecondText {
        match self.0 {
            Some((last, text)) if last == seconds => text,
            _ => self.0.insert((seconds, second_text(seconds))).1,
        }
    }
}

/// Appends `"2015-05-17T10:05:03.120Z"`, including the quotes. The fraction of the second has as
/// many digits as the source gave.
pub(super) fn write(out: &mut Vec<u8>, time: Timestamp, last: &mut LastSecond) {
    out.extend_from_slice(&last.text(time.seconds));
    let digits = time.digits.min(9);
    if digits > 0 {
        out.push(b'.');
        let unwanted = 10_i64.pow(u32::from(9 - digits));
        write_digits(out, i64::from(time.nanoseconds) / unwanted, digits);
    }
    out.extend_from_slice(b"Z\"");
}

/// The text of a second. It is not inlined, because few lines need it and [`write()`] would have to
/// save more registers for it.
#[inline(never)]
fn second_text(seconds: i64) -> SecondText {
    let civil = EPOCH.saturating_add(SignedDuration::from_secs(seconds));
    let year = civil.year().unsigned_abs().into();
    let two = |number: i8| two_digits(number.unsigned_abs().into());
    let [[c1, c2], [y1, y2]] = [two_digits(year / 100), two_digits(year)];
    let [[m1, m2], [d1, d2]] = [two(civil.month()), two(civil.day())];
    let [[h1, h2], [i1, i2]] = [two(civil.hour()), two(civil.minute())];
    let [s1, s2] = two(civil.second());
    [
        b'"', c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2,
    ]
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
        let time = Timestamp {
            seconds,
            nanoseconds,
            digits,
        };
        write(&mut out, time, &mut LastSecond::default());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_precision_is_that_of_the_source() {
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
            (253_402_300_800, 0, 0, r#""9999-12-31T23:59:59Z""#),
            (i64::MAX, 0, 0, r#""9999-12-31T23:59:59Z""#),
            (-377_705_116_800, 0, 0, r#""9999-01-01T00:00:00Z""#),
            (i64::MIN, 0, 0, r#""9999-01-01T00:00:00Z""#),
        ];
        for (seconds, nanoseconds, digits, expected) in cases {
            assert_eq!(written(seconds, nanoseconds, digits), expected);
        }
    }

    proptest! {
        /// Seconds are written in any order, so each is found again, or is not.
        #[test]
        fn a_remembered_second_has_the_text_that_is_made(
            seconds in proptest::collection::vec(-2..2_i64, 1..20),
        ) {
            let mut last = LastSecond::default();
            for second in seconds {
                prop_assert_eq!(last.text(second), second_text(second));
            }
        }

        #[test]
        fn every_second_reads_back(seconds in -62_135_596_800_i64..=253_402_207_200) {
            let text = written(seconds, 0, 0);
            let read: jiff::Timestamp = text.trim_matches('"').parse().unwrap();
            prop_assert_eq!(read.as_second(), seconds);
        }
    }
}
