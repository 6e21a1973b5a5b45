//! Operating systems: `woothee`'s result in the form that the index needs, and the systems that
//! `woothee` does not recognise.
//!
//! An agent string cannot say everything. Windows 11 calls itself `Windows NT 10.0`
//! (<https://learn.microsoft.com/en-us/microsoft-edge/web-platform/how-to-detect-win11>). macOS 11
//! and later calls itself `Mac OS X 10_15_7`. An iPad that requests desktop pages calls itself a
//! Mac. Chrome's reduced string says `Android 10` for every Android
//! (<https://www.chromium.org/updates/ua-reduction/>). The systems are reported as they call
//! themselves.

use std::borrow::Cow;

use woothee::parser::WootheeResult;

use super::lookup::{Named, Table};
use super::tokens::{Words, begins_part, number};
use super::{darwin, television};

/// An operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct System<'a> {
    pub(super) name: Cow<'static, str>,
    pub(super) version: Option<Cow<'a, str>>,
}

/// The first version of iPadOS. Before it, an iPad ran iOS.
const FIRST_IPADOS: u32 = 13;

/// Systems that `woothee` does not know, or reports as the system on which they are built. The
/// words are keys of [`super::lookup`]. If an agent string has several of them, the first one is
/// used. The names are the makers' own. Facts as of 2026-11.
const OTHERS: &[Named] = &[
    Named("adr", "Android"),
    Named("aix", "AIX"),
    Named("amigaos*", "AmigaOS"),
    Named("andr0id", "Android"),
    Named("apple tv", "tvOS"),
    Named("apple watch", "watchOS"),
    Named("appletv", "tvOS"),
    Named("aros", "AROS"),
    Named("bada", "Bada"),
    Named("beos", "BeOS"),
    Named("brew", "BREW"),
    Named("brightsign", "BrightSignOS"),
    Named("chromebook", "ChromeOS"),
    Named("dragonfly", "DragonFly BSD"),
    Named("dreamcast", "Dreamcast"),
    Named("freebsd", "FreeBSD"),
    Named("fuchsia", "Fuchsia"),
    Named("googletv", "Google TV"),
    Named("haiku", "Haiku"),
    Named("harmonyos", "HarmonyOS"),
    Named("homepod", "audioOS"),
    Named("hp-ux", "HP-UX"),
    Named("hpwos", "webOS"),
    Named("irix", "IRIX"),
    Named("irix64", "IRIX"),
    Named("itunes-appletv", "tvOS"),
    Named("kaios", "KaiOS"),
    Named("kreatv", "KreaTV"),
    Named("maemo", "Maemo"),
    Named("maple2*", "Orsay"),
    Named("maple_*", "Orsay"),
    Named("meego", "MeeGo"),
    Named("morphos", "MorphOS"),
    Named("mre", "MRE"),
    Named("netbsd", "NetBSD"),
    Named("nintendo 3ds", "Nintendo 3DS"),
    Named("nintendo ds", "Nintendo DS"),
    Named("nintendo dsi", "Nintendo DSi"),
    Named("nintendo switch", "Nintendo Switch"),
    Named("nintendo wii", "Nintendo Wii"),
    Named("nintendo wiiu", "Nintendo Wii U"),
    Named("openbsd", "OpenBSD"),
    Named("openharmony", "OpenHarmony"),
    Named("openharmony-*", "OpenHarmony"),
    Named("openvms", "OpenVMS"),
    Named("opera tv", "Opera TV"),
    Named("os/2", "OS/2"),
    Named("palmos", "Palm OS"),
    Named("playbook", "BlackBerry Tablet OS"),
    Named("playstation 3", "PlayStation 3"),
    Named("playstation 4", "PlayStation 4"),
    Named("playstation 5", "PlayStation 5"),
    Named("playstation portable", "PlayStation Portable"),
    Named("playstation portal", "PlayStation Portal"),
    Named("playstation vita", "PlayStation Vita"),
    Named("qnx", "QNX"),
    Named("risc os", "RISC OS"),
    Named("roku*", "Roku OS"),
    Named("sailfish", "Sailfish OS"),
    Named("sega saturn", "Sega Saturn"),
    Named("sunos", "SunOS"),
    Named("tivoos", "TiVo OS"),
    Named("tizen", "Tizen"),
    Named("tvos*", "tvOS"),
    Named("vidaa", "VIDAA"),
    Named("vision pro", "visionOS"),
    Named("visionos", "visionOS"),
    Named("vizio smartcast", "ViziOS"),
    Named("vizios", "ViziOS"),
    Named("watch os", "watchOS"),
    Named("watchos", "watchOS"),
    Named("web0s", "webOS"),
    Named("webos", "webOS"),
    Named("whaleos*", "Whale OS"),
    Named("xbox one", "Xbox One"),
    Named("xbox series", "Xbox Series X"),
    Named("xbox_one*", "Xbox One"),
    Named("yunos", "YunOS"),
    Named("zeasn", "Whale OS"),
];

