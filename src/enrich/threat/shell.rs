//! Detects commands of a shell, <https://owasp.org/www-community/attacks/Command_Injection>, and
//! code in the languages of servers.
//!
//! Many harmless values contain a sign that ends a command (`a|b`, `;jsessionid=1`). Therefore a
//! command has to follow the sign. It must be a command that is not an ordinary word, a command
//! with an argument, or one of a few commands at the end of a statement. Facts as of 2026-11, from
//! the manuals of the template engines.

use super::commands::{BARE, NATURAL, RUNNERS, SURE, WITH_ARGUMENT};
use super::search;
use super::text::{Place, Text, find, is_word};

/// Whether the value of a parameter begins with a command and its option, path, variable or another
/// command: `?x=ls -la`. `at` is the offset of the `=`.
pub(super) fn is_value(text: &Text<'_>, at: usize) -> bool {
    let next = at + 1;
    if text.place != Place::Target || !text.in_query(at) || search::is_search(text, next) {
        return false;
    }
    let (command, bytes) = unquoted(text.from(next));
    let command = command.as_slice();
    let is_known =
        SURE.contains(&command) || WITH_ARGUMENT.contains(&command) && !NATURAL.contains(&command);
    let rest = text.from(next + bytes);
    let blanks = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'+' | b'<'))
        .count();
    let argument = text.word(next + bytes + blanks);
    // The command may run another command. The other command must have at least three letters,
    // because many shorter names are also ordinary words.
    let runs = RUNNERS.contains(&command) && argument.len() > 2 && SURE.contains(&argument);
    let is_hidden = is_known && command.len() < bytes && has_argument(rest);
    runs || is_hidden
        || is_known
            && blanks > 0
            && match rest.get(blanks..) {
                Some([b'-' | b'/' | b'$', next, ..]) => next.is_ascii_alphabetic() || *next == b'-',
                _ => {
                    SURE.contains(&command)
                        && (SURE.contains(&argument) || WITH_ARGUMENT.contains(&argument))
                }
            }
}

/// Whether a command follows a sign that ends a command or begins one. `sign` begins at offset
/// `at`.
pub(super) fn is_command(text: &Text<'_>, at: usize, sign: &[u8]) -> bool {
    let mut next = at + sign.len();
    // Skips `||`, `&&`, blanks, and the characters that attackers put before a command: quotes,
    // opening parentheses and braces, `@`, `!`.
    while matches!(
        text.at(next),
        Some(b' ' | b'\n' | b'+' | b'|' | b'&' | b'(' | b'{' | b'\'' | b'"' | b'@' | b'!')
    ) {
        next += 1;
    }
    let rest = text.from(next);
    let path = path_of(rest);
    let rest = rest.get(path..).unwrap_or_default();
    let (command, bytes) = unquoted(rest);
    if command.is_empty() {
        return path > 0 && rest.first().is_some_and(|byte| matches!(byte, b'?' | b'*'));
    }
    let after = rest.get(bytes..).unwrap_or_default();
    let was_hidden = command.len() < bytes;
    let ends = match after.first() {
        None => true,
        // The word is the name of a parameter or of a column.
        Some(b'=' | b':') => return false,
        Some(byte) => {
            !is_word(*byte) && *byte != b'-'
                || after.starts_with(b"-e")
                || after.starts_with(b".exe")
        }
    };
    if !ends {
        return false;
    }
    // The word is in a list of names: `name|type|id`.
    let is_list = matches!(sign, b"|" | b";" | b"&")
        && text.before(at).last().is_some_and(u8::is_ascii_alphabetic)
        && matches!(after.first(), None | Some(b'|' | b';' | b',' | b'&' | b'/'))
        && path == 0;
    if text.place == Place::Agent {
        let is_known = SURE.contains(&&*command);
        let is_bare = is_known || BARE.contains(&&*command);
        let ends_pipe = sign == b"|" && after.is_empty() && is_known;
        // Semicolons separate the parts of an agent's comment in parentheses, so a name alone is
        // not enough there. It is enough in a substitution, after a sign that begins the agent, and
        // after a `|` if it ends the agent and is rarely a word.
        let (has_command, is_alone) = match sign {
            b"`" | b"$(" => (
                (path > 0 || was_hidden || has_argument(after))
                    && (is_known || WITH_ARGUMENT.contains(&&*command)),
                matches!(after.first(), Some(b'`' | b')')),
            ),
            _ => (
                has_argument(after) && (path > 0 || is_known),
                text.last_before(at).is_none(),
            ),
        };
        return has_command || ends_pipe || is_bare && is_alone;
    }
    if SURE.contains(&&*command) {
        let is_word = sign == b"`" && search::is_search(text, at);
        return path > 0 || was_hidden || has_argument(after) || !is_word && !is_list;
    }
    if !WITH_ARGUMENT.contains(&&*command) {
        return false;
    }
    // A word on a separate line belongs to an ordinary text, unless the line is the last one.
    let is_bare_end = match after.first() {
        None => true,
        Some(byte) => {
            sign != b"\n" && matches!(byte, b';' | b'|' | b'`' | b')' | b'\n') || *byte == b'&'
        }
    };
    path > 0
        || was_hidden
        || has_argument(after)
        || is_bare_end
            && !is_list
            && !(sign == b"`" && search::is_search(text, at))
            && matches!(sign, b";" | b"|" | b"`" | b"$(" | b"\n" | b"&&" | b"=")
            && BARE.contains(&&*command)
            && text.in_query(at)
}

