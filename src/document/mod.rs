//! Documents: events and rejections as JSON in a single line, with the names of the Elastic Common
//! Schema. One serialiser writes them all.
//!
//! <https://www.elastic.co/guide/en/ecs/8.11/ecs-field-reference.html>. The order of the fields is
//! fixed. Every document begins `{"@timestamp":"...","event":{"id":"...`, so that a person
//! recognises a document. Deviations: OpenSearch's ingest pipeline sets `ecs.version` and
//! `event.ingested`, and `user_agent.bot.*` and `weblog.*` are our extensions. In the compact
//! [`Form`], an event's document leaves out what that pipeline can restore.

mod detail;
mod escape;
#[cfg(test)]
mod fields;
mod fit;
mod form;
mod json;
mod number;
#[cfg(test)]
mod tests;
mod time;

pub use fit::{RECORD_LIMIT_BYTES, fit};
pub use form::Form;
pub(crate) use time::LastSecond;

use std::net::IpAddr;

use escape::{is_unescaped, write_escaped, write_string};
use json::{Object, key};
use number::{write_decimal, write_ipv4, write_number};

use crate::event::{
    AccessEvent, Agent, AutonomousSystem, Geo, Origin, Position, Source, Tags, Timestamp,
    Verification,
};
use crate::rejection::Rejection;

/// What a document says about where its line comes from.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The source of `event.id`.
    pub position: Position<'a>,
    /// The origin of the line, as far as its envelope has it.
    pub origin: &'a Origin<'a>,
}

/// Appends an event's document, without a newline.
///
/// `original` is the line as `event.original` shows it. `tags` are added to the event's own tags.
/// They describe how `original` represents the line.
pub fn write_event(
    out: &mut Vec<u8>,
    event: &AccessEvent<'_>,
    form: Form,
    original: Option<&str>,
    tags: Tags,
    context: &Context<'_>,
) {
    let last_second = &mut LastSecond::default();
    write_event_after(last_second, out, event, form, original, tags, context);
}

