mod places;

use super::*;
use crate::event::Timestamp;

fn sender(
    referrers: &mut Referrers,
    referrer: &str,
    asked: Option<&str>,
) -> Option<(Medium, Option<&'static str>, Option<String>)> {
    let mut event = AccessEvent::at(Timestamp {
        seconds: 0,
        nanoseconds: 0,
        digits: 0,
    });
    event.http.referrer = Some(referrer.into());
    event.url.domain = asked.map(Into::into);
    let found = referrers.find(&event)?;
    Some((
        found.medium,
        found.name,
        found.registered_domain.as_deref().map(str::to_owned),
    ))
}

#[test]
fn the_table_is_sorted_and_in_small_letters() {
    assert!(ROWS.is_sorted_by(|one, next| one.0 < next.0));
    assert!(LABELS.is_sorted_by(|one, next| one.0 < next.0));
    assert!(ASSISTANTS.is_sorted_by(|one, next| one.0 < next.0));
    assert!(
        ROWS.iter()
            .all(|Row(domain, ..)| !domain.bytes().any(|byte| byte.is_ascii_uppercase()))
    );
    // A number is written as `#`, before the last dot only.
    assert!(
        ROWS.iter()
            .all(|Row(domain, ..)| match domain.split_once('#') {
                Some((before, after)) => !before.contains('.') && after.starts_with('.'),
                None => true,
            })
    );
    for domain in PAGES.iter().map(|page| &page.0).chain(PORTALS) {
        assert!(ROWS.iter().any(|row| row.0 == *domain), "{domain}");
    }
}

#[test]
fn senders_are_found_by_host_and_page() {
    let mut referrers = Referrers::default();
    for (referrer, medium, name) in [
        ("https://www.google.com/", Medium::Search, Some("Google")),
        (
            "https://www.google.co.uk/search?q=a",
            Medium::Search,
            Some("Google"),
        ),
        ("https://WWW.Google.DE:443/", Medium::Search, Some("Google")),
        (
            "https://www.google.com/search?q=a&udm=50",
            Medium::AiAssistant,
            Some("Google AI Mode"),
        ),
        (
            "https://gemini.google.com/app",
            Medium::AiAssistant,
            Some("Gemini"),
        ),
        ("https://mail.google.com/", Medium::Email, Some("Gmail")),
        ("https://images.google.fr/", Medium::Search, Some("Google")),
        ("https://uk.yahoo.com/", Medium::Search, Some("Yahoo")),
        (
            "https://mail.yandex.com/",
            Medium::Email,
            Some("Yandex Mail"),
        ),
        (
            "https://www.bing.com/chat?q=a",
            Medium::AiAssistant,
            Some("Copilot"),
        ),
        ("https://www.bing.com/chatter", Medium::Search, Some("Bing")),
        (
            "https://www.bing.com/search?q=chat",
            Medium::Search,
            Some("Bing"),
        ),
        ("https://chatgpt.com/", Medium::AiAssistant, Some("ChatGPT")),
        (
            "https://l.facebook.com/l.php?u=a",
            Medium::Social,
            Some("Facebook"),
        ),
        (
            "android-app://com.google.android.gm/",
            Medium::Email,
            Some("Gmail"),
        ),
        (
            "android-app://com.openai.chatgpt",
            Medium::AiAssistant,
            Some("ChatGPT"),
        ),
        (
            "https://x.com/i/grok?c=1",
            Medium::AiAssistant,
            Some("Grok"),
        ),
        ("https://user@t.co/a", Medium::Social, Some("X")),
    ] {
        let found = sender(&mut referrers, referrer, None).map(|(medium, name, _)| (medium, name));
        assert_eq!(found, Some((medium, name)), "{referrer}");
    }
}

#[test]
fn unlisted_senders_are_distinguished_from_the_own_site_where_it_is_known() {
    let mut referrers = Referrers::default();
    let other = |domain: &str| Some((Medium::Other, None, Some(domain.to_owned())));
    let internal = Some((Medium::Internal, None, None));
    for (referrer, asked, expected) in [
        ("https://www.example.com/a", None, None),
        (
            "https://www.example.com/a",
            Some("example.com"),
            internal.clone(),
        ),
        (
            "https://example.com./a",
            Some("WWW.example.com"),
            internal.clone(),
        ),
        (
            "https://blog.example.co.uk/a",
            Some("example.com"),
            other("example.co.uk"),
        ),
        (
            "https://notexample.com/a",
            Some("example.com"),
            other("notexample.com"),
        ),
        (
            "https://google.example.com/",
            Some("www.example.org"),
            other("example.com"),
        ),
        (
            "https://mygoogle.de/",
            Some("www.example.org"),
            other("mygoogle.de"),
        ),
        (
            "https://google.example/",
            Some("www.example.org"),
            other("google.example"),
        ),
        (
            "https://docs.google.com/document/d/a",
            Some("www.example.org"),
            other("google.com"),
        ),
        (
            "https://news.yahoo.co.jp/",
            Some("www.example.org"),
            other("yahoo.co.jp"),
        ),
        ("https://docs.google.com/document/d/a", None, None),
        ("-", Some("www.example.org"), None),
        ("/path/only", Some("www.example.org"), None),
        ("https://", Some("www.example.org"), None),
    ] {
        assert_eq!(
            sender(&mut referrers, referrer, asked),
            expected,
            "{referrer} {asked:?}"
        );
    }
    let mut referrers = Referrers::new(&["example.com".to_owned()]);
    assert_eq!(
        sender(&mut referrers, "https://shop.example.com/", None),
        internal
    );
    assert_eq!(
        sender(&mut referrers, "https://shopexample.com/", None),
        other("shopexample.com")
    );
}

