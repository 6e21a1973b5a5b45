//! Recognises pages that show a file or are named after one, and files that are public although
//! their extension is that of secret ones.
//!
//! Code hosts show files of a repository below a part of the path that no other site has. Their
//! visitors ask for `/owner/project/blob/main/.gitignore`, and scanners ask for `/.gitignore`.
//! Facts as of 2026-11, from the addresses of GitHub, GitLab, Gitea, Bitbucket, cgit, Subversion,
//! `OpenGrok`, unpkg, jsDelivr, Nextcloud, `MediaWiki` and Stack Exchange.

use super::copies;
use super::text::{Place, Text, find};
use super::words::Check;

/// Parts of a path below which a repository's files or a person's own files are shown. Another part
/// must precede such a part.
const VIEWS: &[&[u8]] = &[b"blame", b"blob", b"browse", b"plain", b"trunk"];

/// Like [`VIEWS`], but the name of a branch or a commit follows, because these words are also names
/// of folders.
const VIEWS_OF_BRANCH: &[&[u8]] = &[
    b"-",
    b"branches",
    b"commit",
    b"commits",
    b"edit",
    b"raw",
    b"tags",
    b"tree",
];

/// Pairs of successive parts of a path. The first part alone is not enough, because other sites use
/// it too.
const VIEWS_OF_TWO: &[(&[u8], &[&[u8]])] = &[
    (b"releases", &[b"download"]),
    (b"repository", &[b"files"]),
    (b"src", &[b"branch", b"commit", b"tag"]),
];

/// Parts of a path below which people keep their own files or sources are shown. Unlike [`VIEWS`],
/// they may be the first part of the path.
const FIRST: &[&[u8]] = &[b"remote.php", b"public.php", b"dav.php", b"xref"];

/// Folders of pages whose names are topics.
const TOPICS: &[&[u8]] = &[
    b"hashtag",
    b"question",
    b"questions",
    b"search",
    b"tag",
    b"tagged",
    b"tags",
    b"topic",
    b"topics",
    WIKI,
];

/// Scanners also ask for `/wiki/.env`.
const WIKI: &[u8] = b"wiki";

/// Whether the word between `start` and `end` names a file that a page shows, or the page itself.
pub(super) fn is_page(text: &Text<'_>, check: Check, start: usize, end: usize) -> bool {
    let names_file = matches!(
        check,
        Check::Asked(_)
            | Check::Part(_)
            | Check::Dotted
            | Check::Ending(_)
            | Check::Database
            | Check::Settings
            | Check::Shell
            | Check::System
    );
    if !names_file || text.place == Place::Agent || text.in_query(start) {
        return false;
    }
    let folders = folders(text, start);
    // After a step upward, the file is elsewhere.
    find(folders, b"/..").is_none() && is_shown(text, folders, start, end)
}

/// Whether the folders are those of a page that shows files, or of one about a topic.
fn is_shown(text: &Text<'_>, folders: &[u8], start: usize, end: usize) -> bool {
    is_view(folders) || is_topic(text, folders, start, end)
}

/// The folders before the part of the path at offset `start`, each with the slash before it.
fn folders<'a>(text: &Text<'a>, start: usize) -> &'a [u8] {
    let before = text.before(start + usize::from(text.at(start) == Some(b'/')));
    let slash = before.iter().rposition(|byte| *byte == b'/');
    before.get(..slash.unwrap_or(0)).unwrap_or_default()
}

/// Whether a page below these folders shows a file of a repository, or a person's own file.
pub(super) fn is_view(folders: &[u8]) -> bool {
    let mut parts = folders.split(|byte| *byte == b'/').skip(1).peekable();
    let (mut is_first, mut has_repositories) = (true, false);
    while let Some(part) = parts.next() {
        let next = parts.peek();
        let is_view = VIEWS.contains(&part)
            || VIEWS_OF_BRANCH.contains(&part) && next.is_some_and(|part| !part.is_empty())
            || VIEWS_OF_TWO.iter().any(|(first, second)| {
                *first == part && next.is_some_and(|part| second.contains(part))
            })
            || has_repositories && part == b"contents";
        if FIRST.contains(&part) || has_version(part) || is_view && !is_first {
            return true;
        }
        has_repositories |= part == b"repos";
        is_first = false;
    }
    false
}

