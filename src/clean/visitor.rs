//! The visitor: the client of a request, and the proxies between the client and the server.
//!
//! `X-Forwarded-For`
//! (<https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For>) is read from
//! the right. Reading continues past trusted proxies only. Each proxy appends the peer that it saw,
//! so the leftmost entry comes from the client itself and can be forged. As in nginx and Apache,
//! reading ends at an entry that is not an address (`unknown`, `_hidden`), because no proxy
//! confirmed the entries to its left. RFC 7239's `Forwarded` is not read.

use std::borrow::Cow;
use std::net::IpAddr;

use super::address::{
    Endpoint, endpoint, is_host_name, is_mixed, is_part_of_address, is_torn, port,
};
use super::limit::limit;
use super::part::part_of;
use super::text::whole_text;
use super::truncate::truncate;
use super::{Rules, shown};
use crate::event::AccessEvent;
use crate::format::{Field, LogLine};
use crate::near;
use crate::rejection::{Reason, Rejection};

/// The most entries of a forwarded list that are read. A longer list is an attack.
const FORWARDED_LIMIT: usize = 64;

/// Sets `source`, `client_ip` and `forwarded_ip`. Returns whether the line names a client.
/// Truncation may remove this client from the event.
///
/// # Errors
/// The client consists of parts of addresses.
pub(super) fn visitor<'a>(
    event: &mut AccessEvent<'a>,
    line: &LogLine<'a>,
    rules: &Rules,
) -> Result<bool, Rejection> {
    // The lists are read whole. A cut at a limit would remove the right end of a list, which is the
    // trusted end.
    let address = |field| whole_text(line, field).filter(|text| !is_unknown(text));
    let (remote, connection) = match (address(Field::RemoteAddress), address(Field::PeerAddress)) {
        (None, connection) => (connection, None),
        both => both,
    };
    // If the format logs the list in the client's place, the line has only the list.
    let (peer, list) = match remote {
        Some(remote) if near::find([b','], remote.as_bytes()).is_some() => (None, Some(remote)),
        remote => (remote, address(Field::ForwardedFor)),
    };
    let of_peer = peer.as_deref().map(endpoint).unwrap_or_default();
    let is_broken =
        |text: &str| is_torn(text) || line.escapes_all && is_part_of_address(text.trim());
    let is_broken = match of_peer.ip {
        None => peer.as_deref().is_some_and(is_broken),
        Some(ip) => ip.is_ipv6() && peer.as_deref().is_some_and(is_mixed),
    };
    if is_broken {
        let evidence = "the client is not one address";
        return Err(Rejection::whole(Reason::Torn { evidence }));
    }
    let trusted = |ip: IpAddr| rules.trusted_proxies.iter().any(|of| of.contains(&ip));
    let named = match &list {
        Some(list) if peer.is_none() => client_of(list, trusted).or_else(|| rightmost(list)),
        Some(list) if of_peer.ip.is_some_and(trusted) => client_of(list, trusted),
        _ => None,
    };
    let (address, found) = match (named, peer) {
        (Some(named), peer) => {
            event.client_ip = named.1.ip;
            event.forwarded_ip = peer.and(of_peer.ip);
            named
        }
        (None, Some(peer)) => {
            // If the connection has another address, a real-IP module of the server has already
            // read the list. The connection then comes from the last proxy.
            let handed_over = connection.as_deref().and_then(|text| endpoint(text).ip);
            match handed_over.filter(|ip| of_peer.ip.is_some_and(|peer| peer != *ip)) {
                Some(ip) => {
                    event.client_ip = of_peer.ip;
                    event.forwarded_ip = Some(ip);
                }
                // No trusted proxy confirmed the list. Its rightmost address is kept only as
                // `forwarded_ip`.
                None => event.forwarded_ip = list.as_ref().and_then(rightmost).and_then(|e| e.1.ip),
            }
            let port = of_peer.port.or_else(|| port(line, Field::RemotePort));
            (peer, Endpoint { port, ..of_peer })
        }
        (None, None) => match list {
            Some(list) if line.raw(Field::ForwardedFor).is_none() => (list, Endpoint::default()),
            _ => return Ok(false),
        },
    };
    let (source, tags) = (&mut event.source, &mut event.tags);
    (source.ip, source.port) = (found.ip, found.port);
    source.domain =
        (found.ip.is_none() && is_host_name(&address)).then(|| limit(address.clone(), tags));
    source.address = Some(match found.ip {
        Some(_) => limit(address, tags),
        None => shown::text(address, rules, tags),
    });
    if rules.truncate_addresses {
        if rules.visitor_ids {
            let ip = event
                .source
                .ip
                .map(|ip| Cow::Owned(ip.to_canonical().to_string()));
            event.hidden.get_or_insert_default().address = ip.or(event.source.address.take());
        }
        event.source.ip = event.source.ip.map(truncate);
        // A host name identifies a household as well as its address does.
        event.source.domain = None;
        event.source.address = event.source.ip.map(|ip| Cow::Owned(ip.to_string()));
        event.client_ip = event.client_ip.map(truncate);
        event.forwarded_ip = event.forwarded_ip.map(truncate);
    }
    Ok(true)
}

