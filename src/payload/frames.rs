//! Octet counting of syslog over TCP: <https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1>. Each
//! message follows its length in bytes and a blank:
//! `83 <190>1 2025-10-10T13:55:36Z web1 nginx 7 - - ...83 <190>1 ...`.
//!
//! A text counts as frames only if each length leads to the next frame, and the last length leads
//! to the end of the text. Any other text is split into lines. A length before a syslog header is
//! then skipped together with the header.

use crate::near;

/// The most digits of a length: 9,999,999 bytes.
const LENGTH_DIGITS: usize = 7;

/// Whether a text may consist of frames: its second to ninth bytes include the `<` that follows a
/// length, or the text is shorter than nine bytes. For most texts, which begin with an address, the
/// result is false.
#[inline]
pub(super) fn may_split(text: &[u8]) -> bool {
    let head = text.get(1..).and_then(<[u8]>::first_chunk);
    head.is_none_or(|head| near::first(near::equal(u64::from_le_bytes(*head), b'<')).is_some())
}

/// The messages of a text that consists only of frames; `None` for any other text.
pub(super) fn split(text: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    first(text)?;
    let messages = || {
        let mut rest = text;
        std::iter::from_fn(move || {
            let (message, after) = first(rest)?;
            rest = after;
            Some((message, after))
        })
    };
    let is_whole = messages().last()?.1.is_empty();
    // The text is read twice, because a list of the frames could become very long.
    is_whole.then(|| messages().map(|(message, _)| message))
}

/// The first message and the rest of the text; `None` if the text does not begin with a whole
/// frame. Some senders add a line feed after a frame and do not count it.
fn first(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let digits = text.iter().take(LENGTH_DIGITS).take_while(is_digit).count();
    let (length, message) = text.split_at_checked(digits)?;
    let message = message.strip_prefix(b" ")?;
    if !message.starts_with(b"<") {
        return None;
    }
    let digits = length.iter().map(|byte| usize::from(byte - b'0'));
    let length = digits.fold(0, |length, digit| length * 10 + digit);
    let (message, rest) = message.split_at_checked(length)?;
    (length > 0).then(|| (message, rest.trim_ascii_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lengths_that_lead_from_frame_to_frame_are_accepted() {
        let longest = format!("1000000 <{}", "a".repeat(999_999));
        let cases: [(&str, &str, Option<&[&str]>); 11] = [
            ("longest-length", &longest, Some(&[&longest[8..]])),
            ("one", "6 <13>1 ", Some(&["<13>1 "])),
            ("two", "5 <13>a6 <13>bc", Some(&["<13>a", "<13>bc"])),
            (
                "line-feed-counted",
                "6 <13>a\n6 <13>b\n",
                Some(&["<13>a\n", "<13>b\n"]),
            ),
            (
                "line-feed-not-counted",
                "5 <13>a\n5 <13>b\n",
                Some(&["<13>a", "<13>b"]),
            ),
            (
                "message-over-lines",
                "7 <13>a\nb5 <13>c",
                Some(&["<13>a\nb", "<13>c"]),
            ),
            ("length-too-long", "9 <13>a", None),
            ("length-too-short", "4 <13>a5 <13>b", None),
            ("address", "203.0.113.7 - - [", None),
            ("no-priority", "5 hello", None),
            ("number", "12345678901234567890 <13>", None),
        ];
        for (name, text, expected) in cases {
            let found = split(text.as_bytes());
            let found = found.map(|messages| {
                let text = |message| std::str::from_utf8(message).unwrap();
                messages.map(text).collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref(), expected, "{name}");
            assert!(expected.is_none() || may_split(text.as_bytes()), "{name}");
        }
    }
}
