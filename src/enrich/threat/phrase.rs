//! Recognises text that people write: words in quotes, searches for a topic, and names of pages.
//!
//! A search engine looks for the words between two quotes (`"union select"`). People search for the
//! names of commands, functions and tools (`cmd.exe`, `version()`), and pages are named after them
//! (`/api/child_process.html`). None of these texts has the signs that an injection needs.

use super::commands::{RUNNERS, SURE, WITH_ARGUMENT};
use super::search;
use super::text::{Place, Text, find, is_blank, is_word};

/// The value around offset `at`, and the offset at which it begins. Outside the query, this is the
/// whole path, and for an agent the whole text.
fn value<'a>(text: &Text<'a>, at: usize) -> (&'a [u8], usize) {
    if !text.in_query(at) {
        return (text.before(text.query), 0);
    }
    let from = text.query + 1;
    let front = text.bytes.get(from..at).unwrap_or_default();
    let pair = front
        .iter()
        .rposition(|byte| *byte == b'&')
        .map_or(from, |place| from + place + 1);
    let rest = text.from(pair);
    let end = rest.iter().position(|byte| *byte == b'&');
    let rest = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    match rest.iter().position(|byte| *byte == b'=') {
        Some(name) if pair + name <= at => {
            (rest.get(name + 1..).unwrap_or_default(), pair + name + 1)
        }
        _ => (rest, pair),
    }
}

/// Whether the quote at offset `at` is one of a pair around words, and each quote of its value is
/// one of such a pair or an apostrophe.
pub(super) fn is_around_words(text: &Text<'_>, at: usize) -> bool {
    let quote = text.at(at);
    if !matches!(quote, Some(b'"' | b'\'')) || !text.in_query(at) {
        return false;
    }
    let (value, start) = value(text, at);
    !is_apostrophe(value, at - start) && are_paired(value, quote)
}

/// Whether a value has words between two quotes of this kind, and no other quote of this kind apart
/// from apostrophes.
pub(super) fn is_phrase(value: &[u8], quote: u8) -> bool {
    let mut quotes = memchr::memchr_iter(quote, value);
    quotes.any(|at| !is_apostrophe(value, at)) && are_paired(value, Some(quote))
}

/// Whether each quote of this kind is an apostrophe or one of a pair around words. Spaces or
/// parentheses are around the pair, and none are directly within it. The words have a letter.
fn are_paired(value: &[u8], quote: Option<u8>) -> bool {
    let is_free = |byte: Option<&u8>| {
        byte.is_none_or(|byte| {
            is_blank(*byte) || matches!(byte, b'(' | b')' | b':' | b',' | b'.' | b'?' | b'!')
        })
    };
    let mut opened = None;
    for (at, _) in value
        .iter()
        .enumerate()
        .filter(|(_, byte)| Some(**byte) == quote)
    {
        let before = at.checked_sub(1);
        match opened {
            None if is_apostrophe(value, at) => {}
            None => {
                if !is_free(before.and_then(|before| value.get(before))) {
                    return false;
                }
                opened = Some(at + 1);
            }
            Some(start) => {
                let inside = value.get(start..at).unwrap_or_default();
                let has_ends = inside.trim_ascii().len() == inside.len();
                let is_plain = inside
                    .iter()
                    .all(|byte| is_of_word(*byte) || is_blank(*byte));
                let has_letter = inside
                    .iter()
                    .any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
                if !(has_ends && is_plain && has_letter && is_free(value.get(at + 1))) {
                    return false;
                }
                opened = None;
            }
        }
    }
    opened.is_none()
}

/// Whether the quote at offset `at` is between two letters.
fn is_apostrophe(value: &[u8], at: usize) -> bool {
    let is_letter = |at: usize| value.get(at).is_some_and(u8::is_ascii_alphabetic);
    at.checked_sub(1).is_some_and(is_letter) && is_letter(at + 1)
}

/// Whether a byte may be in a word between quotes.
fn is_of_word(byte: u8) -> bool {
    is_word(byte) || !byte.is_ascii() || matches!(byte, b'-' | b'.')
}

/// Whether offset `at` is in a person's search for a topic. Its value has words, but no sign that
/// ends a value, a statement or a command, no comparison, and no call with an argument.
pub(super) fn is_topic(text: &Text<'_>, at: usize) -> bool {
    if !search::is_search(text, at) {
        return false;
    }
    let (value, _) = value(text, at);
    let mut before: &[u8] = b"";
    let count = |sign: u8| memchr::memchr_iter(sign, value).count();
    are_paired(value, Some(b'"'))
        && are_paired(value, Some(b'\''))
        && count(b'(') == count(b')')
        && value
            .split(|byte| is_blank(*byte))
            .all(|word| is_word_of_topic(word, std::mem::replace(&mut before, word)))
}

/// Whether offset `at` is in a topic that has at least two words besides names and paths.
pub(super) fn is_prose(text: &Text<'_>, at: usize) -> bool {
    let (value, _) = value(text, at);
    let words = value.split(|byte| is_blank(*byte));
    is_topic(text, at) && words.filter(|word| is_plain(word)).count() > 1
}

