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
pub use database::{Database, Defect, Precision};
pub(super) use reach::public;

use std::net::IpAddr;
use std::sync::Arc;

use super::recent::{Recent, spread};
use crate::event::{AutonomousSystem, Geo, Memo, Source};
use lookup::Lookup;

/// How many addresses are remembered. A visitor makes several requests within minutes. The memory
/// takes 0.9 MB. Answers that [`Lookup`] has already forgotten take at most 15 MB more, if the
/// databases have a different record for each address.
const REMEMBERED: usize = 16_384;

/// The databases of places and networks, and the recent answers.
#[derive(Debug)]
pub(super) struct Databases {
    places: Lookup<Geo>,
    networks: Lookup<AutonomousSystem>,
    /// The answers for recent addresses, by their [`hash`]. To find an address here costs 80
    /// instructions. To find it in the trees of two databases costs 1,200.
    recent: Recent<Located>,
}

/// The answers for an address.
#[derive(Debug)]
struct Located {
    ip: IpAddr,
    place: Option<Arc<Memo<Geo>>>,
    network: Option<Arc<Memo<AutonomousSystem>>>,
}

impl Databases {
    /// Creates a lookup of places and one of networks. For places, databases with cities are asked
    /// before databases with countries only. Databases of the same kind are asked in the given
    /// order.
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
            recent: Recent::new(REMEMBERED),
        }
    }

    /// Adds the place and the network of a public address to a source.
    pub(super) fn locate(&mut self, source: &mut Source<'_>, ip: IpAddr) {
        let hash = hash(ip);
        if let Some(known) = self.recent.find(hash, |known| known.ip == ip) {
            source.geo.clone_from(&known.place);
            source.autonomous_system.clone_from(&known.network);
            return;
        }
        source.geo = self.places.find(ip);
        source.autonomous_system = self.networks.find(ip);
        if source.geo.is_some() || source.autonomous_system.is_some() {
            let located = Located {
                ip,
                place: source.geo.clone(),
                network: source.autonomous_system.clone(),
            };
            self.recent.keep(hash, located);
        }
    }
}

/// The hash of an address. Two IPv6 addresses may have the same hash, so the address is stored with
/// its answers.
fn hash(ip: IpAddr) -> u64 {
    let bits = match ip {
        IpAddr::V4(ip) => u64::from(ip.to_bits()),
        IpAddr::V6(ip) => {
            let segments = ip.segments().into_iter().map(u64::from);
            segments.fold(0, |bits: u64, segment| bits.rotate_left(16) ^ segment)
        }
    };
    spread(bits)
}
