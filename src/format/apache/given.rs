//! Extracts the format from the text that a person copied: removes the directive and the quotes,
//! and unescapes backslashes.

use super::super::draft::FormatText;
use super::super::error::FormatError;

type Chars = Vec<(usize, char)>;

/// The characters of the format, each with its offset in the given string.
///
/// # Errors
/// The errors are unclosed quotes, words after the nickname, and a line break within the format.
pub(super) fn read(format: &str) -> Result<FormatText, FormatError> {
    let trimmed = format.trim_end();
    let start = trimmed.len() - trimmed.trim_start().len();
    let rest = trimmed.get(start..).unwrap_or_default();
    let chars = match directive(rest, start)? {
        Some(chars) => chars,
        None => match rest
            .strip_prefix('"')
            .and_then(|inside| quoted(inside, start + 1, '"'))
        {
            Some((chars, end)) if end == trimmed.len() => chars,
            _ => plain(rest, start),
        },
    };
    FormatText::new(undo_escapes(&chars), format.len())
}

/// The format of a whole directive; `None` if the text is not a directive.
fn directive(text: &str, start: usize) -> Result<Option<Chars>, FormatError> {
    let (name, arguments) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let end = start + text.len();
    let at = end - arguments.len();
    if name.eq_ignore_ascii_case("LogFormat") {
        let (chars, after) = argument(arguments, at)?;
        let nickname = text.get(after - start..).unwrap_or_default();
        if nickname.split_whitespace().count() > 1 {
            return Err(error(
                end - nickname.trim_start().len(),
                "more than a nickname follows the format",
            ));
        }
        return Ok(Some(chars));
    }
    if ["CustomLog", "GlobalLog"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
    {
        let (_, after) = argument(arguments, at)?;
        let (chars, _) = argument(text.get(after - start..).unwrap_or_default(), after)?;
        return Ok(Some(chars));
    }
    Ok(None)
}

/// The first argument, which is quoted or a single word, and the offset after it.
fn argument(text: &str, start: usize) -> Result<(Chars, usize), FormatError> {
    let rest = text.trim_start();
    let at = start + text.len() - rest.len();
    if let Some(quote) = rest
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))
    {
        return quoted(rest.get(1..).unwrap_or_default(), at + 1, quote)
            .ok_or_else(|| error(at, "the quote is never closed"));
    }
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    Ok((located(word, at).collect(), at + word.len()))
}

/// The text within quotes, by the rules of httpd.conf, and the offset after the closing quote.
/// `None` if there is no closing quote.
fn quoted(text: &str, start: usize, quote: char) -> Option<(Chars, usize)> {
    let mut chars = located(text, start).peekable();
    let mut inside = Vec::new();
    while let Some((at, char)) = chars.next() {
        match char {
            char if char == quote => return Some((inside, at + 1)),
            '\\' => {
                match chars.next_if(|(_, next)| *next == quote || matches!(next, '\\' | '\n')) {
                    // At the end of a line, a backslash joins the line to the next one.
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

/// A format without quotes around it; its own quotes may still be escaped.
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

/// Unescapes the format's own escapes: `\t`, `\n`, `\r`, `\\`.
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
