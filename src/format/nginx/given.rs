//! Extracts the format from the text that a person copied: removes the directive, quotes, comments
//! and `escape=`.

use super::super::draft::FormatText;
use super::super::error::FormatError;
use super::super::escape::Escape;

/// Characters, each with its offset in the given string.
type Chars = Vec<(usize, char)>;

/// The characters of the format, and the escape that it names.
///
/// # Errors
/// The errors are unclosed quotes, an unknown escape, and a line break within the format.
pub(super) fn read(format: &str) -> Result<(FormatText, Escape), FormatError> {
    let mut lexer = Lexer { format, at: 0 };
    lexer.skip_blanks();
    let (chars, escape) = if lexer.begins_directive() {
        lexer.directive()?
    } else if lexer.rest().is_empty() && format.trim_start().starts_with('#') {
        // The format begins with a hash. In a configuration file, all of it would be a comment.
        (Lexer { format, at: 0 }.plain(), Escape::Backslash)
    } else {
        let escape = lexer.escape()?;
        (lexer.chunks().unwrap_or_else(|| lexer.plain()), escape)
    };
    Ok((FormatText::new(chars, format.len())?, escape))
}

#[derive(Clone)]
struct Lexer<'a> {
    format: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// `log_format NAME [escape=HOW] 'CHUNK'... ;`. The semicolon is optional.
    fn directive(&mut self) -> Result<(Chars, Escape), FormatError> {
        let start = self.at;
        self.at += "log_format".len();
        if self.argument()?.is_none() {
            return Err(error(start, "log_format has no name"));
        }
        self.skip_blanks();
        let escape = self.escape()?;
        let mut chars = Vec::new();
        while let Some(argument) = self.argument()? {
            chars.extend(argument);
        }
        if self.rest().is_empty() {
            Ok((chars, escape))
        } else {
            Err(error(self.at, "something follows the semicolon"))
        }
    }

    /// Reads the quoted chunks of a `log_format` directive that was copied without its name. `None`
    /// if a part of the text is not in single quotes.
    fn chunks(&self) -> Option<Chars> {
        let mut lexer = self.clone();
        let mut chars = Vec::new();
        while lexer.rest().starts_with('\'') {
            chars.extend(lexer.argument().ok()??);
            lexer.skip_blanks();
        }
        lexer.take(";");
        lexer.skip_blanks();
        (lexer.rest().is_empty() && lexer.at > self.at).then_some(chars)
    }

    /// The rest of the text as a format.
    fn plain(&mut self) -> Chars {
        self.format = self.format.trim_end();
        std::iter::from_fn(|| self.char()).collect()
    }

    fn begins_directive(&self) -> bool {
        self.rest()
            .strip_prefix("log_format")
            .is_some_and(|rest| rest.starts_with(char::is_whitespace))
    }

    /// Reads `escape=HOW` and the blanks after it. If the text does not continue with `escape=`,
    /// returns the escape that nginx uses by default.
    fn escape(&mut self) -> Result<Escape, FormatError> {
        let start = self.at;
        if !self.take("escape=") {
            return Ok(Escape::Backslash);
        }
        let escape = if self.take("default") {
            Escape::Backslash
        } else if self.take("json") {
            Escape::Json
        } else if self.take("none") {
            Escape::None
        } else {
            return Err(error(
                start,
                "unknown escape; known are default, json, none",
            ));
        };
        let end = self.at;
        self.skip_blanks();
        if self.at == end {
            return Err(error(start, "no blank between the escape and the format"));
        }
        Ok(escape)
    }

    /// The next argument without its quotes; `None` at the end of the text or at a semicolon.
    fn argument(&mut self) -> Result<Option<Chars>, FormatError> {
        self.skip_blanks();
        let start = self.at;
        let mut chars = Vec::new();
        let quote = match self.rest().chars().next() {
            None => return Ok(None),
            Some(';') => {
                self.at += 1;
                self.skip_blanks();
                return Ok(None);
            }
            Some(quote @ ('\'' | '"')) => quote,
            Some(_) => {
                while !self
                    .rest()
                    .starts_with(|next: char| next == ';' || next.is_whitespace())
                {
                    let Some(char) = self.char() else { break };
                    chars.push(char);
                }
                return Ok(Some(chars));
            }
        };
        self.at += 1;
        loop {
            if self.rest().starts_with(quote) {
                self.at += 1;
                return Ok(Some(chars));
            }
            chars.push(
                self.char()
                    .ok_or_else(|| error(start, "the quote is never closed"))?,
            );
        }
    }

    /// The next character. The backslash of a configuration file is removed.
    fn char(&mut self) -> Option<(usize, char)> {
        let position = self.at;
        let rest = self.rest();
        let (char, written) = match rest.as_bytes() {
            [b'\\', escaped @ (b'"' | b'\'' | b'\\'), ..] => (char::from(*escaped), 2),
            [b'\\', b't', ..] => ('\t', 2),
            [b'\\', b'n', ..] => ('\n', 2),
            [b'\\', b'r', ..] => ('\r', 2),
            _ => rest.chars().next().map(|char| (char, char.len_utf8()))?,
        };
        self.at += written;
        Some((position, char))
    }

    /// Skips blanks and comments.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn rest(&self) -> &'a str {
        self.format.get(self.at..).unwrap_or_default()
    }
}

fn error(position: usize, reason: &str) -> FormatError {
    FormatError {
        position,
        reason: reason.to_owned(),
    }
}
