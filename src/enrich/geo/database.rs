//! An opened database of places or networks, and the kind of its records.
//!
//! The crate `maxminddb` reads the file format, <https://maxmind.github.io/MaxMind-DB/>. The format
//! does not declare what records contain, so opening a database reads its first records to find
//! out. The layouts are those of [`super::place`] and [`super::network`].

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use maxminddb::{LookupResult, MaxMindDbError, Reader, WithinOptions};

use super::bytes::{Bytes, Found};
use super::network::Network;
use super::place::Place;

/// How many of a database's first records are read to find out what it contains. Each of them may
/// be on a separate page, and a page of a cold file costs half a millisecond.
const SAMPLED_RECORDS: usize = 4;

/// An opened database. A clone shares the bytes.
#[derive(Clone)]
pub struct Database {
    reader: Arc<Reader<Bytes>>,
    places: Option<Precision>,
    networks: bool,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database")
            .field(&self.database_type())
            .finish()
    }
}

/// How precisely a database locates addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// Cities or coordinates.
    City,
    /// Countries only.
    Country,
}

/// What is wrong with a database. It is displayed as a lower-case fragment that follows the file's
/// name.
#[derive(Debug)]
#[non_exhaustive]
pub enum Defect {
    /// There are no bytes.
    Empty,
    /// The file is not a `MaxMind` DB file, or was cut short. The metadata at its end is missing or
    /// invalid.
    Unreadable(MaxMindDbError),
    /// The search tree points outside the file or in circles.
    Tree(MaxMindDbError),
    /// A record cannot be read.
    Record {
        /// Where in the data section the record begins.
        offset: usize,
        /// What is wrong with the record.
        error: MaxMindDbError,
    },
    /// The records contain neither places nor networks.
    Useless {
        /// The type that the database declares.
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
            Self::Tree(error) => write!(f, "is corrupt: {error}"),
            Self::Record { offset, error } => {
                write!(f, "is corrupt: in the record at {offset}, {error}")
            }
            Self::Useless { database_type } => write!(
                f,
                "holds neither places nor networks (its type is `{database_type}`)"
            ),
        }
    }
}

impl std::error::Error for Defect {}

impl Database {
    /// Opens a database and finds out what it contains. Reads its metadata and its first records,
    /// not all of it.
    ///
    /// # Errors
    /// Returns the defect that makes the database unusable.
    pub fn open(bytes: Bytes) -> Result<Self, Defect> {
        if bytes.as_ref().is_empty() {
            return Err(Defect::Empty);
        }
        let reader = Reader::from_source(bytes).map_err(Defect::Unreadable)?;
        let mut database = Self {
            reader: Arc::new(reader),
            places: None,
            networks: false,
        };
        let mut seen = Contents::default();
        database.each_record(SAMPLED_RECORDS, |record| seen.add(record))?;
        let database_type = &database.reader.metadata().database_type;
        // A sample of a city database may contain no city by chance, so the name of the database
        // also counts.
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
            Precision::City
        } else {
            Precision::Country
        });
        Ok(database)
    }

    /// Reads every record that the database refers to, and returns the number of networks that have
    /// a record. This is too slow for a start (0.1 s for the embedded database, 3 s for a database
    /// of cities), but suitable for a file that was just downloaded.
    ///
    /// # Errors
    /// Returns the first defect of the search tree or of a record.
    pub fn verify(&self) -> Result<usize, Defect> {
        let mut networks = 0;
        let mut last = None;
        self.each_record(usize::MAX, |record| {
            networks += 1;
            // Neighbouring networks often share a record.
            let offset = record.offset();
            if std::mem::replace(&mut last, offset) == offset {
                return Ok(());
            }
            Contents::default().add(record)
        })?;
        Ok(networks)
    }

    /// How precisely the database locates addresses, if it has places.
    #[must_use]
    pub const fn places(&self) -> Option<Precision> {
        self.places
    }

    /// Whether the database has networks (autonomous systems).
    #[must_use]
    pub const fn networks(&self) -> bool {
        self.networks
    }

    /// The name that the database declares: `GeoLite2-City`.
    #[must_use]
    pub fn database_type(&self) -> &str {
        &self.reader.metadata().database_type
    }

    /// When the database was built, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn build_epoch_seconds(&self) -> u64 {
        self.reader.metadata().build_epoch
    }

    /// What the database has for an address, or `None` if it has nothing.
    pub(super) fn find(&self, ip: IpAddr) -> Option<Found<'_>> {
        self.reader.lookup(ip).ok().filter(LookupResult::has_data)
    }

    #[cfg(test)]
    pub(super) fn reader(&self) -> &Reader<Bytes> {
        &self.reader
    }

    fn each_record(
        &self,
        limit: usize,
        mut each: impl FnMut(&Found<'_>) -> Result<(), Defect>,
    ) -> Result<(), Defect> {
        let networks = self
            .reader
            .networks(WithinOptions::default())
            .map_err(Defect::Tree)?;
        for found in networks.take(limit) {
            each(&found.map_err(Defect::Tree)?)?;
        }
        Ok(())
    }
}

/// The contents of the records that were read so far.
#[derive(Debug, Default)]
struct Contents {
    places: bool,
    cities: bool,
    networks: bool,
}

impl Contents {
    fn add(&mut self, record: &Found<'_>) -> Result<(), Defect> {
        let defect = |error| Defect::Record {
            offset: record.offset().unwrap_or_default(),
            error,
        };
        let place: Place<'_> = record.decode().map_err(defect)?.unwrap_or_default();
        self.places |= place.is_somewhere();
        self.cities |= place.is_fine();
        let network: Network<'_> = record.decode().map_err(defect)?.unwrap_or_default();
        self.networks |= network.number().is_some();
        Ok(())
    }
}
