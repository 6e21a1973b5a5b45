//! Networks: which autonomous system announces an address.
//!
//! The keys of `MaxMind`'s `GeoLite2-ASN` and `GeoIP2-ISP` (<https://dev.maxmind.com/geoip/docs/databases/asn/>), which DB-IP and
//! ip-location-db share, and of `IPinfo` (<https://ipinfo.io/developers/ipinfo-lite-database>).

use super::keys::Key;
use super::leaf::{fill, number, text};
use super::record::{Corrupt, Cursor};
use crate::event::AutonomousSystem;

/// The part of a record that tells of a network.
#[derive(Debug, Default)]
pub(super) struct Network<'a> {
    number: Option<u32>,
    name: Option<&'a str>,
}

impl<'a> Network<'a> {
    /// What a record tells.
    pub(super) fn of(record: &mut Cursor<'a>) -> Result<Self, Corrupt> {
        let mut network = Self::default();
        record.map(|key, value| {
            match key {
                Key::SystemNumber => fill(&mut network.number, number(value)?),
                Key::SystemName => fill(&mut network.name, text(value)?),
                _ => value.pass()?,
            }
            Ok(())
        })?;
        Ok(network)
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
        organization_name: network.name.map(Box::from),
    })
}
