//! Detects script and markup for another visitor's browser,
//! <https://owasp.org/www-community/attacks/xss/>.
//!
//! Markup alone may come from a broken link or an editor. It is a threat only if it runs or loads
//! something. Facts as of 2026-11, from
//! <https://developer.mozilla.org/docs/Web/HTML/Reference/Elements> and the pages on events there.

use super::pair::Pair;
use super::text::{Text, find, is_blank, is_word};

/// Elements that are a threat without any attribute, because they run or load something or attacks
/// are hidden in them.
const ELEMENTS: &[&[u8]] = &[
    b"script",
    b"iframe",
    b"frame",
    b"frameset",
    b"object",
    b"embed",
    b"applet",
    b"svg",
    b"math",
    b"base",
    b"link",
    b"meta",
    b"style",
    b"isindex",
    b"bgsound",
    b"layer",
    b"ilayer",
    b"xml",
    b"xss",
    b"noscript",
    b"noembed",
    b"template",
    b"portal",
    b"foreignobject",
    b"animate",
    b"animatetransform",
    b"set",
    b"handler",
    b"include",
    b"vmlframe",
    b"listener",
    b"import",
    b"keygen",
    b"marquee",
    b"dialog",
];

/// Elements that run or load something if an attribute names a source.
const SOURCED: &[&[u8]] = &[
    b"img", b"image", b"video", b"audio", b"input", b"source", b"track", b"body", b"table", b"td",
    b"form", b"button", b"use", b"a", b"div",
];

/// Schemes that run what follows them.
const SCHEMES: &[&[u8]] = &[
    b"javascript:",
    b"vbscript:",
    b"livescript:",
    b"data:text/html",
    b"data:image/svg",
    b"data:application",
];

/// Attributes that run their value, besides those that begin with `on`.
const ATTRIBUTES: &[&[u8]] = &[
    b"srcdoc",
    b"formaction",
    b"xlink:href",
    b"x-on:",
    b"x-init",
    b"x-html",
    b"v-on:",
    b"v-html",
    b"ng-",
    b"@click",
    b"@mouse",
    b"expression(",
    b"-moz-binding",
    b"behavior:",
    b"@import",
    b"dynsrc",
    b"lowsrc",
    b"background=",
];

/// Whether the `<` at offset `at` begins an element that is a threat.
pub(super) fn is_element(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at + 1);
    let rest = rest.strip_prefix(b"/").unwrap_or(rest);
    let lead = rest
        .iter()
        .take_while(|byte| is_blank(**byte) || **byte == b'/')
        .count();
    let rest = rest.get(lead..).unwrap_or_default();
    let bytes = rest
        .iter()
        .take_while(|byte| is_word(**byte) || matches!(byte, b'-' | b':'))
        .count();
    let name = rest.get(..bytes).unwrap_or_default();
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
    if rest.starts_with(b"?import")
        || rest.starts_with(b"!entity")
        || rest.starts_with(b"![cdata[")
        || rest.starts_with(b"!doctype") && find(rest, b"[").is_some()
    {
        return true;
    }
    if !name.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    if ELEMENTS.contains(&local) {
        return true;
    }
    // The end of the tag. If the tag is not closed, a browser closes it at the end of the text.
    let end = rest
        .iter()
        .position(|byte| *byte == b'>')
        .map_or(rest.len(), |end| end + 1);
    let inside = rest.get(bytes..).unwrap_or_default();
    let whole = rest.get(bytes..end.max(bytes)).unwrap_or_default();
    has_handler(inside)
        || holds_any(inside, SCHEMES)
        || holds_any(inside, ATTRIBUTES)
        || SOURCED.contains(&local) && find(whole, b"src").is_some()
        || local == b"form" && find(whole, b"action").is_some()
}

