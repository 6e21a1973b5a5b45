//! Marks on the documents that the transform hook puts into the stream again. When such a document
//! arrives, the hook recognises it by its mark.
//!
//! A marked document is `weblog-enrich/1 <mark> <document>`. The mark is the HMAC-SHA-256
//! (<https://www.rfc-editor.org/rfc/rfc2104>) of the whole document, cut to 128 bits. A changed
//! document, or a document that somebody else added, therefore has no valid mark. A marked document
//! is neither JSON nor a line of a log, so it cannot be confused with either. The hook removes the
//! mark before the document is delivered.

use std::fmt;

use base64_simd::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

const HEAD: &[u8] = b"weblog-enrich/1 ";
/// How many bytes of the MAC are kept: 128 bits.
const MAC_BYTES: usize = 16;
const ENCODED_BYTES: usize = URL_SAFE_NO_PAD.encoded_length(MAC_BYTES);

/// The number of bytes that precede the document in a marked document.
pub const BYTES: usize = HEAD.len() + ENCODED_BYTES + 1;

/// The fewest bytes of a key.
const KEY_BYTES: usize = 16;

/// The key of the marks.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Box<[u8]>);

/// A key is too short to be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyError {
    /// The length of the key, in bytes.
    pub bytes: usize,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes;
        write!(f, "has {bytes} bytes; a secret needs at least {KEY_BYTES}")
    }
}

impl std::error::Error for KeyError {}

impl Key {
    /// A key that an operator chose.
    ///
    /// # Errors
    /// The key is too short.
    pub fn new(text: &str) -> Result<Self, KeyError> {
        match text.len() {
            KEY_BYTES.. => Ok(Self(text.as_bytes().into())),
            bytes => Err(KeyError { bytes }),
        }
    }

    /// The key of a deployment that has no configured key. It is made from the ARN of the stream
    /// that the hook puts to. This key is not a secret, but a client that only sends requests to a
    /// web server would have to guess the account and the stream's name.
    #[must_use]
    pub fn of_stream(name: &str) -> Self {
        Self(format!("weblog-enrich {name}").into_bytes().into())
    }

    /// Appends a document with its mark.
    pub fn seal(&self, document: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(HEAD);
        let mac = self.mac(document).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode_append(mac.get(..MAC_BYTES).unwrap_or_default(), out);
        out.push(b' ');
        out.extend_from_slice(document);
    }

    /// The document of a marked record; `None` if the record has no valid mark.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::mark::Key;
    ///
    /// let key = Key::new("sixteen bytes or more")?;
    /// let mut sealed = Vec::new();
    /// key.seal(b"{}", &mut sealed);
    /// assert_eq!(key.open(&sealed), Some(&b"{}"[..]));
    /// assert_eq!(key.open(b"{}"), None);
    /// # Ok::<(), weblog_enrich::mark::KeyError>(())
    /// ```
    #[must_use]
    pub fn open<'a>(&self, record: &'a [u8]) -> Option<&'a [u8]> {
        let rest = record.strip_prefix(HEAD)?;
        let (encoded, rest) = rest.split_at_checked(ENCODED_BYTES)?;
        let document = rest.strip_prefix(b" ")?;
        let mac = URL_SAFE_NO_PAD.decode_to_vec(encoded).ok()?;
        // The comparison takes constant time.
        let verified = self.mac(document).verify_truncated_left(&mac);
        verified.is_ok().then_some(document)
    }

    fn mac(&self, document: &[u8]) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "an invariant of HMAC")]
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.chain_update(document)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sealed(document: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        Key::of_stream("s").seal(document, &mut out);
        assert_eq!(out.len(), BYTES + document.len());
        out
    }

    proptest! {
        #[test]
        fn only_a_sealed_document_is_opened(
            document in prop::collection::vec(any::<u8>(), 0..40),
            place: prop::sample::Index,
            bit in 0_u8..8,
            more in 1_u8..,
        ) {
            let mut record = sealed(&document);
            let key = Key::of_stream("s");
            prop_assert_eq!(key.open(&record), Some(&document[..]));
            prop_assert_eq!(Key::of_stream("t").open(&record), None);
            let longer = [&record[..], &[more]].concat();
            prop_assert_eq!(key.open(&longer), None);
            prop_assert_eq!(key.open(&record[..place.index(record.len())]), None);
            prop_assert_eq!(key.open(&document), None);
            let place = place.index(record.len());
            record[place] ^= 1 << bit;
            prop_assert_eq!(key.open(&record), None);
        }
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(Key::new("fifteen letters").is_err());
        assert!(Key::new("sixteen letters!").is_ok());
        assert!(!format!("{:?}", Key::new("sixteen letters!")).contains("sixteen"));
    }
}
