//! Whether a referrer is too simple to contain a threat. It then has only letters, digits, and the
//! signs of a scheme, a host and a path.
//!
//! Most referrers are like this. Compilers turn a loop over an array into a comparison of sixteen
//! bytes at once, which costs a fifth of [`super::suspect`] for each byte.

const CHUNK_BYTES: usize = 16;

/// Whether a referrer is that of a page or an app, every byte is between `-` and `z`, and none is
/// one of `;<>?[\]^` or the backtick. If such a referrer contains a name like `/sqlmap`, the name is
/// part of a page's path. To search for `..` would cost a quarter more, and browsers resolve it.
pub(super) fn is_plain(text: &[u8]) -> bool {
    if !text.starts_with(b"http") && !text.starts_with(b"android-app:") {
        return false;
    }
    let (chunks, _) = text.as_chunks::<CHUNK_BYTES>();
    match text.last_chunk::<CHUNK_BYTES>() {
        Some(last) => chunks.iter().all(is_plain_chunk) && is_plain_chunk(last),
        None => text.iter().all(|byte| !is_special(*byte)),
    }
}

fn is_plain_chunk(chunk: &[u8; CHUNK_BYTES]) -> bool {
    !chunk
        .iter()
        .fold(false, |found, byte| found | is_special(*byte))
}

#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, so that compilers check sixteen bytes at once"
)]
const fn is_special(byte: u8) -> bool {
    (byte.wrapping_sub(b'-') > b'z' - b'-')
        | (byte.wrapping_sub(b';') < 2)
        | (byte.wrapping_sub(b'>') < 2)
        | (byte.wrapping_sub(b'[') < 4)
        | (byte == b'`')
}
