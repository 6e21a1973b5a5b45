//! Tests that `docs/FIELDS.md` names exactly the fields that are written, with the types of the
//! index template.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::tests::{TIME, text};
use super::*;
use crate::event::*;
use crate::rejection::Reason;

/// Fields that only OpenSearch's ingest pipeline writes.
const OF_THE_INGEST_PIPELINE: [&str; 2] = ["ecs.version", "event.ingested"];

/// A row of the page: type, example, bytes.
type Row<'a> = (&'a str, Value, usize);

fn page() -> BTreeMap<&'static str, Row<'static>> {
    let page = include_str!("../../docs/FIELDS.md");
    let rows = page.lines().filter_map(|row| row.strip_prefix("| `"));
    rows.map(|row| {
        let cells: Vec<_> = row.split(" | ").collect();
        let [field, kind, example, bytes, _from] = cells[..] else {
            panic!("not five cells: {row}")
        };
        let example = serde_json::from_str(example.trim_matches('`')).unwrap();
        let bytes = bytes.parse().unwrap();
        (field.trim_end_matches('`'), (kind, example, bytes))
    })
    .collect()
}

/// Collects an object's leaves by their paths. A point and a list are one leaf each.
fn leaves(value: &Value, path: &str, found: &mut BTreeMap<String, Value>) {
    match value.as_object().filter(|_| !path.ends_with(".location")) {
        Some(members) => {
            for (key, value) in members {
                let path = match path {
                    "" => key.clone(),
                    _ => format!("{path}.{key}"),
                };
                leaves(value, &path, found);
            }
        }
        None => {
            found.insert(path.to_owned(), value.clone());
        }
    }
}

/// An event with every field. It does not use `..`, so that a new field must be added here.
fn whole_event() -> AccessEvent<'static> {
    let ip = || Some("203.0.113.7".parse().unwrap());
    AccessEvent {
        timestamp: TIME,
        duration_ns: Some(1),
        source: Source {
            address: text("203.0.113.7"),
            ip: ip(),
            domain: text("host.example.net"),
            port: Some(1),
            geo: Some(Arc::new(Memo::new(Geo {
                continent_name: text("Europe"),
                country_iso_code: text("DE"),
                country_name: text("Germany"),
                region_iso_code: Some("DE-BE".into()),
                region_name: Some("Land Berlin".into()),
                city_name: Some("Berlin".into()),
                postal_code: Some("10178".into()),
                timezone: Some("Europe/Berlin".into()),
                location: Some((52.5, 13.4)),
            }))),
            autonomous_system: Some(Arc::new(Memo::new(AutonomousSystem {
                number: Some(64_496),
                organization_name: Some("Example Networks".into()),
            }))),
        },
        client_ip: ip(),
        forwarded_ip: ip(),
        http: Http {
            version: text("1.1"),
            method: text("GET"),
            referrer: text("https://example.com/"),
            request_bytes: Some(1),
            request_id: text("r-1"),
            status: Some(200),
            response_bytes: Some(1),
            body_bytes: Some(1),
        },
        url: Url {
            original: text("/a.html?b"),
            path: text("/a.html"),
            query: text("b"),
            extension: text("html"),
            domain: text("www.example.com"),
            scheme: text("https"),
            port: Some(443),
        },
        user_name: text("ada"),
        user_agent: text("agent"),
        agent: Some(Arc::new(Memo::new(Agent {
            original: "agent".into(),
            name: text("Firefox"),
            version: Some("140.0".into()),
            device_name: text("iPhone"),
            device_type: Some("mobile"),
            os_name: text("iOS"),
            os_version: Some("18.5".into()),
            os_full: Some("iOS 18.5".into()),
            bot: Some(Bot {
                name: "GPTBot".into(),
                category: BotCategory::AiTraining,
                operator: Some("OpenAI"),
            }),
            threats: Threats::default(),
        }))),
        bot_verification: Some(Verification::PublishedRange),
        tls: Tls {
            version: text("1.3"),
            version_protocol: Some("tls"),
            cipher: text("TLS_AES_128_GCM_SHA256"),
        },
        destination: Destination {
            domain: text("www.example.com"),
            ip: ip(),
            port: Some(8080),
        },
        detail: Some(Box::new(Detail {
            trace_id: text("t"),
            mime_type: text("text/html"),
            upstream_status: Some(502),
            cache_status: text("MISS"),
            result: text("Error"),
            error_reason: text("OriginDnsError"),
            waf: Waf {
                action: text("BLOCK"),
                rule: text("Default_Action"),
                labels: vec!["a".into()],
            },
        })),
        referral: Some(Arc::new(Referral {
            medium: Medium::Search,
            name: Some("Google"),
            registered_domain: Some("google.com".into()),
        })),
        campaign: Some(whole_campaign()),
        visitor_id: Some(VisitorId([0; 8])),
        threats: whole_threats(),
        hidden: None,
        tags: Tags::REDACTED,
    }
}