#[test]
fn programs_of_mail_and_networks_are_found_by_the_first_label_of_their_host() {
    let mut referrers = Referrers::default();
    for (referrer, medium, name) in [
        (
            "https://webmail.example.com/?_task=mail",
            Medium::Email,
            None,
        ),
        ("https://mail.example.co.uk/", Medium::Email, None),
        ("https://mail2.example.org/", Medium::Email, None),
        (
            "https://roundcube.example.net/",
            Medium::Email,
            Some("Roundcube"),
        ),
        (
            "https://mail.orange.fr/inbox",
            Medium::Email,
            Some("Orange Mail"),
        ),
        ("https://poczta.example.pl/", Medium::Email, None),
        (
            "https://mastodon.example/@a/1",
            Medium::Social,
            Some("Mastodon"),
        ),
        (
            "https://lemmy.example/post/1",
            Medium::Social,
            Some("Lemmy"),
        ),
        ("https://searx.example/", Medium::Search, Some("SearXNG")),
        (
            "android-app://com.fsck.k9/",
            Medium::Email,
            Some("K-9 Mail"),
        ),
        (
            "https://us1.campaign-archive.com/",
            Medium::Email,
            Some("Mailchimp"),
        ),
        (
            "https://duckduckgo.com/duckchat/v1",
            Medium::AiAssistant,
            Some("Duck.ai"),
        ),
        (
            "https://assistant.kagi.com/",
            Medium::AiAssistant,
            Some("Kagi Assistant"),
        ),
        ("https://ya.ru/alisa_davay", Medium::Search, Some("Yandex")),
        (
            "https://ya.ru/alisa?a=b",
            Medium::AiAssistant,
            Some("Alice AI"),
        ),
        (
            "https://huggingface.co/chat/",
            Medium::AiAssistant,
            Some("HuggingChat"),
        ),
        (
            "https://huggingface.co/chatbots",
            Medium::Social,
            Some("Hugging Face"),
        ),
        ("https://search.gmx.net/web", Medium::Search, Some("GMX")),
    ] {
        let found = sender(&mut referrers, referrer, None).map(|(medium, name, _)| (medium, name));
        assert_eq!(found, Some((medium, name)), "{referrer}");
    }
    for referrer in [
        "https://mailing.example.com/",
        "https://webmailer.example.com/",
        "https://my-mail.example.com/",
        "https://www.mail.example.com/",
        "android-app://mail.example.app/",
        "https://lemmyworld.example/",
        "https://mail/",
    ] {
        assert_eq!(sender(&mut referrers, referrer, None), None, "{referrer}");
    }
}

#[test]
fn assistants_are_found_by_the_source_of_a_campaign() {
    for (source, name) in [
        ("chatgpt.com", "ChatGPT"),
        ("ChatGPT.com", "ChatGPT"),
        ("www.perplexity.ai", "Perplexity"),
        ("https://claude.ai/", "Claude"),
        ("OpenAI", "ChatGPT"),
        ("chatgpt", "ChatGPT"),
        ("Perplexity", "Perplexity"),
        ("deepseek", "DeepSeek"),
        ("copilot.com", "Copilot"),
        ("grok.com", "Grok"),
    ] {
        let found = by_source(source).map(|found| (found.medium, found.name));
        assert_eq!(found, Some((Medium::AiAssistant, Some(name))), "{source}");
    }
    for source in [
        "claude",
        "gemini",
        "copilot",
        "mistral",
        "grok",
        "google",
        "google.com",
        "facebook",
        "newsletter",
        "openair",
        "chatgpt-newsletter",
        "claudette.ai",
        "",
    ] {
        assert!(by_source(source).is_none(), "{source}");
    }
}

proptest::proptest! {
    #[test]
    fn no_referrer_panics(referrer in "\\PC{0,60}", tail in "[a-z.:/?#@]{0,30}") {
        let mut referrers = Referrers::new(&["example.com".to_owned()]);
        for referrer in [referrer, format!("https://{tail}")] {
            sender(&mut referrers, &referrer, Some("example.com"));
        }
    }
}
