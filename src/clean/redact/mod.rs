//! Redaction: removes secrets from everything that shows a URL or a client's words, raw lines
//! included.
//!
//! A parameter is recognised by its name before an `=`, a member of JSON and a header by its name
//! before a `:`, and user information by its `@`. Other secrets have a form of their own
//! ([`shape`]). All are searched in a view of the text with its escapes undone
//! ([`crate::clean::view`]). One pass therefore serves a query, a URL within a URL
//! (`?next=https%3A%2F%2F...%3Fcode%3D...`), JSON within a query, and a raw line. Names and values
//! follow <https://url.spec.whatwg.org/#urlencoded-parsing>, path parameters (`;jsessionid=`)
//! follow <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>.
//!
//! Deviations: a user without a password (`https://ada@example.com`) is not a secret unless users
//! are hashed. `docs/PRIVACY.md` lists what is not redacted.

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

/// The text that replaces a secret.
pub const REDACTED: &str = "REDACTED";

/// The kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A URL or a part of one, and nothing else.
    Url,
    /// What a client wrote in another field. A URL ends at a space, a quote or a parenthesis.
    Text,
    /// A raw line. A URL ends at a space or a quote, and the log's own escapes (`\u0026`) count as
    /// their characters.
    Line,
}

/// Which parameters are secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    built_in: bool,
    /// Letters and digits of names. No name is empty.
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
    /// Reads `REDACT_PARAMETERS`. Names separated by commas replace the built-in list, names with a
    /// `+` extend it, and `none` switches redaction off. A text without any name means the built-in
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

    /// A text with every secret replaced by [`REDACTED`], marked if it had one, and borrowed if
    /// not. With `hides_users` the names of users in it are secrets too.
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

    /// Whether anything but users is secret.
    fn is_on(&self) -> bool {
        self.built_in || !self.names.is_empty()
    }

    /// What a name says about its value. In `user[password]` each part counts.
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

/// The parts of a name, divided at brackets.
fn parts_of(name: &[u8]) -> impl Iterator<Item = Name> {
    let parts = name.split(|byte| matches!(byte, b'[' | b']'));
    parts
        .map(Name::of)
        .filter(|part| !part.letters().is_empty())
}
