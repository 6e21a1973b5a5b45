//! A walk through JSON: to the few values that are wanted, past all others.
//!
//! <https://www.rfc-editor.org/rfc/rfc8259>. What a machine wrote is not proofread: that brackets and strings are closed is seen,
//! commas and the spelling of what is passed over are not.

use std::borrow::Cow;

use memchr::memchr2;

/// The text ends, or is none, where something should stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ended;

/// A place in a JSON text.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Walk<'a> {
    /// The first byte of what comes next: blanks, commas and colons are passed over.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u8> {
        let separates = |byte: &u8| matches!(byte, b',' | b':' | 0..=b' ');
        while let Some((first, rest)) = self.rest.split_first() {
            if !separates(first) {
                return Some(*first);
            }
            self.rest = rest;
        }
        None
    }

    /// Goes one byte further, where that byte comes next.
    #[inline]
    pub(super) fn enter(&mut self, byte: u8) -> bool {
        let enters = self.next() == Some(byte);
        if enters {
            self.step();
        }
        enters
    }

    /// One byte further.
    pub(super) fn step(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    /// The key that comes next, empty where it cannot be text; its value is where the walk goes on.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Cow<'a, [u8]>, Ended> {
        let before = self.rest.len();
        let key = match self.text() {
            Some(key) => key,
            None if self.rest.len() < before => Cow::default(),
            None => return Err(Ended),
        };
        self.next().ok_or(Ended)?;
        Ok(key)
    }

    /// The text that begins here; no step further where none does. One that cannot be text, half a surrogate pair in it, is passed.
    #[inline]
    pub(super) fn text(&mut self) -> Option<Cow<'a, [u8]>> {
        let whole = self.rest;
        let within = whole.strip_prefix(b"\"")?;
        // Over all that is left: of a short stretch, each byte would be looked at by itself.
        let end = memchr2(b'"', b'\\', within)?;
        let (text, rest) = within.split_at_checked(end)?;
        if let Some(rest) = rest.strip_prefix(b"\"") {
            self.rest = rest;
            return Some(Cow::Borrowed(text));
        }
        self.pass_text().ok()?;
        let text = whole.get(..whole.len() - self.rest.len())?;
        let text: String = serde_json::from_slice(text).ok()?;
        Some(Cow::Owned(text.into_bytes()))
    }

    /// Passes over the text that begins here, whatever is escaped in it.
    fn pass_text(&mut self) -> Result<(), Ended> {
        let mut within = self.rest.strip_prefix(b"\"").ok_or(Ended)?;
        loop {
            let found = memchr2(b'"', b'\\', within).ok_or(Ended)?;
            let is_end = within.get(found) == Some(&b'"');
            within = within
                .get(found + if is_end { 1 } else { 2 }..)
                .ok_or(Ended)?;
            if is_end {
                self.rest = within;
                return Ok(());
            }
        }
    }

    /// The number that begins here, or that the text which begins here holds; no step further where something else does.
    pub(super) fn number(&mut self) -> Option<f64> {
        let written = match self.text() {
            Some(text) => text,
            None => Cow::Borrowed(self.scalar()),
        };
        std::str::from_utf8(&written).ok()?.parse().ok()
    }

    /// Lets `take` take the value that comes next, and passes over it where no step was taken.
    #[inline]
    pub(super) fn value<T>(&mut self, take: impl FnOnce(&mut Self) -> T) -> Result<T, Ended> {
        let before = self.rest.len();
        let taken = take(self);
        if self.rest.len() == before {
            self.pass()?;
        }
        Ok(taken)
    }

    /// Passes over the value that comes next, however deep.
    pub(super) fn pass(&mut self) -> Result<(), Ended> {
        let mut depth = 0_usize;
        loop {
            match self.next().ok_or(Ended)? {
                b'{' | b'[' => {
                    depth += 1;
                    self.step();
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1).ok_or(Ended)?;
                    self.step();
                }
                b'"' => self.pass_text()?,
                _ => drop(self.scalar()),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// The number, `true`, `false` or `null` that begins here.
    fn scalar(&mut self) -> &'a [u8] {
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | 0..=b' ');
        let end = self.rest.iter().position(ends).unwrap_or(self.rest.len());
        let (scalar, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        scalar
    }
}
