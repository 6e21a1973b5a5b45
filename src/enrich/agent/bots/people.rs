//! Signs that a person sent an unusual agent string: telephones before smartphones, players,
//! podcast apps, television sets, and small browsers. Facts as of 2026-11, from the text that they
//! send.

use super::word::leading_name;
use crate::enrich::agent::programs;
use crate::enrich::agent::tokens::{Words, beginning};

/// Systems of telephones, consoles, television sets and old computers, in small letters. Servers do
/// not use them.
const SYSTEMS: &[&str] = &[
    "android",
    "iphone",
    "ipad",
    "ipod",
    "ios",
    "cfnetwork",
    "symbian",
    "series60",
    "series 60",
    "s60version",
    "series40",
    "blackberry",
    "playbook",
    "bb10",
    "midp",
    "cldc",
    "brew",
    "j2me",
    "tizen",
    "webos",
    "web0s",
    "playstation",
    "nintendo",
    "xbox",
    "ps vita",
    "cros",
    "kaios",
    "bada",
    "maemo",
    "meego",
    "harmonyos",
    "palmos",
    "amiga",
    "beos",
    "risc os",
    "fuchsia",
    "haiku",
    "openvms",
    "watchos",
    "tvos",
    "visionos",
    "apple tv",
    "dreamcast",
    "sega saturn",
    "watch os",
];

/// Systems that people and servers use, in small letters.
const COMPUTERS: &[&str] = &[
    "darwin",
    "mac os",
    "os x ",
    "macos",
    "macintosh",
    "windows",
    "linux",
    "x11",
    "freebsd",
    "openbsd",
    "netbsd",
    "sunos",
    "(win",
    "win32",
    "win64",
    "win95",
];

/// Engines and browsers, in small letters.
const ENGINES: &[&str] = &[
    "applewebkit",
    "webkit",
    "gecko",
    "msie",
    "trident",
    "presto",
    "opera",
    "khtml",
    "netfront",
    "obigo",
    "teleca",
    "dolfin",
    "ucbrowser",
    "ucweb",
    "firefox",
    "chrome",
    "safari",
    "iexplore",
];

/// Words that show a program that people use, in small letters. [`programs`] has the names of
/// programs.
const USES: &[&str] = &[
    "browser",
    "player",
    "pod",
    "pods",
    "podcast",
    "ipod",
    "podcatcher",
    "podder",
    "cast/",
    "victorreader",
    "echo/1.0",
    "omi/",
    "docomo",
    "treble/",
    "radio",
    "music",
    "itunes",
    "quicktime",
    "stagefright",
    "exoplayer",
    "audio",
    "vlc",
    "soundwaves",
    "microsoft office",
    "hbbtv",
    "hybridcast",
    "smarttv",
    "smart-tv",
    "roku",
    "tpapi",
    "ce-html",
    "sonos",
    "bose/",
    "spotify",
    "airplay",
    "links (",
    "konqueror",
    "mosaic",
    "profile/",
    "up.browser",
    "up/",
    "mmp/",
    "wap/",
    "wap1",
    "wap2",
    "wap-",
    "-wap",
    " wap",
    "(wap",
    "untrusted",
    "api level",
    "messenger",
    "torrent",
    "anti-virus",
    "antivirus",
    "appletv",
    "dmp/",
    "whatsapp",
    "narrowcast",
    "garmin",
    "fbav",
    "fbav/",
    "dalvik",
];

/// Words of [`USES`] and [`ENGINES`] that also begin the names of tools: `browserless`,
/// `Operations`.
const WHOLE: &[&str] = &[
    "audio", "browser", "gecko", "music", "opera", "presto", "radio",
];

/// Whether the first name is that of a program of people, at the beginning of the agent string or
/// after `compatible;`. The whole name is compared, because a service may have a name that begins
/// with the same word: `Overcast Podcast Sync`.
pub(super) fn are_first(words: &Words<'_>) -> bool {
    leading_name(words).is_some_and(|(start, end)| {
        let name = words.small(start, end).unwrap_or_default();
        let before = words.agent.get(..start).unwrap_or_default().trim_end();
        let is_first = before.is_empty() || before.ends_with("ompatible;");
        is_first && programs::is_name(name)
    })
}

/// Whether a person may have sent an agent string that otherwise looks like a program's.
pub(super) fn are_behind(words: &Words<'_>) -> bool {
    are_first(words) || have_any(words, USES)
}

/// Whether the agent string names an engine of browsers.
pub(super) fn have_engine(words: &Words<'_>) -> bool {
    have_any(words, ENGINES)
}

/// Whether the agent string names a system that people use directly.
pub(super) fn have_system(words: &Words<'_>) -> bool {
    have_device_system(words) || have_any(words, COMPUTERS)
}

/// Whether the agent string names a system of people's devices, which servers do not use.
pub(super) fn have_device_system(words: &Words<'_>) -> bool {
    have_any(words, SYSTEMS)
}

