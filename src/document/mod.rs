//! Documents: events and rejections as single-line JSON named by the Elastic Common Schema, through one serialiser.
//!
//! <https://www.elastic.co/guide/en/ecs/8.11/ecs-field-reference.html>. Field order is fixed, and every document begins
//! `{"@timestamp":"...","event":{"id":"...`, by which [`is_document`] knows one that comes round again. Deviations:
//! `ecs.version` and `event.ingested` are set by OpenSearch's ingest pipeline, and `user_agent.bot.*` is our extension.

mod fit;
mod json;
#[cfg(test)]
mod tests;
mod time;

pub use fit::fit;

use std::io::Write as _;
use std::net::IpAddr;

use json::{Object, write_escaped, write_number, write_string};

use crate::event::{AccessEvent, Agent, AutonomousSystem, Geo, Origin, Position, Tags, Timestamp};
use crate::rejection::Rejection;

/// What a document says beside its event: where the line stood.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Makes `event.id`.
    pub position: Position<'a>,
    /// What the envelope tells.
    pub origin: &'a Origin<'a>,
}

/// Appends an event's document, without a newline.
///
/// `original` is the line as `event.original` shows it; `tags` are the marks it earned by that, beside the event's own.
pub fn write_event(
    out: &mut Vec<u8>,
    event: &AccessEvent<'_>,
    original: Option<&str>,
    tags: Tags,
    context: &Context<'_>,
) {
    let mut document = Object::open(out);
    document.raw("@timestamp", |out| time::write(out, event.timestamp));
    document.object("event", |o| {
        o.raw("id", |out| write_id(out, &context.position));
        o.raw("kind", |out| {
            out.extend_from_slice(br#""event","category":["web"],"type":["access"]"#);
        });
        o.text(
            "outcome",
            event
                .http
                .status
                .map(|status| if status < 400 { "success" } else { "failure" }),
        );
        o.number("duration", event.duration_ns);
        o.text("original", original);
    });
    document.object("source", |o| {
        o.text("address", event.source.address.as_deref());
        write_ip(o, "ip", event.source.ip);
        o.text("domain", event.source.domain.as_deref());
        o.number("port", event.source.port);
        if let Some(geo) = &event.source.geo {
            o.raw("geo", |out| out.extend_from_slice(geo.written(render_geo)));
        }
        if let Some(network) = &event.source.autonomous_system {
            o.raw("as", |out| {
                out.extend_from_slice(network.written(render_autonomous_system));
            });
        }
    });
    document.object("client", |o| write_ip(o, "ip", event.client_ip));
    document.object("network", |o| {
        write_ip(o, "forwarded_ip", event.forwarded_ip);
    });
    document.object("http", |o| write_http(o, event));
    document.object("url", |o| write_url(o, event));
    document.object("user", |o| o.text("name", event.user_name.as_deref()));
    match (&event.agent, &event.user_agent) {
        (Some(agent), _) => document.raw("user_agent", |out| {
            out.extend_from_slice(agent.written(render_agent));
        }),
        (None, original) => {
            document.object("user_agent", |o| o.text("original", original.as_deref()));
        }
    }
    document.object("tls", |o| {
        o.text("version", event.tls.version.as_deref());
        o.text("version_protocol", event.tls.version_protocol);
        o.text("cipher", event.tls.cipher.as_deref());
    });
    document.object("destination", |o| {
        o.text("domain", event.destination.domain.as_deref());
        write_ip(o, "ip", event.destination.ip);
        o.number("port", event.destination.port);
    });
    document.names("tags", event.tags.with(tags).names());
    write_origin(&mut document, context.origin);
    document.close();
}

/// Appends a rejection's document, without a newline: the line as it came, a stable code, and the place.
///
/// `@timestamp` is the record's arrival, since a line that cannot be read has no time of its own.
pub fn write_rejection(
    out: &mut Vec<u8>,
    rejection: &Rejection,
    original: &str,
    tags: Tags,
    arrival: Timestamp,
    context: &Context<'_>,
) {
    let mut document = Object::open(out);
    document.raw("@timestamp", |out| time::write(out, arrival));
    document.object("event", |o| {
        o.raw("id", |out| write_id(out, &context.position));
        o.text("kind", Some("pipeline_error"));
        o.text("original", Some(original));
    });
    document.object("error", |o| {
        o.text("type", Some(rejection.code()));
        o.text("message", Some(&rejection.to_string()));
    });
    document.names("tags", tags.names());
    write_origin(&mut document, context.origin);
    document.close();
}

/// Whether these bytes are a document of ours, as when one that was put again comes round.
#[must_use]
pub fn is_document(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(br#"{"@timestamp":""#) else {
        return false;
    };
    // RFC 3339 in UTC ends in `Z"`, at most nine digits of a second away.
    let Some(end) = memchr::memchr(b'"', rest.get(..rest.len().min(40)).unwrap_or_default()) else {
        return false;
    };
    rest.get(end..)
        .is_some_and(|rest| rest.starts_with(br#"","event":{"id":""#))
        && bytes.trim_ascii_end().ends_with(b"}")
}

fn write_http(http: &mut Object<'_>, event: &AccessEvent<'_>) {
    http.object("request", |o| {
        o.text("method", event.http.method.as_deref());
        o.text("referrer", event.http.referrer.as_deref());
        o.number("bytes", event.http.request_bytes);
        o.text("id", event.http.request_id.as_deref());
    });
    http.object("response", |o| {
        o.number("status_code", event.http.status);
        o.number("bytes", event.http.response_bytes);
        o.object("body", |body| body.number("bytes", event.http.body_bytes));
    });
    http.text("version", event.http.version.as_deref());
}

fn write_url(url: &mut Object<'_>, event: &AccessEvent<'_>) {
    url.text("original", event.url.original.as_deref());
    url.text("path", event.url.path.as_deref());
    url.text("query", event.url.query.as_deref());
    url.text("extension", event.url.extension.as_deref());
    url.text("domain", event.url.domain.as_deref());
    url.text("scheme", event.url.scheme.as_deref());
    url.number("port", event.url.port);
    url.text("registered_domain", event.url.registered_domain.as_deref());
}

fn write_origin(document: &mut Object<'_>, origin: &Origin<'_>) {
    document.object("cloud", |o| {
        o.text("provider", origin.region.as_ref().map(|_| "aws"));
        o.text("region", origin.region.as_deref());
    });
    document.object("log", |o| {
        o.object("file", |file| {
            file.text("path", origin.file_path.as_deref());
        });
    });
    document.object("host", |o| o.text("name", origin.host_name.as_deref()));
}

/// `record[:subsequence]:line`, with its quotes.
fn write_id(out: &mut Vec<u8>, position: &Position<'_>) {
    out.push(b'"');
    write_escaped(out, position.record);
    if let Some(subsequence) = position.subsequence {
        out.push(b':');
        write_number(out, u64::from(subsequence));
    }
    out.push(b':');
    write_number(out, u64::from(position.line));
    out.push(b'"');
}

fn write_ip(object: &mut Object<'_>, key: &str, ip: Option<IpAddr>) {
    match ip {
        // Four numbers and three dots: the standard library's formatter costs several times as much.
        Some(IpAddr::V4(ip)) => object.raw(key, |out| {
            let mut before = b'"';
            for octet in ip.octets() {
                out.push(before);
                write_number(out, u64::from(octet));
                before = b'.';
            }
            out.push(b'"');
        }),
        Some(IpAddr::V6(ip)) => object.raw(key, |out| write_string(out, &ip.to_string())),
        None => {}
    }
}

fn render(fill: impl FnOnce(&mut Object<'_>)) -> Box<[u8]> {
    let mut out = Vec::with_capacity(256);
    let mut object = Object::open(&mut out);
    fill(&mut object);
    object.close();
    out.into_boxed_slice()
}

fn render_geo(geo: &Geo) -> Box<[u8]> {
    render(|o| {
        o.text("continent_name", geo.continent_name.as_deref());
        o.text("country_iso_code", geo.country_iso_code.as_deref());
        o.text("country_name", geo.country_name.as_deref());
        o.text("region_iso_code", geo.region_iso_code.as_deref());
        o.text("region_name", geo.region_name.as_deref());
        o.text("city_name", geo.city_name.as_deref());
        o.text("postal_code", geo.postal_code.as_deref());
        o.text("timezone", geo.timezone.as_deref());
        if let Some((latitude, longitude)) = geo.location {
            o.raw("location", |out| {
                // A Vec takes every write.
                let _ = write!(out, r#"{{"lat":{latitude},"lon":{longitude}}}"#);
            });
        }
    })
}

fn render_autonomous_system(network: &AutonomousSystem) -> Box<[u8]> {
    render(|o| {
        o.number("number", network.number);
        o.object("organization", |organization| {
            organization.text("name", network.organization_name.as_deref());
        });
    })
}

fn render_agent(agent: &Agent) -> Box<[u8]> {
    render(|o| {
        o.text("original", Some(&agent.original));
        o.text("name", agent.name.as_deref());
        o.text("version", agent.version.as_deref());
        o.object("device", |device| {
            device.text("name", agent.device_name.as_deref());
            device.text("type", agent.device_type);
        });
        o.object("os", |os| {
            os.text("name", agent.os_name.as_deref());
            os.text("version", agent.os_version.as_deref());
            os.text("full", agent.os_full.as_deref());
        });
        if let Some(bot) = &agent.bot {
            o.object("bot", |o| {
                o.text("name", Some(&bot.name));
                o.text("category", Some(bot.category.name()));
                o.text("operator", bot.operator);
            });
        }
    })
}
