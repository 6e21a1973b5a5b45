//! Finds the unit of a duration whose key does not name the unit.

use crate::format::field::Field;
use crate::format::json::company::Company;
use crate::format::json::meaning::Unit;

/// The unit of a number, by its writer, if the key does not name the unit. If two units are
/// possible, the number is not used.
pub(super) fn of(number: &[u8], company: Company) -> Option<Field> {
    let whole = !number.contains(&b'.');
    let milliseconds = [
        Company::RAILS,
        Company::NODE,
        Company::HAPROXY,
        Company::MILLISECONDS,
    ];
    let milliseconds = milliseconds
        .into_iter()
        .fold(Company::default(), Company::with);
    let seconds = Company::CLOUDFRONT
        .with(Company::AZURE)
        .with(Company::NGINX);
    // A whole number shows its unit by its digits. The same duration has three more digits in
    // microseconds, and six more in nanoseconds.
    match (whole, number.len()) {
        (true, _) if company.has(Company::TRAEFIK.with(Company::ECHO)) => {
            Some(Field::DurationNanoseconds)
        }
        // Caddy writes milliseconds in one of its notations and nanoseconds in the other. A
        // duration between 1 s and 100 s, or between 1 µs and 100 µs, could be in either notation.
        (true, 1..=3) if company.has(Company::CADDY) => Some(Field::DurationMilliseconds),
        (true, 6..) if company.has(Company::CADDY) => Some(Field::DurationNanoseconds),
        (true, _) if company.has(Company::CADDY.with(Company::TOMCAT)) => None,
        (false, _) if company.has(Company::CADDY) => Some(Field::DurationSeconds),
        (_, _) if company.has(milliseconds) => Some(Field::DurationMilliseconds),
        (false, _) if company.has(seconds) => Some(Field::DurationSeconds),
        (true, _) if company.has(Company::CLOUDFRONT.with(Company::AZURE)) => {
            Some(Field::DurationSeconds)
        }
        // A number that would be 100 s or more in milliseconds probably has another unit.
        (true, ..6) => Some(Field::DurationMilliseconds),
        _ => None,
    }
}

/// Whether a number has too few digits for a time since 1970 in the unit of its key. Since 2001,
/// such a time has 19 digits in nanoseconds and 16 in microseconds. Without this check, a long
/// duration would look like a time in seconds.
pub(super) fn is_short_of_a_time(unit: Unit, text: &[u8]) -> bool {
    let is_fine = matches!(unit, Unit::Nanoseconds | Unit::Microseconds);
    is_fine && text.len() < 15 && text.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_unit_of_its_writer_or_none() {
        let (seconds, milliseconds) = (Field::DurationSeconds, Field::DurationMilliseconds);
        let nanoseconds = Field::DurationNanoseconds;
        for (number, company, expected) in [
            ("12", Company::default(), Some(milliseconds)),
            // The number is 100 s, or has another unit.
            ("100000", Company::default(), None),
            // The number is in seconds or milliseconds.
            ("0.012", Company::default(), None),
            ("0.012", Company::NGINX, Some(seconds)),
            ("0.012", Company::CADDY, Some(seconds)),
            ("58.33", Company::RAILS, Some(milliseconds)),
            ("12.3", Company::NODE, Some(milliseconds)),
            ("12", Company::CADDY, Some(milliseconds)),
            ("929675", Company::CADDY, Some(nanoseconds)),
            ("50000", Company::CADDY, None),
            ("357313", Company::TRAEFIK, Some(nanoseconds)),
            ("65183", Company::ECHO, Some(nanoseconds)),
            ("12", Company::TOMCAT, None),
            ("2", Company::CLOUDFRONT, Some(seconds)),
        ] {
            assert_eq!(
                of(number.as_bytes(), company),
                expected,
                "{number} {company:?}"
            );
        }
    }
}
