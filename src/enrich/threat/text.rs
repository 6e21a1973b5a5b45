//! Decoded text, with the searches that the checks need: for words, for spaces, and for the text
//! around an offset.

/// Decoded text and its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    /// The text in small letters, without encodings.
    pub(super) bytes: &'a [u8],
    /// The source of the text.
    pub(super) place: Place,
    /// Where the query begins, or the text's length if there is none.
    pub(super) query: usize,
}

/// The source of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The target of a request.
    Target,
    /// The `Referer`.
    Referrer,
    /// The `User-Agent`.
    Agent,
}

impl<'a> Text<'a> {
    pub(super) fn new(bytes: &'a [u8], place: Place) -> Self {
        let query = match place {
            Place::Agent => None,
            Place::Target | Place::Referrer => bytes.iter().position(|byte| *byte == b'?'),
        };
        let query = query.unwrap_or(bytes.len());
        Self {
            bytes,
            place,
            query,
        }
    }

    /// The byte at offset `at`.
    pub(super) fn at(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The text from offset `at` on.
    pub(super) fn from(&self, at: usize) -> &'a [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The text before offset `at`.
    pub(super) fn before(&self, at: usize) -> &'a [u8] {
        self.bytes.get(..at).unwrap_or_default()
    }

    /// Whether offset `at` is in the query.
    pub(super) fn in_query(&self, at: usize) -> bool {
        at > self.query
    }

    /// The offset after spaces and comments of SQL, which also count as spaces. The text around
    /// `union` in `/*!50000 union*/` counts as a space too.
    pub(super) fn skip(&self, mut at: usize) -> usize {
        loop {
            let rest = self.from(at);
            at += match rest {
                [byte, ..] if is_blank(*byte) => 1,
                // In a text that was not decoded, a plus sign is a space.
                [b'+', ..] => 1,
                [b'/', b'*', b'!', rest @ ..] => {
                    3 + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
                }
                [b'*', b'/', ..] => 2,
                [b'/', b'*', rest @ ..] => match find(rest, b"*/") {
                    Some(end) => end + 4,
                    None => return at,
                },
                _ => return at,
            };
        }
    }

    /// Like [`Self::skip`], but also skips opening parentheses.
    pub(super) fn skip_parentheses(&self, at: usize) -> usize {
        let mut at = self.skip(at);
        while self.at(at) == Some(b'(') {
            at = self.skip(at + 1);
        }
        at
    }

    /// The last byte before offset `at` that is not a space. A comment counts as a space.
    pub(super) fn last_before(&self, at: usize) -> Option<u8> {
        self.last_place_before(at).and_then(|place| self.at(place))
    }

    /// The offset of the last byte before offset `at` that is not a space. A comment counts as a
    /// space.
    pub(super) fn last_place_before(&self, at: usize) -> Option<usize> {
        let mut rest = self.before(at);
        loop {
            let end = rest
                .iter()
                .rposition(|byte| !is_blank(*byte) && *byte != b'+')?;
            rest = rest.get(..=end)?;
            if !rest.ends_with(b"*/") {
                return Some(end);
            }
            let inner = rest.get(..end - 1)?;
            rest = rest.get(..inner.windows(2).rposition(|pair| pair == b"/*")?)?;
        }
    }

    /// The word that begins at offset `at`: letters, digits and underscores. It is empty if no word
    /// begins there.
    pub(super) fn word(&self, at: usize) -> &'a [u8] {
        let rest = self.from(at);
        let bytes = rest.iter().take_while(|byte| is_word(**byte)).count();
        rest.get(..bytes).unwrap_or_default()
    }

    /// Whether exactly this word begins at offset `at`.
    pub(super) fn is_word_at(&self, at: usize, word: &[u8]) -> bool {
        self.word(at) == word
    }

    /// Whether a word may begin at offset `at`, because no word extends across it.
    pub(super) fn begins_word(&self, at: usize) -> bool {
        !self.before(at).last().is_some_and(|byte| is_word(*byte))
    }

    /// Whether a text occurs anywhere from offset `at` on.
    pub(super) fn has_after(&self, at: usize, what: &[u8]) -> bool {
        find(self.from(at), what).is_some()
    }

    /// Whether a value ends at offset `at`, because the text, the query or a line ends, or another
    /// parameter begins.
    pub(super) fn ends_value(&self, at: usize) -> bool {
        matches!(self.at(at), None | Some(b'&' | b'#' | b'\n'))
    }

    /// Whether a value of a query begins at offset `at`.
    pub(super) fn begins_value(&self, at: usize) -> bool {
        self.before(at).last() == Some(&b'=') && self.in_query(at)
    }

    /// How many digits are directly before offset `at`.
    pub(super) fn digits_before(&self, at: usize) -> usize {
        let before = self.before(at).iter().rev();
        before.take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// Whether an extension such as `.bak` ends the last part of the path.
    pub(super) fn ends_path(&self, at: usize, bytes: usize) -> bool {
        self.place == Place::Target
            && !self.in_query(at)
            && at + bytes == self.query
            && self
                .before(at)
                .last()
                .is_some_and(|byte| is_word(*byte) || *byte == b'.')
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The offset of `what` in `text`, if it occurs.
pub(super) fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, what)
}
