//! Detects injected SQL, <https://owasp.org/www-community/attacks/SQL_Injection>.
//!
//! Many words of SQL are also words of English, so such a word alone is not enough. The text after
//! it has to be SQL. For most words, the text before the word also has to end the literal into
//! which the web application inserts the parameter. Facts as of 2026-11, from the manuals of the
//! databases.

mod comment;

pub(super) use self::comment::{is_comment, is_inner_comment};
use super::phrase;
use super::probe;
use super::search;
use super::text::{Text, is_word};

/// An operand of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operand {
    /// A number, a text in quotes, `null`, `true`, `false`, or a variable such as `@@version`.
    Literal,
    /// A text without its closing quote.
    Open,
    /// A call `name(`, or a subquery.
    Call,
    /// A word, such as the name of a column.
    Name,
}

/// Words that begin a subquery or another expression. An operand that begins with one of them
/// counts as a call.
const QUERIES: &[&[u8]] = &[b"select", b"case", b"exists", b"row"];

/// Operators that are words.
const COMPARISONS: &[&[u8]] = &[
    b"like", b"rlike", b"regexp", b"between", b"in", b"is", b"sounds", b"similar", b"glob", b"div",
    b"mod",
];

/// Words after which a condition may follow.
const JOINS: &[&[u8]] = &[
    b"or", b"and", b"xor", b"having", b"where", b"when", b"div", b"not",
];

/// The kind of the operand at offset `at`, and the offset at which the operand ends. `None` if no
/// operand begins there. The end of a call is the end of its name.
pub(super) fn operand(text: &Text<'_>, at: usize) -> Option<(Operand, usize)> {
    let mut at = text.skip_parentheses(at);
    let is_variable = text.at(at) == Some(b'@');
    while matches!(text.at(at), Some(b'-' | b'~' | b'!' | b'@')) {
        at = text.skip_parentheses(at + 1);
    }
    for sign in [&b"not"[..], b"binary", b"distinct", b"all"] {
        if text.is_word_at(at, sign) {
            at = text.skip_parentheses(at + sign.len());
        }
    }
    let first = text.at(at)?;
    if matches!(first, b'\'' | b'"' | b'`') {
        let rest = text.from(at + 1);
        return Some(match rest.iter().position(|byte| *byte == first) {
            Some(end) => (Operand::Literal, at + end + 2),
            None => (Operand::Open, text.bytes.len()),
        });
    }
    let word = text.word(at);
    let end = at + word.len();
    if word.is_empty() {
        return None;
    }
    if first.is_ascii_digit() {
        // `1.5` is one number.
        let rest = text.from(end);
        let more = rest
            .iter()
            .take_while(|byte| is_word(**byte) || **byte == b'.')
            .count();
        return Some((Operand::Literal, end + more));
    }
    if QUERIES.contains(&word) || text.at(text.skip(end)) == Some(b'(') {
        return Some((Operand::Call, end));
    }
    match word {
        b"null" | b"true" | b"false" => Some((Operand::Literal, end)),
        _ if is_variable => Some((Operand::Literal, end)),
        _ => Some((Operand::Name, end)),
    }
}

/// The offset after the comparison that follows offset `at`. `None` if no comparison follows.
fn comparison(text: &Text<'_>, at: usize) -> Option<usize> {
    // The parentheses around an operand close before the comparison.
    let mut at = text.skip(at);
    while text.at(at) == Some(b')') {
        at = text.skip(at + 1);
    }
    let signs = text
        .from(at)
        .iter()
        .take_while(|byte| matches!(byte, b'=' | b'<' | b'>' | b'!'))
        .count();
    if signs > 0 {
        return Some(at + signs);
    }
    if text.from(at).starts_with(b"||") || text.from(at).starts_with(b"&&") {
        return Some(at + 2);
    }
    let negated = text.is_word_at(at, b"not");
    if negated {
        at = text.skip(at + 3);
    }
    let word = text.word(at);
    COMPARISONS.contains(&word).then(|| at + word.len())
}

/// Whether a comment or the end of a statement begins at offset `at`.
pub(super) fn ends_statement(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(text.skip(at));
    [&b"--"[..], b"#", b";", b"/*"]
        .iter()
        .any(|end| rest.starts_with(end))
}

