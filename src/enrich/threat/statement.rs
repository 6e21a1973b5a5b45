//! Detects statements of SQL: `select`, `order by`, and statements that change data or run code.
//! Facts as of 2026-11, from the manuals of the databases.

use super::phrase;
use super::sql::{Operand, ends_statement, ends_with_word, follows_number, operand};
use super::text::{Text, is_word};

/// Whether the `select` at offset `at` begins a query.
pub(super) fn is_select(text: &Text<'_>, at: usize) -> bool {
    if !text.begins_word(at) && !follows_number(text, at) || !text.is_word_at(at, b"select") {
        return false;
    }
    let before = text.before(at);
    let start = text.last_place_before(at).map_or(0, |place| place + 1);
    let preceded = before.get(..start).unwrap_or_default();
    let mut item = text.skip(at + 6);
    for word in [&b"distinct"[..], b"all", b"top", b"distinctrow"] {
        if text.is_word_at(item, word) {
            item = text.skip(item + word.len());
        }
    }
    let list = text.from(item);
    // The words in quotes may end with `select`.
    if phrase::is_around_words(text, item) {
        return false;
    }
    let is_value = match list.first() {
        Some(byte) if byte.is_ascii_digit() => true,
        Some(b'*' | b'@' | b'\'' | b'"' | b'(' | b'-' | b'~' | b'{' | b'$' | b'!') => true,
        _ => matches!(
            operand(text, item),
            Some((Operand::Literal | Operand::Open | Operand::Call, _))
        ),
    };
    // Names, and then a table, may follow.
    let names = text.word(item).len();
    let is_list = names > 0 && text.at(text.skip(item + names)) == Some(b',');
    let from = from_table(text, item);
    let is_union = [
        &b"union"[..],
        b"all",
        b"distinct",
        b"except",
        b"intersect",
        b"minus",
    ]
    .iter()
    .any(|word| ends_with_word(preceded, word))
        && super::text::find(preceded, b"union").is_some()
        || [&b"except"[..], b"intersect"]
            .iter()
            .any(|word| ends_with_word(preceded, word));
    if is_union {
        return is_value
            || is_list
            || from.is_some()
                && text
                    .last_before(union_place(preceded))
                    .is_none_or(|byte| !is_word(byte) || byte.is_ascii_digit());
    }
    if phrase::is_topic(text, at) {
        return false;
    }
    match preceded.last() {
        Some(b'(' | b';' | b'\'' | b'"' | b'`') => is_value || is_list || from.is_some(),
        Some(b'=') if list.starts_with(b"*") => true,
        _ => {
            list.starts_with(b"* from")
                || list.starts_with(b"@@")
                || is_value && from.is_some_and(|after| has_clause(text, after))
                || from.is_some_and(|after| is_condition_of_where(text, after))
        }
    }
}

fn union_place(preceded: &[u8]) -> usize {
    memchr::memmem::rfind(preceded, b"union").unwrap_or_default()
}

/// The offset after the first `from` with a table's name that is at offset `at` or later. `None` if
/// there is none.
fn from_table(text: &Text<'_>, at: usize) -> Option<usize> {
    let mut rest = at;
    loop {
        let place = rest + super::text::find(text.from(rest), b"from")?;
        if text.begins_word(place) || text.before(place).ends_with(b"*/") {
            let table = text.skip_parentheses(place + 4);
            if table > place + 4
                && text
                    .at(table)
                    .is_some_and(|byte| is_word(byte) || matches!(byte, b'`' | b'[' | b'"' | b'@'))
            {
                return Some(table + text.word(table).len());
            }
        }
        rest = place + 4;
    }
}

/// Whether the query may continue or end at offset `at`: with a clause, a comment, a sign such as
/// `,` or `)`, or the end of the text.
fn has_clause(text: &Text<'_>, at: usize) -> bool {
    let at = text.skip(at);
    matches!(
        text.at(at),
        None | Some(b'.' | b',' | b')' | b';' | b'-' | b'#' | b'&' | b'\'' | b'"' | b'`' | b']')
    ) || [
        &b"where"[..],
        b"limit",
        b"order",
        b"group",
        b"union",
        b"having",
        b"join",
    ]
    .contains(&text.word(at))
}

fn is_condition_of_where(text: &Text<'_>, at: usize) -> bool {
    let at = text.skip(at);
    let compared = operand(text, at + 5).and_then(|(_, end)| text.at(text.skip(end)));
    text.is_word_at(at, b"where")
        && compared.is_some_and(|sign| matches!(sign, b'=' | b'<' | b'>' | b'!'))
}

/// Whether the `order` at offset `at` begins SQL such as `order by 7--`.
pub(super) fn is_order(text: &Text<'_>, at: usize) -> bool {
    let by = text.skip(at + 5);
    if !text.begins_word(at) || !text.is_word_at(by, b"by") {
        return false;
    }
    let Some((Operand::Literal, end)) = operand(text, by + 2) else {
        return false;
    };
    let before = text.last_before(at);
    ends_statement(text, end) && !text.ends_value(text.skip(end))
        || before.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'\'' | b'"' | b')'))
}

/// Whether a statement that changes data or runs code begins at offset `at`. Most such statements
/// count only after a quote, a parenthesis or a semicolon.
pub(super) fn is_statement(text: &Text<'_>, at: usize) -> bool {
    if !text.begins_word(at) {
        return false;
    }
    let word = text.word(at);
    let next = text.skip(at + word.len());
    let object = text.word(next);
    let after = text.skip(next + object.len());
    let is_sql = match word {
        b"drop" | b"create" | b"alter" | b"truncate" => [
            &b"table"[..],
            b"database",
            b"schema",
            b"view",
            b"index",
            b"user",
            b"procedure",
            b"function",
            b"login",
            b"trigger",
            b"or",
        ]
        .contains(&object),
        b"insert" => {
            object == b"into"
                && (text.has_after(after, b"values") || text.has_after(after, b"select"))
        }
        b"update" => text.is_word_at(after, b"set") && text.has_after(after, b"="),
        b"delete" => object == b"from",
        b"declare" => text.at(next) == Some(b'@'),
        b"exec" | b"execute" => {
            matches!(text.at(next), Some(b'(' | b'@' | b'\''))
                || object == b"master"
                || object.starts_with(b"xp_")
                || object.starts_with(b"sp_")
                || object == b"immediate"
        }
        b"waitfor" => object == b"delay" || object == b"time",
        b"shutdown" => {
            object == b"with" || ends_statement(text, at + word.len()) || text.ends_value(next)
        }
        _ => false,
    };
    let is_behind = matches!(text.last_before(at), Some(b';' | b'\'' | b'"' | b')'));
    is_sql
        && (is_behind
            || matches!(word, b"waitfor" | b"insert")
            || (word == b"exec" && object != b"master" && !object.is_empty()))
}
