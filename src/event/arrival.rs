//! How a visitor came to the site: the referrer and the campaign.

/// `weblog.referrer.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// `weblog.referrer.medium`.
    pub medium: Medium,
    /// `weblog.referrer.name`: `Google`, `ChatGPT`.
    pub name: Option<&'static str>,
    /// `weblog.referrer.registered_domain`: `example.co.uk` of `www.example.co.uk`.
    pub registered_domain: Option<Box<str>>,
}

/// The kind of a referrer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Medium {
    /// Search engines.
    Search,
    /// Social networks.
    Social,
    /// Mail programs.
    Email,
    /// Assistants that answer with links.
    AiAssistant,
    /// The site itself.
    Internal,
    /// Any other site.
    Other,
}

impl Medium {
    /// `weblog.referrer.medium`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Social => "social",
            Self::Email => "email",
            Self::AiAssistant => "ai_assistant",
            Self::Internal => "internal",
            Self::Other => "other",
        }
    }
}

/// `weblog.campaign.*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaign {
    /// `weblog.campaign.source`, of `utm_source`.
    pub source: Option<Box<str>>,
    /// `weblog.campaign.medium`, of `utm_medium`.
    pub medium: Option<Box<str>>,
    /// `weblog.campaign.name`, of `utm_campaign`.
    pub name: Option<Box<str>>,
    /// `weblog.campaign.term`, of `utm_term`.
    pub term: Option<Box<str>>,
    /// `weblog.campaign.content`, of `utm_content`.
    pub content: Option<Box<str>>,
    /// `weblog.campaign.click_id`: the network whose identifier the link has.
    pub click_id: Option<&'static str>,
}
