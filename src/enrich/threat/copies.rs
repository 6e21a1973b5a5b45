//! Recognises copies and variants of a file by what follows its name: `.env-prod`,
//! `wp-config.php.bak`, `application-dev.yml`.

use super::text::{Text, is_word};
use crate::enrich::referrer::without_www;

/// Splits a text after the name of a file or folder with which it begins.
pub(super) fn split_name(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !is_word(*byte) && !matches!(byte, b'.' | b'-' | b'~'));
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, &[]))
}

/// Words that follow the name of a file in the names of its copies and variants: `old` in
/// `wp-config-old.php`.
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
    b"override",
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

/// Names of files with settings, before `.yml` and similar extensions. Facts as of 2026-11, from
/// the manuals of Docker, Spring, Rails and Symfony.
const SETTINGS: &[&[u8]] = &[
    b"application",
    b"aws",
    b"bootstrap",
    b"credentials",
    b"database",
    b"docker-compose",
    b"parameters",
    b"secrets",
];

/// Whether an extension of settings at offset `at` ends the path, and one of [`SETTINGS`] begins
/// the name of the file: `/application-prod.yml`.
pub(super) fn is_settings(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let before = text.before(at);
    let start = before.iter().rposition(|byte| *byte == b'/');
    let name = before.get(start.map_or(0, |slash| slash + 1)..);
    text.ends_path(at, bytes)
        && SETTINGS.iter().any(|known| {
            let tail = name.unwrap_or_default().strip_prefix(*known);
            tail.is_some_and(|tail| is_tail(tail, tail.first()))
        })
}

/// Whether a decoded path is only the name of an archive or a copy of a database that is named like
/// the host: `/example.com.zip`. A path with another extension is ruled out first, because this
/// needs few instructions.
pub(super) fn is_archive_of(host: &str, path: &str) -> bool {
    let may_be = matches!(
        path.as_bytes(),
        [.., b'.', b'7' | b'b' | b'g' | b'x', b'z']
            | [.., b'r', b'a', b'r']
            | [.., b's', b'q', b'l']
            | [.., b't', b'a' | b'g', b'r' | b'z']
            | [.., b'z', b'i', b'p']
    );
    let is_named = |host: &str| {
        let tail = path
            .strip_prefix('/')
            .and_then(|name| name.strip_prefix(host));
        tail.is_some_and(|tail| {
            tail.strip_prefix('.').is_some_and(|extensions| {
                let mut words = extensions.split('.');
                words.all(|word| TAILS.contains(&word.as_bytes()))
            })
        })
    };
    may_be && host.contains('.') && (is_named(host) || is_named(without_www(host)))
}
