//! How a visitor came to the site: the referrer and the campaign.

use std::borrow::Cow;

/// The sender of a visitor: `weblog.referrer.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The kind of the sender: `weblog.referrer.medium`.
    pub medium: Medium,
    /// The name of the sender, such as `Google` or `ChatGPT`: `weblog.referrer.name`. `None` if the
    /// sender is not listed.
    pub name: Option<&'static str>,
    /// `weblog.referrer.registered_domain`: `example.co.uk` of `www.example.co.uk`.
    pub registered_domain: Option<Box<str>>,
}

/// The kind of a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Medium {
    /// A search engine.
    Search,
    /// A social network.
    Social,
    /// A mail program or a mail service.
    Email,
    /// An AI assistant that answers with links.
    AiAssistant,
    /// The site itself, or a domain of `OWN_DOMAINS`.
    Internal,
    /// Any other site or app.
    Other,
}

impl Medium {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Search,
        Self::Social,
        Self::Email,
        Self::AiAssistant,
        Self::Internal,
        Self::Other,
    ];

    /// The value of `weblog.referrer.medium`.
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

/// The campaign that a link belongs to: `weblog.campaign.*`. Its texts are borrowed from the line
/// where possible.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaign<'a> {
    /// The value of `utm_source` or `mtm_source`: `weblog.campaign.source`.
    pub source: Option<Cow<'a, str>>,
    /// The value of `utm_medium` or `mtm_medium`: `weblog.campaign.medium`.
    pub medium: Option<Cow<'a, str>>,
    /// The value of `utm_campaign` or `mtm_campaign`: `weblog.campaign.name`.
    pub name: Option<Cow<'a, str>>,
    /// The value of `utm_term` or `mtm_kwd`: `weblog.campaign.term`.
    pub term: Option<Cow<'a, str>>,
    /// The value of `utm_content` or `mtm_content`: `weblog.campaign.content`.
    pub content: Option<Cow<'a, str>>,
    /// `weblog.campaign.click_id`: the network whose identifier the link has.
    pub click_id: Option<&'static str>,
}

impl Campaign<'_> {
    /// Every value of [`Campaign::click_id`], sorted.
    pub const NETWORKS: &'static [&'static str] = &[
        "360",
        "Adobe Advertising",
        "Awin",
        "Baidu",
        "Blueshift",
        "Branch",
        "Bronto",
        "CJ Affiliate",
        "Dotdigital",
        "Drip",
        "Google Ads",
        "Google Display",
        "Google Merchant Center",
        "HubSpot",
        "Instagram",
        "Keap",
        "Klaviyo",
        "LINE",
        "LinkedIn",
        "Mailchimp",
        "MailerLite",
        "Marketo",
        "Meta",
        "Microsoft Advertising",
        "Nextdoor",
        "Omeda",
        "Omnisend",
        "Openstat",
        "Oracle Eloqua",
        "Outbrain",
        "Pinterest",
        "Quora",
        "Rakuten",
        "Reddit",
        "Seznam",
        "ShareASale",
        "Snapchat",
        "Taboola",
        "TikTok",
        "Tradedoubler",
        "Vero",
        "Wicked Reports",
        "X",
        "Yahoo",
        "Yahoo! Japan",
        "Yandex",
        "eBay",
        "impact.com",
    ];

    /// A copy that owns its texts, so that it outlives the line.
    #[must_use]
    pub fn into_owned(self) -> Campaign<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Campaign {
            source: owned(self.source),
            medium: owned(self.medium),
            name: owned(self.name),
            term: owned(self.term),
            content: owned(self.content),
            click_id: self.click_id,
        }
    }
}
