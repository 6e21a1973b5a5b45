//! Skips the header that syslog puts before a line:
//! <https://www.rfc-editor.org/rfc/rfc3164#section-4.1>,
//! <https://www.rfc-editor.org/rfc/rfc5424#section-6.2>. The headers in rsyslog's files have times
//! of ISO 8601. Some shippers move the time to another place and leave a header of host and tag, or
//! only the tag.
//!
//! Deviations: the tag may lack its colon, and the header may lack its tag, if the line after it is
//! recognised. As in the logs of Cisco's devices, a year may precede or follow the time, and the
//! time may have a fraction and a sequence number. The length of a frame with octet counting
//! (<https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1>) and the cookie of CEE are accepted.

use std::net::Ipv6Addr;

use super::super::sound::is_address;
use crate::front::front;

/// How many words a header may have before a tag with a colon. The word is a host. nginx's
/// `nohostname` omits it.
const WORDS_BEFORE_TAG: usize = 1;

/// How many words a header without a colon may have after its time: a host and a tag, or only a
/// host. The usual number is tried first. With the other number, a tag could be mistaken for the
/// virtual host with which a line may begin.
const WORDS_WITHOUT_COLON: [usize; 2] = [2, 1];

/// Where the message after a header may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    /// No header.
    None,
    /// A header whose end is certain.
    Ends(usize),
    /// A time and words without a colon. A priority may precede the time. The text after the time
    /// begins at this offset.
    Open(usize),
}

/// The header of a line.
pub(super) fn header(line: &[u8]) -> Header {
    // The first byte of nearly every line shows that there is no header.
    let found = match line {
        [b'<', ..] => with_priority(line),
        [b'A'..=b'Z' | b'a'..=b'z', ..] => match after_time(line) {
            Some(rest) => Some(after_tag(rest, Behind::Anything).ok_or(rest)),
            // If a header has no time, a client must follow the tag. `unix: - -` is itself a
            // client, not a tag.
            None => after_tag(line, Behind::Blank)
                .filter(|message| !message.starts_with(b"-"))
                .map(Ok),
        },
        _ if line.get(10) == Some(&b'T') => {
            after_time(line).map(|rest| after_tag(rest, Behind::Anything).ok_or(rest))
        }
        _ => after_length(line).and_then(with_priority),
    };
    let at = |message: &[u8]| line.len() - message.len();
    match found {
        None => Header::None,
        Some(Ok(message)) => Header::Ends(at(begin(message))),
        Some(Err(rest)) => Header::Open(at(rest)),
    }
}

/// Where a message may begin after words without a colon, the most probable place first. An address
/// is a client and not a tag.
pub(super) fn behind_words(line: &[u8], start: usize) -> impl Iterator<Item = usize> {
    WORDS_WITHOUT_COLON.iter().filter_map(move |words| {
        let mut rest = line.get(start..)?;
        for index in 0..*words {
            let next = after_word(rest)?;
            let word = rest.get(..rest.len() - next.len() - 1)?;
            if index > 0 && is_address(word) {
                return None;
            }
            rest = next;
        }
        Some(line.len() - begin(after_process(rest)).len())
    })
}

/// The text after the number of the process, `1234 `, if there is one.
fn after_process(text: &[u8]) -> &[u8] {
    match after_word(text) {
        Some(rest)
            if text
                .iter()
                .take(text.len() - rest.len() - 1)
                .all(u8::is_ascii_digit) =>
        {
            rest
        }
        _ => text,
    }
}

/// Removes from a message what may precede a line.
fn begin(message: &[u8]) -> &[u8] {
    let message = message.get(front(message)..).unwrap_or_default();
    match message.strip_prefix(b"@cee:") {
        Some(rest) => rest.trim_ascii_start(),
        None => message,
    }
}

/// The text after `<190>` and the time. If there is a tag with a colon, or the fields of RFC 5424,
/// the text begins after them. Otherwise it begins at the first word (`Err`). `None` if there is no
/// priority, or if the fields of RFC 5424 are incomplete.
fn with_priority(line: &[u8]) -> Option<Result<&[u8], &[u8]>> {
    let rest = after_priority(line)?;
    if let [b'1', b' ', fields @ ..] = rest {
        return after_fields(fields).map(Ok);
    }
    let rest = after_sequence(rest);
    let time = after_time(rest).or_else(|| after_date_and_time(rest));
    let rest = time.unwrap_or(rest);
    Some(after_tag(rest, Behind::Anything).ok_or(rest))
}

/// The text after `83 `, the length of a frame.
fn after_length(line: &[u8]) -> Option<&[u8]> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = line.get(digits..)?.strip_prefix(b" ")?;
    (digits > 0 && rest.starts_with(b"<")).then_some(rest)
}

/// The text after `<190>`.
fn after_priority(line: &[u8]) -> Option<&[u8]> {
    let text = line.strip_prefix(b"<")?;
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = text.get(digits..)?.strip_prefix(b">")?;
    (1..=3).contains(&digits).then(|| rest.trim_ascii_start())
}

