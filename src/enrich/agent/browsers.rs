//! Browsers and apps that `woothee` does not know, or takes for the browser they are built on.
//!
//! An app that shows a page inside itself adds its name to the agent string of the system's web view:
//! <https://developers.google.com/identity/protocols/oauth2/policies#secure-browsers> calls these embedded. Behind each is a person, so none of
//! them is a bot.

use super::keys::{Filter, Keyed, Table};
use super::tokens::{Words, version_after};

/// A word of the agent string, a key of [`super::keys`], and the browser that uses it.
#[derive(Debug, Clone, Copy)]
struct Row(&'static str, &'static str);

impl Keyed for Row {
    fn key(&self) -> &'static str {
        self.0
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
static TABLE: Table<Row> = Table {
    rows: ROWS,
    filter: {
        let (mut filter, mut at) = (Filter::EMPTY, 0);
        while at < ROWS.len() {
            filter = filter.with(ROWS[at].0);
            at += 1;
        }
        filter
    },
};

/// The browser or app that an agent string names beside the one it is built on, and its version.
///
/// Of several the first counts; its version is the first that any of its words has (`[FBAN/FBIOS;FBAV/450.0.0.38.108;...]`).
pub(super) fn find<'a>(words: &Words<'a>) -> Option<(&'static str, Option<&'a str>)> {
    let agent = words.agent;
    let mut named = words.products().filter_map(|product| {
        let (Row(key, name), end) = TABLE.row_of(words, product)?;
        is_product(agent, key, end).then_some((*name, version_after(agent, end)))
    });
    let (name, version) = named.next()?;
    let version = version.or_else(|| named.find(|(other, _)| is_same_app(name, other))?.1);
    Some((name, version))
}

/// `Line` and `Focus` are everyday words as well: one word alone has to be written as a product is.
fn is_product(agent: &str, key: &str, end: usize) -> bool {
    let follows = agent.get(end..).unwrap_or_default();
    key.contains([' ', '/', '*'])
        || follows.starts_with(['/', '(', ']'])
        || version_after(agent, end).is_some()
}

/// Messenger writes its version under Facebook's key.
fn is_same_app(known: &str, name: &str) -> bool {
    known == name || (known == "Messenger" && name == "Facebook")
}

const ROWS: &[Row] = &[
    Row("alipayclient", "Alipay"),
    Row("aloha", "Aloha"),
    Row("alohabrowser", "Aloha"),
    Row("aweme*", "Douyin"),
    Row("baiduboxapp", "Baidu App"),
    Row("barcelona", "Threads"),
    Row("bidubrowser", "Baidu Browser"),
    Row("bytedancewebview", "TikTok"),
    Row("chromium", "Chromium"),
    Row("coc_coc_browser", "Cốc Cốc"),
    Row("dalvik", "Dalvik"),
    Row("ddg", "DuckDuckGo"),
    Row("dillo", "Dillo"),
    Row("dingtalk", "DingTalk"),
    Row("discord", "Discord"),
    Row("duckduckgo", "DuckDuckGo"),
    Row("ecosia", "Ecosia"),
    Row("electron", "Electron"),
    Row("elinks", "ELinks"),
    Row("epiphany", "GNOME Web"),
    Row("falkon", "Falkon"),
    Row("fb_iab", "Facebook"),
    Row("fb_iab/messenger", "Messenger"),
    Row("fb_iab/orca-android", "Messenger"),
    Row("fban", "Facebook"),
    Row("fban/messengerforios", "Messenger"),
    Row("fbav", "Facebook"),
    Row("firefox focus", "Firefox Focus"),
    Row("focus", "Firefox Focus"),
    Row("gsa", "Google App"),
    Row("heytapbrowser", "HeyTap Browser"),
    Row("huaweibrowser", "Huawei Browser"),
    Row("iceweasel", "Iceweasel"),
    Row("instagram", "Instagram"),
    Row("kakaotalk", "KakaoTalk"),
    Row("klar", "Firefox Klar"),
    Row("konqueror", "Konqueror"),
    Row("lbbrowser", "Liebao"),
    Row("line", "LINE"),
    Row("linkedinapp", "LinkedIn"),
    Row("lynx", "Lynx"),
    Row("maxthon", "Maxthon"),
    Row("metasr", "Sogou Browser"),
    Row("micromessenger", "WeChat"),
    Row("microsoft office", "Microsoft Office"),
    Row("microsoft outlook", "Outlook"),
    Row("miuibrowser", "MIUI Browser"),
    Row("mqqbrowser", "QQ Browser"),
    Row("musical_ly*", "TikTok"),
    Row("naver", "NAVER"),
    Row("netsurf", "NetSurf"),
    Row("newsarticle", "Toutiao"),
    Row("oculusbrowser", "Meta Quest Browser"),
    Row("opera mini", "Opera Mini"),
    Row("opera mobi", "Opera Mobile"),
    Row("opios", "Opera Mini"),
    Row("opt", "Opera Touch"),
    Row("opx", "Opera GX"),
    Row("palemoon", "Pale Moon"),
    Row("pinterest", "Pinterest"),
    Row("puffin", "Puffin"),
    Row("qq", "QQ"),
    Row("qqbrowser", "QQ Browser"),
    Row("qutebrowser", "qutebrowser"),
    Row("reddit", "Reddit"),
    Row("seamonkey", "SeaMonkey"),
    Row("silk", "Amazon Silk"),
    Row("slack_ssb", "Slack"),
    Row("snapchat", "Snapchat"),
    Row("teams", "Microsoft Teams"),
    Row("telegram-android", "Telegram"),
    Row("thunderbird", "Thunderbird"),
    Row("trill*", "TikTok"),
    Row("twitter for", "X"),
    Row("twitterandroid", "X"),
    Row("ucbrowser", "UC Browser"),
    Row("vivobrowser", "vivo Browser"),
    Row("w3m", "w3m"),
    Row("waterfox", "Waterfox"),
    Row("weibo", "Weibo"),
    Row("whale", "Whale"),
    Row("wxwork", "WeCom"),
    Row("xiaomi/miuibrowser", "MIUI Browser"),
    Row("yandexsearch", "Yandex App"),
    Row("zalo", "Zalo"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        super::super::keys::assert_sound(ROWS);
    }

    #[test]
    fn every_row_is_reached_by_its_own_agent() {
        for Row(key, name) in ROWS {
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
    fn browsers_of_the_parser_are_left_to_it() {
        for agent in [
            "",
            "Mozilla/5.0 (Linux; Android 12; Line Focus; wv) a line of focus",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        ] {
            assert_eq!(find(&Words::of(agent)), None, "{agent}");
        }
    }
}
