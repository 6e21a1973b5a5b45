//! Tests of the values that are read from records in the layouts of the databases.

use super::*;

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
fn regions_and_cities_of_other_makers_are_read() {
    let us = ("country_code", text("US"));
    for (name, record, expected) in [
        (
            "ipinfo-lite",
            map(&[
                ("as_name", text("Example")),
                ("asn", text("AS64496")),
                ("continent", text("Europe")),
                ("continent_code", text("EU")),
                ("country", text("Germany")),
                ("country_code", text("DE")),
            ]),
            ["DE", "", "", "", ""],
        ),
        (
            "ipinfo-location",
            map(&[
                ("city", text("Sampleton")),
                ("country", text("US")),
                ("postal_code", text("94043")),
                ("region", text("California")),
                ("region_code", text("CA")),
            ]),
            ["US", "US-CA", "California", "Sampleton", "94043"],
        ),
        (
            "region-code-in-full",
            map(&[us.clone(), ("region_code", text("US-NY"))]),
            ["US", "US-NY", "", "", ""],
        ),
        (
            "postal-as-text",
            map(&[us.clone(), ("postal", text("94043"))]),
            ["US", "", "", "", "94043"],
        ),
        (
            "values-of-odd-types",
            map(&[
                us,
                ("city", text("-")),
                ("postcode", Value::Uint32(94_043)),
                ("state1", Value::Array(vec![text("x")])),
                ("timezone", map(&[("a", text("b"))])),
            ]),
            ["US", "", "", "", ""],
        ),
    ] {
        let geo = located(&mut Enricher::new(&[one(name, record)]), V4).unwrap();
        let fields = [
            geo.country_iso_code.as_deref(),
            geo.region_iso_code.as_deref(),
            geo.region_name.as_deref(),
            geo.city_name.as_deref(),
            geo.postal_code.as_deref(),
        ];
        assert_eq!(fields.map(Option::unwrap_or_default), expected, "{name}");
    }
}

#[test]
fn coordinates_are_read_in_every_notation_and_default_to_the_centre() {
    let centre = (38.0, -97.0);
    for (name, latitude, longitude, expected) in [
        (
            "double",
            Value::Double(37.751),
            Value::Double(-97.822),
            (37.751, -97.822),
        ),
        (
            "float",
            Value::Float(37.751),
            Value::Float(-97.822),
            (37.751, -97.822),
        ),
        (
            "text",
            text("37.4056"),
            text("-122.0775"),
            (37.4056, -122.0775),
        ),
        ("whole", Value::Uint16(40), Value::Uint16(10), (40.0, 10.0)),
        (
            "null-island",
            Value::Double(0.0),
            Value::Double(0.0),
            centre,
        ),
        (
            "off-the-globe",
            Value::Double(91.0),
            Value::Double(0.0),
            centre,
        ),
        (
            "not-a-number",
            Value::Double(f64::NAN),
            Value::Double(0.0),
            centre,
        ),
        ("no-number", text("north"), Value::Bool(true), centre),
    ] {
        let record = map(&[
            ("country_code", text("US")),
            ("latitude", latitude),
            ("longitude", longitude),
        ]);
        let geo = located(&mut Enricher::new(&[one(name, record)]), V4).unwrap();
        assert_eq!(geo.location, Some(expected), "{name}");
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
fn an_unassigned_code_stays_a_code() {
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

/// Tests that autonomous systems have names, in the layouts of several makers.
#[test]
fn systems_of_every_maker_are_named() {
    let traits = || {
        map(&[
            ("autonomous_system_number", Value::Uint32(64_496)),
            ("autonomous_system_organization", text("Example Networks")),
            ("isp", text("Example Broadband")),
            ("organization", text("Example University")),
        ])
    };
    for (name, record, expected) in [
        ("geoip2-isp", traits(), "Example Networks"),
        (
            "geoip2-enterprise",
            map(&[("country", country("DE")), ("traits", traits())]),
            "Example Networks",
        ),
        (
            "ipinfo-asn",
            map(&[
                ("asn", text("AS64496")),
                ("domain", text("example.net")),
                ("name", text("Example Networks")),
                ("type", text("isp")),
            ]),
            "Example Networks",
        ),
        (
            "ipinfo-company",
            map(&[
                ("as_domain", text("example.net")),
                ("as_name", text("Example Networks")),
                ("asn", text("AS64496")),
                ("name", text("Example University")),
            ]),
            "Example Networks",
        ),
        (
            "ipinfo-company-named-first",
            map(&[
                ("name", text("Example University")),
                ("asn", text("AS64496")),
                ("as_name", text("Example Networks")),
            ]),
            "Example Networks",
        ),
        (
            "iplocate-asn",
            map(&[
                ("asn", text("64496")),
                ("country_code", text("DE")),
                ("domain", text("example.net")),
                ("name", text("EXAMPLE-AS")),
                ("org", text("Example Networks")),
            ]),
            "Example Networks",
        ),
        (
            "iplocate-asn-without-org",
            map(&[("asn", text("64496")), ("name", text("EXAMPLE-AS"))]),
            "EXAMPLE-AS",
        ),
    ] {
        let system = system_of(&mut Enricher::new(&[one(name, record)]), V4);
        let system = system.unwrap_or_else(|| panic!("{name}"));
        assert_eq!(system.number, Some(64_496), "{name}");
        assert_eq!(
            system.organization_name.as_deref(),
            Some(expected),
            "{name}"
        );
    }
}

#[test]
fn a_place_without_a_country_keeps_its_other_facts() {
    let nowhere = || {
        map(&[
            (
                "continent",
                map(&[("names", map(&[("en", text("Europe"))]))]),
            ),
            (
                "location",
                map(&[
                    ("latitude", Value::Double(47.0)),
                    ("longitude", Value::Double(8.0)),
                    ("time_zone", text("Europe/Vaduz")),
                ]),
            ),
            ("region_code", text("BE")),
        ])
    };
    let expected = Geo {
        continent_name: Some("Europe".into()),
        timezone: Some("Europe/Vaduz".into()),
        location: Some((47.0, 8.0)),
        ..Geo::default()
    };
    let city = one("GeoLite2-City", nowhere());
    assert_eq!(
        located(&mut Enricher::new(std::slice::from_ref(&city)), V4),
        Some(expected)
    );
    // The country of another database takes precedence over a place without a country.
    let country = one("country", country("LI"));
    let mut enricher = Enricher::new(&[city, country]);
    for _ in 0..2 {
        assert_eq!(country_of(&mut enricher, V4).as_deref(), Some("LI"));
    }
    let zone = map(&[("timezone", text("Europe/Vaduz"))]);
    let geo = located(&mut Enricher::new(&[one("flat", zone)]), V4).unwrap();
    assert_eq!(geo.timezone.as_deref(), Some("Europe/Vaduz"));
    assert_eq!(geo.location, None);
}
