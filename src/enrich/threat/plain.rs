//! Whether a referrer is too simple to contain a threat. It then has only letters, digits, and the
//! signs of a scheme, a host and a path.
//!
//! Many referrers are like this. Many bytes are compared at once, which costs a fifth of
//! [`super::suspect`] for each byte.

use crate::near;

/// Whether a referrer is that of a page or an app, every byte is between `-` and `z`, and none is
/// one of `;<>?[\]^` or the backtick. If such a referrer contains a name like `/sqlmap`, the name
/// is part of a page's path. A search for `..` would cost a quarter more, and browsers resolve
/// these steps before they send a referrer.
pub(super) fn is_plain(text: &[u8]) -> bool {
    (text.starts_with(b"http") || text.starts_with(b"android-app:"))
        && !near::holds_any(text, is_special)
}

/// Whether a byte is not between `-` and `z`, or is one of `;<>?[\]^` and the backtick.
fn is_special(byte: u8) -> bool {
    let distances = [
        near::beyond(byte, b'z' + 1, b'-' - 1),
        near::beyond(byte, b';', b'<'),
        near::beyond(byte, b'>', b'?'),
        near::beyond(byte, b'[', b'^'),
        byte ^ b'`',
    ];
    distances.into_iter().fold(u8::MAX, u8::min) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_that_words_have_is_special() {
        for byte in 0..=u8::MAX {
            let expected = !(b'-'..=b'z').contains(&byte) || b";<>?[\\]^`".contains(&byte);
            assert_eq!(is_special(byte), expected, "{byte:#x}");
            assert_eq!(is_plain(&[b'h', b't', b't', b'p', byte]), !expected);
        }
    }
}
