//! Text for people: numbers with separators, messages, and foreign bytes made harmless to a
//! terminal.

use std::fmt::{Display, Write as _};

pub(super) use crate::report::grouped;

/// A count and its noun: `1 line`, `1,000 lines`.
pub(super) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// Writes a message to standard error in one line. Messages quote file names, arguments and answers
/// of servers, so each of them is made harmless here.
pub(super) fn write_message(message: impl Display) {
    eprintln!("weblog: {}", visible(message.to_string().as_bytes()));
}

/// Bytes in a form that a terminal may show. Control characters and bytes that are not UTF-8 become
/// `\xNN`. U+2028, U+2029 and the characters that change the direction of writing become `\u{...}`.
/// A log contains what strangers sent, escape sequences included.
pub(super) fn visible(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            push_visible(&mut text, character);
        }
        for byte in chunk.invalid() {
            push_byte(&mut text, *byte);
        }
    }
    text
}

fn push_visible(text: &mut String, character: char) {
    match character {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            text.extend(character.escape_unicode());
        }
        _ if character.is_control() => {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                push_byte(text, byte);
            }
        }
        _ => text.push(character),
    }
}

fn push_byte(text: &mut String, byte: u8) {
    // Writing into a string cannot fail.
    let _ = write!(text, "\\x{byte:02X}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_follows_its_number() {
        assert_eq!(counted(1, "line"), "1 line");
        assert_eq!(counted(1_000, "line"), "1,000 lines");
    }

    #[test]
    fn characters_that_control_a_terminal_are_shown_instead() {
        let cases: [(&str, &[u8], &str); 7] = [
            ("newline", b"a\nb", "a\\x0Ab"),
            ("line-separator", "\u{2028}".as_bytes(), "\\u{2028}"),
            ("plain", b"GET /", "GET /"),
            ("escape-sequence", b"\x1b[2J", "\\x1B[2J"),
            ("latin-1", b"caf\xe9", "caf\\xE9"),
            ("c1-control", "\u{9b}2J".as_bytes(), "\\xC2\\x9B2J"),
            (
                "right-to-left-override",
                "\u{202e}txt".as_bytes(),
                "\\u{202e}txt",
            ),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(visible(bytes), expected, "{name}");
        }
    }
}
