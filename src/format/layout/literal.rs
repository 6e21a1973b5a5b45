//! The text between values. One blank in it matches one or more blanks.
//!
//! Squid and Jetty pad columns, and people write two blanks where the format has one. One blank of
//! a literal therefore matches one or more blanks and tabs in the line. There is one exception:
//! some formats write nothing for an absent value, as nginx does with `escape=json` and
//! `escape=none`. In lines of such a format, an absent value is between two blanks.

use std::ops::Deref;

/// A literal of a layout.
#[derive(Debug, Clone, Default)]
pub(super) struct Literal {
    bytes: Box<[u8]>,
    /// The bytes again, with zeros after them, if there are at most two and not two blanks.
    pair: Option<[u8; 2]>,
    /// Whether each blank of the literal matches exactly one blank.
    exact: bool,
}

impl Literal {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            pair: match *bytes {
                [] => Some([0, 0]),
                [one] => Some([one, 0]),
                // A literal of two blanks has no pair, because its first blank would match both.
                [one, other] => (!is_blank(one) || !is_blank(other)).then_some([one, other]),
                _ => None,
            },
            bytes: bytes.into_boxed_slice(),
            exact: false,
        }
    }

    /// The text after the literal, if `rest` begins with exactly the literal's bytes and the byte
    /// after them is neither a blank nor a control character. The result is always `None` for a
    /// literal of two blanks or of more than two bytes, and for a `rest` of fewer than three bytes.
    #[inline]
    pub(super) fn directly_after<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (&[first, second, third], [one, other]) = (rest.first_chunk()?, self.pair?);
        let (is_there, next) = match self.bytes.len() {
            0 => (true, first),
            1 => (first == one, second),
            _ => (first == one && second == other, third),
        };
        let from = rest.get(self.bytes.len()..)?;
        (is_there && next > b' ').then_some(from)
    }

    /// Sets whether each blank of the literal matches exactly one blank.
    pub(super) fn set_exact(&mut self, exact: bool) {
        self.exact = exact;
    }

    /// Whether the literal begins with a blank that matches one or more blanks.
    pub(super) fn begins_run(&self) -> bool {
        !self.exact && self.bytes.first() == Some(&b' ')
    }

    /// The text after the literal, if `rest` begins with it.
    ///
    /// Most literals have one or two bytes. The standard library calls a function to compare each
    /// of them. A combined line took 310 ns with these calls, and 190 ns with this loop.
    #[inline]
    pub(super) fn after<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        // Most literals are one blank, and most lines have one blank there.
        if let ([b' '], [b' ', next, ..]) = (&*self.bytes, rest)
            && !is_blank(*next)
        {
            return rest.get(1..);
        }
        self.after_any(rest)
    }

    fn after_any<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        self.bytes.iter().try_fold(rest, |rest, expected| {
            let (first, rest) = rest.split_first()?;
            if *expected == b' ' && !self.exact {
                return is_blank(*first).then(|| after_run(rest));
            }
            (first == expected).then_some(rest)
        })
    }
}

impl Deref for Literal {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The text without blanks at its beginning.
pub(super) fn after_run(rest: &[u8]) -> &[u8] {
    let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
    rest.get(blanks..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_matches_several_unless_absent_values_are_empty() {
        let cases: [(&str, &str, Option<&str>, Option<&str>); 10] = [
            (" ", " a", Some("a"), Some("a")),
            (" ", "   a", Some("a"), Some("  a")),
            (" ", " \t a", Some("a"), Some("\t a")),
            (" ", "\ta", Some("a"), None),
            (" ", "a", None, None),
            (" ", "", None, None),
            (" ", " ", Some(""), Some("")),
            ("] \"", "]  \"a", Some("a"), None),
            (" - ", "  -\ta", Some("a"), None),
            ("\t", "\t\ta", Some("\ta"), Some("\ta")),
        ];
        for (text, rest, loose, exact) in cases {
            let mut literal = Literal::new(text.into());
            let found = |literal: &Literal| literal.after(rest.as_bytes()).map(<[u8]>::to_vec);
            assert_eq!(found(&literal), loose.map(Into::into), "{text:?} {rest:?}");
            literal.set_exact(true);
            assert_eq!(found(&literal), exact.map(Into::into), "{text:?} {rest:?}");
        }
    }
}
