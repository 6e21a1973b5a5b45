//! Finds the end of a secret's value. The end depends on the kind of field.

use super::TextKind;
use super::requests::Requests;
use crate::clean::view::{Unit, View};

/// How many bytes of the name of a scheme are searched.
const SCHEME_BYTES: usize = 24;

/// Schemes of `Authorization` (<https://www.iana.org/assignments/http-authschemes>) and of AWS. The
/// secret follows the scheme and a space.
const SCHEMES: &[&str] = &[
    "apikey",
    "aws4-hmac-sha256",
    "basic",
    "bearer",
    "digest",
    "dpop",
    "hawk",
    "hoba",
    "mac",
    "mutual",
    "negotiate",
    "ntlm",
    "oauth",
    "scram-sha-1",
    "scram-sha-256",
    "token",
    "vapid",
];

/// What is known about a value before it is read.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) requests: &'a Requests,
    pub(super) kind: TextKind,
    /// The layers of encoding of the separator before the value. A separator with more layers is
    /// part of the value.
    pub(super) percent: u8,
    pub(super) backslash: u8,
    /// Whether the value belongs to a parameter of the path.
    pub(super) of_path: bool,
    /// Whether the value is after a `?`, although it belongs to a parameter of the path.
    pub(super) of_query: bool,
    /// Whether the value belongs to a header, and may be a list with spaces in it.
    pub(super) is_list: bool,
}

