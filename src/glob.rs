//! Patterns: text in which `*` matches any text, including slashes and the empty text.

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glob {
    /// The parts that the stars separate.
    stretches: Vec<String>,
}

impl Glob {
    /// Parses a pattern.
    #[must_use]
    pub(crate) fn new(pattern: &str) -> Self {
        Self {
            stretches: pattern.split('*').map(str::to_owned).collect(),
        }
    }

    /// Whether a text consists of the parts in their order, with anything in place of the stars.
    #[must_use]
    pub(crate) fn matches(&self, text: &str) -> bool {
        let stretches = &self.stretches;
        let (Some((first, rest)), Some(last)) = (stretches.split_first(), stretches.last()) else {
            return false;
        };
        if rest.is_empty() {
            return text == first;
        }
        let Some(mut text) = text
            .strip_prefix(first.as_str())
            .and_then(|text| text.strip_suffix(last.as_str()))
        else {
            return false;
        };
        for stretch in rest.split_last().map_or(&[][..], |(_, middle)| middle) {
            match text.split_once(stretch.as_str()) {
                Some((_, after)) => text = after,
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Matches a pattern byte by byte, and tries every length for a star.
    fn means(pattern: &[u8], text: &[u8]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((b'*', rest)) => (0..=text.len()).any(|from| means(rest, &text[from..])),
            Some((byte, rest)) => text.first() == Some(byte) && means(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn a_star_is_any_run_of_characters(pattern in "[ab*]{0,8}", text in "[ab]{0,10}") {
            let expected = means(pattern.as_bytes(), text.as_bytes());
            prop_assert_eq!(Glob::new(&pattern).matches(&text), expected);
        }
    }
}
