//! A secret under which values are hashed: HMAC-SHA-256
//! (<https://www.rfc-editor.org/rfc/rfc2104>). Nobody without the secret finds a value by its hash.

use std::fmt;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

/// The fewest bytes of a secret. Users and addresses are few and can be guessed, so anyone who can
/// also try every secret finds the value of each hash.
pub(crate) const LEAST_BYTES: usize = 16;

/// The secret, ready to hash.
#[derive(Clone)]
pub(crate) struct Secret(Hmac<Sha256>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl Secret {
    /// A secret of at least [`LEAST_BYTES`], or `None` if it is shorter.
    pub(crate) fn new(key: &str) -> Option<Self> {
        Some(key.as_bytes())
            .filter(|key| key.len() >= LEAST_BYTES)
            .and_then(|key| Hmac::new_from_slice(key).ok())
            .map(Self)
    }

    /// A hasher that has already read the secret.
    pub(crate) fn hasher(&self) -> Hmac<Sha256> {
        self.0.clone()
    }
}
