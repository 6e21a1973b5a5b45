//! The table of AI agents, sorted by key. [`super`] explains what a row means and how it is
//! matched.
//!
//! There are four kinds of AI agents. They depend on what the operator does with the text that the
//! agent fetches: `ai_training` (text for models, and for the corpora from which they are made),
//! `ai_search` (the index from which an assistant answers), `ai_assistant` (a page for a person who
//! asked now), `ai_agent` (a browser that is driven for a person). A few rows are of other kinds,
//! because their operators or their keys are those of AI agents.
//!
//! Facts as of 2026-09. Names, operators and kinds follow the operators' own pages, most of them as
//! `ai-crawler-index` 1.3.0 of 2026-09-05 found them (data CC0 1.0). Its "datasets" count as
//! training here. Its "user-triggered fetchers" count as agents if they act in a browser, and as
//! assistants if not. `Google-Extended` and `Applebot-Extended` are names for `robots.txt`. A
//! client that sends such a name declares its purpose.
//!
//! Three agents serve several purposes, and have the kind that the index gives them. Their
//! operators also say: `Amazonbot` may be used for training
//! (<https://developer.amazon.com/amazonbot>), `DuckAssistBot` fetches pages when a person asks
//! (<https://duckduckgo.com/duckduckgo-help-pages/results/duckassistbot>), `YandexAdditionalBot` is
//! for answers (<https://yandex.ru/support/webmaster/en/alice>).
//!
//! Facts as of 2026-11, from pages of operators: <https://docs.mistral.ai/robots>,
//! <https://www.kimi.ai/policies/kimi-crawlers>,
//! <https://developers.openai.com/api/docs/bots> (`OAI-AdsBot` checks the pages of advertisements),
//! <https://blog.cloudflare.com/ai-search-easier/> (`AutoRAG` is now AI Search).

use super::Row;
use crate::event::BotCategory::{AiAgent, AiAssistant, AiSearch, AiTraining, SearchCrawler, Seo};

