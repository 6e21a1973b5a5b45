//! Formats numbers for people, for output that no browser formats in the reader's language.

/// A number with a comma before every three digits.
#[must_use]
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Bytes in a decimal unit: `5.1 kB`, rounded down.
pub(super) fn bytes(number: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    let (mut unit, mut size) = ("B", number * 10);
    if number >= 1_000 {
        size = number / 100;
        for next in UNITS {
            unit = next;
            if size < 10_000 {
                break;
            }
            size /= 1_000;
        }
    }
    match size % 10 {
        0 => format!("{} {unit}", size / 10),
        tenth if size < 100 => format!("{}.{tenth} {unit}", size / 10),
        _ => format!("{} {unit}", size / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ];
        for (number, expected) in cases {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn bytes_have_a_fitting_unit() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (5_120, "5.1 kB"),
            (1_011_640, "1 MB"),
            (999_999, "999 kB"),
            (12_345_678, "12 MB"),
        ];
        for (number, expected) in cases {
            assert_eq!(bytes(number), expected);
        }
    }
}
