//! Objects of S3: which of them are logs, the ids of their documents, and where reading continues.
//!
//! | module | |
//! |---|---|
//! | [`notice`] | events that name objects: from S3, EventBridge, SNS and SQS |
//! | [`key`] | keys that are logs, and their formats |
//! | [`id`] | how the ids of documents begin |
//! | [`continuation`] | the message with which the reading of an object continues |
//! | [`walk`] | processes the text of an object, stretch by stretch |

pub mod continuation;
pub mod id;
pub mod key;
pub mod notice;
pub mod walk;

/// An object, in one version if its bucket has versions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Object {
    /// The bucket's name.
    pub bucket: String,
    /// The key. It is not URL-encoded, unlike in S3's own events.
    pub key: String,
    /// The version's id, or `None` if the bucket has no versions.
    pub version: Option<String>,
}

impl Object {
    /// The object's address, as in logs: `s3://BUCKET/KEY`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.key)
    }
}