impl Value<'_> {
    /// The value of a parameter whose `=` is before `start`.
    pub(super) fn of_parameter(&self, start: usize) -> (usize, usize) {
        if self.kind == TextKind::Url {
            return (start, self.end_of_parameter(start));
        }
        let start = match (self.view.before(start - 1), self.view.byte(start)) {
            // The text is `password = x`.
            (Some(b' '), Some(b' ')) => start + 1,
            // The text is Ruby's `"password"=>"x"` or `"password" => "x"`.
            (_, Some(b'>')) => start + 1 + usize::from(self.view.byte(start + 1) == Some(b' ')),
            _ => start,
        };
        if self.opens_value(start) {
            let content = start + 1;
            return (
                content,
                self.end_of_string(start).unwrap_or(self.view.len()),
            );
        }
        (start, self.end_of_parameter(start))
    }

    /// Whether a quote at offset `at` opens a value. A quote at the end, or before a space, a comma
    /// or a closing bracket, does not: it closes a text that contains the whole parameter.
    fn opens_value(&self, at: usize) -> bool {
        let closes = |byte: Option<u8>| matches!(byte, None | Some(b' ' | b',' | b'}' | b']'));
        self.opens_string(at).is_some() && !closes(self.view.byte(at + 1))
    }

    fn end_of_parameter(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(unit) = self.view.unit(at) {
            if self.is_list
                && self.view.before(at) == Some(b'=')
                && self.opens_value(at)
                && let Some(end) = self.end_of_string(at)
            {
                at = end + 1;
                continue;
            }
            let is_outside = unit.percent <= self.percent
                && (self.kind == TextKind::Line || unit.backslash <= self.backslash);
            let ends = match unit.byte {
                b'&' | b'#' => is_outside,
                // `;jsessionid=...` ends with its segment of the path. In a query, slashes are part
                // of the value.
                b';' => is_outside && self.of_path,
                b'/' | b'?' => is_outside && self.of_path && !self.of_query,
                b' ' => {
                    if self.kind != TextKind::Url && unit.percent == 0 {
                        return self.end_of_words(start, at);
                    }
                    false
                }
                _ => self.ends_word(unit),
            };
            if ends {
                break;
            }
            at += 1;
        }
        at
    }

    /// The end of a value that has a space at `blank`. The value may continue after the space:
    /// clients send spaces within a target, a scheme has a space before its credentials, and spaces
    /// separate the entries of a list.
    fn end_of_words(&self, start: usize, blank: usize) -> usize {
        if self.kind == TextKind::Line
            && !self.is_list
            && let Some(end) = self.requests.target_end(self.view, blank)
        {
            return end;
        }
        let (mut word, mut end) = (start, blank);
        while self.view.byte(end) == Some(b' ') {
            let separated = self.is_list && matches!(self.view.before(end), Some(b';' | b','));
            if !separated && !self.is_scheme(word, end) {
                break;
            }
            while self.view.byte(end) == Some(b' ') {
                end += 1;
            }
            word = end;
            end = self.end_of_word(word);
        }
        end
    }

    /// Where a word ends. In a list, `name="a value"` is one word.
    fn end_of_word(&self, mut at: usize) -> usize {
        while let Some(unit) = self.view.unit(at)
            && !(unit.byte == b' ' && unit.percent == 0)
        {
            let is_value =
                self.is_list && self.view.before(at) == Some(b'=') && self.opens_value(at);
            match self.end_of_string(at).filter(|_| is_value) {
                Some(end) => at = end + 1,
                None if self.ends_word(unit) => break,
                None => at += 1,
            }
        }
        at
    }

    /// Whether a word ends at this byte. Spaces are not considered.
    fn ends_word(&self, unit: Unit) -> bool {
        let is_plain = unit.percent == 0;
        match unit.byte {
            b'\t' | b'<' | b'>' | b'\n' | b'\r' => self.kind != TextKind::Url && is_plain,
            b'"' => self.kind != TextKind::Url && is_plain && unit.backslash <= self.backslash,
            b')' => self.kind == TextKind::Text && is_plain,
            _ => false,
        }
    }

    fn is_scheme(&self, from: usize, to: usize) -> bool {
        if to - from > SCHEME_BYTES {
            return false;
        }
        let is =
            |scheme: &&str| scheme.len() == to - from && self.view.reads(from, scheme.as_bytes());
        SCHEMES.iter().any(is)
    }

    /// The value of a member or a header whose colon is before `start`. `None` if the text ends
    /// before a value, or if the value is `null`, `true` or `false`.
    pub(super) fn of_member(&self, mut start: usize) -> Option<(usize, usize)> {
        while matches!(
            self.view.byte(start),
            Some(b' ' | b'\t' | b'\n' | b'\r' | b'+')
        ) {
            start += 1;
        }
        if self.opens_string(start).is_some() {
            return Some((
                start + 1,
                self.end_of_string(start).unwrap_or_else(|| self.end(start)),
            ));
        }
        match self.view.byte(start)? {
            b'[' | b'{' => Some(self.group(start)),
            _ if self.is_list => {
                let word = self.end_of_word(start);
                Some((start, self.end_of_words(start, word)))
            }
            _ => {
                let end = self.end_of_bare(start);
                let is_word = |word: &str| {
                    end - start == word.len() && self.view.reads(start, word.as_bytes())
                };
                (!["null", "true", "false"].iter().any(|word| is_word(word)))
                    .then_some((start, end))
            }
        }
    }

    /// The content of the string after a colon. `start` is the offset after the colon. Spaces may
    /// precede the string. `None` if there is no string, or if it is not closed.
    pub(super) fn string(&self, mut start: usize) -> Option<(usize, usize)> {
        while self.view.byte(start) == Some(b' ') {
            start += 1;
        }
        self.opens_string(start)?;
        Some((start + 1, self.end_of_string(start)?))
    }

    fn opens_string(&self, at: usize) -> Option<Unit> {
        self.view
            .unit(at)
            .filter(|unit| matches!(unit.byte, b'"' | b'\''))
    }

    /// The offset of the quote that closes the string whose opening quote is at `open`. It is the
    /// same character, with at most as many layers of encoding. `None` if the string is not closed.
    fn end_of_string(&self, open: usize) -> Option<usize> {
        let quote = self.opens_string(open)?;
        let mut at = open + 1;
        loop {
            let unit = self.view.unit(at)?;
            if unit.byte == quote.byte
                && unit.percent <= quote.percent
                && unit.backslash <= quote.backslash
            {
                return Some(at);
            }
            at += 1;
        }
    }

    /// The end of a value that is not closed. Such a value ends with the parameter that contains
    /// it, or with the text.
    fn end(&self, mut at: usize) -> usize {
        while let Some(unit) = self.view.unit(at) {
            if unit.byte == b'&' && unit.percent == 0 && self.kind == TextKind::Url {
                break;
            }
            at += 1;
        }
        at
    }

    /// The end of a value without quotes. If the value has a scheme, the scheme belongs to it.
    fn end_of_bare(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(unit) = self.view.unit(at) {
            let is_end = match unit.byte {
                b',' | b'}' | b']' | b'&' | b'\'' => unit.percent <= self.percent,
                b')' | b';' => unit.percent <= self.percent && self.kind != TextKind::Url,
                b'"' => unit.percent <= self.percent && unit.backslash <= self.backslash,
                b' ' if unit.percent <= self.percent => return self.end_of_words(start, at),
                _ => self.ends_word(unit),
            };
            if is_end {
                break;
            }
            at += 1;
        }
        at
    }

    /// The range that contains all strings of an array or an object. A quote directly after the
    /// opening bracket, or directly before the closing one, is not in the range.
    fn group(&self, open: usize) -> (usize, usize) {
        let (mut at, mut depth) = (open, 0_usize);
        while let Some(unit) = self.view.unit(at) {
            match unit.byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                b'"' | b'\'' => at = self.end_of_string(at).unwrap_or_else(|| self.end(at)),
                _ => {}
            }
            if depth == 0 {
                break;
            }
            at += 1;
        }
        let end = at.min(self.view.len());
        let is_quote = |byte: Option<u8>| matches!(byte, Some(b'"' | b'\''));
        let start = open + 1 + usize::from(is_quote(self.view.byte(open + 1)));
        let end = end - usize::from(end > start && is_quote(self.view.before(end)));
        (start, end.max(start))
    }
}
