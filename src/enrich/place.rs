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
//! A record without a country, as `MaxMind` has of satellites and of blocks that span a continent, is a place all the same where
//! it has coordinates or a timezone; another database that knows the country goes before it.
//!
//! Deviations: names are English. The country is where the address is used, never where its block is registered. Coordinates
//! of exactly 0, 0 mean "unknown" in some databases and no visitor elsewhere, so they are absent. What the database leaves
//! out of a country (name, continent, coordinates) comes from [`super::countries`].

use std::borrow::Cow;

use super::countries::Country;
use super::keys::Key;
use super::leaf::{degrees, fill, text, text_of};
use super::record::{Corrupt, Cursor};
use crate::event::Geo;

/// The part of a record that tells of a place.
#[derive(Debug, Default)]
pub(super) struct Place<'a> {
    country: Named<'a>,
    continent: Named<'a>,
    city: Named<'a>,
    subdivision: Named<'a>,
    location: Location<'a>,
    postal: Named<'a>,

    country_code: Option<&'a str>,
    region: Option<&'a str>,
    region_code: Option<&'a str>,
    postcode: Option<&'a str>,
    /// Of the flat layouts, which have it beside the rest.
    flat_location: Location<'a>,
}

/// Where on the globe, and in which timezone.
#[derive(Debug, Default)]
struct Location<'a> {
    latitude: Option<f64>,
    longitude: Option<f64>,
    timezone: Option<&'a str>,
}

/// A country, continent, region, city or postal code: a plain text, or a map with a code and names.
#[derive(Debug, Default)]
struct Named<'a> {
    text: Option<&'a str>,
    code: Option<&'a str>,
    english: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// Adds what a record tells.
    pub(super) fn add(&mut self, record: &mut Cursor<'a>) -> Result<(), Corrupt> {
        record.map(|key, value| {
            match key {
                Key::Country => self.country.add(value)?,
                Key::Continent => self.continent.add(value)?,
                Key::City => self.city.add(value)?,
                Key::Subdivisions => value.first(|value| self.subdivision.add(value))?,
                Key::Postal => self.postal.add(value)?,
                Key::Location => {
                    value.map(|key, value| self.location.add(key, value))?;
                }
                Key::CountryCode => fill(&mut self.country_code, text(value)?),
                Key::Region => fill(&mut self.region, text(value)?),
                Key::RegionCode => fill(&mut self.region_code, text(value)?),
                Key::Postcode => fill(&mut self.postcode, text(value)?),
                _ => self.flat_location.add(key, value)?,
            }
            Ok(())
        })?;
        Ok(())
    }

    /// The country's ISO 3166-1 alpha-2 code.
    pub(super) fn country_code(&self) -> Option<&'a str> {
        let codes = [self.country.code, self.country_code, self.country.text];
        codes
            .into_iter()
            .flatten()
            .find(|code| is_country_code(code))
    }

    /// Whether the record knows more than a country.
    pub(super) fn is_fine(&self) -> bool {
        self.city().is_some() || self.coordinates().is_some()
    }

    /// Whether the record says where, with a country or without.
    pub(super) fn is_somewhere(&self) -> bool {
        self.country_code().is_some() || self.coordinates().is_some() || self.timezone().is_some()
    }

    fn timezone(&self) -> Option<&'a str> {
        self.location.timezone.or(self.flat_location.timezone)
    }

    fn city(&self) -> Option<&'a str> {
        self.city.english.or(self.city.text)
    }

    fn coordinates(&self) -> Option<(f64, f64)> {
        let latitude = self.location.latitude.or(self.flat_location.latitude)?;
        let longitude = self.location.longitude.or(self.flat_location.longitude)?;
        let known = latitude != 0.0 || longitude != 0.0;
        let on_the_globe = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        (known && on_the_globe).then_some((latitude, longitude))
    }
}

impl<'a> Location<'a> {
    fn add(&mut self, key: Key, value: &mut Cursor<'a>) -> Result<(), Corrupt> {
        match key {
            Key::Latitude => fill(&mut self.latitude, degrees(value)?),
            Key::Longitude => fill(&mut self.longitude, degrees(value)?),
            Key::Timezone => fill(&mut self.timezone, text(value)?),
            _ => value.pass()?,
        }
        Ok(())
    }
}

impl<'a> Named<'a> {
    fn add(&mut self, value: &mut Cursor<'a>) -> Result<(), Corrupt> {
        let text_alone = value.map(|key, value| {
            match key {
                Key::Code => fill(&mut self.code, text(value)?),
                Key::Names => fill(&mut self.english, english(value)?),
                _ => value.pass()?,
            }
            Ok(())
        })?;
        fill(&mut self.text, text_of(text_alone)?);
        Ok(())
    }
}

fn english<'a>(names: &mut Cursor<'a>) -> Result<Option<&'a str>, Corrupt> {
    let mut english = None;
    names.map(|language, name| {
        match language {
            Key::English => fill(&mut english, text(name)?),
            _ => name.pass()?,
        }
        Ok(())
    })?;
    Ok(english)
}

/// The place of a record.
pub(super) fn read(record: &mut Cursor<'_>) -> Option<Geo> {
    let mut place = Place::default();
    place.add(record).ok()?;
    if !place.is_somewhere() {
        return None;
    }
    let code = place.country_code();
    let country = code.and_then(Country::of);
    let continent = country.map(|country| country.continent.name());
    let region_code = place.subdivision.code.or(place.region_code);
    let region_name = place.subdivision.english.or(place.region);
    let postal_code = place.postal.code.or(place.postal.text).or(place.postcode);
    Some(Geo {
        continent_name: one_of_ours(place.continent.english, continent),
        country_iso_code: one_of_ours(code, country.map(|country| country.code)),
        country_name: one_of_ours(place.country.english, country.map(|country| country.name)),
        region_iso_code: region_code.and_then(|region| region_iso_code(code, region)),
        region_name: region_name.map(Box::from),
        city_name: place.city().map(Box::from),
        postal_code: postal_code.map(Box::from),
        timezone: place.timezone().map(Box::from),
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
fn region_iso_code(country: Option<&str>, region: &str) -> Option<Box<str>> {
    if region.contains('-') {
        return Some(region.into());
    }
    Some([country?, "-", region].concat().into())
}

/// Two capitals. `ZZ` and `XX` stand for "unknown" in some databases.
fn is_country_code(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
        && !matches!(code, "ZZ" | "XX")
}
