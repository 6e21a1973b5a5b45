//! The leaves of a database's record: values read tolerantly, because a layout is a custom, not a contract.
//!
//! A value of an unexpected type is passed over, and the rest of the record is used.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text; `None` when it is empty, `-`, or no text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Text<'a>(pub(super) Option<&'a str>);

/// A latitude or longitude in degrees, stored as a double, a float, or decimal text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Degrees(pub(super) Option<f64>);

/// The number of an autonomous system, stored as an integer or as `AS64496`; `None` when it is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Number(pub(super) Option<u32>);

impl<'a> Text<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let text = text.trim();
        Self((!matches!(text, "" | "-")).then_some(text))
    }
}

impl Degrees {
    fn of(degrees: f64) -> Self {
        // Five decimals are a metre, and turn the float 51.4036 back into what its maker wrote.
        Self(degrees.is_finite().then(|| (degrees * 1e5).round() / 1e5))
    }
}

impl Number {
    fn of(number: u64) -> Self {
        Self(u32::try_from(number).ok().filter(|number| *number != 0))
    }

    fn of_text(text: &str) -> Self {
        let digits = text.strip_prefix("AS").unwrap_or(text);
        digits.parse().map_or(Self(None), Self::of)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Leaf {
            text: Text::of,
            number: |_| Text(None),
            degrees: |_| Text(None),
        })
    }
}

impl<'de> Deserialize<'de> for Degrees {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Leaf {
            text: |text| text.parse().map_or(Degrees(None), Degrees::of),
            number: |number| Degrees::of(f64::from(u32::try_from(number).unwrap_or(u32::MAX))),
            degrees: Degrees::of,
        })
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Leaf {
            text: Number::of_text,
            number: Number::of,
            degrees: |_| Number(None),
        })
    }
}

/// What to make of a value of each type; everything else is read over.
struct Leaf<'de, T> {
    text: fn(&'de str) -> T,
    number: fn(u64) -> T,
    degrees: fn(f64) -> T,
}

impl<'de, T: Default> Visitor<'de> for Leaf<'de, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<T, E> {
        Ok((self.text)(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok((self.number)(number))
    }

    fn visit_f64<E>(self, degrees: f64) -> Result<T, E> {
        Ok((self.degrees)(degrees))
    }

    fn visit_str<E>(self, _: &str) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u128<E>(self, _: u128) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }
}
