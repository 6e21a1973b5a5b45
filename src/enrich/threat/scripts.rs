//! Recognises scripts that an attacker left on a server: by folders that have no scripts of their
//! own, by names that look like those of the application, and by names of web shells.
//!
//! Facts as of 2026-11, from the files and the manual of `WordPress`, Microsoft's documentation of
//! Exchange, and public reports on web shells that were found there.

use super::copies;
use super::public;
use super::search;
use super::text::{Place, Text};

/// Extensions of scripts.
const EXTENSIONS: &[&[u8]] = &[
    b"php", b"php3", b"php4", b"php5", b"php7", b"php8", b"phtml", b"phar", b"asp", b"aspx",
    b"ashx", b"asmx", b"jsp", b"jspx", b"cfm",
];

/// Folders with files of visitors or programs, but without scripts that a browser asks for, except
/// for [`EXCEPT`]. They belong to `WordPress`, Drupal, ASP.NET and the renewal of certificates.
const FOLDERS: &[&str] = &[
    "/.well-known/",
    "/aspnet_client/",
    "/sites/default/files/",
    "/wp-admin/css/",
    "/wp-admin/images/",
    "/wp-admin/includes/",
    "/wp-admin/js/",
    "/wp-content/upgrade/",
    "/wp-content/uploads/",
    "/wp-includes/",
];

/// Folders of `WordPress` and Exchange, each with the names of its own scripts besides `index.php`.
/// Folders below them may have other scripts.
const DIRECTLY_IN: &[(&str, &[&str])] = &[
    ("/wp-admin/maint/", &["repair"]),
    ("/wp-content/", &[]),
    ("/wp-content/plugins/", &["hello"]),
    ("/wp-content/themes/", &[]),
    (
        "/owa/auth/",
        &[
            "casredirect",
            "errorfe",
            "expiredpassword",
            "logoff",
            "logon",
            "redir",
            "signout",
        ],
    ),
    ("/ecp/auth/", &["timeoutlogout"]),
];

/// Scripts in folders of [`FOLDERS`] that browsers ask for.
const EXCEPT: &[&str] = &[
    "/index.php",
    "/wp-includes/js/tinymce/wp-tinymce.php",
    "/wp-includes/js/tinymce/tiny_mce_config.php",
    "/wp-includes/ms-files.php",
];

/// What follows `wp-` in the names of the scripts in the first folder of `WordPress`, including
/// earlier versions. The names of its folders are also listed, because people ask for
/// `wp-admin.php` too.
const WORDPRESS: &[&str] = &[
    "activate",
    "admin",
    "app",
    "atom",
    "blog-header",
    "comments-post",
    "commentsrss2",
    "cron",
    "feed",
    "links-opml",
    "load",
    "login",
    "mail",
    "pass",
    "rdf",
    "register",
    "rss",
    "rss2",
    "settings",
    "signup",
    "trackback",
];

/// Whether a decoded path asks for a script that an attacker left on the server. A path without the
/// extension of a script is ruled out first, because this needs few instructions.
pub(super) fn is_planted(path: &str) -> bool {
    let is_script = matches!(
        path.as_bytes(),
        [.., b'.', b'p' | b'P', b'h' | b'H', b'p' | b'P']
            | [.., b'.', b'p', b'h', b'p', b'3'..=b'8']
            | [.., b'.', b'p', b'h', b't', b'm', b'l']
            | [.., b'.', b'p', b'h', b'a', b'r']
            | [.., b'.', b'a', b's', b'p' | b'h', b'x']
    );
    is_script && is_out_of_place(path)
}

/// Whether a path is within one of the folders, or has a name that is not one of the application's.
/// Few parts of paths begin with the letters below, so the lists are rarely compared.
fn is_out_of_place(path: &str) -> bool {
    let mut slashes = memchr::memchr_iter(b'/', path.as_bytes());
    let is_in = slashes.any(|at| {
        let rest = path.get(at..).unwrap_or_default();
        match rest.as_bytes() {
            [_, b'w', b'p', b'-', ..] => {
                is_among_files(rest) || is_like_wordpress(rest, at) || has_rare_extension(rest)
            }
            [_, b'.' | b's' | b'a' | b'o' | b'e', ..] => is_among_files(rest),
            [_, b'u', ..] => rest.starts_with("/uploads/") && has_rare_extension(rest),
            _ => false,
        }
    });
    is_in
        && !EXCEPT.iter().any(|script| path.ends_with(script))
        && !public::is_view(path.as_bytes())
}

/// Whether a path that begins here is in one of [`FOLDERS`], or directly in one of [`DIRECTLY_IN`].
fn is_among_files(rest: &str) -> bool {
    let is_other = |(folder, scripts): &(&str, &[&str])| {
        let Some(name) = rest.strip_prefix(folder) else {
            return false;
        };
        let stem = name.split('.').next().unwrap_or_default();
        !name.contains('/') && !scripts.iter().any(|own| stem.eq_ignore_ascii_case(own))
    };
    FOLDERS.iter().any(|folder| rest.starts_with(folder)) || DIRECTLY_IN.iter().any(is_other)
}

/// Whether a script in the root of a site, or in a folder of it, has a name that begins like the
/// scripts of `WordPress` but is not one of them.
fn is_like_wordpress(rest: &str, at: usize) -> bool {
    /// The most bytes of the folder in which `WordPress` is installed: `/blog`. Almost all folders
    /// of plugins and themes have longer paths.
    const FOLDER_BYTES: usize = 20;
    let name = rest.strip_prefix("/wp-").unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    at <= FOLDER_BYTES && !name.contains('/')
        // Such a name is reported as that of a secret file.
        && !stem.strip_prefix("config").is_some_and(is_variant)
        && !WORDPRESS.contains(&stem)
}

/// Whether text after a name makes it the name of a variant: `-old`, but not `s`.
fn is_variant(tail: &str) -> bool {
    !tail.starts_with(|first: char| first.is_ascii_alphanumeric())
}

/// Whether a script has an extension that servers run as PHP but applications do not use.
fn has_rare_extension(path: &str) -> bool {
    matches!(
        path.as_bytes(),
        [.., b'p', b'3'..=b'8'] | [.., b't', b'm', b'l'] | [.., b'h', b'a', b'r']
    )
}

/// Whether a target asks for a web shell whose name ends at offset `end`: digits and the extension
/// of a script follow.
pub(super) fn is_shell(text: &Text<'_>, end: usize) -> bool {
    let (tail, _) = copies::split_name(text.from(end));
    let mut parts = tail.split(|byte| *byte == b'.');
    let number = parts.next().unwrap_or_default();
    // Another extension may follow: `shell.php.jpg`.
    let extension = parts.next().unwrap_or_default();
    text.place == Place::Target
        && number
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
        && EXTENSIONS.contains(&extension)
        && !(text.in_query(end) && search::is_search(text, end))
}
