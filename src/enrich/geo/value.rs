//! Values of a record. They are read leniently, because the makers do not guarantee their layouts.
//! A value of an unexpected type counts as absent, and the rest of the record is used.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value of any type. `M` is the content of a map, `L` the first value of a list.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Value<'a, M = IgnoredAny, L = IgnoredAny> {
    /// A text.
    Text(&'a str),
    /// An unsigned integer of up to 64 bits.
    Number(u64),
    /// A double or a float.
    Real(f64),
    /// A map.
    Map(M),
    /// The first value of a list.
    List(L),
    /// Anything else, or no value at all.
    #[default]
    Other,
}

impl<'a, M, L> Value<'a, M, L> {
    /// The text without ASCII blanks around it. `None` if the text is empty or `-`, or if the value
    /// is not a text.
    pub(super) fn text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text.trim_ascii()).filter(|text| !matches!(*text, "" | "-")),
            Self::Number(_) | Self::Real(_) | Self::Map(_) | Self::List(_) | Self::Other => None,
        }
    }

    /// A latitude or longitude in degrees, stored as a double, a float, an unsigned integer or
    /// decimal text. `None` if the value is not a number from -180 to 180.
    pub(super) fn degrees(&self) -> Option<f64> {
        let degrees: f64 = match self {
            Self::Text(text) => text.parse().ok()?,
            Self::Number(number) => u32::try_from(*number).ok()?.into(),
            Self::Real(degrees) => *degrees,
            Self::Map(_) | Self::List(_) | Self::Other => return None,
        };
        // Five decimals are a metre. Rounding turns the float 51.4036 back into the maker's number.
        (degrees.abs() <= 180.0).then(|| (degrees * 1e5).round() / 1e5)
    }

    /// The number of an autonomous system, stored as an integer or as the text `AS64496` or
    /// `64496`. `None` if the value is not such a number, or is 0.
    pub(super) fn system_number(&self) -> Option<u32> {
        let number = match self {
            Self::Text(text) => text.strip_prefix("AS").unwrap_or(text).parse().ok(),
            Self::Number(number) => u32::try_from(*number).ok(),
            Self::Real(_) | Self::Map(_) | Self::List(_) | Self::Other => None,
        };
        number.filter(|number| *number != 0)
    }

    /// The first value of its list, if it is a list.
    pub(super) fn first(&self) -> Option<&L> {
        match self {
            Self::List(first) => Some(first),
            Self::Text(_) | Self::Number(_) | Self::Real(_) | Self::Map(_) | Self::Other => None,
        }
    }

    /// The content of its map, if it is a map.
    pub(super) fn map(&self) -> Option<&M> {
        match self {
            Self::Map(map) => Some(map),
            Self::Text(_) | Self::Number(_) | Self::Real(_) | Self::List(_) | Self::Other => None,
        }
    }
}

impl<'de: 'a, 'a, M, L> Deserialize<'de> for Value<'a, M, L>
where
    M: Deserialize<'de>,
    L: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfValue(PhantomData))
    }
}

struct OfValue<'a, M, L>(PhantomData<Value<'a, M, L>>);

impl<'de: 'a, 'a, M, L> Visitor<'de> for OfValue<'a, M, L>
where
    M: Deserialize<'de>,
    L: Deserialize<'de>,
{
    type Value = Value<'a, M, L>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_f64<E>(self, real: f64) -> Result<Self::Value, E> {
        Ok(Value::Real(real))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        M::deserialize(MapAccessDeserializer::new(map)).map(Value::Map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let first = list.next_element()?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first.map_or(Value::Other, Value::List))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }
}
