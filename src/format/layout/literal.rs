//! The text between values, in which one blank matches any run of blanks.
//!
//! Writers pad columns (Squid, Jetty), and people write two blanks where the format has one. One
//! blank of a literal therefore matches any number of blanks and tabs in the line. The exception is
//! a format that writes nothing for an absent value, such as nginx's `escape=json` and
//! `escape=none`: there, two blanks have a value between them.

use std::ops::Deref;

/// A literal of a layout.
#[derive(Debug, Clone, Default)]
pub(super) struct Literal {
    bytes: Box<[u8]>,
    /// Blanks match one to one.
    exact: bool,
}

impl Literal {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes: bytes.into_boxed_slice(),
            exact: false,
        }
    }

    /// Sets whether blanks match one to one.
    pub(super) fn set_exact(&mut self, exact: bool) {
        self.exact = exact;
    }

    /// Whether it begins with a blank that matches any run of blanks.
    pub(super) fn begins_run(&self) -> bool {
        !self.exact && self.bytes.first() == Some(&b' ')
    }

    /// The text after the literal, if `rest` begins with it.
    ///
    /// Most literals have one or two bytes. The standard library compares each by a call; with this
    /// loop instead, a combined line took 190 ns rather than 310.
    #[inline]
    pub(super) fn after<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        // Most literals are one blank, and the line has one blank.
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
                return self.after_blanks(*first, rest);
            }
            (first == expected).then_some(rest)
        })
    }

    /// The text after one blank of the literal, given the first byte of the line and the text after
    /// that byte.
    fn after_blanks<'a>(&self, first: u8, rest: &'a [u8]) -> Option<&'a [u8]> {
        if self.exact {
            return (first == b' ').then_some(rest);
        }
        is_blank(first).then(|| after_run(rest))
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

/// The text without the blanks at its beginning.
pub(super) fn after_run(rest: &[u8]) -> &[u8] {
    let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
    rest.get(blanks..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_is_a_run_unless_absent_values_leave_nothing() {
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
