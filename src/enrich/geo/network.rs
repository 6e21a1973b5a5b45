//! Networks: which autonomous system announces an address.
//!
//! | layout | number | name |
//! |---|---|---|
//! | `MaxMind`'s `GeoLite2-ASN` and `GeoIP2-ISP` (<https://dev.maxmind.com/geoip/docs/databases/asn/>), DB-IP, ip-location-db | `autonomous_system_number` | `autonomous_system_organization` |
//! | `MaxMind`'s `GeoIP2-Enterprise` (<https://dev.maxmind.com/geoip/docs/databases/enterprise/>), DB-IP with locations | the same, under `traits` | the same, under `traits` |
//! | `IPinfo` (<https://ipinfo.io/developers/database-types>) | `asn` | `as_name`; `name` in a database of systems alone |
//! | `IPLocate` (<https://www.iplocate.io/docs/databases/ip-to-asn>) | `asn` | `org`, or `name` |

use serde::Deserialize;

use super::database::Found;
use super::value::Value;
use crate::event::AutonomousSystem;

/// The part of a record that tells of a network.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Network<'a> {
    #[serde(borrow)]
    autonomous_system_number: Value<'a>,
    asn: Value<'a>,
    autonomous_system_organization: Value<'a>,
    as_name: Value<'a>,
    org: Value<'a>,
    name: Value<'a>,
    traits: Value<'a, Traits<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Traits<'a> {
    #[serde(borrow, alias = "asn")]
    autonomous_system_number: Value<'a>,
    #[serde(alias = "as_name")]
    autonomous_system_organization: Value<'a>,
}

impl<'a> Network<'a> {
    /// The system's number; without one there is no network.
    pub(super) fn number(&self) -> Option<u32> {
        let of_traits = || self.traits.map()?.autonomous_system_number.system_number();
        self.autonomous_system_number
            .system_number()
            .or_else(|| self.asn.system_number())
            .or_else(of_traits)
    }

    /// A name under a key that says of what it is the name, rather than any other.
    fn organization(&self) -> Option<&'a str> {
        let of_traits = self.traits.map();
        let names = [
            Some(&self.autonomous_system_organization),
            Some(&self.as_name),
            of_traits.map(|traits| &traits.autonomous_system_organization),
            Some(&self.org),
            Some(&self.name),
        ];
        names.into_iter().flatten().find_map(Value::text)
    }
}

/// The autonomous system of a record.
pub(super) fn read(record: &Found<'_>) -> Option<AutonomousSystem> {
    let network: Network<'_> = record.decode().ok()??;
    Some(AutonomousSystem {
        number: Some(network.number()?),
        organization_name: network.organization().map(Box::from),
    })
}
