//! The forms of the values of columns. They show whether the values of a row are shifted.

use super::super::field::Field;

/// The form that every value of a column has. An absent value, `-`, has every form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Shape {
    /// `2025-10-10`.
    Date,
    /// `11:55:36`, with or without a fraction.
    TimeOfDay,
    /// An address, a list of addresses, or an address whose end is masked.
    Address,
    /// A whole number.
    Number,
    /// A number with or without a fraction.
    Decimal,
    /// A method.
    Method,
    /// Any text without a blank.
    Word,
    /// A path or URL. If it is logged decoded, it may contain blanks.
    Path,
    /// Any text. The values that a client sends may contain blanks.
    Text,
}

impl Shape {
    /// The form of a field's values.
    pub(in crate::format) fn of(field: Field) -> Self {
        match field {
            Field::Date => Self::Date,
            Field::TimeOfDay => Self::TimeOfDay,
            Field::RemoteAddress | Field::ServerAddress => Self::Address,
            Field::Method => Self::Method,
            Field::Status
            | Field::RequestBytes
            | Field::ResponseBytes
            | Field::BodyBytes
            | Field::RemotePort
            | Field::ServerPort => Self::Number,
            Field::TimeEpochSeconds
            | Field::TimeEpochMilliseconds
            | Field::DurationSeconds
            | Field::DurationMilliseconds => Self::Decimal,
            Field::Path | Field::Target => Self::Path,
            Field::User | Field::UserAgent | Field::Referrer => Self::Text,
            // A query cannot contain a blank, because a blank ends the target in a request line.
            _ => Self::Word,
        }
    }

    /// Whether a value of this form may contain blanks.
    pub(super) fn holds_blanks(self) -> bool {
        matches!(self, Self::Path | Self::Text)
    }

    /// Whether `word` can be the beginning of a value of this form. Alignment uses this check. It
    /// is stricter than the form: a path is `-` or begins with `/`, `*` or `http`, and dates,
    /// times, numbers, addresses and methods must be present. Other text is therefore not mistaken
    /// for them.
    pub(super) fn begins(self, word: &[u8]) -> bool {
        match self {
            Self::Path => matches!(word, [b'/' | b'*', ..] | b"-") || word.starts_with(b"http"),
            Self::Word | Self::Text => true,
            Self::Date
            | Self::TimeOfDay
            | Self::Address
            | Self::Number
            | Self::Decimal
            | Self::Method => word != b"-" && self.fits(word),
        }
    }

    /// Whether a value has this form.
    pub(in crate::format) fn fits(self, value: &[u8]) -> bool {
        if value == b"-" {
            return true;
        }
        match self {
            Self::Date => is_date(value),
            Self::TimeOfDay => is_time_of_day(value),
            Self::Address => is_address(value),
            Self::Number => digits(value) == value.len() && !value.is_empty(),
            Self::Decimal => is_decimal(value),
            Self::Method => {
                value.first().is_some_and(u8::is_ascii_alphabetic)
                    && value
                        .iter()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            }
            Self::Word | Self::Path | Self::Text => true,
        }
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn is_date(text: &[u8]) -> bool {
    matches!(text, [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
        if [y1, y2, y3, y4, m1, m2, d1, d2].into_iter().all(u8::is_ascii_digit))
}

fn is_time_of_day(text: &[u8]) -> bool {
    matches!(text, [h1, h2, b':', m1, m2, b':', rest @ ..]
        if [h1, h2, m1, m2].into_iter().all(u8::is_ascii_digit) && is_decimal(rest))
}

fn is_decimal(text: &[u8]) -> bool {
    let whole = digits(text);
    whole > 0
        && match text.get(whole..) {
            Some([b'.', part @ ..]) => digits(part) == part.len(),
            rest => rest.is_none_or(<[u8]>::is_empty),
        }
}

/// Whether a text consists of the characters of addresses. This check is cheap; `clean` parses the
/// address.
fn is_address(text: &[u8]) -> bool {
    let is_part = |byte: &u8| {
        byte.is_ascii_hexdigit()
            || matches!(byte, b'.' | b':' | b',' | b'+' | b'%' | b'[' | b']' | b'x')
    };
    memchr::memchr2(b'.', b':', text).is_some() && text.iter().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_form_of_their_column_or_are_absent() {
        use Shape::{Address, Date, Decimal, Method, Number, Path, Text, TimeOfDay, Word};
        let every = [
            Date, TimeOfDay, Address, Number, Decimal, Method, Word, Path, Text,
        ];
        for (value, narrow) in [
            ("2025-10-10", &[Date][..]),
            ("2025-10-1", &[]),
            ("11:55:36", &[TimeOfDay, Address]),
            ("11:55:36.127", &[TimeOfDay, Address]),
            ("11:55", &[Address]),
            ("203.0.113.7", &[Address]),
            ("203.0.113.xxx", &[Address]),
            ("2001:db8::7%11", &[Address]),
            ("198.51.100.4,+10.0.0.1", &[Address]),
            ("200", &[Number, Decimal]),
            ("0.113", &[Decimal, Address]),
            ("1.", &[Decimal, Address]),
            ("-1", &[]),
            ("GET", &[Method]),
            ("M-SEARCH", &[Method]),
            ("/a", &[]),
            ("", &[]),
        ] {
            for shape in every {
                let expected = narrow.contains(&shape) || matches!(shape, Word | Path | Text);
                assert_eq!(shape.fits(value.as_bytes()), expected, "{value}: {shape:?}");
            }
        }
        assert!(every.into_iter().all(|shape| shape.fits(b"-")));
    }
}
