//! Which words of an agent string may be part of the sender's name, and which ones only show what
//! kind of program the sender is. Facts as of 2026-11, from the agent strings of browsers and bots.

use crate::enrich::agent::tokens::{Product, Words};
use crate::event::BotCategory::{
    self, Archiver, Feed, HeadlessBrowser, Library, Monitor, Other, Preview, Scanner, Seo,
};

/// Words that are part of many agent strings and never name the sender, in small letters: browsers
/// and their engines, systems and their processors, languages, and the sentences around a contact.
const NEVER_A_NAME: &[&str] = &[
    "about",
    "agent",
    "amd64",
    "and",
    "android",
    "app",
    "applewebkit",
    "arm",
    "arm64",
    "at",
    "bsd",
    "build",
    "by",
    "chrome",
    "client",
    "clr",
    "compatible",
    "contact",
    "cpu",
    "cros",
    "darwin",
    "desktop",
    "edg",
    "edge",
    "email",
    "en-gb",
    "en-us",
    "fedora",
    "firefox",
    "for",
    "freebsd",
    "from",
    "gecko",
    "gfe",
    "googleweblight",
    "gzip",
    "headers",
    "hello",
    "http",
    "https",
    "i386",
    "i586",
    "i686",
    "in",
    "info",
    "intel",
    "internet",
    "ios",
    "ipad",
    "iphone",
    "is",
    "khtml",
    "like",
    "linux",
    "mac",
    "macintosh",
    "macos",
    "mail",
    "mailto",
    "masking-agent",
    "mobile",
    "more",
    "mozilla",
    "msie",
    "net",
    "nt",
    "of",
    "on",
    "openbsd",
    "opera",
    "os",
    "phone",
    "please",
    "ppc",
    "presto",
    "qt",
    "question",
    "questions",
    "quit",
    "rv",
    "safari",
    "see",
    "service",
    "system",
    "tablet",
    "test",
    "the",
    "this",
    "to",
    "trident",
    "ubuntu",
    "unix",
    "unknown",
    "url",
    "user",
    "user-agent",
    "useragent",
    "version",
    "via",
    "visit",
    "win",
    "win32",
    "win64",
    "windows",
    "wow64",
    "wv",
    "x11",
    "x64",
    "x86",
];

/// Whether a word may name the sender.
pub(super) fn is_name(word: &str) -> bool {
    let is_no_word = !word.starts_with(|first: char| first.is_ascii_alphabetic())
        && !word.contains(|any: char| any.is_ascii_alphabetic());
    // `x86_64` is not a name, and neither are versions such as `1.9.2b1`.
    let is_no_word = is_no_word || word.starts_with("x86") || is_version(word) || is_apple(word);
    // A single letter and the code of a language are not names either.
    let is_short = word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_no_word = is_no_word || is_short || word.len() < 2;
    !is_no_word && !is_listed(word)
}

