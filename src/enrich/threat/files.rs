//! Detects paths that leave their folder, files of the system, and files that no site serves.
//! <https://owasp.org/www-community/attacks/Path_Traversal>
//!
//! Broken crawlers ask for `/page/../picture.png`, which stays within the site. Therefore steps
//! upward are a threat in four cases only: they lead at least two folders above the root; there are
//! at least three of them, and they lead above the root; the text has a backslash after dots, a NUL
//! byte or an encoding that no browser uses; or a parameter has several of them.

use super::decode::Decoded;
use super::text::{Place, Text, is_word};

/// Names of parameters in which people search. A name of a file in their values is an ordinary
/// word.
const SEARCHES: &[&[u8]] = &[
    b"q",
    b"s",
    b"query",
    b"search",
    b"keyword",
    b"keywords",
    b"term",
    b"text",
    b"wd",
    b"searchterm",
    b"search_query",
    b"utm_term",
    b"utm_campaign",
    b"utm_content",
];

/// Whether the steps upward in a text are a threat.
pub(super) fn is_traversal(text: &Text<'_>, decoded: &Decoded) -> bool {
    if text.place == Place::Agent {
        return false;
    }
    let path = text.before(text.query);
    let path = match text.place {
        // The scheme and the host are not folders.
        Place::Referrer => path
            .splitn(4, |byte| *byte == b'/')
            .nth(3)
            .unwrap_or_default(),
        Place::Target | Place::Agent => path.strip_prefix(b"/").unwrap_or(path),
    };
    // No browser sends a backslash in a path.
    let hides =
        decoded.hid_path || decoded.held_nul || text.bytes.windows(3).any(|three| three == b"..\\");
    if let Some((steps, above)) = steps(path)
        && (above > 1 || hides && steps > 0 || above > 0 && steps > 2)
    {
        return true;
    }
    let query = text.from(text.query + 1);
    query.split(|byte| *byte == b'&').any(|pair| {
        let value = pair
            .iter()
            .position(|byte| *byte == b'=')
            .map_or(pair, |at| pair.get(at + 1..).unwrap_or_default());
        steps(value).is_some_and(|(steps, _)| steps > 1 || steps > 0 && hides)
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
    if text.place == Place::Agent || text.at(at + bytes) == Some(b'-') {
        return false;
    }
    let before = text.before(at).last().copied();
    let is_path = before.is_some_and(|byte| matches!(byte, b'/' | b'\\'));
    is_path && is_first_word(text, at)
        || !before.is_some_and(|byte| byte.is_ascii_alphanumeric())
            && !is_search(text, at)
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

/// Whether a value is a URL that ends with a question mark. A program may append text to the value.
/// The question mark turns this text into a query. The URL is therefore meant to be included as a
/// file. A text with a NUL byte counts too.
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
    is_file && value.ends_with(b"?") || decoded.held_nul
}

/// Whether a target asks for the file whose name begins at offset `at`. No letter, digit, `-` or
/// `=` may follow the name. `bytes` is the length of the name.
pub(super) fn is_asked_for(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let after = text.at(at + bytes);
    text.place == Place::Target
        && !after.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'='))
        && (!text.in_query(at) || !is_search(text, at))
}

/// Whether a target asks for a file whose name begins at offset `at`: `dump.sql` in `/dump.sql` and
/// `/a/dump.sql.gz`. A part of the path or a value must begin with the name.
pub(super) fn is_part_asked_for(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let before = text.before(at).last();
    before.is_some_and(|byte| matches!(byte, b'/' | b'=' | b'\\')) && is_asked_for(text, at, bytes)
}

/// Names that begin with a dot and are not secret.
const OPEN: &[&[u8]] = &[b".well-known"];

/// Extensions that remain in a link if the name before them is empty: `/.html`.
const ENDINGS: &[&[u8]] = &[
    b".html", b".htm", b".php", b".asp", b".aspx", b".jsp", b".js", b".css", b".jpg", b".jpeg",
    b".png", b".gif", b".svg", b".webp", b".ico", b".pdf", b".xml", b".json", b".txt", b".rss",
    b".atom", b".zip", b".mp3", b".mp4", b".woff", b".woff2",
];

/// Whether a target asks for an unpublished file or folder with a name that begins with a dot:
/// `/.env`, `/.git/config`, `/.aws/`.
pub(super) fn is_dotted(text: &Text<'_>, at: usize) -> bool {
    if text.place != Place::Target || text.in_query(at) && is_search(text, at) {
        return false;
    }
    let rest = text.from(at);
    let bytes = rest
        .iter()
        .take_while(|byte| is_word(**byte) || matches!(byte, b'.' | b'-' | b'~'))
        .count();
    let name = rest.get(..bytes).unwrap_or_default();
    let ends = matches!(
        rest.get(bytes),
        None | Some(b'/' | b'?' | b'&' | b'#' | b'%' | b' ' | b';')
    );
    name.get(1).is_some_and(u8::is_ascii_alphabetic)
        && name.len() > 2
        && ends
        && !OPEN.contains(&name)
        && !ENDINGS.contains(&name)
}

/// Whether an extension such as `.bak` ends the last part of the path.
pub(super) fn ends_path(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    text.place == Place::Target
        && !text.in_query(at)
        && at + bytes == text.query
        && text
            .before(at)
            .last()
            .is_some_and(|byte| is_word(*byte) || *byte == b'.')
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

/// Whether offset `at` is in the value of a parameter with the words that a person searches for.
pub(super) fn is_search(text: &Text<'_>, at: usize) -> bool {
    if !text.in_query(at) {
        return false;
    }
    let before = text.before(at);
    let start = before
        .iter()
        .rposition(|byte| matches!(byte, b'&' | b'?'))
        .map_or(0, |place| place + 1);
    let pair = before.get(start..).unwrap_or_default();
    let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
    SEARCHES.contains(&name)
}
