//! Scans a JSON object without building it: <https://www.rfc-editor.org/rfc/rfc8259>.
//!
//! Deviations: the bytes of a string need not be UTF-8, since nginx's `escape=json` passes on the
//! client's bytes. A number is a digit and any further characters of numbers, after an optional
//! minus. The first element of an array that is a value counts, since Caddy writes each header as
//! an array. If an unquoted value is absent or a list, nginx writes `"a":-`, `"a":,` and
//! `"a":0.1, 0.2`. The first two are read as absent, and the third as the list.

mod path;
#[cfg(test)]
mod tests;

pub(super) use path::{Path, normalised};

/// The deepest nesting that is read. No known log is deeper.
const DEPTH_LIMIT: usize = 32;

/// A value that is not an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf<'a> {
    /// A string, a number or a boolean as it is written. A string is without its quotes and still
    /// escaped.
    Value(&'a [u8]),
    /// An array as it is written. Its first value was already reported.
    Array(&'a [u8]),
    /// `null` or no value.
    Null,
}

/// Where and why a text is not a JSON object.
pub(super) type Broken = (usize, &'static str);

/// Calls `each` with the leaves and their paths. Of an array, it receives only the first value that
/// is neither null nor a container, and then the array itself if it is a member of an object. The
/// objects in an array are scanned like any other.
pub(super) fn leaves<'a>(
    text: &'a [u8],
    each: &mut dyn FnMut(&Path, Leaf<'a>),
) -> Result<(), Broken> {
    let mut scan = Scan {
        text,
        at: 0,
        path: Path::new(),
        each,
    };
    scan.blank();
    scan.object(0)?;
    scan.blank();
    if scan.at < text.len() {
        return Err((scan.at, "something follows the object"));
    }
    Ok(())
}

struct Scan<'a, 'e> {
    text: &'a [u8],
    at: usize,
    path: Path,
    each: &'e mut dyn FnMut(&Path, Leaf<'a>),
}

/// The kind of container that a value is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Object,
    Array,
}

impl<'a> Scan<'a, '_> {
    fn object(&mut self, depth: usize) -> Result<(), Broken> {
        self.expect(b'{', "no object")?;
        self.blank();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            self.blank();
            let key = self.string()?;
            self.blank();
            self.expect(b':', "no `:` after a key")?;
            let before = self.path.enter(key);
            self.value(depth, true, Within::Object)?;
            self.path.leave(before);
            self.blank();
            if self.take(b'}') {
                return Ok(());
            }
            self.expect(b',', "no `,` or `}` after a value")?;
        }
    }

    fn array(&mut self, depth: usize, mut reports: bool) -> Result<(), Broken> {
        self.expect(b'[', "no array")?;
        self.blank();
        if self.take(b']') {
            return Ok(());
        }
        loop {
            reports = !self.value(depth, reports, Within::Array)? && reports;
            self.blank();
            if self.take(b']') {
                return Ok(());
            }
            self.expect(b',', "no `,` or `]` after a value")?;
        }
    }

    /// Reads any value, and passes it to `each` if `reports` is set. Returns true for a value that
    /// counts. Containers and null do not count.
    fn value(&mut self, depth: usize, reports: bool, within: Within) -> Result<bool, Broken> {
        if depth >= DEPTH_LIMIT {
            return Err((self.at, "nested too deep"));
        }
        self.blank();
        let leaf = match self.text.get(self.at) {
            Some(b'{') => return self.object(depth + 1).map(|()| false),
            Some(b'[') => {
                let start = self.at;
                self.array(depth + 1, reports)?;
                if within == Within::Object
                    && let Some(raw) = self.text.get(start..self.at).filter(|_| reports)
                {
                    (self.each)(&self.path, Leaf::Array(raw));
                }
                return Ok(false);
            }
            Some(b'"') => Leaf::Value(self.string()?),
            Some(b',' | b'}') if within == Within::Object => Leaf::Null,
            Some(_) => self.bare(within)?,
            None => return Err((self.at, "ends before a value")),
        };
        let counts = leaf != Leaf::Null;
        // A null in an array is skipped. A null in an object shows that the key is present.
        if (counts || within == Within::Object) && reports {
            (self.each)(&self.path, leaf);
        }
        Ok(counts)
    }

    /// Reads an unquoted value. In an object it may also be nginx's list of such values.
    fn bare(&mut self, within: Within) -> Result<Leaf<'a>, Broken> {
        let start = self.at;
        match (self.word(), within) {
            (b"null", _) => return Ok(Leaf::Null),
            (b"true" | b"false", _) => {}
            (b"-", Within::Object) => self.list(),
            (word, _) if is_number(word) => {
                if within == Within::Object {
                    self.list();
                }
            }
            _ => return Err((start, "no value")),
        }
        match self.text.get(start..self.at) {
            Some(b"-") | None => Ok(Leaf::Null),
            Some(raw) => Ok(Leaf::Value(raw)),
        }
    }

    /// Reads the rest of a list. A number after a comma belongs to the list, because a key is never
    /// a number.
    fn list(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let ([b',', b' ', next @ ..] | [b' ', b':', b' ', next @ ..] | [b',', next @ ..]) =
                rest
            else {
                return;
            };
            if !matches!(next.first(), Some(b'0'..=b'9' | b'-')) {
                return;
            }
            self.at += rest.len() - next.len();
            self.word();
        }
    }

    /// The text between the quotes of a string.
    fn string(&mut self) -> Result<&'a [u8], Broken> {
        self.expect(b'"', "no string")?;
        let start = self.at;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                return Err((self.text.len(), "ends within a string"));
            };
            self.at += found;
            if self.take(b'"') {
                return Ok(self.text.get(start..self.at - 1).unwrap_or_default());
            }
            // Skips a backslash and the byte that it escapes.
            self.at += 2;
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let of_word =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let end = rest
            .iter()
            .position(|byte| !of_word(byte))
            .unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn blank(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8, why: &'static str) -> Result<(), Broken> {
        if self.take(byte) {
            Ok(())
        } else {
            Err((self.at.min(self.text.len()), why))
        }
    }
}

fn is_number(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    let of_number =
        |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
    digits.first().is_some_and(u8::is_ascii_digit) && digits.iter().all(of_number)
}