/// Whether a part of a path is a package with its version: `name@1.0`.
fn has_version(part: &[u8]) -> bool {
    let at = part.iter().rposition(|byte| *byte == b'@').unwrap_or(0);
    let version = part.get(at + 1..).unwrap_or_default();
    let version = version.strip_prefix(b"v").unwrap_or(version);
    at > 0
        && (version.first().is_some_and(u8::is_ascii_digit)
            || matches!(version, b"latest" | b"main" | b"master"))
}

/// Whether the last part of the path is the name of a page about a topic.
fn is_topic(text: &Text<'_>, folders: &[u8], start: usize, end: usize) -> bool {
    let parts = folders.rsplit(|byte| *byte == b'/');
    let folder = parts.clone().find(|part| !part.is_empty());
    let rest = text.before(text.query).get(end..).unwrap_or_default();
    let is_last = !rest.strip_suffix(b"/").unwrap_or(rest).contains(&b'/');
    let is_asked_by_scanners = folder == Some(WIKI) && text.from(start).starts_with(b"/.env");
    is_last && !is_asked_by_scanners && folder.is_some_and(|folder| TOPICS.contains(&folder))
}

/// Texts in the names of authorities' certificates.
const AUTHORITIES: &[&[u8]] = &[
    b"bundle",
    b"ca-",
    b"cacert",
    b"chain",
    b"isrg",
    b"lets-encrypt",
    b"letsencrypt",
    b"root",
    b"-ca.",
    b"/ca.",
    b"_ca.",
];

/// Whether a file whose extension is at offset `at` is the certificate of an authority, which
/// programs download, and not a key.
pub(super) fn is_certificate(text: &Text<'_>, at: usize) -> bool {
    let name = text
        .bytes
        .get(folders(text, at).len()..=at)
        .unwrap_or_default();
    let holds = |word: &&[u8]| find(name, word).is_some();
    text.from(at).starts_with(b".pem")
        && AUTHORITIES.iter().any(holds)
        && ![&b"key"[..], b"priv"].iter().any(holds)
}

/// Folders in which people leave copies of a database.
const COPIES: &[&[u8]] = &[
    b"admin",
    b"app",
    b"back",
    b"backup",
    b"backups",
    b"bak",
    b"bck",
    b"bkp",
    b"config",
    b"database",
    b"databases",
    b"db",
    b"dbs",
    b"dump",
    b"htdocs",
    b"mysql",
    b"old",
    b"private",
    b"public",
    b"public_html",
    b"site",
    b"sql",
    b"sqlite",
    b"storage",
    b"temp",
    b"tmp",
    b"var",
    b"web",
    b"wp-content",
    b"www",
];

/// How names of copies of a database begin.
const DATABASES: &[&[u8]] = &[
    b"accounts",
    b"backup",
    b"bak",
    b"customers",
    b"data",
    b"database",
    b"db",
    b"dbdump",
    b"dump",
    b"localhost",
    b"members",
    b"mysql",
    b"mysqldump",
    b"orders",
    b"prod",
    b"production",
    b"site",
    b"sql",
    b"sqldump",
    b"staging",
    b"users",
    b"website",
    b"wordpress",
    b"wp",
    b"www",
];

/// Whether a file with the extension of a database at offset `at` is where people leave a copy of
/// one: in the root, in one of [`COPIES`], or with one of the names of [`DATABASES`]. In other
/// folders it is a sample or a public download.
pub(super) fn is_copy(text: &Text<'_>, at: usize) -> bool {
    let folders = folders(text, at);
    let folder = folders.rsplit(|byte| *byte == b'/').next();
    let name = text.bytes.get(folders.len() + 1..at).unwrap_or_default();
    folders.is_empty()
        || folder.is_some_and(|folder| COPIES.contains(&folder))
        || DATABASES.iter().any(|known| {
            let tail = name.strip_prefix(*known);
            tail.is_some_and(|tail| copies::is_tail(tail, tail.first()))
        })
}
