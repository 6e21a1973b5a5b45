//! Redaction: removes secrets from every text that shows a URL or something that a client sent,
//! including raw lines.
//!
//! A parameter is recognised by its name before an `=`. A member of JSON and a header are
//! recognised by their name before a `:`, and user information by its `@`. Other secrets have a
//! form of their own ([`shape`]). The search for all of them uses a view of the text without
//! escapes ([`crate::clean::view`]). One pass therefore serves a query, a URL within a URL
//! (`?next=https%3A%2F%2F...%3Fcode%3D...`), JSON within a query, and a raw line. Names and values
//! follow <https://url.spec.whatwg.org/#urlencoded-parsing>. Path parameters (`;jsessionid=`)
//! follow <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>.
//!
//! Deviations: a user without a password (`https://ada@example.com`) is not a secret unless users
//! are hashed. `docs/PRIVACY.md` lists what is not redacted.

mod glance;
mod listed;
mod names;
mod plain;
mod requests;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod value;
mod verdicts;

use std::borrow::Cow;

use super::view::View;
use crate::clean::marks::Marks;
use crate::event::Tags;
use names::Name;
use requests::Requests;
use scan::Secrets;
use verdicts::{Verdict, Verdicts};

/// The text that replaces a secret.
pub const REDACTED: &str = "REDACTED";

/// The kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// A URL or a part of one, and nothing else.
    Url,
    /// Text that a client sent in another field. A URL in it ends at white space, `"`, `<`, `>` or
    /// `)`.
    Text,
    /// A raw line. A URL in it ends at white space, `"`, `<` or `>`, but spaces within the target
    /// of a request line belong to it. The log's own escapes (`\u0026`) count as the characters
    /// that they represent.
    Line,
}

/// Which parameters are secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    built_in: bool,
    /// The letters and digits of each name. No name is empty.
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
    /// Reads `REDACT_PARAMETERS`. Names separated by commas replace the built-in list. If every
    /// name has a `+`, they extend it. `none` switches redaction off. A text without any name
    /// selects the built-in list.
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

    /// Replaces every secret in a URL by [`REDACTED`]. Adds a tag if there was a secret. Returns
    /// the text unchanged if there was none. With `hides_users`, the names of users in the text are
    /// secrets too. `marks` are the marks of the text.
    #[inline]
    pub(super) fn redact_url<'a>(
        &self,
        text: Cow<'a, str>,
        marks: Marks,
        hides_users: bool,
        tags: &mut Tags,
    ) -> Cow<'a, str> {
        match hides_users || self.is_on() && glance::at_url(text.as_bytes(), marks, self) {
            true if hides_users || !plain::is_plain(text.as_bytes(), marks) => {
                self.replace(text, TextKind::Url, hides_users, tags)
            }
            true => {
                let secrets = plain::secrets(text.as_bytes(), marks, self);
                without(&text, secrets, tags).map_or(text, Cow::Owned)
            }
            false => text,
        }
    }

    /// Like [`Self::redact_url`], for text that is neither a URL nor a raw line.
    #[inline]
    pub(super) fn redact_text<'a>(
        &self,
        text: Cow<'a, str>,
        hides_users: bool,
        tags: &mut Tags,
    ) -> Cow<'a, str> {
        match (hides_users || self.is_on()) && glance::at_text(text.as_bytes()) {
            true => self.replace(text, TextKind::Text, hides_users, tags),
            false => text,
        }
    }

    /// Like [`Self::redact_url`], for a raw line.
    pub(super) fn redact_line<'a>(
        &self,
        text: Cow<'a, str>,
        hides_users: bool,
        tags: &mut Tags,
    ) -> Cow<'a, str> {
        match hides_users || self.is_on() {
            true => self.replace(text, TextKind::Line, hides_users, tags),
            false => text,
        }
    }

    #[cold]
    fn replace<'a>(
        &self,
        text: Cow<'a, str>,
        kind: TextKind,
        hides_users: bool,
        tags: &mut Tags,
    ) -> Cow<'a, str> {
        let view = View::new(text.as_bytes());
        let requests = Requests::default();
        let secrets = Secrets::of(&view, &requests, kind, self, hides_users);
        let replaced = without(&text, secrets, tags);
        replaced.map_or(text, Cow::Owned)
    }

    /// Whether redaction is on for secrets other than users.
    fn is_on(&self) -> bool {
        self.built_in || !self.names.is_empty()
    }

    /// What a name says about its value. Each part of a name such as `user[password]` counts.
    fn verdict(&self, name: &[u8]) -> Verdict {
        // `verdict_at_end` remembers the verdict on the name `b` under the text `a/b`.
        match name.iter().any(|byte| names::delimits(*byte)) {
            true => self.judge(name),
            false => self.verdicts.of(name, || self.judge(name)),
        }
    }

    /// What the name after the last delimiter in a text says about its value. The text must not be
    /// empty.
    #[inline]
    fn verdict_at_end(&self, text: &[u8]) -> Verdict {
        self.verdicts.of(text, || {
            let name = text.rsplit(|byte| names::delimits(*byte)).next();
            self.judge(name.unwrap_or_default())
        })
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

/// The text with every secret replaced by [`REDACTED`], or `None` if there is no secret. Adds a tag
/// if there is one.
fn without(
    text: &str,
    secrets: impl Iterator<Item = (usize, usize)>,
    tags: &mut Tags,
) -> Option<String> {
    let mut secrets = secrets.peekable();
    secrets.peek()?;
    tags.add(Tags::REDACTED);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in secrets {
        out.push_str(text.get(copied..start).unwrap_or_default());
        out.push_str(REDACTED);
        copied = end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Some(out)
}

/// The parts of a name, such as `user` and `password` in `user[password]`.
fn parts_of(name: &[u8]) -> impl Iterator<Item = Name> {
    let parts = name.split(|byte| matches!(byte, b'[' | b']'));
    parts
        .map(Name::of)
        .filter(|part| !part.letters().is_empty())
}