static TABLE: Table<Named> = Table::of(OTHERS);

/// Systems whose names are also names of programs and telephones. They count only after the first
/// opening bracket, and not on Android.
const IN_COMMENTS: &[&str] = &[
    "AIX",
    "AROS",
    "BlackBerry Tablet OS",
    "DragonFly BSD",
    "HP-UX",
    "IRIX",
    "Maemo",
    "MeeGo",
    "MorphOS",
    "OS/2",
    "QNX",
    "Sailfish OS",
    "YunOS",
];

/// Whether the parser reports a carrier in Japan, or the browser `jig` for telephones there, in
/// place of a system.
pub(super) fn is_carrier(os: &str) -> bool {
    matches!(
        os,
        "au" | "docomo" | "SoftBank" | "WILLCOM" | "emobile" | "jig"
    )
}

/// The system of an agent string, or `None` if it names no known system.
pub(super) fn find<'a>(words: &Words<'a>, parsed: &'a WootheeResult<'a>) -> Option<System<'a>> {
    let agent = words.agent;
    if let Some(system) = hidden(words, parsed.os) {
        return Some(system);
    }
    let version = known(&parsed.os_version).map(Cow::Borrowed);
    // The parser finds the version in a browser's agent string only. An app writes it elsewhere.
    let version = version.or_else(|| match parsed.os {
        "iPhone" | "iPad" | "iPod" => darwin::version_of_app(words),
        _ => None,
    });
    let (name, version) = match parsed.os {
        // If the brackets contain a model, the parser does not find the telephone: `(iPhone 4; CPU
        // iPhone OS 7_0_4 like Mac OS X)`.
        "Mac OSX" if words.contain("iPhone") || words.contain("iPad") => ("iOS", version),
        // No Mac writes `CPU OS`.
        "Mac OSX" if words.contain("CPU OS ") && !words.contain("Macintosh") => {
            let own = || version_after(agent, "CPU OS").map(|own| own.replace('_', "."));
            ("iOS", version.or_else(|| own().map(Cow::Owned)))
        }
        "Mac OSX" => ("macOS", version.or_else(|| mac_version(agent))),
        "Mac OS Classic" => ("Mac OS", None),
        "iOS" if darwin::is_on_mac(words) => ("macOS", None),
        "iOS" => (
            "iOS",
            version.or_else(|| darwin::version(agent, "iOS").map(Cow::Owned)),
        ),
        "iPad" if is_ipados(version.as_deref()) => ("iPadOS", version),
        "iPhone" | "iPad" | "iPod" => ("iOS", version),
        "Windows Phone OS" => ("Windows Phone", version),
        "Windows CE" => ("Windows CE", None),
        "ChromeOS" => (
            "ChromeOS",
            version.as_deref().and_then(chrome_version).map(Cow::Owned),
        ),
        // E-book readers write `Linux like Android`.
        "Android"
            if words.contain("Linux like Android") || words.contain("armv7l like Android") =>
        {
            ("Linux", None)
        }
        "Android" => ("Android", version.or_else(|| android_version(words))),
        "Linux" => (distribution(words).unwrap_or("Linux"), None),
        "BSD" => ("BSD", version),
        "BlackBerry" => ("BlackBerry OS", version),
        "SymbianOS" => (
            "Symbian",
            version.or_else(|| version_after(agent, "SymbianOS").map(Cow::Borrowed)),
        ),
        // The parser reports the version of the browser.
        "Firefox OS" => ("Firefox OS", None),
        carrier if is_carrier(carrier) => return unknown_to_parser(words),
        other => match other.strip_prefix("Windows ") {
            Some("UNKNOWN Ver") => ("Windows", windows_version(agent)),
            Some("98") if words.contain("Win 9x 4.90") => ("Windows", Some(Cow::Borrowed("Me"))),
            Some(windows) => ("Windows", Some(Cow::Owned(windows.to_owned()))),
            None if known(other).is_none() => return unknown_to_parser(words),
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

/// The true system, if the parser reports no system, or only the system on which the true one is
/// built.
fn hidden<'a>(words: &Words<'a>, os: &str) -> Option<System<'a>> {
    let system = |name, version: Option<&'a str>| {
        Some(System {
            name: Cow::Borrowed(name),
            version: version.map(Cow::Borrowed),
        })
    };
    if os.starts_with("Windows") {
        // Windows Phone 6.5 and 7 name the Windows that they resemble. Every version of Windows
        // Phone claims to be a desktop if its user requests pages for desktops.
        return match is_windows_phone(words) {
            true => system("Windows Phone", version_after(words.agent, "Windows Phone")),
            false => None,
        };
    }
    let is_apple = matches!(os, "Mac OSX" | "iPhone" | "iPad" | "iPod");
    let may_be_other = || {
        [
            "TV",
            "Watch",
            "Nintendo",
            "Reality",
            "vision",
            "Vision Pro",
            "HomePod",
        ]
        .iter()
        .any(|word| words.contain(word))
    };
    if is_apple && (!may_be_other() || darwin::is_named_in_comment(words)) {
        return None;
    }
    let of_hardware = match is_apple || matches!(os, "iOS") || known(os).is_none() {
        true => darwin::of_hardware(words),
        false => None,
    };
    let (name, end) = of_hardware.or_else(|| {
        let mut rows = words.products().filter_map(|product| {
            let (Named(_, name), end) = TABLE.row_of(words, product)?;
            may_be(os, name, words, product.token.start).then_some((*name, end))
        });
        rows.next()
    })?;
    let version = number(words.agent.get(end..).unwrap_or_default());
    match name {
        "tvOS" | "watchOS" | "visionOS" | "audioOS" => {
            // In `AppleTV14,1/17.4`, the version follows the identifier of the hardware.
            let own = of_hardware.and(version).or_else(|| {
                [name, "Watch OS", "TV OS", "CPU OS", "CPU iPhone OS", " iOS"]
                    .iter()
                    .find_map(|mark| version_after(words.agent, mark))
            });
            let own = own.map(|own| own.replace('_', "."));
            Some(System {
                name: Cow::Borrowed(name),
                version: own
                    .or_else(|| darwin::version(words.agent, name))
                    .map(Cow::Owned),
            })
        }
        "Nintendo Switch" if version == Some("2") => system("Nintendo Switch 2", None),
        "OpenHarmony" => {
            // Huawei's system HarmonyOS NEXT is built on OpenHarmony. Its agent string names
            // OpenHarmony, and only sometimes HarmonyOS too.
            let own = version_after(words.agent, "HarmonyOS");
            system("HarmonyOS NEXT", own.or(version))
        }
        // No version is reported, because a number after these words may belong to the software or
        // to the hardware.
        "ChromeOS" | "Orsay" | "Whale OS" | "AIX" | "HP-UX" | "IRIX" | "DragonFly BSD"
        | "Maemo" | "OS/2" => system(name, None),
        "BlackBerry Tablet OS" => system(name, version_after(words.agent, "Tablet OS")),
        "Roku OS" | "Xbox Series X" | "Xbox One" => {
            let is_s = words.contain("Xbox Series S");
            system(if is_s { "Xbox Series S" } else { name }, None)
        }
        _ => system(name, version),
    }
}

