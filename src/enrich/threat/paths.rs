//! Reads addresses in a value: links within a site, and links that people share. Facts as of
//! 2026-11, from <https://developer.mozilla.org/docs/Web/URI> and the addresses of services.

use super::text::{find, is_word};

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

/// Names of parameters with the address of a page. Values of other names may be included as files.
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

/// Whether a value that is an address ends with a question mark because a person shares a link with
/// an empty query.
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
