//! The companies behind bots that are in no table, recognised by the host of the contact or by the
//! beginning of the name.
//!
//! Facts as of 2026-11, from the pages to which the companies' own robots link, and from the names
//! of these robots.

use super::Recognised;
use crate::enrich::agent::tokens::Words;
use crate::event::BotCategory::{self, AiAgent, AiAssistant, AiSearch, AiTraining, Other};

/// Hosts and the companies that publish pages about their robots there, sorted by host. A subdomain
/// belongs to the same company, unless it is in [`OF_USERS`].
const HOSTS: &[(&str, &str)] = &[
    ("ahrefs.com", "Ahrefs"),
    ("alibaba.com", "Alibaba"),
    ("amazon.com", "Amazon"),
    ("anthropic.com", "Anthropic"),
    ("apple.com", "Apple"),
    ("atlassian.com", "Atlassian"),
    ("awario.com", "Awario"),
    ("baidu.com", "Baidu"),
    ("bing.com", "Microsoft"),
    ("brave.com", "Brave"),
    ("bytedance.com", "ByteDance"),
    ("claude.com", "Anthropic"),
    ("cloudflare.com", "Cloudflare"),
    ("cohere.com", "Cohere"),
    ("commoncrawl.org", "Common Crawl"),
    ("deepseek.com", "DeepSeek"),
    ("diffbot.com", "Diffbot"),
    ("duckduckgo.com", "DuckDuckGo"),
    ("exa.ai", "Exa"),
    ("facebook.com", "Meta"),
    ("firecrawl.dev", "Firecrawl"),
    ("google.com", "Google"),
    ("huawei.com", "Huawei"),
    ("kagi.com", "Kagi"),
    ("kimi.ai", "Moonshot AI"),
    ("linkedin.com", "LinkedIn"),
    ("majestic12.co.uk", "Majestic"),
    ("manus.im", "Manus"),
    ("meta.com", "Meta"),
    ("microsoft.com", "Microsoft"),
    ("mistral.ai", "Mistral AI"),
    ("mojeek.com", "Mojeek"),
    ("moz.com", "Moz"),
    ("naver.com", "NAVER"),
    ("openai.com", "OpenAI"),
    ("perplexity.ai", "Perplexity"),
    ("pinterest.com", "Pinterest"),
    ("qwant.com", "Qwant"),
    ("semrush.com", "Semrush"),
    ("seznam.cz", "Seznam"),
    ("slack.com", "Slack"),
    ("sogou.com", "Sogou"),
    ("tencent.com", "Tencent"),
    ("tiktok.com", "ByteDance"),
    ("x.ai", "xAI"),
    ("yahoo.com", "Yahoo"),
    ("yandex.com", "Yandex"),
    ("yandex.ru", "Yandex"),
    ("you.com", "You.com"),
];

/// Hosts below those of [`HOSTS`] on which other people have pages, sorted.
const OF_USERS: &[&str] = &[
    "blog.naver.com",
    "cafe.naver.com",
    "code.google.com",
    "docs.google.com",
    "drive.google.com",
    "forms.google.com",
    "groups.google.com",
    "groups.yahoo.com",
    "plus.google.com",
    "sites.google.com",
    "workspace.google.com",
];

/// Companies on whose hosts anybody can have a page. Only an address that names robots, developers
/// or webmasters shows that the bot is the company's own.
const NETWORKS: &[&str] = &["Amazon", "LinkedIn", "Meta", "Pinterest", "Slack"];

/// The beginnings of the names of services, and the companies of these services. A capital, `-`,
/// `/` or the end of the name follows.
const FAMILIES: &[(&str, &str)] = &[
    ("AWS", "AWS"),
    ("Ahrefs", "Ahrefs"),
    ("Awario", "Awario"),
    ("ChatGPT", "OpenAI"),
    ("DeepSeek", "DeepSeek"),
    ("ERNIE", "Baidu"),
    ("Hunyuan", "Tencent"),
    ("Kagi", "Kagi"),
    ("Mistral", "Mistral AI"),
    ("MistralAI", "Mistral AI"),
    ("OpenAI", "OpenAI"),
    ("Perplexity", "Perplexity"),
    ("Qwen", "Alibaba"),
    ("Semrush", "Semrush"),
    ("Tencent", "Tencent"),
    ("YaDirect", "Yandex"),
    ("Yandex", "Yandex"),
    ("xAI", "xAI"),
];

