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

/// One of the distances is zero if the byte is special. The compiler needs the fewest instructions
/// for the minimum of the distances.
fn is_special(byte: u8) -> bool {
    let distances = [
        byte.saturating_sub(b'-' - 1),
        (b'z' + 1).saturating_sub(byte),
        byte.wrapping_sub(b';').saturating_sub(b'<' - b';'),
        byte.wrapping_sub(b'>').saturating_sub(b'?' - b'>'),
        byte.wrapping_sub(b'[').saturating_sub(b'^' - b'['),
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
