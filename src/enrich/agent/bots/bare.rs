//! Agent strings with neither an engine nor a system. Libraries, services and tools send them, and
//! browsers do not.
//!
//! Examples: `ExampleService/1.2`, `example-fetch`, `Example 1.2.3`, `example.com`, `Mozilla/5.0
//! (Example)`. Programs that people use and whose agent strings look similar ([`super::people`])
//! are excluded. A single word is excluded too, unless it has one of these forms, contains
//! `search`, or begins with a company of [`SERVICES`]. Facts as of 2026-11, from the agent strings
//! of these programs.

use super::names::named;
use super::word::{is_name, last_of_name};
use super::{Recognised, people, unlisted};
use crate::enrich::agent::tokens::{Product, Words, version_after};
use crate::event::BotCategory::{Library, Other};

/// Companies whose services begin their agent strings with the company's name. The agent strings of
/// the companies' browsers do not begin with it.
const SERVICES: &[&str] = &[
    "amazon",
    "aws",
    "azure",
    "cloudflare",
    "facebook",
    "google",
    "meta",
    "yahoo",
];

/// Languages that libraries write between their name and their version: `Example/Python 1.2`.
const LANGUAGES: &[&str] = &[
    "csharp",
    "dart",
    "dotnet",
    "elixir",
    "go",
    "java",
    "javascript",
    "js",
    "kotlin",
    "net",
    "node",
    "perl",
    "php",
    "python",
    "ruby",
    "rust",
    "scala",
    "swift",
    "typescript",
];

/// Words that occur in the names of libraries.
const LIBRARIES: &[&str] = &["http", "client", "sdk", "request", "lib"];

/// Words that occur in the names of services, if the name has several words.
const SERVED: &[&str] = &[
    "api",
    "certificate",
    "check",
    "client",
    "dcv",
    "erp",
    "health",
    "http",
    "link",
    "newsgathering",
    "rss",
    "sdk",
    "search",
    "seo",
    "survey",
    "ssl",
    "url",
    "urls",
    "web",
    "webhook",
    "scan",
];

pub(super) fn find<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    // This rules out every browser at the lowest cost.
    if people::have_engine(words) {
        return None;
    }
    // `HTTP` alone is not a name, but it is part of `HTTP::Example`.
    let is_joined = |product: &Product<'_, '_>| {
        let rest = words.agent.get(product.token.end..).unwrap_or_default();
        rest.starts_with("::")
    };
    let first = words
        .products()
        .find(|product| is_name(product.token.text) || is_joined(product))?;
    let mut last = last_of_name(words, first);
    let language = language_after(words, &last);
    last = language.unwrap_or(last);
    let is_half = words.are_open() && version_after(words.agent, last.token.end).is_none();
    let is_bare = is_program(words, &first, &last)
        && !is_half
        // Some clients send another header as their agent: `Accept-Encoding: gzip`. The name of a
        // header is not the name of a bot.
        && !words.agent.get(last.token.end..)?.starts_with(':')
        && !people::have_system(words)
        && !people::are_behind(words)
        && !people::have_telephone(words);
    is_bare.then_some(())?;
    let small = words.small(first.token.start, last.token.end)?;
    let is_library = language.is_some() || LIBRARIES.iter().any(|word| small.contains(word));
    let category = if is_library { Library } else { Other };
    if language.is_some() || is_joined(&first) {
        let name = words.agent.get(first.token.start..last.token.end)?;
        let version = version_after(words.agent, last.token.end);
        return Some((unlisted(name, category), version));
    }
    Some(named(words, &last, category))
}

/// The language that follows a library's name and a slash, if a version follows the language.
fn language_after<'w, 'a>(words: &'w Words<'a>, last: &Product<'w, 'a>) -> Option<Product<'w, 'a>> {
    let start = last.token.end + 1;
    let next = words.all_from(start).next()?;
    let is_language = next.token.start == start
        && next.token.after_slash
        && LANGUAGES.contains(&words.small(start, next.token.end)?)
        && version_after(words.agent, next.token.end).is_some();
    is_language.then_some(next)
}

/// Whether the agent string has the form that programs use. The first and the last word of its name
/// decide.
fn is_program(words: &Words<'_>, first: &Product<'_, '_>, last: &Product<'_, '_>) -> bool {
    let agent = words.agent;
    let text = first.token.text;
    if first.token.start > 0 {
        let front = agent.get(..first.token.start).unwrap_or_default();
        let front = front.trim_end_matches(['(', ' ', ';', '"']);
        return matches!(front, "Mozilla/5.0" | "Mozilla/6.0" | "Mozilla") && text.len() > 3;
    }
    let small = words
        .small(first.token.start, last.token.end)
        .unwrap_or_default();
    let of_service = || {
        let company = SERVICES.iter().find(|company| small.starts_with(**company));
        let rest = company.and_then(|company| small.get(company.len()..));
        rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(' '))
    };
    let says_search = || text.len() > 8 && small.contains("search");
    if last.token.after_slash {
        return true;
    }
    let version = version_after(agent, last.token.end);
    let has_version = || {
        version.is_some_and(|version| {
            let after = last.token.end + 1 + version.len();
            is_release(version, agent.get(after..).unwrap_or_default())
        })
    };
    // If the name has several words, only the last word is a product. A slash and its version must
    // follow.
    let is_product = !small.contains(' ')
        || agent
            .get(last.token.end..)
            .is_some_and(|rest| rest.starts_with('/'));
    (is_product && has_version())
        || of_service()
        || is_compound(text)
        || words
            .products()
            .any(|product| is_domain(product.token.text))
        || says_search()
        || is_path(agent)
        || (last.token.start > 0
            && SERVED
                .iter()
                .any(|word| small.split(' ').any(|part| part == *word)))
}

/// Whether the agent string is a name and its purpose: `Example/production`.
fn is_path(agent: &str) -> bool {
    let is_word =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    let says = |(_, rest): (&str, &str)| {
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic);
        letters.count() > 3
    };
    agent.split_once('/').is_some_and(says) && agent.bytes().all(is_word)
}

/// Whether the text is a version: `1.2`, `1.2.3-beta`. These are not versions: `10"`, a size in
/// inches; `1.xx`, which lists of browsers write for any version; and a path of several parts.
fn is_release(version: &str, after: &str) -> bool {
    !version.ends_with(['x', 'X']) && !after.starts_with(['/', '"', '\''])
}

/// Whether the text is a name such as `example-fetch` or `Example_Service`. The names of programs
/// for people have spaces instead.
fn is_compound(text: &str) -> bool {
    text.len() > 6
        && text.contains(['-', '_'])
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether the text is the domain of a service: `example.com`.
pub(super) fn is_domain(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "ai", "app", "at", "ch", "co", "com", "de", "dev", "eu", "fr", "io", "me", "net", "nl",
        "org", "us",
    ];
    // This search is cheap, because words are short. `rsplit_once` costs 80 instructions.
    let Some(dot) = text.bytes().rposition(|byte| byte == b'.') else {
        return false;
    };
    let end = text.get(dot + 1..).unwrap_or_default();
    let is_package = || {
        ["com.", "org.", "net.", "de.", "io."]
            .iter()
            .any(|front| text.starts_with(front))
    };
    dot > 1 && ENDS.contains(&end) && !is_package()
}
