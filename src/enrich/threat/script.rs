//! Detects commands of `PowerShell`, and statements of shells and of PHP that do not name a
//! command: loops, conditions, aliases, braces, wildcards, and calls of functions whose names are
//! in variables.

use super::search;
use super::text::{Place, Text, find, is_word};

/// Comparisons of `cmd.exe`,
/// <https://learn.microsoft.com/windows-server/administration/windows-commands/if>.
const COMPARISONS: &[&[u8]] = &[
    b" equ ", b" neq ", b" lss ", b" leq ", b" gtr ", b" geq ", b"==",
];

/// The tests of `if` of `cmd.exe` that are not comparisons.
const CONDITIONS: &[&[u8]] = &[b"exist", b"defined", b"errorlevel", b"cmdextversion"];

/// The bytes of a value, from offset `at` on.
fn value<'a>(text: &Text<'a>, at: usize) -> &'a [u8] {
    let rest = text.from(at);
    let end = rest.iter().position(|byte| *byte == b'&');
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
}

/// Whether a value of a query begins at offset `at`. The value must not be a person's search.
fn is_value(text: &Text<'_>, at: usize) -> bool {
    text.place == Place::Target && text.begins_value(at) && !search::is_search(text, at)
}

/// Whether braces whose content begins at offset `at` are like `{,ifconfig,eth0}` or `{l,-lh}s`. A
/// shell turns the content of the braces into words.
pub(super) fn is_braces(text: &Text<'_>, at: usize) -> bool {
    let inside = value(text, at);
    let end = inside.iter().position(|byte| *byte == b'}');
    let inside = end.and_then(|end| inside.get(..end)).unwrap_or_default();
    let has_option = inside
        .windows(3)
        .any(|three| matches!(three, [b',', b'-', letter] if letter.is_ascii_alphabetic()));
    is_value(text, at - 1) && (inside.starts_with(b",") || has_option)
}

/// Whether a path with wildcards begins at offset `at`: `/?s?/b??h`. A shell expands it.
pub(super) fn is_wildcards(text: &Text<'_>, at: usize) -> bool {
    let path = value(text, at);
    let bytes = path
        .iter()
        .take_while(|byte| is_word(**byte) || matches!(byte, b'/' | b'?' | b'*' | b'[' | b']'))
        .count();
    let path = path.get(..bytes).unwrap_or_default();
    let parts = path
        .split(|byte| *byte == b'/')
        .filter(|part| part.contains(&b'?'));
    is_value(text, at) && path.split(|byte| *byte == b'/').count() > 2 && parts.count() > 0
}

/// Whether a loop or a condition of `cmd.exe`, or an alias of a shell, begins at offset `at`.
pub(super) fn is_batch(text: &Text<'_>, at: usize) -> bool {
    if !is_value(text, at) {
        return false;
    }
    let word = text.word(at);
    let rest = value(text, at + word.len());
    let after = text.skip(at + word.len());
    match word {
        // `for /f "..." %g in (...) do`, `for %g in (...) do`.
        b"for" => rest.contains(&b'%') && find(rest, b" in ").is_some() && rest.contains(&b'('),
        b"if" => {
            let negated = text.is_word_at(after, b"not");
            let asked = if negated { text.skip(after + 3) } else { after };
            // The condition may have an option: `if /i`.
            let has_option = rest.trim_ascii_start().starts_with(b"/i");
            let has_file = CONDITIONS.contains(&text.word(asked));
            has_option || has_file || COMPARISONS.iter().any(|sign| find(rest, sign).is_some())
        }
        b"alias" => rest.contains(&b'='),
        _ => false,
    }
}

/// Whether a command of `PowerShell` with an argument is at `start`, outside a person's search.
pub(super) fn is_cmdlet(text: &Text<'_>, start: usize, end: usize) -> bool {
    let has_argument = matches!(text.at(end), Some(b' ' | b'+' | b'('));
    text.place == Place::Target
        && text.in_query(start)
        && has_argument
        && !search::is_search(text, start)
}

/// Whether PHP would call a function whose name is in a variable: `$f(`, `$$f(`, `${'f'}(`,
/// `$f['a'](`.
pub(super) fn is_variable_call(text: &Text<'_>, at: usize) -> bool {
    if !text.in_query(at) || search::is_search(text, at) {
        return false;
    }
    let mut rest = text.from(at + 1).trim_ascii_start();
    let mut had_name = false;
    loop {
        rest = match rest {
            [b'(', ..] => return had_name,
            [b'$', after @ ..] if !had_name => after,
            // A name does not begin with a digit: `$5 (sale)`.
            [byte, after @ ..] if is_word(*byte) && (had_name || !byte.is_ascii_digit()) => {
                had_name = true;
                after
            }
            [open @ (b'[' | b'{'), after @ ..] => {
                let close = if *open == b'[' { b']' } else { b'}' };
                let Some(end) = after.iter().position(|byte| *byte == close) else {
                    return false;
                };
                had_name = true;
                after.get(end + 1..).unwrap_or_default()
            }
            [b' ' | b'\n', after @ ..] if had_name => after.trim_ascii_start(),
            _ => return false,
        };
        // After a space, only the call counts.
        if had_name && rest.first().is_some_and(u8::is_ascii_whitespace) {
            return rest.trim_ascii_start().starts_with(b"(");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::enrich::threat::{ThreatFinder, text::Place};

    fn is_command(target: &str) -> bool {
        ThreatFinder::new()
            .in_text(target, Place::Target)
            .names()
            .any(|name| name == "command_injection")
    }

    #[test]
    fn statements_of_shells_and_php_are_found_without_a_command() {
        for target in [
            "/x?y=for+/f+%25i+in+(names.txt)+do+rem",
            "/x?y=for%20%25%25g%20in%20(a,b)%20do%20rem",
            "/x?y=if+not+exist+backup.dat+rem",
            "/x?y=if%20%22%251%22%20neq%20%22a%22%20rem",
            "/x?y=alias+l=less",
            "/x?y={,uptime,-p}",
            "/x?y={up,-p}time",
            "/x?y=/?s?/b??/c?t",
            "/x?y=Invoke-WebRequest+//198.51.100.7/a",
            "/x?y=pi``ng+192.0.2.1",
            "/x?y=wh$?oami+-a",
            "/x?y=sudo+curl+192.0.2.1",
            "/x?y=$run(1)",
            "/x?y=$$run[0]('a')",
            "/x?y=${'run'}+(1)",
            "/x?y=('sys'.'tem')('a')",
            "/x?y=gzinflate($a)",
        ] {
            assert!(is_command(target), "{target}");
        }
    }

    #[test]
    fn words_that_resemble_a_statement_are_not_threats() {
        for target in [
            "/x?y=for+sale",
            "/x?y=if+it+rains",
            "/x?y=if+only+(live)",
            "/x?q=if+exist+batch+file",
            "/x?y=alias+smith",
            "/x?y={a,b}",
            "/x?y={%22a%22:1,%22b%22:-2}",
            "/x?y=/?",
            "/x?next=/?page=2",
            "/x?next=/shop?page=2",
            "/x?q=Invoke-WebRequest+examples",
            "/x?y=sudo+curler",
            "/x?$filter=startswith(name,'a')&$expand=lines($select=id)",
            "/x?y=$5+(sale)",
            "/x?y=$(10)",
            "/x?q=$run(1)",
            "/x?y=(a)(b)",
        ] {
            assert!(!is_command(target), "{target}");
        }
    }
}
