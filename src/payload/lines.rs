//! Lines: LF or CRLF, with or without a last one. A line of nothing but white space is no line.

/// Calls `each` for every line with its number. Numbers count the stretches between line feeds, blank ones too, so that they are
/// the same however often the record comes.
pub(super) fn split(bytes: &[u8], mut each: impl FnMut(&[u8], u32)) {
    let (mut rest, mut number) = (bytes, 0);
    while !rest.is_empty() {
        let (line, after) = match memchr::memchr(b'\n', rest) {
            Some(end) => (
                rest.get(..end).unwrap_or_default(),
                rest.get(end + 1..).unwrap_or_default(),
            ),
            None => (rest, &[][..]),
        };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.trim_ascii().is_empty() {
            each(line, number);
        }
        rest = after;
        number += 1;
    }
}

/// Whether these bytes are one JSON object written over several lines, as the Kinesis Agent's `PRETTYPRINT` does.
pub(super) fn is_spread_object(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii();
    let spread = bytes.starts_with(b"{\n") || bytes.starts_with(b"{\r\n");
    spread
        && bytes.ends_with(b"}")
        && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}
