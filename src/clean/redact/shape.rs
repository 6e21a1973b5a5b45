//! Secrets that are recognised by their form, regardless of the name of their field.
//!
//! - JSON Web Tokens: <https://www.rfc-editor.org/rfc/rfc7519>. A header begins with `{"`, which is
//!   `eyJ` in Base64.
//! - Ids of AWS access keys:
//!   <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
//! - Private keys: <https://www.rfc-editor.org/rfc/rfc7468>
//! - `Bearer` and `Basic` with credentials: <https://www.rfc-editor.org/rfc/rfc6750>,
//!   <https://www.rfc-editor.org/rfc/rfc7617>
//!
//! Deviation: an AWS secret key has no form of its own. It is recognised only by its name.

use crate::clean::view::{Unit, View};

/// The fewest characters of a JSON Web Token's header, and of its payload unless a dot follows the
/// payload.
const PART_CHARS: usize = 8;
/// The fewest characters of a token after `Bearer`. An ordinary word is shorter or has no digit.
const BEARER_CHARS: usize = 12;
/// How many bytes of the label of a private key are searched: `ENCRYPTED PRIVATE KEY-----` and
/// similar labels.
const LABEL_BYTES: usize = 40;

/// The range of the secret that begins at offset `at`, or after the word that begins there. `None`
/// if there is no secret with a form of its own.
pub(super) fn token(view: &View<'_>, at: usize, unit: Unit) -> Option<(usize, usize)> {
    may_begin(unit.byte).then_some(())?;
    let is_inside = view
        .before(at)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (!is_inside).then_some(())?;
    match unit.byte {
        b'e' => web_token(view, at),
        b'A' => access_key(view, at),
        b'-' => private_key(view, at),
        _ => credentials(view, at),
    }
}

/// Whether a byte may begin a secret with a form of its own.
pub(super) fn may_begin(byte: u8) -> bool {
    matches!(byte, b'e' | b'A' | b'-' | b'B' | b'b')
}

/// Whether a web token or the id of an access key may be at the place between two texts. `after`
/// begins with the first capital letter of the token or the id.
pub(super) fn may_be_at(before: &[u8], after: &[u8]) -> bool {
    match after.first() {
        Some(b'J') => before.ends_with(b"ey"),
        _ => after.starts_with(b"AKIA") || after.starts_with(b"ASIA"),
    }
}

/// Whether a text ends with `bearer`, `basic` or `begin`, in any case. If a blank follows,
/// credentials or a private key may come next.
pub(super) fn may_end_before_blank(text: &[u8]) -> bool {
    ["bearer", "basic", "begin"].iter().any(|word| {
        let start = text.len().checked_sub(word.len());
        let last = start.and_then(|start| text.get(start..));
        last.is_some_and(|last| last.eq_ignore_ascii_case(word.as_bytes()))
    })
}

fn web_token(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    view.reads(at, b"eyJ").then_some(())?;
    // The comparison of `reads` ignores case.
    (view.byte(at) == Some(b'e')
        && view.byte(at + 1) == Some(b'y')
        && view.byte(at + 2) == Some(b'J'))
    .then_some(())?;
    let header = end_of(view, at, is_base64_url);
    let payload = end_of(view, header + 1, is_base64_url);
    let is_token = view.byte(header) == Some(b'.')
        && header - at >= PART_CHARS
        && (payload - header > PART_CHARS || view.byte(payload) == Some(b'.'));
    // The token has three parts, or five if it is encrypted.
    is_token.then(|| {
        (
            at,
            end_of(view, at, |byte| is_base64_url(byte) || byte == b'.'),
        )
    })
}

fn access_key(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    let is_prefix = matches!(view.byte(at + 1)?, b'K' | b'S')
        && view.byte(at + 2) == Some(b'I')
        && view.byte(at + 3) == Some(b'A');
    is_prefix.then_some(())?;
    let end = end_of(view, at, |byte| byte.is_ascii_alphanumeric());
    let is_key = (at..end)
        .map_while(|at| view.byte(at))
        .all(|byte| !byte.is_ascii_lowercase());
    (end - at == 20 && is_key).then_some((at, end))
}

fn private_key(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    view.reads(at, b"-----BEGIN ").then_some(())?;
    let label = (at..at + LABEL_BYTES).find(|at| view.reads(*at, b"PRIVATE KEY-----"))?;
    let start = label + b"PRIVATE KEY-----".len();
    let mut end = start;
    while end < view.len() && !(view.byte(end) == Some(b'-') && view.reads(end, b"-----END ")) {
        end += 1;
    }
    Some((start, end))
}

/// The credentials after `Bearer` or `Basic`. A log may have them without the name of the header.
fn credentials(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    let (start, is_bearer) = match () {
        () if view.reads(at, b"bearer ") => (at + 7, true),
        () if view.reads(at, b"basic ") => (at + 6, false),
        () => return None,
    };
    let end = end_of(view, start, |byte| {
        is_base64_url(byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=')
    });
    let mut token = Vec::new();
    view.read(start, end, &mut token);
    let is_secret = if is_bearer {
        token.len() >= BEARER_CHARS && token.iter().any(u8::is_ascii_digit)
    } else {
        let unpadded = token
            .trim_ascii_end()
            .split(|byte| *byte == b'=')
            .next()
            .unwrap_or_default();
        base64_simd::STANDARD_NO_PAD
            .decode_to_vec(unpadded)
            .is_ok_and(|user| user.contains(&b':'))
    };
    is_secret.then_some((start, end))
}

fn end_of(view: &View<'_>, mut at: usize, belongs: impl Fn(u8) -> bool) -> usize {
    while view.byte(at).is_some_and(&belongs) {
        at += 1;
    }
    at
}

fn is_base64_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