/// Whether a word is part of many agent strings and never names the sender.
pub(super) fn is_listed(word: &str) -> bool {
    NEVER_A_NAME
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a word is the model of an Apple device: `iPhone14`.
fn is_apple(word: &str) -> bool {
    let model = word.trim_end_matches(|last: char| last.is_ascii_digit());
    matches!(model, "iPhone" | "iPad" | "iPod" | "AppleTV" | "Watch") && model.len() < word.len()
}

/// Whether a word is a version such as `v2`, or begins with the digits and the dot of a version:
/// `1.9.2b1`.
fn is_version(word: &str) -> bool {
    let number = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let number = number.strip_prefix('.').unwrap_or(number);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_marked = number.len() < word.len() && digits == number.len();
    digits > 0 && (is_marked || number.as_bytes().get(digits) == Some(&b'.'))
}

/// The last word of the name whose first word is `first`. Spaces or `::` separate the words of a
/// name: `Example Link Service/1.2`, `WWW::Example/1.2`.
pub(super) fn last_of_name<'w, 'a>(
    words: &'w Words<'a>,
    first: Product<'w, 'a>,
) -> Product<'w, 'a> {
    let mut last = first;
    let following = words.all_from(first.token.end);
    for product in following.filter(|product| !product.token.after_slash) {
        let between = words.agent.get(last.token.end..product.token.start);
        if !matches!(between, Some(" " | "::")) || !is_part(product.token.text) {
            break;
        }
        last = product;
    }
    last
}

/// The offsets at which the first name in the agent string begins and ends.
pub(super) fn leading_name(words: &Words<'_>) -> Option<(usize, usize)> {
    let first = words
        .products()
        .find(|product| is_name(product.token.text))?;
    Some((first.token.start, last_of_name(words, first).token.end))
}

/// Whether a word may be part of a name of several words. Such a word need not be a name by itself,
/// but it must not belong to a browser.
pub(super) fn is_part(word: &str) -> bool {
    const PARTS: &[&str] = &[
        "agent", "app", "and", "by", "client", "desktop", "for", "http", "internet", "mobile",
        "of", "service", "system", "test", "the", "url",
    ];
    is_name(word) || PARTS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The first word between two offsets that may name the sender.
pub(super) fn first_name<'w, 'a>(
    words: &'w Words<'a>,
    start: usize,
    end: usize,
) -> Option<Product<'w, 'a>> {
    words
        .products()
        .skip_while(|product| product.token.start < start)
        .take_while(|product| product.token.end <= end)
        .find(|product| is_name(product.token.text))
}

/// Words that robots use by custom, <https://www.robotstxt.org/guidelines.html>. Outside of a
/// telephone's name, they count regardless of the rest of the agent string.
pub(super) const ROBOTS: &[&str] = &["bot", "crawler", "spider"];

/// Other words by which programs name their purpose, and the categories of these programs.
pub(super) const KINDS: &[(&str, BotCategory)] = &[
    ("agent", Other),
    ("aggregator", Feed),
    ("analyser", Other),
    ("analyzer", Other),
    ("archiver", Archiver),
    ("auditor", Seo),
    ("archiving", Archiver),
    ("bots", Other),
    ("checker", Other),
    ("checks", Monitor),
    ("collector", Other),
    ("crawl", Other),
    ("crawling", Other),
    ("detector", Other),
    ("diagnostics", Monitor),
    ("discovery", Other),
    ("expander", Preview),
    ("extractor", Other),
    ("favicon", Preview),
    ("favicons", Preview),
    ("feedfetcher", Feed),
    ("feedparser", Feed),
    ("fetch", Other),
    ("fetcher", Other),
    ("feedreader", Feed),
    ("rssreader", Feed),
    ("finder", Other),
    ("grabber", Other),
    ("harvester", Other),
    ("headless", HeadlessBrowser),
    ("httpclient", Library),
    ("httpagent", Library),
    ("imageproxy", Preview),
    ("emailproxy", Preview),
    ("importer", Other),
    ("indexer", Other),
    ("linkcheck", Seo),
    ("linkpreview", Preview),
    ("lookup", Other),
    ("measurement", Scanner),
    ("monitor", Monitor),
    ("monitoring", Monitor),
    ("observatory", Monitor),
    ("onebox", Preview),
    ("optimizer", Other),
    ("parser", Other),
    ("preview", Preview),
    ("prober", Monitor),
    ("research", Scanner),
    ("researchscan", Scanner),
    ("resolver", Other),
    ("retriever", Other),
    ("robots", Other),
    ("scan", Scanner),
    ("scanner", Scanner),
    ("scraper", Other),
    ("scraping", Other),
    ("screenshot", Other),
    ("sitecheck", Seo),
    ("sitemaps", Seo),
    ("spiders", Other),
    ("uptime", Monitor),
    ("validator", Other),
    ("verifier", Other),
    ("webhook", Other),
    ("webhooks", Other),
];

/// Whether a word in small letters only names a kind of program.
pub(super) fn is_kind(word: &str) -> bool {
    ROBOTS.contains(&word)
        || matches!(word, "robot" | "webcrawler")
        || KINDS.iter().any(|(kind, _)| *kind == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_in_small_letters() {
        assert!(NEVER_A_NAME.is_sorted_by(|one, next| one < next));
        let is_small = |word: &&str| word.to_ascii_lowercase() == **word;
        assert!(NEVER_A_NAME.iter().copied().all(|word| is_small(&word)));
    }

    #[test]
    fn versions_processors_and_words_of_browsers_are_not_names() {
        for word in [
            "NT", "15", "10.0", "1.9.2b1", "x86_64", "App", "Safari", "en-US", "iPhone14", "v2",
            "V1.2b",
        ] {
            assert!(!is_name(word), "{word}");
        }
        for word in [
            "Examplebot",
            "360Spider",
            "7Siters",
            "k6",
            "a.example",
            "v8js",
        ] {
            assert!(is_name(word), "{word}");
        }
    }
}
