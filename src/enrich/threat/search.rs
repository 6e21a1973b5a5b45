//! Recognises the values in which people search. Many words of attacks are ordinary there.

use super::text::Text;

/// Names of parameters in which people search. A name of a file in their values is an ordinary
/// word. Facts as of 2026-11, from the addresses of search engines, shops and content management
/// systems.
const SEARCHES: &[&[u8]] = &[
    b"q",
    b"s",
    b"query",
    b"search",
    b"keyword",
    b"keywords",
    b"term",
    b"text",
    b"wd",
    b"searchterm",
    b"searchtext",
    b"searchword",
    b"searchphrase",
    b"searchquery",
    b"searchstring",
    b"search_query",
    b"search_term",
    b"search_text",
    b"search_keywords",
    b"search_api_fulltext",
    b"srsearch",
    b"field-keywords",
    b"_nkw",
    b"kw",
    b"phrase",
    b"oq",
    b"as_q",
    b"utm_term",
    b"utm_campaign",
    b"utm_content",
];

/// Whether offset `at` is in the value of a parameter of a search: one of [`SEARCHES`].
pub(super) fn is_search(text: &Text<'_>, at: usize) -> bool {
    if !text.in_query(at) {
        return false;
    }
    let before = text.before(at);
    let start = before
        .iter()
        .rposition(|byte| matches!(byte, b'&' | b'?'))
        .map_or(0, |place| place + 1);
    let pair = before.get(start..).unwrap_or_default();
    let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
    SEARCHES.contains(&name)
}
