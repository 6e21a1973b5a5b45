//! Detects lines that consist of two lines, because a shipper lost the end of the first line or the
//! line break between the two. If both were read as one line, the event would have the address of
//! one line and the URL of the other.
//!
//! Some such lines show no evidence and are accepted. This happens if both lines were cut within
//! the same field, for example within both agents. [`super::strict`] detects values that no server
//! writes.

use memchr::{memchr_iter, memmem};

use super::Layout;
use super::ahead::after;
use super::literal::is_blank;
use crate::format::address::{ends_with_address, is_address};
use crate::format::field::Field;
use crate::format::line::LogLine;
use crate::near;
use crate::rejection::{Reason, Rejection};

const SECOND_TIME: &str = "a second time in brackets";
const CLIENT_IN_USER: &str = "a second client in the user";
const SECOND_ROW: &str = "a second time within a value";
const JOINT: &str = "a control character or line separator before the time or in the host";

/// The length of ` - - [`, which nearly always separates the client and the time.
const USUAL_BYTES: usize = 6;

impl Layout {
    /// The rejection of a line that was read, if the line has evidence of another line. In a line
    /// with a bracketed time, this is the client of another line before the time, a second time
    /// before or after it, or a byte that may join two lines, before the time or in the virtual
    /// host. For a row of a load balancer, see [`torn_row`].
    #[inline]
    pub(super) fn torn_values(&self, line: &[u8], fields: &LogLine<'_>) -> Option<Rejection> {
        if !self.has_one_bracketed_time {
            return torn_row(line, fields);
        }
        let time = fields
            .raw(Field::TimeClf)
            .or_else(|| fields.raw(Field::TimePattern))?;
        let time_at = offset(line, time);
        if let Some(client) = fields.raw(Field::RemoteAddress) {
            let behind = offset(line, client) + client.len();
            // There is a client before the time, and there is more than ` - - [` between them.
            if time_at > behind + USUAL_BYTES
                && let Some(torn) = torn_names(line, behind, time_at)
            {
                return Some(torn);
            }
        }
        if let Some(host) = fields
            .raw(Field::ServerName)
            .filter(|host| holds_joint(host))
        {
            return Some(torn(offset(line, host), JOINT));
        }
        if fields.is_last_bracket() {
            return None;
        }
        let behind_at = time_at + time.len();
        let at = behind_at + self.first_time(after(line, behind_at))?;
        (!self.skips_time(line)).then(|| torn(at, SECOND_TIME))
    }

    /// The rejection of a line that could not be read, if the line has two times in brackets.
    pub(super) fn torn_times(&self, line: &[u8]) -> Option<Rejection> {
        if !self.has_one_bracketed_time {
            return None;
        }
        let first = self.first_time(line)? + 1;
        let at = first + self.first_time(after(line, first))?;
        Some(torn(at, SECOND_TIME))
    }

    /// The first bracketed time that may belong to another line. In most layouts a time follows a
    /// client and a user, so a blank precedes the time. A URL may contain a bracketed time, but not
    /// a blank.
    fn first_time(&self, text: &[u8]) -> Option<usize> {
        let leads = self.steps.first().is_some_and(|step| *step.before == *b"[");
        first_time(text, leads)
    }

    /// Whether one of the line's unused values is a bracketed time.
    #[cold]
    fn skips_time(&self, line: &[u8]) -> bool {
        let mut rest = line;
        for (index, step) in self.steps.iter().enumerate() {
            let value = step
                .before
                .after(rest)
                .map(|from| self.extent(index, step, from));
            let Some(Ok(extent)) = value else { break };
            if step.field.is_none() && step.before.ends_with(b"[") && begins_time(extent.value) {
                return true;
            }
            rest = extent.rest;
        }
        false
    }
}

/// The offset after the time of a line and its closing bracket. If there is no such time, this is
/// the length of the line.
#[inline]
pub(super) fn behind_time(line: &[u8], fields: &LogLine<'_>) -> usize {
    let time = fields.raw(Field::TimeClf);
    let time = time.or_else(|| fields.raw(Field::TimePattern));
    let end = time.map_or(line.len(), |time| offset(line, time) + time.len());
    end + usize::from(line.get(end) == Some(&b']'))
}

/// Rejects a row of a load balancer if one of the client's values contains the time of another row.
fn torn_row(line: &[u8], fields: &LogLine<'_>) -> Option<Rejection> {
    fields.raw(Field::TimeIso8601)?;
    let sent = [Field::RequestLine, Field::UserAgent];
    let mut values = sent.into_iter().filter_map(|field| fields.raw(field));
    values.find_map(|value| {
        let at = first_row_time(value)?;
        Some(torn(offset(line, value) + at, SECOND_ROW))
    })
}

