//! Tests that read records by the product's structures and as [JSON](super::plain).

use proptest::prelude::*;

use super::plain::agree;
use super::*;

#[test]
fn both_readings_agree_on_the_databases_of_files() {
    for (path, records) in [
        ("geoip/country.mmdb", 200),
        ("tests/databases/city.mmdb", 2),
        ("tests/databases/country.mmdb", 2),
        ("tests/databases/asn.mmdb", 2),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let database = Database::open(Bytes::Owned(std::fs::read(path).unwrap())).unwrap();
        assert!(agree(&database) >= records);
    }
}

#[test]
fn values_behind_pointers_are_read() {
    let records = vec![
        (V4_NETWORK, nested_city()),
        ("192.88.98.0/24", flat_city()),
        ("192.88.97.0/24", nested_city()),
        ("192.88.96.0/24", network()),
        (V6_NETWORK, flat_city()),
    ];
    let plain = Mmdb::new("city", records.clone());
    let shared = Mmdb {
        shared: true,
        ..Mmdb::new("city", records)
    };
    assert!(shared.bytes().len() < plain.bytes().len());
    let mut plain = Enricher::new(&[database(&plain)]);
    let mut shared = Enricher::new(&[database(&shared)]);
    for ip in [
        V4,
        V6,
        "192.88.98.1",
        "192.88.97.1",
        "192.88.96.1",
        "192.88.95.1",
    ] {
        assert_eq!(located(&mut shared, ip), located(&mut plain, ip), "{ip}");
        assert_eq!(
            system_of(&mut shared, ip),
            system_of(&mut plain, ip),
            "{ip}"
        );
    }
}

/// Any value. Most values have a type that occurs in records.
fn value() -> impl Strategy<Value = Value> {
    static TEXTS: [&str; 17] = [
        "",
        "-",
        " ",
        "DE",
        "US",
        "ZZ",
        "EU",
        "x",
        "AS64496",
        "64496",
        "0",
        "12.5",
        "-0.000001",
        "1e9",
        " Île-de-France ",
        "US-NY",
        "a text that is longer than twenty-eight bytes",
    ];
    prop_oneof![
        8 => prop::sample::select(&TEXTS[..]).prop_map(Value::Text),
        2 => any::<f64>().prop_map(Value::Double),
        1 => (-200.0..200.0).prop_map(Value::Double),
        2 => (-200.0_f32..200.0).prop_map(Value::Float),
        1 => any::<u16>().prop_map(Value::Uint16),
        1 => any::<u32>().prop_map(Value::Uint32),
        1 => any::<u64>().prop_map(Value::Uint64),
        1 => any::<bool>().prop_map(Value::Bool),
    ]
}

/// Any map of some of these keys, each at most once.
fn entries(
    keys: &'static [&'static str],
    value: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Value> {
    let some = prop::sample::subsequence(keys, 0..keys.len()).prop_shuffle();
    (some, prop::collection::vec(value, keys.len()))
        .prop_map(|(keys, values)| Value::Map(keys.into_iter().zip(values).collect()))
}

/// Any record. Of the names that are aliases of one member, the record has only one, since JSON
/// does not keep their order.
fn record() -> impl Strategy<Value = Value> {
    let names = prop_oneof![entries(&["de", "en", "fr"], value()), value()];
    let named = prop_oneof![
        3 => entries(&["iso_code", "names", "geoname_id"], prop_oneof![value(), names.clone()]),
        1 => entries(&["code", "names"], names),
        2 => value(),
    ]
    .boxed();
    let location = entries(
        &["latitude", "longitude", "time_zone", "accuracy_radius"],
        value(),
    );
    let traits = entries(
        &["autonomous_system_number", "as_name", "isp", "name", "org"],
        value(),
    );
    let list = prop::collection::vec(named.clone(), 0..3).prop_map(Value::Array);
    let any_value = prop_oneof![4 => value(), 3 => named, 2 => location, 2 => list].boxed();
    let country = prop::sample::select(&["DE", "US", "EU", "ZZ", ""][..]).prop_map(Value::Text);
    let record = entries(
        &[
            "city",
            "continent",
            "country",
            "location",
            "postal",
            "registered_country",
            "subdivisions",
            "state1",
            "region_code",
            "postcode",
            "latitude",
            "longitude",
            "timezone",
            "autonomous_system_number",
            "autonomous_system_organization",
            "traits",
            "name",
            "network",
        ],
        prop_oneof![6 => any_value.clone(), 1 => traits],
    );
    let other = entries(
        &[
            "city",
            "country",
            "region",
            "region_code",
            "zip_code",
            "lat",
            "lon",
            "time_zone",
            "asn",
            "as_name",
            "org",
            "name",
            "postal",
        ],
        any_value,
    );
    (country, prop_oneof![record, other]).prop_map(|(country, record)| {
        let Value::Map(mut entries) = record else {
            return record;
        };
        entries.push(("country_code", country));
        Value::Map(entries)
    })
}

proptest! {
    #[test]
    fn both_readings_agree_on_any_record(
        records in prop::collection::vec(record(), 4),
        shared: bool,
    ) {
        let networks = ["192.88.99.0/24", "192.88.98.0/24", "192.88.97.0/24", "2001:10::/28"];
        // A database without a usable record is refused, so this record is added.
        let useful = [("192.88.96.0/24", country("DE"))];
        let records = networks.into_iter().zip(records).chain(useful).collect();
        let mmdb = Mmdb { shared, ..Mmdb::new("city", records) };
        prop_assert_eq!(agree(&Database::open(Bytes::Owned(mmdb.bytes())).unwrap()), 5);
    }

    /// A damaged file is refused or gives some answer. The event is never lost.
    #[test]
    fn a_damaged_database_never_panics(
        damage in prop::collection::vec((0_usize..1_200, any::<u8>()), 1..8),
        shared: bool,
        ip: u32,
    ) {
        let records = vec![
            (V4_NETWORK, nested_city()),
            ("192.88.98.0/24", flat_city()),
            (V6_NETWORK, nested_city()),
        ];
        let mut bytes = Mmdb { shared, ..Mmdb::new("city", records) }.bytes();
        for (place, byte) in damage {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        if let Ok(database) = Database::open(Bytes::Owned(bytes)) {
            drop(database.verify());
            let mut enricher = Enricher::new(&[database]);
            for ip in [V4, V6, "192.88.98.1", &std::net::Ipv4Addr::from_bits(ip).to_string()] {
                located(&mut enricher, ip);
                system_of(&mut enricher, ip);
            }
        }
    }
}
