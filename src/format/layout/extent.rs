//! Finds the end of a value.

use memchr::{memchr, memchr_iter, memmem};

use super::Layout;
use super::ahead::after;
use super::literal::is_blank;
use super::miss::{Miss, Wanted};
use super::step::{Ending, Joins, Opening, Step, TimeShape};
use crate::near;

/// A value, and the rest of the line.
pub(super) struct Extent<'a> {
    pub(super) value: &'a [u8],
    /// The rest of the line. It should begin with the literal after the value.
    pub(super) rest: &'a [u8],
    /// The line ended within the value.
    pub(super) cut: bool,
}

impl<'a> Extent<'a> {
    /// An unquoted value with this many bytes.
    pub(super) fn bare(rest: &'a [u8], bytes: usize) -> Self {
        let (value, rest) = rest.split_at_checked(bytes).unwrap_or((rest, &[]));
        Self {
            value,
            rest,
            cut: false,
        }
    }

    /// A value that the quote at `end` closes.
    pub(super) fn quoted(text: &'a [u8], end: usize) -> Self {
        Self {
            value: text.get(..end).unwrap_or_default(),
            rest: after(text, end + 1),
            cut: false,
        }
    }

    /// A value without a closing quote. It extends to the end of the line.
    pub(super) fn cut(text: &'a [u8]) -> Self {
        Self {
            value: text,
            rest: &[],
            cut: true,
        }
    }
}

