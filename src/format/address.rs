//! Recognises addresses in a line that is not cleaned yet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The limit on the length of an address. An IPv6 address with brackets, a zone and a port is
/// shorter.
const ADDRESS_BYTES: usize = 64;

/// Whether a word is an address: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`,
/// `[2001:db8::1]:80`.
pub(super) fn is_address(word: &[u8]) -> bool {
    let Some(word) = text(word) else { return false };
    let (host, port) = match word.strip_prefix('[').and_then(|word| word.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, port)) => match port.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None => return false,
        },
        None => match word.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') => (host, Some(port)),
            _ => (word, None),
        },
    };
    let host = host.split_once('%').map_or(host, |(host, _)| host);
    port.is_none_or(|port| port.parse::<u16>().is_ok()) && host.parse::<IpAddr>().is_ok()
}

/// Whether a word ends with an address. Any text may precede the address: `ada192.0.2.1`,
/// `-2001:db8::1`.
pub(super) fn ends_with_address(word: &[u8]) -> bool {
    let start = word
        .iter()
        .rposition(|byte| !(byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':')))
        .map_or(0, |at| at + 1);
    let Some(end) = word.get(start..).and_then(text) else {
        return false;
    };
    let ends = |is_address: fn(&str) -> bool| {
        let mut starts = end.char_indices().map(|(at, _)| at);
        starts.any(|at| end.get(at..).is_some_and(is_address))
    };
    ends(|text| text.parse::<Ipv4Addr>().is_ok()) || ends(|text| text.parse::<Ipv6Addr>().is_ok())
}

/// The word as text. `None` if it is not UTF-8 or is too long to be an address.
fn text(word: &[u8]) -> Option<&str> {
    std::str::from_utf8(word)
        .ok()
        .filter(|word| word.len() <= ADDRESS_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_recognised_with_and_without_a_port() {
        for word in [
            "192.0.2.1",
            "192.0.2.1:80",
            "2001:db8::1",
            "[2001:db8::1]",
            "[2001:db8::1]:443",
            "fe80::1%eth0",
        ] {
            assert!(is_address(word.as_bytes()), "{word}");
        }
        for word in [
            "",
            "-",
            "192.0.2",
            "192.0.2.1.1",
            "192.0.2.1:x",
            "[2001:db8::1]x",
            "a.example:80",
            "googlebot",
            "0.123",
        ] {
            assert!(!is_address(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn an_address_is_found_at_the_end_of_a_word() {
        for word in [
            "192.0.2.1",
            "ada192.0.2.1",
            "-2001:db8::1",
            "+0200]192.0.2.1",
            "1192.0.2.1",
        ] {
            assert!(ends_with_address(word.as_bytes()), "{word}");
        }
        for word in ["", "-", "ada", "v1.2.3", "192.0.2.1a.example", "a:b"] {
            assert!(!ends_with_address(word.as_bytes()), "{word}");
        }
    }
}
