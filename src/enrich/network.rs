//! Networks: which autonomous system announces an address.
//!
//! The keys of `MaxMind`'s `GeoLite2-ASN` and `GeoIP2-ISP` (<https://dev.maxmind.com/geoip/docs/databases/asn/>), which DB-IP and
//! ip-location-db share, and of `IPinfo` (<https://ipinfo.io/developers/ipinfo-lite-database>).

use serde::Deserialize;

use super::bytes::Found;
use super::leaf::{Number, Text};
use crate::event::AutonomousSystem;

/// The part of a record that tells of a network.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Network<'a> {
    autonomous_system_number: Number,
    #[serde(borrow)]
    autonomous_system_organization: Text<'a>,
    asn: Number,
    #[serde(borrow)]
    as_name: Text<'a>,
}

impl Network<'_> {
    /// The system's number; without one there is no network.
    pub(super) fn number(&self) -> Option<u32> {
        self.autonomous_system_number.0.or(self.asn.0)
    }
}

/// The autonomous system of a record.
pub(super) fn read(found: &Found<'_>) -> Option<AutonomousSystem> {
    let network: Network<'_> = found.decode().ok()??;
    let name = network
        .autonomous_system_organization
        .0
        .or(network.as_name.0);
    Some(AutonomousSystem {
        number: Some(network.number()?),
        organization_name: name.map(Box::from),
    })
}
