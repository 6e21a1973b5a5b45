//! Looks ahead: checks whether the layout can continue with the rest of the line.

use super::Layout;
use super::literal::Literal;
use super::step::{Opening, Step};
use super::tail::begins_tail;

/// The limit on the length of a number. A number of 64 bits with a fraction is shorter. The limit
/// bounds the bytes that are read for each candidate.
pub(super) const NUMBER_BYTES: usize = 40;

impl Layout {
    /// Whether the step and the literal before it can begin at `rest`. For the index after the last
    /// step: whether the line can end there.
    pub(super) fn can_continue_with(&self, index: usize, rest: &[u8]) -> bool {
        let Some(step) = self.steps.get(index) else {
            return self.can_end_with(rest);
        };
        if rest.is_empty() {
            return index >= self.optional_from;
        }
        step.before
            .after(rest)
            .is_some_and(|rest| self.can_begin_value(index, step, rest))
    }

    /// Whether the value of the step can begin at `rest`.
    #[inline]
    pub(super) fn can_begin_value(&self, index: usize, step: &Step, rest: &[u8]) -> bool {
        if step.is_quoted() {
            return rest.first() == Some(&b'"') || self.is_dash(index, rest);
        }
        match step.opening {
            Opening::Any => true,
            Opening::Protocol => rest.starts_with(b"HTTP/") || self.is_dash(index, rest),
            Opening::Time(shape) => shape
                .skip(rest)
                .is_some_and(|rest| self.has_literal_before(index + 1, rest)),
            Opening::IsoTime => {
                rest.get(4) == Some(&b'-') && matches!(rest.get(10), Some(b'T' | b' '))
            }
            Opening::Number => {
                let digits = rest
                    .iter()
                    .take(NUMBER_BYTES)
                    .take_while(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'))
                    .count();
                digits > 0
                    && match step.joined.first() {
                        Some((byte, _)) => rest.get(digits) == Some(byte),
                        None => self.has_literal_before(index + 1, after(rest, digits)),
                    }
            }
        }
    }

    /// Whether `rest` begins with the literal before a step. If the step's value is quoted, its
    /// opening quote, a `-` or the end of the line must follow the literal. An empty `rest` counts
    /// if the step is optional. For the index after the last step: whether the line can end there.
    pub(super) fn has_literal_before(&self, index: usize, rest: &[u8]) -> bool {
        let Some(step) = self.steps.get(index) else {
            return self.can_end_with(rest);
        };
        if rest.is_empty() {
            return index >= self.optional_from;
        }
        step.before.after(rest).is_some_and(|rest| {
            !step.is_quoted() || matches!(rest.first(), None | Some(b'"' | b'-'))
        })
    }

    /// Whether the value of the step is absent: an unquoted `-` is in its place.
    pub(super) fn is_dash(&self, index: usize, rest: &[u8]) -> bool {
        rest.strip_prefix(b"-")
            .is_some_and(|rest| self.has_literal_before(index + 1, rest))
    }

    /// Whether the line can end if only `rest` is left.
    pub(super) fn can_end_with(&self, rest: &[u8]) -> bool {
        let rest = match self.tail.after(rest) {
            Some(rest) => rest,
            None if self.optional_from <= self.steps.len() => rest,
            None => return false,
        };
        rest.trim_ascii_start().is_empty() || self.extras_allowed && begins_tail(rest)
    }

    /// Whether no required value follows the step.
    pub(super) fn is_last(&self, index: usize) -> bool {
        index + 1 >= self.steps.len().min(self.optional_from)
    }

    /// Whether the line may end after the step's value.
    pub(super) fn may_end_line(&self, index: usize) -> bool {
        index + 1 >= self.optional_from || index + 1 == self.steps.len() && self.tail.is_empty()
    }

    pub(super) fn literal_before(&self, index: usize) -> &Literal {
        self.steps
            .get(index)
            .map_or(&self.tail, |step| &step.before)
    }

    pub(super) fn is_quoted(&self, index: usize) -> bool {
        self.steps.get(index).is_some_and(Step::is_quoted)
    }
}

pub(super) fn after(line: &[u8], at: usize) -> &[u8] {
    line.get(at..).unwrap_or_default()
}