/// Whether a row of the table may name the true system, if the parser reports the system `os`. Apps
/// have the names of systems too, such as `Roku/9` and `Google TV/4`. Behind `CFNetwork`, only
/// Apple's systems are true. On Android, the names in the first comment are, and the systems that
/// write their name after the browser's. A maker of televisions writes `visionos`.
fn may_be(os: &str, name: &str, words: &Words<'_>, start: usize) -> bool {
    let follows = |bracket| words.agent.find(bracket).is_some_and(|place| start > place);
    // `sailfish` is also the code name of a telephone with Android.
    if IN_COMMENTS.contains(&name) {
        return os != "Android" && follows('(');
    }
    match os {
        "iOS" => matches!(name, "tvOS" | "watchOS" | "visionOS"),
        "Android" if matches!(name, "KaiOS" | "HarmonyOS" | "OpenHarmony") => true,
        "Android" => follows('(') && !follows(')'),
        _ => name != "visionOS" || words.contain(name) || words.contain("Vision Pro"),
    }
}

fn is_windows_phone(words: &Words<'_>) -> bool {
    [
        "Windows Phone",
        "WPDesktop",
        "XBLWP7",
        "ZuneWP7",
        "; wds ",
        "; Lumia ",
    ]
    .iter()
    .any(|mark| words.contain(mark))
}

/// The text, or `None` if it is the parser's word for an unknown value.
pub(super) fn known(value: &str) -> Option<&str> {
    (!matches!(value, "" | woothee::woothee::VALUE_UNKNOWN)).then_some(value)
}

