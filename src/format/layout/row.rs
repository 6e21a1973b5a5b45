//! Reads the values of a combined line as far as they have their usual form, without walking the
//! layout's steps.
//!
//! [`super::usual`] does the same for any layout. It needs some 2,100 instructions for a line of
//! the combined format, and this module 600. A test compares both with the general search.

use super::Layout;
use super::usual::quoted;
use crate::format::field::Field;
use crate::format::line::LogLine;
use crate::format::sound::{begins_clf_time, begins_iso_date};
use crate::near::{self, WORD_BYTES};

/// The text between the client and the time. The second dash is the user.
const NAMES: &[u8; 6] = b" - - [";
const TIME_BYTES: usize = "10/Oct/2000:13:55:36 -0700".len();

/// The client must end within this many words of eight bytes. An IPv6 address has at most 39 bytes
/// if all its groups are hexadecimal.
const CLIENT_WORDS: usize = 5;

/// The steps that [`Beginning::bind`] may return, besides the first and [`END`].
const REQUEST: usize = 4;
const REFERRER: usize = 7;
/// The number of the combined format's steps. [`Beginning::bind`] returns it if all of them were
/// read.
pub(super) const END: usize = 9;

/// The usual beginning of a line: one word, ` - - `, a time in brackets and a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Beginning {
    client_bytes: usize,
}

impl Beginning {
    /// The beginning of a line, if it has the usual form.
    #[inline]
    pub(in crate::format) fn of(line: &[u8]) -> Option<Self> {
        let client_bytes = first_blank(line)?;
        let (client, rest) = line.split_at_checked(client_bytes)?;
        let (names, rest) = rest.split_first_chunk::<{ NAMES.len() }>()?;
        let (time, rest) = rest.split_first_chunk::<TIME_BYTES>()?;
        let is_client = client.first().is_some_and(u8::is_ascii_alphanumeric)
            && !client.ends_with(b",")
            && !begins_iso_date(client);
        let is_time = begins_clf_time(time)
            && matches!(time, [.., b' ', _, _, _, _, b'0'..=b'9'])
            && time
                .iter()
                .fold(0, |found, byte| found | u8::from(*byte == b']'))
                == 0;
        let is_usual = is_client && names == NAMES && is_time && rest.starts_with(b"] \"");
        is_usual.then_some(Self { client_bytes })
    }

    /// Binds the values of a line of the combined format that begins in this way, as far as they
    /// have their usual form. Returns the first step that is not read, and the line from the
    /// literal before this step.
    #[inline]
    pub(super) fn bind<'a>(self, line: &'a [u8], fields: &mut LogLine<'a>) -> (usize, &'a [u8]) {
        let Some([client, user, time, rest]) = self.split(line) else {
            return (0, line);
        };
        fields.set(Field::RemoteAddress, client);
        fields.set(Field::User, user);
        fields.set(Field::TimeClf, time);
        let Some([request, status, bytes, headers]) = answer(rest) else {
            return (REQUEST, rest);
        };
        fields.set(Field::RequestLine, request);
        fields.set(Field::Status, status);
        fields.set(Field::BodyBytes, bytes);
        let Some((referrer, agent)) = last_headers(headers) else {
            return (REFERRER, headers);
        };
        fields.set(Field::Referrer, referrer);
        fields.set(Field::UserAgent, agent);
        (END, &[])
    }

    /// The client, the user, the time, and the line from the bracket after the time.
    #[inline]
    fn split(self, line: &[u8]) -> Option<[&[u8]; 4]> {
        let (client, rest) = line.split_at_checked(self.client_bytes)?;
        let (names, rest) = rest.split_at_checked(NAMES.len())?;
        let (time, rest) = rest.split_at_checked(TIME_BYTES)?;
        Some([client, names.get(3..4)?, time, rest])
    }
}

impl Layout {
    /// The usual beginning of a line. `None` if the line does not have it, or if
    /// [`Beginning::bind`] cannot read lines of this layout.
    #[inline]
    pub(super) fn beginning(&self, line: &[u8]) -> Option<Beginning> {
        self.is_combined.then(|| Beginning::of(line)).flatten()
    }
}

/// The offset of the first blank, if it is within the first [`CLIENT_WORDS`] words of the line and
/// no control character precedes it.
#[inline]
fn first_blank(line: &[u8]) -> Option<usize> {
    let (words, _) = line.as_chunks::<WORD_BYTES>();
    let at = words
        .iter()
        .take(CLIENT_WORDS)
        .enumerate()
        .find_map(|(index, word)| {
            let found = near::first(near::below(u64::from_le_bytes(*word), b' ' + 1))?;
            Some(index * WORD_BYTES + found)
        })?;
    (line.get(at) == Some(&b' ')).then_some(at)
}

/// The request, the status and the bytes of the text `] "request" 200 5 "`, and the text after
/// them.
#[inline]
fn answer(text: &[u8]) -> Option<[&[u8]; 4]> {
    let (request, behind) = quoted(text.get("] ".len()..)?)?;
    let (status, behind) = behind.strip_prefix(b" ")?.split_at_checked(3)?;
    let behind = behind.strip_prefix(b" ")?;
    let length = match behind.first()? {
        b'-' => 1,
        _ => behind.iter().position(|byte| !byte.is_ascii_digit())?,
    };
    let (bytes, headers) = behind.split_at_checked(length)?;
    let is_usual =
        status.iter().all(u8::is_ascii_digit) && !bytes.is_empty() && headers.starts_with(b" \"");
    is_usual.then_some([request, status, bytes, headers])
}

/// The referrer and the agent of the text ` "referrer" "agent"`, if nothing follows them.
#[inline]
fn last_headers(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (referrer, behind) = quoted(text.get(1..)?)?;
    let (agent, behind) = quoted(behind.strip_prefix(b" ")?)?;
    behind.is_empty().then_some((referrer, agent))
}
