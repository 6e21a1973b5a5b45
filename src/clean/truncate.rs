//! Truncated addresses: the network is left, the household is not.
//!
//! Deviations: in URLs and raw lines every address goes, whosoever it is, and what only looks like one (`Chrome/120.0.0.7`)
//! goes with it; a client's host name, if the server logs names, stays in the raw line.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// What is left of an address, in bits, of IPv4 and of IPv6.
const NETWORK_BITS: (u8, u8) = (24, 48);

/// The network of an address.
pub(super) fn truncate(ip: IpAddr) -> IpAddr {
    let (bits, unspecified) = match ip {
        IpAddr::V4(_) => (NETWORK_BITS.0, IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        IpAddr::V6(_) => (NETWORK_BITS.1, IpAddr::V6(Ipv6Addr::UNSPECIFIED)),
    };
    IpNet::new(ip, bits).map_or(unspecified, |network| network.network())
}

/// The text with every address in it truncated, one whose colons are percent-encoded too. Borrowed where there is none.
pub(super) fn truncate_in(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut before = b' ';
    while let Some(&byte) = bytes.get(at) {
        let found = match byte {
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b':' | b'%' => address(bytes, at, before),
            _ => None,
        };
        if let Some((end, ip)) = found {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(&truncate(ip.to_canonical()).to_string());
            (copied, at, before) = (end, end, b'0');
        } else {
            let width = escape_width(bytes, at);
            // An escape is a character of its own, whatever digits it is made of.
            before = if width > 1 { b' ' } else { byte };
            if colon(bytes, at).is_some() {
                before = b':';
            }
            at += width;
        }
    }
    if copied == 0 {
        return text;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// The address that begins at `at`, and its end; `before` is the character before it.
fn address(bytes: &[u8], at: usize, before: u8) -> Option<(usize, IpAddr)> {
    let v6 = || v6(bytes, at).map(|(end, ip)| (end, IpAddr::V6(ip)));
    let v4 = || v4(bytes, at).map(|(end, ip)| (end, IpAddr::V4(ip)));
    match before {
        b'0'..=b'9' => None,
        letter if letter.is_ascii_alphabetic() => v4(),
        _ => v6().or_else(v4),
    }
}

/// Four numbers up to 255, whatever stands behind them.
fn v4(bytes: &[u8], mut at: usize) -> Option<(usize, Ipv4Addr)> {
    let mut octets = [0; 4];
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            (bytes.get(at) == Some(&b'.')).then_some(())?;
            at += 1;
        }
        let rest = bytes.get(at..)?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).take(5);
        let length = digits.clone().count();
        let value = digits.fold(0_u32, |value, digit| value * 10 + u32::from(digit - b'0'));
        (length > 0).then_some(())?;
        *octet = u8::try_from(value).ok()?;
        at += length;
    }
    (!bytes.get(at).is_some_and(u8::is_ascii_digit)).then_some((at, octets.into()))
}

/// The longest IPv6 address from `at` on: eight groups, or fewer with one `::`; the last two may be an IPv4 address.
fn v6(bytes: &[u8], mut at: usize) -> Option<(usize, Ipv6Addr)> {
    let mut groups = [0_u16; 8];
    let (mut count, mut gap, mut longest) = (0, None, None);
    if let Some(after) = colon(bytes, at) {
        at = colon(bytes, after)?;
        gap = Some(0);
    }
    while let Some((group, end)) = hex_group(bytes, at) {
        if bytes.get(end) == Some(&b'.')
            && let Some((end, tail)) = v4(bytes, at)
            && let [high, low] = tail.to_bits().to_be_bytes().as_chunks::<2>().0
            && let Some([first, second]) = groups.get_mut(count..count + 2)
        {
            (*first, *second) = (u16::from_be_bytes(*high), u16::from_be_bytes(*low));
            count += 2;
            if (count == 8) != gap.is_some() {
                longest = Some((end, count, gap));
            }
            break;
        }
        *groups.get_mut(count)? = group;
        count += 1;
        at = end;
        if (count == 8) != gap.is_some() {
            longest = Some((at, count, gap));
        }
        if count == 8 {
            break;
        }
        let Some(after) = colon(bytes, at) else { break };
        at = after;
        if let Some(after) = colon(bytes, at) {
            if gap.is_some() {
                break;
            }
            gap = Some(count);
            at = after;
            longest = Some((at, count, gap));
        }
    }
    let (end, count, gap) = longest?;
    let gap = gap.unwrap_or(count);
    let mut address = [0; 8];
    let given = groups.get(..count)?;
    let (head, tail) = given.split_at_checked(gap)?;
    address.get_mut(..gap)?.copy_from_slice(head);
    address.get_mut(8 - tail.len()..)?.copy_from_slice(tail);
    Some((end, address.into()))
}

/// One to four hexadecimal digits.
fn hex_group(bytes: &[u8], at: usize) -> Option<(u16, usize)> {
    let rest = bytes.get(at..)?;
    let digits = rest
        .iter()
        .map_while(|byte| (*byte as char).to_digit(16))
        .take(5);
    let length = digits.clone().count();
    let value = digits.fold(0, |value, digit| value << 4 | digit);
    (1..=4).contains(&length).then_some(())?;
    Some((u16::try_from(value).ok()?, at + length))
}

