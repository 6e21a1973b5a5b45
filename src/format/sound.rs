//! Whether a line that a layout reads is sound: each value has the form of its field. This check is
//! cheap. With it, `auto` and the presets with several layouts choose a layout. [`crate::clean`]
//! parses each value.

use super::columns::Shape;
use super::field::Field;
use super::line::LogLine;

/// Whether the line is whole and all its values are sound.
pub(super) fn is_sound(line: &LogLine<'_>) -> bool {
    !line.cut
        && Field::ALL
            .into_iter()
            .all(|field| line.raw(field).is_none_or(|value| fits(field, value)))
}

/// Whether a value can belong to a field.
pub(super) fn fits(field: Field, value: &[u8]) -> bool {
    let value = value.trim_ascii();
    if matches!(value, b"-" | b"") {
        return true;
    }
    match field {
        Field::RemoteAddress | Field::PeerAddress | Field::ServerAddress => value
            .split(|byte| *byte == b',')
            .all(|entry| is_address(entry.trim_ascii()) || entry.starts_with(b"unix:")),
        Field::Status => value.len() == 3 && value.iter().all(u8::is_ascii_digit),
        Field::TimeClf => begins_clf_time(value),
        Field::TimeIso8601 => begins_iso_date(value),
        Field::TlsProtocol => [&b"TLS"[..], b"SSL", b"QUIC", b"UNKNOWN"]
            .iter()
            .any(|family| value.starts_with(family)),
        Field::UpstreamSeconds => value
            .iter()
            .all(|byte| byte.is_ascii_digit() || b".,:- ".contains(byte)),
        // HAProxy writes a plus sign before a value that it logged before the end of the response.
        _ => Shape::of(field).fits(value.strip_prefix(b"+").unwrap_or(value)),
    }
}

/// Whether a sound value is evidence for its field. For most other fields, any word is sound.
pub(super) fn is_mark(field: Field) -> bool {
    match field {
        Field::TimeClf | Field::TimeIso8601 | Field::TlsProtocol => true,
        _ => !matches!(Shape::of(field), Shape::Word | Shape::Path | Shape::Text),
    }
}

/// Whether text begins with `10/Oct/2000:`.
pub(super) fn begins_clf_time(text: &[u8]) -> bool {
    matches!(
        text,
        [d1, d2, b'/', m1, m2, m3, b'/', y, _, _, _, b':', ..]
            if [d1, d2, y].into_iter().all(u8::is_ascii_digit)
                && [m1, m2, m3].into_iter().all(u8::is_ascii_alphabetic)
    )
}

/// Whether text begins with `2000-10-10`.
pub(super) fn begins_iso_date(text: &[u8]) -> bool {
    matches!(text, [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, ..]
        if [y1, y2, y3, y4, m1, m2, d1, d2].into_iter().all(u8::is_ascii_digit))
}

/// Whether a word has the form of an address, with or without a port.
pub(super) fn is_address(word: &[u8]) -> bool {
    let of_v4 = word
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b':'));
    let v4 = of_v4 && memchr::memchr_iter(b'.', word).count() == 3;
    let of_v6 = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b'[' | b']');
    v4 || memchr::memchr_iter(b':', word).count() >= 2 && word.iter().all(of_v6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_sound_where_they_look_like_their_field() {
        for (field, sound, unsound) in [
            (
                Field::RemoteAddress,
                &[
                    "203.0.113.7",
                    "2001:db8::7",
                    "192.0.2.1, 192.0.2.2:80",
                    "unix:",
                    "-",
                ][..],
                &["web-1", "GET", "200"][..],
            ),
            (Field::Status, &["200", "-"], &["2000", "OK", "20"]),
            (
                Field::TimeClf,
                &["10/Oct/2025:13:55:36 +0200"],
                &["2025-10-10T13:55:36Z"],
            ),
            (
                Field::TimeIso8601,
                &["2025-10-10T13:55:36Z"],
                &["10/Oct/2025:13:55:36 +0200"],
            ),
            (
                Field::TlsProtocol,
                &["TLSv1.3", "SSLv3"],
                &["GET", "203.0.113.7"],
            ),
            (
                Field::UpstreamSeconds,
                &["0.001, 0.049", "- : 0.1"],
                &["yes"],
            ),
            (Field::DurationMilliseconds, &["+4", "15"], &["[x]"]),
            (Field::BodyBytes, &["0", "-"], &["0.123", "\"curl\""]),
            (Field::Method, &["GET", "M-SEARCH"], &["/a", "200"]),
            (Field::UserAgent, &["anything 1.0"], &[]),
        ] {
            for value in sound {
                assert!(fits(field, value.as_bytes()), "{}: {value}", field.name());
            }
            for value in unsound {
                assert!(!fits(field, value.as_bytes()), "{}: {value}", field.name());
            }
        }
    }
}