/// The text after the sequence number, `29: `, and after the character that marks an unsynchronised
/// clock, as far as these are present.
fn after_sequence(text: &[u8]) -> &[u8] {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let numbered = text.get(digits..).and_then(|rest| rest.strip_prefix(b": "));
    let rest = numbered.filter(|_| digits > 0).unwrap_or(text);
    match rest {
        [b'*' | b'.', after @ ..] => after,
        _ => rest,
    }
}

/// The text after `Oct 10 13:55:36 ` or `2025-10-10T13:55:36.186+02:00 `. In the first form, a year
/// may precede or follow the time of day.
fn after_time(text: &[u8]) -> Option<&[u8]> {
    if let [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', ..] = text {
        return after_word(text);
    }
    let [m1, m2, m3, b' ', rest @ ..] = text else {
        return None;
    };
    if ![m1, m2, m3].into_iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    let rest = match rest {
        [d, b' ', rest @ ..] if d.is_ascii_digit() => rest,
        [d1, d2, b' ', rest @ ..] if d1.is_ascii_digit() && d2.is_ascii_digit() => rest,
        _ => return None,
    };
    let rest = after_year(rest);
    let [_, _, b':', _, _, b':', _, _, ..] = rest else {
        return None;
    };
    after_word(rest).map(after_year).map(after_zone)
}

/// The text after `2025-10-10 13:55:36 `. Without a priority before it, this is also the beginning
/// of a row of IIS.
fn after_date_and_time(text: &[u8]) -> Option<&[u8]> {
    match text {
        [
            _,
            _,
            _,
            _,
            b'-',
            _,
            _,
            b'-',
            _,
            _,
            b' ',
            _,
            _,
            b':',
            _,
            _,
            b':',
            ..,
        ] => after_word(text).and_then(after_word),
        _ => None,
    }
}

/// The text after `CET: `, the time zone of a device's clock, if it is present.
fn after_zone(text: &[u8]) -> &[u8] {
    let letters = text
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase())
        .count();
    match text.get(letters..) {
        Some([b':', b' ', rest @ ..]) if (3..=5).contains(&letters) => rest,
        _ => text,
    }
}

/// The text after `2025 `, if it is present.
fn after_year(text: &[u8]) -> &[u8] {
    match text {
        [b'1' | b'2', b'0' | b'9', d1, d2, b' ', rest @ ..]
            if d1.is_ascii_digit() && d2.is_ascii_digit() =>
        {
            rest
        }
        _ => text,
    }
}

/// What may follow the colon of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Only a blank. If no time or priority precedes the tag, the tag could be the first word of
    /// the line itself.
    Blank,
    /// A blank, or the message directly.
    Anything,
}

/// The text after `host nginx[7]: `.
fn after_tag(text: &[u8], behind: Behind) -> Option<&[u8]> {
    let mut rest = text;
    for _ in 0..=WORDS_BEFORE_TAG {
        let next = after_word(rest)?;
        let word = rest.get(..rest.len() - next.len() - 1)?;
        if behind == Behind::Anything
            && let Some(message) = behind_colon(word, rest)
        {
            return Some(message);
        }
        if word.ends_with(b":") && !is_ipv6(word) {
            return Some(next);
        }
        rest = next;
    }
    None
}

/// The message that directly follows a tag, without a blank. It is an object, or a line that begins
/// with an address.
fn behind_colon<'a>(word: &[u8], text: &'a [u8]) -> Option<&'a [u8]> {
    let message = memchr::memchr(b':', word)? + 1;
    let first = word.get(message..)?;
    let is_message = first.starts_with(b"{") || is_address(first);
    (is_message && !is_address(word)).then(|| text.get(message..))?
}

/// Whether a word is an IPv6 address. An address such as `2001:db8::` also ends with a colon.
fn is_ipv6(word: &[u8]) -> bool {
    let text = std::str::from_utf8(word).unwrap_or_default();
    text.parse::<Ipv6Addr>().is_ok()
}

/// The text after `time host program process message ` and the structured data of RFC 5424.
fn after_fields(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    for _ in 0..5 {
        rest = after_word(rest)?;
    }
    match rest {
        [b'-', b' ', message @ ..] => Some(message),
        [b'[', ..] => after_structured_data(rest).or(Some(rest)),
        // Some senders omit the structured data.
        _ => Some(rest),
    }
}

/// The text after `[meta seq="1"][other a="b\]"] `.
fn after_structured_data(text: &[u8]) -> Option<&[u8]> {
    let (mut quoted, mut escaped, mut open) = (false, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' if !quoted && !open => open = true,
            b']' if !quoted => open = false,
            b' ' if !quoted && !open => return text.get(at + 1..),
            _ if !quoted && !open => return None,
            _ => {}
        }
    }
    None
}

/// The text after the next blank.
fn after_word(text: &[u8]) -> Option<&[u8]> {
    text.get(memchr::memchr(b' ', text)? + 1..)
}

#[cfg(test)]
mod tests;
