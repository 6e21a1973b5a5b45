//! Tests that the compact form leaves out only what is restored from it.

#[path = "../../../tests/support/restore.rs"]
mod restore;

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use proptest::option::of;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::document::tests::{TIME, text};
use crate::document::{Context, write_event};
use crate::event::{Bot, BotCategory, Detail, Memo, Origin, Position, Tags, Waf};

fn event() -> AccessEvent<'static> {
    AccessEvent::at(TIME)
}

fn written(event: &AccessEvent<'_>, form: Form) -> String {
    written_of(event, form, text("eu-west-1"))
}

fn written_of(event: &AccessEvent<'_>, form: Form, region: Option<Cow<'_, str>>) -> String {
    let origin = Origin {
        region,
        ..Origin::default()
    };
    let position = Position::start_of("r");
    let context = Context {
        position,
        origin: &origin,
    };
    let mut out = Vec::new();
    write_event(&mut out, event, form, None, Tags::default(), &context);
    String::from_utf8(out).unwrap()
}

fn restored(document: &str) -> Value {
    let mut document = serde_json::from_str(document).unwrap();
    restore::restore(&mut document);
    document
}

#[test]
fn fields_that_follow_from_the_rest_are_left_out() {
    let mut event = event();
    event.source.address = text("8.8.8.8");
    event.source.ip = Some("8.8.8.8".parse().unwrap());
    event.http.status = Some(200);
    event.url.original = text("/a?b");
    event.url.path = text("/a");
    event.url.query = text("b");
    event.agent = Some(Arc::new(Memo::new(Agent {
        original: "x".into(),
        name: text("Chrome"),
        os_name: text("iOS"),
        os_version: Some("18.5".into()),
        os_full: Some("iOS 18.5".into()),
        ..Agent::default()
    })));
    event.tls.version = text("1.3");
    event.tls.version_protocol = Some("tls");
    let full = written(&event, Form::Full);
    let compact = written(&event, Form::Compact);
    let expected = concat!(
        r#"{"@timestamp":"2015-05-17T10:05:03Z","event":{"id":"r:0"},"source":{"ip":"8.8.8.8"},"#,
        r#""http":{"response":{"status_code":200}},"url":{"path":"/a","query":"b"},"#,
        r#""user_agent":{"original":"x","name":"Chrome","os":{"name":"iOS","version":"18.5"}},"#,
        r#""tls":{"version":"1.3"},"cloud":{"region":"eu-west-1"}}"#,
    );
    assert_eq!(compact, expected);
    assert_eq!(restored(&compact), restored(&full));
}

#[test]
fn a_target_that_does_not_follow_from_its_parts_is_kept() {
    // The ways in which `clean` splits targets: the whole, the path, the query, and whether the
    // whole is left out.
    let cases = [
        ("/a", "/a", "", true),
        ("/a?b=c", "/a", "b=c", true),
        ("/a?b?c", "/a", "b?c", true),
        ("/é", "/é", "", true),
        ("*", "*", "", true),
        ("/a?", "/a", "", false),
        ("/a#b", "/a", "", false),
        ("/a?b#c", "/a", "b", false),
        ("/caf%C3%A9", "/café", "", false),
        ("/%61?b", "/a", "b", false),
        ("http://example.com/a?b", "/a", "b", false),
        ("example.com:443", "", "", false),
    ];
    for (original, path, query, left_out) in cases {
        let url = Url {
            original: text(original),
            path: text(path),
            query: text(query),
            ..Url::default()
        };
        assert_eq!(is_path_and_query(&url), left_out, "{original}");
    }
}

