//! Why, and where, a line does not match a layout.

use super::Layout;
use super::ahead::after;
use super::compile::described;
use crate::rejection::{Reason, Rejection};

/// Why, and where, a line does not match a layout. This type is cheap to create, since a mismatch
/// in the optional part does not cause a rejection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Miss {
    /// The number of unread bytes of the line.
    left: usize,
    step: usize,
    wanted: Wanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The literal before the step.
    Literal,
    OpeningQuote,
    Value,
    /// A number that contains no quotes.
    Number,
    End,
    /// A single line. One of the values contains the beginning of another line.
    OneLine,
}

impl Miss {
    /// Whether the line is rejected even if the mismatch is in the optional part, because people do
    /// not append such text to a line.
    pub(super) fn is_final(self) -> bool {
        matches!(self.wanted, Wanted::OneLine | Wanted::Number)
    }

    /// The miss of a line that lacks `wanted` where `rest` begins.
    pub(super) fn before(rest: &[u8], step: usize, wanted: Wanted) -> Self {
        Self {
            left: rest.len(),
            step,
            wanted,
        }
    }
}

impl Layout {
    /// Converts the mismatch into a rejection.
    #[cold]
    pub(super) fn reject(&self, line: &[u8], miss: Miss) -> Rejection {
        let torn = self.torn_times(line);
        if let Some(torn) = torn.or_else(|| self.joint(line, None)) {
            return torn;
        }
        if miss.wanted == Wanted::OneLine {
            let evidence = "a quote within a value";
            return Rejection::at(
                line.len().saturating_sub(miss.left),
                Reason::Torn { evidence },
            );
        }
        let field = self.steps.get(miss.step).map(|step| described(step.field));
        let literal = String::from_utf8_lossy(self.literal_before(miss.step));
        let expected = match (miss.wanted, field) {
            (Wanted::OpeningQuote, Some(field)) => format!("`\"` before {field}"),
            (Wanted::Value, Some(field)) => field.to_owned(),
            (Wanted::Number, Some(field)) => format!("a number as {field}"),
            (Wanted::Literal, Some(field)) => format!("`{literal}` before {field}"),
            (Wanted::Literal, None) => format!("`{literal}` at the end of the line"),
            (_, _) => "the end of the line".to_owned(),
        };
        let offset = line.len().saturating_sub(miss.left);
        let rest = after(line, offset);
        let ended = match miss.wanted {
            Wanted::Literal => literal.as_bytes().starts_with(rest),
            Wanted::OpeningQuote | Wanted::Value => rest.is_empty(),
            Wanted::Number | Wanted::End | Wanted::OneLine => false,
        };
        if ended {
            Rejection::at(line.len(), Reason::Cut { expected })
        } else {
            Rejection::at(offset, Reason::Mismatch { expected })
        }
    }
}
