//! Devices: their kind and name, if the agent string contains them.
//!
//! The kinds are `desktop`, `mobile`, `tablet`, `tv`, `console`, `wearable` (watches, glasses) and
//! `speaker`. The name is Apple's own word (`iPhone`, `iPad`, `iPod`, `Mac`, `Apple TV`, `Apple
//! Watch`), the console's name, or the model in Android's comment ([`super::model`]). Browsers omit
//! the word `Mobile` on tablets
//! (<https://developer.mozilla.org/en-US/docs/Web/HTTP/Browser_detection_using_the_user_agent>).
//! [`super::tablet`] and [`super::television`] have the other signs of tablets and televisions.

use std::borrow::Cow;

use super::model::{Model, begins};
use super::pairs::holds_any;
use super::tokens::Words;
use super::{bots, tablet, television};

/// A device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) name: Option<Cow<'static, str>>,
    pub(super) kind: Option<&'static str>,
}

/// How the names of consoles begin. For a console, the system is the device.
const CONSOLES: [&str; 5] = ["PlayStation", "Nintendo", "Xbox", "Dreamcast", "Sega"];

/// The device of an agent string. `category` is the kind of agent that `woothee` reports, and
/// `system` is the name of the operating system.
pub(super) fn find(words: &Words<'_>, category: &str, system: Option<&str>) -> Device {
    let system = system.unwrap_or_default();
    // The systems that decide alone are checked first, so that agents on Windows and Apple's
    // systems need no search for the words of televisions.
    let (name, kind) = match (system, category) {
        ("Windows" | "ChromeOS", _) => (None, Some("desktop")),
        ("macOS" | "Mac OS", _) => (Some(Cow::Borrowed("Mac")), Some("desktop")),
        ("iOS" | "iPadOS", _) => of_apple(words),
        ("tvOS", _) => (Some(Cow::Borrowed("Apple TV")), Some("tv")),
        ("audioOS", _) => (Some(Cow::Borrowed("HomePod")), Some("speaker")),
        ("visionOS", _) => (Some(Cow::Borrowed("Apple Vision Pro")), Some("wearable")),
        ("watchOS", _) => (Some(Cow::Borrowed("Apple Watch")), Some("wearable")),
        (
            "Roku OS" | "Fire OS" | "TiVo OS" | "ViziOS" | "VIDAA" | "Whale OS" | "KreaTV"
            | "Opera TV" | "Orsay" | "Google TV",
            _,
        ) => (None, Some("tv")),
        _ if CONSOLES.iter().any(|maker| system.starts_with(maker)) => {
            (Some(Cow::Owned(system.to_owned())), Some("console"))
        }
        ("HarmonyOS NEXT", _) => (None, Some(of_harmony(words))),
        ("Android" | "HarmonyOS" | "Tizen", _) => {
            let model = Model::of(words.agent);
            (owned(model.name), Some(of_any_case(words, &model)))
        }
        _ if words.contain("Steam Deck") || words.contain("SteamDeck") => {
            (Some(Cow::Borrowed("Steam Deck")), Some("console"))
        }
        _ if television::is_named(words) => (owned(Model::of(words.agent).name), Some("tv")),
        _ if is_glasses(words) => (None, Some("wearable")),
        _ if is_speaker(words) => (None, Some("speaker")),
        _ if is_feature_phone(words) => (None, Some("mobile")),
        _ if words.contain("l like Android") && is_reader(words) => (None, Some("tablet")),
        (
            "KaiOS" | "Windows Phone" | "Windows CE" | "Bada" | "Java ME" | "BlackBerry OS"
            | "BREW" | "MRE" | "Palm OS" | "MeeGo" | "Maemo" | "Sailfish OS" | "YunOS"
            | "Firefox OS" | "Ubuntu",
            _,
        ) if words.have_part("Tablet") => (None, Some("tablet")),
        ("Ubuntu", _) if words.have_part("Mobile") => (None, Some("mobile")),
        ("BlackBerry Tablet OS", _) => (None, Some("tablet")),
        (
            "KaiOS" | "Windows Phone" | "Windows CE" | "Bada" | "Java ME" | "BlackBerry OS"
            | "BREW" | "MRE" | "Palm OS" | "MeeGo" | "Maemo" | "Sailfish OS" | "YunOS",
            _,
        )
        | (_, "smartphone" | "mobilephone") => (None, Some("mobile")),
        ("DigitalTV", _) => (None, Some("tv")),
        ("webOS", _) if words.contain("Web0S") => (None, Some("tv")),
        ("webOS", _) if words.contain("hpwOS") => (None, Some("tablet")),
        ("webOS", _) => (None, Some("mobile")),
        _ if system.starts_with("Symbian") || bots::have_telephone(words) => (None, Some("mobile")),
        _ if is_reader(words) => (None, Some("tablet")),
        (
            "Linux" | "FreeBSD" | "OpenBSD" | "NetBSD" | "SunOS" | "AmigaOS" | "BeOS" | "Haiku"
            | "OpenVMS" | "RISC OS" | "AIX" | "AROS" | "DragonFly BSD" | "HP-UX" | "IRIX"
            | "MorphOS" | "OS/2",
            _,
        )
        | (_, "pc") => (None, Some("desktop")),
        _ => (None, None),
    };
    Device { name, kind }
}

