//! The bytes of a database.

use maxminddb::Mmap;

/// The bytes of a database, in any kind of memory.
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
