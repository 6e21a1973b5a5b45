//! Networks: the autonomous system that announces an address.
//!
//! | layout | number | name |
//! |---|---|---|
//! | [GeoLite2-ASN, GeoIP2-ISP][asn], DB-IP, ip-location-db | `..._number` | `..._organization` |
//! | [GeoIP2-Enterprise][enterprise], DB-IP with locations | under `traits` | under `traits` |
//! | [IPinfo][ipinfo] | `asn` | `as_name`; `name` if the database has only autonomous systems |
//! | [IPLocate][iplocate] | `asn` | `org`, or `name` |
//!
//! `...` is `autonomous_system`.
//!
//! [asn]: https://dev.maxmind.com/geoip/docs/databases/asn/
//! [enterprise]: https://dev.maxmind.com/geoip/docs/databases/enterprise/
//! [ipinfo]: https://ipinfo.io/developers/database-types
//! [iplocate]: https://www.iplocate.io/docs/databases/ip-to-asn

use serde::Deserialize;

use super::bytes::Found;
use super::value::Value;
use crate::event::AutonomousSystem;

/// The part of a record that describes a network.
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
    /// The number of the system. A record without a number describes no network.
    pub(super) fn number(&self) -> Option<u32> {
        let of_traits = || self.traits.map()?.autonomous_system_number.system_number();
        self.autonomous_system_number
            .system_number()
            .or_else(|| self.asn.system_number())
            .or_else(of_traits)
    }

    /// The name of the system. A specific key such as `as_name` takes precedence over a general key
    /// such as `name`.
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

/// The autonomous system of a record, or `None` if the record has no number of one.
pub(super) fn read(record: &Found<'_>) -> Option<AutonomousSystem> {
    let network: Network<'_> = record.decode().ok()??;
    Some(AutonomousSystem {
        number: Some(network.number()?),
        organization_name: network.organization().map(Box::from),
    })
}