/// Companies whose names also begin the names of other people's libraries and robots. They count
/// only if `-` or `/` and a capital follow, and if the name contains no text of [`OTHERS`].
const COMPANIES: &[(&str, &str)] = &[
    ("AWS", "AWS"),
    ("Amazon", "Amazon"),
    ("Anthropic", "Anthropic"),
    ("Apple", "Apple"),
    ("Azure", "Microsoft"),
    ("CloudFlare", "Cloudflare"),
    ("Cloudflare", "Cloudflare"),
    ("Facebook", "Meta"),
    ("GitHub", "GitHub"),
    ("Microsoft", "Microsoft"),
    ("Slack", "Slack"),
    ("Yahoo", "Yahoo"),
];

/// Parts of the names of other people's robots, in small letters.
const OTHERS: &[&str] = &["bot", "crawl", "load", "price", "scrap", "spider", "track"];

/// AI companies. The names of their robots end with the purpose of the robot.
const OF_AI: &[&str] = &[
    "Alibaba",
    "Anthropic",
    "Baidu",
    "ByteDance",
    "Cohere",
    "DeepSeek",
    "Exa",
    "Manus",
    "Mistral AI",
    "Moonshot AI",
    "OpenAI",
    "Perplexity",
    "Tencent",
    "You.com",
    "xAI",
];

/// Companies of [`OF_AI`] that also have robots of other kinds. `Bot` at the end of a name does not
/// show the kind of these robots.
const OF_MORE: &[&str] = &["Baidu", "ByteDance", "Tencent", "Alibaba"];

/// The company with which the name of a service begins: `Amazon-Example`, `YandexExample`.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    let follows = |(company, operator): &(&str, &'static str)| {
        let rest = name.strip_prefix(company)?;
        let is_own = rest.is_empty()
            || rest.starts_with(['-', '/'])
            || rest.starts_with(|first: char| first.is_ascii_uppercase());
        is_own.then_some(*operator)
    };
    FAMILIES
        .iter()
        .find_map(follows)
        .filter(|_| !is_of_others(name))
        .or_else(|| of_service(name))
}

/// The company of a service with a name such as `Azure/Example`. The names of others' libraries and
/// robots are excluded: `amazon-example`, `Amazon-Scraper`.
fn of_service(name: &str) -> Option<&'static str> {
    let (_, operator) = COMPANIES.iter().find(|(company, _)| {
        let rest = name.strip_prefix(company).unwrap_or_default();
        let service = rest.strip_prefix(['-', '/']).unwrap_or_default();
        service.starts_with(|first: char| first.is_ascii_uppercase())
    })?;
    (!says_any(name, OTHERS)).then_some(*operator)
}

/// Whether a name says that somebody else collects the pages of a company: `Yandex-Scraper`.
fn is_of_others(name: &str) -> bool {
    !name.eq_ignore_ascii_case("yandextracker")
        && says_any(name, &["load", "price", "scrap", "track"])
}

/// Whether a name contains any of these words, in any case. The words are in small letters.
fn says_any(name: &str, words: &[&str]) -> bool {
    let small = name.to_ascii_lowercase();
    words.iter().any(|word| small.contains(word))
}

/// Adds what is known about a bot that is in no table: its company, which the contact shows, and,
/// if that is an AI company, the kind that the bot's name shows.
pub(super) fn attributed<'a>(
    words: &Words<'a>,
    (mut bot, version): Recognised<'a>,
) -> Recognised<'a> {
    bot.operator = bot.operator.or_else(|| of_contact(words));
    if bot.category == Other
        && let Some(operator) = bot.operator
        && OF_AI.contains(&operator)
    {
        bot.category = kind(&bot.name, operator);
    }
    (bot, version)
}

