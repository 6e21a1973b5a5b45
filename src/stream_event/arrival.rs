//! Reads the time at which a record arrived in its stream. Kinesis writes seconds with a fraction,
//! and Firehose writes milliseconds.

use crate::event::Timestamp;

/// The time of a text that is a number of seconds or milliseconds. The size of the number
/// distinguishes the two. `None` if the text is not a number, or if the time is out of range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked before"
)]
pub(super) fn read(text: &[u8]) -> Option<Timestamp> {
    // This number is 5138-11-16 in seconds, and 1973-03-03 in milliseconds.
    const SECONDS_BELOW: f64 = 1e11;
    let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let milliseconds = if number < SECONDS_BELOW {
        number * 1e3
    } else {
        number
    };
    let milliseconds =
        Some(milliseconds.round()).filter(|value| (0.0..1e15).contains(value))? as u64;
    let nanoseconds = u32::try_from(milliseconds % 1000).ok()? * 1_000_000;
    Some(Timestamp {
        seconds: i64::try_from(milliseconds / 1000).ok()?,
        nanoseconds,
        digits: 3,
    })
}

/// The time that begins here, and the text after it, if the time is a JSON number of the usual form
/// (`1545084650.987` or `1545084650987`) before a comma or a closing brace. This costs 90
/// instructions. To read any number and to search for its end costs 500.
#[inline]
pub(super) fn usual(text: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (seconds, rest) = text.split_first_chunk::<10>()?;
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    let (milliseconds, rest) = rest.split_first_chunk::<3>()?;
    // A JSON number of several whole digits does not begin with a zero. After these digits, the
    // number may continue with more digits or an exponent.
    let is_whole = seconds.first() != Some(&b'0') && matches!(rest.first(), Some(b',' | b'}'));
    let time = Timestamp {
        seconds: digits(seconds)?,
        nanoseconds: u32::try_from(digits(milliseconds)?).ok()? * 1_000_000,
        digits: 3,
    };
    is_whole.then_some((time, rest))
}

/// The number that decimal digits represent; `None` if a byte is not a digit.
fn digits<const N: usize>(text: &[u8; N]) -> Option<i64> {
    let values = text.map(|byte| byte.wrapping_sub(b'0'));
    let number = values
        .iter()
        .fold(0, |number, value| number * 10 + i64::from(*value));
    values.iter().all(|value| *value < 10).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_usual_time_is_the_time_that_any_number_is_read_as(
            milliseconds in 0_u64..20_000_000_000_000,
            point in any::<bool>(),
            end in prop::sample::select(vec!["", ",", "}", " ", "0,", "e3,", ".1,", "x"]),
        ) {
            let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
            let number = format!("{seconds}{}{rest:03}", if point { "." } else { "" });
            let text = format!("{number}{end}");
            // One more digit may make the number a usual one.
            let number = text.trim_end_matches([',', '}', ' ', 'x']);
            if let Some((time, rest)) = usual(text.as_bytes()) {
                prop_assert_eq!(Some(time), read(number.as_bytes()));
                prop_assert_eq!(rest.len(), 1);
            }
            let has_form = number.len() == 13 + usize::from(point)
                && number.find('.').is_none_or(|at| point && at == 10);
            let is_usual = has_form && text.ends_with([',', '}']) && !number.contains('e');
            prop_assert_eq!(usual(text.as_bytes()).is_some(), is_usual);
        }

        #[test]
        fn a_text_that_is_not_a_number_is_not_a_usual_time(text in "[0-9./:a]{8,16}[,}]?") {
            if let Some((time, rest)) = usual(text.as_bytes()) {
                let number = text.strip_suffix([',', '}']).unwrap();
                prop_assert_eq!(rest.len(), 1);
                prop_assert_eq!(Some(time), read(number.as_bytes()));
                prop_assert!(serde_json::from_str::<f64>(number).is_ok());
            }
        }
    }
}