/// Whether a text has an attribute with a value and a name that begins with `on`.
fn has_handler(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(place) = find(rest, b"on") {
        let before = rest.get(..place).unwrap_or_default();
        let after = rest.get(place + 2..).unwrap_or_default();
        if !before.last().is_some_and(|byte| is_word(*byte)) && assigns(after) {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether a text begins with at least three letters or hyphens and then `=`. Blanks may precede
/// the `=`.
fn assigns(text: &[u8]) -> bool {
    let letters = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-')
        .count();
    let rest = text.get(letters..).unwrap_or_default();
    let blanks = rest
        .iter()
        .take_while(|byte| is_blank(**byte) || **byte == b'+')
        .count();
    letters >= 3 && rest.get(blanks) == Some(&b'=')
}

fn holds_any(text: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| find(text, word).is_some())
}

/// Whether an attribute begins at offset `at`. Its name begins with `on`, and it is after the end
/// of the previous value.
pub(super) fn is_handler(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at);
    let ends = before
        .last()
        .is_some_and(|byte| is_blank(*byte) || matches!(byte, b'"' | b'\'' | b'`' | b'/' | b'+'));
    // A part of a path is not an attribute. A word after another word is not an attribute either,
    // unless a quote, `<` or `>` precedes it.
    let is_markup = before
        .iter()
        .any(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>'));
    ends && is_markup && assigns(text.from(at + 2))
}

/// Whether an attribute such as `onload=` follows the quote at offset `at`.
pub(super) fn is_attribute_after_quote(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at + 1);
    let blanks = rest
        .iter()
        .take_while(|byte| is_blank(**byte) || matches!(byte, b'/' | b'+'))
        .count();
    let rest = rest.get(blanks..).unwrap_or_default();
    rest.strip_prefix(b"on").is_some_and(assigns)
}

/// Whether `javascript:` or a similar scheme begins at offset `at`. Broken crawlers ask for
/// `/javascript:void(0)`, which runs nothing.
pub(super) fn is_scheme(text: &Text<'_>, at: usize, bytes: usize) -> bool {
    let rest = text.from(at + bytes);
    let code = rest.get(..rest.len().min(200)).unwrap_or_default();
    if text.begins_value(at) || matches!(text.before(at).last(), Some(b'"' | b'\'' | b'(' | b'`')) {
        let runs = code
            .iter()
            .any(|byte| matches!(byte, b'(' | b'`' | b'=' | b'[' | b',' | b'/'));
        return runs && !code.starts_with(b"void") && !code.starts_with(b"history.");
    }
    holds_any(code, CALLS)
        || find(code, b"document.cookie").is_some()
        || code.starts_with(b"//") && code.contains(&b'(')
}

/// Calls of a browser's functions that attacks and tests for vulnerabilities contain.
const CALLS: &[&[u8]] = &[
    b"alert(",
    b"alert`",
    b"prompt(",
    b"confirm(",
    b"eval(",
    b"print()",
    b"alert&",
    b"fetch(",
    b"import(",
];

/// Whether an attribute such as `srcdoc=` is at offset `at`. In an element, a blank or one of a few
/// signs precedes it. If `&` or `?` precedes it, it is the name of a parameter.
pub(super) fn is_attribute(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at).last();
    before.is_some_and(|byte| {
        is_blank(*byte) || matches!(byte, b'"' | b'\'' | b'`' | b'/' | b'+' | b'<')
    })
}

/// Whether a function of the browser is called. A sign must precede the call. A space suffices if
/// the call has an argument.
pub(super) fn is_call(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at).last().copied();
    let is_code = !before.is_some_and(|byte| is_word(byte) || is_blank(byte));
    // A person may search for `alert()`. An attacker passes a text that the function shows.
    let is_empty = text.from(at + text.word(at).len()).starts_with(b"()");
    is_code || !is_empty && before.is_some_and(is_blank)
}

/// Whether the name at offset `at` is used as in a script. It names an object of the browser. The
/// signs of a script must be in the same parameter, and names of parameters have dots and brackets
/// too: `?document.id=5`, `?top[]=1`.
pub(super) fn is_script(text: &Text<'_>, at: usize) -> bool {
    let Some(pair) = Pair::around(text, at).filter(|_| text.begins_word(at)) else {
        return false;
    };
    let before = text.bytes.get(pair.start..at).unwrap_or_default();
    let end = pair.start + pair.name.len() + 1 + pair.value.len();
    let after = text
        .bytes
        .get(at..end.min(text.bytes.len()))
        .unwrap_or_default();
    let is_sign = |byte: &u8| matches!(byte, b'(' | b'=' | b'`' | b'[' | b'<');
    before.iter().chain(after).any(is_sign)
        && before
            .iter()
            .any(|byte| matches!(byte, b'\'' | b'"' | b'(' | b';' | b'<' | b'`' | b'{' | b'='))
        && after
            .iter()
            .any(|byte| matches!(byte, b'=' | b'(' | b')' | b';' | b'>' | b'`'))
}
