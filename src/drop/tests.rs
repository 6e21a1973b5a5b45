//! Tests of the rules.

use std::borrow::Cow;

use super::*;
use crate::event::*;

fn event() -> AccessEvent<'static> {
    let mut event = AccessEvent::at(Timestamp {
        seconds: 0,
        nanoseconds: 0,
        digits: 0,
    });
    event.http.method = Some(Cow::Borrowed("GET"));
    event.http.status = Some(200);
    event.url.path = Some(Cow::Borrowed("/health/live"));
    event.source.ip = Some("10.1.2.3".parse().unwrap());
    let bot = Bot {
        name: "ELB-HealthChecker".into(),
        category: BotCategory::Monitor,
        operator: Some("AWS"),
    };
    event.agent = Some(std::sync::Arc::new(Memo::new(Agent {
        bot: Some(bot),
        ..Agent::default()
    })));
    event.campaign = Some(Campaign {
        click_id: Some("Meta"),
        ..Campaign::default()
    });
    event.bot_verification = Some(Verification::OutsideRanges);
    event.detail = Some(Box::new(Detail {
        upstream_status: Some(502),
        cache_status: Some(Cow::Borrowed("HIT")),
        waf: Waf {
            labels: vec![Cow::Borrowed("awswaf:a"), Cow::Borrowed("awswaf:b")],
            ..Waf::default()
        },
        ..Detail::default()
    }));
    event
}

#[test]
fn a_rule_drops_when_all_its_conditions_hold() {
    let cases = [
        ("", None),
        ("url.path=/health/live", Some("url.path=/health/live")),
        ("url.path=/health", None),
        ("url.path=/health*", Some("url.path=/health*")),
        ("url.path=*/live", Some("url.path=*/live")),
        ("url.path=/h*th/l*e", Some("url.path=/h*th/l*e")),
        ("url.path=/h*x*e", None),
        ("url.path=/health/live*/health/live", None),
        (
            "url.path=/a; http.response.status_code=2*",
            Some("http.response.status_code=2*"),
        ),
        (
            "source.ip=10.0.0.0/8 & http.request.method=GET",
            Some("source.ip=10.0.0.0/8 & http.request.method=GET"),
        ),
        ("source.ip=10.0.0.0/8 & http.request.method!=GET", None),
        ("source.ip=10.1.2.3", Some("source.ip=10.1.2.3")),
        (
            "user_agent.bot.category=monitor",
            Some("user_agent.bot.category=monitor"),
        ),
        (
            "user_agent.bot.operator != Google",
            Some("user_agent.bot.operator != Google"),
        ),
        (
            "weblog.upstream_status=5*",
            Some("weblog.upstream_status=5*"),
        ),
        ("weblog.cache_status=MISS", None),
        ("weblog.waf.labels=*:b", Some("weblog.waf.labels=*:b")),
        ("weblog.waf.labels!=*:b", None),
        ("weblog.waf.rule=*", None),
        (
            "user_agent.bot.verification=outside*",
            Some("user_agent.bot.verification=outside*"),
        ),
        ("weblog.referrer.medium=*", None),
        (
            "weblog.campaign.click_id=Meta",
            Some("weblog.campaign.click_id=Meta"),
        ),
        ("url.query=*", None),
        ("url.query!=*", Some("url.query!=*")),
    ];
    for (rules, expected) in cases {
        assert_eq!(
            DropRules::parse(rules).unwrap().matching(&event()),
            expected,
            "{rules}"
        );
    }
}

#[test]
fn an_invalid_rule_is_refused() {
    let cases = [
        ("url.path", "has no `=`"),
        ("path=/x", "names a field that rules cannot test"),
        ("url.path=", "has no pattern"),
        (
            "source.ip=10.0.0.0/99",
            "needs an address or a CIDR such as 10.0.0.0/8",
        ),
        (
            "weblog.threat=nonsense",
            "matches none of sql_injection, xss, path_traversal, jndi, command_injection, \
             webshell, secret_file, scanner",
        ),
        (
            "url.path=/x & weblog.referrer.medium != serach",
            "matches none of search, social, email, ai_assistant, internal, other",
        ),
        (
            "user_agent.bot.verification=fake",
            "matches none of published_range, outside_ranges",
        ),
        (
            "http.response.status_code=2xx",
            "matches no status, 100 to 999",
        ),
        ("weblog.upstream_status=0", "matches no status, 100 to 999"),
        (
            "source.geo.country_iso_code=de",
            "matches no code of two capital letters, such as DE",
        ),
        (
            "source.geo.country_iso_code!=DEU",
            "matches no code of two capital letters, such as DE",
        ),
    ];
    for (rules, reason) in cases {
        assert_eq!(
            DropRules::parse(rules).unwrap_err().reason,
            reason,
            "{rules}"
        );
    }
}

#[test]
fn a_pattern_that_matches_no_value_of_its_field_is_refused() {
    for (field, patterns) in [
        (
            "weblog.threat",
            &["SQL_INJECTION", "xss,", "sql", "*-*"][..],
        ),
        ("weblog.referrer.medium", &["Search", "ai-assistant"]),
        (
            "weblog.campaign.click_id",
            &["gclid", "google ads", "Meta*s"],
        ),
        ("user_agent.bot.category", &["search", "AI*", "crawler"]),
        ("user_agent.bot.verification", &["outside", "verified"]),
        ("http.response.status_code", &["ok", "20", "2000*", "4**x"]),
        ("source.geo.country_iso_code", &["D", "Germany", "*x"]),
    ] {
        for pattern in patterns {
            for sign in ["=", "!="] {
                let rule = format!("{field}{sign}{pattern}");
                assert!(DropRules::parse(&rule).is_err(), "{rule}");
            }
        }
    }
    for rule in [
        "weblog.threat=*",
        "weblog.threat=sql*",
        "weblog.threat=*_injection",
        "weblog.referrer.medium=ai*",
        "weblog.campaign.click_id=Google*",
        "user_agent.bot.category=ai_*",
        "user_agent.bot.verification!=*",
        "http.response.status_code=4**",
        "http.response.status_code=*4",
        "source.geo.country_iso_code=D*",
        "source.geo.country_iso_code=XX",
        "weblog.referrer.name=Nobody",
        "user_agent.bot.operator=Nobody",
        "http.request.method=get",
    ] {
        assert!(DropRules::parse(rule).is_ok(), "{rule}");
    }
}

#[test]
fn the_members_are_those_of_the_documentation() {
    let fields = include_str!("../../docs/FIELDS.md");
    for (field, members) in [
        (
            "user_agent.bot.category",
            BotCategory::ALL.map(BotCategory::name).to_vec(),
        ),
        (
            "user_agent.bot.verification",
            Verification::ALL.map(Verification::name).to_vec(),
        ),
        ("weblog.threat", Threat::ALL.map(Threat::name).to_vec()),
        (
            "weblog.referrer.medium",
            Medium::ALL.map(Medium::name).to_vec(),
        ),
    ] {
        let start = format!("| `{field}` |");
        let row = fields
            .lines()
            .find(|line| line.starts_with(&start))
            .unwrap();
        let source = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let listed: Vec<_> = source.split('`').skip(1).step_by(2).collect();
        assert_eq!(listed, members, "{field}");
    }
}
