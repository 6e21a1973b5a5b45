//! The enrichments over databases made here.

use std::borrow::Cow;
use std::net::IpAddr;

use super::mmdb::{Mmdb, Value, flat_city, map, nested_city, network, text};
use super::*;
use crate::event::{Http, Source, Timestamp};

const V4: &str = "192.88.99.7";
const V4_NETWORK: &str = "192.88.99.0/24";
const V6: &str = "2001:10::7";
const V6_NETWORK: &str = "2001:10::/28";

fn event<'a>() -> AccessEvent<'a> {
    AccessEvent {
        timestamp: Timestamp {
            seconds: 0,
            nanoseconds: 0,
            digits: 0,
        },
        duration_ns: None,
        source: Source::default(),
        client_ip: None,
        forwarded_ip: None,
        http: Http::default(),
        url: crate::event::Url::default(),
        user_name: None,
        user_agent: None,
        agent: None,
        tls: crate::event::Tls::default(),
        destination: crate::event::Destination::default(),
        tags: crate::event::Tags::default(),
    }
}

fn database(mmdb: &Mmdb) -> Database {
    Database::open(Bytes::Owned(mmdb.bytes())).unwrap()
}

fn one(database_type: &'static str, record: Value) -> Database {
    database(&Mmdb::new(
        database_type,
        vec![(V4_NETWORK, record.clone()), (V6_NETWORK, record)],
    ))
}

fn country(code: &'static str) -> Value {
    map(&[("country_code", text(code))])
}

fn located(enricher: &mut Enricher, ip: &str) -> Option<Geo> {
    let mut event = event();
    event.source.ip = Some(ip.parse().unwrap());
    enricher.enrich(&mut event);
    event.source.geo.map(|geo| Geo::clone(&geo))
}

fn country_of(enricher: &mut Enricher, ip: &str) -> Option<String> {
    located(enricher, ip)?.country_iso_code.map(String::from)
}

fn system_of(enricher: &mut Enricher, ip: &str) -> Option<AutonomousSystem> {
    let mut event = event();
    event.source.ip = Some(ip.parse().unwrap());
    enricher.enrich(&mut event);
    event
        .source
        .autonomous_system
        .map(|system| AutonomousSystem::clone(&system))
}

#[test]
fn a_nested_city_gives_every_field() {
    let mut enricher = Enricher::new(&[one("GeoLite2-City", nested_city())]);
    let expected = Geo {
        continent_name: Some("Europe".into()),
        country_iso_code: Some("DE".into()),
        country_name: Some("Germany".into()),
        region_iso_code: Some("DE-BE".into()),
        region_name: Some("Land Berlin".into()),
        city_name: Some("Sampletown".into()),
        postal_code: Some("10178".into()),
        timezone: Some("Europe/Berlin".into()),
        location: Some((52.5196, 13.4069)),
    };
    assert_eq!(located(&mut enricher, V4).as_ref(), Some(&expected));
    assert_eq!(located(&mut enricher, V6).as_ref(), Some(&expected));
}

#[test]
fn a_flat_city_gives_every_field_it_has() {
    let mut enricher = Enricher::new(&[one("city", flat_city())]);
    let expected = Geo {
        continent_name: Some("Europe".into()),
        country_iso_code: Some("FR".into()),
        country_name: Some("France".into()),
        region_iso_code: None,
        region_name: Some("Île-de-France".into()),
        city_name: Some("Sampleville".into()),
        postal_code: Some("75001".into()),
        timezone: Some("Europe/Paris".into()),
        location: Some((48.8566, 2.3522)),
    };
    assert_eq!(located(&mut enricher, V4), Some(expected));
}