/// The length of a path before a command's name: `/usr/bin/`, `c:/windows/`. The path may contain
/// wildcards. 0 if there is no path.
fn path_of(text: &[u8]) -> usize {
    let bytes = text
        .iter()
        .take_while(|byte| {
            is_word(**byte)
                || matches!(
                    byte,
                    b'/' | b'\\'
                        | b'.'
                        | b'?'
                        | b'*'
                        | b'['
                        | b']'
                        | b':'
                        | b'-'
                        | b'{'
                        | b'}'
                        | b'$'
                        | b'@'
                )
        })
        .count();
    let path = text.get(..bytes).unwrap_or_default();
    let folder = path
        .iter()
        .rposition(|byte| matches!(byte, b'/'))
        .map_or(0, |place| place + 1);
    let folder_text = path.get(..folder).unwrap_or_default();
    let is_folder = folder_text.starts_with(b"/") && folder > 3
        || folder_text.starts_with(b"./")
        || folder_text.get(1) == Some(&b':');
    if is_folder { folder } else { 0 }
}

/// The name of a command without the characters that attackers put into it: quotes, backslashes,
/// carets and empty variables (`c'a't`, `c\at`, `c$@at`). Also returns the length of the name with
/// these characters.
fn unquoted(text: &[u8]) -> (Vec<u8>, usize) {
    let mut command = Vec::new();
    let mut bytes = 0;
    while let Some(byte) = text.get(bytes) {
        match byte {
            byte if is_word(*byte) => command.push(*byte),
            b'-' if command == b"apt" || command == b"get" || command == b"invoke" => {
                command.push(*byte);
            }
            b'\'' | b'"' | b'\\' | b'^'
                if text
                    .get(bytes + 1)
                    .is_some_and(|next| is_word(*next) || next == byte)
                    && !command.is_empty()
                    || *byte == b'\\' && command.is_empty() => {}
            b'$' if matches!(
                text.get(bytes + 1),
                Some(b'@' | b'*' | b'!' | b'?' | b'1'..=b'9')
            ) =>
            {
                bytes += 1;
            }
            b'`' | b'$' | b'<' if !command.is_empty() && empty_substitution(text, bytes) > 0 => {
                bytes += empty_substitution(text, bytes) - 1;
            }
            _ => break,
        }
        bytes += 1;
    }
    (command, bytes)
}

/// The length of a substitution without a command, which a shell replaces by nothing. 0 if there is
/// none.
fn empty_substitution(text: &[u8], at: usize) -> usize {
    [&b"``"[..], b"$()", b"<()"]
        .into_iter()
        .find(|empty| text.get(at..).is_some_and(|rest| rest.starts_with(empty)))
        .map_or(0, <[u8]>::len)
}

