//! An opened database of places or networks, and what it turned out to hold.
//!
//! The file format: <https://maxmind.github.io/MaxMind-DB/>. It says nothing of what a record holds, so that is found out when a
//! database is opened, by reading its first records; the layouts are those of [`super::place`] and [`super::network`].

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use maxminddb::{MaxMindDbError, Reader, WithinOptions};

use super::bytes::{Bytes, Found, Shared};
use super::network::Network;
use super::place::Place;
use super::tree::Tree;

/// How many of a database's first records tell what it holds. Each of them may be on a page of its own, and a page of a cold
/// file costs half a millisecond.
const SAMPLED_RECORDS: usize = 4;

/// A database, opened. A clone shares the bytes.
#[derive(Clone)]
pub struct Database {
    reader: Arc<Reader<Shared>>,
    bytes: Shared,
    tree: Tree,
    places: Option<Detail>,
    networks: bool,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database")
            .field(&self.database_type())
            .finish()
    }
}

/// How finely a database knows places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Cities, regions or coordinates.
    City,
    /// Countries only.
    Country,
}

/// What is wrong with a database. Displays as a lower-case fragment that follows the file's name.
#[derive(Debug)]
pub enum Defect {
    /// There are no bytes.
    Empty,
    /// No `MaxMind` DB file, or one cut short: its end, where the metadata stands, is missing or makes no sense.
    Unreadable(MaxMindDbError),
    /// A record that the file refers to cannot be read.
    Record(MaxMindDbError),
    /// The records hold neither places nor networks.
    Useless {
        /// The type by the database's own word.
        database_type: String,
    },
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Unreadable(error) => {
                write!(f, "is cut short or not a MaxMind DB file: {error}")
            }
            Self::Record(error) => write!(f, "is corrupt: {error}"),
            Self::Useless { database_type } => write!(
                f,
                "holds neither places nor networks (its type is `{database_type}`)"
            ),
        }
    }
}

impl std::error::Error for Defect {}

impl Database {
    /// Opens a database and finds out what it holds. Reads its metadata and its first records, not the whole.
    ///
    /// # Errors
    /// The defect that makes it useless.
    pub fn open(bytes: Bytes) -> Result<Self, Defect> {
        if bytes.as_ref().is_empty() {
            return Err(Defect::Empty);
        }
        let bytes = Shared(Arc::new(bytes));
        let reader = Reader::from_source(bytes.clone()).map_err(Defect::Unreadable)?;
        let tree = Tree::of(reader.metadata(), bytes.as_ref());
        let mut database = Self {
            reader: Arc::new(reader),
            bytes,
            tree,
            places: None,
            networks: false,
        };
        let mut seen = Contents::default();
        database.each_record(SAMPLED_RECORDS, |found| {
            seen.add(found).map_err(Defect::Record)
        })?;
        let database_type = &database.reader.metadata().database_type;
        // A sample of a city database may lack cities by chance; its name does not.
        let city_by_name = ["city", "enterprise", "location"]
            .iter()
            .any(|word| database_type.to_ascii_lowercase().contains(word));
        if !seen.places && !seen.networks {
            return Err(Defect::Useless {
                database_type: database_type.clone(),
            });
        }
        database.networks = seen.networks;
        database.places = seen.places.then_some(if seen.cities || city_by_name {
            Detail::City
        } else {
            Detail::Country
        });
        Ok(database)
    }

    /// Reads every record that the database refers to, and returns for how many networks it has one. Too slow for a start
    /// (0.1 s for the embedded database, 3 s for one of cities), right for a file that was just downloaded.
    ///
    /// # Errors
    /// The first record that cannot be read.
    pub fn verify(&self) -> Result<usize, Defect> {
        let mut networks = 0;
        let mut last = None;
        self.each_record(usize::MAX, |found| {
            networks += 1;
            // Neighbours often share a record.
            if last == found.offset() {
                return Ok(());
            }
            last = found.offset();
            Contents::default().add(found).map_err(Defect::Record)
        })?;
        Ok(networks)
    }

    /// How finely the database knows places, if it knows any.
    #[must_use]
    pub const fn places(&self) -> Option<Detail> {
        self.places
    }

    /// Whether the database knows networks (autonomous systems).
    #[must_use]
    pub const fn networks(&self) -> bool {
        self.networks
    }

    /// What the database calls itself: `GeoLite2-City`.
    #[must_use]
    pub fn database_type(&self) -> &str {
        &self.reader.metadata().database_type
    }

    /// When the database was built, seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn build_epoch_seconds(&self) -> u64 {
        self.reader.metadata().build_epoch
    }

    /// The search tree, and the bytes it stands in.
    pub(super) fn tree(&self) -> (&Tree, &[u8]) {
        (&self.tree, self.bytes.as_ref())
    }

    /// The record of an address. A broken file answers as if it had none: an enrichment never fails an event.
    pub(super) fn find(&self, ip: IpAddr) -> Option<Found<'_>> {
        if ip.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return None;
        }
        self.reader.lookup(ip).ok().filter(Found::has_data)
    }

    fn each_record(
        &self,
        limit: usize,
        mut each: impl FnMut(&Found<'_>) -> Result<(), Defect>,
    ) -> Result<(), Defect> {
        let networks = self
            .reader
            .networks(WithinOptions::default())
            .map_err(Defect::Record)?;
        for found in networks.take(limit) {
            each(&found.map_err(Defect::Record)?)?;
        }
        Ok(())
    }
}

/// What the records seen so far hold.
#[derive(Debug, Default)]
struct Contents {
    places: bool,
    cities: bool,
    networks: bool,
}

impl Contents {
    fn add(&mut self, found: &Found<'_>) -> Result<(), MaxMindDbError> {
        if let Some(place) = found.decode::<Place<'_>>()? {
            self.places |= place.country_code().is_some();
            self.cities |= place.is_fine();
        }
        if let Some(network) = found.decode::<Network<'_>>()? {
            self.networks |= network.number().is_some();
        }
        Ok(())
    }
}
