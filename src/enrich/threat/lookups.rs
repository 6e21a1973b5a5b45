//! Detects lookups of Log4j, <https://logging.apache.org/log4j/2.x/manual/lookups.html>:
//! `${jndi:ldap://...}`, also if its letters are hidden.
//!
//! Log4j evaluates the innermost lookup first and replaces it by its result. The result of
//! `${lower:J}` is `j`. The result of `${env:NOPE:-j}` and `${::-j}` is the default. This module
//! reports a lookup of [`SOURCES`], such as `${env:`, at once. It resolves other lookups until
//! `jndi` appears. Facts as of 2026-11.

use super::text::{Text, find};

/// How many lookups are evaluated in one text.
const LIMIT: usize = 200;

/// The names of lookups. One of these names alone is an attempt to read what a server knows.
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

/// Whether the `${` at offset `at`, or a later one, begins a lookup that is a threat.
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

/// Replaces the innermost lookup by its result, or removes the first `}` if it closes no lookup.
/// Returns `false` if the text has no `}`.
fn resolve_innermost(text: &mut Vec<u8>) -> bool {
    let Some(end) = text.iter().position(|byte| *byte == b'}') else {
        return false;
    };
    let Some(start) = text
        .get(..end)
        .and_then(|front| memchr::memmem::rfind(front, b"${"))
    else {
        // The brace closes no lookup.
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
