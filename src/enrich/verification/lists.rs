//! The lists of addresses that operators publish for their bots, and the bots of each list. The
//! lists' addresses are of 2026-09-02. The bots of each list are those of the operators' pages,
//! facts as of 2026-11:
//! <https://developers.google.com/crawling/docs/crawlers-fetchers/google-common-crawlers>,
//! <https://developers.google.com/crawling/docs/crawlers-fetchers/google-special-case-crawlers>,
//! <https://developers.google.com/crawling/docs/crawlers-fetchers/google-user-triggered-fetchers>,
//! <https://developers.openai.com/api/docs/bots>, <https://support.claude.com/en/articles/8896518>,
//! <https://www.bing.com/webmasters/help/how-to-verify-bingbot-3905dc26>,
//! <https://support.apple.com/en-us/119829>,
//! <https://duckduckgo.com/duckduckgo-help-pages/results/duckduckbot>,
//! <https://docs.perplexity.ai/docs/resources/perplexity-crawlers>,
//! <https://commoncrawl.org/ccbot>,
//! <https://ahrefs.com/robot>, <https://developer.amazon.com/amazonbot>,
//! <https://docs.mistral.ai/robots>.

/// A published list.
#[derive(Debug)]
pub(super) struct List {
    /// The list's name. A list that is compiled in is the file `bots/ranges/{id}.json`.
    pub(super) id: &'static str,
    /// The bots that it covers, by their names in documents.
    pub(super) bots: &'static [&'static str],
    /// The list as of the release, if it is compiled in.
    pub(super) built_in: Option<&'static str>,
}

macro_rules! built_in {
    ($id:literal: $($bot:literal),+) => {
        List {
            id: $id,
            bots: &[$($bot),+],
            built_in: Some(include_str!(concat!("../../../bots/ranges/", $id, ".json"))),
        }
    };
}

/// Every known list. `bots/fetch` downloads newer lists. The three lists of Amazon and `meta` have
/// to be written by hand (`bots/README.md`).
pub(super) static LISTS: &[List] = &[
    built_in!("ahrefsbot": "AhrefsBot", "AhrefsSiteAudit"),
    List {
        id: "amazonbot",
        bots: &["Amazonbot"],
        built_in: None,
    },
    List {
        id: "amzn-searchbot",
        bots: &["Amzn-SearchBot"],
        built_in: None,
    },
    List {
        id: "amzn-user",
        bots: &["Amzn-User"],
        built_in: None,
    },
    built_in!("applebot": "Applebot"),
    built_in!("bingbot": "Bingbot"),
    built_in!("ccbot": "CCBot"),
    built_in!("chatgpt-user": "ChatGPT-User"),
    List {
        id: "claude",
        bots: &["ClaudeBot", "Claude-SearchBot", "Claude-User"],
        built_in: None,
    },
    List {
        id: "duckassistbot",
        bots: &["DuckAssistBot"],
        built_in: None,
    },
    built_in!("duckduckbot": "DuckDuckBot"),
    built_in!("google-special-crawlers": "AdsBot-Google", "AdsBot-Google-Mobile",
        "AdsBot-Google-Mobile-Apps", "APIs-Google", "Google-Safety", "Mediapartners-Google"),
    built_in!("google-user-triggered-agents": "Google-Agent", "GoogleAgent-Mariner"),
    built_in!("google-user-triggered-fetchers": "FeedFetcher-Google", "Google-CWS",
        "Google-GeminiNotebook", "Google-NotebookLM", "Google-Pinpoint", "Google-Read-Aloud",
        "Google-Site-Verification", "GoogleMessages", "GoogleProducer"),
    built_in!("google-user-triggered-fetchers-google": "FeedFetcher-Google", "Google-CWS",
        "Google-GeminiNotebook", "Google-NotebookLM", "Google-Pinpoint", "Google-Read-Aloud",
        "Google-Site-Verification", "GoogleMessages", "GoogleProducer"),
    // Since 2026-03, Google's name for this list is `common-crawlers`.
    built_in!("googlebot": "Google-CloudVertexBot", "Google-InspectionTool", "Googlebot",
        "Googlebot-Image", "Googlebot-Mobile", "Googlebot-News", "Googlebot-Video", "GoogleOther",
        "GoogleOther-Image", "GoogleOther-Video", "Storebot-Google"),
    built_in!("gptbot": "GPTBot"),
    List {
        id: "meta",
        bots: &[
            "FacebookBot",
            "Facebot",
            "facebookexternalhit",
            "meta-externalagent",
            "meta-externalfetcher",
            "Meta-WebIndexer",
        ],
        built_in: None,
    },
    List {
        id: "mistralai-index",
        bots: &["MistralAI-Index"],
        built_in: None,
    },
    List {
        id: "mistralai-user",
        bots: &["MistralAI-User"],
        built_in: None,
    },
    List {
        id: "oai-adsbot",
        bots: &["OAI-AdsBot"],
        built_in: None,
    },
    built_in!("oai-searchbot": "OAI-SearchBot"),
    built_in!("perplexity-user": "Perplexity-User"),
    built_in!("perplexitybot": "PerplexityBot"),
];