/// Whether an argument follows: an option, a path, a number, a variable, a quote, the name of a
/// file, or an address.
fn has_argument(text: &[u8]) -> bool {
    let blanks = text
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'+' | b'\n' | b'\t'))
        .count();
    let argument = text.get(blanks..).unwrap_or_default();
    if blanks == 0 {
        return argument.starts_with(b"$ifs")
            || argument.starts_with(b"${ifs")
            || argument.starts_with(b"<")
            || argument.starts_with(b">")
            || argument.starts_with(b"/")
                && argument.len() > 2
                && argument.get(1).is_some_and(|byte| is_word(*byte))
                && find(argument, b"/etc").is_some();
    }
    match argument.first() {
        Some(
            b'-' | b'/' | b'.' | b'~' | b'$' | b'"' | b'\'' | b'`' | b'*' | b'<' | b'>' | b'%'
            | b'\\',
        ) => true,
        Some(byte) if byte.is_ascii_digit() => true,
        Some(_) => {
            let bytes = argument
                .iter()
                .take_while(|byte| {
                    is_word(**byte) || matches!(byte, b'.' | b':' | b'-' | b'/' | b'\\')
                })
                .count();
            let word = argument.get(..bytes).unwrap_or_default();
            find(word, b"://").is_some()
                || word.contains(&b'.')
                || word.contains(&b'/')
                || word.contains(&b'\\')
                || word.len() > 6
                    && word.iter().all(u8::is_ascii_alphanumeric)
                    && word.iter().any(u8::is_ascii_digit)
        }
        None => false,
    }
}

/// Whether a command with an argument begins at offset `at`, at the beginning of a value or after a
/// sign: `wget http://`. In a target, a command of [`SURE`] with more than five letters needs no
/// argument at the end of a value.
pub(super) fn is_program(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let begins = text.begins_value(at)
        || at == 0 && text.place == Place::Agent
        || matches!(text.before(at).last(), Some(b'?' | b'&'))
        || matches!(
            text.last_before(at),
            Some(b';' | b'|' | b'&' | b'`' | b'(' | b'\'' | b'"' | b'=' | b'{' | b',')
        );
    let name = text.word(at).len().min(bytes);
    let ends = text.ends_value(at + bytes)
        && text
            .bytes
            .get(at..at + name)
            .is_some_and(|name| SURE.contains(&name) && name.len() > 5);
    begins
        && text.begins_word(at)
        && !search::is_search(text, at)
        && (has_argument(text.from(at + name)) || ends && text.place == Place::Target)
}

/// Whether a function of a server's language is called. No word may directly precede the call.
pub(super) fn is_function(text: &Text<'_>, at: usize) -> bool {
    let is_code = |byte: &u8| matches!(byte, b'$' | b'{' | b'<' | b'@');
    if search::is_search(text, at) && text.begins_value(at) && text.from(at).ends_with(b"()") {
        return false;
    }
    text.begins_word(at)
        && (text.place == Place::Agent || text.in_query(at) || text.before(at).iter().any(is_code))
}

/// Whether a template would evaluate an expression: `{{7*7}}`, `${7*7}`, `<%= 7*7 %>`, or an
/// expression that accesses objects.
pub(super) fn is_template(text: &Text<'_>, at: usize, sign: &[u8]) -> bool {
    let rest = text.from(at + sign.len());
    let end = rest
        .iter()
        .position(|byte| matches!(byte, b'}'))
        .unwrap_or(rest.len());
    let inside = rest.get(..end).unwrap_or_default();
    let is_sum = inside.windows(3).any(|three| {
        let [left, sign, right] = three else {
            return false;
        };
        left.is_ascii_digit() && matches!(sign, b'*' | b'-' | b'+') && right.is_ascii_digit()
    });
    let reaches = [
        &b"__"[..],
        b"constructor",
        b"config",
        b"self.",
        b"request.",
        b"request[",
        b"''",
        b"\"\"",
        b"[]",
        b"()",
        b"exec",
        b"system",
        b"runtime",
        b"#this",
        b"#context",
        b"$on",
        b"_self",
        b".class",
        b"getclass",
        b"lipsum",
        b"cycler",
        b"range.",
        b"dump(",
        b"alert(",
        b"print(",
        b"php",
        b"application",
        b"t(java",
        b"new java",
        b"@java",
        b"import",
        b"spawn",
        b"eval",
        b"process.",
        b"|filter",
        b"|map",
        b"|join",
        b"|attr",
        b"env.",
        b"settings.",
        b"controller.",
        b" * ",
        b" include ",
        b" import ",
        b" for ",
        b" if ",
        b" set ",
        b" extends ",
        b" debug ",
    ]
    .iter()
    .any(|word| find(inside, word).is_some());
    is_sum || reaches
}

/// Whether a serialised object of PHP begins at offset `at`: `o:8:"stdclass":`.
pub(super) fn is_serialised(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at + 2);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = rest.get(digits..).unwrap_or_default();
    digits > 0 && text.begins_word(at) && (rest.starts_with(b":\"") || rest.starts_with(b":\\\""))
}
