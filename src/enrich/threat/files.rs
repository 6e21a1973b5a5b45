//! Detects paths that leave their folder, files of the system, and files that no site serves.
//! <https://owasp.org/www-community/attacks/Path_Traversal>
//!
//! Broken crawlers ask for `/page/../picture.png`, which stays within the site. Therefore steps
//! upward are a threat in five cases: they lead at least two folders above the root; there are at
//! least three of them, and they lead above the root; the text has a backslash after dots, a NUL
//! byte or an encoding that no browser uses; the value of a parameter has several steps; or an
//! agent string has at least two steps.

use super::copies::{is_tail, split_name};
use super::decode::Decoded;
use super::pair::Pair;
use super::paths;
use super::search;
use super::text::{Place, Text, find};

/// Whether the steps upward in a text are a threat.
pub(super) fn is_traversal(text: &Text<'_>, decoded: &Decoded) -> bool {
    if text.place == Place::Agent {
        let up = |three: &&[u8]| matches!(*three, b"../" | b"..\\");
        return text.bytes.windows(3).filter(up).count() > 1;
    }
    let path = text.before(text.query);
    let path = match text.place {
        // The scheme and the host are not folders.
        Place::Referrer if find(path, b"://").is_some() => path
            .splitn(4, |byte| *byte == b'/')
            .nth(3)
            .unwrap_or_default(),
        Place::Target | Place::Referrer | Place::Agent => path.strip_prefix(b"/").unwrap_or(path),
    };
    // No browser sends a backslash in a path, or a step with a parameter (`/..;/`). Servers before
    // a servlet container do not read the latter as a step upward, but the container does.
    let hides = decoded.hid_path
        || decoded.held_nul
        || find(text.bytes, b"..\\").is_some()
        || find(text.before(text.query), b"/..;").is_some();
    if let Some((steps, above)) = steps(path)
        && (above > 1
            || hides && steps > 0
            || steps > 2 && above > 0
            || steps > 1 && decoded.hid_slash)
        && (hides || !paths::is_part_of_page(path))
    {
        return true;
    }
    if text.place == Place::Target && paths::leaves_mapped_folder(path) {
        return true;
    }
    let query = text.from(text.query + 1);
    query.split(|byte| *byte == b'&').any(|pair| {
        let value = pair
            .iter()
            .position(|byte| *byte == b'=')
            .map_or(pair, |at| pair.get(at + 1..).unwrap_or_default());
        steps(value).is_some_and(|(steps, _)| {
            steps > 1 && !paths::is_part_of_page(value) || steps > 0 && hides
        })
    })
}

/// How many steps upward a path has, and how far above its root it leads at most. `None` if it has
/// no step.
fn steps(path: &[u8]) -> Option<(usize, usize)> {
    let (mut steps, mut depth, mut lowest) = (0, 0_isize, 0_isize);
    for part in path.split(|byte| matches!(byte, b'/' | b'\\' | b'=' | b',' | b' ')) {
        // Some servers and filters treat `..;` and `..../` as a step.
        let part = part
            .split(|byte| matches!(byte, b';' | b'?' | b'#'))
            .next()
            .unwrap_or(part);
        match part {
            b"" | b"." => {}
            // `....//` becomes a step if a filter removes `../` from it once.
            part if part.len() > 1 && part.iter().all(|byte| *byte == b'.') => {
                let count = part.len() / 2;
                steps += count;
                depth -= isize::try_from(count).unwrap_or(isize::MAX);
                lowest = lowest.min(depth);
            }
            _ => depth += 1,
        }
    }
    (steps > 0).then(|| (steps, lowest.unsigned_abs()))
}

/// Whether the name of a system's file begins at offset `at`. There must be no space between the
/// beginning of the value or path and the name.
pub(super) fn is_system_file(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    if text.at(at + bytes) == Some(b'-') {
        return false;
    }
    if text.place == Place::Agent {
        // A program's page may be in such a folder too, but then the name of a host precedes it.
        let front = text.before(at).strip_suffix(b"/");
        return [&b"etc/"[..], b"proc/"]
            .iter()
            .any(|folder| text.from(at).starts_with(folder))
            && front.is_some_and(|front| !front.last().is_some_and(u8::is_ascii_alphanumeric));
    }
    let before = text.before(at).last().copied();
    let is_path = before.is_some_and(|byte| matches!(byte, b'/' | b'\\'));
    is_path && is_first_word(text, at)
        || !before.is_some_and(|byte| byte.is_ascii_alphanumeric())
            && !search::is_search(text, at)
            && is_first_word(text, at)
}

