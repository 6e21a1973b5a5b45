//! Recognises the agents of scanners whose names are also words of a language, or names of other
//! things: `Burp`, `Hydra`, `Vega`.

use super::text::{Text, find, is_word};

/// Words of agents of telephones, and of apps for them. Such an agent names a model or an app.
const TELEPHONES: &[&[u8]] = &[b"android", b"iphone", b"ipad", b"cfnetwork/", b"dalvik/"];

/// Whether the word between `start` and `end` names an agent's program: a version follows it, or it
/// is the whole agent or a whole part of its comment.
pub(super) fn is_named(text: &Text<'_>, start: usize, end: usize) -> bool {
    let (before, after) = (text.before(start), text.from(end));
    if before.last().is_some_and(|byte| is_word(*byte))
        || TELEPHONES
            .iter()
            .any(|word| find(text.bytes, word).is_some())
    {
        return false;
    }
    let has_version = match after {
        [b'/' | b'-', rest @ ..] | [b' ', b'v', rest @ ..] => starts_with_digit(rest),
        [b' ', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            digits > 0 && rest.get(digits) == Some(&b'.')
        }
        _ => false,
    };
    let is_part = before.ends_with(b"(") || before.ends_with(b"; ");
    has_version
        || start == 0 && after.is_empty()
        || is_part && matches!(after.first(), Some(b')' | b';'))
}

/// Whether a text begins with a digit. A `v` may precede it.
fn starts_with_digit(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"v").unwrap_or(text);
    text.first().is_some_and(u8::is_ascii_digit)
}
