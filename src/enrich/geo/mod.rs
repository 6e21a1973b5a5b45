//! The place of an address, and the network that announces it: `source.geo.*` and `source.as.*`.
//! They come from databases in `MaxMind`'s format, which the crate `maxminddb` reads.

mod bytes;
mod countries;
mod database;
mod lookup;
#[cfg(test)]
pub(crate) mod mmdb;
mod network;
mod place;
mod reach;
#[cfg(test)]
mod tests;
mod value;

pub use bytes::Bytes;
pub use database::{Database, Defect, Detail};
pub(super) use reach::public;

use std::net::IpAddr;

use crate::event::{AutonomousSystem, Geo, Source};
use lookup::Lookup;

/// The databases of places and networks, and the recent answers.
#[derive(Debug)]
pub(super) struct Databases {
    places: Lookup<Geo>,
    networks: Lookup<AutonomousSystem>,
}

impl Databases {
    /// For places, databases with cities are asked before databases with countries only. Databases
    /// of the same kind are asked in the given order.
    pub(super) fn new(databases: &[Database]) -> Self {
        let of = |is_asked: fn(&&Database) -> bool| databases.iter().filter(is_asked).cloned();
        let mut places: Vec<_> = of(|database| database.places().is_some()).collect();
        places.sort_by_key(Database::places);
        let networks = of(|database| database.networks()).collect();
        Self {
            places: Lookup::new(places, place::read, |place| {
                place.country_iso_code.is_some()
            }),
            networks: Lookup::new(networks, network::read, |_| true),
        }
    }

    /// Completes a source by its public address.
    pub(super) fn locate(&mut self, source: &mut Source<'_>, ip: IpAddr) {
        source.geo = self.places.find(ip);
        source.autonomous_system = self.networks.find(ip);
    }
}
