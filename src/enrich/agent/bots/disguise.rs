//! Bots that look like a browser, but have their name in a place where browsers have no name.
//!
//! Examples: `(compatible; Name/1.0)` without the name of an old browser; `(KHTML, like Gecko;
//! compatible; Name)`; `Safari/537.36; Name/1.0`; a domain among the products. Facts as of 2026-11,
//! from the agent strings of browsers.

use super::bare::is_domain;
use super::names::{named, named_from};
use super::word::{first_name, is_name};
use super::{Recognised, people, telephones, unlisted};
use crate::enrich::agent::browsers;
use crate::enrich::agent::programs;
use crate::enrich::agent::tokens::{Product, Words, version_after};
use crate::event::BotCategory::Other;

/// The words, in small letters, that old browsers and other programs of people wrote after
/// `compatible;`.
const COMPATIBLE: &[&str] = &[
    "abrowse",
    "aol",
    "arachne",
    "avant",
    "aweb",
    "bolt",
    "cyberdog",
    "danger",
    "elinks",
    "ge-series",
    "google",
    "go.web",
    "ibrowse",
    "icab",
    "konqueror",
    "links",
    "microsoft",
    "ms",
    "msie",
    "netpositive",
    "netscape",
    "nokia",
    "omniweb",
    "opera",
    "pie",
    "planetweb",
    "polaris",
    "series60",
    "syllable",
    "teleca",
    "voyager",
    "webtv",
    "yaplus",
    "zaurus",
];

pub(super) fn see_through<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let agent = words.agent;
    if !agent.contains(';') && !words.contain("Gecko") && !words.contain(".") {
        return None;
    }
    after_like_gecko(words)
        .or_else(|| compatible(words))
        .or_else(|| behind_all(words))
        .or_else(|| domain(words))
        .or_else(|| in_front(words))
        .or_else(|| on_server(words))
}

/// The bot in `(KHTML, like Gecko; compatible; Name)`.
fn after_like_gecko<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    const MARK: &str = "like Gecko";
    let start = words.find(MARK)? + MARK.len();
    let rest = words.agent.get(start..)?;
    rest.starts_with([';', ',']).then_some(())?;
    let end = start + rest.find(')').unwrap_or(rest.len());
    // Players on consoles list the formats that they decode in this place.
    let product = first_name(words, start, end)
        .filter(|_| !words.contain("PlayStation") && !words.contain("Trident"))?;
    Some(named_from(words, product, Other))
}

/// The bot in `(compatible; Name/1.0)`.
fn compatible<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    const MARK: &str = "ompatible";
    let start = words.find(MARK)? + MARK.len();
    let start = start + usize::from(words.agent.get(start..)?.starts_with(' '));
    words
        .agent
        .get(start..)?
        .starts_with([';', ','])
        .then_some(())?;
    let start = start + 1;
    let rest = words.agent.get(start..)?;
    let end = start + rest.find([';', ')']).unwrap_or(rest.len());
    let product = first_name(words, start, end)?;
    let small = words.small(product.token.start, product.token.end)?;
    // Browsers before Mozilla/5.0 wrote `compatible;` too, together with a system that people use.
    let is_old = !words.agent.starts_with("Mozilla/5.0") && people::have_system(words);
    let is_old = is_old
        || people::is_device_system(small)
        || COMPATIBLE.iter().any(|known| small.starts_with(known))
        || words.contain("MSIE")
        || people::are_behind(words);
    // Schools and companies add a single word to the agent strings of their computers.
    let is_mark =
        words.contain("Windows NT") && version_after(words.agent, product.token.end).is_none();
    let is_whole = !words.are_open() || version_after(words.agent, product.token.end).is_some();
    (!is_old && !is_mark && is_whole).then(|| named_from(words, product, Other))
}

/// The bot in `... Safari/537.36; Name/1.0` and `... like Gecko); compatible; Name/1.0`. In a
/// browser's agent string, only products follow the last bracket, separated by spaces.
fn behind_all<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let bracket = words.agent.rfind(')')?;
    let products = words.agent.get(bracket..)?;
    let start = bracket + products.find(';')?;
    let is_plain = !products.contains(['[', '{', '|', '\\']) && words.contain("AppleWebKit");
    is_plain.then_some(())?;
    let product = first_name(words, start, words.agent.len())?;
    let is_said =
        products.contains("compatible") || version_after(words.agent, product.token.end).is_some();
    let is_browser =
        people::are_mobile(words) || people::are_behind(words) || browsers::find(words).is_some();
    (is_said && !is_browser).then(|| named_from(words, product, Other))
}

/// Providers that gave browsers to their customers. Their domains are in the agent strings of these
/// browsers. Facts as of 2026-11.
const PROVIDERS: &[&str] = &[
    "1und1.de",
    "aol.com",
    "freenet.de",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "mail.ru",
    "msn.com",
    "orange.fr",
    "t-online.de",
    "web.de",
    "yahoo.com",
];

