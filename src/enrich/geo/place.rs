//! Places: where a database locates an address.
//!
//! Two layouts are read. They are distinguished value by value, so a database may mix them:
//!
//! | | nested | flat | flat |
//! |---|---|---|---|
//! | makers | [MaxMind], DB-IP, `IP2Location` | [ip-location-db] | [IPinfo] |
//! | country | `country.iso_code`, `country.names.en` | `country_code` | the same, or `country` |
//! | continent | `continent.names.en` | | |
//! | region | `subdivisions[0]` | `state1` | `region`, `region_code` |
//! | city | `city.names.en` | `city` | `city` |
//! | coordinates | `location` | `latitude`, `longitude` | `lat`, `lng` |
//! | timezone | `location` | `timezone` | `timezone` |
//! | postal code | `postal.code` | `postcode` | `postal_code` |
//!
//! `country` counts if its value is a code.
//!
//! [MaxMind]: https://dev.maxmind.com/geoip/docs/databases/city-and-country/
//! [ip-location-db]: https://github.com/sapics/ip-location-db
//! [IPinfo]: https://ipinfo.io/developers/database-types
//!
//! `MaxMind` has records without a country, for satellites and for blocks that span a continent.
//! Such a record is a place if it has coordinates or a timezone, but another database that knows
//! the country takes precedence.
//!
//! Deviations: names are English. The country is the one where the address is used, never the one
//! where its block is registered. Coordinates of exactly 0, 0 mean "unknown" in some databases and
//! match no real visitor, so they are absent. If the database omits the name, continent or
//! coordinates of a country, [`super::countries`] supplies them.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::bytes::Found;
use super::countries::Country;
use super::value::Value;
use crate::event::Geo;

/// The part of a record that describes a place. If several names mean the same thing, the first one
/// here that has a usable value counts. A `country` that is a text comes after `country_code`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place<'a> {
    #[serde(borrow)]
    country: Value<'a, Named<'a>>,
    continent: Value<'a, Named<'a>>,
    city: Value<'a, Named<'a>>,
    subdivisions: Value<'a, IgnoredAny, Value<'a, Named<'a>>>,
    postal: Value<'a, Named<'a>>,
    location: Value<'a, Location<'a>>,

    country_code: Value<'a>,
    state1: Value<'a>,
    region: Value<'a>,
    region_name: Value<'a>,
    region_code: Value<'a>,
    postcode: Value<'a>,
    postal_code: Value<'a>,
    zip_code: Value<'a>,
    latitude: Value<'a>,
    lat: Value<'a>,
    longitude: Value<'a>,
    lng: Value<'a>,
    lon: Value<'a>,
    timezone: Value<'a>,
    time_zone: Value<'a>,
}

/// The coordinates and the timezone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Location<'a> {
    #[serde(borrow, alias = "lat")]
    latitude: Value<'a>,
    #[serde(alias = "lng", alias = "lon")]
    longitude: Value<'a>,
    #[serde(alias = "timezone")]
    time_zone: Value<'a>,
}

/// The map of a country, continent, region, city or postal code. Each may also be a plain text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow, alias = "code")]
    iso_code: Value<'a>,
    names: Value<'a, Names<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Names<'a> {
    #[serde(borrow)]
    en: Value<'a>,
}

impl<'a> Value<'a, Named<'a>> {
    fn code(&self) -> Option<&'a str> {
        self.map()?.iso_code.text()
    }

    fn english(&self) -> Option<&'a str> {
        self.map()?.names.map()?.en.text()
    }
}

