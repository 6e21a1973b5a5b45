//! What a person has at hand into the format itself: directive and quotes off, backslashes undone.

use super::super::FormatError;
use super::super::draft::Source;

type Chars = Vec<(usize, char)>;

/// The format's characters, each with its offset in the string as given.
///
/// # Errors
/// Quotes that do not close, words after the nickname, a line break within the format.
pub(super) fn read(format: &str) -> Result<Source, FormatError> {
    let trimmed = format.trim_end();
    let start = trimmed.len() - trimmed.trim_start().len();
    let rest = trimmed.get(start..).unwrap_or_default();
    let name = rest
        .get(.."LogFormat".len())
        .filter(|name| name.eq_ignore_ascii_case("LogFormat"));
    let chars = match name
        .and_then(|name| rest.get(name.len()..))
        .filter(|rest| rest.starts_with(char::is_whitespace))
    {
        Some(arguments) => directive(arguments, trimmed.len() - arguments.len())?,
        None => match rest
            .strip_prefix('"')
            .and_then(|inside| quoted(inside, start + 1, '"'))
        {
            Some((chars, end)) if end == trimmed.len() => chars,
            _ => plain(rest, start),
        },
    };
    Source::new(undo_escapes(&chars), format.len())
}

/// `"FORMAT" [NICKNAME]`; a format without quotes is one word.
fn directive(arguments: &str, start: usize) -> Result<Chars, FormatError> {
    let rest = arguments.trim_start();
    let at = start + arguments.len() - rest.len();
    let end = start + arguments.len();
    let quote = rest
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''));
    let (chars, after) = if let Some(quote) = quote {
        quoted(rest.get(1..).unwrap_or_default(), at + 1, quote)
            .ok_or_else(|| error(at, "the quote is never closed"))?
    } else {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        (
            located(rest.get(..word).unwrap_or_default(), at).collect(),
            at + word,
        )
    };
    let nickname = arguments
        .get(arguments.len() - (end - after)..)
        .unwrap_or_default();
    if nickname.split_whitespace().count() > 1 {
        let follows = nickname.len() - nickname.trim_start().len();
        return Err(error(
            after + follows,
            "more than a nickname follows the format",
        ));
    }
    Ok(chars)
}

/// The inside of quotes as httpd.conf has it, up to the closing quote, and the offset after that.
fn quoted(text: &str, start: usize, quote: char) -> Option<(Chars, usize)> {
    let mut chars = located(text, start).peekable();
    let mut inside = Vec::new();
    while let Some((at, char)) = chars.next() {
        match char {
            char if char == quote => return Some((inside, at + 1)),
            '\\' => {
                match chars.next_if(|(_, next)| *next == quote || matches!(next, '\\' | '\n')) {
                    // A backslash at the end of a line joins it to the next.
                    Some((_, '\n')) => {}
                    Some((_, escaped)) => inside.push((at, escaped)),
                    None => inside.push((at, char)),
                }
            }
            char => inside.push((at, char)),
        }
    }
    None
}

/// A format without quotes around it; its own may still be escaped.
fn plain(text: &str, start: usize) -> Chars {
    let mut chars = located(text, start).peekable();
    let mut plain = Vec::new();
    while let Some((at, char)) = chars.next() {
        match chars.next_if(|(_, next)| char == '\\' && *next == '"') {
            Some((_, quote)) => plain.push((at, quote)),
            None => plain.push((at, char)),
        }
    }
    plain
}

/// The format's own escapes: `\t`, `\n`, `\r`, `\\`.
fn undo_escapes(chars: &[(usize, char)]) -> Chars {
    let mut chars = chars.iter().copied().peekable();
    let mut undone = Vec::new();
    while let Some((at, char)) = chars.next() {
        let escaped =
            chars.next_if(|(_, next)| char == '\\' && matches!(next, 't' | 'n' | 'r' | '\\'));
        undone.push((
            at,
            match escaped {
                Some((_, 't')) => '\t',
                Some((_, 'n')) => '\n',
                Some((_, 'r')) => '\r',
                Some((_, escaped)) => escaped,
                None => char,
            },
        ));
    }
    undone
}

fn located(text: &str, start: usize) -> impl Iterator<Item = (usize, char)> {
    text.char_indices()
        .map(move |(at, char)| (start + at, char))
}

fn error(position: usize, reason: &str) -> FormatError {
    FormatError {
        position,
        reason: reason.to_owned(),
    }
}
