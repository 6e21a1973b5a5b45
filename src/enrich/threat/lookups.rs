//! Lookups of Log4j, <https://logging.apache.org/log4j/2.x/manual/lookups.html>: `${jndi:ldap://...}`, however its letters are hidden.
//!
//! Log4j works out the innermost lookup first, and puts in its place what it gives: `${lower:J}` the letter, `${env:NOPE:-j}` and
//! `${::-j}` the default. So does this, and then looks for the word.

use super::text::{Text, find};

/// How many lookups are worked out in one text.
const LIMIT: usize = 200;

/// What lookups are for; one of them alone is an attempt to read what a server knows.
const SOURCES: &[&[u8]] = &[
    b"${env:",
    b"${sys:",
    b"${java:",
    b"${ctx:",
    b"${main:",
    b"${lower:",
    b"${upper:",
    b"${base64:",
    b"${bundle:",
    b"${docker:",
    b"${k8s:",
    b"${log4j:",
    b"${spring:",
    b"${web:",
    b"${sd:",
    b"${marker:",
    b"${map:",
    b"${event:",
    b"${jvmrunargs:",
    b"${::-",
    b"${script:",
    b"${dns:",
    b"${url:",
];

/// `${` at a place.
pub(super) fn is_lookup(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at);
    if SOURCES.iter().any(|source| find(rest, source).is_some()) {
        return true;
    }
    let mut resolved = rest.to_vec();
    for _ in 0..LIMIT {
        if find(&resolved, b"jndi").is_some() {
            return true;
        }
        if !resolve_innermost(&mut resolved) {
            break;
        }
    }
    find(&resolved, b"jndi").is_some()
}

/// Puts in the place of the innermost lookup what it gives; `false` where there is none.
fn resolve_innermost(text: &mut Vec<u8>) -> bool {
    let Some(end) = text.iter().position(|byte| *byte == b'}') else {
        return false;
    };
    let Some(start) = text
        .get(..end)
        .and_then(|front| memchr::memmem::rfind(front, b"${"))
    else {
        // A brace that closes nothing.
        text.remove(end);
        return true;
    };
    let inside = text.get(start + 2..end).unwrap_or_default();
    let given = match find(inside, b":-") {
        Some(place) => inside.get(place + 2..),
        None => inside
            .iter()
            .position(|byte| *byte == b':')
            .and_then(|place| inside.get(place + 1..)),
    };
    let given = given.unwrap_or_default().to_vec();
    text.splice(start..=end, given);
    true
}
