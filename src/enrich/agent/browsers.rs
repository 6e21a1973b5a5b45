//! Browsers and apps that `woothee` does not know, or reports as the browser on which they are
//! built.
//!
//! An app that shows a page inside itself adds its name to the agent string of the system's web
//! view. <https://developers.google.com/identity/protocols/oauth2/policies#secure-browsers> calls
//! such web views embedded. A person uses each of these apps, so they are not bots.

use super::lookup::{Named, Table};
use super::programs;
use super::tokens::{Product, Words, version_after};

static TABLE: Table<Named> = Table::of(ROWS);

/// The browser or app that an agent string names, and its version. The agent string often also
/// names the browser on which the browser or app is built.
///
/// If several rows of the table match, the first match is used. Its version is the first version
/// that follows any of its words (`[FBAN/FBIOS;FBAV/450.0.0.38.108;...]`).
pub(super) fn find<'a>(words: &Words<'a>) -> Option<(&'static str, Option<&'a str>)> {
    let agent = words.agent;
    let mut named = words.products().filter_map(|product| {
        let (Named(key, name), end) = TABLE.row_of(words, product)?;
        let version = version_after(agent, end).or_else(|| version_of_system(agent, end));
        let is_named = version.is_some() || is_product(agent, key, end);
        is_named.then(|| {
            (
                *name,
                version.map(|version| without_platform(name, version)),
            )
        })
    });
    let (name, version) = named.next()?;
    if HOSTS.contains(&name) {
        let app = named.find(|(other, _)| !HOSTS.contains(other));
        return app.or(Some((name, version)));
    }
    let version = version.or_else(|| named.find(|(other, _)| is_same_app(name, other))?.1);
    Some((name, version))
}

/// Engines and runtimes on which other programs are built. The name of the other program takes
/// precedence.
const HOSTS: &[&str] = &["Chromium", "Dalvik", "Electron", "QtWebEngine"];

/// Whether a name of the table is one of [`HOSTS`].
pub(super) fn contains_others(name: &str) -> bool {
    HOSTS.contains(&name)
}

/// The version without the name of the platform, which some browsers append: `14.50.arm64`,
/// `5.2IP`.
fn without_platform<'a>(name: &str, version: &'a str) -> &'a str {
    match name {
        "Puffin" => version.trim_end_matches(|last: char| last.is_ascii_uppercase()),
        "Google App" => [".arm", ".x86"]
            .iter()
            .find_map(|platform| Some(version.split_once(platform)?.0))
            .unwrap_or(version),
        _ => version,
    }
}

/// The program of people that is built on a browser and writes its own name and version as a
/// product: `Chrome/110.0 Electron/23.1 Slack/4.35`, `ExampleBrowser/2.1`. Only names of
/// [`programs`] and names that end with `Browser` count, because extensions also add products.
pub(super) fn built_on<'a>(words: &Words<'a>) -> Option<(&'a str, &'a str)> {
    const KNOWN: &[&str] = &[
        "Build",
        "Chrome",
        "Chromium",
        "CriOS",
        "Edg",
        "EdgA",
        "Edge",
        "Electron",
        "Firefox",
        "Gecko",
        "KAIOS",
        "Mobile",
        "OPR",
        "Opera",
        "QtWebEngine",
        "Safari",
        "SamsungBrowser",
        "Version",
        "Vivaldi",
    ];
    let engine = words
        .find("like Gecko)")
        .or_else(|| words.find(") Gecko/"))?;
    words
        .all_from(engine + 1)
        .find_map(|Product { token, .. }| {
            let text = token.text;
            if token.after_slash || KNOWN.contains(&text) {
                return None;
            }
            let after = words.agent.get(token.end..)?;
            let version =
                version_after(words.agent, token.end).filter(|_| after.starts_with('/'))?;
            let small = words.small(token.start, token.end)?;
            let is_browser = text.len() > "Browser".len() && text.ends_with("Browser");
            (is_browser || programs::is_name(small)).then_some((text, version))
        })
}

