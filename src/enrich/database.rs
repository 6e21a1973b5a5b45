//! An opened database of places or networks, and what it turned out to hold.
//!
//! The file format: <https://maxmind.github.io/MaxMind-DB/>. `maxminddb` reads the metadata and lists the networks, [`super::tree`] and
//! [`super::record`] read the rest. The format says nothing of what a record holds, so that is found out when a
//! database is opened, by reading its first records; the layouts are those of [`super::place`] and [`super::network`].

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use maxminddb::{MaxMindDbError, Reader, WithinOptions};
use memchr::memmem;

use super::bytes::{Bytes, Shared};
use super::keys::Keys;
use super::network::Network;
use super::place::Place;
use super::record::{Corrupt, Cursor};
use super::tree::{Rooted, Tree};

/// How many of a database's first records tell what it holds. Each of them may be on a page of its own, and a page of a cold
/// file costs half a millisecond.
const SAMPLED_RECORDS: usize = 4;

/// What stands between the data and the metadata: <https://maxmind.github.io/MaxMind-DB/#database-metadata>.
const METADATA_MARKER: &[u8] = b"\xab\xcd\xefMaxMind.com";

/// A database, opened. A clone shares the bytes.
#[derive(Clone)]
pub struct Database {
    reader: Arc<Reader<Shared>>,
    bytes: Shared,
    tree: Tree,
    /// Where in the bytes the data section is.
    data: Range<usize>,
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
    /// The search tree leads out of the file or in circles.
    Tree(MaxMindDbError),
    /// A record cannot be read.
    Record {
        /// Where in the data section it begins.
        offset: usize,
        /// What is wrong with it.
        corrupt: Corrupt,
    },
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
            Self::Tree(error) => write!(f, "is corrupt: {error}"),
            Self::Record { offset, corrupt } => {
                write!(f, "is corrupt: in the record at {offset}, {corrupt}")
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
        let data_end = memmem::rfind(bytes.as_ref(), METADATA_MARKER).unwrap_or(0);
        let mut database = Self {
            reader: Arc::new(reader),
            bytes,
            tree,
            data: tree.data_start()..data_end + METADATA_MARKER.len(),
            places: None,
            networks: false,
        };
        let mut seen = Contents::default();
        database.each_record(SAMPLED_RECORDS, |offset| seen.add(&database, offset))?;
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
        self.each_record(usize::MAX, |offset| {
            networks += 1;
            // Neighbours often share a record.
            if last.replace(offset) == Some(offset) {
                return Ok(());
            }
            Contents::default().add(self, offset)
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
    pub(super) fn tree(&self) -> Rooted<'_> {
        (&self.tree, self.bytes.as_ref())
    }

    /// The record that begins at a place in the data section.
    pub(super) fn record<'a>(&'a self, offset: usize, keys: &'a mut Keys) -> Cursor<'a> {
        let data = self.bytes.as_ref().get(self.data.clone());
        Cursor::new(data.unwrap_or_default(), offset, keys)
    }

    /// The other way to the same records.
    #[cfg(test)]
    pub(super) fn reader(&self) -> &Reader<Shared> {
        &self.reader
    }

    fn each_record(
        &self,
        limit: usize,
        mut each: impl FnMut(usize) -> Result<(), Defect>,
    ) -> Result<(), Defect> {
        let networks = self
            .reader
            .networks(WithinOptions::default())
            .map_err(Defect::Tree)?;
        for found in networks.take(limit) {
            found
                .map_err(Defect::Tree)?
                .offset()
                .map_or(Ok(()), &mut each)?;
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
    keys: Keys,
}

impl Contents {
    fn add(&mut self, database: &Database, offset: usize) -> Result<(), Defect> {
        let defect = |corrupt| Defect::Record { offset, corrupt };
        let mut place = Place::default();
        place
            .add(&mut database.record(offset, &mut self.keys))
            .map_err(defect)?;
        self.places |= place.is_somewhere();
        self.cities |= place.is_fine();
        let network = Network::of(&mut database.record(offset, &mut self.keys)).map_err(defect)?;
        self.networks |= network.number().is_some();
        Ok(())
    }
}
