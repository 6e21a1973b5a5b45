//! nginx's `log_format`: <https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>.
//!
//! The compiler accepts a format string, a format string after `escape=json` (or `default`,
//! `none`), the quoted chunks of a configuration file, and the whole directive, comments included.
//! A format may be the text of a JSON object. It is then a layout like any other.
//!
//! Deviations: a variable that nginx does not define is assumed to be defined by `map`, `set` or
//! another module. Its value is skipped, unless [`variables`] has its name.

mod given;
#[cfg(test)]
mod tests;
mod variables;

use super::draft::{Draft, FormatText};
use super::error::FormatError;
use super::escape::Escape;
use super::field::Field;
use super::layout::Layout;

/// Compiles a `log_format`.
///
/// # Errors
/// The error has the byte offset and the reason, such as an unclosed variable, two values with
/// nothing between them, or no time.
///
/// # Examples
/// ```
/// use weblog_enrich::format::{Field, nginx};
///
/// let layout = nginx::compile("$remote_addr [$time_local] $status")?;
/// assert!(layout.binds(Field::RemoteAddress));
/// # Ok::<(), weblog_enrich::format::FormatError>(())
/// ```
pub fn compile(format: &str) -> Result<Layout, FormatError> {
    let (source, escape) = given::read(format)?;
    let mut draft = Draft::default();
    let mut tokens = tokens(source)?.into_iter().peekable();
    // Whether the previous token was a value, not a literal.
    let mut after_value = false;
    while let Some((position, token)) = tokens.next() {
        match token {
            Token::Literal(text) => {
                draft.literal(text, position);
                after_value = false;
            }
            // The `?` of `$is_args` becomes part of the query, and separates it from the path
            // before it.
            Token::Variable(name)
                if name == "is_args" && tokens.next_if(|(_, next)| next.is_query()).is_some() =>
            {
                draft.value(variables::meaning("args"), position);
                after_value = true;
            }
            Token::Variable(name) if after_value && is_query(&name) => {
                return Err(FormatError {
                    position,
                    reason: format!(
                        "nothing separates ${name} from the value before it: $is_args is missing"
                    ),
                });
            }
            Token::Variable(name) => {
                match variables::meaning(&name) {
                    None if name.starts_with("upstream_") => draft.skip_list(position),
                    meaning => draft.value(meaning, position),
                }
                after_value = true;
            }
        }
    }
    let layout = draft.finish(escape)?;
    // With `escape=json` and `escape=none`, an absent variable is empty.
    Ok(match escape {
        Escape::Backslash => layout.with_absent_as_dash(),
        _ => layout,
    })
}

#[derive(Debug)]
enum Token {
    Literal(String),
    Variable(String),
}

impl Token {
    fn is_query(&self) -> bool {
        matches!(self, Self::Variable(name) if is_query(name))
    }
}

fn is_query(name: &str) -> bool {
    variables::meaning(name).is_some_and(|(field, _)| field == Field::Query)
}

/// Literals and variables, each with its offset.
fn tokens(mut source: FormatText) -> Result<Vec<(usize, Token)>, FormatError> {
    let mut tokens = Vec::new();
    while source.peek().is_some() {
        let position = source.position();
        let error = |reason: &str| FormatError {
            position,
            reason: reason.to_owned(),
        };
        if !source.take('$') {
            tokens.push((
                position,
                Token::Literal(source.take_while(|char| char != '$')),
            ));
            continue;
        }
        let braced = source.take('{');
        let name = source.take_while(|char| char.is_ascii_alphanumeric() || char == '_');
        if braced && !source.take('}') {
            return Err(error("the variable has no closing brace"));
        }
        if name.is_empty() {
            return Err(error("`$` without the name of a variable"));
        }
        tokens.push((position, Token::Variable(name)));
    }
    Ok(tokens)
}