#[test]
fn an_address_that_is_not_the_text_of_the_ip_is_kept() {
    let cases = [
        ("2001:db8::7", "2001:db8::7", false),
        ("2001:DB8::7", "2001:db8::7", true),
        ("2001:db8:0:0:0:0:0:7", "2001:db8::7", true),
        ("::ffff:192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1:80", "192.0.2.1", true),
    ];
    for (address, ip, stays) in cases {
        let mut event = event();
        event.source.address = text(address);
        event.source.ip = Some(ip.parse().unwrap());
        let compact = written(&event, Form::Compact);
        assert_eq!(compact.contains(r#""address":"#), stays, "{address}");
    }
}

#[test]
fn a_block_of_a_firewall_is_a_failure_if_there_is_no_status() {
    let mut event = event();
    event.detail = Some(Box::new(Detail {
        waf: Waf {
            action: text("BLOCK"),
            ..Waf::default()
        },
        ..Detail::default()
    }));
    let outcome = |document: &str| restored(document)["event"]["outcome"].clone();
    for (status, expected) in [
        (None, "failure"),
        (Some(200), "success"),
        (Some(403), "failure"),
    ] {
        event.http.status = status;
        for form in [Form::Full, Form::Compact] {
            assert_eq!(
                outcome(&written(&event, form)),
                expected,
                "{status:?} {form:?}"
            );
        }
    }
}

#[test]
fn an_event_to_which_restoring_would_add_a_field_is_written_in_full() {
    let mut event = event();
    event.source.ip = Some("192.0.2.1".parse().unwrap());
    assert_eq!(written(&event, Form::Compact), written(&event, Form::Full));
}

/// Short texts of few letters, so that a text often consists of two other texts. An empty text
/// counts as absent.
fn any_text() -> impl Strategy<Value = Option<String>> {
    of("[/?a \"é]{0,3}")
}

prop_compose! {
    fn any_agent()(
        (name, os_name, os_version, os_full) in (any_text(), any_text(), any_text(), any_text()),
        bot in any_text(),
        (is_bot, is_whole) in any::<(bool, bool)>(),
    ) -> Agent {
        let whole = os_name.iter().chain(&os_version).cloned().collect::<Vec<_>>().join(" ");
        Agent {
            original: "x".into(),
            name: if is_bot { bot.clone() } else { name }.map(Cow::Owned),
            os_full: if is_whole { Some(whole) } else { os_full }.map(Box::from),
            os_name: os_name.map(Cow::Owned),
            os_version: os_version.map(Box::from),
            bot: bot.map(|name| Bot {
                name: Cow::Owned(name),
                category: BotCategory::Other,
                operator: None,
            }),
            ..Agent::default()
        }
    }
}

prop_compose! {
    fn any_event()(
        (path, query, original) in (any_text(), any_text(), any_text()),
        (address, ip) in (any_text(), of(any::<IpAddr>())),
        (is_target, is_ip) in any::<(bool, bool)>(),
        status in of(0_u16..600),
        agent in of(any_agent()),
        (version, protocol) in (any_text(), of(prop_oneof![Just("tls"), Just("ssl")])),
        action in of(prop_oneof![Just("ALLOW"), Just("BLOCK")]),
    ) -> AccessEvent<'static> {
        let target = path.iter().chain(&query).cloned().collect::<Vec<_>>().join("?");
        let mut event = event();
        event.url.original = if is_target { Some(target) } else { original }.map(Cow::Owned);
        event.url.path = path.map(Cow::Owned);
        event.url.query = query.map(Cow::Owned);
        event.source.address = match ip {
            Some(ip) if is_ip => Some(Cow::Owned(ip.to_string())),
            _ => address.map(Cow::Owned),
        };
        event.source.ip = ip;
        event.http.status = status;
        event.agent = agent.map(|agent| Arc::new(Memo::new(agent)));
        event.tls.version = version.map(Cow::Owned);
        event.tls.version_protocol = protocol;
        event.detail = action.map(|action| {
            Box::new(Detail {
                waf: Waf { action: Some(Cow::Borrowed(action)), ..Waf::default() },
                ..Detail::default()
            })
        });
        event
    }
}

proptest! {
    #[test]
    fn any_compact_document_is_restored_to_the_full_one(
        event in any_event(),
        region in any_text(),
    ) {
        let write = |form| written_of(&event, form, region.as_deref().map(Cow::Borrowed));
        let (compact, full) = (write(Form::Compact), write(Form::Full));
        prop_assert!(compact.len() <= full.len());
        prop_assert_eq!(restored(&compact), serde_json::from_str::<Value>(&full).unwrap());
        prop_assert_eq!(write(Form::Full), full);
    }
}
