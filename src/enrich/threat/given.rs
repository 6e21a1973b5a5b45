//! Recognises queries that a service takes from its visitors: those of Socrata, SPARQL, Salesforce,
//! `InfluxDB`, Google's charts and `phpMyAdmin`. Facts as of 2026-11, from their manuals.

use super::pair::Pair;
use super::text::{Text, find};

/// Names of parameters with a part of a query, <https://dev.socrata.com/docs/queries/>.
const PARTS: &[&[u8]] = &[
    b"$select", b"$where", b"$having", b"$group", b"$order", b"$query", b"$filter",
];

/// Names of parameters with a whole query.
const QUERIES: &[&[u8]] = &[
    b"$query",
    b"q",
    b"query",
    b"sparql",
    b"soql",
    b"sql",
    b"sql_query",
    b"statement",
    b"stmt",
    b"tq",
];

/// Words with which a query begins, of SQL and of SPARQL.
const VERBS: &[&[u8]] = &[
    b"select",
    b"with",
    b"show",
    b"explain",
    b"prefix",
    b"base",
    b"ask",
    b"construct",
    b"describe",
];

/// Whether offset `at` is in a query, or in a part of one, that a service takes from its visitors.
/// Injected SQL ends a value before the web application does. Therefore the quotes must be paired,
/// and there must be no comment, second statement, `union` or hexadecimal number.
pub(super) fn is_given(text: &Text<'_>, at: usize) -> bool {
    let Some(pair) = Pair::around(text, at) else {
        return false;
    };
    let value = pair.value.trim_ascii();
    let value = value.strip_suffix(b";").unwrap_or(value);
    let first = value.split(|byte| !byte.is_ascii_alphanumeric()).next();
    let is_whole = first.is_some_and(|word| VERBS.contains(&word));
    let is_even = |sign: u8| memchr::memchr_iter(sign, value).count().is_multiple_of(2);
    let ends_early = [&b"--"[..], b"/*", b";", b"union", b"0x"]
        .iter()
        .any(|sign| find(value, sign).is_some());
    let is_query = QUERIES.contains(&pair.name) && is_whole || PARTS.contains(&pair.name);
    is_query && is_even(b'\'') && is_even(b'"') && !ends_early
}
