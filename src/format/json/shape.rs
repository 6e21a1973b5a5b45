//! What a value's own shape tells, where its key does not: how a time is written, in which unit a duration is.

use crate::format::Field;

/// How a time is written, and the text of it without brackets around.
///
/// Years before 1973 are no time of a log: fewer digits are a duration or a counter.
pub(super) fn time(raw: &[u8]) -> Option<(Field, &[u8])> {
    let text = match raw {
        [b'[', inner @ .., b']'] => inner,
        _ => raw,
    };
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let digits = text.iter().take_while(|byte| is_digit(byte)).count();
    let of_number = text.iter().all(|byte| is_digit(byte) || *byte == b'.');
    let field = match (digits, text) {
        // Seconds have ten digits until the year 2286; each thousandth has three more.
        (9..=11, _) if of_number => Field::TimeEpochSeconds,
        (12..=14, _) if of_number => Field::TimeEpochMilliseconds,
        (15..=17, _) if of_number => Field::TimeEpochMicroseconds,
        (18..=20, _) if of_number => Field::TimeEpochNanoseconds,
        (2, [_, _, b'/', ..]) => Field::TimeClf,
        (4, [_, _, _, _, b'-', _, _, b'-', _, _]) => Field::Date,
        (4, [_, _, _, _, b'-', ..]) => Field::TimeIso8601,
        (2, [_, _, b':', _, _, b':', ..]) => Field::TimeOfDay,
        _ => return None,
    };
    Some((field, text))
}

/// The unit of a duration, and its number. Without a unit a number with a point is seconds (Caddy), one without milliseconds
/// (Envoy).
pub(super) fn duration(raw: &[u8]) -> Option<(Field, &[u8])> {
    let end = raw
        .iter()
        .position(|byte| !(byte.is_ascii_digit() || *byte == b'.'))
        .unwrap_or(raw.len());
    let (number, unit) = raw.split_at_checked(end)?;
    if !number.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let field = match unit {
        b"ns" => Field::DurationNanoseconds,
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => Field::DurationMicroseconds,
        b"s" => Field::DurationSeconds,
        b"" if number.contains(&b'.') => Field::DurationSeconds,
        b"ms" | b"" => Field::DurationMilliseconds,
        _ => return None,
    };
    Some((field, number))
}

/// What stands as the request: its line, or a path alone, as of Apache's `%U` in a JSON format.
pub(super) fn request(raw: &[u8]) -> Field {
    match raw {
        [b'/', ..] if memchr::memchr(b' ', raw).is_none() => place(raw),
        _ => Field::RequestLine,
    }
}

/// What stands as the path: a target where it has a query or a host, so that a query under a key of its own is not its second.
pub(super) fn place(raw: &[u8]) -> Field {
    match raw {
        [b'/', ..] if memchr::memchr(b'?', raw).is_none() => Field::Path,
        _ => Field::Target,
    }
}

/// Whether a text is an address, without a port.
pub(super) fn is_address(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_known_by_its_shape() {
        for (raw, expected) in [
            (
                "10/Oct/2025:13:55:36 +0000",
                Some((Field::TimeClf, "10/Oct/2025:13:55:36 +0000")),
            ),
            (
                "[10/Oct/2025:13:55:36 +0000]",
                Some((Field::TimeClf, "10/Oct/2025:13:55:36 +0000")),
            ),
            (
                "2025-10-10T13:55:36Z",
                Some((Field::TimeIso8601, "2025-10-10T13:55:36Z")),
            ),
            ("2025-10-10", Some((Field::Date, "2025-10-10"))),
            ("13:55:36", Some((Field::TimeOfDay, "13:55:36"))),
            ("1760097336", Some((Field::TimeEpochSeconds, "1760097336"))),
            (
                "1760097336.186",
                Some((Field::TimeEpochSeconds, "1760097336.186")),
            ),
            (
                "1760097336186",
                Some((Field::TimeEpochMilliseconds, "1760097336186")),
            ),
            (
                "1760097336186641",
                Some((Field::TimeEpochMicroseconds, "1760097336186641")),
            ),
            (
                "1760097336186641000",
                Some((Field::TimeEpochNanoseconds, "1760097336186641000")),
            ),
            ("0.012", None),
            ("15", None),
            ("Fri, 10 Oct 2025 13:55:36 GMT", None),
            ("", None),
        ] {
            let expected = expected.map(|(field, text)| (field, text.as_bytes()));
            assert_eq!(time(raw.as_bytes()), expected, "{raw}");
        }
    }

    #[test]
    fn a_duration_is_known_by_its_unit() {
        for (raw, expected) in [
            ("0.05", Some((Field::DurationSeconds, "0.05"))),
            ("11", Some((Field::DurationMilliseconds, "11"))),
            ("0.05s", Some((Field::DurationSeconds, "0.05"))),
            ("12ms", Some((Field::DurationMilliseconds, "12"))),
            ("1.5\u{b5}s", Some((Field::DurationMicroseconds, "1.5"))),
            ("7us", Some((Field::DurationMicroseconds, "7"))),
            ("9ns", Some((Field::DurationNanoseconds, "9"))),
            ("1m2.5s", None),
            ("ms", None),
            ("-1", None),
        ] {
            let expected = expected.map(|(field, text)| (field, text.as_bytes()));
            assert_eq!(duration(raw.as_bytes()), expected, "{raw}");
        }
    }

    #[test]
    fn a_place_is_a_path_unless_it_has_more() {
        for (raw, expected) in [
            ("/a.html", Field::Path),
            ("/a.html?b=c", Field::Target),
            ("https://www.example.com/", Field::Target),
            ("*", Field::Target),
        ] {
            assert_eq!(place(raw.as_bytes()), expected, "{raw}");
        }
    }

    #[test]
    fn a_request_is_a_line_unless_it_is_a_path() {
        for (raw, expected) in [
            ("GET / HTTP/1.1", Field::RequestLine),
            ("/a.html", Field::Path),
            ("/a.html?b=c", Field::Target),
            ("/a HTTP/1.1", Field::RequestLine),
            ("", Field::RequestLine),
        ] {
            assert_eq!(request(raw.as_bytes()), expected, "{raw}");
        }
    }
}