fn whole_threats() -> Threats {
    let mut threats = Threats::default();
    threats.add(Threat::Xss);
    threats
}

fn whole_campaign() -> Campaign<'static> {
    Campaign {
        source: Some("news".into()),
        medium: Some("email".into()),
        name: Some("Spring Sale".into()),
        term: Some("shoes".into()),
        content: Some("top".into()),
        click_id: Some("Google Ads"),
    }
}

/// Every field that an event's or a rejection's document can have.
fn written() -> BTreeMap<String, Value> {
    let origin = Origin {
        file_path: text("/var/log/access.log"),
        host_name: text("web-1"),
        region: text("eu-west-1"),
    };
    let context = Context {
        position: Position::start_of("r"),
        origin: &origin,
    };
    let mut fields = BTreeMap::new();
    let (mut event, mut rejected) = (Vec::new(), Vec::new());
    let rejection = Rejection::whole(Reason::Unrecognised);
    let tags = Tags::TRUNCATED;
    write_event(
        &mut event,
        &whole_event(),
        Form::Full,
        Some("line"),
        tags,
        &context,
    );
    write_rejection(&mut rejected, &rejection, "line", tags, TIME, &context);
    for document in [event, rejected] {
        leaves(&serde_json::from_slice(&document).unwrap(), "", &mut fields);
    }
    fields
}

#[test]
fn the_page_of_fields_names_every_field_that_is_written_and_no_other() {
    let page = page();
    let named: Vec<_> = page
        .keys()
        .filter(|field| !OF_THE_INGEST_PIPELINE.contains(field))
        .collect();
    let written = written();
    assert_eq!(named, written.keys().collect::<Vec<_>>());
    for (field, value) in &written {
        let (_, example, _) = &page[&**field];
        let kind = std::mem::discriminant::<Value>;
        assert_eq!(kind(value), kind(example), "{field}: {example}");
    }
}

#[test]
fn the_page_of_fields_has_the_types_of_the_index_template() {
    let template = include_str!("../../opensearch/index-template.json");
    let template: Value = serde_json::from_str(template).unwrap();
    let mut types = BTreeMap::new();
    let mut rest = vec![(
        String::new(),
        template["template"]["mappings"]["properties"].clone(),
    )];
    while let Some((path, properties)) = rest.pop() {
        for (key, property) in properties.as_object().unwrap() {
            let path = format!("{path}{key}");
            match property.get("type").and_then(Value::as_str) {
                Some(kind) => drop(types.insert(path, kind.to_owned())),
                None => rest.push((path + ".", property["properties"].clone())),
            }
        }
    }
    let page = page();
    let named = page.iter().map(|(field, (kind, ..))| (*field, *kind));
    let types = types.iter().map(|(field, kind)| (&**field, &**kind));
    assert_eq!(named.collect::<Vec<_>>(), types.collect::<Vec<_>>());
}

#[test]
fn the_page_of_fields_counts_the_bytes_of_its_examples() {
    for (field, (_, example, bytes)) in page() {
        let key = field.rsplit('.').next().unwrap();
        let written = format!("\"{key}\":{example},");
        assert_eq!(written.len(), bytes, "{field}: {written}");
    }
}
