//! Tests of places and networks, with databases that the tests make.

mod layouts;
mod plain;
mod records;

use std::borrow::Cow;
use std::net::IpAddr;

use super::mmdb::{Mmdb, Value, flat_city, map, nested_city, network, text};
use super::*;
use crate::enrich::Enricher;
use crate::event::{AccessEvent, AutonomousSystem, Geo, Timestamp};

const V4: &str = "192.88.99.7";
const V4_NETWORK: &str = "192.88.99.0/24";
const V6: &str = "2001:10::7";
const V6_NETWORK: &str = "2001:10::/28";

fn event<'a>() -> AccessEvent<'a> {
    AccessEvent::at(Timestamp {
        seconds: 0,
        nanoseconds: 0,
        digits: 0,
    })
}

/// Opens a database, and checks that the product and [`plain`] read the same from its records.
fn database(mmdb: &Mmdb) -> Database {
    let database = Database::open(Bytes::Owned(mmdb.bytes())).unwrap();
    plain::agree(&database);
    database
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
fn city_databases_are_asked_first_and_country_databases_fill_the_gaps() {
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
fn of_equal_databases_the_first_is_asked_first() {
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
fn missing_facts_stay_absent() {
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

/// The databases of the goldens and of the tests of `geoip/fetch`. `UPDATE_GOLDENS=1` rewrites
/// them.
#[test]
fn the_databases_in_tests_are_current() {
    let databases = [
        (
            "city.mmdb",
            Mmdb::new(
                "Example-City",
                vec![
                    ("192.88.99.0/25", nested_city()),
                    ("2001:10::/29", flat_city()),
                ],
            ),
        ),
        (
            "country.mmdb",
            Mmdb::new(
                "Example-Country",
                vec![
                    ("192.88.99.0/24", country("JP")),
                    (V6_NETWORK, country("US")),
                ],
            ),
        ),
        (
            "asn.mmdb",
            Mmdb::new(
                "Example-ASN",
                vec![("192.88.99.0/26", network()), (V6_NETWORK, network())],
            ),
        ),
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases");
    for (name, mmdb) in databases {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            std::fs::write(&path, mmdb.bytes()).unwrap();
        }
        assert!(
            std::fs::read(&path).unwrap() == mmdb.bytes(),
            "{name} differs"
        );
    }
}
