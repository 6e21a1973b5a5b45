//! Identifies visitors without naming them: `weblog.visitor.id`.

use std::fmt;

/// 64 bits that are the same for the requests of one visitor to one site on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VisitorId(pub [u8; 8]);

impl fmt::Display for VisitorId {
    /// Writes sixteen hexadecimal digits in lower case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}
