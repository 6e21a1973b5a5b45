//! Addresses and ports, as servers and proxies write them.
//!
//! Deviation: in `2001:db8::1:8080`, a port cannot be distinguished from a last group, so the whole
//! text is the address. Load balancers append a port without brackets, but they write all eight
//! groups of the address before it
//! (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html>).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::number;
use crate::format::{Field, LogLine};

/// An address as a log writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Endpoint {
    pub(super) ip: Option<IpAddr>,
    pub(super) port: Option<u16>,
}

/// Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`, and a load balancer's
/// `2001:db8:0:0:0:0:0:1:80`. If the text has no address, both parts are `None`. A port that is not
/// a number from 1 to 65535 is `None`.
pub(super) fn endpoint(text: &str) -> Endpoint {
    if let Some(ip) = ip(text) {
        return Endpoint {
            ip: Some(ip),
            port: None,
        };
    }
    let text = text.trim_matches(['"', ' ']);
    let (host, port) = match text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        Some((host, after)) => (host, after.strip_prefix(':')),
        None => match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let ip = ip(host);
    let port = port.filter(|_| ip.is_some()).map(str::as_bytes);
    Endpoint {
        ip,
        port: port.and_then(number::digits).and_then(port_number),
    }
}

/// The port in a field that contains only a port. `None` if the field is absent or not a port.
pub(super) fn port(line: &LogLine<'_>, field: Field) -> Option<u16> {
    number::whole(line, field).and_then(port_number)
}

/// Whether a text can be a host name. RFC 7239's obfuscated identifiers (`_hidden`) cannot.
/// `unknown` could, so the caller excludes it.
pub(super) fn is_host_name(text: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !text.starts_with('_')
        && text.bytes().all(of_name)
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether a text consists of parts of two addresses or names, because a line was joined to
/// another: `8.8.9.9.9.9`, `203.0.113.7203.0.113.8`, `a.exam192.0.2.1`, `2001:db8:192.0.2.1`. The
/// text must not be an address.
pub(super) fn is_torn(text: &str) -> bool {
    let numeric =
        |label: &&str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    let host = text.split_once(':').map_or(text, |(host, _)| host);
    // No host name ends in three numbers. The caller has already excluded addresses.
    let ends_numeric =
        host.split('.').count() > 3 && host.rsplit('.').take(3).all(|label| numeric(&label));
    // No host name begins with an address and continues within the last number of that address.
    let mut labels = host.split('.');
    let begins_numeric = labels.by_ref().take(3).all(|label| numeric(&label))
        && labels.next().is_some_and(|label| {
            label.starts_with(|first: char| first.is_ascii_digit()) && !numeric(&label)
        });
    let colons = text.bytes().filter(|byte| *byte == b':').count();
    ends_numeric
        || begins_numeric
        || colons > 1 && !text.contains('/')
        || text
            .chars()
            .any(|char| char.is_control() || char == '\u{2028}')
}

/// Whether a text that is not an address is a part of one: `203.0.1`, `198.`, `2001:db8`. A name of
/// hexadecimal digits with a port (`cafe:80`) is not a part of an address. Text with other
/// characters than digits after its first colon counts as a part, unless it is a Unix socket.
pub(super) fn is_part_of_address(text: &str) -> bool {
    let of_v4 = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let of_v6 = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    let is_named = |(host, port): (&str, &str)| {
        host.bytes().any(|byte| !of_v4(byte)) && port.bytes().all(|byte| byte.is_ascii_digit())
    };
    let Some((name, port)) = text.split_once(':') else {
        return !text.is_empty() && text.bytes().all(of_v4);
    };
    // The path of a Unix socket is not a port.
    let is_mixed = || name != "unix" && port.bytes().any(|byte| !byte.is_ascii_digit());
    !is_named((name, port)) && text.bytes().all(of_v6) || is_mixed()
}

/// Whether an IPv6 address ends with an IPv4 address in a way that no server writes. The IPv4
/// address then belongs to another line (<https://www.rfc-editor.org/rfc/rfc5952#section-5>).
pub(super) fn is_mixed(text: &str) -> bool {
    text.contains('.') && !text.starts_with("::") && !text.starts_with("64:ff9b:")
}

fn ip(text: &str) -> Option<IpAddr> {
    if let Some(ip) = usual_v4(text) {
        return Some(IpAddr::V4(ip));
    }
    let ip = match text.parse() {
        Ok(ip) => ip,
        // The zone of a link-local address (`%eth0`) has a meaning on one host only.
        Err(_) => IpAddr::V6(text.split_once('%')?.0.parse::<Ipv6Addr>().ok()?),
    };
    // A server with a dual-stack socket writes an IPv4 client as `::ffff:192.0.2.1`.
    Some(ip.to_canonical())
}

/// The IPv4 address that a text consists of. For any other text, the result is `None`. The standard
/// library needs 220 instructions, and this function needs half of them. A test compares the two.
fn usual_v4(text: &str) -> Option<Ipv4Addr> {
    let (mut octets, mut rest) = ([0; 4], text.as_bytes());
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            rest = rest.strip_prefix(b".")?;
        }
        (*octet, rest) = decimal_octet(rest)?;
    }
    rest.is_empty().then(|| octets.into())
}

