//! Apple's systems: the version that follows from an app's `CFNetwork/1474 Darwin/23.4.0`, and the
//! system that follows from the identifier of the hardware, such as `iPhone14,2`.
//!
//! An app without an agent string of its own sends its name and version, the version of Apple's
//! network library and the version of the kernel, Darwin. Each release of a system has its own
//! version of Darwin.

use std::borrow::Cow;

use super::tokens::{Words, number, version_after};

/// A major version of Darwin, and the major versions of the systems that are built on it. 0 means
/// that there is none.
#[derive(Debug, Clone, Copy)]
struct Release {
    darwin: u32,
    /// iOS and iPadOS. tvOS and audioOS, the system of the `HomePod`, have the same versions.
    ios: u32,
    watchos: u32,
    visionos: u32,
}

const fn release(darwin: u32, ios: u32, watchos: u32, visionos: u32) -> Release {
    Release {
        darwin,
        ios,
        watchos,
        visionos,
    }
}

/// Up to Darwin 24 the differences are constant. In 2025 Apple began to number its systems by the
/// year, and in 2026 Darwin too: macOS 27.0 (26A428) calls its kernel `Darwin Kernel Version
/// 27.0.0`, and there was no Darwin 26. <https://theapplewiki.com/wiki/Kernel#Versions>,
/// <https://developer.apple.com/documentation/ios-ipados-release-notes>. Facts as of 2026-11.
const RELEASES: &[Release] = &[
    release(15, 9, 2, 0),
    release(16, 10, 3, 0),
    release(17, 11, 4, 0),
    release(18, 12, 5, 0),
    release(19, 13, 6, 0),
    release(20, 14, 7, 0),
    release(21, 15, 8, 0),
    release(22, 16, 9, 0),
    release(23, 17, 10, 1),
    release(24, 18, 11, 2),
    release(25, 26, 26, 26),
    release(27, 27, 27, 27),
];

/// Major versions of `CFNetwork` before Darwin 15, and the iOS of each. Two releases of iOS share
/// Darwin 14, and the network library distinguishes them. macOS had other versions of the library.
/// Sources: apps' agent strings in Matomo's fixtures. Facts as of 2026-11.
const EARLIER: &[(&str, &str)] = &[
    ("485", "4"),
    ("548", "5"),
    ("609", "6"),
    ("672", "7"),
    ("711", "8"),
];

/// Since this version of Darwin, the minor versions of Darwin, iOS and tvOS are the same. Those of
/// watchOS and visionOS are not.
const SAME_MINORS: u32 = 21;

/// The version of one of Apple's systems, such as `17.4`. If the minor version cannot be derived,
/// only the major version is returned. `None` if the versions in the agent string are not known.
pub(super) fn version(agent: &str, system: &str) -> Option<String> {
    let of = |product: &str| {
        let place = agent.find(product)? + product.len();
        version_after(agent, place)
    };
    let mut numbers = of("Darwin")?.split('.');
    let major: u32 = numbers.next()?.parse().ok()?;
    let minor: u32 = numbers.next().and_then(|minor| minor.parse().ok())?;
    let Some(release) = RELEASES.iter().find(|release| release.darwin == major) else {
        let library = of("CFNetwork")?.split('.').next()?;
        let (_, ios) = EARLIER.iter().find(|(earlier, _)| *earlier == library)?;
        return (system == "iOS").then(|| (*ios).to_owned());
    };
    let (number, has_minor) = match system {
        "iOS" | "tvOS" | "audioOS" => (release.ios, major >= SAME_MINORS),
        "watchOS" => (release.watchos, false),
        "visionOS" => (release.visionos, false),
        _ => return None,
    };
    match (number, has_minor) {
        (0, _) => None,
        (_, true) => Some(format!("{number}.{minor}")),
        (_, false) => Some(number.to_string()),
    }
}

/// The beginnings of the identifiers of Apple's hardware, and the systems. Two numbers follow, as
/// in `AppleTV14,1`. <https://theapplewiki.com/wiki/Models>. Facts as of 2026-11.
const HARDWARE: &[(&str, &str)] = &[
    ("AppleTV", "tvOS"),
    ("AudioAccessory", "audioOS"),
    ("Watch", "watchOS"),
    ("RealityDevice", "visionOS"),
];

/// The system of a television, a speaker, a watch or a headset, by the identifier of its hardware,
/// and the offset after the identifier. These systems call themselves iOS, or do not name
/// themselves.
pub(super) fn of_hardware(words: &Words<'_>) -> Option<(&'static str, usize)> {
    words.all().find_map(|word| {
        let text = word.token.text;
        let family = text.trim_end_matches(|last: char| last.is_ascii_digit());
        let (_, system) = HARDWARE.iter().find(|(name, _)| *name == family)?;
        let rest = words.agent.get(word.token.end..)?.strip_prefix(',')?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_numbered = family.len() < text.len() && digits > 0;
        is_numbered.then_some((*system, word.token.end + 1 + digits))
    })
}

