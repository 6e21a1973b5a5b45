//! What may precede a line without being part of it: byte order marks, white space, the zero bytes
//! of space that a server reserved in a file and did not use (as IIS does), and the record
//! separator of JSON text sequences (<https://www.rfc-editor.org/rfc/rfc7464>).

/// U+FEFF in UTF-8: <https://www.rfc-editor.org/rfc/rfc3629#section-6>.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// U+00A0 in UTF-8, as in text that is copied out of a page.
const NO_BREAK_SPACE: &[u8] = b"\xc2\xa0";

/// The number of bytes that precede the line.
#[inline]
pub(crate) fn front(line: &[u8]) -> usize {
    // For nearly every line, the first byte decides.
    match line.first() {
        Some(b'!'..=0xc1 | 0xc3..=0xee) | None => 0,
        Some(_) => line.len() - behind(line).len(),
    }
}

fn behind(line: &[u8]) -> &[u8] {
    let mut rest = line;
    loop {
        let mark = rest
            .strip_prefix(BYTE_ORDER_MARK)
            .or_else(|| rest.strip_prefix(NO_BREAK_SPACE));
        rest = match (rest, mark) {
            ([0 | b' ' | b'\t' | b'\r' | 0x0b | 0x0c | 0x1e, after @ ..], _) | (_, Some(after)) => {
                after
            }
            (_, None) => return rest,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_blanks_and_zero_bytes_are_in_front() {
        let cases: [(&[u8], usize); 12] = [
            (b"", 0),
            (b"a", 0),
            (b"\xc3\xa9", 0),
            (b" a ", 1),
            (b"\xef\xbb\xbf#Fields", 3),
            (b"\xef\xbb\xbf\xef\xbb\xbf \xef\xbb\xbfa", 10),
            (b"\0\0\0a\0", 3),
            (b"\t \r", 3),
            (b"\x1e{", 1),
            (b"\xc2\xa0 a", 3),
            (b"\xc2\xb5", 0),
            (b"\xef\xbb", 0),
        ];
        for (line, expected) in cases {
            assert_eq!(front(line), expected, "{line:?}");
        }
    }
}
