//! Restores the capital letters of browsers' agent strings that were turned into small letters.
//!
//! Some proxies and collectors normalise agent strings: `mozilla/5.0 (linux; android 9; ...)
//! applewebkit/537.36 ...`. The code that reads agent strings looks for `Android` and
//! `AppleWebKit`.

/// The words that have capitals, as browsers write them. If one word begins another, the longer one
/// is first. <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/User-Agent>. Facts as
/// of 2026-11.
const WORDS: &[&str] = &[
    "Mozilla/",
    "AppleWebKit/",
    "KHTML, like Gecko",
    "Gecko/",
    "Chrome/",
    "CriOS/",
    "FxiOS/",
    "Edg/",
    "Edge/",
    "EdgiOS/",
    "EdgA/",
    "OPR/",
    "YaBrowser/",
    "YandexSearch/",
    "SamsungBrowser/",
    "Firefox/",
    "Version/",
    "Mobile",
    "Safari/",
    "Trident/",
    "MSIE ",
    "Build/",
    "Windows NT",
    "Win64",
    "WOW64",
    "Macintosh",
    "Intel Mac OS X",
    "CPU iPhone OS",
    "CPU OS",
    "like Mac OS X",
    "iPhone",
    "iPad",
    "X11",
    "Xbox One",
    "Xbox Series",
    "Xbox",
    "PlayStation",
    "Nintendo",
    "CrOS",
    "Ubuntu",
    "Linux",
    "Android",
    "Tablet",
];

/// The agent string with its capitals. `None` if it is not a browser's agent string in small
/// letters. The offsets of the words do not change.
pub(super) fn restored(agent: &str) -> Option<String> {
    agent.starts_with("mozilla/").then(|| {
        WORDS.iter().fold(agent.to_owned(), |text, word| {
            text.replace(&word.to_ascii_lowercase(), word)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_in_small_letters_gets_its_capitals_back() {
        for agent in [
            "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/83.0.4103.106 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
             like Gecko) Version/17.5 Mobile/15e148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
        ] {
            assert_eq!(
                restored(&agent.to_ascii_lowercase()).as_deref(),
                Some(agent)
            );
        }
    }

    #[test]
    fn other_agent_strings_do_not_change() {
        for agent in ["", "curl/8.5.0", "Mozilla/5.0 (linux)"] {
            assert_eq!(restored(agent), None, "{agent}");
        }
    }
}