/// Whether a condition follows offset `at`, of a kind that programs do not write: `1=1`, `'a'='a`,
/// `sleep(5)`. `after_quote` says whether a quote ended a value.
fn is_condition(text: &Text<'_>, at: usize, after_quote: bool) -> bool {
    let Some((left, end)) = operand(text, at) else {
        return false;
    };
    let right = comparison(text, end).and_then(|after| operand(text, after));
    match (left, right) {
        (
            Operand::Literal | Operand::Call,
            Some((Operand::Literal | Operand::Open | Operand::Call, _)),
        ) => true,
        (_, Some(_)) if after_quote => true,
        (Operand::Open | Operand::Call, _) => after_quote,
        (Operand::Literal | Operand::Name, _) => {
            ends_statement(text, end) && (after_quote || left == Operand::Literal)
        }
    }
}

/// Whether `or`, `and` or a similar word joins an injected condition. `bytes` is the length of the
/// word.
pub(super) fn is_join(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let word = text.from(at).get(..bytes).unwrap_or_default();
    let is_sign = word.first().is_some_and(|byte| !is_word(*byte));
    if !is_sign
        && (!text.begins_word(at) && !follows_number(text, at) || text.word(at).len() != bytes)
    {
        return false;
    }
    let before = text.last_before(at);
    // At the beginning, or after `?`, `&` or `|`, the sign does not join conditions: `?&&a=1` has
    // empty parameters.
    if is_sign && before.is_none_or(|byte| matches!(byte, b'?' | b'&' | b'|')) {
        return false;
    }
    let quote = text
        .last_place_before(at)
        .filter(|_| matches!(before, Some(b'\'' | b'"' | b'`')));
    if quote.is_some_and(|quote| phrase::is_around_words(text, quote)) {
        return false;
    }
    let after_quote = quote.is_some_and(|quote| is_left_alone(text, quote));
    is_condition(text, at + bytes, after_quote)
}

/// Whether the quote at offset `at` has no opening quote in its parameter: an even number of quotes
/// of its kind precede it there. It then closes a text that the program itself opened. In a query
/// that a person wrote (`status in ('open') and name = 'x'`), each closing quote has an opening
/// one.
fn is_left_alone(text: &Text<'_>, at: usize) -> bool {
    let quote = text.at(at);
    let before = text.before(at);
    let start = before
        .iter()
        .rposition(|byte| matches!(byte, b'&' | b'?'))
        .unwrap_or_default();
    let pair = before.get(start..).unwrap_or_default();
    let ended = pair.iter().filter(|byte| Some(**byte) == quote).count();
    // Two quotes are one escaped quote: `'' or 1=1`.
    ended % 2 == 0 || pair.last() == quote.as_ref()
}

/// Whether a number is before offset `at`, as in `1or 1=1`.
pub(super) fn follows_number(text: &Text<'_>, at: usize) -> bool {
    let digits = text.digits_before(at);
    digits > 0
        && !text
            .before(at)
            .iter()
            .rev()
            .nth(digits)
            .is_some_and(|byte| is_word(*byte))
}

/// Whether SQL follows a quote that ended a value.
pub(super) fn is_broken_out(text: &Text<'_>, at: usize) -> bool {
    let place = at;
    let Some(quote) = text.at(at) else {
        return false;
    };
    if phrase::is_around_words(text, at) {
        return false;
    }
    let mut next = at + 1;
    while matches!(text.at(next), Some(b')' | b'%' | b'\\')) || text.at(next) == Some(quote) {
        next += 1;
    }
    let next = text.skip(next);
    let rest = text.from(next);
    if rest.is_empty() || text.ends_value(next) && !rest.starts_with(b"#") {
        return probe::is_probe(text, at);
    }
    if let Some(comment) = rest.strip_prefix(b"--") {
        let ends = comment.first().is_none_or(|byte| !is_word(*byte));
        return ends && is_left_alone(text, at);
    }
    if let Some(comment) = rest.strip_prefix(b"#") {
        return comment.is_empty() || comment.starts_with(b" ") || comment.starts_with(b"&");
    }
    if let Some(statement) = rest.strip_prefix(b";") {
        let at = next + 1;
        let at = text.skip(at);
        return text.ends_value(at) && !search::is_search(text, at) && is_left_alone(text, place)
            || text.from(at).is_empty() && !statement.is_empty()
            || text.from(at).starts_with(b"--")
            || STATEMENTS.contains(&text.word(at));
    }
    if text.at(next) == Some(b'|') || text.at(next) == Some(b'&') {
        let signs = rest.starts_with(b"||") || rest.starts_with(b"&&");
        return signs
            && (is_condition(text, next + 2, true)
                || operand(text, next + 2).is_some_and(|(kind, _)| kind != Operand::Name));
    }
    // `'='`, `'-'`, `'^'`, `'*'`: a database evaluates such an expression to another value.
    if let [b'=' | b'-' | b'^' | b'*' | b'<' | b'>' | b'+', after @ ..] = rest
        && quote == b'\''
    {
        let after = after.strip_prefix(b"=").unwrap_or(after).trim_ascii_start();
        return match after {
            [b'\'', ..] => true,
            [digit, ..] if digit.is_ascii_digit() => {
                rest.starts_with(b"=") && ends_statement_soon(after)
            }
            _ => false,
        };
    }
    let word = text.word(next);
    let after = next + word.len();
    match word {
        _ if word.is_empty() || !is_left_alone(text, at) => false,
        b"union" => {
            let next = text.skip_parentheses(after);
            [&b"all"[..], b"distinct", b"select"].contains(&text.word(next))
                || text.ends_value(next)
        }
        b"order" | b"group" => text.is_word_at(text.skip(after), b"by"),
        b"limit" | b"offset" => text
            .at(text.skip(after))
            .is_some_and(|byte| byte.is_ascii_digit()),
        b"procedure" | b"into" | b"waitfor" | b"collate" => true,
        _ if JOINS.contains(&word) => is_condition(text, after, true),
        _ if COMPARISONS.contains(&word) => {
            matches!(
                operand(text, after),
                Some((Operand::Literal | Operand::Open | Operand::Call, _))
            )
        }
        _ => false,
    }
}

