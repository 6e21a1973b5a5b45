//! Reading a line by a layout.

use memchr::{memchr, memchr_iter};

use super::Layout;
use super::compile::described;
use super::step::{Ending, Joins, Opening, Step};
use crate::format::field::Field;
use crate::format::line::LogLine;
use crate::rejection::{Reason, Rejection};

/// `24/Nov/2026:13:55:36 +0000`, in bytes.
const CLF_TIME_BYTES: usize = 26;

/// The most bytes of a number: more than any of 64 bits with a fraction has. It bounds what is looked at for each candidate.
const NUMBER_BYTES: usize = 40;

/// Where and why a line stops being one of a layout; cheap to make, so that formats can be tried in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Miss {
    /// Byte offset in the line.
    pub offset: usize,
    step: usize,
    wanted: Wanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The literal before the step.
    Literal,
    OpeningQuote,
    Value,
    End,
}

/// A value's place in the line.
struct Extent {
    start: usize,
    end: usize,
    /// Where the literal after the value should stand.
    next: usize,
    /// The line ended before the value did.
    cut: bool,
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
    /// Takes a line apart, its line ending already off. Nothing is copied.
    ///
    /// A line that ends within its last quoted value, or within any quoted value of the optional part, is read, with
    /// [`LogLine::cut`] set. Blanks at the end are ignored.
    ///
    /// # Errors
    /// [`Reason::Mismatch`] where the line is not what the layout has, [`Reason::Cut`] where it ends before the layout does.
    pub fn read<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        self.attempt(line).map_err(|miss| self.reject(line, miss))
    }

    /// [`Layout::read`] for a caller that has other layouts to try.
    ///
    /// # Errors
    /// Where the line stops being one of this layout; [`Layout::reject`] puts it into words.
    pub fn attempt<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Miss> {
        let mut fields = LogLine::new(&self.escapes);
        fields.time_pattern = self.time_pattern.as_deref();
        let mut at = 0;
        for (index, step) in self.steps.iter().enumerate() {
            let optional = index >= self.optional_from;
            let rest = after(line, at);
            if !rest.starts_with(&step.before) {
                if optional && step.before.starts_with(rest) {
                    fields.cut = !rest.is_empty();
                    return Ok(fields);
                }
                if optional && self.extras_allowed && begins_blank(rest) {
                    return Ok(fields);
                }
                return Err(Miss {
                    offset: at,
                    step: index,
                    wanted: Wanted::Literal,
                });
            }
            at += step.before.len();
            if optional && at >= line.len() {
                return Ok(fields);
            }
            let extent = match self.extent(index, step, line, at) {
                Ok(extent) => extent,
                // What does not fit in the optional part is an extra.
                Err(_) if optional && self.extras_allowed => return Ok(fields),
                Err(miss) => return Err(miss),
            };
            bind(step, &mut fields, between(line, extent.start, extent.end));
            if extent.cut {
                fields.cut = true;
                return Ok(fields);
            }
            at = extent.next;
        }
        if self.ends(after(line, at)) {
            Ok(fields)
        } else {
            Err(Miss {
                offset: at,
                step: self.steps.len(),
                wanted: self.wanted_at_end(after(line, at)),
            })
        }
    }

    /// Where a step's value stands, when it begins at `start`.
    fn extent(&self, index: usize, step: &Step, line: &[u8], start: usize) -> Result<Extent, Miss> {
        match step.ending {
            Ending::Quoted { escaped } => self.quoted(index, escaped, line, start),
            Ending::Token => self.token(index, line, start),
            Ending::Text { joins, inner } => self.text(index, joins, inner, line, start),
        }
    }

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

    fn token(&self, index: usize, line: &[u8], start: usize) -> Result<Extent, Miss> {
        let rest = after(line, start);
        let literal = self.literal_before(index + 1);
        let end = match literal.first() {
            Some(blank) if is_blank(*blank) => memchr(*blank, rest),
            Some(first) => {
                memchr_iter(*first, rest).find(|at| after(rest, *at).starts_with(literal))
            }
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
            if !follows.starts_with(literal) {
                continue;
            }
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
            if self.leads(index + 1, line, start + found) {
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

    /// Whether the step can begin at `at`, its literal included; past the last step, whether the line can end there.
    fn leads(&self, index: usize, line: &[u8], at: usize) -> bool {
        let rest = after(line, at);
        let Some(step) = self.steps.get(index) else {
            return self.ends(rest);
        };
        if rest.is_empty() {
            return index >= self.optional_from;
        }
        let Some(rest) = rest.strip_prefix(&*step.before) else {
            return false;
        };
        if step.is_quoted() {
            return rest.first() == Some(&b'"') || self.is_dash(index, rest);
        }
        match step.opening {
            Opening::Any => true,
            Opening::Protocol => rest.starts_with(b"HTTP/") || self.is_dash(index, rest),
            Opening::ClfTime => rest
                .get(CLF_TIME_BYTES..)
                .is_some_and(|rest| self.stands(index + 1, rest)),
            Opening::Number => {
                let digits = rest
                    .iter()
                    .take(NUMBER_BYTES)
                    .take_while(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'))
                    .count();
                digits > 0
                    && match step.joined.first() {
                        Some((byte, _)) => rest.get(digits) == Some(byte),
                        None => self.stands(index + 1, after(rest, digits)),
                    }
            }
        }
    }

    /// Whether the literal before a step, with its opening quote, stands at the beginning of `rest`; past the last step,
    /// whether the line can end there.
    fn stands(&self, index: usize, rest: &[u8]) -> bool {
        let Some(step) = self.steps.get(index) else {
            return self.ends(rest);
        };
        if rest.is_empty() {
            return index >= self.optional_from;
        }
        rest.strip_prefix(&*step.before).is_some_and(|rest| {
            !step.is_quoted() || matches!(rest.first(), None | Some(b'"' | b'-'))
        })
    }

    /// Whether a `-` without quotes stands for the step's value.
    fn is_dash(&self, index: usize, rest: &[u8]) -> bool {
        rest.strip_prefix(b"-")
            .is_some_and(|rest| self.stands(index + 1, rest))
    }

    /// Whether the line can end where only `rest` is left.
    fn ends(&self, rest: &[u8]) -> bool {
        let rest = match rest.strip_prefix(&*self.tail) {
            Some(rest) => rest,
            None if self.optional_from <= self.steps.len() => rest,
            None => return false,
        };
        rest.trim_ascii_start().is_empty() || self.extras_allowed && begins_blank(rest)
    }

    /// Whether no necessary value comes after the step.
    fn is_last(&self, index: usize) -> bool {
        index + 1 >= self.steps.len().min(self.optional_from)
    }

    /// Whether the step's value may be the end of the line.
    fn may_end_line(&self, index: usize) -> bool {
        index + 1 >= self.optional_from || index + 1 == self.steps.len() && self.tail.is_empty()
    }

    fn literal_before(&self, index: usize) -> &[u8] {
        self.steps
            .get(index)
            .map_or(&self.tail, |step| &step.before)
    }

    fn is_quoted(&self, index: usize) -> bool {
        self.steps.get(index).is_some_and(Step::is_quoted)
    }

    fn wanted_at_end(&self, rest: &[u8]) -> Wanted {
        if rest.starts_with(&self.tail) {
            Wanted::End
        } else {
            Wanted::Literal
        }
    }

    /// A miss in words.
    #[cold]
    #[must_use]
    pub fn reject(&self, line: &[u8], miss: Miss) -> Rejection {
        let field = self.steps.get(miss.step).map(|step| described(step.field));
        let literal = String::from_utf8_lossy(self.literal_before(miss.step));
        let expected = match (miss.wanted, field) {
            (Wanted::OpeningQuote, Some(field)) => format!("`\"` before {field}"),
            (Wanted::Value, Some(field)) => field.to_owned(),
            (Wanted::Literal, Some(field)) => format!("`{literal}` before {field}"),
            (Wanted::Literal, None) => format!("`{literal}` at the end of the line"),
            (_, _) => "the end of the line".to_owned(),
        };
        let rest = after(line, miss.offset);
        let ended = match miss.wanted {
            Wanted::Literal => literal.as_bytes().starts_with(rest),
            Wanted::OpeningQuote | Wanted::Value => rest.is_empty(),
            Wanted::End => false,
        };
        if ended {
            Rejection::at(line.len(), Reason::Cut { expected })
        } else {
            Rejection::at(miss.offset, Reason::Mismatch { expected })
        }
    }
}

fn bind<'a>(step: &Step, fields: &mut LogLine<'a>, value: &'a [u8]) {
    let (mut field, mut rest) = (step.field, value);
    for (begins, joined) in &step.joined {
        let Some((before, from)) = memchr(*begins, rest).and_then(|at| rest.split_at_checked(at))
        else {
            continue;
        };
        set(fields, field, before);
        (field, rest) = (*joined, from);
    }
    set(fields, field, rest);
}

fn set<'a>(fields: &mut LogLine<'a>, field: Option<Field>, value: &'a [u8]) {
    if let Some(field) = field {
        fields.set(field, value);
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

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn begins_blank(rest: &[u8]) -> bool {
    rest.first().is_none_or(|byte| is_blank(*byte))
}

fn after(line: &[u8], at: usize) -> &[u8] {
    line.get(at..).unwrap_or_default()
}

fn between(line: &[u8], start: usize, end: usize) -> &[u8] {
    line.get(start..end).unwrap_or_default()
}