/// Whether a word in small letters is a system of [`SYSTEMS`], also with a number or `os` at the
/// end: `dreamcast`, `amigaos`.
pub(super) fn is_device_system(word: &str) -> bool {
    SYSTEMS.iter().any(|system| {
        let rest = word.strip_prefix(system);
        rest.is_some_and(|rest| matches!(rest, "" | "os") || is_number(rest))
    })
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the agent string names a system of telephones, tablets or consoles, or the library of
/// Apple's apps.
pub(super) fn are_mobile(words: &Words<'_>) -> bool {
    const NAMES: &[&str] = &[
        "android",
        "iphone",
        "ipad",
        "ios",
        "cfnetwork",
        "darwin",
        "playstation",
    ];
    have_any(words, NAMES)
}

fn have_any(words: &Words<'_>, texts: &[&str]) -> bool {
    texts
        .iter()
        .any(|text| words.contain_small(text) && have_word(words, text))
}

/// Whether the text occurs as a word of its own. `ios` in `Nagios` does not count. A text of five
/// or more letters may be a part of a word (`ExampleBrowser`), but `tizen` must begin a word, and
/// the texts of [`WHOLE`] must end one.
fn have_word(words: &Words<'_>, text: &str) -> bool {
    let is_short = text.bytes().filter(u8::is_ascii_alphabetic).count() < 5;
    let small = words.small(0, words.agent.len()).unwrap_or_default();
    small.match_indices(text).any(|(start, _)| {
        let end = start + text.len();
        (!(is_short || text == "tizen") || begins_word(words.agent, start))
            && (!(is_short || WHOLE.contains(&text)) || ends_word(words.agent, end))
            && !is_of_tool(words.agent, small, start, text)
    })
}

/// Whether the word at the offset is a part of the name of a tool:
///
/// - A name in small letters begins with the word and continues after `-` or `_`: `browser-use`,
///   `windows_exporter`. Names of apps (`browser-app`) are excluded.
/// - The word is `Browser` in the name of a library, `RoboBrowser`, or of a service,
///   `BrowserStack`.
fn is_of_tool(agent: &str, small: &str, start: usize, text: &str) -> bool {
    const MOBILE: &[&str] = &["android", "ios", "iphone", "ipad", "ipod"];
    const APPS: &[&str] = &[
        "app", "beta", "client", "debug", "desktop", "mobile", "native", "phone", "player",
        "release", "tablet", "tv", "view",
    ];
    const PROGRAMMED: &[&str] = &[
        "anchor", "headless", "hyper", "node", "perl", "php", "python", "robo", "robot", "ruby",
        "seo", "test",
    ];
    let rest = agent.get(start + text.len()..).unwrap_or_default();
    let parts = beginning(rest, |byte| {
        byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
    });
    let is_app = |part: &str| APPS.contains(&part) || MOBILE.contains(&part);
    let is_compound = start == 0
        && parts.starts_with(['-', '_'])
        && parts.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase)
        && !parts.split(['-', '_']).any(is_app);
    if is_compound && agent.starts_with(text) && !MOBILE.contains(&text) {
        return true;
    }
    let before = small.get(..start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '-', '_']);
    text == "browser"
        && (start == 0 && matches!(rest.as_bytes(), [b'A'..=b'Z', b'a'..=b'z', ..])
            || PROGRAMMED.iter().any(|word| {
                before
                    .strip_suffix(word)
                    .is_some_and(|front| begins_word(agent, front.len()))
            }))
}

/// Whether a word begins at the offset: `iOS` and `Pod` also begin one in `ExampleiOS`, `gPod`.
pub(super) fn begins_word(agent: &str, start: usize) -> bool {
    let byte = |at: usize| agent.as_bytes().get(at);
    let is_upper = |at| byte(at).is_some_and(u8::is_ascii_uppercase);
    let Some(before) = start.checked_sub(1).and_then(byte) else {
        return true;
    };
    !before.is_ascii_alphabetic()
        || !byte(start).is_some_and(u8::is_ascii_alphabetic)
        || before.is_ascii_lowercase() && (is_upper(start) || is_upper(start + 1))
}

/// Whether a word, or a part of it, ends before the offset.
fn ends_word(agent: &str, end: usize) -> bool {
    let bytes = agent.as_bytes();
    let last = end.checked_sub(1).and_then(|last| bytes.get(last));
    // `x11vnc` is not a program on `x11`.
    !last.is_some_and(u8::is_ascii_alphanumeric)
        || !bytes.get(end).is_some_and(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_and_uses_are_words() {
        for agent in [
            "Example (iOS 17)",
            "ExampleiOS/1",
            "Example/1 (iPod; ios17)",
            "MyBrowser/2",
            "Example RadioPlayer/1",
            "Example Podcasts/1",
            "VLC/3.0.1",
            "Lynx 2.8",
        ] {
            let words = Words::of(agent);
            assert!(have_system(&words) || are_behind(&words), "{agent}");
        }
        for agent in [
            "Nagios/3.5",
            "Microsoft URL Control - 6.00.8862",
            "podman/4",
            "Helios/1",
            "backup/1.0",
            "Citizen/1.0",
            "musicbrainz-ws/1",
            "browserless/2.0",
            "verbose/1",
            "Example Lynx/1",
            "Homebrew-example/1",
        ] {
            let words = Words::of(agent);
            assert!(!have_system(&words) && !are_behind(&words), "{agent}");
        }
    }

    #[test]
    fn each_name_is_found_at_the_front_and_not_within_another() {
        for name in programs::NAMES.iter().map(|name| name.to_ascii_uppercase()) {
            for agent in [
                format!("{name}/1.0"),
                format!("{name} 2.8 (+https://app.example/)"),
            ] {
                assert!(are_first(&Words::of(&agent)), "{agent}");
            }
            for agent in [format!("{name}-fetch/1.0"), format!("Example {name}/1.0")] {
                assert!(!are_first(&Words::of(&agent)), "{agent}");
            }
        }
    }
}
