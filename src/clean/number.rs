//! Numbers: statuses, bytes, ports and durations. Reading them cannot overflow.

use crate::format::{Field, LogLine};

const NANOSECONDS_PER_SECOND: u64 = 1_000_000_000;

/// The whole number in a field. `-` and any other text that is not a whole number count as absent.
pub(super) fn whole(line: &LogLine<'_>, field: Field) -> Option<u64> {
    line.raw(field).and_then(|text| digits(measured(text)))
}

/// A status of three digits. `000` is not a status: CloudFront writes it if a client left before a
/// response.
pub(super) fn status(line: &LogLine<'_>) -> Option<u16> {
    line.raw(Field::Status).and_then(status_of)
}

/// The status that a text consists of, from 100 to 999.
pub(super) fn status_of(text: &[u8]) -> Option<u16> {
    let code = digits(text).and_then(|code| u16::try_from(code).ok());
    code.filter(|code| (100..=999).contains(code))
}

/// The duration of the request in nanoseconds: the server's own value, or else the sum of a load
/// balancer's three parts, or else the sum over the upstreams.
pub(super) fn duration_ns(line: &LogLine<'_>) -> Option<u64> {
    let units = [
        (Field::DurationNanoseconds, 1),
        (Field::DurationMicroseconds, 1_000),
        (Field::DurationMilliseconds, 1_000_000),
        (Field::DurationSeconds, NANOSECONDS_PER_SECOND),
    ];
    let own = units
        .iter()
        .find_map(|&(field, unit)| line.raw(field).and_then(|text| scaled(text, unit)));
    own.or_else(|| {
        line.bytes(Field::DurationText)
            .and_then(|text| spelt(&text))
    })
    .or_else(|| stretches(line))
    .or_else(|| line.raw(Field::UpstreamSeconds).and_then(upstreams))
}

/// The sum of the three parts of the duration that a load balancer logs. If a part did not take
/// place (`-1`), the duration is unknown.
fn stretches(line: &LogLine<'_>) -> Option<u64> {
    let fields = [
        Field::RequestProcessingSeconds,
        Field::TargetProcessingSeconds,
        Field::ResponseProcessingSeconds,
    ];
    fields.into_iter().try_fold(0_u64, |sum, field| {
        let part = line
            .raw(field)
            .and_then(|text| scaled(text, NANOSECONDS_PER_SECOND))?;
        sum.checked_add(part)
    })
}

/// The sum of the durations in nginx's list of the upstreams that were tried: `0.518, 0.009`, `- :
/// 0.1`. Absent durations are ignored.
fn upstreams(text: &[u8]) -> Option<u64> {
    let parts = text
        .split(|byte| matches!(byte, b',' | b':'))
        .map(<[u8]>::trim_ascii);
    let known = parts.filter_map(|part| scaled(part, NANOSECONDS_PER_SECOND));
    known.fold(None, |sum, part| {
        Some(sum.unwrap_or(0_u64).saturating_add(part))
    })
}

/// A number without its plus sign. `HAProxy` writes the sign if it logged before the end of the
/// response (`option logasap`).
fn measured(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"+").unwrap_or(text)
}

/// A decimal number of units, converted to nanoseconds. Digits below a nanosecond are cut off.
fn scaled(text: &[u8], unit_ns: u64) -> Option<u64> {
    let text = measured(text);
    let (whole, part) = match memchr::memchr(b'.', text) {
        Some(point) => (text.get(..point)?, text.get(point + 1..)?),
        None => (text, &[][..]),
    };
    let whole = digits(whole)?.checked_mul(unit_ns)?;
    let mut place = unit_ns;
    let part = part.iter().try_fold(0, |sum, byte| {
        place /= 10;
        byte.is_ascii_digit()
            .then(|| sum + u64::from(byte - b'0') * place)
    })?;
    whole.checked_add(part)
}

