//! Tests of numbered domains, portals, folders, ports and texts that are not hosts.

use super::*;

#[test]
fn numbered_domains_and_portals_are_senders_only_as_far_as_they_are_known() {
    let mut referrers = Referrers::default();
    let asked = Some("www.example.org");
    for (referrer, medium, name) in [
        (
            "https://x.cmail19.com/t/a",
            Medium::Email,
            Some("Campaign Monitor"),
        ),
        ("https://ctrk.klclick3.com/", Medium::Email, Some("Klaviyo")),
        ("https://ctrk.klclick.com/", Medium::Email, Some("Klaviyo")),
        (
            "https://a.r.a.d.sendibm1.com/",
            Medium::Email,
            Some("Brevo"),
        ),
        (
            "https://deref-web-02.de/mail/",
            Medium::Email,
            Some("WEB.DE"),
        ),
        (
            "https://us1.campaign-archive7.com/",
            Medium::Email,
            Some("Mailchimp"),
        ),
        ("https://cmail.com/", Medium::Other, None),
        ("https://mycmail19.com/", Medium::Other, None),
        ("https://cmail19.com.example/", Medium::Other, None),
        ("https://cmail19x.com/", Medium::Other, None),
        ("https://mail.ru/", Medium::Email, Some("Mail.ru")),
        ("https://e.mail.ru/inbox", Medium::Email, Some("Mail.ru")),
        ("https://touch.mail.ru/", Medium::Email, Some("Mail.ru")),
        ("https://news.mail.ru/", Medium::Other, None),
        ("https://tv.mail.ru/", Medium::Other, None),
        ("https://maps.mail.ru/", Medium::Other, None),
        ("https://cloud.mail.ru/", Medium::Other, None),
        ("https://m.naver.com/", Medium::Search, Some("Naver")),
        (
            "https://m.blog.naver.com/a/1",
            Medium::Social,
            Some("Naver Blog"),
        ),
        ("https://news.naver.com/", Medium::Other, None),
        ("https://search.gmx.at/", Medium::Search, Some("GMX")),
        ("https://www.gmx.at/", Medium::Email, Some("GMX")),
        (
            "https://groups.google.com/g/a",
            Medium::Social,
            Some("Google Groups"),
        ),
        (
            "https://www.google.com/ai",
            Medium::AiAssistant,
            Some("Google AI Mode"),
        ),
        ("https://www.google.com/aid", Medium::Search, Some("Google")),
        (
            "https://github.com/copilot",
            Medium::AiAssistant,
            Some("GitHub Copilot"),
        ),
        (
            "https://github.com/copilots/a",
            Medium::Social,
            Some("GitHub"),
        ),
    ] {
        let found = sender(&mut referrers, referrer, asked).map(|(medium, name, _)| (medium, name));
        assert_eq!(found, Some((medium, name)), "{referrer}");
    }
}

#[test]
fn a_program_for_mails_on_any_host_is_found_by_its_folder_or_port() {
    let mut referrers = Referrers::default();
    let email = |name| Some((Medium::Email, name, Some("example.com".to_owned())));
    let other = || Some((Medium::Other, None, Some("example.com".to_owned())));
    for (referrer, expected) in [
        ("https://exchange.example.com/owa/", email(Some("Outlook"))),
        (
            "https://www.example.com/owa/redir.aspx?a=b",
            email(Some("Outlook")),
        ),
        (
            "https://example.com/roundcube/?_task=mail",
            email(Some("Roundcube")),
        ),
        (
            "https://example.com/?_task=mail&_mbox=INBOX",
            email(Some("Roundcube")),
        ),
        (
            "https://example.com/SOGo/so/a/Mail/view",
            email(Some("SOGo")),
        ),
        ("https://server1.example.com:2096/", email(Some("cPanel"))),
        (
            "https://example.com:2096/cpsess12/3rdparty/roundcube/",
            email(Some("cPanel")),
        ),
        ("https://example.com/owa", other()),
        ("https://example.com/owasp/a", other()),
        ("https://example.com/a/owa/", other()),
        ("https://example.com/sogo/", other()),
        ("https://example.com/?a_task=mail", other()),
        ("https://example.com/?_task=mails", other()),
        ("https://example.com:20960/", other()),
        ("https://example.com/2096/", other()),
    ] {
        assert_eq!(
            sender(&mut referrers, referrer, Some("example.net")),
            expected,
            "{referrer}"
        );
        // The host could be that of the site itself.
        assert_eq!(sender(&mut referrers, referrer, None), None, "{referrer}");
        let internal = Some((Medium::Internal, None, None));
        let own = &mut Referrers::new(&["example.com".to_owned()]);
        assert_eq!(sender(own, referrer, None), internal, "{referrer}");
    }
}

#[test]
fn a_text_that_is_not_a_host_is_not_a_sender() {
    let mut referrers = Referrers::default();
    for referrer in [
        "http://%20/",
        "http:// /",
        "http://-/",
        "http://./",
        "http://_/",
        "http://{{host}}/",
        "http://$host/a",
        "http://webmail.exa%20mple.com/",
        "http://www.google.c%6fm/",
        "http://a b.example/",
        "http://[2001:db8::7/",
        "http://[example]/",
        "android-app://a b/",
    ] {
        assert_eq!(
            sender(&mut referrers, referrer, Some("example.org")),
            None,
            "{referrer}"
        );
    }
    for (referrer, domain) in [
        ("http://intranet/", None),
        ("http://my_host.example.com/", Some("example.com")),
        ("http://bücher.example/", Some("bücher.example")),
        ("http://198.51.100.7:8080/", None),
        ("http://[2001:db8::7]:8080/a", None),
    ] {
        let expected = Some((Medium::Other, None, domain.map(str::to_owned)));
        assert_eq!(
            sender(&mut referrers, referrer, Some("example.org")),
            expected,
            "{referrer}"
        );
    }
}

#[test]
fn the_own_host_is_found_by_address_and_with_a_dot_at_its_end() {
    let mut referrers = Referrers::new(&["2001:db8::8".to_owned()]);
    for (referrer, asked) in [
        ("https://[2001:db8::7]/a", "2001:db8::7"),
        ("https://[2001:DB8::7]:8443/a", "2001:db8::7"),
        ("https://user@[2001:db8::7]:8443/a", "2001:db8::7"),
        ("https://[2001:db8::8]:8443/a", "example.org"),
        ("https://shop.example.net/a", "shop.example.net."),
        ("https://shop.example.net./a", "www.shop.example.net"),
    ] {
        let expected = Some((Medium::Internal, None, None));
        assert_eq!(
            sender(&mut referrers, referrer, Some(asked)),
            expected,
            "{referrer}"
        );
    }
}