pub(super) const ROWS: &[Row] = &[
    Row::new("addsearchbot", "AddSearchBot", AiSearch).by("AddSearch"),
    Row::new("ai2bot", "AI2Bot", AiTraining).by("Allen Institute for AI"),
    Row::new(
        "ai2bot-deepresearcheval",
        "AI2Bot-DeepResearchEval",
        AiAssistant,
    )
    .by("Allen Institute for AI"),
    Row::new("ai2bot-dolma", "Ai2Bot-Dolma", AiTraining).by("Allen Institute for AI"),
    Row::new("aihitbot", "aiHitBot", AiTraining).by("aiHit"),
    Row::new("aiwebindex", "AIWebIndex", AiSearch).by("Lyrenth"),
    Row::new("amazon-kendra*", "amazon-kendra", AiSearch).by("Amazon"),
    Row::new("amazon-qbusiness*", "amazon-qbusiness", AiSearch).by("Amazon"),
    Row::new("amazonbot", "Amazonbot", AiSearch).by("Amazon"),
    Row::new("amazonbuyforme", "AmazonBuyForMe", AiAgent).by("Amazon"),
    Row::new("amzn-searchbot", "Amzn-SearchBot", AiSearch).by("Amazon"),
    Row::new("amzn-user", "Amzn-User", AiAssistant).by("Amazon"),
    Row::new("andibot", "Andibot", AiSearch).by("Andi"),
    Row::new("anomura", "Anomura", AiSearch)
        .by("Direqt")
        .everyday(),
    Row::new("anthropic-ai", "anthropic-ai", AiTraining).by("Anthropic"),
    Row::new("applebot-extended", "Applebot-Extended", AiTraining).by("Apple"),
    Row::new("atlassian-bot", "atlassian-bot", AiSearch).by("Atlassian"),
    Row::new("awariorssbot", "AwarioRssBot", AiTraining).by("Awario"),
    Row::new("awariosmartbot", "AwarioSmartBot", AiTraining).by("Awario"),
    Row::new("aws-quick-on-behalf-of*", "aws-quick", AiSearch).by("Amazon"),
    Row::new("azureai-searchbot", "AzureAI-SearchBot", AiSearch).by("Microsoft"),
    Row::new("bedrockbot", "bedrockbot", AiSearch).by("Amazon"),
    Row::new("bigsur.ai", "bigsur.ai", AiAssistant).by("Big Sur AI"),
    Row::new("brightbot", "Brightbot", AiTraining).by("Bright Data"),
    Row::new("bytespider", "Bytespider", AiTraining).by("ByteDance"),
    Row::new("ccbot", "CCBot", AiTraining).by("Common Crawl"),
    Row::new("chatglm-spider", "ChatGLM-Spider", AiTraining).by("Zhipu AI"),
    Row::new("chatgpt agent", "ChatGPT Agent", AiAgent).by("OpenAI"),
    Row::new("chatgpt-agent", "ChatGPT-Agent", AiAgent).by("OpenAI"),
    Row::new("chatgpt-user", "ChatGPT-User", AiAssistant).by("OpenAI"),
    Row::new("claude-cli", "Claude Code", AiAssistant).by("Anthropic"),
    Row::new("claude-code", "Claude Code", AiAssistant).by("Anthropic"),
    Row::new("claude-searchbot", "Claude-SearchBot", AiSearch).by("Anthropic"),
    Row::new("claude-user", "Claude-User", AiAssistant).by("Anthropic"),
    Row::new("claude-web", "Claude-Web", AiSearch).by("Anthropic"),
    Row::new("claudebot", "ClaudeBot", AiTraining).by("Anthropic"),
    Row::new("cloudflare-ai-search", "Cloudflare-AI-Search", AiSearch).by("Cloudflare"),
    Row::new("cloudflare-autorag", "Cloudflare-AutoRAG", AiSearch).by("Cloudflare"),
    Row::new("codex-cli", "Codex", AiAssistant).by("OpenAI"),
    Row::new("codex_cli_rs", "Codex", AiAssistant).by("OpenAI"),
    Row::new("cohere-ai", "cohere-ai", AiAssistant).by("Cohere"),
    Row::new(
        "cohere-training-data-crawler",
        "cohere-training-data-crawler",
        AiTraining,
    )
    .by("Cohere"),
    Row::new("cotoyogi", "Cotoyogi", AiTraining).by("ROIS-DS"),
    Row::new("crawlspace", "Crawlspace", AiTraining)
        .by("Crawlspace")
        .everyday(),
    Row::new("deepseekbot", "DeepSeekBot", AiTraining).by("DeepSeek"),
    Row::new("devin", "Devin", AiAgent)
        .by("Cognition")
        .everyday(),
    Row::new("diffbot", "Diffbot", AiTraining).by("Diffbot"),
    Row::new("doubaobot", "DoubaoBot", AiTraining).by("ByteDance"),
    Row::new("duckassistbot", "DuckAssistBot", AiSearch).by("DuckDuckGo"),
    Row::new("echoboxbot", "EchoboxBot", AiTraining).by("Echobox"),
    Row::new("exabot", "ExaBot", AiSearch).by("Exa"),
    Row::new("exabot/3.0", "Exabot", SearchCrawler).by("Exalead"),
    Row::new("exasearchbot", "ExaSearchBot", AiSearch).by("Exa"),
    Row::new("facebookbot", "FacebookBot", AiTraining).by("Meta"),
    Row::new("factset_spyderbot", "Factset_spyderbot", AiTraining).by("FactSet"),
    Row::new("firecrawlagent", "FirecrawlAgent", AiTraining).by("Firecrawl"),
    Row::new("friendlycrawler", "FriendlyCrawler", AiTraining),
    Row::new("gemini-deep-research", "Gemini-Deep-Research", AiAssistant).by("Google"),
    Row::new("geminicli", "Gemini CLI", AiAssistant).by("Google"),
    Row::new("githubcopilot", "GitHub Copilot", AiAssistant).by("GitHub"),
    Row::new("githubcopilotchat", "GitHubCopilotChat", AiAssistant).by("GitHub"),
    Row::new("google-agent", "Google-Agent", AiAgent).by("Google"),
    Row::new("google-cloudvertexbot", "Google-CloudVertexBot", AiSearch).by("Google"),
    Row::new("google-extended", "Google-Extended", AiTraining).by("Google"),
    Row::new(
        "google-gemininotebook",
        "Google-GeminiNotebook",
        AiAssistant,
    )
    .by("Google"),
    Row::new("google-notebooklm", "Google-NotebookLM", AiAssistant).by("Google"),
    Row::new("google-pinpoint", "Google-Pinpoint", AiAssistant).by("Google"),
    Row::new("google-read-aloud", "Google-Read-Aloud", AiAssistant).by("Google"),
    Row::new("googleagent-mariner", "GoogleAgent-Mariner", AiAgent).by("Google"),
    Row::new(
        "googleagent-urlcontext",
        "GoogleAgent-URLContext",
        AiAssistant,
    )
    .by("Google"),
    Row::new("googleother", "GoogleOther", AiTraining).by("Google"),
    Row::new("googleother-image", "GoogleOther-Image", AiTraining).by("Google"),
    Row::new("googleother-video", "GoogleOther-Video", AiTraining).by("Google"),
    Row::new("gptbot", "GPTBot", AiTraining).by("OpenAI"),
    Row::new("grok-deepsearch", "Grok-DeepSearch", AiAssistant).by("xAI"),
    Row::new("grokbot", "GrokBot", AiTraining).by("xAI"),
    Row::new("iaskbot", "iAskBot", AiSearch).by("iAsk"),
    Row::new("iaskspider", "iAskSpider", AiSearch).by("iAsk"),
    Row::new("icc-crawler", "ICC-Crawler", AiTraining).by("NICT"),
    Row::new("imagesiftbot", "ImagesiftBot", AiTraining).by("Hive"),
    Row::new("img2dataset", "img2dataset", AiTraining).by("LAION"),
    Row::new("isscyberriskcrawler", "ISSCyberRiskCrawler", AiTraining)
        .by("ISS Corporate Solutions"),
    Row::new("kangaroo bot", "Kangaroo Bot", AiTraining).by("Kangaroo LLM"),
    Row::new("kimi-searchbot", "Kimi-SearchBot", AiSearch).by("Moonshot AI"),
    Row::new("kimi-user", "Kimi-User", AiAssistant).by("Moonshot AI"),
    Row::new("kimibot", "KimiBot", AiTraining).by("Moonshot AI"),
    Row::new("klaviyoaibot", "KlaviyoAIBot", AiSearch).by("Klaviyo"),
    Row::new("laiondownloader", "LAIONDownloader", AiTraining).by("LAION"),
    Row::new("linerbot", "LinerBot", AiSearch).by("Liner"),
    Row::new("linguee bot", "Linguee Bot", AiTraining).by("Linguee"),
    Row::new("linkupbot", "LinkupBot", AiSearch).by("Linkup"),
    Row::new("manus-user", "Manus-User", AiAgent).by("Manus"),
    Row::new("meta-externalads", "meta-externalads", Seo).by("Meta"),
    Row::new("meta-externalagent", "meta-externalagent", AiTraining).by("Meta"),
    Row::new("meta-externalfetcher", "meta-externalfetcher", AiAssistant).by("Meta"),
    Row::new("meta-webindexer", "Meta-WebIndexer", AiSearch).by("Meta"),
    Row::new("mistralai-index", "MistralAI-Index", AiSearch).by("Mistral AI"),
    Row::new("mistralai-training", "MistralAI-Training", AiTraining).by("Mistral AI"),
    Row::new("mistralai-user", "MistralAI-User", AiAssistant).by("Mistral AI"),
    Row::new("notebooklm", "NotebookLM", AiAssistant).by("Google"),
    Row::new("novaact", "NovaAct", AiAgent).by("Amazon"),
    Row::new("oai-adsbot", "OAI-AdsBot", Seo).by("OpenAI"),
    Row::new("oai-searchbot", "OAI-SearchBot", AiSearch).by("OpenAI"),
    Row::new("omgili", "omgili", AiTraining).by("Webz.io"),
    Row::new("omgilibot", "omgilibot", AiTraining).by("Webz.io"),
    Row::new("operator", "Operator", AiAgent)
        .by("OpenAI")
        .everyday(),
    Row::new("pangubot", "PanguBot", AiTraining).by("Huawei"),
    Row::new("panscient.com", "Panscient", AiTraining).by("Panscient"),
    Row::new("perplexity-user", "Perplexity-User", AiAssistant).by("Perplexity"),
    Row::new("perplexitybot", "PerplexityBot", AiSearch).by("Perplexity"),
    Row::new("phindbot", "PhindBot", AiSearch).by("Phind"),
    Row::new("poseidon research", "Poseidon Research Crawler", AiTraining)
        .by("Poseidon Research")
        .then("crawler"),
    Row::new("qualifiedbot", "QualifiedBot", AiSearch).by("Qualified"),
    Row::new("quillbot", "QuillBot", AiTraining).by("QuillBot"),
    Row::new("quillbot.com", "QuillBot", AiTraining).by("QuillBot"),
    Row::new("qwenbot", "QwenBot", AiTraining).by("Alibaba"),
    Row::new("reflectionbot", "Reflectionbot", AiTraining).by("Reflection AI"),
    Row::new("sbintuitionsbot", "SBIntuitionsBot", AiTraining).by("SB Intuitions"),
    Row::new("semrushbot-ocob", "SemrushBot-OCOB", AiTraining).by("Semrush"),
    Row::new("shapbot", "ShapBot", AiSearch).by("Parallel"),
    Row::new("sidetrade indexer", "Sidetrade indexer bot", AiTraining)
        .by("Sidetrade")
        .then("bot"),
    Row::new("spawning-ai", "Spawning-AI", AiTraining).by("Spawning"),
    Row::new("tavilybot", "TavilyBot", AiSearch).by("Tavily"),
    Row::new("terracotta", "TerraCotta", AiSearch)
        .by("Ceramic AI")
        .everyday(),
    Row::new("thinkbot", "Thinkbot", AiTraining).by("Thinkbot"),
    Row::new("tiktokspider", "TikTokSpider", AiTraining).by("ByteDance"),
    Row::new("tongyibot", "TongyiBot", AiTraining).by("Alibaba"),
    Row::new("twinagent", "TwinAgent", AiAgent).by("Twin"),
    Row::new("velenpublicwebcrawler", "VelenPublicWebCrawler", AiTraining).by("Velen"),
    Row::new("webzio-extended", "Webzio-Extended", AiTraining).by("Webz.io"),
    Row::new("wrtnbot", "WRTNBot", AiAssistant).by("Wrtn"),
    Row::new("xai-grok", "xAI-Grok", AiAssistant).by("xAI"),
    Row::new("yak", "YaK", AiTraining)
        .by("Meltwater")
        .everyday(),
    Row::new("yandexadditional", "YandexAdditional", AiTraining).by("Yandex"),
    Row::new("yandexadditionalbot", "YandexAdditionalBot", AiTraining).by("Yandex"),
    Row::new("yiyanbot", "YiyanBot", AiTraining).by("Baidu"),
    Row::new("youbot", "YouBot", AiSearch).by("You.com"),
];
