//! Both ends of the connection: TLS, and the server or the upstream that responded.

use std::borrow::Cow;

use super::Rules;
use super::address::{endpoint, port};
use super::cipher;
use super::part::part_of;
use super::text::{present, text};
use super::url;
use crate::event::{Destination, Tags, Tls};
use crate::format::{Field, LogLine};

/// Returns `tls.version` and `tls.version_protocol`, read from `TLSv1.3` or, as Traefik writes it,
/// from `1.3`. Also returns the cipher.
pub(super) fn tls<'a>(line: &LogLine<'a>, rules: &Rules, tags: &mut Tags) -> Tls<'a> {
    let protocol = text(line, Field::TlsProtocol, rules, tags);
    let (version_protocol, version) = protocol.as_ref().and_then(named).unzip();
    Tls {
        version,
        version_protocol,
        cipher: text(line, Field::TlsCipher, rules, tags)
            .filter(|cipher| cipher.bytes().all(is_of_cipher))
            .map(|cipher| match cipher::name_of(&cipher) {
                Some(name) => Cow::Borrowed(name),
                None => cipher,
            }),
    }
}

/// Whether a byte occurs in names of cipher suites. A text with any other byte is not a cipher, but
/// possibly the rest of a URL.
fn is_of_cipher(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// The family and the version in the name of a protocol. `None` for text without a version
/// (`UNKNOWN`, `(NONE)`).
///
/// Servers written in Go log the number that the protocol itself uses: 772 is 1.3.
fn named<'a>(protocol: &Cow<'a, str>) -> Option<(&'static str, Cow<'a, str>)> {
    let by_number = match protocol.as_bytes() {
        b"768" => Some(("ssl", "3")),
        b"769" => Some(("tls", "1.0")),
        b"770" => Some(("tls", "1.1")),
        b"771" => Some(("tls", "1.2")),
        b"772" => Some(("tls", "1.3")),
        _ => None,
    };
    if let Some((family, version)) = by_number {
        return Some((family, Cow::Borrowed(version)));
    }
    let (family, version) = match protocol.split_at_checked(3) {
        Some((family, version)) if family.eq_ignore_ascii_case("tls") => ("tls", version),
        Some((family, version)) if family.eq_ignore_ascii_case("ssl") => ("ssl", version),
        _ => ("tls", protocol.as_ref()),
    };
    let version = version.trim_start_matches([' ', 'v', 'V']);
    match version.as_bytes() {
        // OpenSSL calls the first version of TLS `TLSv1`.
        b"1" => Some((family, Cow::Borrowed("1.0"))),
        [b'0'..=b'9'] | [b'0'..=b'9', b'.', b'0'..=b'9'] => {
            Some((family, part_of(protocol, version)))
        }
        _ => None,
    }
}

/// The virtual host, and the address of the upstream that responded. If there is no upstream, the
/// address is the server's.
pub(super) fn destination<'a>(
    line: &LogLine<'a>,
    rules: &Rules,
    tags: &mut Tags,
) -> Destination<'a> {
    let name = text(line, Field::ServerName, rules, tags).filter(|name| name != "_");
    let domain = name.and_then(|name| url::host_and_port(&name).0.map(|host| part_of(&name, host)));
    let upstream = line
        .bytes(Field::UpstreamAddress)
        .and_then(present)
        .and_then(|list| last_upstream(&list));
    let own = || {
        let address = line.bytes(Field::ServerAddress).and_then(present)?;
        Some(endpoint(std::str::from_utf8(&address).ok()?))
    };
    match upstream.or_else(own) {
        Some(found) => Destination {
            domain,
            ip: found.ip,
            port: found
                .port
                .or_else(|| port(line, Field::UpstreamPort))
                .or_else(|| port(line, Field::ServerPort)),
        },
        None => Destination {
            domain,
            ip: None,
            port: port(line, Field::ServerPort),
        },
    }
}

