//! Devices: what kind, and which, where the agent string says so plainly.
//!
//! The name is Apple's own word (`iPhone`, `iPad`, `iPod`, `Mac`), the console's, or the model that Android writes into its comment, as in
//! `(Linux; Android 13; SM-S901B Build/TP1A.220624.014)`. Chrome's reduced string has `K` in its place for every model
//! (<https://www.chromium.org/updates/ua-reduction/>): no name. A phone and a tablet are told apart by the word `Mobile`, which
//! browsers leave out on tablets (<https://developer.mozilla.org/en-US/docs/Web/HTTP/Browser_detection_using_the_user_agent>).

use std::borrow::Cow;

use super::tokens::Words;

/// A device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) name: Option<Cow<'static, str>>,
    pub(super) kind: Option<&'static str>,
}

/// The longest model name that is believed, in bytes; real ones have up to 40.
const MODEL_LIMIT_BYTES: usize = 64;

/// Words that only televisions and what is plugged into them write.
const TELEVISIONS: [&str; 13] = [
    "SMART-TV",
    "SmartTV",
    "Smart TV",
    "GoogleTV",
    "Google TV",
    "Android TV",
    "AppleTV",
    "Apple TV",
    "BRAVIA",
    "HbbTV",
    "Web0S",
    "CrKey",
    "Roku",
];

/// How the names of consoles begin; the system of a console is the console.
const CONSOLES: [&str; 3] = ["PlayStation", "Nintendo", "Xbox"];

/// The device of an agent string; `category` is the parser's, `system` the name of the operating system.
pub(super) fn find(words: &Words<'_>, category: &str, system: Option<&str>) -> Device {
    let system = system.unwrap_or_default();
    // What is certain comes first: it saves most agents the search for the words of televisions.
    let (name, kind) = match (system, category) {
        ("Windows", _) => (None, Some("desktop")),
        ("macOS" | "Mac OS", _) => (Some(Cow::Borrowed("Mac")), Some("desktop")),
        ("iOS" | "iPadOS", _) => of_apple(words),
        _ if is_television(words) => (model(words.agent, system), Some("tv")),
        ("Android" | "HarmonyOS", _) => {
            let kind = if is_tablet(words) { "tablet" } else { "mobile" };
            (model(words.agent, system), Some(kind))
        }
        _ if is_feature_phone(words) => (None, Some("mobile")),
        ("KaiOS" | "Windows Phone" | "Windows CE", _) | (_, "smartphone" | "mobilephone") => {
            (None, Some("mobile"))
        }
        ("DigitalTV", _) => (None, Some("tv")),
        _ if CONSOLES.iter().any(|maker| system.starts_with(maker)) => {
            (Some(Cow::Owned(system.to_owned())), Some("console"))
        }
        ("Linux" | "ChromeOS" | "FreeBSD" | "OpenBSD" | "NetBSD" | "SunOS", _) | (_, "pc") => {
            (None, Some("desktop"))
        }
        _ => (None, None),
    };
    Device { name, kind }
}

fn of_apple(words: &Words<'_>) -> (Option<Cow<'static, str>>, Option<&'static str>) {
    let name = ["iPad", "iPod", "iPhone"]
        .into_iter()
        .find(|name| words.contain(name));
    let kind = if name == Some("iPad") {
        "tablet"
    } else {
        "mobile"
    };
    (name.map(Cow::Borrowed), Some(kind))
}

fn is_television(words: &Words<'_>) -> bool {
    // Amazon's sticks call themselves AFT and a letter or more.
    TELEVISIONS.iter().any(|word| words.contain(word)) || words.contain("; AFT")
}

/// Java's profile for telephones, and the browser that was made for it.
fn is_feature_phone(words: &Words<'_>) -> bool {
    words.contain("MIDP") || words.contain("Opera Mini")
}

/// Only browsers keep the custom; an app or a program says nothing by not saying `Mobile`.
fn is_tablet(words: &Words<'_>) -> bool {
    words.contain("Tablet") || (words.contain("Safari/") && !words.contain("Mobile"))
}

/// The model in Android's comment: the first part after `Android x.y` that is not something else.
fn model(agent: &str, system: &str) -> Option<Cow<'static, str>> {
    let (_, after) = agent.split_once("Android")?;
    if system == "Windows Phone" {
        return None;
    }
    // A model's own name may hold a pair of brackets; the comment ends where no bracket of it is left open.
    let mut open = 1_u32;
    let end = after.bytes().position(|byte| {
        open = open
            .saturating_add(u32::from(byte == b'('))
            .saturating_sub(u32::from(byte == b')'));
        open == 0
    });
    let comment = after.get(..end.unwrap_or(after.len()))?;
    let parts = comment
        .split(';')
        .skip(1)
        .map(|part| part.split(" Build").next().unwrap_or(part).trim());
    let name = parts
        .filter(|part| !part.starts_with("Build/"))
        .find(|part| !is_no_model(part))?;
    (name.len() <= MODEL_LIMIT_BYTES).then(|| Cow::Owned(name.to_owned()))
}

/// What else stands in the comment: `Mobile`, a language, a product, a version of the engine, the reduced string's `K`.
fn is_no_model(part: &str) -> bool {
    is_language(part)
        || matches!(
            part,
            "" | "K" | "U" | "wv" | "Mobile" | "Tablet" | "TV" | "arm_64" | "arm64"
        )
        || part.contains(['/', '*'])
        || part.starts_with("rv:")
        || part.starts_with("Android")
        || part.starts_with("HarmonyOS")
        || part.starts_with("OpenHarmony")
}

/// `de`, `de-de`, `de_DE`, and the half of one that some models write.
fn is_language(part: &str) -> bool {
    let (language, region) = part.split_once(['-', '_']).unwrap_or((part, ""));
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && region.len() <= 2
}
