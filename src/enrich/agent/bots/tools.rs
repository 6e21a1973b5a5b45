//! Tools of developers and servers: how they write the system on which they run, and with which
//! words their names end. Programs that people use write the same systems in other forms:
//! `(X11; Linux x86_64)`, `(Windows NT 10.0; Win64; x64)`. Facts as of 2026-11, from the agent
//! strings of tools that are written in Go, Rust, Node.js, Python, Ruby, Java, .NET, R and C.

use super::people;
use super::word::leading_name;
use crate::enrich::agent::tokens::{Words, beginning};

/// Names of processors as toolchains write them.
const PROCESSORS: &[&str] = &[
    "aarch64", "amd64", "arm64", "armv6l", "armv7l", "i386", "i686", "ppc64le", "riscv64", "s390x",
    "x64", "x86_64",
];

/// Parts of the names of compilers' targets: `x86_64-pc-linux-gnu`.
const TARGETS: &[&str] = &[
    "-apple-darwin",
    "linux-gnu",
    "linux-musl",
    "-pc-windows-",
    "-unknown-linux",
    "-w64-mingw32",
];

/// Runtimes that tools write in addition to their system.
const RUNTIMES: &[&str] = &[
    "(.net",
    "; .net",
    "openjdk",
    "hotspot",
    "java/",
    "java ",
    "jvm",
    "cpython",
    "python/",
    "python 3",
    "ruby",
    "php/",
    "php ",
    "netstandard",
    "node-v",
    "node/",
    "node.js",
    "go/go",
    "go1.",
    "rustc",
];

/// Words with which the names of libraries and of tools for the command line end.
const OF_DEVELOPERS: &[&str] = &["api", "cli", "exporter", "py", "rs", "sdk"];

/// Words at the end of a name that say what a program does with podcasts, players or browsers.
const PURPOSES: &[&str] = &[
    "api",
    "automation",
    "cli",
    "driver",
    "exporter",
    "proxy",
    "sdk",
    "sync",
    "updater",
];

/// Whether an agent string with a system has a form that only tools write. An agent string that
/// begins with `Mozilla` or names the system of a device never has. The forms:
///
/// 1. the system and the processor are neighbours: `(linux; amd64)`, `linux-x64`
/// 2. `os` is before the system: `os/linux`
/// 3. a part of a comment is the system in small letters, as Go and Node.js write it: `(linux)`
/// 4. a compiler's target: `x86_64-pc-linux-gnu`
/// 5. the version of the kernel follows the system: `Linux/5.15.0`
/// 6. a runtime, in addition to the system: `(.NET 6; Linux)`
/// 7. `Windows Server`
/// 8. `Microsoft Windows NT`, as .NET writes it, if the program's name is one word
/// 9. a word of [`OF_DEVELOPERS`] at the end of the program's name: `example-cli`
pub(super) fn write_system(words: &Words<'_>) -> bool {
    let small = words.small(0, words.agent.len()).unwrap_or_default();
    let is_of_people = small.starts_with("mozilla")
        || people::have_device_system(words)
        // Desktop programs write `X11`, and devices in a home network write the other words.
        || ["x11", "upnp", "dlna"].iter().any(|word| words.contain_small(word));
    if is_of_people {
        return false;
    }
    let (start, end) = leading_name(words).unwrap_or_default();
    let has_one_word = words
        .small(start, end)
        .is_some_and(|name| !name.contains(' '));
    let contains = |text: &&str| words.contain_small(text);
    is_beside_processor(words, small)
        || is_part_of_comment(words)
        || TARGETS.iter().any(contains)
        || has_kernel(small)
        || RUNTIMES.iter().any(contains)
        || has_one_word && words.contain("Microsoft Windows NT")
        || words.contain("Windows Server")
        || ends_name(words, OF_DEVELOPERS)
}

/// Whether the agent string names a system that people use, in a form that tools do not write.
pub(super) fn are_of_people(words: &Words<'_>) -> bool {
    people::have_system(words) && !write_system(words)
}

/// Whether the name at the front ends with a word of [`PURPOSES`]: `Example Podcast Sync`.
pub(super) fn have_purpose(words: &Words<'_>) -> bool {
    ends_name(words, PURPOSES)
}

/// Whether the name at the front ends with one of these words: `example-cli`, `ExampleCLI`.
fn ends_name(words: &Words<'_>, ends: &[&str]) -> bool {
    leading_name(words).is_some_and(|(start, end)| {
        let name = words.small(start, end).unwrap_or_default();
        ends.iter().any(|word| {
            name.strip_suffix(word).is_some_and(|front| {
                !front.is_empty() && people::begins_word(words.agent, start + front.len())
            })
        })
    })
}

/// Whether a processor is directly before or after a system, or `os` is before a system.
fn is_beside_processor(words: &Words<'_>, small: &str) -> bool {
    const BETWEEN: &[char] = &[' ', ';', '/', '-', '_', ',', '.', ':'];
    let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric());
    systems(words, small).any(|(system, start, end)| {
        let (before, after) = small.split_at(start);
        let after = after.get(end - start..).unwrap_or_default();
        let follows = after.trim_start_matches(BETWEEN);
        let is_follower = |processor: &&str| {
            follows.len() < after.len() && follows.strip_prefix(*processor).is_some_and(is_end)
        };
        let precedes = before.trim_end_matches(BETWEEN);
        let is_before =
            |processor: &&str| precedes.len() < before.len() && precedes.ends_with(*processor);
        let is_named_so = || {
            let front = before.trim_end_matches([' ', '/', ':', '=']);
            let front = front
                .strip_suffix("os")
                .filter(|_| !before.ends_with("os "));
            // `macos` ends with these letters as well.
            front.is_some_and(|front| !front.ends_with(|last: char| last.is_ascii_alphanumeric()))
                && !before.ends_with('s')
        };
        // Desktop programs write `Windows` and `Darwin` with a capital.
        let is_as_written = system == "linux" || words.agent.get(start..end) == Some(system);
        is_as_written
            && (PROCESSORS
                .iter()
                .any(|name| is_follower(name) || is_before(name)))
            || is_named_so()
    })
}