/// The bot whose domain is written like a product in a browser's agent string.
fn domain<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let product = words
        .products()
        .find(|product| is_domain(product.token.text) && is_name(product.token.text))?;
    let is_modern = words.contain("AppleWebKit") || words.contain("Gecko/");
    (is_modern
        && !words.contain("(gfe)")
        && !is_of_app(words, &product)
        && !people::are_behind(words)
        && !people::are_mobile(words))
    .then(|| named(words, &product, Other))
}

/// Whether a domain is the name of an app for desktops, or that of a provider. An app that contains
/// a browser writes its name and version between the engine and the browser:
/// `draw.io/22.1 Chrome/110.0`. A name that ends with `.app`, `.io` or `.me` may also follow the
/// browser.
fn is_of_app(words: &Words<'_>, product: &Product<'_, '_>) -> bool {
    let token = product.token;
    let small = words.small(token.start, token.end).unwrap_or_default();
    let is_app = || {
        let after = words.agent.get(token.end..).unwrap_or_default();
        let is_before_browser = after.contains(" Chrome/");
        let is_app_s = [".app", ".io", ".me"]
            .iter()
            .any(|end| small.ends_with(end));
        words
            .find("like Gecko)")
            .is_some_and(|engine| token.start > engine)
            && version_after(words.agent, token.end).is_some()
            && (is_before_browser || is_app_s)
    };
    PROVIDERS.contains(&small)
        || words.contact.is_none() && (words.contain(" Electron/") || is_app())
}

/// The bot whose name precedes a browser's whole agent string: `Name Mozilla/5.0 (...) ...`.
fn in_front<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let browser = words.find(" Mozilla/5.0 (")?;
    let is_desktop = ["Windows NT", "Macintosh", "Linux x86_64", "compatible"]
        .iter()
        .any(|system| words.contain(system));
    is_desktop.then_some(())?;
    if words.agent.starts_with("Mozilla") {
        return None;
    }
    let Some(product) = first_name(words, 0, browser) else {
        let contact = words.contact.filter(|contact| contact.start < browser)?;
        return Some((unlisted(contact.host(words.agent)?, Other), None));
    };
    (!telephones::are_behind(words) && !people::are_behind(words))
        .then(|| named(words, &product, Other))
}

/// The bot in `(X11; Linux x86_64) ... Chrome/126.0.0.0 Safari/537.36 Name` or `... Name/1.0`.
/// Servers use this system. Few browsers and devices with this system write their name last, and
/// nearly all of them are known.
fn on_server<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    const KNOWN: &[&str] = &[
        "360EE",
        "360SE",
        "Agency",
        "Atom",
        "BMW",
        "Chrome",
        "Config",
        "CrKey",
        "Debian",
        "Edg",
        "EdgA",
        "Epiphany",
        "Falkon",
        "Fedora",
        "GLS",
        "GW-Device",
        "HbbTV",
        "Iridium",
        "LikeWise",
        "MBUX",
        "MR-Device",
        "MRCHROME",
        "Midori",
        "OPR",
        "Opera",
        "QIHU",
        "QupZilla",
        "SRAF",
        "SUSE",
        "SailfishBrowser",
        "Slimjet",
        "Swing",
        "Tesla",
        "TheWorld",
        "Trailer",
        "Ubuntu",
        "Viewer",
        "Vivaldi",
        "YaBrowser",
    ];
    let is_chrome = words.contain("Linux x86_64") && words.contain(" Chrome/");
    let start = is_chrome.then(|| words.find(" Safari/"))?? + " Safari/".len();
    let product = first_name(words, start, words.agent.len())?;
    let small = words.small(product.token.start, product.token.end)?;
    let is_browser = KNOWN.contains(&product.token.text)
        || programs::is_name(small)
        || browsers::find(words).is_some()
        || people::are_behind(words)
        || people::are_mobile(words);
    let is_usual = words.agent.get(start..)?.contains(['[', ';', '(']);
    let rest = words.agent.get(product.token.end..)?;
    let is_usual =
        is_usual || rest.starts_with('/') && !has_own_version(words, product.token.text, rest);
    (!is_browser && !is_usual && product.token.text.len() > 2)
        .then(|| named(words, &product, Other))
}

/// Whether a product at the end has a version that shows a bot: the name begins with a capital, no
/// other product follows, and the version is a number that is neither a date nor the version of
/// Chrome. Browsers may have the version of the Chromium on which they are built. The browsers of
/// cars and consoles write other versions, write more products, or begin their name with a small
/// letter.
fn has_own_version(words: &Words<'_>, name: &str, rest: &str) -> bool {
    let major = |version: &str| -> Option<u32> { version.split('.').next()?.parse().ok() };
    let chrome = words.find(" Chrome").and_then(|start| {
        let version = version_after(words.agent, start + " Chrome".len());
        version.and_then(major)
    });
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && !rest.contains(' ')
        && version_after(rest, 0)
            .and_then(major)
            .is_some_and(|version| version < 2000 && chrome != Some(version))
}
