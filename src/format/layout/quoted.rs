//! Where a value between quotes ends.
//!
//! Of a writer that escapes quotes, an unescaped one closes its value where the layout goes on
//! behind it, or where a blank and then words and whole quoted values follow, whatever they are. A
//! quote that was not escaped all the same is part of the value only where no earlier one closes
//! it. A request never holds one: it is where another line begins.

use super::Layout;
use super::extent::Extent;
use super::look::after;
use super::miss::{Miss, Wanted};
use super::step::{Opening, Quotes, Step};
use super::tail::{self, Tail, quotes};
use crate::format::field::Field;

impl Layout {
    /// Up to the closing quote; to the end of a line that is cut within its last value.
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

    /// The quote that closes a value whose own quotes are escaped.
    #[inline]
    fn closing(&self, index: usize, step: &Step, text: &[u8]) -> Result<Option<usize>, Miss> {
        let Some(first) = quotes(text, true).next() else {
            return Ok(None);
        };
        let behind = after(text, first + 1);
        if self.goes_on_behind(index + 1, behind) {
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

    /// Of several quotes the one that closes the value.
    #[cold]
    fn settled(&self, index: usize, step: &Step, text: &[u8], first: usize) -> Result<usize, Miss> {
        let next = index + 1;
        let leads = quotes(text, true).find(|end| self.goes_on_behind(next, after(text, end + 1)));
        let (whole, cut) = if self.may_have_tail(next) {
            tail::first_ends(text, true)
        } else {
            (None, None)
        };
        let stands = || quotes(text, true).find(|end| self.stands(next, after(text, end + 1)));
        let found = [leads, whole].into_iter().flatten().min();
        let end = found.or(cut).or_else(stands).unwrap_or(first);
        let value = text.get(..end).unwrap_or_default();
        // A request holds no quote; neither a referrer nor an agent ends as a request does.
        let is_torn = end != first
            && (step.field == Some(Field::RequestLine) || step.is_header() && ends_request(value));
        if is_torn {
            return Err(Miss::before(after(text, first), index, Wanted::OneLine));
        }
        Ok(end)
    }

    /// Whether what is behind a quote can be what the layout has next, and nothing else.
    fn goes_on_behind(&self, next: usize, behind: &[u8]) -> bool {
        match self.steps.get(next) {
            // Words and quoted values that nobody needs may follow; they are looked at as a whole.
            None => self
                .tail
                .after(behind)
                .is_some_and(|rest| rest.trim_ascii_start().is_empty()),
            Some(step) if self.may_have_tail(next) && !step.is_telling() => {
                behind.is_empty() && next >= self.optional_from
            }
            Some(_) => self.leads(next, behind),
        }
    }

    /// Whether a tail may follow a value: whether nothing but a blank must come behind its quote.
    fn may_have_tail(&self, next: usize) -> bool {
        let literal = self.literal_before(next);
        literal.is_empty() && next >= self.steps.len() || literal.first() == Some(&b' ')
    }

    /// The quote that the next literal follows, of a writer that leaves a value's quotes as they
    /// are; failing that, the first.
    fn likely_closing(&self, index: usize, backslash: bool, text: &[u8]) -> Option<usize> {
        let (mut first, mut likely) = (None, None);
        for end in quotes(text, backslash) {
            let behind = after(text, end + 1);
            // That the line may end here says less than a literal that was behind a quote before.
            if likely.is_some() && behind.is_empty() {
                break;
            }
            if self.leads(index + 1, behind) {
                return Some(end);
            }
            first = first.or(Some(end));
            if likely.is_none() && self.stands(index + 1, behind) {
                likely = Some(end);
            }
        }
        likely.or(first)
    }
}

impl Step {
    /// Whether the value is one that a client sends in a header, and that may be last in a line.
    fn is_header(&self) -> bool {
        matches!(self.field, Some(Field::Referrer | Field::UserAgent))
    }

    /// Whether the beginning of the value distinguishes it from any word.
    fn is_telling(&self) -> bool {
        if self.is_quoted() {
            return !self.is_optional_list;
        }
        self.opening != Opening::Any || self.before.len() > 1
    }
}

/// Whether a value ends as a request does: ` HTTP/1.1`.
pub(super) fn ends_request(value: &[u8]) -> bool {
    match value {
        [.., b' ', b'H', b'T', b'T', b'P', b'/', major, b'.', minor] => {
            major.is_ascii_digit() && minor.is_ascii_digit()
        }
        [.., b' ', b'H', b'T', b'T', b'P', b'/', major] => major.is_ascii_digit(),
        _ => false,
    }
}