/// Whether a word without a version is written as the name of a product. `Line` and `Focus` are
/// everyday words too.
fn is_product(agent: &str, key: &str, end: usize) -> bool {
    let follows = agent.get(end..).unwrap_or_default();
    key.contains([' ', '/', '*']) || follows.starts_with(['/', '(', ']'])
}

/// The version in `Ecosia ios@9.0.0`. `end` is the offset after the name.
fn version_of_system(agent: &str, end: usize) -> Option<&str> {
    let rest = agent.get(end..)?;
    let version = [" ios@", " android@"]
        .iter()
        .find_map(|system| rest.strip_prefix(system))?;
    version.split([' ', ')', ';']).next()
}

/// The name and version of a browser or app on iOS that is in no table. Apple writes the format of
/// the agent string (`AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148
/// Safari/604.1`), and browsers and apps add only their own name to it.
pub(super) fn added_on_ios<'a>(words: &Words<'a>) -> Option<(&'a str, &'a str)> {
    const OTHERS: &[&str] = &[
        "AppleWebKit",
        "Build",
        "Darwin",
        "Gecko",
        "JsSdk",
        "Language",
        "Mobile",
        "Mozilla",
        "NetType",
        "Safari",
        "Scale",
        "Version",
        "iOS",
    ];
    let is_ios = ["iPhone", "iPad", "iPod"]
        .iter()
        .any(|name| words.have_part(name));
    let engine = words.find("like Gecko)").filter(|_| is_ios)?;
    let start = engine + "like Gecko)".len();
    let mut added = words.products().filter_map(|Product { token, .. }| {
        let is_name = token.start > start
            && token
                .text
                .starts_with(|first: char| first.is_ascii_alphabetic())
            && !OTHERS.contains(&token.text)
            && words.agent.get(token.end..)?.starts_with('/');
        is_name.then_some(())?;
        Some((token.text, version_after(words.agent, token.end)?))
    });
    added.next()
}

/// Whether the row `name` may give the version of the app `known`. Messenger writes its version
/// under Facebook's key.
fn is_same_app(known: &str, name: &str) -> bool {
    known == name || (known == "Messenger" && name == "Facebook")
}

