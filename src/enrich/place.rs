//! Places: where a database says an address is.
//!
//! Two layouts are read, told apart value by value, so that a database may mix them:
//!
//! | layout | country | region | city | rest |
//! |---|---|---|---|---|
//! | nested: `MaxMind` (<https://dev.maxmind.com/geoip/docs/databases/city-and-country/>), DB-IP, `IP2Location` | `country.iso_code`, `country.names.en`, `continent.names.en` | `subdivisions[0]` | `city.names.en` | `location`, `postal.code` |
//! | flat: ip-location-db (<https://github.com/sapics/ip-location-db>) | `country_code` | `state1` | `city` | `latitude`, `longitude`, `postcode`, `timezone` |
//! | flat: `IPinfo` (<https://ipinfo.io/developers/database-types>) | `country_code`, or `country` when that is a code | `region`, `region_code` | `city` | `lat`, `lng`, `postal_code`, `timezone` |
//!
//! Deviations: names are English. The country is where the address is used, never where its block is registered. Coordinates
//! of exactly 0, 0 mean "unknown" in some databases and no visitor elsewhere, so they are absent. What the database leaves
//! out of a country (name, continent, coordinates) comes from [`super::countries`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::bytes::Found;
use super::countries::Country;
use super::leaf::{Degrees, Text};
use crate::event::Geo;

/// The part of a record that tells of a place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place<'a> {
    #[serde(borrow)]
    country: Named<'a>,
    #[serde(borrow)]
    continent: Named<'a>,
    #[serde(borrow)]
    city: Named<'a>,
    #[serde(borrow)]
    subdivisions: First<'a>,
    #[serde(borrow)]
    location: Location<'a>,
    #[serde(borrow)]
    postal: Postal<'a>,

    #[serde(borrow)]
    country_code: Text<'a>,
    #[serde(borrow, alias = "region", alias = "region_name")]
    state1: Text<'a>,
    #[serde(borrow)]
    region_code: Text<'a>,
    #[serde(borrow, alias = "postal_code", alias = "zip_code")]
    postcode: Text<'a>,
    #[serde(alias = "lat")]
    latitude: Degrees,
    #[serde(alias = "lng", alias = "lon")]
    longitude: Degrees,
    #[serde(borrow, alias = "time_zone")]
    timezone: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Location<'a> {
    latitude: Degrees,
    longitude: Degrees,
    #[serde(borrow)]
    time_zone: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Names<'a> {
    #[serde(borrow)]
    en: Text<'a>,
}

/// A country, continent or city: a plain text, or a map with a code and names.
#[derive(Debug, Default)]
struct Named<'a> {
    text: Option<&'a str>,
    iso_code: Option<&'a str>,
    english: Option<&'a str>,
}

/// The first of a list of subdivisions: the largest.
#[derive(Debug, Default)]
struct First<'a>(Named<'a>);

/// A postal code: a plain text, or a map with a `code`.
#[derive(Debug, Default)]
struct Postal<'a>(Option<&'a str>);

impl<'a> Place<'a> {
    /// The country's ISO 3166-1 alpha-2 code; without one there is no place.
    pub(super) fn country_code(&self) -> Option<&'a str> {
        let codes = [
            self.country.iso_code,
            self.country_code.0,
            self.country.text,
        ];
        codes
            .into_iter()
            .flatten()
            .find(|code| is_country_code(code))
    }

    /// Whether the record knows more than a country.
    pub(super) fn is_fine(&self) -> bool {
        self.city().is_some() || self.coordinates().is_some()
    }

    fn city(&self) -> Option<&'a str> {
        self.city.english.or(self.city.text)
    }

    fn coordinates(&self) -> Option<(f64, f64)> {
        let latitude = self.location.latitude.0.or(self.latitude.0)?;
        let longitude = self.location.longitude.0.or(self.longitude.0)?;
        let known = latitude != 0.0 || longitude != 0.0;
        let on_the_globe = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        (known && on_the_globe).then_some((latitude, longitude))
    }
}

/// The place of a record.
pub(super) fn read(found: &Found<'_>) -> Option<Geo> {
    let place: Place<'_> = found.decode().ok()??;
    let code = place.country_code()?;
    let country = Country::of(code);
    let continent = country.map(|country| country.continent.name());
    let region_code = place.subdivisions.0.iso_code.or(place.region_code.0);
    let region_name = place.subdivisions.0.english.or(place.state1.0);
    let postal_code = place.postal.0.or(place.postcode.0);
    let timezone = place.location.time_zone.0.or(place.timezone.0);
    Some(Geo {
        continent_name: one_of_ours(place.continent.english, continent),
        country_iso_code: Some(code.into()),
        country_name: one_of_ours(place.country.english, country.map(|country| country.name)),
        region_iso_code: region_code.map(|region| region_iso_code(code, region)),
        region_name: region_name.map(Box::from),
        city_name: place.city().map(Box::from),
        postal_code: postal_code.map(Box::from),
        timezone: timezone.map(Box::from),
        location: place
            .coordinates()
            .or(country.map(|country| (country.latitude, country.longitude))),
    })
}

/// The database's name, or ours; a copy only where the two differ.
fn one_of_ours(theirs: Option<&str>, ours: Option<&'static str>) -> Option<Cow<'static, str>> {
    match theirs {
        Some(name) if ours != Some(name) => Some(Cow::Owned(name.to_owned())),
        _ => ours.map(Cow::Borrowed),
    }
}

/// ISO 3166-2 of a region given as `BE` or as `DE-BE`.
fn region_iso_code(country: &str, region: &str) -> Box<str> {
    if region.contains('-') {
        region.into()
    } else {
        [country, "-", region].concat().into()
    }
}

/// Two capitals. `ZZ` and `XX` stand for "unknown" in some databases.
fn is_country_code(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
        && !matches!(code, "ZZ" | "XX")
}

impl<'de: 'a, 'a> Deserialize<'de> for Named<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamedVisitor(PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for First<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FirstVisitor(PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Postal<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let postal = Named::deserialize(deserializer)?;
        Ok(Self(postal.iso_code.or(postal.text)))
    }
}

struct NamedVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for NamedVisitor<'a> {
    type Value = Named<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a map of names")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Named<'a>, E> {
        let Text(text) = Text::of(text);
        Ok(Named {
            text,
            ..Named::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<'a>, A::Error> {
        let mut named = Named::default();
        while let Some(key) = map.next_key::<&str>()? {
            match key {
                "iso_code" | "code" => named.iso_code = map.next_value::<Text<'_>>()?.0,
                "names" => named.english = map.next_value::<Names<'_>>()?.en.0,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(named)
    }
}

struct FirstVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for FirstVisitor<'a> {
    type Value = First<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of subdivisions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<First<'a>, A::Error> {
        let first = seq.next_element()?.unwrap_or_default();
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(First(first))
    }
}
