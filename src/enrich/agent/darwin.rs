//! The version of iOS, derived from an app's `CFNetwork/1474 Darwin/23.4.0`.
//!
//! An app without an agent string of its own sends its name and version, the version of Apple's
//! network library and the version of the kernel, Darwin. Each release of iOS has its own version
//! of Darwin.

use super::tokens::version_after;

/// Major versions of Darwin, and of the iOS that is built on each. Up to Darwin 24 the difference
/// is 6. In 2025 Apple began to number iOS by the year, and in 2026 Darwin too: macOS 27.0 (26A428)
/// calls its kernel `Darwin Kernel Version 27.0.0`, and there was no Darwin 26.
/// <https://theapplewiki.com/wiki/Kernel#Versions>,
/// <https://developer.apple.com/documentation/ios-ipados-release-notes>. Facts as of 2026-11.
const RELEASES: &[(u32, u32)] = &[
    (15, 9),
    (16, 10),
    (17, 11),
    (18, 12),
    (19, 13),
    (20, 14),
    (21, 15),
    (22, 16),
    (23, 17),
    (24, 18),
    (25, 26),
    (27, 27),
];

/// Since this version of Darwin, the minor versions of Darwin and of iOS are the same.
const SAME_MINORS: u32 = 21;

/// The version of iOS, such as `17.4`. Before Darwin 21, only the major version is known. `None` if
/// the version of Darwin is absent or not in [`RELEASES`].
pub(super) fn ios_version(agent: &str) -> Option<String> {
    const MARK: &str = "Darwin";
    let place = agent.find(MARK)? + MARK.len();
    let mut numbers = version_after(agent, place)?.split('.');
    let major: u32 = numbers.next()?.parse().ok()?;
    let minor: u32 = numbers.next().and_then(|minor| minor.parse().ok())?;
    let (_, ios) = RELEASES.iter().find(|(darwin, _)| *darwin == major)?;
    Some(match major >= SAME_MINORS {
        true => format!("{ios}.{minor}"),
        false => ios.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ios_has_the_version_of_its_kernel() {
        for (agent, version) in [
            ("App/3 CFNetwork/1474 Darwin/23.4.0", Some("17.4")),
            ("App/3 CFNetwork/1568.100.1 Darwin/24.0.0", Some("18.0")),
            ("App/3 CFNetwork/3826.500.131 Darwin/25.1.0", Some("26.1")),
            ("App/3 CFNetwork/3896.100.1 Darwin/27.0.0", Some("27.0")),
            ("App/3 CFNetwork/3896.100.1 Darwin/26.0.0", None),
            ("App/3 CFNetwork/1128.0.1 Darwin/19.6.0", Some("13")),
            ("App/3 CFNetwork/711.1.12 Darwin/14.0.0", None),
            ("App/3 CFNetwork/9999 Darwin/99.0.0", None),
            ("App/3 CFNetwork/9999 Darwin", None),
        ] {
            assert_eq!(ios_version(agent).as_deref(), version, "{agent}");
        }
    }
}
