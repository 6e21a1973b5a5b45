//! A whole event and a whole rejection, compared byte by byte.

use std::borrow::Cow;
use std::sync::Arc;

use super::*;
use crate::event::*;
use crate::rejection::Reason;

pub(super) const TIME: Timestamp = Timestamp {
    seconds: 1_431_857_103,
    nanoseconds: 0,
    digits: 0,
};

#[expect(clippy::unnecessary_wraps, reason = "every field it fills is optional")]
pub(super) fn text(value: &'static str) -> Option<Cow<'static, str>> {
    Some(Cow::Borrowed(value))
}

fn position() -> Position<'static> {
    Position {
        record: "shardId-000000000000:4959",
        subsequence: Some(2),
        line: 7,
        offset: None,
    }
}

fn full_event() -> AccessEvent<'static> {
    let mut event = AccessEvent::at(TIME);
    event.duration_ns = Some(1_500_000);
    event.source = Source {
        address: text("8.8.8.8:4711"),
        ip: Some("8.8.8.8".parse().unwrap()),
        domain: None,
        port: Some(4711),
        geo: Some(Arc::new(Memo::new(Geo {
            country_iso_code: Some("US".into()),
            location: Some((39.76, -98.5)),
            ..Geo::default()
        }))),
        autonomous_system: Some(Arc::new(Memo::new(AutonomousSystem {
            number: Some(15169),
            organization_name: Some("Google \"LLC\"".into()),
        }))),
    };
    event.client_ip = Some("8.8.8.8".parse().unwrap());
    event.forwarded_ip = Some("2001:db8::1".parse().unwrap());
    event.http = Http {
        version: text("1.1"),
        method: text("GET"),
        referrer: text("https://example.com/"),
        request_bytes: Some(100),
        request_id: text("r-1"),
        status: Some(404),
        response_bytes: Some(300),
        body_bytes: Some(200),
    };
    event.url.original = text("/a?b=c");
    event.user_name = text("ada");
    event.user_agent = text("curl/8.0");
    event.agent = Some(Arc::new(Memo::new(Agent {
        original: "curl/8.0".into(),
        name: text("curl"),
        bot: Some(Bot {
            name: Cow::Borrowed("curl"),
            category: BotCategory::Library,
            operator: None,
        }),
        ..Agent::default()
    })));
    event.tls = Tls {
        version: text("1.3"),
        version_protocol: Some("tls"),
        cipher: None,
    };
    event.destination.domain = text("www.example.com");
    event.detail = Some(Box::new(Detail {
        trace_id: text("4bf92f3577b34da6a3ce929d0e0e4736"),
        mime_type: text("text/html"),
        upstream_status: Some(502),
        cache_status: text("MISS"),
        result: text("Error"),
        error_reason: text("OriginDnsError"),
        waf: Waf {
            action: text("ALLOW"),
            rule: text("Default_Action"),
            labels: vec!["a:b".into(), "c:\"d".into()],
        },
    }));
    event.tags.add(Tags::REDACTED);
    event
}

#[test]
fn an_event_is_written_in_the_order_of_the_schema() {
    let origin = Origin {
        file_path: text("/var/log/access.log"),
        host_name: text("web-1"),
        region: text("eu-west-1"),
    };
    let mut out = Vec::new();
    let context = Context {
        position: position(),
        origin: &origin,
    };
    write_event(
        &mut out,
        &full_event(),
        Form::Full,
        Some("raw\tline"),
        Tags::TRUNCATED,
        &context,
    );
    let expected = concat!(
        r#"{"@timestamp":"2015-05-17T10:05:03Z","#,
        r#""event":{"id":"shardId-000000000000:4959:2:7","kind":"event","category":["web"],"type":["access"],"#,
        r#""outcome":"failure","duration":1500000,"original":"raw\tline"},"#,
        r#""source":{"address":"8.8.8.8:4711","ip":"8.8.8.8","port":4711,"#,
        r#""geo":{"country_iso_code":"US","location":{"lat":39.76,"lon":-98.5}},"#,
        r#""as":{"number":15169,"organization":{"name":"Google \"LLC\""}}},"#,
        r#""client":{"ip":"8.8.8.8"},"network":{"forwarded_ip":"2001:db8::1"},"#,
        r#""http":{"request":{"method":"GET","referrer":"https://example.com/","bytes":100,"id":"r-1"},"#,
        r#""response":{"status_code":404,"bytes":300,"mime_type":"text/html","body":{"bytes":200}},"version":"1.1"},"#,
        r#""url":{"original":"/a?b=c"},"user":{"name":"ada"},"#,
        r#""user_agent":{"original":"curl/8.0","name":"curl","bot":{"name":"curl","category":"library"}},"#,
        r#""tls":{"version":"1.3","version_protocol":"tls"},"destination":{"domain":"www.example.com"},"#,
        r#""trace":{"id":"4bf92f3577b34da6a3ce929d0e0e4736"},"#,
        r#""weblog":{"upstream_status":502,"cache_status":"MISS","result":"Error","error_reason":"OriginDnsError","#,
        r#""waf":{"action":"ALLOW","rule":"Default_Action","labels":["a:b","c:\"d"]}},"#,
        r#""tags":["truncated","redacted"],"#,
        r#""cloud":{"provider":"aws","region":"eu-west-1"},"log":{"file":{"path":"/var/log/access.log"}},"#,
        r#""host":{"name":"web-1"}}"#,
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn an_event_without_other_values_has_its_time_and_place() {
    let mut out = Vec::new();
    let context = Context {
        position: position(),
        origin: &Origin::default(),
    };
    write_event(
        &mut out,
        &AccessEvent::at(TIME),
        Form::Full,
        None,
        Tags::default(),
        &context,
    );
    let expected = concat!(
        r#"{"@timestamp":"2015-05-17T10:05:03Z","event":{"id":"shardId-000000000000:4959:2:7","kind":"event","#,
        r#""category":["web"],"type":["access"]}}"#
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn a_rendered_value_is_written_again_unchanged() {
    let event = full_event();
    let context = Context {
        position: position(),
        origin: &Origin::default(),
    };
    let (mut first, mut second) = (Vec::new(), Vec::new());
    write_event(
        &mut first,
        &event,
        Form::Full,
        None,
        Tags::default(),
        &context,
    );
    write_event(
        &mut second,
        &event,
        Form::Full,
        None,
        Tags::default(),
        &context,
    );
    assert_eq!(first, second);
}

#[test]
fn a_rejection_keeps_the_line_the_code_and_the_place() {
    let mut out = Vec::new();
    let rejection = Rejection::at(
        4,
        Reason::Mismatch {
            expected: "`[`".to_owned(),
        },
    );
    let context = Context {
        position: Position {
            subsequence: None,
            ..position()
        },
        origin: &Origin::default(),
    };
    write_rejection(
        &mut out,
        &rejection,
        "not a \"line\"",
        Tags::ESCAPED,
        TIME,
        &context,
    );
    let expected = concat!(
        r#"{"@timestamp":"2015-05-17T10:05:03Z","#,
        r#""event":{"id":"shardId-000000000000:4959:7","kind":"pipeline_error","original":"not a \"line\""},"#,
        r#""error":{"type":"line_mismatch","message":"expected `[` at byte 4"},"tags":["escaped"]}"#
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