/// Whether a scheme that reads files, such as `php://filter`, or a folder of commands, such as
/// `/bin/`, follows a sign in a query. `/bin/` also counts in a path.
pub(super) fn is_reader(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at).last().copied();
    let in_value =
        text.place == Place::Target && (text.in_query(at) || text.from(at).starts_with(b"/bin/"));
    in_value
        && before.is_some_and(|byte| {
            matches!(
                byte,
                b'=' | b'"' | b'\'' | b'(' | b'/' | b' ' | b':' | b'|' | b'@'
            )
        })
}

/// Whether a value is a URL that ends with a question mark. A program may append text to the
/// value, but the question mark turns this text into a query. Such a URL is therefore meant to be
/// included as a file. A text with a NUL byte counts too.
pub(super) fn is_inclusion(text: &Text<'_>, at: usize, decoded: &Decoded) -> bool {
    if text.place != Place::Target || !text.in_query(at) {
        return false;
    }
    let value = text.from(at + 1);
    let end = value
        .iter()
        .position(|byte| *byte == b'&')
        .unwrap_or(value.len());
    let value = value.get(..end).unwrap_or_default();
    let file = value
        .rsplit(|byte| *byte == b'/')
        .next()
        .unwrap_or_default();
    // The two slashes of the scheme also count as separators.
    let parts = value.split(|byte| *byte == b'/').count();
    let is_file = parts > 3 && file.contains(&b'.');
    let name = Pair::around(text, at).map_or(&[][..], |pair| pair.name);
    let is_open = value.ends_with(b"?") && !paths::is_shared(name, value);
    is_file && (is_open || paths::is_included(name, value)) || decoded.held_nul
}

/// Whether a target asks for the file whose name begins at offset `at`. No letter, digit, `-` or
/// `=` may follow the name, but a digit may follow `.php`, and anything may follow the name of a
/// folder. `bytes` is the length of the name.
pub(super) fn is_asked_for(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let name = text.from(at).get(..bytes).unwrap_or_default();
    let is_folder = name.ends_with(b"/");
    let has_version = name.ends_with(b".php") && matches!(text.at(at + bytes), Some(b'3'..=b'8'));
    let after = text.at(at + bytes + usize::from(has_version));
    (is_folder
        || !after.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'=')))
        && is_asked(text, at)
}

/// Whether offset `at` is in a target, but not in a search.
fn is_asked(text: &Text<'_>, at: usize) -> bool {
    text.place == Place::Target && (!text.in_query(at) || !search::is_search(text, at))
}

/// Whether a target asks for a file whose name begins at offset `at`: `dump.sql` in `/dump.sql` and
/// `/a/dump.sql.gz`. A part of the path or a value must begin with the name, or with the `#` of a
/// file that an editor keeps. Public keys (`id_rsa.pub`) are not secret.
pub(super) fn is_part_asked_for(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let before = text.before(at).last();
    let after = text.at(at + bytes);
    let (tail, _) = split_name(text.from(at + bytes));
    before.is_some_and(|byte| matches!(byte, b'/' | b'=' | b'\\' | b'#'))
        && !after.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'=')
        && is_asked(text, at)
        && is_tail(tail, None)
        && tail != b".pub"
}

/// Whether the path is only the name at offset `at`, in the root of the site. `bytes` is the length
/// of the name.
pub(super) fn is_in_root(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    text.place == Place::Target && text.before(at) == b"/" && at + bytes == text.query
}

/// Whether the value or path has no space before offset `at`.
fn is_first_word(text: &Text<'_>, at: usize) -> bool {
    let before = text
        .before(at)
        .rsplit(|byte| *byte == b'=')
        .next()
        .unwrap_or_default();
    !before.contains(&b' ')
}
