//! Bots: `user_agent.bot.*`.

use std::borrow::Cow;

/// A bot, which is an agent that is not a person at a browser: `user_agent.bot.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// The name of the bot: `Googlebot`.
    pub name: Cow<'static, str>,
    /// The purpose of the bot.
    pub category: BotCategory,
    /// The operator of the bot: `Google`.
    pub operator: Option<&'static str>,
}

/// Whether a bot's address is in the ranges that the bot's operator publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verification {
    /// The operator publishes the address for the bot.
    PublishedRange,
    /// The operator publishes ranges, and none of them contains the address.
    OutsideRanges,
}

impl Verification {
    /// Both states.
    pub const ALL: [Self; 2] = [Self::PublishedRange, Self::OutsideRanges];

    /// The value of `user_agent.bot.verification`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PublishedRange => "published_range",
            Self::OutsideRanges => "outside_ranges",
        }
    }
}

/// The purpose of a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BotCategory {
    /// Crawls for a search engine.
    SearchCrawler,
    /// Collects text to train models.
    AiTraining,
    /// Feeds the index of an AI search.
    AiSearch,
    /// Fetches on behalf of a person who asks an assistant.
    AiAssistant,
    /// Drives a browser on behalf of a person.
    AiAgent,
    /// Fetches pages for the link previews of social networks and messengers.
    Preview,
    /// Crawls for search engine optimisation or marketing.
    Seo,
    /// Reads feeds or fetches podcasts.
    Feed,
    /// Archives pages.
    Archiver,
    /// Monitors whether a site is up, or checks its health for a load balancer.
    Monitor,
    /// Scans for vulnerabilities.
    Scanner,
    /// Is an HTTP library or a command-line tool.
    Library,
    /// Is a browser that a program drives.
    HeadlessBrowser,
    /// Has none of these purposes, or an unknown one.
    Other,
}

impl BotCategory {
    /// Every purpose.
    pub const ALL: [Self; 14] = [
        Self::SearchCrawler,
        Self::AiTraining,
        Self::AiSearch,
        Self::AiAssistant,
        Self::AiAgent,
        Self::Preview,
        Self::Seo,
        Self::Feed,
        Self::Archiver,
        Self::Monitor,
        Self::Scanner,
        Self::Library,
        Self::HeadlessBrowser,
        Self::Other,
    ];

    /// The value of `user_agent.bot.category`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SearchCrawler => "search_crawler",
            Self::AiTraining => "ai_training",
            Self::AiSearch => "ai_search",
            Self::AiAssistant => "ai_assistant",
            Self::AiAgent => "ai_agent",
            Self::Preview => "preview",
            Self::Seo => "seo",
            Self::Feed => "feed",
            Self::Archiver => "archiver",
            Self::Monitor => "monitor",
            Self::Scanner => "scanner",
            Self::Library => "library",
            Self::HeadlessBrowser => "headless_browser",
            Self::Other => "other",
        }
    }
}
