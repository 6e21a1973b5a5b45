//! Reads paths that are in a value: links within a site, files of the system, and files of another
//! site. Facts as of 2026-11, from <https://owasp.org/www-community/attacks/Path_Traversal>, the
//! Filesystem Hierarchy Standard and the manuals of web servers.

use super::pair::Pair;
use super::search;
use super::text::{Place, Text, find, is_word};

/// Extensions of the parts of a page. Such a file has nothing that a site hides.
const PARTS: &[&[u8]] = &[
    b"avif", b"bmp", b"css", b"eot", b"gif", b"htm", b"html", b"ico", b"jpeg", b"jpg", b"js",
    b"mp3", b"mp4", b"ogg", b"otf", b"pdf", b"png", b"svg", b"swf", b"ttf", b"webm", b"webp",
    b"woff", b"woff2",
];

/// The most steps upward of a link within a site.
const LINK_STEPS: usize = 3;

/// Whether a path is a link within a site: it has few steps, plain names, and the extension of a
/// part of a page. Authors of pages write `../../images/x.jpg`.
pub(super) fn is_part_of_page(path: &[u8]) -> bool {
    let path = path
        .split(|byte| matches!(byte, b'#' | b'?'))
        .next()
        .unwrap_or_default();
    let is_name = |part: &[u8]| {
        part.iter()
            .all(|byte| is_word(*byte) || !byte.is_ascii() || b"-. ()+,~@".contains(byte))
            && (part == b"." || part == b".." || find(part, b"..").is_none())
    };
    let mut parts = path.split(|byte| *byte == b'/');
    let steps = parts.clone().filter(|part| *part == b"..").count();
    steps <= LINK_STEPS && parts.all(is_name) && has_extension(path, PARTS)
}

fn has_extension(path: &[u8], extensions: &[&[u8]]) -> bool {
    let dot = memchr::memrchr(b'.', path);
    let extension = dot.and_then(|dot| path.get(dot + 1..)).unwrap_or_default();
    extensions.contains(&extension)
}

/// Folders that servers often map to a folder of another name.
const MAPPED: &[&[u8]] = &[
    b"assets",
    b"content",
    b"css",
    b"data",
    b"dist",
    b"download",
    b"downloads",
    b"files",
    b"fonts",
    b"image",
    b"images",
    b"img",
    b"js",
    b"lib",
    b"libs",
    b"media",
    b"public",
    b"res",
    b"resources",
    b"static",
    b"storage",
    b"upload",
    b"uploads",
];

/// Whether the first part of a path is one of [`MAPPED`], followed by two dots. If nginx maps
/// `/images` and not `/images/`, then `/images../` leaves the folder.
pub(super) fn leaves_mapped_folder(path: &[u8]) -> bool {
    let mut parts = path.split(|byte| *byte == b'/');
    let first = parts.next().and_then(|part| part.strip_suffix(b".."));
    parts.next().is_some() && first.is_some_and(|name| MAPPED.contains(&name))
}

/// The folders and files of Windows and of its servers at the root of a drive.
const ON_DRIVE: &[&[u8]] = &[
    b"windows",
    b"winnt",
    b"boot",
    b"inetpub",
    b"xampp",
    b"wamp",
    b"apache",
    b"php",
    b"mysql",
    b"programdata",
    b"program files",
    b"users/administrator",
    b"users\\administrator",
    b"documents and settings",
    b"pagefile.sys",
    b"config.sys",
    b"autoexec.bat",
];

/// Whether a value is a path on a drive of Windows (`c:\windows\`) that leads to a folder of the
/// system or of a server. `at` is the offset of the `=`. Other paths are not threats, because
/// programs on Windows also send the paths of their users' files.
pub(super) fn is_on_drive(text: &Text<'_>, at: usize) -> bool {
    if text.place != Place::Target || !text.in_query(at) || search::is_search(text, at + 1) {
        return false;
    }
    let value = text.from(at + 1);
    let colon = memchr::memchr(b':', value).unwrap_or(value.len());
    let mut path = value.get(colon + 1..).unwrap_or_default();
    while let [b'/' | b'\\', rest @ ..] = path {
        path = rest;
    }
    ON_DRIVE.iter().any(|name| path.starts_with(name))
}

/// Whether a value begins with the path of a system's folder, such as `/var/lib/`. `start` is the
/// offset of the sign before the path. Manuals and parts of pages are not threats, because they are
/// public.
pub(super) fn is_absolute(text: &Text<'_>, start: usize) -> bool {
    let Some(pair) = Pair::around(text, start) else {
        return false;
    };
    let path = text.from(start + 1);
    let end = path
        .iter()
        .position(|byte| matches!(byte, b'&' | b'"' | b'\''));
    let path = path.get(..end.unwrap_or(path.len())).unwrap_or_default();
    let is_manual = [
        &b"/usr/share/man"[..],
        b"/usr/share/doc",
        b"/usr/share/info",
    ]
    .iter()
    .any(|folder| path.starts_with(folder));
    text.place == Place::Target
        && !pair.is_in_name(start + 1)
        && !search::is_search(text, start)
        && !path.contains(&b' ')
        && !is_manual
        && !is_part_of_page(path)
}

/// Names of parameters with the address of a page. The values of other parameters may be included
/// as files.
const LINKS: &[&[u8]] = &[
    b"u",
    b"url",
    b"uri",
    b"link",
    b"href",
    b"src",
    b"image",
    b"img",
    b"target",
    b"r",
    b"ref",
    b"referer",
    b"referrer",
    b"dest",
    b"destination",
    b"goto",
    b"to",
    b"permalink",
    b"canonical",
];

/// Names of parameters whose value a program includes as a file.
const INCLUDED: &[&[u8]] = &[
    b"page",
    b"include",
    b"inc",
    b"template",
    b"tpl",
    b"lang",
    b"language",
    b"module",
    b"mod",
    b"dir",
    b"load",
    b"cmd",
    b"conf",
    b"config",
    b"file",
    b"path",
    b"document",
    b"root",
    b"skin",
    b"theme",
    b"plugin",
];

/// Whether an address that ends with a question mark may be a link with an empty query that a
/// person shares.
pub(super) fn is_shared(name: &[u8], value: &[u8]) -> bool {
    let is_text = value.ends_with(b".txt?") || value.ends_with(b".inc?");
    let is_link = LINKS.contains(&name)
        || [&b"redir"[..], b"return", b"next"]
            .iter()
            .any(|front| name.starts_with(front))
        || [&b"url"[..], b"uri", b"link"]
            .iter()
            .any(|end| name.ends_with(end));
    is_link && !is_text
}

/// Whether a program includes an address as a file of code. The parameter must be one of
/// [`INCLUDED`], and the address must have an extension that servers do not run (`.txt`, `.inc`),
/// or `.php` if the parameter does not also hold addresses of pages.
pub(super) fn is_included(name: &[u8], value: &[u8]) -> bool {
    let is_page = matches!(
        name,
        b"page" | b"path" | b"file" | b"document" | b"root" | b"dir"
    );
    INCLUDED.contains(&name)
        && (has_extension(value, &[b"txt", b"inc"]) && (name != b"file" && name != b"document")
            || !is_page && has_extension(value, &[b"php"]))
}
