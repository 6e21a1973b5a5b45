//! Where secrets stand in a text: one pass, in time that grows with the text and nothing else.
//!
//! A raw line is as long as a record, and its sender chooses every byte of it: whatever looks back or ahead is bounded.

use std::borrow::Cow;

use memchr::{memchr, memmem, memrchr};

use super::Redaction;
use super::names::{is_in_name, is_plain, last_name};
use super::token::{Place, Token, decoded, hex};
use crate::near;

/// How far ahead the end of a request line is looked for in a raw line, in bytes.
const REQUEST_LOOKAHEAD_BYTES: usize = 1024;

/// The ranges of a text that hold secrets, in order and apart from each other, none empty.
pub(super) struct Secrets<'a> {
    text: &'a [u8],
    place: Place,
    redaction: &'a Redaction,
    /// Where the next mark is looked for.
    at: usize,
    /// The next name begins here at the earliest: no byte is part of two names.
    floor: usize,
    /// The next backslash of a raw line, found once.
    backslash: Option<usize>,
    /// User information may stand somewhere: it ends in an `@`. Without one, the colons of each time and of each referrer's
    /// `https://` are passed over; those that are encoded are not.
    colons: bool,
    /// How far `in_query` is known.
    seen: usize,
    in_query: bool,
}

impl Iterator for Secrets<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<(usize, usize)> {
        while let Some((found, mark)) = self.mark() {
            self.at = found + mark.width;
            let secret = if mark.byte == b'=' {
                let value = self.value(found, mark);
                self.floor = self.at;
                value
            } else {
                self.user_information(self.at, mark)
            };
            if let Some((_, end)) = secret.filter(|(start, end)| start < end) {
                (self.at, self.floor) = (end, end);
                return secret;
            }
        }
        None
    }
}

impl<'a> Secrets<'a> {
    #[inline]
    pub(super) fn of(text: &'a [u8], place: Place, redaction: &'a Redaction) -> Self {
        Self {
            text,
            place,
            redaction,
            at: 0,
            floor: 0,
            backslash: None,
            colons: memchr(b'@', text).is_some(),
            seen: 0,
            in_query: false,
        }
    }

    /// The next `=` or `:`, however it is written.
    #[inline]
    fn mark(&mut self) -> Option<(usize, Token)> {
        let mut at = self.at;
        loop {
            // Only up to the next backslash: a text of many must not be searched to its end for each of them.
            let backslash = self.next_backslash(at);
            let rest = self.text.get(at..backslash.unwrap_or(self.text.len()))?;
            let found = match self.colons {
                true => near::find([b'=', b'%', b':'], rest),
                false => near::find([b'=', b'%'], rest),
            };
            let found = found.map(|found| at + found).or(backslash)?;
            let token = self.token(found)?;
            if matches!(token.byte, b'=' | b':') {
                return Some((found, token));
            }
            at = found + 1;
        }
    }

    fn next_backslash(&mut self, at: usize) -> Option<usize> {
        if self.place == Place::Url {
            return None;
        }
        if self.backslash.is_none_or(|known| known < at) {
            let found = memchr(b'\\', self.text.get(at..)?);
            // None is as good as one behind the end: it is not looked for again.
            self.backslash = Some(found.map_or(self.text.len(), |found| at + found));
        }
        self.backslash.filter(|found| *found < self.text.len())
    }

    fn token(&self, at: usize) -> Option<Token> {
        Token::read(self.text.get(at..)?, self.place)
    }

    /// The value behind the `=` at `equals`, when its name is secret.
    fn value(&mut self, equals: usize, mark: Token) -> Option<(usize, usize)> {
        let before = self.text.get(self.floor..equals)?;
        let name = last_name(before);
        let delimiter = name
            .start
            .checked_sub(1)
            .and_then(|at| before.get(at))
            .copied();
        let of_path = if name.whole && delimiter != Some(b'\\') {
            // Names of the operator's are not in the built-in list, and few.
            (name.listed || !self.redaction.names.is_empty()).then_some(())?;
            let secret = self.redaction.is_secret_part(before.get(name.start..)?);
            secret.then_some(delimiter == Some(b';'))?
        } else {
            self.is_unusual_secret(before.get(name.start..)?, delimiter)?
        };
        let of_query = of_path && self.is_query(equals);
        let start = equals + mark.width;
        Some(self.value_range(start, mark.depth, of_path, of_query))
    }

    /// Whether a secret name that is encoded or has several parts is a parameter of the path; `None` when it is no secret.
    fn is_unusual_secret(&self, written: &[u8], mut delimiter: Option<u8>) -> Option<bool> {
        // A JSON text may write the `&` before the name as `\u0026`.
        let written = match written {
            [b'u', b'0', b'0', high, low, name @ ..] if delimiter == Some(b'\\') => {
                delimiter = hex(*high, *low);
                name
            }
            name => name,
        };
        let decoded = decoded(written);
        let name = match &decoded {
            Cow::Borrowed(name) => name,
            // Of an encoded URL the name is what follows its last delimiter.
            Cow::Owned(url) => match url.iter().rposition(|byte| !is_in_name(*byte)) {
                Some(at) => {
                    delimiter = url.get(at).copied();
                    url.get(at + 1..)?
                }
                None => url,
            },
        };
        self.redaction
            .is_secret(name)
            .then_some(delimiter == Some(b';'))
    }

