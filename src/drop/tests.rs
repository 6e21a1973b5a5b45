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
    ];
    for (rules, reason) in cases {
        assert_eq!(
            DropRules::parse(rules).unwrap_err().reason,
            reason,
            "{rules}"
        );
    }
}
