//! Colour for people: only on a terminal, and not if `NO_COLOR` (<https://no-color.org>) is set or
//! `TERM` is `dumb`.

use std::fmt;
use std::io::{IsTerminal as _, stdout};

use clap::builder::styling::{AnsiColor, Style};

/// The role of a text, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The name of a stage.
    Heading,
    /// The name of a field.
    Name,
    /// An error.
    Fault,
}

/// Whether text is coloured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    wanted: bool,
}

impl Paint {
    /// Colours texts if standard output is a terminal and the environment does not forbid it.
    pub(super) fn for_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self {
            wanted: stdout().is_terminal() && !refused && !dumb,
        }
    }

    /// The text, coloured if colour is on.
    pub(super) fn paint(self, role: Role, text: impl fmt::Display) -> String {
        if !self.wanted {
            return text.to_string();
        }
        let style = match role {
            Role::Heading => Style::new().bold(),
            Role::Name => AnsiColor::Cyan.on_default(),
            Role::Fault => AnsiColor::Red.on_default().bold(),
        };
        format!("{style}{text}{style:#}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paint_keeps_the_text_and_is_absent_when_not_wanted() {
        let painted = Paint { wanted: true }.paint(Role::Heading, "format");
        assert_eq!(painted, "\u{1b}[1mformat\u{1b}[0m");
        assert_eq!(
            Paint { wanted: false }.paint(Role::Fault, "format"),
            "format"
        );
    }
}