/// Reads a duration in Go's notation: `1m2.5s`, `820.5µs`. Each number has its unit, and the
/// largest unit is first.
fn spelt(text: &[u8]) -> Option<u64> {
    let mut rest = text;
    let mut sum = 0_u64;
    while !rest.is_empty() {
        let of_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
        let end = rest.iter().position(|byte| !of_number(byte))?;
        let (number, from_unit) = rest.split_at_checked(end)?;
        let end = from_unit.iter().position(of_number);
        let (unit, after) = from_unit.split_at_checked(end.unwrap_or(from_unit.len()))?;
        let unit_ns = match unit {
            b"ns" => 1,
            b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => 1_000,
            b"ms" => 1_000_000,
            b"s" => NANOSECONDS_PER_SECOND,
            b"m" => 60 * NANOSECONDS_PER_SECOND,
            b"h" => 3_600 * NANOSECONDS_PER_SECOND,
            _ => return None,
        };
        sum = sum.checked_add(scaled(number, unit_ns)?)?;
        rest = after;
    }
    (!text.is_empty()).then_some(sum)
}

/// The number in a text that consists only of decimal digits. `None` for any other text, and if the
/// number has more than 64 bits.
pub(super) fn digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |value, byte| {
        byte.is_ascii_digit().then_some(())?;
        value.checked_mul(10)?.checked_add(u64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::tests::line;

    #[test]
    fn every_unit_becomes_nanoseconds() {
        type Case = (&'static [(Field, &'static [u8])], Option<u64>);
        let cases: [Case; 21] = [
            (&[(Field::DurationMilliseconds, b"+12")], Some(12_000_000)),
            (&[(Field::DurationText, b"1m2.5s")], Some(62_500_000_000)),
            (&[(Field::DurationText, b"820.5\xc2\xb5s")], Some(820_500)),
            (
                &[(Field::DurationText, b"1h0m0.25s")],
                Some(3_600_250_000_000),
            ),
            (&[(Field::DurationText, b"1m2")], None),
            (&[(Field::DurationText, b"-1s")], None),
            (&[(Field::DurationText, b"3 s")], None),
            (&[(Field::DurationMicroseconds, b"1500")], Some(1_500_000)),
            (&[(Field::DurationMilliseconds, b"12")], Some(12_000_000)),
            (&[(Field::DurationMilliseconds, b"12.5")], Some(12_500_000)),
            (&[(Field::DurationSeconds, b"0.113")], Some(113_000_000)),
            (
                &[(Field::DurationSeconds, b"1.5414835421835185")],
                Some(1_541_483_542),
            ),
            (&[(Field::DurationSeconds, b"2")], Some(2_000_000_000)),
            (&[(Field::DurationNanoseconds, b"357313")], Some(357_313)),
            (&[(Field::DurationSeconds, b"-")], None),
            (&[(Field::DurationSeconds, b"99999999999999999999")], None),
            (
                &[
                    (Field::RequestProcessingSeconds, b"0.001"),
                    (Field::TargetProcessingSeconds, b"0.052"),
                    (Field::ResponseProcessingSeconds, b"0.000"),
                ],
                Some(53_000_000),
            ),
            (
                &[
                    (Field::RequestProcessingSeconds, b"-1"),
                    (Field::TargetProcessingSeconds, b"-1"),
                    (Field::ResponseProcessingSeconds, b"-1"),
                ],
                None,
            ),
            (
                &[(Field::UpstreamSeconds, b"0.518, 0.009")],
                Some(527_000_000),
            ),
            (&[(Field::UpstreamSeconds, b"- : 0.1")], Some(100_000_000)),
            (
                &[
                    (Field::UpstreamSeconds, b"0.5"),
                    (Field::DurationSeconds, b"0.7"),
                ],
                Some(700_000_000),
            ),
        ];
        for (fields, expected) in cases {
            assert_eq!(duration_ns(&line(fields)), expected, "{fields:?}");
        }
    }

    #[test]
    fn a_status_has_three_digits() {
        let cases: [(&[u8], Option<u16>); 6] = [
            (b"200", Some(200)),
            (b"000", None),
            (b"-", None),
            (b"99", None),
            (b"1000", None),
            (b"2OO", None),
        ];
        for (text, expected) in cases {
            assert_eq!(status(&line(&[(Field::Status, text)])), expected);
        }
    }
}
