//! Truncates addresses to their network, so that they no longer identify a household.
//!
//! In texts, addresses are also found in other spellings: with percent-encoded dots or colons
//! ([`super::view`]), as one number (`0xCB007107`), and with dashes in a host name
//! (`ip-203-0-113-7.example`). Transition addresses contain an IPv4 address. In 6to4
//! (<https://www.rfc-editor.org/rfc/rfc3056>) this address is in the bits that are otherwise kept.
//! In Teredo (<https://www.rfc-editor.org/rfc/rfc4380>), NAT64
//! (<https://www.rfc-editor.org/rfc/rfc6052>) and ISATAP (<https://www.rfc-editor.org/rfc/rfc5214>)
//! it is in the bits that are removed.
//!
//! Deviations: in texts, every address is truncated, whoever it belongs to. Text that only looks
//! like an address (`Chrome/120.0.0.7`) is truncated too. Decimal numbers, IPv6 without separators
//! and the nibbles of `ip6.arpa` cannot be distinguished from other numbers.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::view::View;

/// How many bits of an IPv4 address are kept.
const V4_BITS: u8 = 24;
/// How many bits of an IPv6 address are kept.
const V6_BITS: u8 = 48;
/// How many bits of a 6to4 address are kept: its prefix of 16 bits, and the kept bits of the IPv4
/// address after the prefix.
const SIX_TO_FOUR_BITS: u8 = 16 + V4_BITS;
/// How many bits of a Teredo address are kept: its prefix. The address of a server follows the
/// prefix.
const TEREDO_BITS: u8 = 32;

