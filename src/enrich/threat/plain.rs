//! Whether a referrer is too simple to contain a threat. It then has only letters, digits, and the
//! signs of a scheme, a host and a path.
//!
//! Most referrers are like this. Compilers turn a loop over an array into a comparison of sixteen
//! bytes at once, which costs a fifth of [`super::suspect`] for each byte.

const CHUNK_BYTES: usize = 16;

/// Whether a referrer is that of a page or an app, has no steps upward, every byte is between `-`
/// and `z`, and none is one of `;<>?[\]^` or the backtick. If such a referrer contains a name like
/// `/sqlmap`, the name is part of a page's path.
pub(super) fn is_plain(text: &[u8]) -> bool {
    (text.starts_with(b"http") || text.starts_with(b"android-app:"))
        && is_of_plain_bytes(text)
        && !has_steps(text)
}

/// Whether two dots follow each other. Each byte is compared with the next one, also sixteen at
/// once.
fn has_steps(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk::<{ CHUNK_BYTES + 1 }>() else {
        return are_dots(text, text.get(1..).unwrap_or_default());
    };
    let (chunks, _) = text.as_chunks::<CHUNK_BYTES>();
    let (next, _) = text.get(1..).unwrap_or_default().as_chunks::<CHUNK_BYTES>();
    let mut pairs = chunks.iter().zip(next);
    pairs.any(|(chunk, next)| are_dots(chunk, next))
        || are_dots(last, last.get(1..).unwrap_or_default())
}

#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, so that compilers compare sixteen bytes at once"
)]
fn are_dots(bytes: &[u8], next: &[u8]) -> bool {
    bytes.iter().zip(next).fold(false, |found, (byte, next)| {
        found | ((*byte == b'.') & (*next == b'.'))
    })
}

fn is_of_plain_bytes(text: &[u8]) -> bool {
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