/// The browsers, each with a word of its agent string. The word is a key of [`super::lookup`].
///
/// Facts as of 2026-11, from the text that the browsers send.
const ROWS: &[Named] = &[
    Named("360browser", "360 Phone Browser"),
    Named("abb", "AdBlock Browser"),
    Named("acheetahi", "CM Browser"),
    Named("alipayclient", "Alipay"),
    Named("aloha", "Aloha"),
    Named("alohabrowser", "Aloha"),
    Named("antgalio", "ANTGalio"),
    Named("aphone browser", "360 Phone Browser"),
    Named("apusbrowser", "APUS Browser"),
    Named("arcmobile2", "Arc"),
    Named("avastsecurebrowser", "Avast Secure Browser"),
    Named("aweme*", "Douyin"),
    Named("baiduboxapp", "Baidu App"),
    Named("baidubrowser", "Baidu Browser"),
    Named("barcelona", "Threads"),
    Named("bdbrowser_i18n", "Baidu Browser"),
    Named("bidubrowser", "Baidu Browser"),
    Named("bingsapphire", "Bing"),
    Named("blazer", "Palm Blazer"),
    Named("brave", "Brave"),
    Named("browsehere", "BrowseHere"),
    Named("browser/maui", "MAUI WAP Browser"),
    Named("bytedancewebview", "TikTok"),
    Named("chatgpt", "ChatGPT"),
    Named("chromium", "Chromium"),
    Named("cmbrowser", "CM Browser"),
    Named("coc_coc", "Cốc Cốc"),
    Named("coc_coc_browser", "Cốc Cốc"),
    Named("comodo_dragon", "Comodo Dragon"),
    Named("conkeror", "Conkeror"),
    Named("dalvik", "Dalvik"),
    Named("ddg", "DuckDuckGo"),
    Named("dillo", "Dillo"),
    Named("dingtalk", "DingTalk"),
    Named("discord", "Discord"),
    Named("dolfin", "Dolfin"),
    Named("dooble", "Dooble"),
    Named("duckduckgo", "DuckDuckGo"),
    Named("ecosia", "Ecosia"),
    Named("electron", "Electron"),
    Named("elinks", "ELinks"),
    Named("epiphany", "GNOME Web"),
    Named("espial", "Espial TV Browser"),
    Named("falkon", "Falkon"),
    Named("fb_iab", "Facebook"),
    Named("fb_iab/messenger", "Messenger"),
    Named("fb_iab/orca-android", "Messenger"),
    Named("fban", "Facebook"),
    Named("fban/messengerforios", "Messenger"),
    Named("fban/messengerliteforios", "Messenger"),
    Named("fbav", "Facebook"),
    Named("firefox focus", "Firefox Focus"),
    Named("floorp", "Floorp"),
    Named("focus", "Firefox Focus"),
    Named("focusios", "Firefox Focus"),
    Named("galeon", "Galeon"),
    Named("ghostery", "Ghostery"),
    Named("goggalaxyclient", "GOG Galaxy"),
    Named("gsa", "Google App"),
    Named("hawk/quickbrowser", "Hawk Quick Browser"),
    Named("heytapbrowser", "HeyTap Browser"),
    Named("hibrowser", "Hi Browser"),
    Named("honorbrowser", "HONOR Browser"),
    Named("huaweibrowser", "Huawei Browser"),
    Named("ibrowse", "IBrowse"),
    Named("icab", "iCab"),
    Named("icabmobile", "iCab"),
    Named("icecat", "IceCat"),
    Named("iceweasel", "Iceweasel"),
    Named("instagram", "Instagram"),
    Named("jasmine", "Jasmine"),
    Named("jiosphere", "JioSphere"),
    Named("kakaotalk", "KakaoTalk"),
    Named("kazehakase", "Kazehakase"),
    Named("klar", "Firefox Klar"),
    Named("konqueror", "Konqueror"),
    Named("lbbrowser", "Liebao"),
    Named("lg browser", "LG Browser"),
    Named("liebaofast", "Liebao"),
    Named("line", "LINE"),
    Named("linkedinapp", "LinkedIn"),
    Named("lynx", "Lynx"),
    Named("maui-browser", "MAUI WAP Browser"),
    Named("maxthon", "Maxthon"),
    Named("mcent", "mCent"),
    Named("metasr", "Sogou Browser"),
    Named("micromessenger", "WeChat"),
    Named("microsoft office", "Microsoft Office"),
    Named("microsoft outlook", "Outlook"),
    Named("midori", "Midori"),
    Named("mint browser", "Mint Browser"),
    Named("miuibrowser", "MIUI Browser"),
    Named("mqqbrowser", "QQ Browser"),
    Named("musical_ly*", "TikTok"),
    Named("mxbrowser", "Maxthon"),
    Named("mxios", "Maxthon"),
    Named("mzbrowser", "Meizu Browser"),
    Named("naver", "NAVER"),
    Named("netfront", "NetFront"),
    Named("netsurf", "NetSurf"),
    Named("newsarticle", "Toutiao"),
    Named("nintendobrowser", "Nintendo Browser"),
    Named("nokiabrowser", "Nokia Browser"),
    Named("noxbrowser", "Nox Browser"),
    Named("obigo*", "Obigo"),
    Named("oculusbrowser", "Meta Quest Browser"),
    Named("odin", "Odin"),
    Named("onebrowser", "ONE Browser"),
    Named("onionbrowser", "Onion Browser"),
    Named("opera mini", "Opera Mini"),
    Named("opera mobi", "Opera Mobile"),
    Named("operamini", "Opera Mini"),
    Named("opios", "Opera Mini"),
    Named("oppobrowser", "OPPO Browser"),
    Named("opr", "Opera"),
    Named("oprgx", "Opera GX"),
    Named("opt", "Opera Touch"),
    Named("opx", "Opera GX"),
    Named("ordissimo", "Ordissimo"),
    Named("otter", "Otter Browser"),
    Named("palemoon", "Pale Moon"),
    Named("perplexity", "Perplexity"),
    Named("phx", "Phoenix Browser"),
    Named("picobrowser", "PICO Browser"),
    Named("pinterest", "Pinterest"),
    Named("pocketbook", "PocketBook"),
    Named("polaris", "Polaris"),
    Named("puffin", "Puffin"),
    Named("qq", "QQ"),
    Named("qqbrowser", "QQ Browser"),
    Named("qtwebengine", "QtWebEngine"),
    Named("quark", "Quark"),
    Named("qupzilla", "QupZilla"),
    Named("qutebrowser", "qutebrowser"),
    Named("qwantbrowser", "Qwant Mobile"),
    Named("qwantmobile", "Qwant Mobile"),
    Named("reddit", "Reddit"),
    Named("rekonq", "rekonq"),
    Named("rokubrowser", "Roku Browser"),
    Named("sailfishbrowser", "Sailfish Browser"),
    Named("seamonkey", "SeaMonkey"),
    Named("seznambrowser", "Seznam Browser"),
    Named("silk", "Amazon Silk"),
    Named("slack_ssb", "Slack"),
    Named("sleipnir", "Sleipnir"),
    Named("snapchat", "Snapchat"),
    Named("sogoumobilebrowser", "Sogou Mobile Browser"),
    Named("sogoumse", "Sogou Mobile Browser"),
    Named("soulbrowser", "Soul Browser"),
    Named("sraf", "Seraphic Sraf"),
    Named("sznprohlizec", "Seznam Browser"),
    Named("tbrowser", "T-Browser"),
    Named("teams", "Microsoft Teams"),
    Named("teleca*", "Teleca"),
    Named("telegram-android", "Telegram"),
    Named("thunderbird", "Thunderbird"),
    Named("tiktok", "TikTok"),
    Named("trill*", "TikTok"),
    Named("tv bro", "TV Bro"),
    Named("twitter for", "X"),
    Named("twitterandroid", "X"),
    Named("ubrowser", "UC Browser"),
    Named("ucbrowser", "UC Browser"),
    Named("ucbrowser-cmcc", "UC Browser"),
    Named("ucweb/2.0", "UC Browser"),
    Named("up.browser", "Openwave Browser"),
    Named("vivobrowser", "vivo Browser"),
    Named("w3m", "w3m"),
    Named("waterfox", "Waterfox"),
    Named("weibo", "Weibo"),
    Named("whale", "Whale"),
    Named("wosbrowser", "wOSBrowser"),
    Named("wxwork", "WeCom"),
    Named("xiaomi/mint", "Mint Browser"),
    Named("xiaomi/miuibrowser", "MIUI Browser"),
    Named("yabrowser", "Yandex Browser"),
    Named("yandexsearch", "Yandex Browser"),
    Named("yandexsearchbrowser", "Yandex Browser"),
    Named("yasearchbrowser", "Yandex Browser"),
    Named("zalo", "Zalo"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        super::super::lookup::assert_sound(ROWS);
    }

    #[test]
    fn every_row_is_reached_by_its_own_agent() {
        for Named(key, name) in ROWS {
            let word = key.replace('*', "x");
            let agent = format!("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 {word}/1.2");
            assert_eq!(
                find(&Words::of(&agent)),
                Some((*name, Some("1.2"))),
                "{agent}"
            );
        }
    }

    #[test]
    fn a_browser_on_ios_adds_its_name() {
        const FRONT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) \
                             AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for (end, added) in [
            ("Version/17.5 Mobile/15E148 Safari/604.1", None),
            ("Mobile/15E148", None),
            ("Mobile/15E148 NetType/4G Language/de", None),
            ("Mobile/15E148 Example", None),
            ("Mobile/15E148 Example/beta", None),
            (
                "Mobile/15E148 Safari/604.1 Example/1.2",
                Some(("Example", "1.2")),
            ),
            (
                "Version/17.5 Mobile/15E148 Example-App/3",
                Some(("Example-App", "3")),
            ),
            (
                "Example/8.7 Mobile/15E148 Safari/604.1",
                Some(("Example", "8.7")),
            ),
        ] {
            let agent = format!("{FRONT} {end}");
            assert_eq!(added_on_ios(&Words::of(&agent)), added, "{end}");
            let mac = agent.replace("iPhone;", "Macintosh;");
            assert_eq!(added_on_ios(&Words::of(&mac)), None, "{end}");
        }
    }

    #[test]
    fn a_program_behind_an_engine_has_its_own_name() {
        const FRONT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 \
                             (KHTML, like Gecko)";
        for (end, program) in [
            (
                "Slack/4.35.126 Chrome/118.0.0.0 Electron/27.0.2 Safari/537.36",
                Some(("Slack", "4.35.126")),
            ),
            (
                "Chrome/118.0.0.0 Safari/537.36 ExampleBrowser/2.1",
                Some(("ExampleBrowser", "2.1")),
            ),
            (
                "Chrome/118.0.0.0 Safari/537.36 Iridium/2023.09",
                Some(("Iridium", "2023.09")),
            ),
            ("Chrome/118.0.0.0 Safari/537.36 Viewer/99.9", None),
            ("Chrome/118.0.0.0 Safari/537.36 Browser/2.1", None),
            ("Chrome/118.0.0.0 Safari/537.36 ExampleBrowser", None),
            ("Chrome/118.0.0.0 Safari/537.36", None),
        ] {
            let agent = format!("{FRONT} {end}");
            assert_eq!(built_on(&Words::of(&agent)), program, "{end}");
        }
        let fox = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0 \
                   LibreWolf/115.0-2";
        assert_eq!(built_on(&Words::of(fox)), Some(("LibreWolf", "115.0-2")));
    }

    #[test]
    fn the_program_that_is_contained_takes_precedence() {
        for (agent, name) in [
            ("Chrome/118.0 Electron/27.0.2 Discord/1.0", "Discord"),
            (
                "QtWebEngine/5.15.2 Chrome/83.0 qutebrowser/2.5",
                "qutebrowser",
            ),
            ("QtWebEngine/5.15.2 Chrome/83.0", "QtWebEngine"),
            ("Discord/1.0 Electron/27.0.2", "Discord"),
        ] {
            let found = find(&Words::of(agent)).map(|(name, _)| name);
            assert_eq!(found, Some(name), "{agent}");
        }
    }

    #[test]
    fn a_version_may_follow_the_name_of_the_system() {
        for (agent, version) in [
            ("Safari/604.1 (Ecosia ios@9.0.0.1024)", Some("9.0.0.1024")),
            ("Safari/537.36 (Ecosia android@120.0)", Some("120.0")),
        ] {
            assert_eq!(
                find(&Words::of(agent)),
                Some(("Ecosia", version)),
                "{agent}"
            );
        }
        assert_eq!(find(&Words::of("Safari/604.1 (Ecosia ios)")), None);
    }

    #[test]
    fn browsers_that_the_parser_knows_are_not_in_the_table() {
        for agent in [
            "",
            "Mozilla/5.0 (Linux; Android 12; Line Focus; wv) a line of focus",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        ] {
            assert_eq!(find(&Words::of(agent)), None, "{agent}");
        }
    }
}
