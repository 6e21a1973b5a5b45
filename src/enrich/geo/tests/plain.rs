//! Reads a record as JSON, as the makers' documentation describes it.

use std::collections::HashSet;

use maxminddb::WithinOptions;
use serde_json::Value as Json;

use super::*;
use crate::enrich::geo::countries::Country;
use crate::enrich::geo::{network, place};

/// Checks that the product and this module read the same from every record of a database. Returns
/// the number of records.
pub(super) fn agree(database: &Database) -> usize {
    let mut seen = HashSet::new();
    let networks = database.reader().networks(WithinOptions::default());
    for found in networks.unwrap() {
        let found = found.unwrap();
        let offset = found.offset().unwrap();
        if seen.insert(offset) {
            let plain: Json = found.decode().unwrap().unwrap();
            let place = place::read(&found);
            assert_eq!(place, plain_place(&plain), "{plain}");
            let network = network::read(&found);
            assert_eq!(network, plain_network(&plain), "{plain}");
        }
    }
    seen.len()
}

fn any_text(values: &[&Json]) -> Option<String> {
    let mut texts = values.iter().filter_map(|value| value.as_str());
    texts.find_map(|text| Some(text.trim().to_owned()).filter(|text| !matches!(&**text, "" | "-")))
}

fn any_degrees(values: &[&Json]) -> Option<f64> {
    let degrees = |value: &Json| match value {
        Json::String(text) => text.parse().ok(),
        value => value.as_f64(),
    };
    let mut degrees = values.iter().filter_map(|value| degrees(value));
    let degrees = degrees.find(|degrees| degrees.abs() <= 180.0)?;
    Some((degrees * 1e5).round() / 1e5)
}

fn plain_place(record: &Json) -> Option<Geo> {
    let first = &record["subdivisions"][0];
    let location = &record["location"];
    let english = |named: &Json| any_text(&[&named["names"]["en"]]);
    let codes = [
        &record["country"]["iso_code"],
        &record["country"]["code"],
        &record["country_code"],
        &record["country"],
    ];
    let code = codes
        .into_iter()
        .filter_map(|code| any_text(&[code]))
        .find(|code| {
            matches!(code.as_bytes(), [b'A'..=b'Z', b'A'..=b'Z'])
                && !["XX", "ZZ"].contains(&&**code)
        });
    let country = code.as_deref().and_then(Country::of);
    let region = any_text(&[&first["iso_code"], &first["code"], &record["region_code"]]);
    let latitude = any_degrees(&[
        &location["latitude"],
        &location["lat"],
        &record["latitude"],
        &record["lat"],
    ]);
    let longitude = any_degrees(&[
        &location["longitude"],
        &location["lng"],
        &location["lon"],
        &record["longitude"],
        &record["lng"],
        &record["lon"],
    ]);
    let point = latitude
        .zip(longitude)
        .filter(|point| *point != (0.0, 0.0) && point.0.abs() <= 90.0);
    let timezone = any_text(&[
        &location["time_zone"],
        &location["timezone"],
        &record["timezone"],
        &record["time_zone"],
    ]);
    if code.is_none() && point.is_none() && timezone.is_none() {
        return None;
    }
    let postal = &record["postal"];
    Some(Geo {
        continent_name: english(&record["continent"])
            .or(country.map(|country| country.continent.name().to_owned()))
            .map(Cow::from),
        country_name: english(&record["country"])
            .or(country.map(|country| country.name.to_owned()))
            .map(Cow::from),
        region_iso_code: region.and_then(|region| match (region.contains('-'), &code) {
            (true, _) => Some(region.into()),
            (false, Some(code)) => Some(format!("{code}-{region}").into()),
            (false, None) => None,
        }),
        region_name: english(first)
            .or(any_text(&[
                &record["state1"],
                &record["region"],
                &record["region_name"],
            ]))
            .map(Box::from),
        city_name: english(&record["city"])
            .or(any_text(&[&record["city"]]))
            .map(Box::from),
        postal_code: any_text(&[
            &postal["iso_code"],
            &postal["code"],
            postal,
            &record["postcode"],
            &record["postal_code"],
            &record["zip_code"],
        ])
        .map(Box::from),
        timezone: timezone.map(Box::from),
        location: point.or(country.map(|country| (country.latitude, country.longitude))),
        country_iso_code: code.map(Cow::from),
    })
}

fn plain_network(record: &Json) -> Option<AutonomousSystem> {
    let number = |value: &Json| match value {
        Json::String(text) => text.strip_prefix("AS").unwrap_or(text).parse().ok(),
        value => value.as_u64(),
    };
    let traits = &record["traits"];
    let numbers = [
        &record["autonomous_system_number"],
        &record["asn"],
        &traits["autonomous_system_number"],
        &traits["asn"],
    ];
    let mut numbers = numbers
        .into_iter()
        .filter_map(number)
        .filter_map(|number| u32::try_from(number).ok());
    Some(AutonomousSystem {
        number: Some(numbers.find(|number| *number != 0)?),
        organization_name: any_text(&[
            &record["autonomous_system_organization"],
            &record["as_name"],
            &traits["autonomous_system_organization"],
            &traits["as_name"],
            &record["org"],
            &record["name"],
        ])
        .map(Box::from),
    })
}