/// The systems of servers that the text names as separate words, and the offsets at which each of
/// these words begins and ends.
fn systems<'w>(
    words: &'w Words<'_>,
    small: &'w str,
) -> impl Iterator<Item = (&'static str, usize, usize)> + 'w {
    const NAMES: &[&str] = &["linux", "darwin", "windows", "win32"];
    let known = NAMES.iter().filter(|name| words.contain_small(name));
    known.flat_map(move |name| {
        small.match_indices(name).filter_map(move |(start, _)| {
            let end = start + name.len();
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            let bytes = small.as_bytes();
            let is_word = !is_letter(start.checked_sub(1).and_then(|at| bytes.get(at)))
                && !is_letter(bytes.get(end));
            is_word.then_some((*name, start, end))
        })
    })
}

/// Whether a whole part of a comment is a system in small letters: `(linux)`, `(1.2; darwin)`.
fn is_part_of_comment(words: &Words<'_>) -> bool {
    ["linux", "darwin", "win32"].iter().any(|system| {
        words.contain(system)
            && words
                .agent
                .split(['(', ';', ',', ')'])
                .skip(1)
                .any(|part| part.trim() == *system)
    })
}

/// Whether the version of a kernel follows `Linux`: `Linux/5.15`, `Linux 6.1.0-18-amd64`. The
/// version of a distribution, `CRUX Linux 2.1`, follows a space and has fewer numbers.
fn has_kernel(small: &str) -> bool {
    small.split("linux").skip(1).any(|rest| {
        let least = if rest.starts_with(' ') { 3 } else { 2 };
        let version = rest.strip_prefix(['/', ' ', '-']).unwrap_or_default();
        let version = beginning(version, |byte| byte.is_ascii_digit() || byte == b'.');
        version
            .split('.')
            .take_while(|number| !number.is_empty())
            .count()
            >= least
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_write_systems_in_their_own_forms() {
        for agent in [
            "example/v5 (linux/amd64)",
            "Example (Linux; x86_64) example-py/7.1",
            "example/0.1 (amd64 linux) Go/go1.22.1",
            "example/1.26.1 go/go1.19 os/linux arch/amd64",
            "Example/1.0 (OS: Linux, ARCH: aarch64)",
            "Example/1 (OS=Linux-5.15)",
            "example/1 (os=linux; arch=amd64)",
            "Example/1 (Windows Server 2019)",
            "example/1.2 (darwin/arm64)",
            "example/1.2 win32-x64",
            "example/2.9 (linux)",
            "example/2.9 (1.2; darwin)",
            "SVN/1.14.0 (x86_64-pc-linux-gnu)",
            "example/1 (aarch64-apple-darwin23)",
            "example/1 Linux/5.15.0-91",
            "Example/1.0 (.NET 6; Linux)",
            "Example-Java/1.0 (Linux; OpenJDK 17)",
            "Example/1.0 (Microsoft Windows NT 10.0.17763.0)",
            "example_cli_rs/0.30.0 (Mac OS 15.1; arm64)",
            "ExampleCLI/1.0 (Windows 11)",
        ] {
            assert!(write_system(&Words::of(agent)), "{agent}");
        }
    }

    #[test]
    fn programs_of_people_write_other_forms() {
        for agent in [
            "Example/1.0 (X11; Linux x86_64)",
            "Example/1.0 (Linux)",
            "Example/1.0 (Linux; U; Example Linux 7)",
            "Example/1.0 (Example Linux 2.1; cs_CZ)",
            "Example/1.0 (Windows NT 10.0; Win64; x64)",
            "Example/1.0 (Windows; x64)",
            "Example/1.0 (Windows)",
            "Example/1.0 (macOS 14.2; arm64)",
            "Example/1.0 CFNetwork/1410 Darwin/22.6.0 (arm64)",
            "Example/1.0 (linux; Android 13; arm64)",
            "Example/1.0 (Tizen 6; Linux/5.4)",
            "Linux/3.10 UPnP/1.0 Example/1.0",
            "Example Central PC/1.0 (Win32NT; Microsoft Windows NT 10.0)",
            "Mozilla/5.0 (linux/amd64)",
            "Calli/1.0 (Windows)",
            "Macos linux",
        ] {
            assert!(!write_system(&Words::of(agent)), "{agent}");
        }
    }

    #[test]
    fn a_name_ends_with_its_purpose() {
        for agent in [
            "Example Podcast Sync/1",
            "RadioBrowserApi/1",
            "player-sdk/2",
        ] {
            assert!(have_purpose(&Words::of(agent)), "{agent}");
        }
        for agent in [
            "Okapi Radio/1",
            "Podcast Okapi/1",
            "Sync Player/1",
            "Sync",
            "",
        ] {
            assert!(!have_purpose(&Words::of(agent)), "{agent}");
        }
    }
}