/// Whether a word has only letters, and is not a command.
fn is_plain(word: &[u8]) -> bool {
    word.len() > 1
        && word
            .iter()
            .all(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
        && ![SURE, WITH_ARGUMENT, RUNNERS]
            .iter()
            .any(|commands| commands.contains(&word))
}

/// Whether offset `at` is in a search for elements of HTML (`html <script> tag`): the elements have
/// no attribute, and all other words are plain.
pub(super) fn names_elements(text: &Text<'_>, at: usize) -> bool {
    if !search::is_search(text, at) {
        return false;
    }
    let (value, _) = value(text, at);
    let is_element = |word: &[u8]| {
        let name = word
            .strip_prefix(b"<")
            .and_then(|word| word.strip_suffix(b">"));
        name.is_some_and(|name| name.iter().all(|byte| is_word(*byte) || *byte == b'/'))
    };
    let words = || value.split(|byte| is_blank(*byte));
    words().all(|word| is_element(word) || is_plain(word) || word.len() < 2)
        && words().any(is_plain)
}

/// `before` is the word before this one. It is empty before the first word.
fn is_word_of_topic(word: &[u8], before: &[u8]) -> bool {
    let Some(word) = without_dollar(word) else {
        return false;
    };
    let opens = word
        .iter()
        .take_while(|byte| matches!(byte, b'"' | b'\'' | b'('))
        .count();
    let inside = word.get(opens..).unwrap_or_default();
    let core = without_end(inside);
    // A number in parentheses may be an argument, and quotes alone may end a value.
    let is_name = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let is_closed = core.len() < inside.len() || core.is_empty();
    if opens > 0 && is_closed && !core.iter().any(is_name) {
        return false;
    }
    // The path of a file after a command or an option is the command's argument.
    let is_argument =
        !before.is_empty() && !is_plain(before) && core.len() > 1 && core.starts_with(b"/");
    let names_host = find(core, b"://").is_some_and(|at| at + 3 < core.len());
    !is_argument
        && !names_host
        && find(core, b"..").is_none()
        && core.iter().all(|byte| {
            is_of_word(*byte)
                || matches!(
                    byte,
                    b',' | b':' | b'/' | b'+' | b'#' | b'@' | b'!' | b'?' | b'*' | b'~' | b'\''
                )
        })
}

/// A word without the `$` of a variable (`$scope`) or the `$(...)` of jQuery
/// (`$(document).ready`). `None` if a shell would run a command.
fn without_dollar(word: &[u8]) -> Option<&[u8]> {
    let Some(rest) = word.strip_prefix(b"$") else {
        return Some(word);
    };
    let Some(rest) = rest.strip_prefix(b"(") else {
        return Some(rest);
    };
    let bytes = rest.iter().take_while(|byte| is_word(**byte)).count();
    let (name, rest) = rest.split_at_checked(bytes)?;
    let is_command = SURE.contains(&name) || WITH_ARGUMENT.contains(&name);
    let rest = rest.strip_prefix(b")")?;
    (!name.is_empty() && !is_command).then_some(rest)
}

/// A word without the signs that end it, and without the empty parentheses of a function's name.
fn without_end(word: &[u8]) -> &[u8] {
    let is_end =
        |byte: &&u8| matches!(byte, b'"' | b'\'' | b')' | b',' | b'.' | b':' | b'?' | b'!');
    for empty in [&b"()"[..], b"(*)"] {
        if let Some(at) = find(word, empty).filter(|at| *at > 0)
            && let (name, rest) = word.split_at_checked(at).unwrap_or_default()
            && rest.iter().skip(empty.len()).all(|byte| is_end(&byte))
        {
            return name;
        }
    }
    let ends = word.iter().rev().take_while(is_end).count();
    word.get(..word.len() - ends).unwrap_or_default()
}

/// Whether the word between `start` and `end` is in the name of a page: a part of a path with
/// letters, digits, and the signs of names. A program is not a page.
pub(super) fn is_page(text: &Text<'_>, start: usize, end: usize) -> bool {
    if text.place == Place::Agent || end > text.query {
        return false;
    }
    let (path, _) = value(text, start);
    let is_slash = |byte: &u8| *byte == b'/';
    let from = path
        .get(..start)
        .and_then(|path| path.iter().rposition(is_slash));
    let rest = path.get(end..).unwrap_or_default();
    let to = rest
        .iter()
        .position(is_slash)
        .map_or(path.len(), |place| end + place);
    let part = path
        .get(from.map_or(0, |place| place + 1)..to)
        .unwrap_or_default();
    let is_program = [&b".exe"[..], b".com"].iter().any(|ending| {
        path.get(start..end)
            .is_some_and(|word| word.ends_with(ending))
    });
    !is_program && !part.is_empty() && part.iter().all(|byte| is_of_word(*byte) || *byte == b'+')
}