#[test]
fn records_of_other_makers_are_read() {
    let coordinates = |latitude: Value, longitude: Value| {
        map(&[
            ("country_code", text("US")),
            ("latitude", latitude),
            ("longitude", longitude),
        ])
    };
    for (name, record, code, region, location) in [
        (
            "ipinfo-lite",
            map(&[
                ("as_domain", text("example.com")),
                ("as_name", text("Example")),
                ("asn", text("AS64496")),
                ("continent", text("Europe")),
                ("continent_code", text("EU")),
                ("country", text("Germany")),
                ("country_code", text("DE")),
            ]),
            "DE",
            None,
            (51.0, 9.0),
        ),
        (
            "ipinfo-location",
            map(&[
                ("city", text("Sampleton")),
                ("country", text("US")),
                ("lat", text("37.4056")),
                ("lng", text("-122.0775")),
                ("region", text("California")),
                ("region_code", text("CA")),
                ("timezone", text("America/Los_Angeles")),
            ]),
            "US",
            Some("US-CA"),
            (37.4056, -122.0775),
        ),
        (
            "iso-3166-2-in-full",
            map(&[("country_code", text("US")), ("region_code", text("US-NY"))]),
            "US",
            Some("US-NY"),
            (38.0, -97.0),
        ),
        (
            "numeric-postcode",
            map(&[
                ("country_code", text("US")),
                ("postcode", Value::Uint32(94_043)),
            ]),
            "US",
            None,
            (38.0, -97.0),
        ),
        (
            "postal-as-text",
            map(&[("country_code", text("US")), ("postal", text("94043"))]),
            "US",
            None,
            (38.0, -97.0),
        ),
        (
            "whole-degrees",
            coordinates(Value::Uint16(40), Value::Uint16(10)),
            "US",
            None,
            (40.0, 10.0),
        ),
        (
            "null-island",
            coordinates(Value::Double(0.0), Value::Double(0.0)),
            "US",
            None,
            (38.0, -97.0),
        ),
        (
            "off-the-globe",
            coordinates(Value::Double(91.0), Value::Double(0.0)),
            "US",
            None,
            (38.0, -97.0),
        ),
        (
            "not-a-number",
            coordinates(Value::Double(f64::NAN), Value::Double(0.0)),
            "US",
            None,
            (38.0, -97.0),
        ),
        (
            "values-of-odd-types",
            map(&[
                ("country_code", text("US")),
                ("timezone", map(&[("a", text("b"))])),
                ("city", text("-")),
                ("state1", Value::Array(vec![text("x")])),
                ("latitude", Value::Bool(true)),
            ]),
            "US",
            None,
            (38.0, -97.0),
        ),
    ] {
        let geo = located(&mut Enricher::new(&[one(name, record)]), V4)
            .unwrap_or_else(|| panic!("{name}"));
        assert_eq!(geo.country_iso_code.as_deref(), Some(code), "{name}");
        assert_eq!(geo.region_iso_code.as_deref(), region, "{name}");
        assert_eq!(geo.location, Some(location), "{name}");
        assert_eq!(
            geo.city_name
                .as_deref()
                .filter(|city| !city.starts_with("Sample")),
            None,
            "{name}"
        );
    }
}

#[test]
fn a_country_alone_gets_its_name_continent_and_centre() {
    let geo = located(&mut Enricher::new(&[one("country", country("JP"))]), V4).unwrap();
    assert_eq!(geo.country_name.as_deref(), Some("Japan"));
    assert_eq!(geo.continent_name.as_deref(), Some("Asia"));
    assert_eq!(geo.location, Some((36.0, 138.0)));
    assert_eq!(geo.city_name, None);
}

#[test]
fn a_code_that_is_no_country_stays_a_code() {
    let geo = located(&mut Enricher::new(&[one("country", country("EU"))]), V4).unwrap();
    assert_eq!(
        geo,
        Geo {
            country_iso_code: Some("EU".into()),
            ..Geo::default()
        }
    );
}

#[test]
fn unknown_countries_are_absent() {
    for code in ["ZZ", "XX", "-", "", "usa", "de"] {
        let mut enricher = Enricher::new(&[database(&Mmdb::new(
            "country",
            vec![
                ("192.88.98.0/24", country("DE")),
                (V4_NETWORK, country(code)),
            ],
        ))]);
        assert_eq!(located(&mut enricher, V4), None, "{code}");
    }
}

#[test]
fn cities_are_asked_before_countries_and_countries_where_cities_are_silent() {
    let city = database(&Mmdb::new(
        "city",
        vec![
            (V4_NETWORK, flat_city()),
            ("192.88.98.0/24", map(&[("city", text("Nowhere"))])),
        ],
    ));
    let country = database(&Mmdb::new(
        "country",
        vec![("192.88.0.0/16", country("JP"))],
    ));
    for databases in [[city.clone(), country.clone()], [country, city]] {
        let mut enricher = Enricher::new(&databases);
        assert_eq!(country_of(&mut enricher, V4).as_deref(), Some("FR"));
        assert_eq!(
            country_of(&mut enricher, "192.88.97.1").as_deref(),
            Some("JP"),
            "no record"
        );
        assert_eq!(
            country_of(&mut enricher, "192.88.98.1").as_deref(),
            Some("JP"),
            "a record without a country"
        );
        assert_eq!(
            country_of(&mut enricher, "192.88.98.1").as_deref(),
            Some("JP"),
            "the same, remembered"
        );
        assert_eq!(country_of(&mut enricher, "192.89.0.1"), None);
    }
}

#[test]
fn of_equals_the_first_is_asked_first() {
    let (france, japan) = (one("country", country("FR")), one("country", country("JP")));
    assert_eq!(
        country_of(&mut Enricher::new(&[france.clone(), japan.clone()]), V4).as_deref(),
        Some("FR")
    );
    assert_eq!(
        country_of(&mut Enricher::new(&[japan, france]), V4).as_deref(),
        Some("JP")
    );
}

