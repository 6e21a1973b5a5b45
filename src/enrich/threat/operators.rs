//! Detects operators of `MongoDB` in place of a value,
//! <https://www.mongodb.com/docs/manual/reference/operator/query/>.
//!
//! Many servers offer their visitors the same operators, as in `filters[price][$gte]=10` or
//! `where={"price":{"$gt":10}}`. An operator is a threat only if it runs code, if it asks for a
//! password, or if every value fulfils its condition.

use super::pair::Pair;
use super::text::{Text, find, is_word};

/// Operators with code.
const CODE: &[&[u8]] = &[b"where", b"function", b"accumulator"];

/// Operators with a condition that many values fulfil.
const WIDE: &[&[u8]] = &[
    b"ne", b"gt", b"gte", b"lt", b"lte", b"nin", b"not", b"regex", b"exists",
];

/// Patterns that every text matches. An empty pattern and `^` are not listed, because a search
/// without a word sends them too.
const ANY_TEXT: &[&[u8]] = &[b".", b".*", b".+", b"^.", b"^.*", b".*$", b"^.*$"];

/// Names of parameters with the name of a user.
const USERS: &[&[u8]] = &[
    b"user",
    b"username",
    b"user_name",
    b"uname",
    b"usr",
    b"login",
    b"email",
    b"mail",
];

/// Whether the operator between `start` and `end` is a threat.
pub(super) fn is_operator(text: &Text<'_>, start: usize, end: usize) -> bool {
    let sign = text.bytes.get(start..end).and_then(|word| find(word, b"$"));
    let Some(dollar) = sign.map(|at| start + at) else {
        return false;
    };
    let operator = text.word(dollar + 1);
    let rest = text.from(dollar + 1 + operator.len());
    if CODE.contains(&operator) {
        // A parameter that is itself named `$where` is the condition of an ordinary query.
        return matches!(
            rest.trim_ascii_start().first(),
            Some(b']' | b'"' | b'\'' | b':')
        );
    }
    if !WIDE.contains(&operator) {
        return false;
    }
    let is_bracket = text.before(dollar).ends_with(b"[");
    // The key is absent if the operator was appended to a value: `?id=[$ne]=1`.
    let begins = matches!(
        text.before(dollar.saturating_sub(1)).last(),
        None | Some(b'=' | b'?' | b'&')
    );
    if is_bracket && begins && rest.starts_with(b"]") {
        return true;
    }
    let value = match is_bracket {
        true => of_bracket(rest),
        false => of_object(rest),
    };
    let Some(value) = value else {
        return false;
    };
    let (key, is_top) = key_before(text, dollar);
    let is_number = matches!(value, b"0" | b"1" | b"-1");
    is_secret(key)
        || is_top && USERS.contains(&key)
        || operator == b"regex" && ANY_TEXT.contains(&value)
        // A form for filters has empty values, but also has a name for all of its filters.
        || value.is_empty() && is_top && matches!(operator, b"ne" | b"gt" | b"nin")
        || value.is_empty() && !is_bracket && operator == b"gt"
        || operator == b"ne" && rest.starts_with(b":") && is_number
}

/// The value after an operator in brackets. `None` if there is no value.
fn of_bracket(rest: &[u8]) -> Option<&[u8]> {
    let name = memchr::memchr(b'=', rest)?;
    let is_name = |byte: &u8| is_word(*byte) || matches!(byte, b'[' | b']' | b'$');
    if !rest.starts_with(b"]") || !rest.get(..name)?.iter().all(is_name) {
        return None;
    }
    let value = rest.get(name + 1..)?;
    value.split(|byte| *byte == b'&').next()
}

/// The value after an operator of an object, without its quotes. `None` if there is no value.
fn of_object(rest: &[u8]) -> Option<&[u8]> {
    let rest = match rest {
        [b'"' | b'\'', rest @ ..] => rest,
        _ => rest,
    };
    let value = rest
        .trim_ascii_start()
        .strip_prefix(b":")?
        .trim_ascii_start();
    if let [quote @ (b'"' | b'\''), value @ ..] = value {
        return value.split(|byte| byte == quote).next();
    }
    let mut parts = value.split(|byte| matches!(byte, b',' | b'}' | b'&'));
    Some(parts.next()?.trim_ascii()).filter(|value| !value.is_empty())
}

/// The last word before an operator, and whether it is the whole name of a parameter.
fn key_before<'a>(text: &Text<'a>, dollar: usize) -> (&'a [u8], bool) {
    let before = text.before(dollar);
    let Some(last) = before.iter().rposition(|byte| is_word(*byte)) else {
        return (&[], false);
    };
    let start = before
        .get(..last)
        .and_then(|before| before.iter().rposition(|byte| !is_word(*byte)));
    let start = start.map_or(0, |place| place + 1);
    let key = before.get(start..=last).unwrap_or_default();
    let is_top = Pair::around(text, dollar).is_some_and(|pair| pair.start == start);
    (key, is_top)
}

/// Whether a key is that of a password or of a token.
fn is_secret(key: &[u8]) -> bool {
    [&b"passw"[..], b"pwd"]
        .iter()
        .any(|front| key.starts_with(front))
        || [
            &b"password"[..],
            b"passwd",
            b"pass",
            b"pwd",
            b"token",
            b"secret",
        ]
        .iter()
        .any(|end| key.ends_with(end))
        || matches!(key, b"otp" | b"pin")
}
