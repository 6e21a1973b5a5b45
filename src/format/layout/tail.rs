//! The text that may follow the last value of a line. It consists of words and of values between
//! quotes, with blanks between them.
//!
//! A server that escapes quotes closes every quote. So if the text after a quote is such a tail,
//! the quote closes its value. Within a word, a quote opens a value after a punctuation mark
//! (`rt="0.1"`, `["a","b"]`), but not after a letter or digit. A letter or digit never follows a
//! closing quote. Therefore `5" tablet"` is text with an unescaped quote.

use memchr::memchr_iter;

use super::literal::is_blank;

/// The state between two bytes of a tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// After a blank or a punctuation mark: a quote opens a value.
    Outside,
    /// After a letter or digit.
    Word,
    /// Between quotes.
    Quoted,
    /// Directly after a closing quote.
    Closed,
}

const STATES: [State; 4] = [State::Outside, State::Word, State::Quoted, State::Closed];

/// The kind of the text after a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Whole,
    /// A tail that is cut within quotes by the end of the line.
    Cut,
    /// Not a tail.
    Broken,
}

impl State {
    fn next(self, byte: u8, is_quote: bool) -> Option<Self> {
        match self {
            Self::Quoted if is_quote => Some(Self::Closed),
            Self::Quoted => Some(Self::Quoted),
            Self::Outside | Self::Closed if is_quote => Some(Self::Quoted),
            Self::Word if is_quote => None,
            Self::Closed if is_of_word(byte) => None,
            Self::Outside | Self::Word if is_of_word(byte) => Some(Self::Word),
            Self::Outside | Self::Word | Self::Closed => Some(Self::Outside),
        }
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether a text can begin a tail: it is empty, or it begins with a blank or with a punctuation
/// mark that also separates values.
pub(super) fn begins_tail(text: &[u8]) -> bool {
    text.first()
        .is_none_or(|first| is_blank(*first) || matches!(first, b',' | b';' | b'|'))
}

/// Classifies the text after a closing quote or after an unquoted value. With `escaped`, a quote
/// after a backslash does not count as a quote.
pub(super) fn tail(text: &[u8], escaped: bool) -> Tail {
    if !begins_tail(text) {
        return Tail::Broken;
    }
    let mut state = State::Outside;
    let mut before = Backslashes::default();
    for byte in text {
        match state.next(*byte, before.is_quote(*byte, escaped)) {
            Some(next) => state = next,
            None => return Tail::Broken,
        }
    }
    match state {
        State::Quoted => Tail::Cut,
        State::Outside | State::Word | State::Closed => Tail::Whole,
    }
}

/// The first quote of `text` before a whole tail, and the first quote before a cut tail.
///
/// The text is read once for all quotes. If the readings after two quotes reach the same state,
/// they continue in the same way. Only the first of them is kept.
pub(super) fn first_ends(text: &[u8], escaped: bool) -> (Option<usize>, Option<usize>) {
    // For each state, the first quote whose tail is in this state.
    let mut walks = [None; STATES.len()];
    let mut before = Backslashes::default();
    for (at, byte) in text.iter().enumerate() {
        let is_quote = before.is_quote(*byte, escaped);
        let mut next = [None; STATES.len()];
        for (state, walk) in STATES.into_iter().zip(walks) {
            if let Some(start) = walk
                && let Some(state) = state.next(*byte, is_quote)
            {
                keep_first(&mut next, state, start);
            }
        }
        if is_quote && begins_tail(text.get(at + 1..).unwrap_or_default()) {
            keep_first(&mut next, State::Closed, at);
        }
        walks = next;
    }
    let first = |wanted: fn(State) -> bool| {
        let ended = STATES.into_iter().zip(walks);
        ended
            .filter_map(|(state, walk)| walk.filter(|_| wanted(state)))
            .min()
    };
    (
        first(|state| state != State::Quoted),
        first(|state| state == State::Quoted),
    )
}

fn keep_first(walks: &mut [Option<usize>; STATES.len()], state: State, start: usize) {
    if let Some(slot) = walks.get_mut(state as usize) {
        *slot = Some(slot.map_or(start, |known: usize| known.min(start)));
    }
}

/// Whether the previous byte was a backslash that escapes the next one.
#[derive(Debug, Default)]
struct Backslashes(bool);

impl Backslashes {
    /// Whether the next byte is a quote that opens or closes a value.
    fn is_quote(&mut self, byte: u8, escaped: bool) -> bool {
        let is_escaped = std::mem::replace(&mut self.0, false);
        self.0 = escaped && byte == b'\\' && !is_escaped;
        byte == b'"' && !is_escaped
    }
}

/// The offsets of the quotes in `text`. With `escaped`, a quote after a backslash that escapes it
/// does not count.
pub(super) fn quotes(text: &[u8], escaped: bool) -> impl Iterator<Item = usize> {
    memchr_iter(b'"', text)
        .filter(move |at| !(escaped && is_escaped(text.get(..*at).unwrap_or_default())))
}

/// Whether an odd number of backslashes at the end of `before` escapes the quote after it.
fn is_escaped(before: &[u8]) -> bool {
    before
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count()
        % 2
        == 1
}
