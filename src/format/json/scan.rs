//! Walking a JSON object without building it: <https://www.rfc-editor.org/rfc/rfc8259>.
//!
//! Deviations: bytes of a string need not be UTF-8 (nginx's `escape=json` passes what the client sent), and numbers are any
//! run of their characters. Of an array the first element that is a value counts: Caddy writes each header as an array.

/// The deepest nesting that is followed; nobody's log is deeper.
const DEPTH_LIMIT: usize = 32;

/// The longest dotted path that is told; a longer one is no field that anybody asks for.
const PATH_BYTES: usize = 96;

/// A value that is neither object, array nor null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf<'a> {
    /// As it stands in the text, the quotes of a string off and its escapes not undone.
    pub(super) raw: &'a [u8],
    /// It stood between quotes.
    pub(super) is_string: bool,
}

/// Where and why a text stops being a JSON object.
pub(super) type Broken = (usize, &'static str);

/// Calls `each` with every leaf and its dotted path, as the keys are spelt.
pub(super) fn leaves<'a>(
    text: &'a [u8],
    each: &mut dyn FnMut(&[u8], Leaf<'a>),
) -> Result<(), Broken> {
    let mut scan = Scan {
        text,
        at: 0,
        path: Path {
            bytes: [0; PATH_BYTES],
            length: 0,
            too_long: 0,
        },
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
    each: &'e mut dyn FnMut(&[u8], Leaf<'a>),
}

/// The dotted path to where the scan is, in a buffer of its own.
struct Path {
    bytes: [u8; PATH_BYTES],
    length: usize,
    /// How many keys did not fit; while there are any, nothing is told.
    too_long: usize,
}

impl Path {
    /// Adds a key; what to give back to [`Path::leave`].
    fn enter(&mut self, key: &[u8]) -> usize {
        let before = self.length;
        let dot = usize::from(before > 0);
        let end = before + dot + key.len();
        match self.bytes.get_mut(before..end) {
            Some(room) if self.too_long == 0 => {
                let (point, rest) = room.split_at_mut(dot);
                point.fill(b'.');
                rest.copy_from_slice(key);
                self.length = end;
            }
            _ => self.too_long += 1,
        }
        before
    }

    fn leave(&mut self, before: usize) {
        if self.too_long > 0 {
            self.too_long -= 1;
        } else {
            self.length = before;
        }
    }

    fn told(&self) -> Option<&[u8]> {
        self.bytes.get(..self.length).filter(|_| self.too_long == 0)
    }
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
            self.value(depth, true)?;
            self.path.leave(before);
            self.blank();
            if self.take(b'}') {
                return Ok(());
            }
            self.expect(b',', "no `,` or `}` after a value")?;
        }
    }

    fn array(&mut self, depth: usize, mut telling: bool) -> Result<(), Broken> {
        self.expect(b'[', "no array")?;
        self.blank();
        if self.take(b']') {
            return Ok(());
        }
        loop {
            telling = !self.value(depth, telling)? && telling;
            self.blank();
            if self.take(b']') {
                return Ok(());
            }
            self.expect(b',', "no `,` or `]` after a value")?;
        }
    }

    /// Any value; true when a leaf was told.
    fn value(&mut self, depth: usize, telling: bool) -> Result<bool, Broken> {
        if depth >= DEPTH_LIMIT {
            return Err((self.at, "nested too deep"));
        }
        self.blank();
        let leaf = match self.text.get(self.at) {
            Some(b'{') => return self.object(depth + 1).map(|()| false),
            Some(b'[') => return self.array(depth + 1, telling).map(|()| false),
            Some(b'"') => Leaf {
                raw: self.string()?,
                is_string: true,
            },
            Some(_) => {
                let raw = self.word();
                match raw {
                    b"null" => return Ok(false),
                    b"true" | b"false" => {}
                    _ if is_number(raw) => {}
                    _ => return Err((self.at - raw.len(), "no value")),
                }
                Leaf {
                    raw,
                    is_string: false,
                }
            }
            None => return Err((self.at, "ends before a value")),
        };
        if let Some(path) = self.path.told().filter(|_| telling) {
            (self.each)(path, leaf);
        }
        Ok(true)
    }

    /// The inside of a string.
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
            // A backslash and what it escapes.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &[u8]) -> Result<Vec<(String, String)>, Broken> {
        let mut told = Vec::new();
        let owned = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        leaves(text, &mut |path, leaf| {
            told.push((owned(path), owned(leaf.raw)));
        })?;
        Ok(told)
    }

    #[test]
    fn every_leaf_is_told_with_its_path() {
        let text = br#" {"a": "x\"y", "b": {"c": -1.5, "d": {"e": true}}, "f": [null, ["g"], "h"], "i": null, "j": {}, "k": []} "#;
        let found = told(text).unwrap();
        let expected = [
            ("a", r#"x\"y"#),
            ("b.c", "-1.5"),
            ("b.d.e", "true"),
            ("f", "g"),
            ("f", "h"),
        ];
        let found: Vec<_> = found
            .iter()
            .map(|(path, raw)| (path.as_str(), raw.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_broken_text_is_told_with_its_place() {
        let cases: [(&[u8], usize); 9] = [
            (b"", 0),
            (b"[1]", 0),
            (b"{\"a\"", 4),
            (b"{\"a\":}", 5),
            (b"{\"a\":\"x", 7),
            (b"{\"a\":1 \"b\":2}", 7),
            (b"{\"a\":tru}", 5),
            (b"{\"a\":1}x", 7),
            (b"{\"a\":1,}", 7),
        ];
        for (text, at) in cases {
            assert_eq!(
                told(text).unwrap_err().0,
                at,
                "{}",
                String::from_utf8_lossy(text)
            );
        }
        let deep = [vec![b'['; 40], vec![b']'; 40]].concat();
        assert!(told(&[b"{\"a\":", &deep[..], b"}"].concat()).is_err());
    }

    #[test]
    fn a_path_too_long_is_passed_over_and_its_neighbours_are_not() {
        let long = "k".repeat(PATH_BYTES);
        let text = format!(r#"{{"{long}": {{"x": 1}}, "a": {{"{long}": 2, "b": 3}}}}"#);
        assert_eq!(
            told(text.as_bytes()).unwrap(),
            [("a.b".to_owned(), "3".to_owned())]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = told(&bytes);
            let _ = told(&[b"{\"a\":", &bytes[..]].concat());
        }

        #[test]
        fn what_a_parser_takes_the_scan_takes(text in "\\{(\"[ab]\": ?(1|\"x\"|null|\\[1, 2\\]|\\{\\}),? ?){0,3}\\}?") {
            if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
                prop_assert!(told(text.as_bytes()).is_ok(), "{}", text);
            } else {
                prop_assert!(told(text.as_bytes()).is_err(), "{}", text);
            }
        }
    }
}
