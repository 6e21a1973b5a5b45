//! Writes numbers and addresses. This module handles only values that a document can have, and
//! writes the usual ones in one step.

use std::net::Ipv4Addr;

/// Appends a decimal number. The index of a line usually has one digit, and a status has three. To
/// write these in one step costs 50 instructions less than to copy them from a buffer.
pub(super) fn write_number(out: &mut Vec<u8>, value: u64) {
    let small = u32::try_from(value).unwrap_or(u32::MAX);
    let [tens, ones] = two_digits(small);
    match small {
        0..=9 => out.push(ones),
        10..=99 => out.extend_from_slice(&[tens, ones]),
        100..=999 => {
            let [_, hundreds] = two_digits(small / 100);
            out.extend_from_slice(&[hundreds, tens, ones]);
        }
        _ => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
    }
}

/// Appends a number with at most five decimals, in its shortest form. The standard library searches
/// for the shortest digits that distinguish a number from all others. This search costs 800
/// instructions a number.
pub(super) fn write_decimal(out: &mut Vec<u8>, value: f64) {
    const DECIMALS: u32 = 100_000;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a value that does not fit is written as the largest one"
    )]
    let scaled = (value * f64::from(DECIMALS)).round() as i64;
    if scaled < 0 {
        out.push(b'-');
    }
    let scaled = scaled.unsigned_abs();
    write_number(out, scaled / u64::from(DECIMALS));
    let part = u32::try_from(scaled % u64::from(DECIMALS)).unwrap_or(0);
    if part > 0 {
        let [[d1, d2], [d3, d4]] = [two_digits(part / 1000), two_digits(part / 10)];
        let [_, d5] = two_digits(part);
        let digits = [b'.', d1, d2, d3, d4, d5];
        let end = digits.iter().rposition(|digit| *digit != b'0');
        out.extend_from_slice(digits.get(..=end.unwrap_or(0)).unwrap_or_default());
    }
}

/// Appends `"192.0.2.1"` in one step. Separate writes for its numbers and dots would check the
/// buffer's capacity nine times, and the standard library's formatter costs several times as much.
/// The numbers come from a table, since dividing cost 120 instructions an address.
pub(super) fn write_ipv4(out: &mut Vec<u8>, ip: Ipv4Addr) {
    let mut text = [b'"'; "\"255.255.255.255\"".len() + 1];
    let mut length = 1;
    for octet in ip.octets() {
        let (dotted, width) = OCTETS.get(usize::from(octet)).copied().unwrap_or_default();
        if let Some(place) = text.get_mut(length..length + dotted.len()) {
            place.copy_from_slice(&dotted);
        }
        length += width;
    }
    // The quote replaces the last dot.
    if let Some(dot) = text.get_mut(length - 1) {
        *dot = b'"';
    }
    out.extend_from_slice(text.get(..length).unwrap_or_default());
}

/// The last two decimal digits of a number, as ASCII.
pub(super) fn two_digits(value: u32) -> [u8; 2] {
    let at = usize::try_from(value % 100).unwrap_or(0);
    PAIRS.get(at).copied().unwrap_or_default()
}

/// The texts `00` to `99`, each at the index of its number.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot use iterators; the compiler checks the bounds"
)]
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut value = 0;
    while value < 100 {
        pairs[value] = [digit(value / 10), digit(value)];
        value += 1;
    }
    pairs
};

/// Each number of an address as text, with a dot after it, and the length of this text in bytes.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant cannot use iterators; the compiler checks the bounds"
)]
static OCTETS: [([u8; 4], usize); 256] = {
    let mut octets = [([b'.'; 4], 0); 256];
    let mut value = 0;
    while value < 256 {
        let digits = 1 + (value >= 10) as usize + (value >= 100) as usize;
        let (mut at, mut left) = (digits, value);
        while at > 0 {
            at -= 1;
            octets[value].0[at] = digit(left);
            left /= 10;
        }
        octets[value].1 = digits + 1;
        value += 1;
    }
    octets
};

#[expect(clippy::cast_possible_truncation, reason = "it is below ten")]
const fn digit(value: usize) -> u8 {
    b'0' + (value % 10) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_writes_them(
            small in 0_u64..1100,
            any in any::<u64>(),
        ) {
            for value in [small, any] {
                let mut out = Vec::new();
                write_number(&mut out, value);
                prop_assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
            }
        }

        #[test]
        fn addresses_are_written_as_the_standard_library_writes_them(
            bits in any::<u32>(),
            one in any::<u8>(),
        ) {
            for ip in [Ipv4Addr::from_bits(bits), Ipv4Addr::new(one, one, one, one)] {
                let mut out = Vec::new();
                write_ipv4(&mut out, ip);
                prop_assert_eq!(String::from_utf8(out).unwrap(), format!("\"{ip}\""));
            }
        }

        #[test]
        fn decimals_are_written_as_the_standard_library_writes_them(
            scaled in -18_000_000_i32..18_000_000,
            whole in -180..180,
        ) {
            for value in [f64::from(scaled) / 1e5, f64::from(whole)] {
                let mut out = Vec::new();
                write_decimal(&mut out, value);
                prop_assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
            }
        }
    }
}
