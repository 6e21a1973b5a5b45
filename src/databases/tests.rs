//! Tests of finding and opening databases, and of the errors.

use super::*;
use crate::enrich::mmdb::{Mmdb, flat_city, map as record, network, text};

fn country() -> Vec<u8> {
    Mmdb::new(
        "country",
        vec![("192.88.99.0/24", record(&[("country_code", text("FR"))]))],
    )
    .bytes()
}

fn city() -> Vec<u8> {
    Mmdb::new("city", vec![("192.88.99.0/24", flat_city())]).bytes()
}

fn asn() -> Vec<u8> {
    Mmdb::new("asn", vec![("192.88.99.0/24", network())]).bytes()
}

fn useless() -> Vec<u8> {
    Mmdb::new(
        "GeoIP2-Domain",
        vec![("192.88.99.0/24", record(&[("domain", text("example.com"))]))],
    )
    .bytes()
}

/// A folder of files, and its path.
fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

fn types(databases: &[Database]) -> Vec<&str> {
    databases.iter().map(Database::database_type).collect()
}

#[test]
fn a_folder_gives_every_database_in_the_order_of_names() {
    let (_folder, path) = folder(&[
        ("b-city.mmdb", &city()),
        ("c-country.mmdb", &country()),
        ("a-asn.mmdb", &asn()),
        ("d-domain.mmdb", &useless()),
        (".part.mmdb", b"half a download"),
        ("README.md", b"no database"),
    ]);
    assert_eq!(
        types(&open(Some(&path)).unwrap()),
        ["asn", "city", "country"]
    );
}

#[test]
fn configured_files_are_opened_in_their_order() {
    let (_folder, path) = folder(&[("city.mmdb", &city()), ("country.mmdb", &country())]);
    for separator in [",", ":", ", ", "::"] {
        let paths = format!("{path}/country.mmdb{separator}{path}/city.mmdb");
        assert_eq!(
            types(&open(Some(&paths)).unwrap()),
            ["country", "city"],
            "{separator}"
        );
    }
}

#[test]
fn an_unusable_file_is_refused_in_one_line_that_names_the_file() {
    let whole = country();
    let (_folder, path) = folder(&[
        ("empty.mmdb", b""),
        ("text.mmdb", b"version https://git-lfs.example/spec/v1\n"),
        ("truncated.mmdb", &whole[..whole.len() / 2]),
        ("beheaded.mmdb", &whole[whole.len() - 250..]),
        ("domain.mmdb", &useless()),
    ]);
    for (name, expected) in [
        ("empty.mmdb", "empty.mmdb is empty"),
        (
            "text.mmdb",
            "text.mmdb is cut short or not a MaxMind DB file: ",
        ),
        (
            "truncated.mmdb",
            "truncated.mmdb is cut short or not a MaxMind DB file: ",
        ),
        (
            "beheaded.mmdb",
            "beheaded.mmdb is cut short or not a MaxMind DB file: ",
        ),
        (
            "domain.mmdb",
            "domain.mmdb holds neither places nor networks (its type is `GeoIP2-Domain`)",
        ),
        ("missing.mmdb", "missing.mmdb: No such file or directory"),
    ] {
        let error = open(Some(&format!("{path}/{name}")))
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{name}: {error}");
        assert!(
            error.contains(&path) && !error.contains('\n'),
            "{name}: {error}"
        );
    }
}

#[test]
fn a_broken_file_in_a_folder_is_refused_too() {
    let (_folder, path) = folder(&[("city.mmdb", &city()), ("asn.mmdb", b"")]);
    let error = open(Some(&path)).unwrap_err().to_string();
    assert!(error.ends_with("asn.mmdb is empty"), "{error}");
}

#[test]
fn a_configured_folder_without_a_database_is_refused() {
    let (_folder, path) = folder(&[("domain.mmdb", &useless())]);
    let error = open(Some(&path)).unwrap_err().to_string();
    assert!(
        error.contains("holds no database of places or networks"),
        "{error}"
    );
}

#[test]
fn a_corrupt_record_is_found() {
    let mut bytes = country();
    // There is only one record, a map, between the search tree and the metadata. The test changes
    // the type of the record to one that does not exist.
    let place = bytes
        .windows(13)
        .position(|window| window == b"\x4ccountry_code")
        .unwrap()
        - 1;
    bytes[place] = 0x00;
    bytes[place + 1] = 0xff;
    let (_folder, path) = folder(&[("corrupt.mmdb", &bytes)]);
    let error = open(Some(&path)).unwrap_err().to_string();
    assert!(error.contains("corrupt.mmdb is corrupt: "), "{error}");
}

#[test]
fn the_first_default_folder_with_a_database_is_used() {
    let (_empty, empty) = folder(&[("README.md", b"")]);
    let (_full, full) = folder(&[("city.mmdb", &city())]);
    let (_other, other) = folder(&[("asn.mmdb", &asn())]);
    assert_eq!(
        types(&open_defaults(&["/nowhere", &empty, &full, &other]).unwrap()),
        ["city"]
    );
    assert!(open_defaults(&["/nowhere", &empty]).unwrap().is_empty());
}

#[test]
fn none_means_no_database() {
    assert!(open(Some(NONE)).unwrap().is_empty());
}

#[cfg(feature = "embedded-geoip")]
#[test]
fn the_embedded_database_replaces_a_missing_country_database() {
    let (_city, city) = folder(&[("city.mmdb", &city())]);
    let (_country, country) = folder(&[("country.mmdb", &country())]);
    let (_asn, asn) = folder(&[("asn.mmdb", &asn())]);
    let embedded = embedded().unwrap();
    let embedded = embedded.database_type();
    assert_eq!(types(&open(Some(&city)).unwrap()), ["city", embedded]);
    assert_eq!(types(&open(Some(&asn)).unwrap()), ["asn", embedded]);
    assert_eq!(types(&open(Some(&country)).unwrap()), ["country"]);
}

#[cfg(feature = "embedded-geoip")]
#[test]
fn the_embedded_database_is_sound_and_knows_countries() {
    let embedded = embedded().unwrap();
    assert_eq!(embedded.places(), Some(Precision::Country));
    assert!(!embedded.networks());
    assert!(embedded.verify().unwrap() > 100_000);
}

#[test]
fn the_attribution_names_the_database_in_its_folder() {
    use sha2::{Digest, Sha256};
    let database: &[u8] = include_bytes!("../../geoip/country.mmdb");
    let digest = Sha256::digest(database)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    assert!(
        include_str!("../../geoip/ATTRIBUTION.md").contains(&digest),
        "{digest}"
    );
}
