//! Where a value ends.

use memchr::{memchr, memchr_iter};

use super::Layout;
use super::look::{after, after_literal, is_blank};
use super::miss::{Miss, Wanted};
use super::step::{Ending, Joins, Step};
use crate::near;

/// A value, and where the line goes on.
pub(super) struct Extent<'a> {
    pub(super) value: &'a [u8],
    /// Where the literal after the value should stand.
    pub(super) rest: &'a [u8],
    /// The line ended before the value did.
    pub(super) cut: bool,
}

impl<'a> Extent<'a> {
    /// A value without quotes, of so many bytes.
    fn bare(rest: &'a [u8], bytes: usize) -> Self {
        let (value, rest) = rest.split_at_checked(bytes).unwrap_or((rest, &[]));
        Self {
            value,
            rest,
            cut: false,
        }
    }
}

impl Layout {
    /// A step's value, at the beginning of `rest`.
    #[inline]
    pub(super) fn extent<'a>(
        &self,
        index: usize,
        step: &Step,
        rest: &'a [u8],
    ) -> Result<Extent<'a>, Miss> {
        match step.ending {
            Ending::Quoted { escaped } => self.quoted(index, escaped, rest),
            Ending::Token => self.token(index, rest),
            Ending::Text { joins, inner } => self.text(index, joins, inner, rest),
        }
    }

    /// Up to the closing quote; to the end of a line that is cut within its last value.
    fn quoted<'a>(&self, index: usize, escaped: bool, rest: &'a [u8]) -> Result<Extent<'a>, Miss> {
        let [b'"', text @ ..] = rest else {
            if self.is_dash(index, rest) {
                return Ok(Extent::bare(rest, 1));
            }
            return Err(Miss::before(rest, index, Wanted::OpeningQuote));
        };
        // The first quote that ends the value by itself, and the first that the next literal follows.
        let (mut first, mut likely) = (None, None);
        for end in memchr_iter(b'"', text) {
            let (value, behind) = text.split_at_checked(end).unwrap_or((text, &[]));
            let behind = behind.get(1..).unwrap_or_default();
            if escaped && is_escaped(value) {
                continue;
            }
            // That the line may end here says less than a literal that stood behind a quote before.
            if likely.is_some() && behind.is_empty() {
                break;
            }
            if self.leads(index + 1, behind) {
                likely = Some((value, behind));
                break;
            }
            first = first.or(Some((value, behind)));
            if likely.is_none() && self.stands(index + 1, behind) {
                likely = Some((value, behind));
            }
        }
        match likely.or(first) {
            Some((value, rest)) => Ok(Extent {
                value,
                rest,
                cut: false,
            }),
            None if self.is_last(index) => Ok(Extent {
                value: text,
                rest: &[],
                cut: true,
            }),
            None => Err(Miss::before(&[], index + 1, Wanted::Value)),
        }
    }

    /// Up to the literal, or to the first blank.
    fn token<'a>(&self, index: usize, rest: &'a [u8]) -> Result<Extent<'a>, Miss> {
        let literal = self.literal_before(index + 1);
        let end = match literal.first() {
            Some(blank) if is_blank(*blank) => near::find([*blank], rest),
            Some(first) => near::find_each(*first, rest)
                .find(|at| after_literal(after(rest, *at), literal).is_some()),
            None if self.is_quoted(index + 1) => memchr(b'"', rest),
            None => rest.iter().position(|byte| is_blank(*byte)),
        };
        match end {
            Some(end) => Ok(Extent::bare(rest, end)),
            None if rest.is_empty() => Err(Miss::before(rest, index, Wanted::Value)),
            None => self.unended(index, rest),
        }
    }

    /// Up to the literal after which the next value can begin; failing that, up to the first such literal.
    fn text<'a>(
        &self,
        index: usize,
        joins: Joins,
        mut inner: usize,
        rest: &'a [u8],
    ) -> Result<Extent<'a>, Miss> {
        let next = self.steps.get(index + 1);
        let literal = next.map_or(&*self.tail, |next| &next.before);
        let first = match literal {
            [first, ..] => *first,
            [] if next.is_some_and(Step::is_quoted) => b'"',
            [] => return Ok(self.final_text(joins, rest)),
        };
        // A list's own separators begin with blanks, or with what only blanks follow.
        let joins = if is_blank(first) && !matches!(literal.get(1), Some(b':' | b',')) {
            joins
        } else {
            Joins::Nothing
        };
        // A run of blanks within a time counts once.
        let is_run =
            |value: &[u8]| literal == b" " && value.last().is_none_or(|byte| *byte == b' ');
        let counts_runs = inner > 0;
        let mut likely = None;
        for found in near::find_each(first, rest) {
            let (value, follows) = rest.split_at_checked(found).unwrap_or((rest, &[]));
            let Some(behind) = after_literal(follows, literal) else {
                continue;
            };
            if counts_runs && is_run(value) {
                continue;
            }
            if inner > 0 {
                inner -= 1;
                continue;
            }
            if goes_on(joins, value, follows) {
                continue;
            }
            let leads = match next {
                Some(next) => self.opens(index + 1, next, behind),
                None => self.ends(follows),
            };
            if leads {
                return Ok(Extent::bare(rest, found));
            }
            likely = likely.or(Some(found));
        }
        match likely {
            Some(end) => Ok(Extent::bare(rest, end)),
            None => self.unended(index, rest),
        }
    }

    /// Text with nothing after it: all the rest but blanks at its end; a list ends where it is no list any more.
    fn final_text<'a>(&self, joins: Joins, rest: &'a [u8]) -> Extent<'a> {
        let whole = rest.trim_ascii_end();
        let end = if joins == Joins::Nothing || !self.extras_allowed {
            None
        } else {
            memchr_iter(b' ', whole).find(|found| {
                whole
                    .split_at_checked(*found)
                    .is_some_and(|(value, follows)| !goes_on(joins, value, follows))
            })
        };
        Extent::bare(rest, end.unwrap_or(whole.len()))
    }

    /// A bare value that no literal ends: the end of the line, where it may be.
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

/// Whether a list goes on after `value`.
fn goes_on(joins: Joins, value: &[u8], follows: &[u8]) -> bool {
    let comma = || value.ends_with(b",");
    let colon =
        || value.ends_with(b" :") || follows.get(1..).is_some_and(|next| next.starts_with(b": "));
    match joins {
        Joins::Nothing => false,
        Joins::Commas => comma(),
        Joins::Groups => comma() || colon(),
    }
}

/// Whether a quote right after `before` is escaped: by an odd run of backslashes.
fn is_escaped(before: &[u8]) -> bool {
    before
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count()
        % 2
        == 1
}
