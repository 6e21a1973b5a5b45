//! Addresses: who came, and through whom.
//!
//! `X-Forwarded-For` (<https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For>) is read from the
//! right, past trusted proxies only: each proxy appends the peer it saw, so the leftmost entry is the client's own word
//! and can be forged.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::Rules;
use super::text::text;
use crate::event::{AccessEvent, Source};
use crate::format::{Field, LogLine};

/// The most entries of a forwarded list that are looked at; a longer one is an attack.
const FORWARDED_LIMIT: usize = 64;
/// What is left of a truncated address, in bits: the network, not the household.
const TRUNCATED_BITS: (u8, u8) = (24, 48);

/// An address as a log writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Endpoint {
    pub(super) ip: Option<IpAddr>,
    pub(super) port: Option<u16>,
}

/// Fills in `source`, `client_ip` and `forwarded_ip`.
pub(super) fn visitor<'a>(event: &mut AccessEvent<'a>, line: &LogLine<'a>, rules: &Rules) {
    let remote = text(line, Field::RemoteAddress, &mut event.tags);
    let listed = text(line, Field::ForwardedFor, &mut event.tags);
    // Where the format logs the list in the client's place, the list is all there is.
    let (peer, list) = match remote {
        Some(remote) if remote.contains(',') => (None, Some(remote)),
        remote => (remote, listed),
    };
    let peer_endpoint = peer.as_deref().map(endpoint).unwrap_or_default();
    let trusted = |ip: IpAddr| {
        rules
            .trusted_proxies
            .iter()
            .any(|network| network.contains(&ip))
    };
    let believed = peer.is_none() || peer_endpoint.ip.is_some_and(trusted);
    let named = list
        .as_ref()
        .filter(|_| believed)
        .and_then(|list| client_of(list, trusted));

    match (named, peer) {
        (Some((entry, found)), peer) => {
            event.source = source(entry, found);
            event.client_ip = found.ip;
            event.forwarded_ip = peer.and(peer_endpoint.ip);
        }
        (None, Some(peer)) => {
            event.forwarded_ip = list.as_deref().and_then(claimed);
            event.source = source(peer, peer_endpoint);
            event.source.port = event.source.port.or_else(|| port(line, Field::RemotePort));
        }
        (None, None) => {}
    }
    if rules.truncate_addresses {
        event.source.ip = event.source.ip.map(truncate);
        // A host name names a household as well as its address does.
        event.source.domain = None;
        event.source.address = event.source.ip.map(|ip| Cow::Owned(ip.to_string()));
        event.client_ip = event.client_ip.map(truncate);
        event.forwarded_ip = event.forwarded_ip.map(truncate);
    }
}

/// A port number of its own.
pub(super) fn port(line: &LogLine<'_>, field: Field) -> Option<u16> {
    super::number::whole(line, field)
        .and_then(|port| u16::try_from(port).ok())
        .filter(|port| *port != 0)
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`, and a load balancer's `2001:db8:0:0:0:0:0:1:80`.
pub(super) fn endpoint(text: &str) -> Endpoint {
    let text = text.trim_matches(|c: char| c == '"' || c == ' ');
    if let Some(ip) = ip(text) {
        return Endpoint {
            ip: Some(ip),
            port: None,
        };
    }
    if let Some((inner, after)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return Endpoint {
            ip: ip(inner),
            port: after.strip_prefix(':').and_then(|port| port.parse().ok()),
        };
    }
    match text.rsplit_once(':') {
        Some((host, port)) => Endpoint {
            ip: ip(host),
            port: port.parse().ok().filter(|_| ip(host).is_some()),
        },
        None => Endpoint::default(),
    }
}

/// The raw text as it stands in `event.original`, every address in it truncated.
pub(super) fn truncate_in(text: Cow<'_, str>) -> Cow<'_, str> {
    let of_address = |c: char| c.is_ascii_hexdigit() || c == ':' || c == '.';
    let mut out = String::new();
    let mut copied = 0;
    let mut rest = 0;
    while let Some(start) = text
        .get(rest..)
        .and_then(|tail| tail.find(of_address))
        .map(|at| rest + at)
    {
        let length = text
            .get(start..)
            .and_then(|tail| tail.find(|c| !of_address(c)));
        let end = length.map_or(text.len(), |length| start + length);
        let found = text.get(start..end).unwrap_or_default();
        let Endpoint { ip, port } = endpoint(found);
        if let Some(ip) = ip {
            out.push_str(text.get(copied..start).unwrap_or_default());
            out.push_str(&truncate(ip).to_string());
            out.extend(port.iter().map(|port| format!(":{port}")));
            copied = end;
        }
        rest = end;
    }
    if copied == 0 {
        return text;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn source(address: Cow<'_, str>, found: Endpoint) -> Source<'_> {
    let domain = (found.ip.is_none() && is_host_name(&address)).then(|| address.clone());
    Source {
        ip: found.ip,
        port: found.port,
        domain,
        address: Some(address),
        ..Source::default()
    }
}

/// The entry that names the client: from the right, the first that is no trusted proxy; the leftmost when all are.
fn client_of<'a>(
    list: &Cow<'a, str>,
    trusted: impl Fn(IpAddr) -> bool,
) -> Option<(Cow<'a, str>, Endpoint)> {
    let mut last = None;
    for entry in list
        .rsplit(',')
        .take(FORWARDED_LIMIT)
        .map(|entry| entry.trim_matches([' ', '"', '\'']))
    {
        let found = endpoint(entry);
        // `unknown`, `_hidden` and other words name nobody.
        let Some(ip) = found.ip else { continue };
        last = Some((entry, found));
        if !trusted(ip) {
            break;
        }
    }
    last.map(|(entry, found)| (part_of(list, entry), found))
}

/// What the list claims, believed or not: its rightmost address.
fn claimed(list: &str) -> Option<IpAddr> {
    list.rsplit(',')
        .take(FORWARDED_LIMIT)
        .find_map(|entry| endpoint(entry.trim()).ip)
}

/// A part of a borrowed text is borrowed too.
pub(super) fn part_of<'a>(whole: &Cow<'a, str>, part: &str) -> Cow<'a, str> {
    match whole {
        Cow::Borrowed(whole) => {
            let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
            start
                .checked_add(part.len())
                .and_then(|end| whole.get(start..end))
                .map_or_else(|| Cow::Owned(part.to_owned()), Cow::Borrowed)
        }
        Cow::Owned(_) => Cow::Owned(part.to_owned()),
    }
}

fn ip(text: &str) -> Option<IpAddr> {
    // The zone of a link-local address (`%eth0`) means something to one host only.
    let text = text.split_once('%').map_or(text, |(address, _)| address);
    match text.parse().ok()? {
        // `::ffff:192.0.2.1` is how a dual-stack socket shows an IPv4 client.
        IpAddr::V6(v6) => Some(v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4)),
        v4 @ IpAddr::V4(_) => Some(v4),
    }
}

fn is_host_name(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn truncate(ip: IpAddr) -> IpAddr {
    let bits = match ip {
        IpAddr::V4(_) => TRUNCATED_BITS.0,
        IpAddr::V6(_) => TRUNCATED_BITS.1,
    };
    let unspecified = match ip {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    IpNet::new(ip, bits).map_or(unspecified, |network| network.network())
}