/// The number up to 255 with which a text begins, and the text after it.
fn decimal_octet(text: &[u8]) -> Option<(u8, &[u8])> {
    let value = |digit: u8| digit - b'0';
    match *text {
        [
            a @ b'1'..=b'9',
            b @ b'0'..=b'9',
            c @ b'0'..=b'9',
            ref rest @ ..,
        ] => {
            let tens = value(a) * 10 + value(b);
            let number = tens.checked_mul(10)?.checked_add(value(c))?;
            Some((number, rest))
        }
        [a @ b'1'..=b'9', b @ b'0'..=b'9', ref rest @ ..] => Some((value(a) * 10 + value(b), rest)),
        [a @ b'0'..=b'9', ref rest @ ..] => Some((value(a), rest)),
        _ => None,
    }
}

fn port_number(number: u64) -> Option<u16> {
    u16::try_from(number).ok().filter(|port| *port != 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_an_address_is_read() {
        let cases = [
            ("192.0.2.1", Some("192.0.2.1"), None),
            ("192.0.2.1:4711", Some("192.0.2.1"), Some(4711)),
            ("\"192.0.2.1\"", Some("192.0.2.1"), None),
            ("2001:db8::1", Some("2001:db8::1"), None),
            ("[2001:db8::1]", Some("2001:db8::1"), None),
            ("[2001:db8::1]:80", Some("2001:db8::1"), Some(80)),
            (
                "2001:db8:c529:9dad:6bbc:c529:9dad:6bbc:50599",
                Some("2001:db8:c529:9dad:6bbc:c529:9dad:6bbc"),
                Some(50599),
            ),
            ("::ffff:192.0.2.1", Some("192.0.2.1"), None),
            ("fe80::1%eth0", Some("fe80::1"), None),
            ("[fe80::1%eth0]:80", Some("fe80::1"), Some(80)),
            // These texts do not end with a port.
            ("192.0.2.1:+80", Some("192.0.2.1"), None),
            ("192.0.2.1:0", Some("192.0.2.1"), None),
            ("192.0.2.1:65536", Some("192.0.2.1"), None),
            // These texts are not addresses.
            ("host.example:80", None, None),
            ("192.0.2.1%eth0", None, None),
            ("999.1.1.1", None, None),
            ("unix:", None, None),
            ("", None, None),
        ];
        for (text, ip, port) in cases {
            let ip = ip.map(|ip| ip.parse().unwrap());
            assert_eq!(endpoint(text), Endpoint { ip, port }, "{text}");
        }
    }

    #[test]
    fn parts_of_two_clients_are_distinguished_from_names() {
        for text in [
            "8.8.9.9.9.9",
            "203.0.113.7203.0.113.8",
            "2203.0.113.8",
            "999.1.1.1",
            "8.8.9.9.9.9:80",
            "crawl.exam198.51.100.7",
            "2001:db8:198.51.100.7",
            "2001:db8::7198.51.100.7",
            "2001:db8::2001:db8::8",
            "crawl.2001:db8::8",
            "203.0.113.7www.example.com",
            "203.0.113.7\0",
            "203.0.113.7\u{2028}a.example",
        ] {
            assert!(endpoint(text).ip.is_none() && is_torn(text), "{text}");
        }
        for text in [
            "crawl-1.example.com",
            "localhost",
            "203.0.113.x",
            "203.0.113",
            "10.0.0.1.example.com",
            "unix:",
            "unix:/run/a:b:c",
            "_hidden",
            "host.example:80",
            "-",
        ] {
            assert!(!is_torn(text), "{text}");
        }
    }

    #[test]
    fn a_host_name_is_distinguished_from_words_that_name_nobody() {
        for name in ["crawl-1.example.com", "localhost", "a_b"] {
            assert!(is_host_name(name), "{name}");
        }
        for word in ["_hidden", "unix:", "203.0.113", "a b", "", "ex\u{e4}mple"] {
            assert!(!is_host_name(word), "{word}");
        }
    }

    proptest! {
        #[test]
        fn an_ipv4_address_is_what_the_standard_library_reads(
            text in "((0|00|1|9|25|26|99|249|255|256|260|999|1000|[.]|x| |[+]){1,2}[.]?){1,5}",
            address in any::<[u8; 4]>(),
        ) {
            prop_assert_eq!(usual_v4(&text), text.parse().ok(), "{}", text);
            let address = Ipv4Addr::from(address);
            prop_assert_eq!(usual_v4(&address.to_string()), Some(address));
        }
    }
}
