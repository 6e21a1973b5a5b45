//! Detects paths that leave their folder, files of the system, and files that no site serves.
//! <https://owasp.org/www-community/attacks/Path_Traversal>
//!
//! Broken crawlers ask for `/page/../picture.png`, which stays within the site. Therefore steps
//! upward are a threat in five cases: they lead at least two folders above the root; there are at
//! least three of them, and they lead above the root; the text has a backslash after dots, a NUL
//! byte or an encoding that no browser uses; the value of a parameter has several steps; or an
//! agent string has at least two steps.

use super::decode::Decoded;
use super::pair::Pair;
use super::paths;
use super::text::{Place, Text, find, is_word};

/// Names of parameters in which people search. A name of a file in their values is an ordinary
/// word. Facts as of 2026-11, from the addresses of search engines, shops and content management
/// systems.
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
    b"searchtext",
    b"searchword",
    b"searchphrase",
    b"searchquery",
    b"searchstring",
    b"search_query",
    b"search_term",
    b"search_text",
    b"search_keywords",
    b"search_api_fulltext",
    b"srsearch",
    b"field-keywords",
    b"_nkw",
    b"kw",
    b"phrase",
    b"oq",
    b"as_q",
    b"utm_term",
    b"utm_campaign",
    b"utm_content",
];

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
    // No browser sends a backslash in a path.
    let hides =
        decoded.hid_path || decoded.held_nul || text.bytes.windows(3).any(|three| three == b"..\\");
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
    let (tail, _) = split_name(text.from(at + bytes));
    before.is_some_and(|byte| matches!(byte, b'/' | b'=' | b'\\'))
        && is_asked_for(text, at, bytes)
        && is_tail(tail, None)
}

/// Splits a text after the name of a file or folder with which it begins.
pub(super) fn split_name(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !is_word(*byte) && !matches!(byte, b'.' | b'-' | b'~'));
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, &[]))
}

/// Words of a copy of a file, or of a variant of it, after its name.
const TAILS: &[&[u8]] = &[
    b"7z",
    b"api",
    b"app",
    b"backend",
    b"backup",
    b"backups",
    b"bak",
    b"bck",
    b"bk",
    b"bkp",
    b"bz2",
    b"ci",
    b"cnf",
    b"conf",
    b"config",
    b"copy",
    b"core",
    b"credentials",
    b"data",
    b"db",
    b"default",
    b"demo",
    b"dev",
    b"develop",
    b"development",
    b"dist",
    b"docker",
    b"example",
    b"file",
    b"final",
    b"frontend",
    b"gz",
    b"htm",
    b"html",
    b"inc",
    b"ini",
    b"js",
    b"json",
    b"key",
    b"live",
    b"local",
    b"log",
    b"main",
    b"master",
    b"new",
    b"old",
    b"org",
    b"orig",
    b"original",
    b"php",
    b"prd",
    b"preprod",
    b"private",
    b"prod",
    b"production",
    b"public",
    b"qa",
    b"rar",
    b"release",
    b"remote",
    b"root",
    b"sample",
    b"sav",
    b"save",
    b"secret",
    b"secrets",
    b"server",
    b"sql",
    b"stage",
    b"staging",
    b"stg",
    b"swo",
    b"swp",
    b"tar",
    b"temp",
    b"template",
    b"test",
    b"testing",
    b"tgz",
    b"tmp",
    b"tpl",
    b"txt",
    b"uat",
    b"v",
    b"web",
    b"www",
    b"xml",
    b"xz",
    b"yaml",
    b"yml",
    b"zip",
];

/// Whether a part of a path that begins with the name of a secret file is still such a file. `tail`
/// is what follows the name: it is empty or an extension, and only words of [`TAILS`] follow a `-`
/// or `_`. `.env_files` and `wp-config.php-explained` are the names of other things. `first` is the
/// byte after the name.
pub(super) fn is_tail(tail: &[u8], first: Option<&u8>) -> bool {
    let is_end = !first.is_some_and(u8::is_ascii_alphabetic);
    let mut words = tail.split(|byte| matches!(byte, b'-' | b'_'));
    // Any extension may follow the name.
    words.next();
    is_end
        && words
            .flat_map(|words| words.split(|byte| matches!(byte, b'.' | b'~')))
            .all(|word| {
                let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit());
                let word = word.get(..word.len() - digits.count()).unwrap_or_default();
                word.is_empty() || TAILS.contains(&word)
            })
}

/// Folders in which visitors or programs keep files, and no scripts: those of `WordPress`, Drupal
/// and the renewal of certificates. Facts as of 2026-11, from their manuals.
const FOLDERS: &[&str] = &[
    "/.well-known/",
    "/sites/default/files/",
    "/wp-admin/css/",
    "/wp-admin/images/",
    "/wp-content/upgrade/",
    "/wp-content/uploads/",
    "/wp-includes/css/",
    "/wp-includes/fonts/",
    "/wp-includes/images/",
];

/// Whether a decoded path asks for a script in one of [`FOLDERS`]. The script is then one that an
/// attacker left there. An `index.php` there is usually empty, and hides the list of the files.
pub(super) fn is_script_among_files(path: &str) -> bool {
    let is_script = matches!(
        path.as_bytes(),
        [.., b'.', b'p' | b'P', b'h' | b'H', b'p' | b'P']
            | [.., b'.', b'p', b'h', b't', b'm', b'l']
            | [.., b'.', b'p', b'h', b'a', b'r']
            | [.., b'.', b'p', b'h', b'p', b'5' | b'7' | b'8']
    );
    is_script && is_among_files(path)
}

/// Only few parts of paths begin like one of [`FOLDERS`].
fn is_among_files(path: &str) -> bool {
    let mut slashes = memchr::memchr_iter(b'/', path.as_bytes());
    let is_in = slashes.any(|at| {
        let rest = path.get(at..).unwrap_or_default();
        let may_be = matches!(rest.as_bytes(), [_, b'.' | b's' | b'w', ..]);
        may_be && FOLDERS.iter().any(|folder| rest.starts_with(folder))
    });
    is_in && !path.ends_with("/index.php")
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

/// Whether offset `at` is in the value of a parameter of a search: one of [`SEARCHES`].
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
