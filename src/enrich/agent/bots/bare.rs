//! Agent strings with neither an engine nor a system. Libraries, services and tools send them, and
//! browsers do not.
//!
//! Examples: `ExampleService/1.2`, `example-fetch`, `Example 1.2.3`, `example.com`, `Mozilla/5.0
//! (Example)`. Programs that people use and whose agent strings look similar ([`super::people`])
//! are excluded. A single word is excluded too, unless it has one of these forms, contains
//! `search`, names a task of libraries, or begins with a company of [`SERVICES`]. Facts as of
//! 2026-11, from the agent strings of these programs.

use super::names::named;
use super::word::{first_name, is_listed, is_name, last_of_name};
use super::{Recognised, people, telephones, tools, unlisted};
use crate::enrich::agent::programs;
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
    "exporter",
    "health",
    "http",
    "link",
    "newsgathering",
    "rss",
    "sdk",
    "search",
    "seo",
    "survey",
    "sync",
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
    if let Some(found) = behind_comment(words) {
        return Some(found);
    }
    let first = words.products().find(|product| {
        is_name(product.token.text) || is_joined(product) || is_of_two_letters(words, product)
    })?;
    let mut last = last_of_name(words, first);
    let language = language_after(words, &last);
    last = language.unwrap_or(last);
    let is_half = words.are_open() && version_after(words.agent, last.token.end).is_none();
    let is_bare = is_program(words, &first, &last)
        && !is_half
        // Some clients send another header as their agent: `Accept-Encoding: gzip`. The name of a
        // header is not the name of a bot.
        && !words.agent.get(last.token.end..)?.starts_with(':')
        && !tools::are_of_people(words)
        && (!people::are_behind(words) || tools::have_purpose(words))
        && !telephones::are_behind(words);
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

/// The bot in `Mozilla/5.0 (Linux) Name/1.0`. In a browser's agent string, the name of the engine
/// follows the comment.
fn behind_comment<'a>(words: &Words<'a>) -> Option<Recognised<'a>> {
    let comment = words.agent.strip_prefix("Mozilla/5.0 (")?;
    let (comment, rest) = comment.split_once(") ")?;
    let start = words.agent.len() - rest.len();
    let first = first_name(words, start, words.agent.len())?;
    let last = last_of_name(words, first);
    let version = version_after(words.agent, last.token.end)?;
    let is_end = last.token.end + 1 + version.len() == words.agent.len();
    let is_whole = first.token.start == start && is_end && !comment.contains('(');
    let small = words.small(start, last.token.end)?;
    (is_whole
        && !programs::is_name(small)
        && !people::are_behind(words)
        && !people::have_device_system(words))
    .then(|| named(words, &last, Other))
}

/// Whether the word is a name of two small letters at the front, with a version: `ky/0.33`.
fn is_of_two_letters(words: &Words<'_>, product: &Product<'_, '_>) -> bool {
    let token = product.token;
    let is_short = token.start == 0 && token.text.len() == 2;
    is_short
        && token.text.bytes().all(|byte| byte.is_ascii_lowercase())
        && words
            .agent
            .get(2..)
            .is_some_and(|rest| rest.starts_with('/'))
        && version_after(words.agent, 2).is_some()
        && !is_listed(token.text)
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
    // Scripts send a name in quotes by mistake.
    let is_quoted = first.token.start == 1 && agent.starts_with(['"', '\'']);
    if first.token.start > 0 && !is_quoted {
        let front = agent.get(..first.token.start).unwrap_or_default();
        let front = front.trim_end_matches(['(', ' ', ';', '"']);
        let is_plain = matches!(
            front,
            "Mozilla/4.0" | "Mozilla/5.0" | "Mozilla/6.0" | "Mozilla"
        );
        let small = words.small(first.token.start, last.token.end);
        return is_plain && text.len() > 3 && !small.is_some_and(programs::is_name);
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
    let mut rest = agent.get(last.token.end..).unwrap_or_default();
    rest = rest.strip_prefix("++").unwrap_or(rest);
    let has_version = || {
        version_after(rest, 0).is_some_and(|version| {
            let after = rest.get(1 + version.len()..).unwrap_or_default();
            let is_line = version.ends_with('x') && !rest.starts_with('/');
            !is_line && is_release(version, if is_quoted { "" } else { after })
        })
    };
    // If the name has several words, only the last word is a product. A slash and its version must
    // follow.
    let is_product = !small.contains(' ') || rest.starts_with('/');
    (is_product && has_version())
        || is_other_version(rest)
        || is_of_library(agent)
        || people::have_system(words) && tools::write_system(words)
        || of_service()
        || is_compound(text)
        || words
            .products()
            .any(|product| is_domain(product.token.text))
        || says_search()
        || is_path(agent)
        || (small.contains(' ')
            && SERVED
                .iter()
                .any(|word| small.split(' ').any(|part| part == *word)))
}

/// Whether the text after a name has a form that only programs write: a version in brackets or
/// after the word `version`, a placeholder for a version (`Example/$VERSION`), or only a slash
/// (`Example/`).
fn is_other_version(rest: &str) -> bool {
    let is_number = |text: &str| {
        let digits = text.strip_prefix('v').unwrap_or(text);
        let is_version = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        digits.starts_with(|first: char| first.is_ascii_digit())
            && !digits.ends_with(['x', 'X'])
            && digits.bytes().all(is_version)
    };
    let in_brackets = || rest.strip_prefix(" (")?.strip_suffix(')');
    let after_word = || {
        let rest = rest.strip_prefix(' ')?;
        let (word, version) = rest.split_once(' ')?;
        let is_said = ["version", "ver.", "ver"]
            .iter()
            .any(|said| word.eq_ignore_ascii_case(said));
        is_said.then_some(version)
    };
    rest == "/"
        || rest
            .strip_prefix('/')
            .is_some_and(|rest| rest.starts_with(['$', '{', '<', '%', '@', '(', '[']))
        || in_brackets().is_some_and(is_number)
        || after_word().is_some_and(is_number)
}

/// Whether the agent string is a single word that begins with `http`, or begins or ends with a task
/// of libraries.
fn is_of_library(agent: &str) -> bool {
    const TASKS: &[&str] = &["curl", "request", "requests", "scraper", "socket"];
    let is_word = agent.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let small = agent.to_ascii_lowercase();
    is_word
        && (small.starts_with("http")
            || TASKS.iter().any(|task| {
                small.len() > task.len() && (small.starts_with(task) || small.ends_with(task))
            }))
}

/// Whether the agent string is a name and its purpose: `Example/production`.
fn is_path(agent: &str) -> bool {
    const SHORT: &[&str] = &["api", "app", "cli", "dev", "git", "job", "rc", "web"];
    let is_word =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    let says = |(_, rest): (&str, &str)| {
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic);
        letters.count() > 3
            || SHORT
                .iter()
                .any(|purpose| rest.eq_ignore_ascii_case(purpose))
    };
    agent.split_once('/').is_some_and(says) && agent.bytes().all(is_word)
}

/// Whether the text is a version: `1.2`, `1.2.3-beta`, `5.x`. These are not versions: `10"`, which
/// is a size in inches; `1.xx` and `1.2.x`, which mean any version in lists of browsers; and a path
/// of several parts.
fn is_release(version: &str, after: &str) -> bool {
    let is_line = || {
        let major = version.strip_suffix(".x");
        major.is_some_and(|major| major.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (!version.ends_with(['x', 'X']) || is_line()) && !after.starts_with(['/', '"', '\''])
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
