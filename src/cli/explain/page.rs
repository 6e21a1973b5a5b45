//! The page for an explanation: each stage has a heading at the left and its findings beside it.

use crate::cli::paint::{Paint, Role};

/// The column at which findings begin, in characters.
const MARGIN: usize = 10;

/// A page of text, which may be coloured.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    /// An empty page.
    pub(super) fn new(paint: Paint) -> Self {
        Self {
            text: String::new(),
            paint,
        }
    }

    /// Begins a stage with its first finding.
    pub(super) fn stage(&mut self, name: &str, finding: &str) {
        self.line(Role::Heading, name, finding);
    }

    /// Adds the stage that ended the processing of the line, with the reason.
    pub(super) fn fault(&mut self, name: &str, finding: &str) {
        let finding = self.paint.paint(Role::Fault, finding);
        self.line(Role::Heading, name, &finding);
    }

    /// Adds a further finding. Each of its lines begins at the column of the findings.
    pub(super) fn finding(&mut self, finding: &str) {
        for line in finding.lines() {
            self.line(Role::Heading, "", line);
        }
    }

    /// Adds a line for each name and its value. The values are aligned.
    pub(super) fn names<'a>(&mut self, rows: impl Iterator<Item = (&'a str, String)> + Clone) {
        let width = rows.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in rows {
            let name = self.paint.paint(Role::Name, format!("{name:width$}"));
            self.line(Role::Heading, "", &format!("{name}  {value}"));
        }
    }

    /// Adds an empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The page as text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn line(&mut self, role: Role, name: &str, finding: &str) {
        // The heading is padded before it is painted, because padding would count colour codes.
        let padded = format!("{name:MARGIN$}");
        if name.is_empty() {
            self.text.push_str(&padded);
        } else {
            self.text.push_str(&self.paint.paint(role, padded));
        }
        self.text.push_str(finding);
        self.text.push('\n');
    }
}
