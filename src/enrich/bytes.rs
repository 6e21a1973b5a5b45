//! The bytes of a database, and what is found in them.

use maxminddb::{LookupResult, Mmap};

/// A record that was found.
pub(super) type Found<'a> = LookupResult<'a, Bytes>;

/// The bytes of a database, wherever they are.
pub enum Bytes {
    /// Compiled into the program.
    Embedded(&'static [u8]),
    /// Read into memory.
    Owned(Vec<u8>),
    /// A file mapped into memory.
    Mapped(Mmap),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}
