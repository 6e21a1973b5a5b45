//! Where a value stands in the line.

use memchr::{memchr, memchr_iter};

use super::Layout;
use super::look::{after, after_literal, between, is_blank};
use super::miss::{Miss, Wanted};
use super::step::{Ending, Joins, Step};

/// A value's place in the line.
pub(super) struct Extent {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the literal after the value should stand.
    pub(super) next: usize,
    /// The line ended before the value did.
    pub(super) cut: bool,
}

impl Extent {
    fn bare(start: usize, end: usize) -> Self {
        Self {
            start,
            end,
            next: end,
            cut: false,
        }
    }
}

impl Layout {
    /// Where a step's value stands, when it begins at `start`.
    #[inline]
    pub(super) fn extent(
        &self,
        index: usize,
        step: &Step,
        line: &[u8],
        start: usize,
    ) -> Result<Extent, Miss> {
        match step.ending {
            Ending::Quoted { escaped } => self.quoted(index, escaped, line, start),
            Ending::Token => self.token(index, line, start),
            Ending::Text { joins, inner } => self.text(index, joins, inner, line, start),
        }
    }

    /// Up to the closing quote; to the end of a line that is cut within its last value.
    fn quoted(
        &self,
        index: usize,
        escaped: bool,
        line: &[u8],
        open: usize,
    ) -> Result<Extent, Miss> {
        let rest = after(line, open);
        if rest.first() != Some(&b'"') {
            if self.is_dash(index, rest) {
                return Ok(Extent::bare(open, open + 1));
            }
            return Err(Miss {
                offset: open,
                step: index,
                wanted: Wanted::OpeningQuote,
            });
        }
        let start = open + 1;
        // The first quote that ends the value by itself, and the first that the next literal follows.
        let (mut first, mut likely) = (None, None);
        for found in memchr_iter(b'"', after(line, start)) {
            let end = start + found;
            if escaped && is_escaped(between(line, start, end)) {
                continue;
            }
            // That the line may end here says less than a literal that stood behind a quote before.
            if likely.is_some() && end + 1 == line.len() {
                break;
            }
            if self.leads(index + 1, line, end + 1) {
                first = Some(end);
                likely = first;
                break;
            }
            first = first.or(Some(end));
            if likely.is_none() && self.stands(index + 1, after(line, end + 1)) {
                likely = Some(end);
            }
        }
        match likely.or(first) {
            Some(end) => Ok(Extent {
                start,
                end,
                next: end + 1,
                cut: false,
            }),
            None if self.is_last(index) => Ok(Extent {
                start,
                end: line.len(),
                next: line.len(),
                cut: true,
            }),
            None => Err(Miss {
                offset: line.len(),
                step: index + 1,
                wanted: Wanted::Value,
            }),
        }
    }

    /// Up to the literal, or to the first blank.
    fn token(&self, index: usize, line: &[u8], start: usize) -> Result<Extent, Miss> {
        let rest = after(line, start);
        let literal = self.literal_before(index + 1);
        let end = match literal.first() {
            Some(blank) if is_blank(*blank) => memchr(*blank, rest),
            Some(first) => memchr_iter(*first, rest)
                .find(|at| after_literal(after(rest, *at), literal).is_some()),
            None if self.is_quoted(index + 1) => memchr(b'"', rest),
            None => rest.iter().position(|byte| is_blank(*byte)),
        };
        match end {
            Some(end) => Ok(Extent::bare(start, start + end)),
            None if rest.is_empty() => Err(Miss {
                offset: line.len(),
                step: index,
                wanted: Wanted::Value,
            }),
            None => self.unended(index, line, start),
        }
    }

    /// Up to the literal after which the next value can begin; failing that, up to the first such literal.
    fn text(
        &self,
        index: usize,
        joins: Joins,
        inner: usize,
        line: &[u8],
        start: usize,
    ) -> Result<Extent, Miss> {
        let rest = after(line, start);
        let literal = self.literal_before(index + 1);
        let Some(first) = literal
            .first()
            .copied()
            .or_else(|| self.is_quoted(index + 1).then_some(b'"'))
        else {
            return Ok(self.final_text(joins, line, start));
        };
        // A list's own separators begin with blanks, or with what only blanks follow.
        let joins = if is_blank(first) && !matches!(literal.get(1), Some(b':' | b',')) {
            joins
        } else {
            Joins::Nothing
        };
        let mut inner_left = inner;
        let mut likely = None;
        for found in memchr_iter(first, rest) {
            let (value, follows) = rest.split_at_checked(found).unwrap_or((rest, &[]));
            let Some(behind) = after_literal(follows, literal) else {
                continue;
            };
            if inner > 0 && literal == b" " && value.last().is_none_or(|byte| *byte == b' ') {
                continue;
            }
            if inner_left > 0 {
                inner_left -= 1;
                continue;
            }
            if goes_on(joins, value, follows) {
                continue;
            }
            let leads = match self.steps.get(index + 1) {
                Some(next) => self.opens(index + 1, next, behind),
                None => self.ends(follows),
            };
            if leads {
                return Ok(Extent::bare(start, start + found));
            }
            likely = likely.or(Some(start + found));
        }
        match likely {
            Some(end) => Ok(Extent::bare(start, end)),
            None => self.unended(index, line, start),
        }
    }

    /// Text with nothing after it: all the rest but blanks at its end; a list ends where it is no list any more.
    fn final_text(&self, joins: Joins, line: &[u8], start: usize) -> Extent {
        let rest = after(line, start).trim_ascii_end();
        let whole = Extent::bare(start, start + rest.len());
        if joins == Joins::Nothing || !self.extras_allowed {
            return whole;
        }
        memchr_iter(b' ', rest)
            .find(|found| {
                rest.split_at_checked(*found)
                    .is_some_and(|(value, follows)| !goes_on(joins, value, follows))
            })
            .map_or(whole, |found| Extent::bare(start, start + found))
    }

    /// A bare value that no literal ends: the end of the line, where it may be.
    fn unended(&self, index: usize, line: &[u8], start: usize) -> Result<Extent, Miss> {
        if self.may_end_line(index) {
            return Ok(Extent::bare(start, line.len()));
        }
        let (step, wanted) = if start < line.len() {
            (index + 1, Wanted::Literal)
        } else {
            (index, Wanted::Value)
        };
        Err(Miss {
            offset: line.len(),
            step,
            wanted,
        })
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
