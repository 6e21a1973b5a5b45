//! Networks: which autonomous system announces an address.
//!
//! | layout | number | name |
//! |---|---|---|
//! | `MaxMind`'s `GeoLite2-ASN` and `GeoIP2-ISP` (<https://dev.maxmind.com/geoip/docs/databases/asn/>), DB-IP, ip-location-db | `autonomous_system_number` | `autonomous_system_organization` |
//! | `MaxMind`'s `GeoIP2-Enterprise` (<https://dev.maxmind.com/geoip/docs/databases/enterprise/>), DB-IP with locations | the same, under `traits` | the same, under `traits` |
//! | `IPinfo` (<https://ipinfo.io/developers/database-types>) | `asn` | `as_name`; `name` in a database of systems alone |
//! | `IPLocate` (<https://www.iplocate.io/docs/databases/ip-to-asn>) | `asn` | `org`, or `name` |

use super::keys::Key;
use super::leaf::{fill, number, text};
use super::record::{Corrupt, Cursor};
use crate::event::AutonomousSystem;

/// The part of a record that tells of a network.
#[derive(Debug, Default)]
pub(super) struct Network<'a> {
    number: Option<u32>,
    /// Under a key that says of what it is the name.
    system_name: Option<&'a str>,
    organization: Option<&'a str>,
    name: Option<&'a str>,
}

impl<'a> Network<'a> {
    /// What a record tells.
    pub(super) fn of(record: &mut Cursor<'a>) -> Result<Self, Corrupt> {
        let (mut network, mut traits) = (Self::default(), Self::default());
        record.map(|key, value| match key {
            Key::Traits => value.map(|key, value| traits.add(key, value)).map(|_| ()),
            key => network.add(key, value),
        })?;
        // `MaxMind` has them under one or the other; a record with both tells of one thing in two ways.
        fill(&mut network.number, traits.number);
        fill(&mut network.system_name, traits.system_name);
        Ok(network)
    }

    fn add(&mut self, key: Key, value: &mut Cursor<'a>) -> Result<(), Corrupt> {
        match key {
            Key::SystemNumber => fill(&mut self.number, number(value)?),
            Key::SystemName => fill(&mut self.system_name, text(value)?),
            Key::Organization => fill(&mut self.organization, text(value)?),
            Key::Name => fill(&mut self.name, text(value)?),
            _ => value.pass()?,
        }
        Ok(())
    }

    /// The system's number; without one there is no network.
    pub(super) fn number(&self) -> Option<u32> {
        self.number
    }
}

/// The autonomous system of a record.
pub(super) fn read(record: &mut Cursor<'_>) -> Option<AutonomousSystem> {
    let network = Network::of(record).ok()?;
    Some(AutonomousSystem {
        number: Some(network.number()?),
        organization_name: network
            .system_name
            .or(network.organization)
            .or(network.name)
            .map(Box::from),
    })
}
