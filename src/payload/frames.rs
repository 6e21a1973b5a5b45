//! Octet counting of syslog over TCP: <https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1>. Each
//! message follows its length in bytes and a blank:
//! `83 <190>1 2025-10-10T13:55:36Z web1 nginx 7 - - ...83 <190>1 ...`.
//!
//! A text counts as frames only if each length leads to the next frame, and the last length leads
//! to the end of the text. Any other text is split into lines. A length before a syslog header is
//! then skipped together with the header.

/// The most digits of a length: 9,999,999 bytes.
const LENGTH_DIGITS: usize = 7;

/// The messages of a text that consists only of frames; `None` for any other text.
pub(super) fn split(text: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    // Most texts begin with an address and return here.
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

/// The first message and the rest of the text. Some senders add a line feed after a frame and do
/// not count it.
fn first(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut length = 0_usize;
    for (digits, byte) in text.iter().enumerate().take(LENGTH_DIGITS + 1) {
        match byte {
            b'0'..=b'9' => length = length * 10 + usize::from(byte - b'0'),
            b' ' if digits > 0 => {
                let message = text.get(digits + 1..)?;
                if !message.starts_with(b"<") {
                    return None;
                }
                let (message, rest) = message.split_at_checked(length)?;
                return (length > 0).then(|| (message, rest.trim_ascii_start()));
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lengths_that_lead_from_frame_to_frame_are_accepted() {
        let cases: [(&str, &str, Option<&[&str]>); 10] = [
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
        }
    }
}