/// The last upstream in a list of the upstreams that were tried. It is the upstream that responded:
/// `10.0.0.1:80, 10.0.0.2:80 : 10.0.1.1:80`. A Unix socket has no address. Envoy and Traefik write
/// a scheme before the address.
fn last_upstream(list: &[u8]) -> Option<super::address::Endpoint> {
    let list = std::str::from_utf8(list).ok()?;
    let last = list
        .rsplit([',', ' '])
        .map(str::trim)
        .find(|entry| !entry.is_empty() && *entry != ":")?;
    let last = last.split_once("://").map_or(last, |(_, rest)| rest);
    Some(endpoint(last)).filter(|found| found.ip.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::tests::line;

    #[test]
    fn protocols_are_named_as_ecs_names_them() {
        let cases: [(&[u8], Option<&str>, Option<&str>); 14] = [
            (b"TLSv1.3", Some("1.3"), Some("tls")),
            (b"TLSv1", Some("1.0"), Some("tls")),
            (b"SSLv3", Some("3"), Some("ssl")),
            (b"-", None, None),
            (b"", None, None),
            (b"QUIC", None, None),
            (b"tlsv1.2", Some("1.2"), Some("tls")),
            (b"TLS 1.3", Some("1.3"), Some("tls")),
            (b"1.3", Some("1.3"), Some("tls")),
            (b"TLSv", None, None),
            (b"UNKNOWN", None, None),
            (b"772", Some("1.3"), Some("tls")),
            (b"768", Some("3"), Some("ssl")),
            (b"773", None, None),
        ];
        for (text, version, protocol) in cases {
            let found = tls(
                &line(&[(Field::TlsProtocol, text)]),
                &Rules::default(),
                &mut Tags::default(),
            );
            assert_eq!(
                (found.version.as_deref(), found.version_protocol),
                (version, protocol)
            );
        }
    }

    #[test]
    fn a_text_that_is_not_a_cipher_is_absent() {
        for (text, expected) in [
            (&b"ECDHE-RSA-AES128-GCM-SHA256"[..], true),
            (b"TLS_AES_128_GCM_SHA256", true),
            (b"0x1301", true),
            (b"(NONE)", false),
            (b"user:secret@www.example.com/", false),
        ] {
            let found = tls(
                &line(&[(Field::TlsCipher, text)]),
                &Rules::default(),
                &mut Tags::default(),
            );
            assert_eq!(found.cipher.is_some(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_upstream_that_answered_is_the_destination() {
        type Case = (
            &'static [(Field, &'static [u8])],
            Option<&'static str>,
            Option<&'static str>,
            Option<u16>,
        );
        let cases: [Case; 11] = [
            (
                &[(Field::UpstreamAddress, b"tcp://10.0.0.2:8080")],
                None,
                Some("10.0.0.2"),
                Some(8080),
            ),
            (
                &[
                    (Field::UpstreamAddress, b"10.0.0.1"),
                    (Field::UpstreamPort, b"8080"),
                    (Field::ServerPort, b"443"),
                ],
                None,
                Some("10.0.0.1"),
                Some(8080),
            ),
            (&[(Field::UpstreamPort, b"8080")], None, None, None),
            (
                &[(Field::UpstreamAddress, b"10.0.0.1:80, 10.0.0.2:8080")],
                None,
                Some("10.0.0.2"),
                Some(8080),
            ),
            (
                &[(Field::UpstreamAddress, b"10.0.0.1:80 : [2001:db8::2]:81")],
                None,
                Some("2001:db8::2"),
                Some(81),
            ),
            (
                &[
                    (Field::UpstreamAddress, b"unix:/run/app.sock"),
                    (Field::ServerPort, b"443"),
                ],
                None,
                None,
                Some(443),
            ),
            (
                &[(
                    Field::UpstreamAddress,
                    b"fd6d:6bbc:c529:6:0:face:ed83:f46:80",
                )],
                None,
                Some("fd6d:6bbc:c529:6:0:face:ed83:f46"),
                Some(80),
            ),
            (
                &[(Field::ServerName, b"www.example.com:443")],
                Some("www.example.com"),
                None,
                None,
            ),
            (&[(Field::ServerName, b"_")], None, None, None),
            (
                &[
                    (Field::ServerAddress, b"192.0.2.1"),
                    (Field::ServerPort, b"80"),
                ],
                None,
                Some("192.0.2.1"),
                Some(80),
            ),
            (&[(Field::UpstreamAddress, b"-")], None, None, None),
        ];
        for (fields, domain, ip, port) in cases {
            let found = destination(&line(fields), &Rules::default(), &mut Tags::default());
            assert_eq!(found.domain.as_deref(), domain, "{fields:?}");
            assert_eq!(found.ip, ip.map(|ip| ip.parse().unwrap()), "{fields:?}");
            assert_eq!(found.port, port, "{fields:?}");
        }
    }
}
