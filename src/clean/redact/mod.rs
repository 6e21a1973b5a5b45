//! Redaction: secrets out of everything that shows a URL or what a client wrote, raw lines
//! included.
//!
//! A parameter is known by its name before an `=`, a member of JSON and a header by its name before
//! a `:`, user information by its `@`; what is left has a form of its own ([`shape`]). All of it is
//! looked for in a view of the text with its escapes undone ([`crate::clean::view`]), so that one
//! pass serves a query, a URL within a URL (`?next=https%3A%2F%2F...%3Fcode%3D...`), JSON within a
//! query, and a raw line. Names and values as in <https://url.spec.whatwg.org/#urlencoded-parsing>,
//! path parameters (`;jsessionid=`) as in <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>.
//!
//! Deviations: a lone user (`https://ada@example.com`) is no secret unless users are hashed;
//! `docs/PRIVACY.md` has what is not redacted.

mod glance;
mod listed;
mod names;
mod requests;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod value;
mod verdicts;

use std::borrow::Cow;

use super::view::View;
use crate::event::Tags;
use names::Name;
use requests::Requests;
use scan::Secrets;
use verdicts::{Verdict, Verdicts};

/// What is written in a secret's place.
pub const REDACTED: &str = "REDACTED";

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A URL or a part of one, and nothing else.
    Url,
    /// What a client wrote in another field: a URL ends at a blank, a quote or a parenthesis.
    Text,
    /// A raw line: a URL ends at a blank or a quote, and what the log's own notation escapes
    /// (`\u0026`) counts as what it is.
    Line,
}

/// Which parameters are secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    built_in: bool,
    /// Letters and digits of names, none empty.
    names: Vec<Box<[u8]>>,
    verdicts: Verdicts,
}

impl Default for Redaction {
    fn default() -> Self {
        Self {
            built_in: true,
            names: Vec::new(),
            verdicts: Verdicts::default(),
        }
    }
}

impl Redaction {
    /// Reads `REDACT_PARAMETERS`: names separated by commas replace the built-in list, those with a
    /// `+` add to it, and `none` switches redaction off. A text without any name is the built-in
    /// list.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.trim().eq_ignore_ascii_case("none") {
            return Self {
                built_in: false,
                ..Self::default()
            };
        }
        let mut built_in = true;
        let mut names = Vec::new();
        for name in text.split(',').map(str::trim) {
            let letters = Name::of(name.as_bytes());
            if !letters.letters().is_empty() {
                built_in &= name.starts_with('+');
                names.push(letters.letters().into());
            }
        }
        Self {
            built_in,
            names,
            verdicts: Verdicts::default(),
        }
    }

    /// A text with every secret replaced by [`REDACTED`], marked when there was one. Borrowed where
    /// there is none. With `hides_users` the names of users in it are secrets, too.
    #[inline]
    pub(super) fn redact<'a>(
        &self,
        text: Cow<'a, str>,
        place: Place,
        hides_users: bool,
        tags: &mut Tags,
    ) -> Cow<'a, str> {
        let may_hold = match place {
            Place::Url if !hides_users => glance::at_url(text.as_bytes(), self),
            Place::Text => glance::at_text(text.as_bytes()),
            Place::Url | Place::Line => true,
        };
        if may_hold && (hides_users || self.is_on()) {
            return self.replace(text, place, hides_users, tags);
        }
        text
    }

    #[cold]
    fn replace<'a>(
        &self,
        text: Cow<'a, str>,
        place: Place,
        hides_users: bool,
        tags: &mut Tags,
    ) -> Cow<'a, str> {
        let view = View::new(text.as_bytes());
        let requests = Requests::default();
        let mut secrets = Secrets::of(&view, &requests, place, self, hides_users).peekable();
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

    /// Whether anything but users is a secret.
    fn is_on(&self) -> bool {
        self.built_in || !self.names.is_empty()
    }

    /// What a name says of its value; in `user[password]` each part counts.
    #[inline]
    fn verdict(&self, name: &[u8]) -> Verdict {
        self.verdicts.of(name, || self.judge(name))
    }

    #[cold]
    fn judge(&self, name: &[u8]) -> Verdict {
        let parts: Vec<Name> = parts_of(name).collect();
        Verdict {
            is_secret: parts.iter().any(|part| self.is_secret_part(part)),
            is_header: parts.iter().any(listed::is_header),
            is_weak: parts.iter().all(listed::is_weak),
            is_user: parts.iter().any(listed::is_user),
        }
    }

    fn is_secret_part(&self, part: &Name) -> bool {
        self.built_in && listed::is_built_in(part)
            || self.names.iter().any(|name| **name == *part.letters())
    }
}

/// The parts of a name that brackets divide it into.
fn parts_of(name: &[u8]) -> impl Iterator<Item = Name> {
    let parts = name.split(|byte| matches!(byte, b'[' | b']'));
    parts
        .map(Name::of)
        .filter(|part| !part.letters().is_empty())
}
