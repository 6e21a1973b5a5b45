//! Texts that the report keeps: examples of rejected lines, and lines of requests if they are
//! wanted. Redaction was already applied to all of them.

use std::collections::BTreeMap;

use crate::event::Timestamp;

/// The most examples of each reason.
const EXAMPLES: usize = 3;

/// The most characters of a line.
const LINE_LIMIT_CHARS: usize = 600;

/// The most lines of failed requests that are kept, and the most lines of all other requests.
const LINES: usize = 100;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) timestamp: Timestamp,
    pub(super) text: Box<str>,
}

/// The kept texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    with_lines: bool,
    /// The first [`EXAMPLES`] lines that were rejected for each reason, by the code of the reason.
    pub(super) rejections: BTreeMap<&'static str, Vec<Box<str>>>,
    /// The newest lines of failed requests.
    failures: Vec<Line>,
    others: Vec<Line>,
}

impl Kept {
    pub(super) fn new(with_lines: bool) -> Self {
        Self {
            with_lines,
            ..Self::default()
        }
    }

    pub(super) fn keep_rejection(&mut self, code: &'static str, original: &str) {
        let examples = self.rejections.entry(code).or_default();
        if examples.len() < EXAMPLES {
            examples.push(cut(original));
        }
    }

    pub(super) fn keep_line(&mut self, line: &str, timestamp: Timestamp, status: Option<u16>) {
        if !self.with_lines {
            return;
        }
        let lines = match status {
            Some(400..) => &mut self.failures,
            _ => &mut self.others,
        };
        let text = cut(line);
        lines.push(Line { timestamp, text });
        if lines.len() >= 2 * LINES {
            forget_old(lines);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (code, examples) in other.rejections {
            let own = self.rejections.entry(code).or_default();
            own.extend(examples);
            own.truncate(EXAMPLES);
        }
        self.failures.extend(other.failures);
        self.others.extend(other.others);
    }

    /// The newest lines. The newest one is first.
    pub(super) fn lines(&self) -> Vec<Line> {
        let (mut failures, mut others) = (self.failures.clone(), self.others.clone());
        forget_old(&mut failures);
        forget_old(&mut others);
        failures.append(&mut others);
        failures.sort_unstable_by(|one, other| other.cmp(one));
        failures
    }
}

fn forget_old(lines: &mut Vec<Line>) {
    lines.sort_unstable_by(|one, other| other.cmp(one));
    lines.truncate(LINES);
}

fn cut(text: &str) -> Box<str> {
    match text.char_indices().nth(LINE_LIMIT_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp {
            seconds,
            ..Timestamp::default()
        }
    }

    #[test]
    fn the_newest_lines_are_kept_if_they_are_wanted() {
        let mut kept = Kept::new(true);
        for second in 0..1_000 {
            kept.keep_line(&format!("line {second}"), at(second), Some(200));
        }
        kept.keep_line("failed", at(5), Some(500));
        let lines = kept.lines();
        assert_eq!(lines.len(), LINES + 1);
        assert_eq!(&*lines[0].text, "line 999");
        assert_eq!(&*lines[LINES].text, "failed");

        let mut kept = Kept::new(false);
        kept.keep_line("line", at(0), Some(200));
        assert_eq!(kept.lines(), []);
    }
}
