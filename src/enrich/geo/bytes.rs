//! The bytes of a database, and what is found in them.

use maxminddb::{LookupResult, Mmap};

/// The bytes of a database, in any kind of memory.
pub enum Bytes {
    /// Compiled into the program.
    Embedded(&'static [u8]),
    /// Read into memory.
    Owned(Vec<u8>),
    /// A file mapped into memory.
    Mapped(Mmap),
}

/// What a database has for an address or a network.
pub(super) type Found<'a> = LookupResult<'a, Bytes>;

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}