/// The company whose page is the contact.
fn of_contact(words: &Words<'_>) -> Option<&'static str> {
    let contact = words.contact?;
    let host = contact.host(words.agent)?.to_ascii_lowercase();
    let mut tail = host.as_str();
    let operator = loop {
        if let Ok(at) = HOSTS.binary_search_by_key(&tail, |(host, _)| host) {
            break HOSTS.get(at)?.1;
        }
        tail = tail.split_once('.')?.1;
    };
    let link = words.small(contact.start, words.agent.len())?;
    let is_of_robots = || {
        ["bot", "crawl", "developer", "webmaster"]
            .iter()
            .any(|word| link.contains(word))
    };
    // A mail address at a provider may be anybody's.
    let is_mail = !link.starts_with("http") && !link.starts_with("www.");
    let is_open = NETWORKS.contains(&operator) && !is_of_robots();
    let is_of_users = OF_USERS.binary_search(&&*host).is_ok();
    (!is_of_users && !is_open && !is_mail).then_some(operator)
}

/// The kind of an AI company's robot, by the end of the robot's name. [`Other`] if the end of the
/// name does not show a kind.
fn kind(name: &str, operator: &str) -> BotCategory {
    let small = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| small.ends_with(end));
    if ends(&["-user"]) {
        AiAssistant
    } else if ends(&["search", "searchbot"]) {
        AiSearch
    } else if ends(&["operator", "-agent"]) {
        AiAgent
    } else if ends(&["bot"]) && !OF_MORE.contains(&operator) || ends(&["erniebot", "hunyuanbot"]) {
        AiTraining
    } else {
        Other
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(OF_USERS.is_sorted());
        assert!(HOSTS.is_sorted_by(|one, next| one.0 < next.0));
        assert!(FAMILIES.is_sorted_by(|one, next| one.0 < next.0));
        assert!(COMPANIES.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn a_bot_in_no_table_has_the_company_of_its_name_or_contact() {
        for (agent, operator, category) in [
            ("OpenAI-Operator/1.0", Some("OpenAI"), AiAgent),
            ("ChatGPT-Operator/1.0", Some("OpenAI"), AiAgent),
            ("xAI-SearchBot/1.0", Some("xAI"), AiSearch),
            ("xAI-Bot/1.0", Some("xAI"), AiTraining),
            ("MistralBot/1.0", Some("Mistral AI"), AiTraining),
            ("Qwen-User/1.0", Some("Alibaba"), AiAssistant),
            ("ERNIEBot/1.0", Some("Baidu"), AiTraining),
            (
                "Mozilla/5.0 (compatible; TencentBot/1.0)",
                Some("Tencent"),
                Other,
            ),
            (
                "Mozilla/5.0 (compatible; YandexTurbo/1.0)",
                Some("Yandex"),
                Other,
            ),
            (
                "Mozilla/5.0 (compatible; YandexSitelinks; Dyatel)",
                Some("Yandex"),
                Other,
            ),
            ("Awario/1.0", Some("Awario"), Other),
            ("CloudFlare-Prefetch/0.1", Some("Cloudflare"), Other),
            (
                "Examplething/1.0; +https://openai.com/examplething",
                Some("OpenAI"),
                Other,
            ),
            (
                "Mozilla/5.0 (compatible; Example-User/1.0; +https://docs.perplexity.ai/bots)",
                Some("Perplexity"),
                AiAssistant,
            ),
            (
                "Example/1.0 (+https://www.bing.com/example.htm)",
                Some("Microsoft"),
                Other,
            ),
            // Bots of other people.
            (
                "Example/1.0 (+https://sites.google.com/site/example)",
                None,
                Other,
            ),
            (
                "Example/1.0 (+https://groups.google.com/g/example)",
                None,
                Other,
            ),
            (
                "Example/1.0 (+https://www.facebook.com/example)",
                None,
                Other,
            ),
            ("Example/1.0 (+mailto:example@yahoo.com)", None, Other),
            ("Example/1.0 (example@yandex.ru)", None, Other),
            ("Example/1.0 (+https://notopenai.com/bot)", None, Other),
            ("Example-User/1.0 (+https://a.example)", None, Other),
            ("Kagine/1.0 (+https://a.example)", None, Other),
            ("Yandex-Scraper/1.0", None, Other),
        ] {
            let (bot, _) = find(&Words::of(agent)).unwrap_or_else(|| panic!("{agent}"));
            assert_eq!(
                (bot.operator, bot.category),
                (operator, category),
                "{agent}"
            );
        }
    }
}