fn owned(name: Option<&str>) -> Option<Cow<'static, str>> {
    name.map(|name| Cow::Owned(name.to_owned()))
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

/// The kind of a device with `HarmonyOS` NEXT. This system writes the kind first in its comment:
/// <https://developer.huawei.com/consumer/en/doc/harmonyos-guides/web-default-useragent>.
fn of_harmony(words: &Words<'_>) -> &'static str {
    const KINDS: [(&str, &str); 5] = [
        ("(Tablet", "tablet"),
        ("(PC", "desktop"),
        ("(2in1", "desktop"),
        ("(TV", "tv"),
        ("(Wearable", "wearable"),
    ];
    let kind = KINDS.iter().find(|(word, _)| words.contain(word));
    kind.map_or("mobile", |(_, kind)| kind)
}

/// Computers that run Android, by the names of their makers' series. Facts as of 2026-11.
const COMPUTERS: [&str; 12] = [
    "Chromebook",
    "TravelMate",
    "Satellite",
    "SATELLITE",
    "Aspire",
    "Inspiron",
    "Latitude",
    "Vostro",
    "LIFEBOOK",
    "ThinkPad",
    "ThinkCentre",
    "ProBook",
];

/// Consoles that run Android. They are patterns of [`begins`]. Facts as of 2026-11.
const ANDROID_CONSOLES: [&str; 12] = [
    "Retroid Pocket",
    "RG35",
    "RG405",
    "RG406",
    "RG476",
    "RG505",
    "RG556",
    "RGCUBE",
    "OUYA",
    "ARCHOS GAMEPAD",
    "SHIELD",
    "Razer Edge",
];

/// The kind of an Android device. Some apps and proxies turn the name of the model into small
/// letters, and the tables have capitals.
fn of_any_case(words: &Words<'_>, model: &Model<'_>) -> &'static str {
    let name = model.name.unwrap_or_default();
    if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return of_model(words, model);
    }
    let name = name.to_ascii_uppercase();
    let build = model.build.map(str::to_ascii_uppercase);
    let capital = Model {
        name: Some(&name),
        build: build.as_deref(),
    };
    of_model(words, &capital)
}

/// The kind of an Android device, by its words, its model and the presence of `Mobile`.
fn of_model(words: &Words<'_>, model: &Model<'_>) -> &'static str {
    let is_mobile = words.contain("Mobile");
    let name = model.name.unwrap_or_default();
    if is_worn(words, name) {
        "wearable"
    } else if is_speaker(words) {
        "speaker"
    } else if holds_any(name, &COMPUTERS) {
        "desktop"
    } else if television::is_named_on_android(words, is_mobile)
        || television::is_model(model, is_mobile)
    {
        "tv"
    } else if tablet::is_named(name) || is_android_reader(words, name) {
        "tablet"
    } else if is_android_console(name) {
        "console"
    } else if is_tablet(words, is_mobile) && !tablet::is_telephone(name) {
        "tablet"
    } else {
        "mobile"
    }
}

/// Whether a model is a console. The names of Nintendo's Switch are compared as a whole, because
/// makers of computers also have series called `Switch`.
fn is_android_console(name: &str) -> bool {
    matches!(name, "Switch" | "Switch OLED")
        || ANDROID_CONSOLES.iter().any(|family| begins(name, family))
}

/// Whether the device is a speaker that fetches the music that it plays: Sonos, and Amazon's Echo.
/// The Echo's models are `AEO` and two letters.
fn is_speaker(words: &Words<'_>) -> bool {
    words.contain("Sonos/") || words.contain("AlexaMediaPlayer") || is_echo(words)
}

