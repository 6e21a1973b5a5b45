//! Records in the layouts that databases have.

use super::{Value, map, text};

/// A city in `MaxMind`'s layout.
pub(crate) fn nested_city() -> Value {
    map(&[
        (
            "city",
            map(&[(
                "names",
                map(&[("de", text("Musterstadt")), ("en", text("Sampletown"))]),
            )]),
        ),
        (
            "continent",
            map(&[
                ("code", text("EU")),
                ("names", map(&[("en", text("Europe"))])),
            ]),
        ),
        (
            "country",
            map(&[
                ("is_in_european_union", Value::Bool(true)),
                ("iso_code", text("DE")),
                (
                    "names",
                    map(&[("de", text("Deutschland")), ("en", text("Germany"))]),
                ),
            ]),
        ),
        (
            "location",
            map(&[
                ("accuracy_radius", Value::Uint16(100)),
                ("latitude", Value::Double(52.5196)),
                ("longitude", Value::Double(13.4069)),
                ("time_zone", text("Europe/Berlin")),
            ]),
        ),
        ("postal", map(&[("code", text("10178"))])),
        ("registered_country", map(&[("iso_code", text("US"))])),
        (
            "subdivisions",
            Value::Array(vec![
                map(&[
                    ("iso_code", text("BE")),
                    ("names", map(&[("en", text("Land Berlin"))])),
                ]),
                map(&[
                    ("iso_code", text("XX")),
                    ("names", map(&[("en", text("A district"))])),
                ]),
            ]),
        ),
    ])
}

/// A city in the layout of ip-location-db.
pub(crate) fn flat_city() -> Value {
    map(&[
        ("city", text("Sampleville")),
        ("country_code", text("FR")),
        ("latitude", Value::Float(48.8566)),
        ("longitude", Value::Float(2.3522)),
        ("postcode", text("75001")),
        ("state1", text("Île-de-France")),
        ("state2", text("")),
        ("timezone", text("Europe/Paris")),
    ])
}

/// A network as GeoLite2-ASN has it.
pub(crate) fn network() -> Value {
    map(&[
        ("autonomous_system_number", Value::Uint32(64_496)),
        ("autonomous_system_organization", text("Example Networks")),
    ])
}
