//! Agent strings built as nearly all browsers build theirs, read without `woothee`.
//!
//! `woothee` searches a new agent for some forty words and several expressions, which it also
//! compiles once a process. With 299 agents on 10,000 lines that costs 1,680 instructions a line,
//! and a single app that this module does not recognise makes it 720. This module recognises the
//! usual strings by their whole structure, from the first byte to the last, and leaves all others
//! to `woothee`. A test compares the two.
//!
//! The structure: <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/User-Agent>,
//! <https://www.chromium.org/updates/ua-reduction/>.

use std::borrow::Cow;

use woothee::parser::WootheeResult;

/// The most products that follow the engine.
const PRODUCTS: usize = 4;

/// What `woothee` finds in a usual agent. Its vendor and its kind of browser are omitted, because
/// nothing uses them.
pub(super) fn read(agent: &str) -> Option<WootheeResult<'_>> {
    let (system, browser) = agent.strip_prefix("Mozilla/5.0 (")?.split_once(')')?;
    let browser = browser.strip_prefix(' ')?;
    let (name, version) = find_browser(browser)?;
    let (os, os_version, category) = find_system(system)?;
    Some(WootheeResult {
        name,
        version,
        os,
        os_version,
        category,
        ..WootheeResult::default()
    })
}

/// Name and version, from the text behind the system.
fn find_browser(text: &str) -> Option<(&'static str, &str)> {
    if let Some(text) = text.strip_prefix("Gecko/") {
        let (engine, text) = text.split_once(' ')?;
        let version = text.strip_prefix("Firefox/")?;
        return (is_version(engine) && is_version(version)).then_some(("Firefox", version));
    }
    let text = text.strip_prefix("AppleWebKit/")?;
    let (engine, text) = text.split_once(' ')?;
    let text = text.strip_prefix("(KHTML, like Gecko) ")?;
    let mut names = [""; PRODUCTS];
    let mut versions = [""; PRODUCTS];
    let mut places = names.iter_mut().zip(&mut versions);
    for product in text.split(' ') {
        let (name, version) = places.next()?;
        (*name, *version) = product.split_once('/').unwrap_or((product, ""));
        let is_build = |version: &str| version.bytes().all(is_plain);
        (is_version(version) || *name == "Mobile" && is_build(version)).then_some(())?;
    }
    is_version(engine).then_some(())?;
    let [first, second, third, fourth] = versions;
    match names {
        ["Chrome", "Safari", "", ""] | ["Chrome", "Mobile", "Safari", ""] => {
            Some(("Chrome", first))
        }
        ["CriOS", "Mobile", "Safari", ""] => Some(("Chrome", first)),
        ["Chrome", "Safari", "Edg", ""] => Some(("Edge", third)),
        ["Chrome", "Mobile", "Safari", "EdgA"] => Some(("Edge", fourth)),
        ["Version", "EdgiOS", "Mobile", "Safari"] => Some(("Edge", second)),
        ["Chrome", "Safari", "OPR", ""] => Some(("Opera", third)),
        ["Chrome", "Mobile", "Safari", "OPR"] => Some(("Opera", fourth)),
        ["SamsungBrowser", "Chrome", "Safari", ""]
        | ["SamsungBrowser", "Chrome", "Mobile", "Safari"] => Some(("SamsungBrowser", first)),
        ["Version", "Safari", "", ""] | ["Version", "Mobile", "Safari", ""] => {
            Some(("Safari", first))
        }
        _ => None,
    }
}

/// Name, version and category, from the text between the brackets.
fn find_system(text: &str) -> Option<(&'static str, Cow<'_, str>, &'static str)> {
    // Firefox repeats its version here.
    let text = match text.rsplit_once("; rv:") {
        Some((text, version)) if is_version(version) => text,
        _ => text,
    };
    if let Some(device) = text.strip_prefix("Windows NT 10.0") {
        let is_usual = matches!(device, "" | "; Win64; x64" | "; WOW64");
        return is_usual.then_some(("Windows 10", Cow::Borrowed("NT 10.0"), "pc"));
    }
    if let Some(version) = text.strip_prefix("Macintosh; Intel Mac OS X ") {
        let version = dotted(version).filter(|version| version.starts_with("10."))?;
        return Some(("Mac OSX", version, "pc"));
    }
    if let Some(text) = text.strip_prefix("Linux; Android ") {
        let (version, model) = text.split_once("; ")?;
        let is_model = |byte: u8| is_plain(byte) || matches!(byte, b' ' | b'-');
        let is_usual = is_dotted(version, 1) && model.bytes().all(is_model);
        return is_usual.then_some(("Android", Cow::Borrowed(version), "smartphone"));
    }
    if let Some(text) = text.strip_suffix(" like Mac OS X") {
        return match (
            text.strip_prefix("iPhone; CPU iPhone OS "),
            text.strip_prefix("iPad; CPU OS "),
        ) {
            (Some(version), _) => Some(("iPhone", dotted(version)?, "smartphone")),
            (_, Some(version)) => Some(("iPad", dotted(version)?, "smartphone")),
            _ => None,
        };
    }
    matches!(text, "X11; Linux x86_64" | "X11; Ubuntu; Linux x86_64").then_some((
        "Linux",
        Cow::Borrowed(""),
        "pc",
    ))
}