/// Like [`write_event`], but uses and sets the last second that was written.
pub(crate) fn write_event_after(
    last_second: &mut LastSecond,
    out: &mut Vec<u8>,
    event: &AccessEvent<'_>,
    form: Form,
    original: Option<&str>,
    tags: Tags,
    context: &Context<'_>,
) {
    let form = form.suited_to(event);
    let mut document = Object::open(out);
    document.raw(key!("@timestamp"), |out| {
        time::write(out, event.timestamp, last_second);
    });
    let id = |out: &mut Vec<u8>| write_id(out, &context.position);
    document.object_with(key!("event", "id"), id, |o| {
        if form.is_full() {
            o.constant(r#","kind":"event","category":["web"],"type":["access"]"#);
        }
        if let Some(outcome) = outcome(event, form) {
            o.constant(outcome);
        }
        o.number(key!("duration"), event.duration_ns);
        o.text(key!("original"), original);
    });
    document.object(key!("source"), |o| {
        write_address_and_ip(o, &event.source, form);
        o.text(key!("domain"), event.source.domain.as_deref());
        o.number(key!("port"), event.source.port);
        if let Some(geo) = &event.source.geo {
            o.raw(key!("geo"), |out| geo.append(out, write_geo));
        }
        if let Some(network) = &event.source.autonomous_system {
            o.raw(key!("as"), |out| {
                network.append(out, write_autonomous_system);
            });
        }
    });
    document.object_of(key!("client"), &event.client_ip, |o, ip| {
        write_ip(o, key!("ip"), *ip);
    });
    document.object_of(key!("network"), &event.forwarded_ip, |o, ip| {
        write_ip(o, key!("forwarded_ip"), *ip);
    });
    document.object(key!("http"), |o| write_http(o, event));
    document.object(key!("url"), |o| write_url(o, event, form));
    document.object_of(key!("user"), &event.user_name, |o, name| {
        o.text(key!("name"), name.as_deref());
    });
    match (&event.agent, &event.user_agent) {
        (Some(agent), _) => document.raw(key!("user_agent"), |out| {
            match form {
                Form::Full => agent.append(out, |out, agent| write_agent(out, agent, form)),
                Form::Compact => {
                    agent.append_short(out, |out, agent| write_agent(out, agent, form));
                }
            }
            if let Some(verification) = event.bot_verification {
                write_verification(out, verification);
            }
        }),
        (None, original) => {
            document.object(key!("user_agent"), |o| {
                o.text(key!("original"), original.as_deref());
            });
        }
    }
    document.object_of(key!("tls"), &event.tls, |o, tls| {
        o.text(key!("version"), tls.version.as_deref());
        let protocol = tls.version_protocol;
        o.text(
            key!("version_protocol"),
            protocol.filter(|_| form.is_full() || !form::is_tls(tls)),
        );
        o.text(key!("cipher"), tls.cipher.as_deref());
    });
    document.object_of(key!("destination"), &event.destination, |o, destination| {
        o.text(key!("domain"), destination.domain.as_deref());
        write_ip(o, key!("ip"), destination.ip);
        o.number(key!("port"), destination.port);
    });
    if event.detail.is_some()
        || event.referral.is_some()
        || event.campaign.is_some()
        || event.visitor_id.is_some()
        || !event.threats.is_empty()
    {
        detail::write(&mut document, event);
    }
    write_tags(&mut document, event.tags.with(tags));
    write_origin(&mut document, context.origin, form);
    document.close();
}

/// Appends a rejection's document, without a newline: the original line, a stable code, and the
/// place.
///
/// `@timestamp` is the arrival of the record, since a line that cannot be read has no time of its
/// own.
pub(crate) fn write_rejection(
    out: &mut Vec<u8>,
    rejection: &Rejection,
    original: &str,
    tags: Tags,
    arrival: Timestamp,
    context: &Context<'_>,
) {
    let mut document = Object::open(out);
    document.raw(key!("@timestamp"), |out| {
        time::write(out, arrival, &mut LastSecond::default());
    });
    document.object(key!("event"), |o| {
        o.raw(key!("id"), |out| write_id(out, &context.position));
        o.text(key!("kind"), Some("pipeline_error"));
        o.text(key!("original"), Some(original));
    });
    document.object(key!("error"), |o| {
        o.text(key!("type"), Some(rejection.code()));
        o.text(key!("message"), Some(&rejection.to_string()));
    });
    write_tags(&mut document, tags);
    write_origin(&mut document, context.origin, Form::Full);
    document.close();
}

/// The field for the outcome of a request, derived from its status. If no status is logged, a
/// firewall's block decides. The compact form omits an outcome that depends on the status, because
/// the ingest pipeline restores it.
fn outcome(event: &AccessEvent<'_>, form: Form) -> Option<&'static str> {
    const SUCCESS: &str = r#","outcome":"success""#;
    const FAILURE: &str = r#","outcome":"failure""#;
    match (event.http.status, event.detail.as_deref()) {
        (Some(_), _) if !form.is_full() => None,
        (Some(status), _) if status < 400 => Some(SUCCESS),
        (Some(_), _) => Some(FAILURE),
        (None, Some(detail)) if detail.is_blocked() => Some(FAILURE),
        (None, _) => None,
    }
}

fn write_http(http: &mut Object<'_>, event: &AccessEvent<'_>) {
    http.object(key!("request"), |o| {
        o.text(key!("method"), event.http.method.as_deref());
        o.text(key!("referrer"), event.http.referrer.as_deref());
        o.number(key!("bytes"), event.http.request_bytes);
        o.text(key!("id"), event.http.request_id.as_deref());
    });
    http.object(key!("response"), |o| {
        o.number(key!("status_code"), event.http.status);
        o.number(key!("bytes"), event.http.response_bytes);
        if let Some(detail) = event.detail.as_deref() {
            o.text(key!("mime_type"), detail.mime_type.as_deref());
        }
        if let Some(bytes) = event.http.body_bytes {
            o.object_with(
                key!("body", "bytes"),
                |out| write_number(out, bytes),
                |_| {},
            );
        }
    });
    http.text(key!("version"), event.http.version.as_deref());
}

/// Writes the address and the IP. The compact form writes the IP first, and omits an address that
/// is the same text.
fn write_address_and_ip(o: &mut Object<'_>, source: &Source<'_>, form: Form) {
    let address = source.address.as_deref();
    if form.is_full() {
        o.text(key!("address"), address);
        return write_ip(o, key!("ip"), source.ip);
    }
    let mut is_ip = false;
    if let Some(ip) = source.ip {
        o.raw(key!("ip"), |out| {
            let start = out.len() + 1;
            write_ip_text(out, ip);
            is_ip = out.get(start..out.len() - 1) == address.map(str::as_bytes);
        });
    }
    o.text(key!("address"), address.filter(|_| !is_ip));
}

fn write_url(url: &mut Object<'_>, event: &AccessEvent<'_>, form: Form) {
    let original = event.url.original.as_deref();
    // The path, the query and the extension are usually parts of the original.
    let plain = original.filter(|original| is_unescaped(original));
    url.part(
        key!("original"),
        original.filter(|_| form.is_full() || !form::is_path_and_query(&event.url)),
        plain,
    );
    url.part(key!("path"), event.url.path.as_deref(), plain);
    url.part(key!("query"), event.url.query.as_deref(), plain);
    url.part(key!("extension"), event.url.extension.as_deref(), plain);
    url.text(key!("domain"), event.url.domain.as_deref());
    url.text(key!("scheme"), event.url.scheme.as_deref());
    url.number(key!("port"), event.url.port);
}

fn write_tags(document: &mut Object<'_>, tags: Tags) {
    if tags != Tags::default() {
        document.names(key!("tags"), tags.names());
    }
}

fn write_origin(document: &mut Object<'_>, origin: &Origin<'_>, form: Form) {
    if *origin == Origin::default() {
        return;
    }
    document.object(key!("cloud"), |o| {
        let region = origin.region.as_deref();
        let has_provider = region.is_some_and(|region| form.is_full() || region.is_empty());
        o.text(key!("provider"), has_provider.then_some("aws"));
        o.text(key!("region"), region);
    });
    document.object(key!("log"), |o| {
        o.object(key!("file"), |file| {
            file.text(key!("path"), origin.file_path.as_deref());
        });
    });
    document.object(key!("host"), |o| {
        o.text(key!("name"), origin.host_name.as_deref());
    });
}

/// `record[:subsequence]:line`, or `object[:subsequence]:offset[.line]`, with its quotes.
fn write_id(out: &mut Vec<u8>, position: &Position<'_>) {
    out.push(b'"');
    write_escaped(out, position.record);
    if let Some(subsequence) = position.subsequence {
        out.push(b':');
        write_number(out, u64::from(subsequence));
    }
    out.push(b':');
    write_number(out, position.offset.unwrap_or(u64::from(position.line)));
    if position.offset.is_some() && position.line > 0 {
        out.push(b'.');
        write_number(out, u64::from(position.line));
    }
    out.push(b'"');
}

fn write_ip(object: &mut Object<'_>, key: &str, ip: Option<IpAddr>) {
    if let Some(ip) = ip {
        object.raw(key, |out| write_ip_text(out, ip));
    }
}

/// Writes an address with its quotes.
fn write_ip_text(out: &mut Vec<u8>, ip: IpAddr) {
    match ip {
        IpAddr::V4(ip) => write_ipv4(out, ip),
        IpAddr::V6(ip) => write_string(out, &ip.to_string()),
    }
}

fn write_geo(out: &mut Vec<u8>, geo: &Geo) {
    let mut o = Object::open(out);
    o.text(key!("continent_name"), geo.continent_name.as_deref());
    o.text(key!("country_iso_code"), geo.country_iso_code.as_deref());
    o.text(key!("country_name"), geo.country_name.as_deref());
    o.text(key!("region_iso_code"), geo.region_iso_code.as_deref());
    o.text(key!("region_name"), geo.region_name.as_deref());
    o.text(key!("city_name"), geo.city_name.as_deref());
    o.text(key!("postal_code"), geo.postal_code.as_deref());
    o.text(key!("timezone"), geo.timezone.as_deref());
    if let Some((latitude, longitude)) = geo.location {
        let lat = |out: &mut Vec<u8>| write_decimal(out, latitude);
        o.object_with(key!("location", "lat"), lat, |location| {
            location.raw(key!("lon"), |out| write_decimal(out, longitude));
        });
    }
    o.close();
}

fn write_autonomous_system(out: &mut Vec<u8>, network: &AutonomousSystem) {
    let mut o = Object::open(out);
    o.number(key!("number"), network.number);
    o.object(key!("organization"), |organization| {
        organization.text(key!("name"), network.organization_name.as_deref());
    });
    o.close();
}

/// Adds the verification to an agent that was just written. The bot must be the last member of the
/// agent.
fn write_verification(out: &mut Vec<u8>, verification: Verification) {
    if out.ends_with(b"}}") {
        out.truncate(out.len() - 2);
        out.extend_from_slice(br#","verification":""#);
        out.extend_from_slice(verification.name().as_bytes());
        out.extend_from_slice(br#""}}"#);
    }
}

fn write_agent(out: &mut Vec<u8>, agent: &Agent, form: Form) {
    let mut o = Object::open(out);
    o.text(key!("original"), Some(&agent.original));
    let name = agent.name.as_deref();
    o.text(
        key!("name"),
        name.filter(|_| form.is_full() || !form::is_name_of_bot(agent)),
    );
    o.text(key!("version"), agent.version.as_deref());
    o.object(key!("device"), |device| {
        device.text(key!("name"), agent.device_name.as_deref());
        device.text(key!("type"), agent.device_type);
    });
    o.object(key!("os"), |os| {
        os.text(key!("name"), agent.os_name.as_deref());
        os.text(key!("version"), agent.os_version.as_deref());
        let full = agent.os_full.as_deref();
        os.text(
            key!("full"),
            full.filter(|_| form.is_full() || !form::is_name_and_version(agent)),
        );
    });
    if let Some(bot) = &agent.bot {
        o.object(key!("bot"), |o| {
            o.text(key!("name"), Some(&bot.name));
            o.text(key!("category"), Some(bot.category.name()));
            o.text(key!("operator"), bot.operator);
        });
    }
    o.close();
}