fn is_echo(words: &Words<'_>) -> bool {
    let model = words.find("; AEO").and_then(|start| {
        let model = words.agent.get(start + "; ".len()..)?;
        model.split([' ', ';', ')', '/']).next()
    });
    model.is_some_and(|model| model.len() == "AEO@@".len() && begins(model, "AEO@@"))
}

/// Whether the device is a watch or a headset. The Quest's browser writes `VR`
/// (<https://developers.meta.com/horizon/documentation/web/browser-specs>). The models of Samsung's
/// watches are `SM-R` and three digits.
fn is_worn(words: &Words<'_>, model: &str) -> bool {
    let model = model.strip_prefix("SAMSUNG ").unwrap_or(model);
    words.contain_small("watch") && is_watch(model)
        || begins(model, "SM-R###")
        || is_glasses(words)
        || words.contain("Tizen") && words.contain("SM-R")
        || model == "Pacific"
        || [
            "HTC Vive",
            "Lenovo Mirage Solo",
            "PICO ",
            "TicWatch",
            "VIVE ",
            "moto 360",
        ]
        .iter()
        .any(|maker| begins(model, maker))
}

/// Whether the name of a model ends with `Watch`, or continues with a number, a letter or the name
/// of a series: `Galaxy Watch4`, `G Watch R`, `HUAWEI WATCH GT`, `Watch Urbane`.
fn is_watch(model: &str) -> bool {
    const SERIES: &[&str] = &[
        "active", "classic", "edition", "fe", "fit", "gt", "lte", "pro", "se", "series", "sport",
        "style", "ultra", "urbane",
    ];
    let small = model.to_ascii_lowercase();
    small.match_indices("watch").any(|(start, watch)| {
        let rest = small.get(start + watch.len()..).unwrap_or_default();
        let series = rest.trim_start_matches([' ', '_', '-']);
        let word = series.split([' ', '_', '-']).next().unwrap_or_default();
        let is_separate = series.len() < rest.len();
        let is_series = || is_separate && (word.len() == 1 || SERIES.contains(&word));
        word.is_empty() || word.starts_with(|first: char| first.is_ascii_digit()) || is_series()
    })
}

fn is_glasses(words: &Words<'_>) -> bool {
    words.contain(" VR Safari/") || words.contain("Mobile VR;") || words.contain("OculusBrowser")
}

/// Whether the agent string has Java's profile for telephones, or a browser that was made for such
/// telephones.
fn is_feature_phone(words: &Words<'_>) -> bool {
    [
        "MIDP",
        "Opera Mini",
        "UP.Browser",
        "MAUI",
        "WAP",
        "Obigo",
        "Cloud Phone",
    ]
    .iter()
    .any(|word| words.contain_end(word))
}

/// Whether the device is an e-book reader, or has Amazon's browser, which no current telephone has.
fn is_reader(words: &Words<'_>) -> bool {
    ["PocketBook", "Kobo", "Kindle", "Silk/"]
        .iter()
        .any(|word| words.contain_end(word))
}

/// Whether a device with Android is an e-book reader, or has Amazon's browser. If the comment names
/// the model, other words are those of apps: `Kindle/8`.
fn is_android_reader(words: &Words<'_>, model: &str) -> bool {
    let is_model = || holds_any(model, &["PocketBook", "Kobo", "Kindle"]);
    is_reader(words) && (model.is_empty() || words.contain("Silk/") || is_model())
}

/// Whether the agent string has the word `Tablet`, or is a browser's and has no word `Mobile`. If
/// an app or a program omits `Mobile`, this means nothing.
fn is_tablet(words: &Words<'_>, is_mobile: bool) -> bool {
    words.contain("Tablet") || (!is_mobile && words.contain("Safari/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_has_the_word_at_the_end_or_before_a_series() {
        for model in [
            "Galaxy Watch4",
            "Galaxy Watch 6 Classic",
            "Pixel Watch",
            "OPPO Watch",
            "G Watch R",
            "HUAWEI WATCH GT",
            "HUAWEI WATCH 3 Pro",
            "LG Watch Urbane",
            "TicWatch Pro 5",
            "SmartWatch 3",
            "ASUS ZenWatch",
            "OnePlus Watch 2R",
        ] {
            assert!(is_watch(model), "{model}");
        }
        for model in ["Watch Party", "Watchmen X1", "Watchtower", "Pixel 7", ""] {
            assert!(!is_watch(model), "{model}");
        }
    }
}