/// Whether a text is the word that proxies write if they do not know the client or do not report
/// it.
fn is_unknown(text: &str) -> bool {
    text.eq_ignore_ascii_case("unknown")
}

/// The entries of a list from the right, without empty entries.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.rsplit(',')
        .map(|entry| entry.trim_matches([' ', '\t', '"', '\'']))
        .filter(|entry| !entry.is_empty())
        .take(FORWARDED_LIMIT)
}

/// The entry that names the client. It is the first entry from the right that is not a trusted
/// proxy. If there is no such entry before the beginning, or before an entry that is not an
/// address, it is the last address that was read. `None` if the rightmost entry is not an address.
fn client_of<'a>(
    list: &Cow<'a, str>,
    trusted: impl Fn(IpAddr) -> bool,
) -> Option<(Cow<'a, str>, Endpoint)> {
    let mut last = None;
    for entry in entries(list) {
        let found = endpoint(entry);
        let Some(ip) = found.ip else { break };
        last = Some((entry, found));
        if !trusted(ip) {
            break;
        }
    }
    last.map(|(entry, found)| (part_of(list, entry), found))
}

/// The rightmost entry that is an address.
fn rightmost<'a>(list: &Cow<'a, str>) -> Option<(Cow<'a, str>, Endpoint)> {
    entries(list)
        .map(|entry| (entry, endpoint(entry)))
        .find(|(_, found)| found.ip.is_some())
        .map(|(entry, found)| (part_of(list, entry), found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::tests::{cleaned, trusting};

    #[derive(Clone, Copy, Default)]
    struct Case {
        name: &'static str,
        remote: &'static str,
        connection: &'static str,
        list: &'static str,
        trusted: &'static [&'static str],
        source: Option<&'static str>,
        client: Option<&'static str>,
        forwarded: Option<&'static str>,
    }

    const DIRECT: Case = Case {
        name: "no-list",
        remote: "192.0.2.1",
        connection: "",
        list: "",
        trusted: &[],
        source: Some("192.0.2.1"),
        client: None,
        forwarded: None,
    };
    const PROXIED: Case = Case {
        name: "one-trusted-proxy",
        remote: "10.0.0.1",
        list: "203.0.113.9",
        trusted: &["10.0.0.0/8"],
        source: Some("203.0.113.9"),
        client: Some("203.0.113.9"),
        forwarded: Some("10.0.0.1"),
        ..DIRECT
    };

    fn check(case: &Case, list: &str) {
        let fields = [
            (Field::RemoteAddress, case.remote.as_bytes()),
            (Field::PeerAddress, case.connection.as_bytes()),
            (Field::ForwardedFor, list.as_bytes()),
        ];
        let fields: Vec<_> = fields
            .into_iter()
            .filter(|field| !field.1.is_empty())
            .collect();
        let event = cleaned(&fields, &trusting(case.trusted));
        let ip = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let name = case.name;
        assert_eq!(event.source.address.as_deref(), case.source, "{name}");
        assert_eq!(event.client_ip, ip(case.client), "{name}");
        assert_eq!(event.forwarded_ip, ip(case.forwarded), "{name}");
    }

    #[test]
    fn the_visitor_is_found_past_trusted_proxies_only() {
        let cases = [
            DIRECT,
            Case {
                name: "a-list-that-nobody-vouches-for",
                list: "203.0.113.9, 198.51.100.1",
                forwarded: Some("198.51.100.1"),
                ..DIRECT
            },
            PROXIED,
            Case {
                name: "a-forged-leftmost-entry",
                list: "198.51.100.66, 203.0.113.9, 10.0.0.2",
                ..PROXIED
            },
            Case {
                name: "all-trusted",
                list: "10.0.0.3, 10.0.0.2",
                source: Some("10.0.0.3"),
                client: Some("10.0.0.3"),
                ..PROXIED
            },
            Case {
                name: "empty-entries-and-quotes",
                list: "203.0.113.9,\t, \"10.0.0.2\",",
                ..PROXIED
            },
            Case {
                name: "words-that-name-nobody",
                list: "unknown, _hidden",
                source: Some("10.0.0.1"),
                client: None,
                forwarded: None,
                ..PROXIED
            },
            Case {
                name: "nobody-vouches-for-what-is-left-of-a-word",
                list: "198.51.100.66, unknown, 10.0.0.2",
                source: Some("10.0.0.2"),
                client: Some("10.0.0.2"),
                ..PROXIED
            },
            Case {
                name: "an-entry-with-a-port",
                list: "[2001:db8::7]:4711",
                source: Some("[2001:db8::7]:4711"),
                client: Some("2001:db8::7"),
                ..PROXIED
            },
            Case {
                name: "a-list-in-the-client-s-place",
                remote: "10.0.0.2, 203.0.113.9, unknown",
                source: Some("203.0.113.9"),
                client: Some("203.0.113.9"),
                ..DIRECT
            },
            Case {
                name: "a-list-of-nobody-in-the-client-s-place",
                remote: "unknown, _hidden",
                source: Some("unknown, _hidden"),
                ..DIRECT
            },
            Case {
                name: "a-real-ip-module-named-the-client",
                remote: "203.0.113.9",
                connection: "10.0.0.1",
                list: "203.0.113.9",
                trusted: &[],
                ..PROXIED
            },
            Case {
                name: "a-real-ip-module-had-nothing-to-do",
                connection: "192.0.2.1",
                ..DIRECT
            },
            Case {
                name: "only-the-connection-is-logged",
                remote: "-",
                connection: "192.0.2.1",
                ..DIRECT
            },
            Case {
                name: "unknown-is-nobody",
                remote: "unknown",
                source: None,
                ..DIRECT
            },
        ];
        for case in cases {
            check(&case, case.list);
        }
    }

    #[test]
    fn a_list_is_trusted_at_its_right_end_however_long_it_is() {
        let forged = "198.51.100.66, ".repeat(10_000);
        check(&PROXIED, &format!("{forged}203.0.113.9"));
        let direct = Case {
            remote: "192.0.2.1",
            forwarded: Some("203.0.113.9"),
            ..DIRECT
        };
        check(&direct, &format!("{forged}203.0.113.9"));
    }

    #[test]
    fn the_port_is_that_of_the_visitor() {
        let fields = [
            (Field::RemoteAddress, &b"10.0.0.1"[..]),
            (Field::RemotePort, b"4711"),
            (Field::ForwardedFor, b"203.0.113.9"),
        ];
        let direct = cleaned(&fields, &Rules::default()).source;
        assert_eq!(direct.port, Some(4711));
        let proxied = cleaned(&fields, &trusting(&["10.0.0.1/32"])).source;
        assert_eq!(
            (proxied.address.as_deref(), proxied.port),
            (Some("203.0.113.9"), None)
        );
    }

    #[test]
    fn a_host_name_is_a_domain_and_not_an_address() {
        let source = cleaned(
            &[(Field::RemoteAddress, b"crawl-1.example.com")],
            &Rules::default(),
        )
        .source;
        assert_eq!(source.domain.as_deref(), Some("crawl-1.example.com"));
        assert_eq!(source.ip, None);
    }
}
