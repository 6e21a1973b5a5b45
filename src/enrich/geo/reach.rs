//! Decides which addresses are looked up: those of the public internet.
//!
//! Facts: <https://www.iana.org/assignments/iana-ipv4-special-registry>,
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>.
//!
//! A private or reserved address has no place. Databases that are made from registries'
//! announcements nevertheless give it a place (the embedded one puts 192.168.1.1 into Australia).
//! Such an address is therefore never looked up.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address to look up. An IPv4 address inside an IPv6 address (mapped, NAT64, 6to4) is
/// unwrapped. `None` if no host on the internet can have the address.
pub(in crate::enrich) fn public(ip: IpAddr) -> Option<IpAddr> {
    match unwrapped(ip) {
        IpAddr::V4(ip) => is_public_v4(ip).then_some(IpAddr::V4(ip)),
        IpAddr::V6(ip) => is_public_v6(ip).then_some(IpAddr::V6(ip)),
    }
}

fn unwrapped(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    match v6.segments() {
        // IPv4-mapped, ::ffff:0:0/96, and NAT64, 64:ff9b::/96 (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        // 6to4 (RFC 3056): the site's own IPv4 address follows the prefix.
        | [0x2002, high, low, ..] => {
            IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ => ip,
    }
}

const fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        // These are carrier-grade NAT, IETF protocol assignments, and benchmarking.
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xfe == 18))
}

const fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Only 2000::/3 is allocated. Two ranges of it are reserved for documentation (RFC 3849, RFC
    // 9637).
    let [first, second, ..] = ip.segments();
    first & 0xe000 == 0x2000
        && !(first == 0x2001 && second == 0xdb8)
        && !(first == 0x3fff && second & 0xf000 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_addresses_are_not_looked_up() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:203.0.113.7",
            "64:ff9b::192.168.1.1",
            "2002:c0a8:101::1",
            "100::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
            "5f00::1",
        ] {
            assert_eq!(public(ip.parse().unwrap()), None, "{ip}");
        }
    }

    #[test]
    fn public_addresses_are_looked_up_unwrapped() {
        for (ip, asked) in [
            ("8.8.8.8", "8.8.8.8"),
            ("100.63.255.255", "100.63.255.255"),
            ("100.128.0.1", "100.128.0.1"),
            ("172.15.0.1", "172.15.0.1"),
            ("172.32.0.1", "172.32.0.1"),
            ("192.0.1.1", "192.0.1.1"),
            ("198.17.0.1", "198.17.0.1"),
            ("198.20.0.1", "198.20.0.1"),
            ("223.255.255.255", "223.255.255.255"),
            ("::ffff:8.8.8.8", "8.8.8.8"),
            ("64:ff9b::8.8.8.8", "8.8.8.8"),
            ("2002:808:808::1", "8.8.8.8"),
            ("2001:4860:4860::8888", "2001:4860:4860::8888"),
            ("2001:10::1", "2001:10::1"),
            ("3fff:1000::1", "3fff:1000::1"),
        ] {
            assert_eq!(
                public(ip.parse().unwrap()),
                Some(asked.parse().unwrap()),
                "{ip}"
            );
        }
    }
}
