//! Detects values that only test whether a quote is inserted into SQL: `?id=1'`.
//!
//! In shops, people also choose lengths in inches or feet (`?size=32"`) and durations in minutes,
//! which are written as a number and a quote. A quote may also begin a search. Facts as of 2026-11,
//! from the addresses of shops and content management systems.

use super::pair::Pair;
use super::search;
use super::text::Text;

/// The names of parameters whose value is a key of a table. They may be the last word of a longer
/// name: `cat_id`, `page-no`.
const KEYS: &[&[u8]] = &[
    b"article",
    b"artist",
    b"cat",
    b"category",
    b"item",
    b"n",
    b"news",
    b"no",
    b"num",
    b"p",
    b"page",
    b"post",
    b"product",
    b"section",
    b"topic",
    b"user",
    b"view",
];

/// Parts of words for lengths and for filters, in the languages of many shops.
const LENGTHS: &[&[u8]] = &[
    b"size",
    b"width",
    b"height",
    b"length",
    b"depth",
    b"dim",
    b"diag",
    b"screen",
    b"display",
    b"inch",
    b"feet",
    b"foot",
    b"wheel",
    b"tire",
    b"tyre",
    b"radius",
    b"thick",
    b"duration",
    b"measure",
    b"waist",
    b"zoll",
    b"gr\xc3\xb6",
    b"gr\xc3\x9f",
    b"groe",
    b"breite",
    b"hoehe",
    b"h\xc3\xb6he",
    b"laenge",
    b"l\xc3\xa4nge",
    b"durchmesser",
    b"felge",
    b"reifen",
    b"taille",
    b"largeur",
    b"hauteur",
    b"longueur",
    b"pouce",
    b"taman",
    b"pulgada",
    b"ancho",
    b"medida",
    b"tamanho",
    b"polegada",
    b"misura",
    b"pollici",
    b"rozm",
    b"maat",
    b"attribute",
    b"facet",
    b"filter",
];

/// Short words for lengths and for filters. Each must be a whole word of a name, because many other
/// words contain it.
const SHORT_LENGTHS: &[&[u8]] = &[
    b"rim", b"pa", b"alto", b"l", b"w", b"h", b"talla", b"large", b"min", b"max",
];

/// Whether the value up to the quote at offset `at` is a quote, or a number and a quote.
pub(super) fn is_probe(text: &Text<'_>, at: usize) -> bool {
    let Some(pair) = Pair::around(text, at) else {
        return false;
    };
    let before = text.before(at);
    let number = before.len() - text.digits_before(at);
    let value = before.get(..number).unwrap_or_default();
    if !value.ends_with(b"=") && !value.ends_with(b"=-") {
        return false;
    }
    match text.at(at) {
        Some(b'"') => is_key(&pair),
        _ => !is_typed(&pair) && !search::is_search(text, at) && !is_length(&pair),
    }
}

/// Whether a person types the value of a parameter.
fn is_typed(pair: &Pair<'_>) -> bool {
    [
        &b"search"[..],
        b"query",
        b"keyword",
        b"term",
        b"text",
        b"suggest",
    ]
    .iter()
    .any(|part| super::text::find(pair.name, part).is_some())
}

/// Whether the value of a parameter is a key of a table.
fn is_key(pair: &Pair<'_>) -> bool {
    let last = pair
        .words()
        .filter(|word| !word.iter().all(u8::is_ascii_digit))
        .last();
    last.is_some_and(|word| word.ends_with(b"id") || KEYS.contains(&word))
}

/// Whether the value of a parameter may be a length.
fn is_length(pair: &Pair<'_>) -> bool {
    LENGTHS
        .iter()
        .any(|part| super::text::find(pair.name, part).is_some())
        || pair.words().any(|word| SHORT_LENGTHS.contains(&word))
}
