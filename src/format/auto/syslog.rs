//! The header that syslog puts before a line: <https://www.rfc-editor.org/rfc/rfc3164#section-4.1>,
//! <https://www.rfc-editor.org/rfc/rfc5424#section-6.2>, and the files that rsyslog writes, whose times are ISO 8601. Shippers
//! that put the time elsewhere leave a header of host and tag, or the tag alone.
//!
//! Deviations: a header without the tag that ends in a colon is none, as it could not be told from a line's own words.

/// How many words a header has before its tag: a host, or none (nginx's `nohostname`).
const WORDS_BEFORE_TAG: usize = 1;

/// Where the message begins; `None` for a line without a header.
pub(super) fn header(line: &[u8]) -> Option<usize> {
    // The first byte rules nearly every line out.
    let message = match line {
        [b'<', rest @ ..] => match after_priority(rest)? {
            [b'1', b' ', fields @ ..] => after_fields(fields)?,
            rest => after_tag(after_time(rest)?)?,
        },
        [b'A'..=b'Z' | b'a'..=b'z', ..] => match after_time(line) {
            Some(rest) => after_tag(rest)?,
            // What a tag alone leads to is a client; `unix: - -` is one itself.
            None => after_tag(line).filter(|message| !message.starts_with(b"-"))?,
        },
        _ if line.get(10) == Some(&b'T') => after_tag(after_time(line)?)?,
        _ => return None,
    };
    Some(line.len() - message.len())
}

/// Behind `190>`.
fn after_priority(text: &[u8]) -> Option<&[u8]> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = text.get(digits..)?.strip_prefix(b">")?;
    (1..=3).contains(&digits).then_some(rest)
}

/// Behind `Oct 10 13:55:36 `, or `2025-10-10T13:55:36.186+02:00 `.
fn after_time(text: &[u8]) -> Option<&[u8]> {
    match text {
        [
            m1,
            m2,
            m3,
            b' ',
            _,
            d,
            b' ',
            _,
            _,
            b':',
            _,
            _,
            b':',
            _,
            _,
            b' ',
            rest @ ..,
        ] if [m1, m2, m3].into_iter().all(u8::is_ascii_alphabetic) && d.is_ascii_digit() => {
            Some(rest)
        }
        [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', ..] => after_word(text),
        _ => None,
    }
}

/// Behind `host nginx[7]: `.
fn after_tag(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    for _ in 0..=WORDS_BEFORE_TAG {
        let next = after_word(rest)?;
        let word = rest.get(..rest.len() - next.len())?;
        if word.ends_with(b": ") {
            return Some(next);
        }
        rest = next;
    }
    None
}

/// Behind `time host program process message ` and the structured data of RFC 5424.
fn after_fields(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    for _ in 0..5 {
        rest = after_word(rest)?;
    }
    rest = rest.strip_prefix(b"-").unwrap_or(rest);
    while rest.first() == Some(&b'[') {
        // A bracket within a value stands behind a backslash.
        let end = memchr::memchr_iter(b']', rest)
            .find(|at| !rest.get(..*at).is_some_and(|value| value.ends_with(b"\\")))?;
        rest = rest.get(end + 1..)?;
    }
    let rest = rest.strip_prefix(b" ")?;
    Some(rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest))
}

/// Behind the next blank.
fn after_word(text: &[u8]) -> Option<&[u8]> {
    text.get(memchr::memchr(b' ', text)? + 1..)
}