#[test]
fn files_for_each_address_family_make_one_database() {
    let v4 = database(&Mmdb {
        ip_version: 4,
        ..Mmdb::new("country-ipv4", vec![(V4_NETWORK, country("FR"))])
    });
    let v6 = database(&Mmdb::new(
        "country-ipv6",
        vec![(V6_NETWORK, country("JP"))],
    ));
    for databases in [[v4.clone(), v6.clone()], [v6, v4]] {
        let mut enricher = Enricher::new(&databases);
        assert_eq!(country_of(&mut enricher, V4).as_deref(), Some("FR"));
        assert_eq!(
            country_of(&mut enricher, "::ffff:192.88.99.7").as_deref(),
            Some("FR"),
            "mapped"
        );
        assert_eq!(
            country_of(&mut enricher, "2002:c058:6307::1").as_deref(),
            Some("FR"),
            "6to4"
        );
        assert_eq!(country_of(&mut enricher, V6).as_deref(), Some("JP"));
    }
}

#[test]
fn every_record_size_is_read() {
    for record_size in [24, 28, 32] {
        let mmdb = Mmdb {
            record_size,
            ..Mmdb::new(
                "country",
                vec![(V4_NETWORK, country("FR")), (V6_NETWORK, country("JP"))],
            )
        };
        let mut enricher = Enricher::new(&[database(&mmdb)]);
        assert_eq!(
            country_of(&mut enricher, V4).as_deref(),
            Some("FR"),
            "{record_size}"
        );
        assert_eq!(
            country_of(&mut enricher, V6).as_deref(),
            Some("JP"),
            "{record_size}"
        );
    }
}

#[test]
fn private_and_reserved_addresses_give_nothing() {
    let everywhere = database(&Mmdb::new("country", vec![("::/1", country("JP"))]));
    let mut enricher = Enricher::new(&[everywhere]);
    assert_eq!(country_of(&mut enricher, "8.8.8.8").as_deref(), Some("JP"));
    for ip in [
        "10.0.0.1",
        "127.0.0.1",
        "192.168.1.1",
        "203.0.113.7",
        "::1",
        "2001:db8::1",
    ] {
        assert_eq!(country_of(&mut enricher, ip), None, "{ip}");
    }
}

#[test]
fn networks_are_named() {
    let expected = AutonomousSystem {
        number: Some(64_496),
        organization_name: Some("Example Networks".into()),
    };
    assert_eq!(
        system_of(&mut Enricher::new(&[one("GeoLite2-ASN", network())]), V4),
        Some(expected)
    );
    for (name, record, number, organization) in [
        (
            "ipinfo",
            map(&[("asn", text("AS64497")), ("as_name", text("Sample Ltd"))]),
            64_497,
            Some("Sample Ltd"),
        ),
        (
            "no-name",
            map(&[("asn", Value::Uint32(64_498))]),
            64_498,
            None,
        ),
        (
            "number-as-text",
            map(&[("asn", text("64499"))]),
            64_499,
            None,
        ),
    ] {
        let system = system_of(&mut Enricher::new(&[one(name, record)]), V6)
            .unwrap_or_else(|| panic!("{name}"));
        assert_eq!(system.number, Some(number), "{name}");
        assert_eq!(system.organization_name.as_deref(), organization, "{name}");
    }
}

#[test]
fn one_database_may_know_places_and_networks() {
    let both = map(&[("country_code", text("DE")), ("asn", text("AS64496"))]);
    let mut enricher = Enricher::new(&[one("lite", both)]);
    assert_eq!(country_of(&mut enricher, V4).as_deref(), Some("DE"));
    assert_eq!(system_of(&mut enricher, V4).unwrap().number, Some(64_496));
}

#[test]
fn addresses_of_one_record_share_one_answer() {
    let mut enricher = Enricher::new(&[one("city", flat_city())]);
    let mut geo = |ip: &str| {
        let mut event = event();
        event.source.ip = Some(ip.parse::<IpAddr>().unwrap());
        enricher.enrich(&mut event);
        event.source.geo.unwrap()
    };
    assert!(std::sync::Arc::ptr_eq(
        &geo("192.88.99.1"),
        &geo("192.88.99.200")
    ));
}

#[test]
fn what_an_event_lacks_is_not_made_up() {
    let mut enricher = Enricher::new(&[one("city", flat_city())]);
    let mut event = event();
    event.source.domain = Some(Cow::Borrowed("host.example"));
    enricher.enrich(&mut event);
    assert!(
        event.source.geo.is_none()
            && event.source.autonomous_system.is_none()
            && event.agent.is_none()
    );
}

proptest::proptest! {
    /// A damaged file is refused or answers something; it never takes the event with it.
    #[test]
    fn a_damaged_database_never_panics(
        damage in proptest::collection::vec((0_usize..1_200, proptest::num::u8::ANY), 1..8),
        ip in proptest::num::u32::ANY,
    ) {
        let mut bytes = Mmdb::new("city", vec![(V4_NETWORK, nested_city()), (V6_NETWORK, flat_city())]).bytes();
        for (place, byte) in damage {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        if let Ok(database) = Database::open(Bytes::Owned(bytes)) {
            let mut enricher = Enricher::new(&[database]);
            for ip in [V4, V6] {
                located(&mut enricher, ip);
                system_of(&mut enricher, ip);
            }
            located(&mut enricher, &std::net::Ipv4Addr::from_bits(ip).to_string());
        }
    }
}