/// The place behind a colon, which a URL may write `%3A`.
fn colon(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [b':', ..] => Some(at + 1),
        [b'%', b'3', b'A' | b'a', ..] => Some(at + 3),
        _ => None,
    }
}

/// The bytes of the escape that begins at `at` (`%3D`, `\x20`, `\u003d`), 1 where there is none. Where its digits are those of
/// an address (`%64.0.0.64`), they are not part of it.
fn escape_width(bytes: &[u8], at: usize) -> usize {
    let (mark, digits) = match bytes.get(at..) {
        Some([b'%', ..]) => (1, 2),
        Some([b'\\', b'x', ..]) => (2, 2),
        Some([b'\\', b'u', ..]) => (2, 4),
        _ => return 1,
    };
    let escape = bytes.get(at + mark..at + mark + digits);
    match escape {
        Some(escape) if escape.iter().all(u8::is_ascii_hexdigit) => {
            let of_address = v4(bytes, at + mark).is_some();
            mark + if of_address { 0 } else { digits }
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_lose_their_host_wherever_they_stand() {
        let cases = [
            ("203.0.113.77", "203.0.113.0"),
            (
                "203.0.113.77:80, 198.51.100.9",
                "203.0.113.0:80, 198.51.100.0",
            ),
            ("seen 203.0.113.77.", "seen 203.0.113.0."),
            ("ip:203.0.113.77,", "ip:203.0.113.0,"),
            ("face203.0.113.77", "face203.0.113.0"),
            ("?ip%3D203.0.113.77&", "?ip%3D203.0.113.0&"),
            (r"\x20203.0.113.77", r"\x20203.0.113.0"),
            ("%20203.0.113.77", "%20203.0.113.0"),
            ("%64.0.113.77", "%64.0.113.0"),
            (r"a\u003d203.0.113.77", r"a\u003d203.0.113.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
            ("2001:db8:1:2:3:4:5:6:443", "2001:db8:1:::443"),
            ("[2001:db8:1:2::3]:443", "[2001:db8:1::]:443"),
            ("ip:2001:db8:1:2::3,", "ip:2001:db8:1::,"),
            ("x=2001%3Adb8%3a1%3A2%3A%3A3", "x=2001:db8:1::"),
            ("%3A2001:db8:1:2::3", "%3A2001:db8:1::"),
            ("::ffff:203.0.113.77", "203.0.113.0"),
            ("64:ff9b::203.0.113.77", "64:ff9b::"),
            ("fe80::1:2%eth0", "fe80::%eth0"),
            ("(::1)", "(::)"),
        ];
        for (text, expected) in cases {
            assert_eq!(truncate_in(Cow::Borrowed(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_borrowed() {
        let texts = [
            "[10/Oct/2025:13:55:36 +0200]",
            "GET /v1.2.3/a HTTP/1.1",
            "256.1.1.1",
            "std::fmt",
            "00:1b:44:11:3a:b7",
            "::",
            ":",
            "%3A",
            "2026-11-24T13:55:36",
            "",
            "1.2.3.",
        ];
        for text in texts {
            let found = truncate_in(Cow::Borrowed(text));
            assert!(matches!(found, Cow::Borrowed(_)), "{text} became {found}");
        }
    }

    /// Were any scan to start over for each character, one line would stop a shard for minutes, and this test with it.
    #[test]
    fn a_long_text_of_any_shape_is_read_once_and_not_once_for_each_character() {
        for part in ["1.1.1.", "a:", ":", "%3A", "1", "1:1:1:1:1:1:1::", "\\x"] {
            let text = part.repeat(400_000 / part.len());
            let found = truncate_in(Cow::Borrowed(&text));
            assert!(found.len() <= text.len(), "{part}");
        }
    }

    proptest! {
        #[test]
        fn no_address_is_left(
            before in "[a-f .:%=x\\\\]{0,6}", after in "([^0-9a-fA-F][ -~]{0,6})?",
            v4 in any::<[u8; 4]>(), v6 in any::<[u16; 8]>(), encoded in any::<bool>(),
        ) {
            let v4 = Ipv4Addr::from([v4[0] | 0x40, v4[1], v4[2], v4[3] | 0x40]);
            let text = format!("{before}{v4}{after}");
            let found = truncate_in(Cow::Borrowed(&text));
            prop_assert!(!found.contains(&v4.to_string()), "{} became {}", text, found);
            let v6 = Ipv6Addr::from(v6.map(|group| group | 0x1000));
            let written = if encoded { v6.to_string().replace(':', "%3A") } else { v6.to_string() };
            let text = format!(" {written}{after}");
            let found = truncate_in(Cow::Borrowed(&text));
            prop_assert!(!found.contains(&written), "{} became {}", text, found);
            let written = v6.to_string();
            prop_assert!(!found.contains(&written[15..]), "{} became {}", text, found);
        }
    }
}