    fn value_range(
        &self,
        mut start: usize,
        depth: usize,
        of_path: bool,
        of_query: bool,
    ) -> (usize, usize) {
        let quoted = self.place == Place::Line
            && matches!(self.text.get(start..), Some([b'"', first, ..]) if !matches!(first, b' ' | b',' | b'}' | b']'));
        start += usize::from(quoted);
        let mut at = start;
        loop {
            // Most of a value ends nothing, whatever it is the value of.
            let rest = self.text.get(at..).unwrap_or_default();
            at += rest.iter().take_while(|byte| is_plain(**byte)).count();
            let Some(token) = self.token(at) else { break };
            let ends = match token.byte {
                b'&' | b'#' => token.depth <= depth,
                // `;jsessionid=...` ends where its segment of the path does; in a query, slashes are part of the value.
                b';' => of_path && token.depth <= depth,
                b'/' | b'?' => of_path && !of_query && token.depth <= depth,
                b' ' if self.place == Place::Line && !quoted && token.width == 1 => {
                    return (start, self.request_target_end(at));
                }
                b'\t' | b'<' | b'>' => self.place == Place::Line && !quoted && token.width == 1,
                b'"' => {
                    self.place == Place::Line
                        && token.width == 1
                        && self.text.get(at.wrapping_sub(1)) != Some(&b'\\')
                }
                _ => false,
            };
            if ends {
                break;
            }
            at += token.width;
        }
        (start, at)
    }

    /// Where the target of a request line ends whose value has a blank at `blank`: clients send blanks within a target too.
    fn request_target_end(&self, blank: usize) -> usize {
        let ahead = self.text.get(blank..).unwrap_or_default();
        let ahead = ahead
            .get(..ahead.len().min(REQUEST_LOOKAHEAD_BYTES))
            .unwrap_or_default();
        let target_end = memchr(b'"', ahead)
            .and_then(|quote| ahead.get(..quote))
            .and_then(|request| memmem::rfind(request, b" HTTP/"));
        blank + target_end.unwrap_or(0)
    }

    /// Whether `to` stands behind a `?`. Each byte is looked at once.
    fn is_query(&mut self, to: usize) -> bool {
        while self.seen < to
            && let Some(token) = self.token(self.seen)
        {
            match token.byte {
                b'?' => self.in_query = true,
                b' ' | b'"' if self.place == Place::Line => self.in_query = false,
                _ => {}
            }
            self.seen += token.width;
        }
        self.in_query
    }

    /// `user:password` of an authority, behind the colon of `://` that ends at `at`.
    fn user_information(&self, at: usize, colon: Token) -> Option<(usize, usize)> {
        let is = |at: usize, byte: u8| self.token(at).filter(|token| token.byte == byte);
        if colon.depth == 0 {
            return self.plain_user_information(at);
        }
        let first = is(at, b'/')?;
        let second = is(at + first.width, b'/')?;
        let start = at + first.width + second.width;
        let (mut at, mut password, mut end) = (start, false, None);
        while let Some(token) = self.token(at) {
            match token.byte {
                _ if token.depth > colon.depth => {}
                byte if ends_authority(byte) => break,
                // The parameter that holds the encoded URL is over.
                b'&' if token.depth < colon.depth => break,
                b':' if end.is_none() => password = true,
                b'@' => end = Some(at),
                _ => {}
            }
            at += token.width;
        }
        end.filter(|_| password).map(|end| (start, end))
    }

    /// The same of a URL that is not encoded: nearly every referrer comes this way, and few go further.
    fn plain_user_information(&self, at: usize) -> Option<(usize, usize)> {
        let rest = self.text.get(at..)?.strip_prefix(b"//")?;
        let end = rest.iter().position(|byte| ends_authority(*byte));
        let authority = rest.get(..end.unwrap_or(rest.len()))?;
        let user_information = authority.get(..memrchr(b'@', authority)?)?;
        memchr(b':', user_information)?;
        Some((at + 2, at + 2 + user_information.len()))
    }
}

fn ends_authority(byte: u8) -> bool {
    // A set of bits: each byte of a referrer's host is asked.
    const ENDS: u64 = u64::MAX >> (63 - b' ')
        | 1 << b'/'
        | 1 << b'?'
        | 1 << b'#'
        | 1 << b'"'
        | 1 << b'<'
        | 1 << b'>';
    byte < 64 && ENDS >> byte & 1 != 0
}