/// The address with every bit after its network set to zero.
pub(super) fn truncate(ip: IpAddr) -> IpAddr {
    let ip = ip.to_canonical();
    let (bits, unspecified) = match ip {
        IpAddr::V4(_) => (V4_BITS, IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        IpAddr::V6(ip) => {
            let bits = match ip.segments() {
                [0x2002, ..] => SIX_TO_FOUR_BITS,
                [0x2001, 0, ..] => TEREDO_BITS,
                _ => V6_BITS,
            };
            (bits, IpAddr::V6(Ipv6Addr::UNSPECIFIED))
        }
    };
    IpNet::new(ip, bits).map_or(unspecified, |network| network.network())
}

/// The text with every address in it truncated. A text without an address is returned unchanged.
pub(super) fn truncate_in(text: Cow<'_, str>) -> Cow<'_, str> {
    // Addresses are replaced in the written text and in the decoded text. In `%64.0.0.64`, only the
    // written text is an address.
    let written = replace(&View::plain(text.as_bytes()), &text);
    let text = written.map_or(text, Cow::Owned);
    let view = View::new(text.as_bytes());
    let read = view.is_escaped().then(|| replace(&view, &text)).flatten();
    read.map_or(text, Cow::Owned)
}

/// The text of a view with every address truncated; `None` if the view contains no address.
fn replace(view: &View<'_>, text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut at, mut copied, mut replaced) = (0, 0, false);
    while let Some(byte) = view.byte(at) {
        let found = match byte {
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b':' => address(view, at),
            _ => None,
        };
        let Some((end, truncated)) = found else {
            at += 1;
            continue;
        };
        out.push_str(text.get(copied..view.start(at)).unwrap_or_default());
        out.push_str(&truncated);
        (at, copied, replaced) = (end, view.start(end), true);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    replaced.then_some(out)
}

/// The address that begins at `at`. Returns its end and its truncated form.
fn address(view: &View<'_>, at: usize) -> Option<(usize, String)> {
    let byte = view.byte(at)?;
    let v6 = |separator| v6(view, at, separator);
    let colons = || v6(b':').map(|(end, ip)| (end, truncate(IpAddr::V6(ip)).to_string()));
    let dashes = || {
        // Words of hexadecimal digits are frequent, but few begin like a global address.
        let is_global = matches!(byte, b'2' | b'3') && view.byte(at + 4) == Some(b'-');
        let (end, ip) = v6(b'-').filter(|_| is_global)?;
        Some((end, truncate(IpAddr::V6(ip)).to_string().replace(':', "-")))
    };
    let v4 = || v4(view, at).or_else(|| number(view, at));
    match view.before(at) {
        Some(b'0'..=b'9') => None,
        // After a letter, an IPv6 address counts only if it begins with a digit or with `::ffff:`,
        // so that `d::f` in `std::fmt` is not an address.
        Some(letter @ (b'a'..=b'z' | b'A'..=b'Z')) => {
            let is_group = byte.is_ascii_digit() || view.reads(at, b"::ffff:");
            let v6 = is_group.then(colons).flatten();
            let dashes = || (!letter.is_ascii_hexdigit()).then(dashes).flatten();
            v6.or_else(dashes).or_else(v4)
        }
        _ => colons().or_else(v4).or_else(dashes),
    }
}

/// Reads four numbers up to 255 between dots, dashes or underscores. Any text may follow. In a host
/// name, the numbers may be in reverse order, so both the first and the last number become 0.
fn v4(view: &View<'_>, at: usize) -> Option<(usize, String)> {
    let (mut end, octets, separator) = octets(view, at)?;
    let [first, second, third, _] = octets;
    let is_name = separator != '.'
        || view.byte(end) == Some(b'.')
            && view
                .byte(end + 1)
                .is_some_and(|byte| byte.is_ascii_alphabetic());
    // If there are more than four numbers, those after the fourth are removed too, because the
    // address may begin at a later number.
    while view
        .byte(end)
        .is_some_and(|byte| char::from(byte) == separator)
        && let Some((after, _)) = octet(view, end + 1)
    {
        end = after;
    }
    let first = if is_name { 0 } else { first };
    let truncated = [first, second, third, 0].map(|octet| octet.to_string());
    Some((end, truncated.join(separator.encode_utf8(&mut [0; 4]))))
}

fn octets(view: &View<'_>, at: usize) -> Option<(usize, [u8; 4], char)> {
    let (mut end, first) = octet(view, at)?;
    let separator = view
        .byte(end)
        .filter(|byte| matches!(byte, b'.' | b'-' | b'_'))?;
    let mut octets = [first, 0, 0, 0];
    for place in octets.iter_mut().skip(1) {
        (view.byte(end) == Some(separator)).then_some(())?;
        (end, *place) = octet(view, end + 1)?;
    }
    Some((end, octets, separator.into()))
}

/// Reads a number up to 255. If the number is larger and begins with a zero, it is read as octal.
fn octet(view: &View<'_>, at: usize) -> Option<(usize, u8)> {
    /// The most digits that are read of a number up to 255.
    const DIGITS: usize = 4;
    let digits = (at..=at + DIGITS).map_while(|at| view.byte(at).filter(u8::is_ascii_digit));
    let (mut length, mut decimal, mut octal) = (0, 0_u32, 0_u32);
    for digit in digits {
        let digit = u32::from(digit - b'0');
        (length, decimal, octal) = (length + 1, decimal * 10 + digit, octal * 8 + digit);
    }
    let number = u8::try_from(decimal).or_else(|error| match view.byte(at) {
        Some(b'0') => u8::try_from(octal),
        _ => Err(error),
    });
    ((1..=DIGITS).contains(&length)).then_some(())?;
    Some((at + length, number.ok()?))
}

/// Reads `0xCB007107`, which some clients accept as an address.
fn number(view: &View<'_>, at: usize) -> Option<(usize, String)> {
    /// How many hexadecimal digits an address has.
    const DIGITS: usize = 8;
    view.reads(at, b"0x").then_some(())?;
    let digits = (at + 2..).map_while(|at| view.byte(at).filter(u8::is_ascii_hexdigit));
    let digits: Vec<u8> = digits.take(DIGITS + 1).collect();
    (digits.len() == DIGITS).then_some(())?;
    let kept = digits.iter().take(usize::from(V4_BITS) / 4);
    let kept: String = kept.map(|digit| char::from(*digit)).collect();
    Some((at + 2 + DIGITS, format!("0x{kept}00")))
}

/// The longest IPv6 address from `at` on. It has eight groups, or fewer with one `::`. An IPv4
/// address may replace the last two groups.
fn v6(view: &View<'_>, mut at: usize, separator: u8) -> Option<(usize, Ipv6Addr)> {
    let separates = |at: usize| view.byte(at) == Some(separator);
    let mut groups = [0_u16; 8];
    let (mut count, mut gap, mut longest) = (0, None, None);
    if separates(at) {
        separates(at + 1).then_some(())?;
        (at, gap) = (at + 2, Some(0));
    }
    while let Some((group, end)) = hex_group(view, at) {
        if view.byte(end) == Some(b'.')
            && let Some((end, tail, '.')) = octets(view, at)
            && let [high, low] = tail.as_chunks::<2>().0
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
        if count == 8 || !separates(at) {
            break;
        }
        at += 1;
        if separates(at) {
            if gap.is_some() {
                break;
            }
            gap = Some(count);
            at += 1;
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

/// The number that the hexadecimal digits from `at` on represent, and the offset after them. `None`
/// if there are not one to four digits.
fn hex_group(view: &View<'_>, at: usize) -> Option<(u16, usize)> {
    let digits = (at..at + 5).map_while(|at| char::from(view.byte(at)?).to_digit(16));
    let (mut length, mut value) = (0, 0);
    for digit in digits {
        (length, value) = (length + 1, value << 4 | digit);
    }
    (1..=4).contains(&length).then_some(())?;
    Some((u16::try_from(value).ok()?, at + length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_truncated_at_any_place() {
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
            ("203%2E0%2E113%2E77", "203.0.113.0"),
            ("203%252E0%252E113%252E77", "203.0.113.0"),
            ("%32%30%33.0.113.77", "203.0.113.0"),
            (r"203\x2e0.113.77", "203.0.113.0"),
            ("ip-203-0-113-77.example", "ip-0-0-113-0.example"),
            ("203_0_113_77", "0_0_113_0"),
            ("77.113.0.203.in-addr.arpa", "0.113.0.0.in-addr.arpa"),
            ("9.203.0.113.77", "9.203.0.0"),
            ("203-000-113-077", "0-0-113-0"),
            ("0313.0.0161.0115", "203.0.161.0"),
            ("0xCB00714D", "0xCB007100"),
            ("2001-db8-1-2--3.ip6.example", "2001-db8-1--.ip6.example"),
            ("x2001:db8:1:2::3", "x2001:db8:1::"),
            ("#c2001:db8:1:2::3", "#c2001:db8:1::"),
            ("v::ffff:cb00:714d", "v203.0.113.0"),
            ("2002:cb00:714d:1::1", "2002:cb00:7100::"),
            ("2001:0:4136:e378:8000:63bf:34ff:8eb2", "2001::"),
            ("64:ff9b::cb00:714d", "64:ff9b::"),
            ("2001:db8:1:2:0:5efe:203.0.113.77", "2001:db8:1::"),
            ("2002:203.0.113.77::", "2002:203.0.113.0::"),
        ];
        for (text, expected) in cases {
            assert_eq!(truncate_in(Cow::Borrowed(text)), expected, "{text}");
        }
    }

    #[test]
    fn text_without_an_address_is_borrowed() {
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
            "550e8400-e29b-41d4-a716-446655440000",
            "block--element",
            "Data::fetch",
            "0x12345",
            "2025-10-10",
        ];
        for text in texts {
            let found = truncate_in(Cow::Borrowed(text));
            assert!(matches!(found, Cow::Borrowed(_)), "{text} became {found}");
        }
    }

    /// If a scan began again at each character, one line would take minutes, in production and in
    /// this test.
    #[test]
    fn a_long_text_of_any_shape_is_read_once_and_not_once_for_each_character() {
        let parts = [
            "1.1.1.",
            "a:",
            ":",
            "%3A",
            "1",
            "1:1:1:1:1:1:1::",
            "\\x",
            "1-",
            "1_1",
            "0x",
            "2001-",
            "%2E",
            "1%2E",
        ];
        for part in parts {
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
            let mut v6 = v6.map(|group| group | 0x1000);
            // After a letter, only a global address is recognised, because it begins with a digit.
            let glued = before.ends_with(|before: char| before.is_ascii_alphabetic());
            if glued {
                v6[0] = v6[0] & 0x1fff | 0x2000;
            }
            let v6 = Ipv6Addr::from(v6);
            let written = if encoded { v6.to_string().replace(':', "%3A") } else { v6.to_string() };
            let before = if glued { &*before } else { " " };
            let text = format!("{before}{written}{after}");
            let found = truncate_in(Cow::Borrowed(&text));
            prop_assert!(!found.contains(&written), "{} became {}", text, found);
            let written = v6.to_string();
            prop_assert!(!found.contains(&written[15..]), "{} became {}", text, found);
        }
    }
}