/// Whether a text is a number. A comment may follow it, and no other text.
fn ends_statement_soon(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = text.get(digits..).unwrap_or_default().trim_ascii_start();
    rest.is_empty() || rest.starts_with(b"--") || rest.starts_with(b"#")
}

/// Whether the argument of a function that makes a database wait begins at offset `at`. The
/// argument is a number, a text or another expression. A number before a word is an amount: `sleep
/// (5 hours)`. The function's name begins at offset `start`. A dot before the name shows a method
/// of another language: `Thread.sleep(5)`.
pub(super) fn is_wait(text: &Text<'_>, start: usize, at: usize) -> bool {
    if text.before(start).ends_with(b".") {
        return false;
    }
    let argument = text.skip(at);
    let is_text = |word: &[u8]| {
        word.first().is_some_and(u8::is_ascii_alphabetic)
            && !JOINS.contains(&word)
            && !COMPARISONS.contains(&word)
    };
    let number = text.word(argument);
    let after = argument + number.len();
    if !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
        && text.skip(after) > after
        && is_text(text.word(text.skip(after)))
    {
        return false;
    }
    matches!(
        text.at(argument),
        Some(b'0'..=b'9' | b'\'' | b'"' | b'(' | b'@' | b'-')
    ) || [&b"select"[..], b"if", b"case", b"ascii", b"length"].contains(&text.word(argument))
}

/// The words with which a statement begins.
const STATEMENTS: &[&[u8]] = &[
    b"select",
    b"insert",
    b"update",
    b"delete",
    b"drop",
    b"create",
    b"alter",
    b"truncate",
    b"exec",
    b"execute",
    b"declare",
    b"shutdown",
    b"waitfor",
    b"begin",
    b"call",
    b"merge",
    b"grant",
    b"copy",
    b"if",
    b"set",
    b"replace",
    b"load",
    b"with",
    b"use",
    b"do",
    b"handler",
    b"rename",
    b"attach",
    b"pragma",
];

pub(super) fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    let text = text.strip_suffix(b"(").unwrap_or(text);
    text.strip_suffix(word)
        .is_some_and(|front| !front.last().is_some_and(u8::is_ascii_alphabetic))
}

/// Whether a function is called after the end of the program's own value, or a call is the whole
/// value.
pub(super) fn is_function(text: &Text<'_>, at: usize) -> bool {
    const WORDS: &[&[u8]] = &[
        b"select", b"and", b"or", b"by", b"when", b"then", b"else", b"where", b"all", b"union",
        b"not", b"having", b"like", b"from", b"exec",
    ];
    if !text.begins_word(at) {
        return false;
    }
    // The value is only a call: `?id=version()`.
    let end = at + text.word(at).len();
    if text.begins_value(at) && text.from(end).starts_with(b"()") && text.ends_value(end + 2) {
        return !search::is_search(text, at);
    }
    let Some(place) = text.last_place_before(at) else {
        return false;
    };
    let before = text.before(place + 1);
    match before.last() {
        Some(b'(' | b',' | b'|') => text
            .before(place)
            .iter()
            .any(|byte| matches!(byte, b'\'' | b'"' | b')' | b'(')),
        Some(b'\'' | b'"' | b'+' | b'-' | b'*' | b'<' | b'>') => true,
        Some(byte) if is_word(*byte) => WORDS.iter().any(|word| ends_with_word(before, word)),
        _ => false,
    }
}
