//! What the container runtime writes before a line of a container's output:
//! `2025-12-31T17:37:40.493035218+01:00 stdout F <line>`.
//!
//! <https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md>. A piece of a line that was too
//! long for the runtime is marked `P`: it is no whole line, and stays as it is.

/// The line behind the prefix, or `None` when there is none.
pub(super) fn open(line: &[u8]) -> Option<&[u8]> {
    // Lines that begin with an IPv4 address, most lines of all, leave here.
    if !matches!(line, [_, _, _, _, b'-', _, _, b'-', _, _, b'T', ..]) {
        return None;
    }
    let (_time, rest) = word(line)?;
    let (stream, rest) = word(rest)?;
    let (tags, line) = word(rest)?;
    let whole = tags.split(|byte| *byte == b':').any(|tag| tag == b"F");
    (matches!(stream, b"stdout" | b"stderr") && whole).then_some(line)
}

fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (word, rest) = text.split_at_checked(memchr::memchr(b' ', text)?)?;
    Some((word, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_comes_off_whole_lines() {
        let cases: [(&str, &str, Option<&str>); 8] = [
            (
                "containerd",
                "2025-12-31T17:37:40.493035218+01:00 stdout F a b",
                Some("a b"),
            ),
            ("stderr-utc", "2025-12-31T17:37:40Z stderr F a", Some("a")),
            (
                "spaces-are-the-line-s",
                "2025-12-31T17:37:40Z stdout F  a ",
                Some(" a "),
            ),
            ("blank", "2025-12-31T17:37:40Z stdout F ", Some("")),
            (
                "further-tags",
                "2025-12-31T17:37:40Z stdout F:x a",
                Some("a"),
            ),
            ("piece", "2025-12-31T17:37:40Z stdout P a", None),
            (
                "another-stream",
                "2025-12-31T17:37:40Z 203.0.113.7 F a",
                None,
            ),
            ("address", "203.0.113.7 - - stdout F a", None),
        ];
        for (name, line, expected) in cases {
            assert_eq!(open(line.as_bytes()), expected.map(str::as_bytes), "{name}");
        }
    }
}