impl<'a> Place<'a> {
    /// The country's ISO 3166-1 alpha-2 code. `None` if no value of the record is such a code.
    pub(super) fn country_code(&self) -> Option<&'a str> {
        let is_code = |code: &&str| is_country_code(code);
        self.country
            .code()
            .filter(is_code)
            .or_else(|| self.country_code.text().filter(is_code))
            .or_else(|| self.country.text().filter(is_code))
    }

    /// Whether the record contains a city or coordinates.
    pub(super) fn is_fine(&self) -> bool {
        self.city().is_some() || self.coordinates().is_some()
    }

    /// Whether the record contains a location, with or without a country.
    pub(super) fn is_somewhere(&self) -> bool {
        self.country_code().is_some() || self.coordinates().is_some() || self.timezone().is_some()
    }

    fn timezone(&self) -> Option<&'a str> {
        let nested = self.location.map().map(|location| &location.time_zone);
        first_text([nested, Some(&self.timezone), Some(&self.time_zone)])
    }

    fn city(&self) -> Option<&'a str> {
        self.city.english().or_else(|| self.city.text())
    }

    fn region(&self) -> Option<&'a str> {
        first_text([&self.state1, &self.region, &self.region_name].map(Some))
    }

    fn postal_code(&self) -> Option<&'a str> {
        let flat = [&self.postcode, &self.postal_code, &self.zip_code];
        let nested = self.postal.code().or_else(|| self.postal.text());
        nested.or_else(|| first_text(flat.map(Some)))
    }

    fn coordinates(&self) -> Option<(f64, f64)> {
        let nested = self.location.map();
        let first = |values: &[Option<&Value<'_>>]| {
            let mut values = values.iter().copied().flatten();
            values.find_map(Value::degrees)
        };
        let latitude = first(&[
            nested.map(|location| &location.latitude),
            Some(&self.latitude),
            Some(&self.lat),
        ])?;
        let longitude = first(&[
            nested.map(|location| &location.longitude),
            Some(&self.longitude),
            Some(&self.lng),
            Some(&self.lon),
        ])?;
        let known = latitude != 0.0 || longitude != 0.0;
        let on_the_globe = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        (known && on_the_globe).then_some((latitude, longitude))
    }
}

fn first_text<'a, const N: usize>(values: [Option<&Value<'a>>; N]) -> Option<&'a str> {
    values.into_iter().flatten().find_map(Value::text)
}

/// The place of a record, or `None` if the record contains no location.
pub(super) fn read(record: &Found<'_>) -> Option<Geo> {
    let place: Place<'_> = record.decode().ok()??;
    let code = place.country_code();
    if code.is_none() && !place.is_somewhere() {
        return None;
    }
    let country = code.and_then(Country::of);
    let continent = country.map(|country| country.continent.name());
    let subdivision = place.subdivisions.first();
    let region_code = subdivision.and_then(Value::code);
    let region_code = region_code.or_else(|| place.region_code.text());
    let region_name = subdivision.and_then(Value::english);
    let region_name = region_name.or_else(|| place.region());
    Some(Geo {
        continent_name: one_of_ours(place.continent.english(), continent),
        country_iso_code: one_of_ours(code, country.map(|country| country.code)),
        country_name: one_of_ours(place.country.english(), country.map(|country| country.name)),
        region_iso_code: region_code.and_then(|region| region_iso_code(code, region)),
        region_name: region_name.map(Box::from),
        city_name: place.city().map(Box::from),
        postal_code: place.postal_code().map(Box::from),
        timezone: place.timezone().map(Box::from),
        location: place
            .coordinates()
            .or(country.map(|country| (country.latitude, country.longitude))),
    })
}

/// The database's name, or our own name if the database has none. The name is copied only if the
/// two differ.
fn one_of_ours(theirs: Option<&str>, ours: Option<&'static str>) -> Option<Cow<'static, str>> {
    match theirs {
        Some(name) if ours != Some(name) => Some(Cow::Owned(name.to_owned())),
        _ => ours.map(Cow::Borrowed),
    }
}

/// The code of a region in ISO 3166-2. The database has it as `BE` or as `DE-BE`. `None` for `BE`
/// without a country.
fn region_iso_code(country: Option<&str>, region: &str) -> Option<Box<str>> {
    if region.contains('-') {
        return Some(region.into());
    }
    Some([country?, "-", region].concat().into())
}

/// Whether a text is a code of two capitals. `ZZ` and `XX` do not count, because they mean
/// "unknown" in some databases.
fn is_country_code(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
        && !matches!(code, "ZZ" | "XX")
}
