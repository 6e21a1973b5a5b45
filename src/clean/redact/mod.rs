//! Redaction: the values of secret parameters out of everything that shows a URL, raw lines included.
//!
//! A parameter is found by its `=`, so that one pass serves a query, a whole URL and a raw line alike; `user:password@` of a
//! URL's authority goes the same way. A URL inside a URL (`?next=https%3A%2F%2F...%3Fcode%3D...`) is read through its
//! percent-encoding, however often it was applied. Names and values as in
//! <https://url.spec.whatwg.org/#urlencoded-parsing>, path parameters (`;jsessionid=`) as in
//! <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>.
//!
//! Deviations: a lone user (`https://ada@example.com`) is no secret, and only what has a name can be known to be one.

mod listed;
mod names;
mod scan;
#[cfg(test)]
mod tests;
mod token;

use std::borrow::Cow;

use crate::event::Tags;
use names::normal;
use scan::Secrets;
use token::Place;

/// What stands in a secret's place.
pub const REDACTED: &str = "REDACTED";

/// Which parameters are secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    built_in: bool,
    /// Normal forms, none empty.
    names: Vec<Box<[u8]>>,
}

impl Default for Redaction {
    fn default() -> Self {
        Self {
            built_in: true,
            names: Vec::new(),
        }
    }
}

impl Redaction {
    /// Reads `REDACT_PARAMETERS`: names separated by commas replace the built-in list, those with a `+` add to it, and `none`
    /// switches redaction off. A text without any name is the built-in list.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.trim().eq_ignore_ascii_case("none") {
            return Self {
                built_in: false,
                names: Vec::new(),
            };
        }
        let mut built_in = true;
        let mut names = Vec::new();
        for name in text.split(',').map(str::trim) {
            let normal = normal(name.as_bytes());
            if !normal.is_empty() {
                built_in &= name.starts_with('+');
                names.push(normal.as_bytes().into());
            }
        }
        Self { built_in, names }
    }

    /// A URL, or a part of one, with every secret replaced by [`REDACTED`], marked when there was one. Borrowed where there
    /// is none.
    pub fn redact<'a>(&self, url: Cow<'a, str>, tags: &mut Tags) -> Cow<'a, str> {
        self.replace(url, Place::Url, tags)
    }

    /// The same for a raw line, in which URLs end at blanks and quotes.
    pub(super) fn redact_line<'a>(&self, line: Cow<'a, str>, tags: &mut Tags) -> Cow<'a, str> {
        self.replace(line, Place::Line, tags)
    }

    fn replace<'a>(&self, text: Cow<'a, str>, place: Place, tags: &mut Tags) -> Cow<'a, str> {
        if !self.built_in && self.names.is_empty() {
            return text;
        }
        let mut secrets = Secrets::of(text.as_bytes(), place, self).peekable();
        if secrets.peek().is_none() {
            return text;
        }
        tags.add(Tags::REDACTED);
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (start, end) in secrets {
            out.push_str(text.get(copied..start).unwrap_or_default());
            out.push_str(REDACTED);
            copied = end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// In `user[password]` each part counts.
    fn is_secret(&self, name: &[u8]) -> bool {
        name.split(|byte| matches!(byte, b'[' | b']'))
            .any(|part| self.is_secret_part(part))
    }

    fn is_secret_part(&self, part: &[u8]) -> bool {
        let part = normal(part);
        let part = part.as_bytes();
        !part.is_empty()
            && (self.built_in && listed::is_built_in(part)
                || self.names.iter().any(|name| **name == *part))
    }
}
