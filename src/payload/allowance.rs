//! The allowance of a record: how many bytes its layers may still expand to.
//!
//! The content of a compressed stream is delivered only after the whole stream was verified,
//! including its checksum. In the content of a broken stream, whole lines cannot be distinguished
//! from damaged ones.

use crate::compression::{Compression, Unexpanded};
use crate::rejection::Reason;

/// The number of bytes that a record may still expand to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    limit_bytes: usize,
    left_bytes: usize,
}

impl Allowance {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            left_bytes: limit_bytes,
        }
    }

    /// Takes bytes from the allowance for anything that is not an expanded stream.
    ///
    /// # Errors
    /// The error is that fewer bytes are left.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Reason> {
        let left = self.left_bytes.checked_sub(bytes);
        self.left_bytes = left.ok_or(self.exceeded())?;
        Ok(())
    }

    /// Expands a stream. A failed attempt also counts against the allowance. Many bombs in one
    /// record therefore cost no more than one.
    ///
    /// # Errors
    /// The error is a malformed stream, or a stream that expands to more than the allowance.
    pub(super) fn expand(
        &mut self,
        compression: Compression,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Reason> {
        let mut expanded = Vec::new();
        let result = compression.expand(bytes, self.left_bytes, &mut expanded);
        let result = result.map_err(|error| match error {
            Unexpanded::TooLong => self.exceeded(),
            Unexpanded::Broken(how) => Reason::Compression(how),
        });
        self.left_bytes = self.left_bytes.saturating_sub(expanded.len());
        result.map(|()| expanded)
    }

    fn exceeded(&self) -> Reason {
        Reason::Expansion {
            limit_bytes: self.limit_bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::pack::gzip;

    #[test]
    fn memory_stays_within_the_allowance() {
        let text = vec![b'0'; 1_000_000];
        let mut allowance = Allowance::new(1_000_000);
        let expanded = allowance.expand(Compression::Gzip, &gzip(&text)).unwrap();
        assert!(expanded == text);
        assert!(expanded.capacity() <= 1_000_001);
        assert_eq!(allowance.left_bytes, 0);
    }
}
