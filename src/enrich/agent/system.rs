//! Operating systems: `woothee`'s finding, as the index wants it, and what it overlooks.
//!
//! What an agent string cannot tell: Windows 11 calls itself `Windows NT 10.0`
//! (<https://learn.microsoft.com/en-us/microsoft-edge/web-platform/how-to-detect-win11>), macOS 11 and later `Mac OS X 10_15_7`, an iPad asks for
//! desktop pages as a Mac, and Chrome's reduced string says `Android 10` of every Android
//! (<https://www.chromium.org/updates/ua-reduction/>). They are reported as they call themselves.

use std::borrow::Cow;

use woothee::parser::WootheeResult;

use super::tokens::Words;

/// An operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct System<'a> {
    pub(super) name: Cow<'static, str>,
    pub(super) version: Option<Cow<'a, str>>,
}

/// The first version of iPadOS: before it, an iPad ran iOS.
const FIRST_IPADOS: u32 = 13;

/// Systems that `woothee` does not know, or takes for the one they are built on; the version follows the word and a
/// slash, a space or a semicolon.
const OTHERS: [(&str, &str); 14] = [
    ("KAIOS", "KaiOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "OpenHarmony"),
    ("Tizen", "Tizen"),
    ("Web0S", "webOS"),
    ("PlayStation 5", "PlayStation 5"),
    ("PlayStation 4", "PlayStation 4"),
    ("PlayStation Vita", "PlayStation Vita"),
    ("PLAYSTATION 3", "PlayStation 3"),
    ("Nintendo Switch", "Nintendo Switch"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("NetBSD", "NetBSD"),
    ("SunOS", "SunOS"),
];

/// The system of an agent string.
pub(super) fn find<'a>(words: &Words<'a>, parsed: &WootheeResult<'a>) -> Option<System<'a>> {
    let agent = words.agent;
    let others = OTHERS.iter().filter(|_| !is_certain(parsed.os));
    if let Some((word, name)) = others.into_iter().find(|(word, _)| words.contain(word)) {
        return Some(System {
            name: Cow::Borrowed(name),
            version: version_after(agent, word).map(Cow::Borrowed),
        });
    }
    let version = known(&parsed.os_version).map(|version| Cow::Owned(version.to_owned()));
    let (name, version) = match parsed.os {
        "Mac OSX" => ("macOS", version.or_else(|| mac_version(agent))),
        "Mac OS Classic" => ("Mac OS", None),
        // Every app on an Apple system has CFNetwork; those with this processor run on a Mac.
        "iOS" if agent.contains("(x86_64)") => ("macOS", None),
        "iPad" if is_ipados(version.as_deref()) => ("iPadOS", version),
        "iPhone" | "iPad" | "iPod" | "iOS" => ("iOS", version),
        "Windows Phone OS" => ("Windows Phone", version),
        "Windows CE" => ("Windows CE", None),
        "ChromeOS" => (
            "ChromeOS",
            version.as_deref().and_then(chrome_version).map(Cow::Owned),
        ),
        "Android" => ("Android", version),
        "Linux" => (distribution(words).unwrap_or("Linux"), None),
        "BSD" => ("BSD", version),
        other => match other.strip_prefix("Windows ") {
            Some("UNKNOWN Ver") => ("Windows", windows_version(agent)),
            Some(windows) => ("Windows", Some(Cow::Owned(windows.to_owned()))),
            None if known(other).is_none() => return unknown_to_parser(agent),
            None => {
                return Some(System {
                    name: Cow::Owned(other.to_owned()),
                    version,
                });
            }
        },
    };
    Some(System {
        name: Cow::Borrowed(name),
        version,
    })
}

/// Whether the parser's finding needs no second look: nothing is built on these.
fn is_certain(os: &str) -> bool {
    os.starts_with("Windows") || matches!(os, "Mac OSX" | "iPhone" | "iPad" | "iPod")
}

/// `None` for the parser's word for nothing.
pub(super) fn known(value: &str) -> Option<&str> {
    (!matches!(value, "" | woothee::woothee::VALUE_UNKNOWN)).then_some(value)
}

fn unknown_to_parser(agent: &str) -> Option<System<'_>> {
    let name = if agent.contains("Windows") {
        "Windows"
    } else if agent.contains("Macintosh") || agent.contains("macOS") {
        "macOS"
    } else {
        return None;
    };
    let version = if name == "Windows" {
        windows_version(agent)
    } else {
        None
    };
    Some(System {
        name: Cow::Borrowed(name),
        version,
    })
}

/// Versions of Windows NT that the parser gives up at. <https://learn.microsoft.com/en-us/windows/win32/sysinfo/operating-system-version>
fn windows_version(agent: &str) -> Option<Cow<'_, str>> {
    let version = match version_after(agent, "Windows NT")? {
        version if version.starts_with("10.") => "10",
        "6.3" => "8.1",
        "6.2" => "8",
        "6.1" => "7",
        "6.0" => "Vista",
        "5.2" | "5.1" => "XP",
        "5.0" | "5.01" => "2000",
        "4.0" => "NT 4.0",
        _ => return None,
    };
    Some(Cow::Borrowed(version))
}

/// `Mac OS X 11_2_3`, which the parser, used to 10, overlooks.
fn mac_version(agent: &str) -> Option<Cow<'_, str>> {
    let version = version_after(agent, "Mac OS X")?;
    Some(Cow::Owned(version.replace('_', ".")))
}

/// Of `x86_64 14541.0.0` the last.
fn chrome_version(platform: &str) -> Option<String> {
    let version = platform.rsplit(' ').next()?;
    version
        .starts_with(|first: char| first.is_ascii_digit())
        .then(|| version.to_owned())
}

fn distribution(words: &Words<'_>) -> Option<&'static str> {
    ["Ubuntu", "Fedora", "Debian"]
        .into_iter()
        .find(|name| words.contain(name))
}

fn version_after<'a>(agent: &'a str, word: &str) -> Option<&'a str> {
    let (_, rest) = agent.split_once(word)?;
    let rest = rest.trim_start_matches(['/', ' ', ';']);
    let length = rest
        .bytes()
        .position(|byte| !(byte.is_ascii_digit() || byte == b'.' || byte == b'_'))
        .unwrap_or(rest.len());
    rest.get(..length)
        .filter(|version| version.starts_with(|first: char| first.is_ascii_digit()))
}

fn is_ipados(version: Option<&str>) -> bool {
    let major = version.and_then(|version| version.split('.').next()?.parse().ok());
    major.is_none_or(|major: u32| major >= FIRST_IPADOS)
}
