//! A caret under the wrong byte of a line.

use crate::cli::text::visible;

/// The most bytes shown before the wrong byte, so that this byte is normally visible on a terminal
/// of 80 columns.
const BEFORE_BYTES: usize = 50;

/// The most bytes shown from the wrong byte on.
const AFTER_BYTES: usize = 20;

/// Shown in place of the bytes that are left out.
const MORE: &str = "…";

/// The part of the line around `offset`, and below it a line with a caret under the byte at
/// `offset`.
pub(super) fn pointed(line: &[u8], offset: usize) -> String {
    let offset = offset.min(line.len());
    let (before, after) = line.split_at(offset);
    let before_shown = before
        .get(boundary(before, before.len().saturating_sub(BEFORE_BYTES))..)
        .unwrap_or_default();
    let after_shown = after
        .get(..boundary(after, AFTER_BYTES.min(after.len())))
        .unwrap_or_default();
    let left = format!(
        "{}{}",
        if before_shown.len() < before.len() {
            MORE
        } else {
            ""
        },
        visible(before_shown)
    );
    let right = visible(after_shown);
    let more = if after_shown.len() < after.len() {
        MORE
    } else {
        ""
    };
    let indent = left.chars().count();
    format!("{left}{right}{more}\n{:indent$}^\n", "")
}

/// The first offset, from `at` on, that is not within a UTF-8 character.
fn boundary(bytes: &[u8], at: usize) -> usize {
    let continued = |byte: &&u8| (**byte & 0b1100_0000) == 0b1000_0000;
    let rest = bytes.get(at..).unwrap_or_default();
    // A character has at most three bytes after its first; more such bytes are not UTF-8.
    at + rest.iter().take_while(continued).take(3).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_is_under_the_byte() {
        let long = [&[b'x'; 60][..], b"!", &[b'y'; 60]].concat();
        let (dots, wide) = ("x".repeat(50), "y".repeat(19));
        let cases: [(&str, &[u8], usize, String); 7] = [
            ("at-the-start", b"abc", 0, "abc\n^\n".to_owned()),
            ("within", b"abc", 1, "abc\n ^\n".to_owned()),
            ("at-the-end", b"abc", 3, "abc\n   ^\n".to_owned()),
            ("beyond-the-end", b"abc", 9, "abc\n   ^\n".to_owned()),
            (
                "behind-an-escape",
                b"\x16a",
                1,
                "\\x16a\n    ^\n".to_owned(),
            ),
            (
                "behind-a-wide-character",
                "é-".as_bytes(),
                2,
                "é-\n ^\n".to_owned(),
            ),
            (
                "in-a-long-line",
                &long,
                60,
                format!("…{dots}!{wide}…\n{}^\n", " ".repeat(51)),
            ),
        ];
        for (name, line, offset, expected) in cases {
            assert_eq!(pointed(line, offset), expected, "{name}");
        }
    }
}