impl Layout {
    /// The extent of a step's value, which begins at `rest`.
    #[expect(clippy::inline_always, reason = "called for every value of a line")]
    #[inline(always)]
    pub(super) fn extent<'a>(
        &self,
        index: usize,
        step: &Step,
        rest: &'a [u8],
    ) -> Result<Extent<'a>, Miss> {
        match step.ending {
            Ending::Quoted(quotes) => self.quoted(index, step, quotes, rest),
            Ending::Token => self.token(index, rest),
            Ending::Request => self.request(index, rest),
            Ending::Text { joins, inner } => {
                if let Opening::Time(shape) = step.opening
                    && let Some(extent) = self.time(index, shape, rest)
                {
                    return Ok(extent);
                }
                self.text(index, joins, inner, rest)
            }
        }
    }

    /// Finds a value that ends at the literal or at the first blank.
    fn token<'a>(&self, index: usize, rest: &'a [u8]) -> Result<Extent<'a>, Miss> {
        let literal = self.literal_before(index + 1);
        let end = match literal.first() {
            Some(_) if literal.begins_run() => near::find([b' ', b'\t'], rest),
            Some(blank) if is_blank(*blank) => near::find([*blank], rest),
            Some(first) => {
                near::find_each([*first], rest).find(|at| literal.after(after(rest, *at)).is_some())
            }
            None if self.is_quoted(index + 1) => memchr(b'"', rest),
            None => rest.iter().position(|byte| is_blank(*byte)),
        };
        match end {
            Some(end) => Ok(Extent::bare(rest, end)),
            None if rest.is_empty() => Err(Miss::before(rest, index, Wanted::Value)),
            None => self.unended(index, rest),
        }
    }

    /// Finds a request that ends at the literal after its version. A value without a version ends
    /// as any text does.
    fn request<'a>(&self, index: usize, rest: &'a [u8]) -> Result<Extent<'a>, Miss> {
        let literal = self.literal_before(index + 1);
        let mut ends = memmem::find_iter(rest, b" HTTP/").filter_map(|version| {
            let end = version
                + rest
                    .get(version..)?
                    .iter()
                    .skip(1)
                    .position(|byte| !is_of_protocol(*byte))?
                + 1;
            let is_end =
                ends_request(rest.get(..end)?) && literal.after(after(rest, end)).is_some();
            is_end.then_some(end)
        });
        let first = ends.next();
        let continues = |end: &usize| self.can_continue_with(index + 1, after(rest, *end));
        match first.into_iter().chain(ends).find(continues).or(first) {
            Some(end) => Ok(Extent::bare(rest, end)),
            None => self.text(index, Joins::Nothing, 0, rest),
        }
    }

    /// Finds a time of the usual form. If the next literal follows the time and does not occur
    /// within it, no search for the literal is needed. This reduces the cost of a time from 280
    /// instructions to 150. `None` if the search is needed.
    fn time<'a>(&self, index: usize, shape: TimeShape, rest: &'a [u8]) -> Option<Extent<'a>> {
        let literal = self.literal_before(index + 1);
        let first = *literal.first()?;
        let follows = shape.skip(rest)?;
        let behind = literal.after(follows)?;
        let next = self.steps.get(index + 1)?;
        let is_whole = !is_blank(first) && !near::holds([first], rest.get(..shape.bytes)?);
        (is_whole && self.can_begin_value(index + 1, next, behind))
            .then(|| Extent::bare(rest, shape.bytes))
    }

    /// Finds a value that ends at the first occurrence of the literal after which the next value
    /// can begin. If the next value can begin after none of them, the first occurrence is the end.
    fn text<'a>(
        &self,
        index: usize,
        joins: Joins,
        inner: usize,
        rest: &'a [u8],
    ) -> Result<Extent<'a>, Miss> {
        let literal = self.literal_before(index + 1);
        match literal.first() {
            Some(_) if literal.begins_run() => self.text_at(
                index,
                joins,
                inner,
                rest,
                near::find_each([b' ', b'\t'], rest),
            ),
            Some(first) => self.text_at(index, joins, inner, rest, near::find_each([*first], rest)),
            None if self.is_quoted(index + 1) => {
                self.text_at(index, joins, inner, rest, near::find_each([b'"'], rest))
            }
            None => Ok(self.final_text(joins, rest)),
        }
    }

    /// Like [`Self::text`], but checks only the offsets at which the literal's first byte occurs.
    #[inline]
    fn text_at<'a>(
        &self,
        index: usize,
        joins: Joins,
        mut inner: usize,
        rest: &'a [u8],
        places: impl Iterator<Item = usize>,
    ) -> Result<Extent<'a>, Miss> {
        let next = self.steps.get(index + 1);
        let literal = self.literal_before(index + 1);
        let first = literal.first().copied().unwrap_or_default();
        // A literal that begins with a blank, without a colon or comma after it, does not end a
        // list within a separator. Any other literal does.
        let joins = if is_blank(first) && !matches!(literal.get(1), Some(b':' | b',')) {
            joins
        } else {
            Joins::Nothing
        };
        // A sequence of blanks within a time counts once.
        let is_run =
            |value: &[u8]| **literal == *b" " && value.last().is_none_or(|byte| *byte == b' ');
        let counts_runs = inner > 0;
        let mut likely = None;
        for found in places {
            let (value, follows) = rest.split_at_checked(found).unwrap_or((rest, &[]));
            let Some(behind) = literal.after(follows) else {
                continue;
            };
            if counts_runs && is_run(value) {
                continue;
            }
            if inner > 0 {
                inner -= 1;
                continue;
            }
            if list_continues(joins, value, follows) {
                continue;
            }
            let continues = match next {
                Some(next) => self.can_begin_value(index + 1, next, behind),
                None => self.can_end_with(follows),
            };
            if continues {
                return Ok(Extent::bare(rest, found));
            }
            likely = likely.or(Some(found));
        }
        match likely {
            Some(end) => Ok(Extent::bare(rest, end)),
            None => self.unended(index, rest),
        }
    }

    /// Finds the last text of a line: everything except blanks at the end. If text may follow the
    /// layout, a list ends at the first blank that is not part of one of its separators.
    fn final_text<'a>(&self, joins: Joins, rest: &'a [u8]) -> Extent<'a> {
        let whole = rest.trim_ascii_end();
        let end = if joins == Joins::Nothing || !self.extras_allowed {
            None
        } else {
            memchr_iter(b' ', whole).find(|found| {
                whole
                    .split_at_checked(*found)
                    .is_some_and(|(value, follows)| !list_continues(joins, value, follows))
            })
        };
        Extent::bare(rest, end.unwrap_or(whole.len()))
    }

    /// Finds an unquoted value that has no literal after it. It extends to the end of the line, if
    /// the line may end there.
    fn unended<'a>(&self, index: usize, rest: &'a [u8]) -> Result<Extent<'a>, Miss> {
        if self.may_end_line(index) {
            return Ok(Extent::bare(rest, rest.len()));
        }
        let (step, wanted) = match rest {
            [] => (index, Wanted::Value),
            _ => (index + 1, Wanted::Literal),
        };
        Err(Miss::before(&[], step, wanted))
    }
}

/// Whether a list continues after `value`.
fn list_continues(joins: Joins, value: &[u8], follows: &[u8]) -> bool {
    let comma = || value.trim_ascii_end().ends_with(b",");
    let colon =
        || value.ends_with(b" :") || follows.get(1..).is_some_and(|next| next.starts_with(b": "));
    match joins {
        Joins::Nothing => false,
        Joins::Commas => comma(),
        Joins::Groups => comma() || colon(),
    }
}

/// Whether a byte can be part of a protocol's name: `HTTP/1.1`.
fn is_of_protocol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.')
}

/// Whether a value ends as a request does: ` HTTP/1.1` or ` HTTP/2`.
pub(super) fn ends_request(value: &[u8]) -> bool {
    match value {
        [.., b' ', b'H', b'T', b'T', b'P', b'/', major, b'.', minor] => {
            major.is_ascii_digit() && minor.is_ascii_digit()
        }
        [.., b' ', b'H', b'T', b'T', b'P', b'/', major] => major.is_ascii_digit(),
        _ => false,
    }
}