/// `woothee` recognises no word made of these characters. Many of its words are in small letters.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// `140.0.0.0`.
fn is_version(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// `10_15_7` as `10.15.7`, if it has two or three numbers.
fn dotted(version: &str) -> Option<Cow<'_, str>> {
    let version = match version.contains('_') {
        true => Cow::Owned(version.replace('_', ".")),
        false => Cow::Borrowed(version),
    };
    is_dotted(&version, 2).then_some(version)
}

/// Whether a version has at least this many numbers, and at most three.
fn is_dotted(version: &str, least: usize) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let count = version.split('.').count();
    (least..=3).contains(&count) && version.split('.').all(is_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use woothee::parser::Parser;

    use super::super::system::known;
    use super::*;

    type Told<'a> = (
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a str>,
    );

    fn told<'a>(found: &'a WootheeResult<'_>) -> Told<'a> {
        (
            known(found.name),
            known(found.version),
            known(found.os),
            known(&found.os_version),
            known(found.category),
        )
    }

    /// Whether the agent is usual. If it is, the result must equal `woothee`'s.
    fn is_usual(agent: &str) -> bool {
        let Some(found) = read(agent) else {
            return false;
        };
        let plain = Parser::new().parse(agent).unwrap_or_default();
        assert_eq!(told(&found), told(&plain), "{agent}");
        true
    }

    const SYSTEMS: [&str; 14] = [
        "Windows NT 10.0; Win64; x64",
        "Windows NT 10.0; WOW64",
        "Windows NT 10.0",
        "Macintosh; Intel Mac OS X 10_15_7",
        "Macintosh; Intel Mac OS X 10.15",
        "X11; Linux x86_64",
        "X11; Ubuntu; Linux x86_64",
        "Linux; Android 10; K",
        "Linux; Android 8.1.0; SM-G960F",
        "Linux; Android 13; SAMSUNG SM-A536B",
        "iPhone; CPU iPhone OS 17_5 like Mac OS X",
        "iPhone; CPU iPhone OS 17_5_1 like Mac OS X",
        "iPad; CPU OS 16_3 like Mac OS X",
        "iPad; CPU OS 12_5 like Mac OS X",
    ];
    const BROWSERS: [&str; 13] = [
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7.1 Mobile Safari/537.36",
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/139.0.1.2",
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 \
         EdgA/139.0.1.2",
        "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 EdgiOS/139.0.1.2 Mobile/15E148 \
         Safari/605.1.15",
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0",
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 OPR/80.1",
        "AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile \
         Safari/537.36",
        "AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36",
        "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.7.8 Mobile/15E148 Safari/604.1",
        "Gecko/20100101 Firefox/140.0",
    ];

    #[test]
    fn the_usual_builds_are_read_as_the_parser_reads_them() {
        for system in SYSTEMS {
            for browser in BROWSERS {
                for revision in ["", "; rv:140.0"] {
                    let agent = format!("Mozilla/5.0 ({system}{revision}) {browser}");
                    assert!(is_usual(&agent), "{agent}");
                }
            }
        }
    }

    #[test]
    fn other_strings_are_left_to_the_parser() {
        for agent in [
            "",
            "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/109.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/140.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 14; SM-S918B; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/140.0.0.0 Safari/537.36 Vivaldi/7.5",
        ] {
            assert!(!is_usual(agent), "{agent}");
        }
    }

    proptest! {
        /// Words that `woothee` recognises anywhere.
        #[test]
        fn no_result_differs_from_the_parser_s(
            system in select(&SYSTEMS[..]), browser in select(&BROWSERS[..]), at in 0_usize..400,
            word in select(&[
                "Googlebot", "GSA/1", "wv", "OPR/9", "Windows", "Xbox", "KDDI-", "BB10", "; ",
                ") ", "Version/1", "Firefox/3", "YaBrowser/1", "bot", "Edge/1", " ", "1", "_",
                "PSP", "Yahoo", "CrOS ",
            ][..]),
        ) {
            let mut agent = format!("Mozilla/5.0 ({system}) {browser}");
            agent.insert_str(at % (agent.len() + 1), word);
            is_usual(&agent);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}", between in any::<bool>()) {
            is_usual(&text);
            let agent = match between {
                true => format!("Mozilla/5.0 ({text}) Gecko/1 Firefox/1"),
                false => format!("Mozilla/5.0 (Windows NT 10.0) {text}"),
            };
            is_usual(&agent);
        }
    }
}