/// Words and the systems that they show, for agents in which the parser finds no system. If several
/// words occur, the first row is used. No letter follows a word: `MacOSaiX` and `Windowsill` are
/// names of something else.
const WORDS: [(&str, &str); 26] = [
    ("Windows", "Windows"),
    ("CYGWIN_NT", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("iPod", "iOS"),
    ("dv(iPh", "iOS"),
    ("Macintosh", "macOS"),
    ("macOS", "macOS"),
    ("Mac OS", "macOS"),
    ("iOS", "iOS"),
    ("Android", "Android"),
    ("FB4A", "Android"),
    ("FBIOS", "iOS"),
    ("Win64", "Windows"),
    ("Win9", "Windows"),
    ("WinNT", "Windows"),
    ("(win10 ", "Windows"),
    ("(win7 ", "Windows"),
    ("os=Mac", "macOS"),
    ("OSX", "macOS"),
    ("OS X ", "macOS"),
    ("Symbian", "Symbian"),
    ("Linux", "Linux"),
    ("linux-gnu", "Linux"),
    ("Ubuntu", "Ubuntu"),
    ("MIDP", "Java ME"),
];

fn unknown_to_parser<'a>(words: &Words<'a>) -> Option<System<'a>> {
    let of_word = WORDS.into_iter().find(|(word, _)| words.contain_end(word));
    let is_fire = || television::is_fire_tv(words) || words.contain("_AFT");
    let of_fire = || is_fire().then_some(("AFT", "Fire OS"));
    let (word, name) = of_word.or_else(of_fire)?;
    let version = match name {
        "Windows" => windows_version(words.agent),
        "Fire OS" | "Linux" | "Java ME" | "Ubuntu" => None,
        "macOS" => mac_version(words.agent),
        _ if matches!(word, "iPhone" | "iPad" | "iPod") => {
            version_after(words.agent, "iOS").map(Cow::Borrowed)
        }
        _ => version_after(words.agent, word).map(Cow::Borrowed),
    };
    Some(System {
        name: Cow::Borrowed(name),
        version,
    })
}

/// The version of Windows, such as `8.1`, if the parser does not know it. It is derived from the
/// version of Windows NT, or read after `Windows` if there is no `Windows NT`.
/// <https://learn.microsoft.com/en-us/windows/win32/sysinfo/operating-system-version>
fn windows_version(agent: &str) -> Option<Cow<'_, str>> {
    let Some(version) = version_after(agent, "Windows NT") else {
        // Apps write the version that people know: `Windows 11`.
        return agent.split("Windows").skip(1).find_map(|rest| {
            let name = number(rest)?;
            let known = ["10", "11", "8.1", "8", "7"];
            let known = known.into_iter().find(|known| *known == name);
            known
                .or_else(|| name.starts_with("10.0.").then_some("10"))
                .map(Cow::Borrowed)
        });
    };
    let version = match version {
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

/// The version in `Mac OS X 11_2_3`, `macOS 14.2` or `OS X 14.5`. The parser only recognises
/// versions that begin with 10 and follow `Mac OS X`.
fn mac_version(agent: &str) -> Option<Cow<'_, str>> {
    const MAJORS: std::ops::Range<u32> = 10..100;
    let version = ["Mac OS X Version", "Mac OS X", "macOS", "OS X"]
        .iter()
        .find_map(|name| version_after(agent, name))?;
    let major = version.split(['.', '_']).next()?.parse().ok()?;
    MAJORS
        .contains(&major)
        .then(|| Cow::Owned(version.replace('_', ".")))
}

/// The version in an app's comment: `(Android/13; Pixel 7)` or `(Android; 13)`. Where `Android`
/// does not begin a part of a comment, only a number without dots counts, because `Android/3.2.1`
/// may be the version of the app.
fn android_version<'a>(words: &Words<'a>) -> Option<Cow<'a, str>> {
    const MAJORS: std::ops::Range<u32> = 1..40;
    let start = words.find("Android")?;
    let before = words.agent.get(..start)?;
    let version = version_after(words.agent, "Android")?;
    let is_part = begins_part(words.agent, start);
    let is_word = before.ends_with(' ') && !before.ends_with("for ") && !version.contains('.');
    let major = version.split('.').next()?.parse().ok()?;
    ((is_part || is_word) && MAJORS.contains(&major)).then_some(Cow::Borrowed(version))
}

/// The version of `ChromeOS`. It is the last word: `x86_64 14541.0.0`.
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
    number(agent.split_once(word)?.1)
}

fn is_ipados(version: Option<&str>) -> bool {
    let major = version.and_then(|version| version.split('.').next()?.parse().ok());
    major.is_none_or(|major: u32| major >= FIRST_IPADOS)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sound() {
        super::super::lookup::assert_sound(super::OTHERS);
    }
}
