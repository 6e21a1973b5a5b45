//! Ids of an object's documents: `s3:`, a hash of bucket, version and key, `:` and the byte at
//! which the line begins. If several documents come from one line of the object, as from joined
//! JSON objects or an envelope, `.` and a number follow in all ids of this line but the first.
//!
//! The same object read again, by another function or from the command line, gets the same ids. The
//! key is hashed because it may have 1,024 bytes, and OpenSearch accepts ids of at most 512.

use base64_simd::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// How many bytes of the hash are kept. With this length, billions of objects do not collide by
/// chance.
const HASH_BYTES: usize = 16;

/// The beginning of the ids of an object's documents. It has 25 bytes. In an id, the position of
/// the line follows it.
///
/// `version` is the version's id, or the `ETag` in a bucket without versions. An object that
/// replaces another one under the same key therefore has other ids, unless both have the same
/// `ETag`.
#[must_use]
pub fn prefix(bucket: &str, key: &str, version: &str) -> String {
    let mut hash = Sha256::new();
    // The name of a bucket and a version never contain a zero byte. The hashed texts of two objects
    // therefore differ.
    for part in [bucket, "\0", version, "\0", key] {
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let kept = hash.get(..HASH_BYTES).unwrap_or_default();
    format!("s3:{}", URL_SAFE_NO_PAD.encode_to_string(kept))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_never_changes() {
        // Existing indices contain this id.
        assert_eq!(
            prefix("logs", "a/b.log.gz", "3HL4kqtJlcpXroDTDmJ"),
            "s3:hfWq81MngWITjD6gvuEl5A"
        );
    }

    proptest! {
        #[test]
        fn another_object_has_another_prefix(
            one in ("[a-c.]{1,3}", "[a-c/\0]{0,4}", "[a-c]{0,2}"),
            other in ("[a-c.]{1,3}", "[a-c/\0]{0,4}", "[a-c]{0,2}"),
        ) {
            type Object = (String, String, String);
            let of = |(bucket, key, version): &Object| prefix(bucket, key, version);
            prop_assert_eq!(of(&one).len(), 25);
            prop_assert_eq!(of(&one) == of(&other), one == other);
        }
    }
}
