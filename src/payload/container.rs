//! The prefix that the container runtime writes before a line of a container's output:
//! `2025-12-31T17:37:40.493035218+01:00 stdout F <line>`.
//!
//! <https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md>.
//! If a line is too long for the runtime, the runtime cuts it. It marks the last piece with `F` and
//! the other pieces with `P`.

/// A line as the runtime wrote it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    /// `stdout` or `stderr`.
    pub(super) stream: &'a [u8],
    /// What the container wrote.
    pub(super) text: &'a [u8],
    /// Whether the text continues in the next line of the same stream.
    pub(super) continues: bool,
}

/// The line after the prefix, or `None` if the line has no prefix.
pub(super) fn open(line: &[u8]) -> Option<Written<'_>> {
    // Most lines begin with an IPv4 address and return here.
    if !matches!(line, [_, _, _, _, b'-', _, _, b'-', _, _, b'T', ..]) {
        return None;
    }
    let (_time, rest) = word(line)?;
    let (stream, rest) = word(rest)?;
    let (tags, text) = word(rest)?;
    let tagged = |wanted: &[u8]| tags.split(|byte| *byte == b':').any(|tag| tag == wanted);
    let is_of_a_container = matches!(stream, b"stdout" | b"stderr");
    let continues = tagged(b"P");
    (is_of_a_container && (continues || tagged(b"F"))).then_some(Written {
        stream,
        text,
        continues,
    })
}

fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (word, rest) = text.split_at_checked(memchr::memchr(b' ', text)?)?;
    Some((word, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_removed() {
        type Expected = Option<(&'static str, &'static str, bool)>;
        let cases: [(&str, &str, Expected); 10] = [
            (
                "containerd",
                "2025-12-31T17:37:40.493035218+01:00 stdout F a b",
                Some(("stdout", "a b", false)),
            ),
            (
                "stderr-utc",
                "2025-12-31T17:37:40Z stderr F a",
                Some(("stderr", "a", false)),
            ),
            (
                "spaces-are-the-line-s",
                "2025-12-31T17:37:40Z stdout F  a ",
                Some(("stdout", " a ", false)),
            ),
            (
                "blank",
                "2025-12-31T17:37:40Z stdout F ",
                Some(("stdout", "", false)),
            ),
            (
                "further-tags",
                "2025-12-31T17:37:40Z stdout F:x a",
                Some(("stdout", "a", false)),
            ),
            (
                "piece",
                "2025-12-31T17:37:40Z stdout P a",
                Some(("stdout", "a", true)),
            ),
            (
                "piece-with-further-tags",
                "2025-12-31T17:37:40Z stdout P:x a",
                Some(("stdout", "a", true)),
            ),
            ("another-tag", "2025-12-31T17:37:40Z stdout X a", None),
            (
                "another-stream",
                "2025-12-31T17:37:40Z 203.0.113.7 F a",
                None,
            ),
            ("address", "203.0.113.7 - - stdout F a", None),
        ];
        for (name, line, expected) in cases {
            let expected = expected.map(|(stream, text, continues)| Written {
                stream: stream.as_bytes(),
                text: text.as_bytes(),
                continues,
            });
            assert_eq!(open(line.as_bytes()), expected, "{name}");
        }
    }
}
