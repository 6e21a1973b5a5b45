//! Apache's `LogFormat`: <https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats>, with
//! the directives of `mod_logio`, `mod_ssl` and `mod_unique_id`. The directives that Tomcat adds
//! are included (<https://tomcat.apache.org/tomcat-11.0-doc/config/valve.html#Access_Logging>).
//!
//! Three kinds of text are accepted: a format string, with or without the escapes of httpd.conf
//! before its quotes; a format string within quotes; and a whole line. The line is `LogFormat` with
//! or without its nickname, or `CustomLog` or `GlobalLog` with a format.
//!
//! Deviations: times are read in the C locale, in which httpd runs unless a module changes it. A
//! status condition (`%!200{Referer}i`) is not evaluated; the server writes `-` where the condition
//! is not met.

mod directives;
mod given;
#[cfg(test)]
mod tests;
mod time;

use super::draft::{Binding, Draft, FormatText, NO_TIME};
use super::error::FormatError;
use super::escape::Escape;
use super::field::Field;
use super::layout::Layout;

/// The unit of `%D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnitOfD {
    /// Apache, and Tomcat since version 10.
    #[default]
    Microseconds,
    /// Tomcat before version 10:
    /// <https://tomcat.apache.org/tomcat-9.0-doc/config/valve.html#Access_Logging> (2026-11-29).
    Milliseconds,
}

impl UnitOfD {
    fn field(self) -> Field {
        match self {
            Self::Microseconds => Field::DurationMicroseconds,
            Self::Milliseconds => Field::DurationMilliseconds,
        }
    }
}

/// Compiles a `LogFormat` whose `%D` is in microseconds, as Apache writes it.
///
/// # Errors
/// The same as [`compile_in`].
///
/// # Examples
/// ```
/// use weblog_enrich::format::{Field, apache};
///
/// let layout = apache::compile(r#"%h %t "%r" %>s"#)?;
/// assert!(layout.binds(Field::Status));
/// assert!(apache::compile("%h").is_err(), "a format without a time");
/// # Ok::<(), weblog_enrich::format::FormatError>(())
/// ```
pub fn compile(format: &str) -> Result<Layout, FormatError> {
    compile_in(format, UnitOfD::default())
}

/// Compiles a `LogFormat`.
///
/// # Errors
/// The error has the byte offset and the reason, such as an unknown directive, two values with
/// nothing between them, a time that cannot be parsed, or no time.
pub fn compile_in(format: &str, unit_of_d: UnitOfD) -> Result<Layout, FormatError> {
    let mut draft = Draft::default();
    // A time that cannot be parsed is an error only if the format has no other time.
    let unreadable = time::draft(&tokens(given::read(format)?, unit_of_d)?, &mut draft);
    let layout = draft.finish(Escape::Backslash);
    match (layout, unreadable) {
        (Err(error), Some(unreadable)) if error.reason == NO_TIME => Err(unreadable),
        (layout, _) => layout,
    }
}

/// A part of a format, with its offset.
#[derive(Debug)]
struct Token {
    position: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Literal(String),
    Value(Binding),
    /// A time or a part of one. Adjacent parts make one time.
    Time(time::Clock, time::Part),
}

/// Literals and directives.
fn tokens(mut source: FormatText, unit_of_d: UnitOfD) -> Result<Vec<Token>, FormatError> {
    let mut tokens = Vec::new();
    let mut literal = String::new();
    let mut literal_at = source.position();
    loop {
        let position = source.position();
        let kinds = match source.next() {
            Some('%') if source.take('%') => {
                literal.push('%');
                continue;
            }
            Some('%') => Some(
                directives::read(&mut source, unit_of_d)
                    .map_err(|reason| FormatError { position, reason })?,
            ),
            Some(char) => {
                if literal.is_empty() {
                    literal_at = position;
                }
                literal.push(char);
                continue;
            }
            None => None,
        };
        if !literal.is_empty() {
            let kind = Kind::Literal(std::mem::take(&mut literal));
            tokens.push(Token {
                position: literal_at,
                kind,
            });
        }
        let Some(kinds) = kinds else {
            return Ok(tokens);
        };
        tokens.extend(kinds.into_iter().map(|kind| Token { position, kind }));
    }
}
