//! Objects of S3: which of them are logs, what their documents' ids are, and where reading goes on.
//!
//! | module | |
//! |---|---|
//! | [`notice`] | events that name objects: S3's, EventBridge's, either in SNS, all of them in SQS |
//! | [`key`] | keys that are logs, and their formats |
//! | [`id`] | what an id of a document begins with |
//! | [`continuation`] | the message by which a long object goes on, and where |
//! | [`walk`] | takes the text of an object through the pipeline, stretch by stretch |

pub mod continuation;
pub mod id;
pub mod key;
pub mod notice;
pub mod walk;

/// An object, of one version where its bucket has versions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Object {
    /// The bucket's name.
    pub bucket: String,
    /// The key, as it is and not as an event encodes it.
    pub key: String,
    /// The version's id; `None` where the bucket has no versions.
    pub version: Option<String>,
}

impl Object {
    /// The object as a log names it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.key)
    }
}
