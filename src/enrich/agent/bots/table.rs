//! The table of bots, sorted by key. Facts as of 2026-09, from the operators' own pages. [`super`]
//! explains what a row means and how it is matched. [`super::ai`] has the agents of AI.
//!
//! Facts as of 2026-11: the names that tools and services send without a version, `wrk` and others.

use super::Row;
use crate::event::BotCategory::{
    Archiver, Feed, HeadlessBrowser, Library, Monitor, Other, Preview, Scanner, SearchCrawler, Seo,
};

pub(super) const ROWS: &[Row] = &[
    Row::new("360spider", "360Spider", SearchCrawler).by("Qihoo 360"),
    Row::new("ab", "ApacheBench", Library).leading().everyday(),
    Row::new("acme.sectigo.com/v2", "Sectigo DCV", Other).by("Sectigo"),
    Row::new("acquia optimize", "Acquia Optimize", Seo).by("Acquia"),
    Row::new("acunetix*", "Acunetix", Scanner),
    Row::new("adbeat.com", "Adbeat", Seo).by("Adbeat"),
    Row::new("addthis", "AddThis", Other)
        .by("Oracle")
        .leading()
        .everyday(),
    Row::new("adidxbot", "AdIdxBot", Seo).by("Microsoft"),
    Row::new("admantx", "ADmantX", Seo).by("Integral Ad Science"),
    Row::new("adminlabs", "AdminLabs", Monitor).by("AdminLabs"),
    Row::new("adsbot-google", "AdsBot-Google", Seo).by("Google"),
    Row::new("adsbot-google-mobile", "AdsBot-Google-Mobile", Seo).by("Google"),
    Row::new(
        "adsbot-google-mobile-apps",
        "AdsBot-Google-Mobile-Apps",
        Seo,
    )
    .by("Google"),
    Row::new("ahc", "AsyncHttpClient", Library).leading(),
    Row::new("ahrefsbot", "AhrefsBot", Seo).by("Ahrefs"),
    Row::new("ahrefssiteaudit", "AhrefsSiteAudit", Seo).by("Ahrefs"),
    Row::new("aiohttp", "aiohttp", Library),
    Row::new("airbyte", "Airbyte", Other).leading().everyday(),
    Row::new("airflow", "Airflow", Other).leading().everyday(),
    Row::new("akka-http", "akka-http", Library),
    Row::new("akkoma", "Akkoma", Preview),
    Row::new("akregator", "Akregator", Feed),
    Row::new("alwayson", "Azure AlwaysOn", Monitor)
        .by("Microsoft")
        .leading()
        .everyday(),
    Row::new("amass", "Amass", Scanner).leading().everyday(),
    Row::new("amazon bedrock", "Amazon Bedrock", Other)
        .by("AWS")
        .leading(),
    Row::new("amazon cloudfront", "Amazon CloudFront", Other).by("AWS"),
    Row::new("amazon cloudwatch", "CloudWatch Synthetics", Monitor)
        .by("AWS")
        .then("synthetics"),
    Row::new("amazon simple", "Amazon SNS", Other)
        .by("AWS")
        .then("notification service"),
    Row::new(
        "amazon-advertising-ad-standards-bot",
        "Amazon-Advertising-ad-standards-bot",
        Seo,
    )
    .by("Amazon"),
    Row::new("amazon-cloudfront", "Amazon CloudFront", Other).by("AWS"),
    Row::new("amazon-kinesis-firehose", "Amazon Data Firehose", Other).by("AWS"),
    Row::new(
        "amazon-route53-health-check-service",
        "Amazon Route 53 Health Check",
        Monitor,
    )
    .by("AWS"),
    Row::new("amazon/eventbridge", "Amazon EventBridge", Other).by("AWS"),
    Row::new("amazonapigateway*", "Amazon API Gateway", Other).by("AWS"),
    Row::new("amazonproductdiscovery", "AmazonProductDiscovery", Seo).by("Amazon"),
    Row::new("ansible", "Ansible", Library).leading().everyday(),
    Row::new("anthropic/go", "Anthropic/Go", Library).by("Anthropic"),
    Row::new("anthropic/java", "Anthropic/Java", Library).by("Anthropic"),
    Row::new("anthropic/js", "Anthropic/JS", Library).by("Anthropic"),
    Row::new("anthropic/python", "Anthropic/Python", Library).by("Anthropic"),
    Row::new("anthropic/ruby", "Anthropic/Ruby", Library).by("Anthropic"),
    Row::new("anthropicbedrock/js", "AnthropicBedrock/JS", Library).by("Anthropic"),
    Row::new(
        "anthropicbedrock/python",
        "AnthropicBedrock/Python",
        Library,
    )
    .by("Anthropic"),
    Row::new("anthropicvertex/js", "AnthropicVertex/JS", Library).by("Anthropic"),
    Row::new("anthropicvertex/python", "AnthropicVertex/Python", Library).by("Anthropic"),
    Row::new("apache", "Apache", Library).leading().everyday(),
    Row::new("apache cxf", "Apache CXF", Library).leading(),
    Row::new("apache synapse", "Apache Synapse", Library).leading(),
    Row::new("apache tika", "Apache Tika", Library).leading(),
    Row::new("apache-httpasyncclient", "Apache-HttpAsyncClient", Library),
    Row::new("apache-httpclient", "Apache-HttpClient", Library),
    Row::new("apache-jmeter", "JMeter", Library),
    Row::new("apache-maven", "Apache-Maven", Library),
    Row::new("apachebench", "ApacheBench", Library),
    Row::new("apis-google", "APIs-Google", Other).by("Google"),
    Row::new("apk-tools", "apk-tools", Library),
    Row::new("appengine-google", "AppEngine-Google", Library).by("Google"),
    Row::new("appinsights", "Application Insights", Monitor).by("Microsoft"),
    Row::new("apple-pubsub", "Apple-PubSub", Feed).by("Apple"),
    Row::new("applebot", "Applebot", SearchCrawler).by("Apple"),
    Row::new("applenewsbot", "AppleNewsBot", Feed).by("Apple"),
    Row::new("appsiteassociation", "AppSiteAssociation", Other).by("Apple"),
    Row::new("apt", "APT", Library).leading().everyday(),
    Row::new("apt-http", "APT-HTTP", Library),
    Row::new("arachni", "Arachni", Scanner),
    Row::new("archive.org_bot", "archive.org_bot", Archiver).by("Internet Archive"),
    Row::new("archivebox", "ArchiveBox", Archiver),
    Row::new("argocd", "Argo CD", Library).leading().everyday(),
    Row::new("aria", "aria2", Library).leading().everyday(),
    Row::new("aria2", "aria2", Library),
    Row::new("arjun", "Arjun", Scanner).leading().everyday(),
    Row::new("arquivo-web-crawler", "Arquivo-web-crawler", Archiver).by("Arquivo.pt"),
    Row::new("artillery", "Artillery", Library)
        .leading()
        .everyday(),
    Row::new("asafaweb.com", "ASafaWeb", Scanner),
    Row::new("aspiegelbot", "AspiegelBot", SearchCrawler).by("Huawei"),
    Row::new("assetnote", "Assetnote", Scanner).by("Searchlight Cyber"),
    Row::new("asyncanthropic/python", "AsyncAnthropic/Python", Library).by("Anthropic"),
    Row::new(
        "asyncanthropicbedrock/python",
        "AsyncAnthropicBedrock/Python",
        Library,
    )
    .by("Anthropic"),
    Row::new(
        "asyncazureopenai/python",
        "AsyncAzureOpenAI/Python",
        Library,
    )
    .by("OpenAI"),
    Row::new("asyncopenai/python", "AsyncOpenAI/Python", Library).by("OpenAI"),
    Row::new("autocannon", "autocannon", Library)
        .leading()
        .everyday(),
    Row::new("autohotkey", "AutoHotkey", Library)
        .leading()
        .everyday(),
    Row::new("autoit", "AutoIt", Library).leading().everyday(),
    Row::new("awariobot", "AwarioBot", Seo).by("Awario"),
    Row::new("aws-cli", "aws-cli", Library),
    Row::new("aws-sdk-*", "AWS SDK", Library),
    Row::new("axel", "Axel", Library).leading().everyday(),
    Row::new("axios", "axios", Library),
    Row::new("axis2", "Axis2", Library).leading().everyday(),
    Row::new("azure traffic", "Azure Traffic Manager", Monitor)
        .by("Microsoft")
        .then("manager"),
    Row::new("azure-logic-apps", "azure-logic-apps", Library).by("Microsoft"),
    Row::new("azureopenai/js", "AzureOpenAI/JS", Library).by("OpenAI"),
    Row::new("azureopenai/python", "AzureOpenAI/Python", Library).by("OpenAI"),
    Row::new("baidu transcoder", "Baidu Transcoder", Preview).by("Baidu"),
    Row::new("baiduspider*", "Baiduspider", SearchCrawler).by("Baidu"),
    Row::new("bamboo", "Bamboo", Other).leading().everyday(),
    Row::new("barkrowler", "Barkrowler", Seo).by("Babbar"),
    Row::new("barracuda sentinel", "Barracuda Sentinel", Scanner).by("Barracuda"),
    Row::new("bazqux", "BazQux", Feed).by("BazQux"),
    Row::new("better stack", "Better Stack", Monitor).by("Better Stack"),
    Row::new("better uptime", "Better Uptime", Monitor).by("Better Stack"),
    Row::new("bingbot", "Bingbot", SearchCrawler).by("Microsoft"),
    Row::new("bingpreview", "BingPreview", Preview).by("Microsoft"),
    Row::new("bitbucket pipelines", "Bitbucket Pipelines", Other)
        .by("Atlassian")
        .leading(),
    Row::new("bitlybot", "bitlybot", Preview).by("Bitly"),
    Row::new("bitsight", "BitSight", Scanner)
        .by("BitSight")
        .leading()
        .everyday(),
    Row::new("bitsightbot", "BitSightBot", Scanner).by("BitSight"),
    Row::new("blackboard safeassign", "SafeAssign", Other).by("Blackboard"),
    Row::new("blackboardally", "Blackboard Ally", Other).by("Anthology"),
    Row::new("blackbox exporter", "Blackbox Exporter", Monitor),
    Row::new("blazemeter", "BlazeMeter", Library),
    Row::new("blexbot", "BLEXBot", Seo).by("SEO PowerSuite"),
    Row::new("bloglines", "Bloglines", Feed)
        .leading()
        .everyday(),
    Row::new("bloglovin", "Bloglovin", Feed).by("Bloglovin"),
    Row::new("blogtrottr", "Blogtrottr", Feed).by("Blogtrottr"),
    Row::new("bluesky", "Bluesky", Preview)
        .by("Bluesky")
        .leading(),
    Row::new("bluesky cardyb", "Bluesky Cardyb", Preview).by("Bluesky"),
    Row::new("bnf.fr_bot", "bnf.fr_bot", Archiver).by("Bibliothèque nationale de France"),
    Row::new("boardreader", "BoardReader", SearchCrawler)
        .leading()
        .everyday(),
    Row::new("bombardier", "bombardier", Library)
        .leading()
        .everyday(),
    Row::new("borg", "Borg", Library).leading().everyday(),
    Row::new("botify", "Botify", Seo).by("Botify").everyday(),
    Row::new("boto3", "Boto3", Library),
    Row::new("botocore", "Botocore", Library),
    Row::new("brandverity", "BrandVerity", Seo).by("BrandVerity"),
    Row::new("brandwatch", "Brandwatch", Seo).by("Brandwatch"),
    Row::new("bravebot", "Bravebot", SearchCrawler).by("Brave"),
    Row::new("browsershots", "Browsershots", HeadlessBrowser),
    Row::new("brozzler", "brozzler", Archiver),
    Row::new("bruno-runtime", "bruno-runtime", Library),
    Row::new("buildah", "Buildah", Library).leading().everyday(),
    Row::new("buildkit", "BuildKit", Library)
        .leading()
        .everyday(),
    Row::new("buildkite", "Buildkite", Other)
        .by("Buildkite")
        .leading()
        .everyday(),
    Row::new("builtwith", "BuiltWith", Seo)
        .by("BuiltWith")
        .leading()
        .everyday(),
    Row::new("bun", "Bun", Library).leading().everyday(),
    Row::new("bundler", "Bundler", Library).leading().everyday(),
    Row::new("burp", "Burp", Scanner).leading().everyday(),
    Row::new("burp suite", "Burp", Scanner).leading(),
    Row::new("buzzsumo", "BuzzSumo", Seo).leading().everyday(),
    Row::new("caddy", "Caddy", Library).leading().everyday(),
    Row::new("cargo", "Cargo", Library).leading().everyday(),
    Row::new("casperjs", "CasperJS", HeadlessBrowser),
    Row::new("castopod", "Castopod", Preview),
    Row::new("catchpoint", "Catchpoint", Monitor)
        .by("Catchpoint")
        .everyday(),
    Row::new("celery", "Celery", Library).leading().everyday(),
    Row::new("censysinspect", "CensysInspect", Scanner).by("Censys"),
    Row::new("check_http", "check_http", Monitor),
    Row::new("checkly", "Checkly", Monitor).by("Checkly"),
    Row::new("chef", "Chef", Library).leading().everyday(),
    Row::new(
        "chrome privacy",
        "Chrome Privacy Preserving Prefetch Proxy",
        Preview,
    )
    .by("Google")
    .then("preserving prefetch proxy"),
    Row::new("chrome-lighthouse", "Chrome-Lighthouse", HeadlessBrowser)
        .by("Google")
        .over_others(),
    Row::new("chromedp*", "chromedp", HeadlessBrowser),
    Row::new("chromedriver", "ChromeDriver", HeadlessBrowser).leading(),
    Row::new("circleci", "CircleCI", Other)
        .by("CircleCI")
        .leading()
        .everyday(),
    Row::new("clojure", "Clojure", Library).leading().everyday(),
    Row::new("cloudflare workers", "Cloudflare Workers", Other)
        .by("Cloudflare")
        .leading(),
    Row::new(
        "cloudflare-alwaysonline",
        "Cloudflare-AlwaysOnline",
        Archiver,
    )
    .by("Cloudflare"),
    Row::new(
        "cloudflare-healthchecks",
        "Cloudflare-Healthchecks",
        Monitor,
    )
    .by("Cloudflare"),
    Row::new("cloudfront", "Amazon CloudFront", Other)
        .by("AWS")
        .leading()
        .everyday(),
    Row::new("cloudinary", "Cloudinary", Preview)
        .by("Cloudinary")
        .leading()
        .everyday(),
    Row::new("cloudwatchsynthetics", "CloudWatch Synthetics", Monitor).by("AWS"),
    Row::new("coccoc", "coccoc", SearchCrawler)
        .by("Cốc Cốc")
        .leading(),
    Row::new("coccocbot*", "coccocbot", SearchCrawler).by("Cốc Cốc"),
    Row::new("codeigniter", "CodeIgniter", Library)
        .leading()
        .everyday(),
    Row::new("collapsify", "Collapsify", Archiver),
    Row::new("colly", "Colly", Library).everyday(),
    Row::new("commafeed", "CommaFeed", Feed),
    Row::new("commix", "commix", Scanner),
    Row::new("commons-httpclient", "Commons-HttpClient", Library),
    Row::new("comodo dcv", "COMODO DCV", Other).by("Sectigo"),
    Row::new("composer", "Composer", Library)
        .leading()
        .everyday(),
    Row::new("concourse", "Concourse", Other)
        .leading()
        .everyday(),
    Row::new("conda", "conda", Library).leading().everyday(),
    Row::new("consul", "Consul", Monitor).leading().everyday(),
    Row::new("consul health", "Consul Health Check", Monitor).then("check"),
    Row::new("containerd", "containerd", Library),
    Row::new("convertify", "Convertify", Other),
    Row::new("cookiehubscan", "CookieHubScan", Scanner).by("CookieHub"),
    Row::new("cookiehubverify", "CookieHubVerify", Scanner).by("CookieHub"),
    Row::new("copyscape", "Copyscape", Seo).leading().everyday(),
    Row::new("cpp-httplib", "cpp-httplib", Library),
    Row::new("crawl4ai", "Crawl4AI", Library),
    Row::new("crawler4j", "crawler4j", Library),
    Row::new("criteo", "Criteo", Seo)
        .by("Criteo")
        .leading()
        .everyday(),
    Row::new("criteobot", "CriteoBot", Seo).by("Criteo"),
    Row::new("cronitor", "Cronitor", Monitor).by("Cronitor"),
    Row::new("curl", "curl", Library),
    Row::new("cybaaagent", "CybaaAgent", Scanner).by("Cybaa"),
    Row::new("cyberduck", "Cyberduck", Library),
    Row::new("cypress", "Cypress", HeadlessBrowser).everyday(),
    Row::new("dareboost", "DareBoost", Monitor).by("Contentsquare"),
    Row::new("dart", "Dart", Library).leading().everyday(),
    Row::new("datadog", "Datadog", Monitor).by("Datadog"),
    Row::new("datadogsynthetics", "Datadog Synthetics", Monitor).by("Datadog"),
    Row::new("dataforseobot", "DataForSeoBot", Seo).by("DataForSEO"),
    Row::new("datanyze", "Datanyze", Seo).by("Datanyze"),
    Row::new("dataprovider.com", "Dataprovider.com", Seo).by("Dataprovider.com"),
    Row::new("daum", "Daum", SearchCrawler).by("Kakao"),
    Row::new("daumoa", "Daumoa", SearchCrawler).by("Kakao"),
    Row::new("davfs2", "davfs2", Library),
    Row::new("deepcrawl", "DeepCrawl", Seo).by("Lumar"),
    Row::new("deno", "Deno", Library).leading().everyday(),
    Row::new("dependabot", "Dependabot", Other).by("GitHub"),
    Row::new("detectify", "Detectify", Scanner).by("Detectify"),
    Row::new("digicert dcv", "DigiCert DCV", Other).by("DigiCert"),
    Row::new("dirb", "DIRB", Scanner).leading().everyday(),
    Row::new("dirbuster*", "DirBuster", Scanner),
    Row::new("dirsearch", "dirsearch", Scanner),
    Row::new("discordbot", "Discordbot", Preview).by("Discord"),
    Row::new("dmbrowser", "Dotcom-Monitor", Monitor).by("Dotcom-Monitor"),
    Row::new("dmbrowser-bv", "Dotcom-Monitor", Monitor).by("Dotcom-Monitor"),
    Row::new("dmbrowser-uv", "Dotcom-Monitor", Monitor).by("Dotcom-Monitor"),
    Row::new("dnf", "DNF", Library).leading().everyday(),
    Row::new("docker", "Docker", Library).by("Docker").leading(),
    Row::new("docker-client", "Docker-Client", Library).by("Docker"),
    Row::new("domainstatsbot", "DomainStatsBot", Seo).by("DomainStats"),
    Row::new("dotbot", "DotBot", Seo).by("Moz"),
    Row::new("dotcom-monitor", "Dotcom-Monitor", Monitor).by("Dotcom-Monitor"),
    Row::new("dotnet", ".NET", Library).leading().everyday(),
    Row::new("drill", "Drill", Library).leading().everyday(),
    Row::new("drone", "Drone", Other).leading().everyday(),
    Row::new("drupal", "Drupal", Library).leading().everyday(),
    Row::new("duckduckbot", "DuckDuckBot", SearchCrawler).by("DuckDuckGo"),
    Row::new("duckduckbot-https", "DuckDuckBot-Https", SearchCrawler).by("DuckDuckGo"),
    Row::new(
        "duckduckgo-favicons-bot",
        "DuckDuckGo-Favicons-Bot",
        SearchCrawler,
    )
    .by("DuckDuckGo"),
    Row::new("duplexweb-google", "DuplexWeb-Google", Other).by("Google"),
    Row::new("dynatrace", "Dynatrace", Monitor)
        .by("Dynatrace")
        .leading()
        .everyday(),
    Row::new("dynatracesynthetic", "Dynatrace Synthetic", Monitor).by("Dynatrace"),
    Row::new("edge health", "Azure Front Door Health Probe", Monitor)
        .by("Microsoft")
        .then("probe"),
    Row::new("elasticsearch", "Elasticsearch", Library)
        .leading()
        .everyday(),
    Row::new("elb", "ELB", Monitor)
        .by("AWS")
        .leading()
        .everyday(),
    Row::new("elb-healthchecker", "ELB-HealthChecker", Monitor).by("AWS"),
    Row::new("elixir", "Elixir", Library).leading().everyday(),
    Row::new("emailsiphon", "EmailSiphon", Other),
    Row::new("embarcadero", "Embarcadero URI Client", Library),
    Row::new("embedly", "Embedly", Preview).by("Embedly"),
    Row::new("encrypt validation", "Let's Encrypt", Other)
        .by("Let's Encrypt")
        .then("server"),
    Row::new("envoy", "Envoy", Library).leading().everyday(),
    Row::new("envoy/hc", "Envoy Health Check", Monitor),
    Row::new("erlang", "Erlang", Library).leading().everyday(),
    Row::new("eventbridge", "Amazon EventBridge", Other).by("AWS"),
    Row::new("expanse", "Expanse", Scanner)
        .by("Palo Alto Networks")
        .leading()
        .everyday(),
    Row::new("expanse indexes", "Expanse", Scanner)
        .by("Palo Alto Networks")
        .leading(),
    Row::new("facebookcatalog", "facebookcatalog", Seo).by("Meta"),
    Row::new("facebookexternalhit", "facebookexternalhit", Preview).by("Meta"),
    Row::new("facebookexternalua", "facebookexternalua", Preview).by("Meta"),
    Row::new("facebot", "Facebot", Preview).by("Meta"),
    Row::new("facebot twitterbot", "iMessage Link Preview", Preview)
        .by("Apple")
        .over_others(),
    Row::new("faraday", "Faraday", Library).everyday(),
    Row::new("fastdast", "FastDAST", Scanner),
    Row::new("fasthttp", "fasthttp", Library),
    Row::new("feedbin", "Feedbin", Feed).by("Feedbin"),
    Row::new("feedburner", "FeedBurner", Feed).by("Google"),
    Row::new("feeddemon", "FeedDemon", Feed),
    Row::new("feedfetcher-google", "FeedFetcher-Google", Feed).by("Google"),
    Row::new("feedly", "Feedly", Feed).by("Feedly"),
    Row::new("feedparser", "feedparser", Feed),
    Row::new("feedspot", "Feedspot", Feed).by("Feedspot"),
    Row::new("feign", "Feign", Library).leading().everyday(),
    Row::new("feroxbuster", "feroxbuster", Scanner),
    Row::new("ffuf", "ffuf", Scanner).leading().everyday(),
    Row::new("filebeat", "Filebeat", Library)
        .leading()
        .everyday(),
    Row::new("fivetran", "Fivetran", Other)
        .by("Fivetran")
        .leading()
        .everyday(),
    Row::new("flashget", "FlashGet", Library)
        .leading()
        .everyday(),
    Row::new("flatpak", "Flatpak", Library).leading().everyday(),
    Row::new("flipboardproxy", "FlipboardProxy", Preview).by("Flipboard"),
    Row::new("flipboardrss", "FlipboardRSS", Feed).by("Flipboard"),
    Row::new("fluentd", "Fluentd", Library).leading().everyday(),
    Row::new("flux", "Flux", Library).leading().everyday(),
    Row::new("forgejo", "Forgejo", Other).leading().everyday(),
    Row::new("fortio", "Fortio", Library).leading().everyday(),
    Row::new("freshping", "Freshping", Monitor)
        .by("Freshworks")
        .leading()
        .everyday(),
    Row::new("freshpingbot", "FreshpingBot", Monitor).by("Freshworks"),
    Row::new("freshrss", "FreshRSS", Feed),
    Row::new("friendica", "Friendica", Preview),
    Row::new("functionize", "Functionize", HeadlessBrowser).by("Functionize"),
    Row::new("funnelback", "Funnelback", SearchCrawler).by("Squiz"),
    Row::new("fuzz faster", "ffuf", Scanner).then("u fool"),
    Row::new("gallery-dl", "gallery-dl", Library),
    Row::new("gatling", "Gatling", Library).leading().everyday(),
    Row::new("gatus", "Gatus", Monitor),
    Row::new("gcloud", "gcloud", Library).leading().everyday(),
    Row::new("geedoshopproductfinder", "GeedoShopProductFinder", Seo).by("Geedo"),
    Row::new("genomecrawlerd", "GenomeCrawler", Scanner).by("Nokia Deepfield"),
    Row::new("getright", "GetRight", Library)
        .leading()
        .everyday(),
    Row::new("ghost inspector", "Ghost Inspector", Monitor).by("Ghost Inspector"),
    Row::new("gigabot", "Gigabot", SearchCrawler).by("Gigablast"),
    Row::new("git", "git", Library).leading().everyday(),
    Row::new("git-lfs", "git-lfs", Library),
    Row::new("gitea", "Gitea", Other).leading().everyday(),
    Row::new("github actions", "GitHub Actions", Other)
        .by("GitHub")
        .leading(),
    Row::new("github-camo", "GitHub Camo", Preview).by("GitHub"),
    Row::new("github-hookshot", "GitHub-Hookshot", Other).by("GitHub"),
    Row::new("gitlab", "GitLab", Other).leading().everyday(),
    Row::new("gitlab-runner", "GitLab Runner", Other),
    Row::new("go", "Go", Library).leading().everyday(),
    Row::new("go-http-client", "Go-http-client", Library),
    Row::new("go-resty", "go-resty", Library),
    Row::new("gobuster", "gobuster", Scanner),
    Row::new("gocolly", "Colly", Library).leading().everyday(),
    Row::new("gofeed", "gofeed", Feed),
    Row::new("golang", "Go", Library).leading().everyday(),
    Row::new("gomezagent", "GomezAgent", Monitor).by("Dynatrace"),
    Row::new("gooblogsearch", "gooblogsearch", SearchCrawler).by("goo"),
    Row::new("google favicon", "Google Favicon", SearchCrawler).by("Google"),
    Row::new("google page", "Google PageSpeed Insights", HeadlessBrowser)
        .by("Google")
        .then("speed insights"),
    Row::new("google trust", "Google Trust Services", Other)
        .by("Google")
        .then("services"),
    Row::new("google web", "Google Web Preview", Preview)
        .by("Google")
        .then("preview"),
    Row::new("google-adwords-express", "Google-AdWords-Express", Seo).by("Google"),
    Row::new("google-cws", "Google-CWS", Other).by("Google"),
    Row::new(
        "google-http-java-client",
        "Google-HTTP-Java-Client",
        Library,
    ),
    Row::new(
        "google-inspectiontool",
        "Google-InspectionTool",
        SearchCrawler,
    )
    .by("Google"),
    Row::new("google-safety", "Google-Safety", Scanner).by("Google"),
    Row::new(
        "google-site-verification",
        "Google-Site-Verification",
        Other,
    )
    .by("Google"),
    Row::new(
        "googleassociationservice",
        "GoogleAssociationService",
        Other,
    )
    .by("Google"),
    Row::new("googlebot", "Googlebot", SearchCrawler).by("Google"),
    Row::new("googlebot-image", "Googlebot-Image", SearchCrawler).by("Google"),
    Row::new("googlebot-mobile", "Googlebot-Mobile", SearchCrawler).by("Google"),
    Row::new("googlebot-news", "Googlebot-News", SearchCrawler).by("Google"),
    Row::new("googlebot-video", "Googlebot-Video", SearchCrawler).by("Google"),
    Row::new("googlehc", "GoogleHC", Monitor).by("Google"),
    Row::new("googleimageproxy", "GoogleImageProxy", Preview).by("Google"),
    Row::new("googlemessages", "GoogleMessages", Preview).by("Google"),
    Row::new("googleprober", "GoogleProber", Monitor).by("Google"),
    Row::new("googleproducer", "GoogleProducer", Feed).by("Google"),
    Row::new(
        "googlestackdrivermonitoring-uptimechecks",
        "Google Cloud Uptime Checks",
        Monitor,
    )
    .by("Google"),
    Row::new("gorequest", "GoRequest", Library),
    Row::new("got", "got", Library).leading().everyday(),
    Row::new("gotosocial", "GoToSocial", Preview),
    Row::new("gpodder", "gPodder", Feed),
    Row::new("gradle", "Gradle", Library),
    Row::new("grafana", "Grafana", Monitor)
        .by("Grafana Labs")
        .leading(),
    Row::new("grammarly", "Grammarly", Other)
        .by("Grammarly")
        .leading()
        .everyday(),
    Row::new("grapeshot", "Grapeshot", Seo)
        .by("Oracle")
        .everyday(),
    Row::new("grapeshotcrawler", "GrapeshotCrawler", Seo).by("Oracle"),
    Row::new("groovy", "Groovy", Library).leading().everyday(),
    Row::new("grpc-c", "gRPC C++", Library),
    Row::new("grpc-go", "grpc-go", Library),
    Row::new("grype", "Grype", Scanner).leading().everyday(),
    Row::new("gsutil", "gsutil", Library),
    Row::new("gtmetrix", "GTmetrix", Monitor).by("GTmetrix"),
    Row::new("guzzle", "Guzzle", Library).everyday(),
    Row::new("guzzlehttp", "Guzzle", Library),
    Row::new("gvfs", "gvfs", Library),
    Row::new("h2load", "h2load", Library).leading().everyday(),
    Row::new("hackney", "hackney", Library).everyday(),
    Row::new("haosouspider", "HaosouSpider", SearchCrawler).by("Qihoo 360"),
    Row::new("haproxy", "HAProxy", Monitor).leading().everyday(),
    Row::new("haproxy-check", "HAProxy-check", Monitor),
    Row::new("hardenize", "Hardenize", Scanner).by("Red Sift"),
    Row::new("haskell", "Haskell", Library).leading().everyday(),
    Row::new("hatena", "Hatena", Other).by("Hatena").leading(),
    Row::new("havij", "Havij", Scanner),
    Row::new("headlesschrome", "HeadlessChrome", HeadlessBrowser),
    Row::new("headlessedg", "HeadlessEdg", HeadlessBrowser),
    Row::new("healthcheck", "HealthCheck", Monitor)
        .leading()
        .everyday(),
    Row::new("heartbeat", "Heartbeat", Monitor)
        .leading()
        .everyday(),
    Row::new("helm", "Helm", Library).leading().everyday(),
    Row::new("heritrix", "Heritrix", Archiver),
    Row::new("heroku", "Heroku", Other)
        .by("Salesforce")
        .leading()
        .everyday(),
    Row::new("hetrixtools", "HetrixTools", Monitor).by("HetrixTools"),
    Row::new("hey", "hey", Library).leading().everyday(),
    Row::new("hlb", "HLB", Monitor),
    Row::new("homebrew", "Homebrew", Library)
        .leading()
        .everyday(),
    Row::new("hoppscotch", "Hoppscotch", Library)
        .leading()
        .everyday(),
    Row::new("hosttracker", "HostTracker", Monitor)
        .leading()
        .everyday(),
    Row::new("hotjar", "Hotjar", Seo).by("Hotjar"),
    Row::new("htmlunit", "HtmlUnit", HeadlessBrowser),
    Row::new("http-tiny", "HTTP-Tiny", Library),
    Row::new("http.rb", "http.rb", Library),
    Row::new("httparty", "HTTParty", Library),
    Row::new("httpcomponents", "HttpComponents", Library)
        .leading()
        .everyday(),
    Row::new("httpie", "HTTPie", Library),
    Row::new("httplib2", "httplib2", Library)
        .leading()
        .everyday(),
    Row::new("httplib2.py", "httplib2", Library).leading(),
    Row::new("httpoison", "HTTPoison", Library),
    Row::new("httpstat", "httpstat", Library)
        .leading()
        .everyday(),
    Row::new("httpunit", "HttpUnit", Library),
    Row::new("httpurlconnection", "HttpURLConnection", Library)
        .leading()
        .everyday(),
    Row::new("httpx", "httpx (ProjectDiscovery)", Scanner),
    Row::new("httrack", "HTTrack", Archiver),
    Row::new("hubspot crawler", "HubSpot Crawler", Seo).by("HubSpot"),
    Row::new("hubspot marketing", "HubSpot Marketing Grader", Seo)
        .by("HubSpot")
        .then("grader"),
    Row::new("huginn", "Huginn", Other).leading().everyday(),
    Row::new("hydra", "Hydra", Scanner).leading().everyday(),
    Row::new("hyper", "hyper", Library).leading().everyday(),
    Row::new("hyperping", "Hyperping", Monitor).by("Hyperping"),
    Row::new("ia_archiver", "ia_archiver", Archiver).by("Internet Archive"),
    Row::new("ias_crawler", "IAS Crawler", Seo).by("Integral Ad Science"),
    Row::new("ichiro", "ichiro", SearchCrawler)
        .by("goo")
        .everyday(),
    Row::new("icinga", "Icinga", Monitor),
    Row::new("iframely", "Iframely", Preview).by("Iframely"),
    Row::new("ifttt", "IFTTT", Other).by("IFTTT"),
    Row::new("indy library", "Indy Library", Library),
    Row::new("inoreader", "Inoreader", Feed).by("Inoreader"),
    Row::new("inoreader.com", "Inoreader", Feed).by("Inoreader"),
    Row::new("insomnia", "insomnia", Library).everyday(),
    Row::new("instatus", "Instatus", Monitor)
        .leading()
        .everyday(),
    Row::new("internetmeasurement", "InternetMeasurement", Scanner).by("driftnet"),
    Row::new("invicti", "Invicti", Scanner)
        .by("Invicti")
        .leading()
        .everyday(),
    Row::new("iperf", "iPerf", Library).leading().everyday(),
    Row::new("iplabel", "ip-label", Monitor).by("ITRS"),
    Row::new("ips-agent", "ips-agent", Scanner).by("Verisign"),
    Row::new("itms", "iTunes Store", Feed).by("Apple").leading(),
    Row::new("j-asr", "Yahoo! Japan Crawler", SearchCrawler).by("Yahoo! Japan"),
    Row::new("jakarta", "Jakarta", Library).leading().everyday(),
    Row::new("java", "Java", Library).leading().everyday(),
    Row::new("jdownloader", "JDownloader", Other),
    Row::new("jenkins", "Jenkins", Other).leading().everyday(),
    Row::new("jersey", "Jersey", Library).everyday(),
    Row::new("jetmon", "Jetmon", Monitor).by("Automattic"),
    Row::new("jgit", "JGit", Library),
    Row::new("jmeter", "JMeter", Library).leading().everyday(),
    Row::new("jorgee", "Jorgee", Scanner),
    Row::new("jsdom", "jsdom", HeadlessBrowser),
    Row::new("julia", "Julia", Library).leading().everyday(),
    Row::new("k3s", "k3s", Library).leading().everyday(),
    Row::new("k6", "k6", Library).leading(),
    Row::new("k6.io", "k6", Library).leading().everyday(),
    Row::new("kagibot", "Kagibot", SearchCrawler).by("Kagi"),
    Row::new("kakaotalk-scrap", "KakaoTalk Link Preview", Preview)
        .by("Kakao")
        .over_others(),
    Row::new("karate", "Karate", Library).leading().everyday(),
    Row::new("katana", "Katana", Scanner).leading().everyday(),
    Row::new("kibana", "Kibana", Library).leading().everyday(),
    Row::new("knowledge ai", "The Knowledge AI", Other),
    Row::new("kotlin", "Kotlin", Library).leading().everyday(),
    Row::new("ktor", "ktor", Library),
    Row::new("ktor-client", "ktor-client", Library),
    Row::new("kube-probe", "kube-probe", Monitor),
    Row::new("kubectl", "kubectl", Library).leading().everyday(),
    Row::new("kubelet", "kubelet", Monitor),
    Row::new("kubernetes", "Kubernetes", Monitor)
        .leading()
        .everyday(),
    Row::new("l9explore", "l9explore", Scanner).by("LeakIX"),
    Row::new("l9scan", "l9scan", Scanner).by("LeakIX"),
    Row::new("l9tcpid", "l9tcpid", Scanner).by("LeakIX"),
    Row::new("langchain", "LangChain", Library)
        .leading()
        .everyday(),
    Row::new("legalmonster", "LegalMonster", Scanner).by("LegalMonster"),
    Row::new("lemmy", "Lemmy", Preview).everyday(),
    Row::new("lftp", "lftp", Library).leading().everyday(),
    Row::new("libcurl", "libcurl", Library),
    Row::new("libdnf", "libdnf", Library),
    Row::new("libredtail-http", "libredtail-http", Scanner),
    Row::new("libsoup", "libsoup", Library).leading().everyday(),
    Row::new("libwww-perl", "libwww-perl", Library),
    Row::new("liferea", "Liferea", Feed),
    Row::new("lightpanda", "Lightpanda", HeadlessBrowser).by("Lightpanda"),
    Row::new("line-poker", "LINE Link Preview", Preview)
        .by("LINE")
        .over_others(),
    Row::new("linespider", "Linespider", SearchCrawler).by("LINE"),
    Row::new("linkchecker", "LinkChecker", Seo),
    Row::new("linkdexbot", "linkdexbot", Seo).by("Linkdex"),
    Row::new("linkedinbot", "LinkedInBot", Preview).by("LinkedIn"),
    Row::new("linktiger", "LinkTiger", Seo).by("LinkTiger"),
    Row::new("livedoor feedfetcher", "livedoor FeedFetcher", Feed).by("livedoor"),
    Row::new("llamaindex", "LlamaIndex", Library)
        .leading()
        .everyday(),
    Row::new("load balancer", "Azure Load Balancer", Monitor)
        .by("Microsoft")
        .then("agent"),
    Row::new("loadrunner", "LoadRunner", Library)
        .leading()
        .everyday(),
    Row::new("locust", "Locust", Library).leading().everyday(),
    Row::new("logicmonitor sitemonitor", "LogicMonitor", Monitor).by("LogicMonitor"),
    Row::new("logstash", "Logstash", Library)
        .leading()
        .everyday(),
    Row::new("lua", "Lua", Library).leading().everyday(),
    Row::new("lua-resty-http", "lua-resty-http", Library),
    Row::new("lwp", "LWP", Library).leading(),
    Row::new("lwp-trivial", "LWP", Library),
    Row::new("magpie-crawler", "magpie-crawler", Seo).by("Brandwatch"),
    Row::new("magpierss", "MagpieRSS", Feed),
    Row::new("mail.ru_bot", "Mail.RU_Bot", SearchCrawler).by("VK"),
    Row::new("mamba", "mamba", Library).leading().everyday(),
    Row::new("manageengine opmanager", "OpManager", Monitor)
        .by("ManageEngine")
        .leading(),
    Row::new("managewp", "ManageWP", Monitor).by("GoDaddy"),
    Row::new("marketgoo", "MarketGoo", Seo).by("marketgoo"),
    Row::new("masscan", "masscan", Scanner),
    Row::new("masscan-ng", "masscan-ng", Scanner),
    Row::new("mastodon", "Mastodon", Preview).everyday(),
    Row::new("matomo", "Matomo", Other).by("Matomo").leading(),
    Row::new("mattermost-bot", "mattermost-bot", Preview),
    Row::new("maven", "Maven", Library).leading().everyday(),
    Row::new("mechanize", "Mechanize", Library)
        .leading()
        .everyday(),
    Row::new("mediapartners-google", "Mediapartners-Google", Seo).by("Google"),
    Row::new("mediatoolkitbot", "Mediatoolkitbot", Seo).by("Determ"),
    Row::new("medusa", "Medusa", Scanner).leading().everyday(),
    Row::new("megaindex.ru", "MegaIndex", Seo).by("MegaIndex"),
    Row::new("metasploit", "Metasploit", Scanner)
        .leading()
        .everyday(),
    Row::new("metricbeat", "Metricbeat", Library)
        .leading()
        .everyday(),
    Row::new("micropython", "MicroPython", Library)
        .leading()
        .everyday(),
    Row::new("microsoft bits", "Microsoft BITS", Library).by("Microsoft"),
    Row::new("microsoft data", "Microsoft Data Access", Library)
        .by("Microsoft")
        .then("access internet publishing provider"),
    Row::new("microsoft ncsi", "Microsoft NCSI", Monitor).by("Microsoft"),
    Row::new("microsoft-cryptoapi", "Microsoft-CryptoAPI", Library).by("Microsoft"),
    Row::new(
        "microsoft-webdav-miniredir",
        "Microsoft-WebDAV-MiniRedir",
        Library,
    )
    .by("Microsoft"),
    Row::new("microsoftpreview", "MicrosoftPreview", Preview).by("Microsoft"),
    Row::new("miniflux", "Miniflux", Feed),
    Row::new("misskey", "Misskey", Preview),
    Row::new("mixnode", "Mixnode", Seo).by("Mixnode"),
    Row::new("mj12bot", "MJ12bot", Seo).by("Majestic"),
    Row::new("mochiweb", "MochiWeb", Library)
        .leading()
        .everyday(),
    Row::new("modatscanner", "ModatScanner", Scanner).by("Modat"),
    Row::new("mojeekbot", "MojeekBot", SearchCrawler).by("Mojeek"),
    Row::new("mojolicious", "Mojolicious", Library)
        .leading()
        .everyday(),
    Row::new("monit", "Monit", Monitor).leading().everyday(),
    Row::new("monitorss", "MonitoRSS", Feed),
    Row::new("montastic", "Montastic", Monitor)
        .leading()
        .everyday(),
    Row::new("montastic-monitor", "Montastic", Monitor).by("Montastic"),
    Row::new("morfeus", "Morfeus", Scanner),
    Row::new("mshots", "mShots", Preview)
        .by("Automattic")
        .leading()
        .everyday(),
    Row::new("msnbot", "MSNBot", SearchCrawler).by("Microsoft"),
    Row::new("msnbot-media", "MSNBot-Media", SearchCrawler).by("Microsoft"),
    Row::new("muieblackcat", "Muieblackcat", Scanner).leading(),
    Row::new("mulesoft", "MuleSoft", Other).leading().everyday(),
    Row::new("munin", "Munin", Monitor).everyday(),
    Row::new("musicbrainz", "MusicBrainz", Library)
        .leading()
        .everyday(),
    Row::new("n8n", "n8n", Other).leading().everyday(),
    Row::new("naabu", "naabu", Scanner).leading().everyday(),
    Row::new("nagios", "Nagios", Monitor).leading().everyday(),
    Row::new("naverbot", "NaverBot", SearchCrawler).by("Naver"),
    Row::new("needle", "needle", Library).leading().everyday(),
    Row::new("neon", "neon", Library).leading().everyday(),
    Row::new("nessus", "Nessus", Scanner),
    Row::new("netcraft", "Netcraft", Scanner).by("Netcraft"),
    Row::new("netcraftsurveyagent", "NetcraftSurveyAgent", Scanner).by("Netcraft"),
    Row::new("netdata", "Netdata", Monitor).leading().everyday(),
    Row::new("netestate ne", "netEstate NE Crawler", Seo)
        .by("netEstate")
        .then("crawler"),
    Row::new("netlify", "Netlify", Other)
        .by("Netlify")
        .leading()
        .everyday(),
    Row::new("netnewswire", "NetNewsWire", Feed),
    Row::new("netsparker", "Netsparker", Scanner),
    Row::new("netsystemsresearch", "NetSystemsResearch", Scanner).by("NetSystems Research"),
    Row::new("netty", "Netty", Library).leading().everyday(),
    Row::new("netvibes", "Netvibes", Feed)
        .by("Netvibes")
        .leading()
        .everyday(),
    Row::new("newman", "Newman", Library).leading().everyday(),
    Row::new("newrelic", "New Relic", Monitor)
        .by("New Relic")
        .leading()
        .everyday(),
    Row::new("newrelicpinger", "NewRelicPinger", Monitor).by("New Relic"),
    Row::new("newrelicsynthetics", "NewRelicSynthetics", Monitor).by("New Relic"),
    Row::new("newsai", "newsai", Seo),
    Row::new("newsbeuter", "Newsbeuter", Feed),
    Row::new("newsblur", "NewsBlur", Feed).by("NewsBlur"),
    Row::new("newsboat", "Newsboat", Feed),
    Row::new("newsnow", "NewsNow", Feed).by("NewsNow"),
    Row::new("newspaper3k", "newspaper3k", Library).leading(),
    Row::new("nextcloud-news", "Nextcloud News", Feed),
    Row::new("nginx", "nginx", Library).leading().everyday(),
    Row::new("nikto", "Nikto", Scanner),
    Row::new("nmap", "Nmap", Scanner),
    Row::new("node", "Node.js", Library).leading().everyday(),
    Row::new("node-fetch", "node-fetch", Library),
    Row::new("node-red", "Node-RED", Other).leading().everyday(),
    Row::new("node-superagent", "node-superagent", Library),
    Row::new("node.js", "Node.js", Library),
    Row::new("nodejs", "Node.js", Library).leading().everyday(),
    Row::new("nodeping", "NodePing", Monitor).by("NodePing"),
    Row::new("nomad", "Nomad", Library).leading().everyday(),
    Row::new("notionembedder", "NotionEmbedder", Preview).by("Notion"),
    Row::new("npm", "npm", Library).leading(),
    Row::new("nuclei", "Nuclei", Scanner).everyday(),
    Row::new("nuget", "NuGet", Library).leading().everyday(),
    Row::new("nutch", "Apache Nutch", Library)
        .leading()
        .everyday(),
    Row::new("nutch-*", "Apache Nutch", Library),
    Row::new("nuzzel", "Nuzzel", Preview).by("Nuzzel").leading(),
    Row::new("odin", "Odin", Scanner)
        .by("Cyble")
        .leading()
        .everyday(),
    Row::new("offline explorer", "Offline Explorer", Archiver),
    Row::new("oha", "oha", Library).leading().everyday(),
    Row::new("ohdear", "Oh Dear", Monitor).by("Oh Dear"),
    Row::new("okhttp", "okhttp", Library),
    Row::new("oncrawl", "OnCrawl", Seo).by("OnCrawl"),
    Row::new("onetrust", "OneTrust", Scanner).by("OneTrust"),
    Row::new("openai/go", "OpenAI/Go", Library).by("OpenAI"),
    Row::new("openai/java", "OpenAI/Java", Library).by("OpenAI"),
    Row::new("openai/js", "OpenAI/JS", Library).by("OpenAI"),
    Row::new("openai/python", "OpenAI/Python", Library).by("OpenAI"),
    Row::new("openai/ruby", "OpenAI/Ruby", Library).by("OpenAI"),
    Row::new("openrss", "OpenRSS", Feed).by("Open RSS"),
    Row::new("openvas", "OpenVAS", Scanner),
    Row::new("opkg", "opkg", Library).leading().everyday(),
    Row::new("outbrain", "Outbrain", Seo).by("Outbrain"),
    Row::new("overcast/1.0", "Overcast", Feed).by("Overcast"),
    Row::new("owasp zap", "ZAP", Scanner).leading(),
    Row::new("packagekit", "PackageKit", Library)
        .leading()
        .everyday(),
    Row::new("packer", "Packer", Library).leading().everyday(),
    Row::new("pacman", "pacman", Library).leading().everyday(),
    Row::new("paessler", "PRTG", Monitor)
        .by("Paessler")
        .leading()
        .everyday(),
    Row::new("pagerduty", "PagerDuty", Monitor)
        .by("PagerDuty")
        .leading()
        .everyday(),
    Row::new("palo alto", "Palo Alto Networks Scanner", Scanner)
        .by("Palo Alto Networks")
        .then("networks"),
    Row::new("panopta", "Panopta", Monitor)
        .by("Fortinet")
        .leading(),
    Row::new("paypal ipn", "PayPal IPN", Other).by("PayPal"),
    Row::new("pdf24 url", "PDF24", HeadlessBrowser).by("PDF24"),
    Row::new("peer39_crawler", "Peer39 Crawler", Seo).by("Peer39"),
    Row::new("penthouse", "Penthouse", HeadlessBrowser)
        .leading()
        .everyday(),
    Row::new("penthouse critical", "Penthouse", HeadlessBrowser)
        .leading()
        .then("path"),
    Row::new("perl", "Perl", Library).leading().everyday(),
    Row::new("petalbot", "PetalBot", SearchCrawler).by("Huawei"),
    Row::new("phantomjs", "PhantomJS", HeadlessBrowser),
    Row::new("php", "PHP", Library).leading(),
    Row::new("php-curl", "PHP-Curl", Library)
        .leading()
        .everyday(),
    Row::new("phpmyadmin", "phpMyAdmin", Library).leading(),
    Row::new("pingdom.com_bot*", "Pingdom", Monitor).by("SolarWinds"),
    Row::new("pingdompagespeed", "PingdomPageSpeed", Monitor).by("SolarWinds"),
    Row::new("pingdomtms", "PingdomTMS", Monitor).by("SolarWinds"),
    Row::new("pingometer", "Pingometer", Monitor)
        .by("Pingometer")
        .leading(),
    Row::new("pinterest/0.1", "Pinterest", Preview).by("Pinterest"),
    Row::new("pinterest/0.2", "Pinterest", Preview).by("Pinterest"),
    Row::new("pinterestbot", "Pinterestbot", Preview).by("Pinterest"),
    Row::new("pip", "pip", Library).leading().everyday(),
    Row::new("pipedream", "Pipedream", Other)
        .by("Pipedream")
        .leading()
        .everyday(),
    Row::new("pipenv", "Pipenv", Library).leading().everyday(),
    Row::new("pixelfed", "Pixelfed", Preview),
    Row::new("playstore-google", "PlayStore-Google", Other).by("Google"),
    Row::new("playwright", "Playwright", HeadlessBrowser).everyday(),
    Row::new("pleroma", "Pleroma", Preview),
    Row::new("pnpm", "pnpm", Library).leading().everyday(),
    Row::new("pocket casts", "Pocket Casts", Feed).by("Automattic"),
    Row::new("podbean/feedupdate", "Podbean", Feed).by("Podbean"),
    Row::new("podcastindex.org", "Podcastindex.org", Feed).by("Podcast Index"),
    Row::new("podman", "Podman", Library).leading().everyday(),
    Row::new("poduptime", "Poduptime", Monitor),
    Row::new("poetry", "Poetry", Library).leading().everyday(),
    Row::new("postman", "Postman", Library).leading().everyday(),
    Row::new("postmanruntime", "PostmanRuntime", Library),
    Row::new("powershell", "PowerShell", Library),
    Row::new("prerender", "Prerender", HeadlessBrowser).everyday(),
    Row::new("probelyspdr", "ProbelySPDR", Scanner).by("Snyk"),
    Row::new("project-resonance", "Project-Resonance", Scanner).by("RedHunt Labs"),
    Row::new("prometheus", "Prometheus", Monitor)
        .leading()
        .everyday(),
    Row::new("proximic", "proximic", Seo).by("Comscore"),
    Row::new("ptst", "WebPageTest", Monitor).by("Catchpoint"),
    Row::new("pulsetic", "Pulsetic", Monitor)
        .leading()
        .everyday(),
    Row::new("puppet", "Puppet", Library).leading().everyday(),
    Row::new("puppeteer", "Puppeteer", HeadlessBrowser).everyday(),
    Row::new("pycurl", "PycURL", Library),
    Row::new("pyopenssl", "pyOpenSSL", Library).leading(),
    Row::new("pyspider", "pyspider", Library),
    Row::new("python", "Python", Library).leading(),
    Row::new("python-httpx", "python-httpx", Library),
    Row::new("python-requests", "python-requests", Library),
    Row::new("python-urllib", "Python-urllib", Library),
    Row::new("python-urllib3", "python-urllib3", Library),
    Row::new("qualys", "Qualys", Scanner).by("Qualys"),
    Row::new("quiterss", "QuiteRSS", Feed),
    Row::new("quora link", "Quora Link Preview", Preview)
        .by("Quora")
        .then("preview"),
    Row::new("qwantbot", "Qwantbot", SearchCrawler).by("Qwant"),
    Row::new("qwantbot-news", "Qwantbot-news", SearchCrawler).by("Qwant"),
    Row::new("qwantify", "Qwantify", SearchCrawler).by("Qwant"),
    Row::new("rclone", "rclone", Library),
    Row::new("reactornetty", "ReactorNetty", Library),
    Row::new("readable", "Readable", Seo)
        .by("Readable")
        .everyday(),
    Row::new("readyforrequest", "Azure ReadyForRequest", Monitor)
        .by("Microsoft")
        .leading(),
    Row::new("redditbot", "redditbot", Preview).by("Reddit"),
    Row::new("reeder", "Reeder", Feed).leading(),
    Row::new("renovate", "Renovate", Other).leading().everyday(),
    Row::new("requests", "requests", Library)
        .leading()
        .everyday(),
    Row::new("reqwest", "reqwest", Library),
    Row::new("rest-client", "rest-client", Library),
    Row::new("restic", "restic", Library).leading().everyday(),
    Row::new("restsharp", "RestSharp", Library),
    Row::new("retrofit", "Retrofit", Library)
        .leading()
        .everyday(),
    Row::new("rigor", "Rigor", Monitor).by("Splunk").everyday(),
    Row::new("robobrowser", "RoboBrowser", Library).leading(),
    Row::new("rogerbot", "rogerbot", Seo).by("Moz"),
    Row::new("rome", "ROME", Feed).leading().everyday(),
    Row::new("rssguard", "RSS Guard", Feed),
    Row::new("rssowl", "RSSOwl", Feed),
    Row::new("rsync", "rsync", Library).leading().everyday(),
    Row::new("ruby", "Ruby", Library).leading().everyday(),
    Row::new("rubygems", "RubyGems", Library)
        .leading()
        .everyday(),
    Row::new("rundeck", "Rundeck", Library).leading().everyday(),
    Row::new("rust", "Rust", Library).leading().everyday(),
    Row::new("ruxitsynthetic", "Dynatrace Synthetic", Monitor).by("Dynatrace"),
    Row::new("rvest", "rvest", Library).leading().everyday(),
    Row::new("rytebot", "RyteBot", Seo).by("Ryte"),
    Row::new("s3cmd", "s3cmd", Library).leading().everyday(),
    Row::new("s3fs", "s3fs", Library).leading().everyday(),
    Row::new("safaridriver", "safaridriver", HeadlessBrowser)
        .by("Apple")
        .leading(),
    Row::new("safednsbot", "SafeDNSBot", Other).by("SafeDNS"),
    Row::new("salt", "Salt", Library).leading().everyday(),
    Row::new("saltstack", "Salt", Library).leading().everyday(),
    Row::new("sap netweaver", "SAP NetWeaver", Library)
        .by("SAP")
        .then("application server"),
    Row::new("scala", "Scala", Library).leading().everyday(),
    Row::new("scoop.it", "Scoop.it", Other).by("Scoop.it"),
    Row::new("scrapy", "Scrapy", Library),
    Row::new("screaming frog", "Screaming Frog SEO Spider", Seo)
        .by("Screaming Frog")
        .then("seo spider"),
    Row::new("screenshotbot", "ScreenshotBot", Preview),
    Row::new("search.marginalia.nu", "Marginalia Search", SearchCrawler).by("Marginalia"),
    Row::new("securityheaders", "SecurityHeaders", Scanner).by("Snyk"),
    Row::new("securitytrails", "SecurityTrails", Scanner)
        .by("SecurityTrails")
        .leading(),
    Row::new("selenium", "Selenium", HeadlessBrowser).everyday(),
    Row::new("semanticscholarbot", "SemanticScholarBot", SearchCrawler)
        .by("Allen Institute for AI"),
    Row::new("semrushbot", "SemrushBot", Seo).by("Semrush"),
    Row::new("semrushbot-ba", "SemrushBot-BA", Seo).by("Semrush"),
    Row::new("semrushbot-bm", "SemrushBot-BM", Seo).by("Semrush"),
    Row::new("semrushbot-esi", "SemrushBot-ESI", Seo).by("Semrush"),
    Row::new("semrushbot-ft", "SemrushBot-FT", Seo).by("Semrush"),
    Row::new("semrushbot-sa", "SemrushBot-SA", Seo).by("Semrush"),
    Row::new("semrushbot-si", "SemrushBot-SI", Seo).by("Semrush"),
    Row::new("semrushbot-swa", "SemrushBot-SWA", Seo).by("Semrush"),
    Row::new("sendgrid event", "SendGrid", Other).by("Twilio"),
    Row::new("sentry", "Sentry", Monitor)
        .by("Sentry")
        .leading()
        .everyday(),
    Row::new("sentryuptimebot", "SentryUptimeBot", Monitor).by("Sentry"),
    Row::new("seobility", "Seobility", Seo).by("Seobility"),
    Row::new("seobilitybot", "SeobilityBot", Seo).by("Seobility"),
    Row::new("seokicks", "SEOkicks", Seo).by("SEOkicks"),
    Row::new("serankingbacklinksbot", "SERankingBacklinksBot", Seo).by("SE Ranking"),
    Row::new("serf", "serf", Library).leading().everyday(),
    Row::new("serpstatbot", "serpstatbot", Seo).by("Serpstat"),
    Row::new("serverscheck", "ServersCheck", Monitor)
        .by("ServersCheck")
        .leading(),
    Row::new("seznambot", "SeznamBot", SearchCrawler).by("Seznam.cz"),
    Row::new("sharpreader", "SharpReader", Feed),
    Row::new("shodan", "Shodan", Scanner).by("Shodan"),
    Row::new("shopify-captain-hook", "Shopify-Captain-Hook", Other).by("Shopify"),
    Row::new("sidekiq", "Sidekiq", Library).leading().everyday(),
    Row::new("siege", "Siege", Library).everyday(),
    Row::new("silktide", "Silktide", Seo).by("Silktide"),
    Row::new("simplepie", "SimplePie", Feed),
    Row::new("simplexml", "SimpleXML", Library)
        .leading()
        .everyday(),
    Row::new("sindup", "Sindup", Seo).by("Sindup"),
    Row::new("sistrix", "SISTRIX", Seo).by("SISTRIX"),
    Row::new("site24x7", "Site24x7", Monitor).by("Zoho"),
    Row::new("siteauditbot", "SiteAuditBot", Seo).by("Semrush"),
    Row::new("sitebulb", "Sitebulb", Seo).by("Sitebulb"),
    Row::new("siteimprove.com", "Siteimprove", Seo).by("Siteimprove"),
    Row::new("sitelock", "SiteLock", Scanner).by("SiteLock"),
    Row::new("sitesucker", "SiteSucker", Archiver),
    Row::new("skipfish", "skipfish", Scanner),
    Row::new("skopeo", "Skopeo", Library).leading().everyday(),
    Row::new("skypeuripreview", "SkypeUriPreview", Preview).by("Microsoft"),
    Row::new("slack-imgproxy", "Slack-ImgProxy", Preview).by("Slack"),
    Row::new("slackbot", "Slackbot", Preview).by("Slack"),
    Row::new("slackbot-linkexpanding", "Slackbot-LinkExpanding", Preview).by("Slack"),
    Row::new("slimerjs", "SlimerJS", HeadlessBrowser),
    Row::new("slurp", "Yahoo! Slurp", SearchCrawler).by("Yahoo"),
    Row::new("smtbot", "SMTBot", Seo).by("SimilarTech"),
    Row::new("snap url", "Snap URL Preview", Preview)
        .by("Snap")
        .then("preview"),
    Row::new("snapd", "snapd", Library).leading().everyday(),
    Row::new("snoopy", "Snoopy", Library).leading().everyday(),
    Row::new("soapui", "SoapUI", Library).leading().everyday(),
    Row::new("sogou", "Sogou Spider", SearchCrawler).by("Sogou"),
    Row::new("solarwinds", "SolarWinds", Monitor)
        .by("SolarWinds")
        .leading()
        .everyday(),
    Row::new("solr", "Solr", Library).leading().everyday(),
    Row::new("sparkler", "Sparkler", Library)
        .by("Apache")
        .everyday(),
    Row::new("sparkpost", "SparkPost", Other).by("Bird"),
    Row::new("sparkshipping", "Spark Shipping", Other).by("Spark Shipping"),
    Row::new("special_archiver", "special_archiver", Archiver).by("Internet Archive"),
    Row::new("spinnaker", "Spinnaker", Other)
        .leading()
        .everyday(),
    Row::new("splash", "Splash", HeadlessBrowser).everyday(),
    Row::new("splitsignalbot", "SplitSignalBot", Seo).by("Semrush"),
    Row::new("splunk", "Splunk", Monitor)
        .by("Splunk")
        .leading()
        .everyday(),
    Row::new("sprinklr", "Sprinklr", Seo)
        .by("Sprinklr")
        .leading()
        .everyday(),
    Row::new("sqlmap", "sqlmap", Scanner),
    Row::new("squid", "Squid", Library).leading().everyday(),
    Row::new("ssl labs", "SSL Labs", Scanner).by("Qualys"),
    Row::new("sslscan", "sslscan", Scanner).leading().everyday(),
    Row::new("sslyze", "SSLyze", Scanner),
    Row::new("statping", "Statping", Monitor)
        .leading()
        .everyday(),
    Row::new("statuscake", "StatusCake", Monitor).by("StatusCake"),
    Row::new("statuspage", "Statuspage", Monitor)
        .by("Atlassian")
        .leading()
        .everyday(),
    Row::new("storebot-google", "Storebot-Google", SearchCrawler).by("Google"),
    Row::new("stripe", "Stripe", Other)
        .by("Stripe")
        .leading()
        .everyday(),
    Row::new("subfinder", "subfinder", Scanner),
    Row::new("suds", "suds", Library).leading().everyday(),
    Row::new("superagent", "superagent", Library)
        .leading()
        .everyday(),
    Row::new("superfeedr", "Superfeedr", Feed).by("Superfeedr"),
    Row::new("symfony browserkit", "Symfony BrowserKit", Library),
    Row::new("symfony httpclient", "Symfony HttpClient", Library),
    Row::new("synapse", "Matrix Synapse", Preview)
        .leading()
        .everyday(),
    Row::new(
        "synthetic-monitoring-agent",
        "Grafana Synthetic Monitoring",
        Monitor,
    )
    .by("Grafana Labs"),
    Row::new("taginspector", "TagInspector", Seo).by("Tag Inspector"),
    Row::new("tcl", "Tcl", Library).leading().everyday(),
    Row::new("teamcity", "TeamCity", Other).leading().everyday(),
    Row::new("tekton", "Tekton", Other).leading().everyday(),
    Row::new("telegraf", "Telegraf", Monitor)
        .leading()
        .everyday(),
    Row::new("telegrambot", "TelegramBot", Preview).by("Telegram"),
    Row::new("teleport pro", "Teleport Pro", Archiver),
    Row::new("teoma", "Teoma", SearchCrawler)
        .leading()
        .everyday(),
    Row::new("termly", "Termly", Scanner).by("Termly"),
    Row::new("terraform", "Terraform", Library)
        .leading()
        .everyday(),
    Row::new("testlocally", "TestLocally", HeadlessBrowser).by("TestLocally"),
    Row::new("testssl", "testssl.sh", Scanner)
        .leading()
        .everyday(),
    Row::new("testssl.sh", "testssl.sh", Scanner),
    Row::new("theoldreader", "The Old Reader", Feed).by("The Old Reader"),
    Row::new("theoldreader.com", "The Old Reader", Feed).by("The Old Reader"),
    Row::new("thousandeyes*", "ThousandEyes", Monitor).by("Cisco"),
    Row::new("timpibot", "Timpibot", SearchCrawler).by("Timpi"),
    Row::new("tineye-bot", "TinEye-bot", Other).by("TinEye"),
    Row::new("tiny tiny", "Tiny Tiny RSS", Feed).then("rss"),
    Row::new("toutiaospider", "ToutiaoSpider", SearchCrawler).by("ByteDance"),
    Row::new("traefik", "Traefik", Library).leading().everyday(),
    Row::new("travis", "Travis CI", Other).leading().everyday(),
    Row::new("travis ci", "Travis CI", Other)
        .by("Travis CI")
        .leading(),
    Row::new("travisci", "Travis CI", Other)
        .leading()
        .everyday(),
    Row::new("trendictionbot", "trendictionbot", Seo).by("Talkwalker"),
    Row::new("treq", "treq", Library).leading().everyday(),
    Row::new("trivy", "Trivy", Scanner).leading().everyday(),
    Row::new("tsung", "Tsung", Library).leading().everyday(),
    Row::new("tumblr", "Tumblr", Preview)
        .by("Automattic")
        .leading(),
    Row::new("turnitin", "Turnitin", Other).by("Turnitin"),
    Row::new("turnitinbot", "TurnitinBot", Other).by("Turnitin"),
    Row::new("twilioproxy", "TwilioProxy", Other).by("Twilio"),
    Row::new("twitterbot", "Twitterbot", Preview).by("X"),
    Row::new("typhoeus", "Typhoeus", Library).everyday(),
    Row::new("undici", "undici", Library),
    Row::new("unirest", "Unirest", Library).leading().everyday(),
    Row::new("universalfeedparser", "UniversalFeedParser", Feed),
    Row::new("updown.io", "updown.io", Monitor).by("updown.io"),
    Row::new("uptime-kuma", "Uptime-Kuma", Monitor),
    Row::new("uptimerobot", "UptimeRobot", Monitor).by("UptimeRobot"),
    Row::new("uptimia", "Uptimia", Monitor).by("Uptimia"),
    Row::new("uptrends", "Uptrends", Monitor)
        .by("ITRS")
        .leading(),
    Row::new("ureq", "ureq", Library).leading(),
    Row::new("urllib", "urllib", Library).leading().everyday(),
    Row::new("urllib3", "urllib3", Library).leading().everyday(),
    Row::new("uv", "uv", Library).leading().everyday(),
    Row::new("varnish", "Varnish", Library).leading().everyday(),
    Row::new("vault", "Vault", Library).leading().everyday(),
    Row::new("vaultpress", "VaultPress", Monitor).by("Automattic"),
    Row::new("vector", "Vector", Library).leading().everyday(),
    Row::new("vegeta", "Vegeta", Library).leading().everyday(),
    Row::new("vert.x-webclient", "Vert.x-WebClient", Library),
    Row::new("viber", "Viber", Preview).by("Rakuten").leading(),
    Row::new("victoriametrics", "VictoriaMetrics", Monitor).leading(),
    Row::new("vienna", "Vienna", Feed).leading().everyday(),
    Row::new("vkshare", "vkShare", Preview).by("VK"),
    Row::new("vmagent", "vmagent", Monitor).leading(),
    Row::new("volley", "Volley", Library).leading().everyday(),
    Row::new("w3af.org", "w3af", Scanner),
    Row::new("w3c-checklink", "W3C-checklink", Other).by("W3C"),
    Row::new("w3c_validator", "W3C_Validator", Other).by("W3C"),
    Row::new("wafw00f", "WAFW00F", Scanner),
    Row::new("wapiti", "Wapiti", Scanner).everyday(),
    Row::new("wappalyzer", "Wappalyzer", Seo)
        .by("Wappalyzer")
        .leading()
        .everyday(),
    Row::new("watchtowr", "watchTowr", Scanner).by("watchTowr"),
    Row::new("wayback machine", "Wayback Machine", Archiver)
        .by("Internet Archive")
        .then("live record"),
    Row::new("weasyprint", "WeasyPrint", HeadlessBrowser),
    Row::new("webclient", "WebClient", Library)
        .leading()
        .everyday(),
    Row::new("webcopier", "WebCopier", Archiver),
    Row::new("webreaper", "WebReaper", Other),
    Row::new("wfuzz", "Wfuzz", Scanner),
    Row::new("wget", "Wget", Library),
    Row::new("wget2", "Wget2", Library),
    Row::new("whatcms", "WhatCMS", Scanner).by("WhatCMS"),
    Row::new("whatsapp", "WhatsApp", Preview)
        .by("Meta")
        .leading(),
    Row::new("whatweb", "WhatWeb", Scanner),
    Row::new("windows-update-agent", "Windows-Update-Agent", Other).by("Microsoft"),
    Row::new("windowspowershell", "PowerShell", Library),
    Row::new("winget", "WinGet", Library).leading().everyday(),
    Row::new("winhttp*", "WinHTTP", Library),
    Row::new("wkhtmltoimage", "wkhtmltoimage", HeadlessBrowser),
    Row::new("wkhtmltopdf", "wkhtmltopdf", HeadlessBrowser),
    Row::new("wordpress", "WordPress", Library).leading(),
    Row::new("workato", "Workato", Other)
        .by("Workato")
        .leading()
        .everyday(),
    Row::new("wpbot", "wpbot", Other).by("QuantumCloud"),
    Row::new("wpscan", "WPScan", Scanner),
    Row::new("wpull", "Wpull", Library).leading().everyday(),
    Row::new("wpumbrella", "WPUmbrella", Monitor).by("WP Umbrella"),
    Row::new("wrk", "wrk", Library).leading().everyday(),
    Row::new("wrk2", "wrk2", Library).leading().everyday(),
    Row::new("www-mechanize", "WWW-Mechanize", Library),
    Row::new("xenu", "Xenu Link Sleuth", Seo),
    Row::new("xovibot", "XoviBot", Seo).by("Xovi"),
    Row::new("yacybot", "YaCyBot", SearchCrawler),
    Row::new("yahoomailproxy", "YahooMailProxy", Preview).by("Yahoo"),
    Row::new("yahooseeker*", "YahooSeeker", SearchCrawler).by("Yahoo"),
    Row::new(
        "yandexaccessibilitybot",
        "YandexAccessibilityBot",
        SearchCrawler,
    )
    .by("Yandex"),
    Row::new("yandexblogs", "YandexBlogs", SearchCrawler).by("Yandex"),
    Row::new("yandexbot", "YandexBot", SearchCrawler).by("Yandex"),
    Row::new("yandexcalendar", "YandexCalendar", Other).by("Yandex"),
    Row::new("yandexcombot", "YandexComBot", SearchCrawler).by("Yandex"),
    Row::new("yandexdirect", "YandexDirect", Seo).by("Yandex"),
    Row::new("yandexfavicons", "YandexFavicons", SearchCrawler).by("Yandex"),
    Row::new("yandeximageresizer", "YandexImageResizer", SearchCrawler).by("Yandex"),
    Row::new("yandeximages", "YandexImages", SearchCrawler).by("Yandex"),
    Row::new("yandexmarket", "YandexMarket", SearchCrawler).by("Yandex"),
    Row::new("yandexmedia", "YandexMedia", SearchCrawler).by("Yandex"),
    Row::new("yandexmetrika", "YandexMetrika", Seo).by("Yandex"),
    Row::new("yandexmobilebot", "YandexMobileBot", SearchCrawler).by("Yandex"),
    Row::new("yandexnews", "YandexNews", SearchCrawler).by("Yandex"),
    Row::new("yandexpagechecker", "YandexPagechecker", SearchCrawler).by("Yandex"),
    Row::new(
        "yandexrenderresourcesbot",
        "YandexRenderResourcesBot",
        SearchCrawler,
    )
    .by("Yandex"),
    Row::new("yandexscreenshotbot", "YandexScreenshotBot", SearchCrawler).by("Yandex"),
    Row::new("yandexvideo", "YandexVideo", SearchCrawler).by("Yandex"),
    Row::new("yandexwebmaster", "YandexWebmaster", SearchCrawler).by("Yandex"),
    Row::new("yarn", "Yarn", Library).leading().everyday(),
    Row::new("yeti", "Yeti", SearchCrawler)
        .by("Naver")
        .everyday(),
    Row::new("yisouspider", "YisouSpider", SearchCrawler).by("Shenma"),
    Row::new("ylt", "Yellow Lab Tools", Monitor),
    Row::new("youtube-dl", "youtube-dl", Library),
    Row::new("yt-dlp", "yt-dlp", Library),
    Row::new("yum", "Yum", Library).leading().everyday(),
    Row::new("zabbix", "Zabbix", Monitor),
    Row::new("zap", "ZAP", Scanner).leading().everyday(),
    Row::new("zapier", "Zapier", Other).by("Zapier"),
    Row::new("zeep", "zeep", Library).leading().everyday(),
    Row::new("zendesk webhook", "Zendesk Webhook", Other).by("Zendesk"),
    Row::new("zerossl", "ZeroSSL", Other).leading().everyday(),
    Row::new("zgrab", "ZGrab", Scanner),
    Row::new("zmeu", "ZmEu", Scanner),
    Row::new("zoominfobot", "ZoominfoBot", Seo).by("ZoomInfo"),
    Row::new(
        "zoterotranslationserver",
        "ZoteroTranslationServer",
        Library,
    )
    .by("Zotero"),
    Row::new("zypper", "Zypper", Library).leading().everyday(),
];