/// Whether an app runs on a Mac. The parser reports iOS for every app that names `CFNetwork`, but
/// the apps of all Apple systems name it. Only the apps on a Mac also have one of these words.
pub(super) fn is_on_mac(words: &Words<'_>) -> bool {
    // On an iPhone, Apple's own browser is `MobileSafari` and its mailer is `MobileMail`.
    let is_of_mac = ["Safari/", "Mail/", "Finder/", "Xcode/"]
        .iter()
        .any(|program| words.agent.starts_with(program));
    is_of_mac
        || ["(x86_64)", "(i386)", "(Power", "Mac"]
            .iter()
            .any(|mark| words.contain(mark))
}

/// Whether a comment names one of Apple's computers or telephones itself: `(iPhone; iOS 17.4)`.
/// Then other names are those of apps: `Nintendo Switch Online/2`. `(New Nintendo 3DS like iPhone)`
/// does not name it.
pub(super) fn is_named_in_comment(words: &Words<'_>) -> bool {
    ["iPhone", "iPad", "iPod", "Macintosh"]
        .iter()
        .any(|name| words.have_part(name))
}

/// The version of iOS that an app gives: `(iPhone14,2; iOS 17.4)`, `[iPhone OS,17.4,...]`, or that
/// of the kernel. In `Example for iOS/7.11`, the version is that of the app. Without dots, `421` is
/// not a version.
pub(super) fn version_of_app<'a>(words: &Words<'a>) -> Option<Cow<'a, str>> {
    const MAJORS: std::ops::Range<u32> = 1..100;
    let mut versions = words.products().filter_map(|word| {
        let before = words.agent.get(..word.token.start)?;
        let is_system =
            matches!(word.token.text, "iOS" | "iPadOS" | "OS") && !before.ends_with("for ");
        let version = number(words.agent.get(word.token.end..)?).filter(|_| is_system)?;
        let major = version.split(['.', '_']).next()?.parse().ok()?;
        MAJORS.contains(&major).then_some(version)
    });
    match versions.next() {
        Some(version) if version.contains('_') => Some(Cow::Owned(version.replace('_', "."))),
        Some(version) => Some(Cow::Borrowed(version)),
        None => version(words.agent, "iOS").map(Cow::Owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_has_the_version_of_its_kernel() {
        for (agent, ios, watchos, visionos) in [
            (
                "App/3 CFNetwork/1474 Darwin/23.4.0",
                Some("17.4"),
                Some("10"),
                Some("1"),
            ),
            (
                "App/3 CFNetwork/1568.1 Darwin/24.0.0",
                Some("18.0"),
                Some("11"),
                Some("2"),
            ),
            (
                "App/3 CFNetwork/3826.5 Darwin/25.1.0",
                Some("26.1"),
                Some("26"),
                Some("26"),
            ),
            (
                "App/3 CFNetwork/3896.1 Darwin/27.0.0",
                Some("27.0"),
                Some("27"),
                Some("27"),
            ),
            ("App/3 CFNetwork/3896.1 Darwin/26.0.0", None, None, None),
            (
                "App/3 CFNetwork/1335 Darwin/21.4.0",
                Some("15.4"),
                Some("8"),
                None,
            ),
            (
                "App/3 CFNetwork/1128.0.1 Darwin/19.6.0",
                Some("13"),
                Some("6"),
                None,
            ),
            (
                "App/3 CFNetwork/711.1.12 Darwin/14.0.0",
                Some("8"),
                None,
                None,
            ),
            (
                "App/3 CFNetwork/672.1.14 Darwin/14.0.0",
                Some("7"),
                None,
                None,
            ),
            (
                "App/3 CFNetwork/609.1.4 Darwin/13.0.0",
                Some("6"),
                None,
                None,
            ),
            (
                "App/3 CFNetwork/548.0.4 Darwin/11.0.0",
                Some("5"),
                None,
                None,
            ),
            (
                "App/3 CFNetwork/485.13.9 Darwin/11.0.0",
                Some("4"),
                None,
                None,
            ),
            ("App/3 CFNetwork/520.5.1 Darwin/11.4.2", None, None, None),
            ("App/3 CFNetwork/9999 Darwin/99.0.0", None, None, None),
            ("App/3 CFNetwork/9999 Darwin", None, None, None),
        ] {
            assert_eq!(version(agent, "iOS").as_deref(), ios, "{agent}");
            assert_eq!(version(agent, "watchOS").as_deref(), watchos, "{agent}");
            assert_eq!(version(agent, "visionOS").as_deref(), visionos, "{agent}");
            assert_eq!(version(agent, "macOS"), None, "{agent}");
        }
    }

    #[test]
    fn identifiers_of_hardware_have_two_numbers() {
        for (agent, system) in [
            (
                "App/1 CFNetwork/1474 Darwin/23.4.0 (AppleTV11,1)",
                Some("tvOS"),
            ),
            (
                "atc/1.0 watchOS/10.4 model/Watch6,1 hwp/t8301",
                Some("watchOS"),
            ),
            ("App/1 (RealityDevice14,1)", Some("visionOS")),
            ("App/1 (AudioAccessory5,1)", Some("audioOS")),
            ("App/1 (iPhone14,2)", None),
            ("AppleTV/1", None),
            ("AppleTV14/1", None),
            ("AppleTV,1", None),
            ("CloudWatch6,1", None),
            ("WatchGuard/6,1", None),
            ("Watch6, 1", None),
        ] {
            let found = of_hardware(&Words::of(agent)).map(|(system, _)| system);
            assert_eq!(found, system, "{agent}");
        }
    }
}