/// Looks for evidence of a second line between the end of the client, at `from`, and the time, at
/// `to`.
fn torn_names(line: &[u8], from: usize, to: usize) -> Option<Rejection> {
    let names = line.get(from..to.checked_sub(1)?)?;
    if holds_client(names) {
        return Some(torn(from, CLIENT_IN_USER));
    }
    if holds_joint(names) {
        return Some(torn(from, JOINT));
    }
    first_time(names, false).map(|at| torn(from + at, SECOND_TIME))
}

/// Whether a value contains what may join two lines: a control character except the tab, or U+2028.
/// Servers normally escape these in values.
fn holds_joint(value: &[u8]) -> bool {
    value.iter().any(|byte| matches!(byte, 0..=8 | 10..=31))
        || memmem::find(value, "\u{2028}".as_bytes()).is_some()
}

pub(super) fn torn(at: usize, evidence: &'static str) -> Rejection {
    Rejection::at(at, Reason::Torn { evidence })
}

/// The offset of a part of the line.
pub(super) fn offset(line: &[u8], part: &[u8]) -> usize {
    (part.as_ptr() as usize)
        .wrapping_sub(line.as_ptr() as usize)
        .min(line.len())
}

/// The first bracket that begins a time. Unless `anywhere` is set, the bracket must be the first
/// byte or follow a blank. A time before a request with escaped quotes does not count, because it
/// is within a value that a client sent.
fn first_time(text: &[u8], anywhere: bool) -> Option<usize> {
    const TIME_BYTES: usize = "10/Oct/2025:13:55:36 +0200".len();
    // Few texts have a bracket. Checking for a bracket costs half as much as a search.
    near::holds([b'['], text).then_some(())?;
    memchr_iter(b'[', text).find(|at| {
        let time = after(text, at + 1);
        let is_apart = || anywhere || text.get(..*at).is_none_or(ends_blank);
        begins_time(time) && is_apart() && !after(time, TIME_BYTES).starts_with(b"] \\\"")
    })
}

/// The first ` 2025-10-10T11:55:36.186641Z `. A row of a load balancer begins with such a time.
fn first_row_time(text: &[u8]) -> Option<usize> {
    const DATE_BYTES: usize = " 2025-10-10".len();
    memchr_iter(b'T', text)
        .filter_map(|at| at.checked_sub(DATE_BYTES))
        .find(|at| {
            matches!(
                after(text, *at),
                [
                    b' ', y1, _, _, y4, b'-', _, m, b'-', _, d,
                    b'T', h, _, b':', _, _, b':', _, s, b'.', rest @ ..
                ] if [y1, y4, m, d, h, s].into_iter().all(u8::is_ascii_digit)
                    && after(rest, rest.iter().take_while(|byte| byte.is_ascii_digit()).count())
                        .starts_with(b"Z ")
            )
        })
}

fn ends_blank(text: &[u8]) -> bool {
    text.last().is_none_or(|byte| is_blank(*byte))
}

/// Whether a text begins like a time: `10/Oct/2025`.
fn begins_time(text: &[u8]) -> bool {
    matches!(text, [d1, d2, b'/', m1, m2, m3, b'/', year, ..]
        if [d1, d2, year].into_iter().all(u8::is_ascii_digit)
            && [m1, m2, m3].into_iter().all(u8::is_ascii_alphabetic))
}

/// Whether the identity and the user contain the client, the identity and the user of another line.
/// They contain these three if two more words follow a word that ends with an address, if ` - -`
/// follows any word but `-`, or if ` - ` and a user follow a word that has a dot or begins with
/// `[`. A word that ends with `]` does not count, and neither does an address after a comma.
fn holds_client(names: &[u8]) -> bool {
    let mut words = names
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    let mut before: &[u8] = b"";
    while let Some(word) = words.next() {
        let mut behind = words.clone();
        let (Some(identity), Some(name)) = (behind.next(), behind.next()) else {
            return false;
        };
        let is_client = ends_with_address(word) && !before.ends_with(b",")
            || identity == b"-"
                && word != b"-"
                && (name == b"-" || word.contains(&b'.') || word.starts_with(b"["));
        if is_client && !word.ends_with(b"]") {
            return true;
        }
        before = word;
    }
    false
}

/// Whether a value is a list of addresses, with or without ports. An entry may also be empty, or
/// `unknown` or `-`, which proxies write for an address that they do not know.
pub(super) fn is_address_list(value: &[u8]) -> bool {
    value.split(|byte| *byte == b',').all(|entry| {
        let entry = entry.trim_ascii();
        matches!(entry, b"" | b"-") || entry.eq_ignore_ascii_case(b"unknown") || is_address(entry)
    })
}
