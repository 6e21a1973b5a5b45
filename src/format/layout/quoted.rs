//! Finds the end of a value between quotes.
//!
//! If the writer escapes quotes, the first unescaped quote closes its value in two cases: the
//! layout continues after it, or a blank, words and whole quoted values follow. Otherwise, the
//! first later quote to which one of the cases applies closes the value, and the unescaped quotes
//! before it are part of the value. If there is no such quote, the most probable one closes the
//! value ([`Layout::settled`]). A request never contains an unescaped quote, so such a quote shows
//! that another line begins there.

use super::Layout;
use super::ahead::after;
use super::extent::{Extent, ends_request};
use super::miss::{Miss, Wanted};
use super::step::{Opening, Quotes, Step};
use super::tail::{self, Tail, quotes};
use crate::format::field::Field;

impl Layout {
    /// The value up to its closing quote, or up to the end of a line that is cut within its last
    /// value.
    pub(super) fn quoted<'a>(
        &self,
        index: usize,
        step: &Step,
        kind: Quotes,
        rest: &'a [u8],
    ) -> Result<Extent<'a>, Miss> {
        let [b'"', text @ ..] = rest else {
            if self.is_dash(index, rest) {
                return Ok(Extent::bare(rest, 1));
            }
            return Err(Miss::before(rest, index, Wanted::OpeningQuote));
        };
        let end = match kind {
            Quotes::Escaped => self.closing(index, step, text)?,
            Quotes::Stray { backslash } => self.likely_closing(index, backslash, text),
        };
        match end {
            Some(end) => Ok(Extent::quoted(text, end)),
            None if self.is_last(index) => Ok(Extent::cut(text)),
            None => Err(Miss::before(&[], index + 1, Wanted::Value)),
        }
    }

    /// Finds the closing quote of a value in which quotes are escaped.
    #[inline]
    fn closing(&self, index: usize, step: &Step, text: &[u8]) -> Result<Option<usize>, Miss> {
        let Some(first) = quotes(text, true).next() else {
            return Ok(None);
        };
        let behind = after(text, first + 1);
        if self.expected_follows(index + 1, behind) {
            return Ok(Some(first));
        }
        let value = text.get(..first).unwrap_or_default();
        if step.is_header() && ends_request(value) && !behind.is_empty() {
            return Err(Miss::before(after(text, first), index, Wanted::OneLine));
        }
        if self.may_have_tail(index + 1) && tail::tail(behind, true) == Tail::Whole {
            return Ok(Some(first));
        }
        self.settled(index, step, text, first).map(Some)
    }

    /// Chooses the closing quote from several unescaped ones: the first after which the layout
    /// continues or a whole tail follows, or else the first before a tail that the end of the line
    /// cuts, or else the first before the next literal, or else the first one.
    #[cold]
    fn settled(&self, index: usize, step: &Step, text: &[u8], first: usize) -> Result<usize, Miss> {
        let next = index + 1;
        let continues =
            quotes(text, true).find(|end| self.expected_follows(next, after(text, end + 1)));
        let (whole, cut) = if self.may_have_tail(next) {
            tail::first_ends(text, true)
        } else {
            (None, None)
        };
        let before_literal =
            || quotes(text, true).find(|end| self.has_literal_before(next, after(text, end + 1)));
        let found = [continues, whole].into_iter().flatten().min();
        let end = found.or(cut).or_else(before_literal).unwrap_or(first);
        let value = text.get(..end).unwrap_or_default();
        // A request contains no unescaped quote. A referrer and an agent do not end like a request.
        let is_torn = end != first
            && (step.field == Some(Field::RequestLine) || step.is_header() && ends_request(value));
        if is_torn {
            return Err(Miss::before(after(text, first), index, Wanted::OneLine));
        }
        Ok(end)
    }

    /// Whether the text after a quote is what the layout expects next, and cannot be unknown values
    /// instead.
    fn expected_follows(&self, next: usize, behind: &[u8]) -> bool {
        match self.steps.get(next) {
            // Only the end of the line counts here. Words and quoted values that the layout does
            // not know may also follow. The caller checks whether they are a tail.
            None => self
                .tail
                .after(behind)
                .is_some_and(|rest| rest.trim_ascii_start().is_empty()),
            Some(step) if self.may_have_tail(next) && !step.is_distinctive() => {
                behind.is_empty() && next >= self.optional_from
            }
            Some(_) => self.can_continue_with(next, behind),
        }
    }

    /// Whether unknown values may follow a value. They may if the layout has a blank or nothing
    /// after the closing quote.
    fn may_have_tail(&self, next: usize) -> bool {
        let literal = self.literal_before(next);
        literal.is_empty() && next >= self.steps.len() || literal.first() == Some(&b' ')
    }

    /// Finds the closing quote for a writer that does not escape quotes. It is the first quote
    /// after which the layout can continue, else the first quote before the next literal, else the
    /// first quote.
    fn likely_closing(&self, index: usize, backslash: bool, text: &[u8]) -> Option<usize> {
        let (mut first, mut likely) = (None, None);
        for end in quotes(text, backslash) {
            let behind = after(text, end + 1);
            // This quote is at the end of the line. The literal after an earlier quote is stronger
            // evidence.
            if likely.is_some() && behind.is_empty() {
                break;
            }
            if self.can_continue_with(index + 1, behind) {
                return Some(end);
            }
            first = first.or(Some(end));
            if likely.is_none() && self.has_literal_before(index + 1, behind) {
                likely = Some(end);
            }
        }
        likely.or(first)
    }
}

impl Step {
    /// Whether the value is a header of the client that may be the last value of a line.
    fn is_header(&self) -> bool {
        matches!(self.field, Some(Field::Referrer | Field::UserAgent))
    }

    /// Whether the beginning of the value, or the literal before it, distinguishes the value from
    /// any other word.
    pub(super) fn is_distinctive(&self) -> bool {
        if self.is_quoted() {
            return !self.is_optional_list;
        }
        self.opening != Opening::Any || self.before.len() > 1
    }
}
