//! Lists the objects of a bucket, and deletes, moves or tags an object that needs no more work.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>. Requests that delete
//! or copy an object carry the listing's `ETag` as a condition (`If-Match`, or
//! `x-amz-copy-source-if-match`), so an object that was overwritten in the meantime is not deleted
//! or moved. S3 has no such condition for tags.

use std::fmt::{self, Write as _};

use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{Tag, Tagging};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::aws::stream;
use crate::event::Timestamp;

/// The tag of an object that needs no more work.
const TAG: (&str, &str) = ("weblog-replay", "done");

/// A page of a listing.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The objects.
    pub objects: Vec<Listed>,
    /// The token that requests the next page, or `None` for the last page.
    pub next: Option<String>,
}

/// An object of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The object's key.
    pub key: String,
    /// The `ETag`, with its quotes.
    pub etag: Option<String>,
    /// The stored size.
    pub bytes: u64,
    /// When the object was written.
    pub written: Option<Timestamp>,
}

/// What to do with an object that needs no more work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Delete the object.
    Delete,
    /// Move the object to this bucket and key.
    Move(String, String),
    /// Add [`TAG`] to the object's tags.
    Tag,
}

/// Why objects could not be listed or changed. It is displayed as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BucketError {
    /// S3 refused the request.
    Refused {
        /// S3's error code.
        code: String,
        /// The request's id.
        request: String,
    },
    /// There was no answer. The text says why.
    NoAnswer(String),
    /// The request could not be made. The text says why.
    Request(String),
}

impl fmt::Display for BucketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code, request } => {
                write!(f, "S3 answers with the error {code} (request {request})")
            }
            Self::NoAnswer(reason) | Self::Request(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for BucketError {}

/// Lists and changes objects.
#[derive(Debug, Clone)]
pub struct Buckets {
    client: aws_sdk_s3::Client,
}

impl Buckets {
    /// Sends requests with this client.
    #[must_use]
    pub fn new(client: aws_sdk_s3::Client) -> Self {
        Self { client }
    }

    /// A page of the objects whose keys begin with a prefix.
    ///
    /// # Errors
    /// S3 refused, or did not answer.
    pub async fn page(
        &self,
        bucket: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, BucketError> {
        let asked = self.client.list_objects_v2().bucket(bucket).prefix(prefix);
        let output = asked.set_continuation_token(after).send().await;
        let output = output.map_err(|error| refusal(&error))?;
        let objects = output.contents().iter().filter_map(|object| {
            Some(Listed {
                key: object.key()?.to_owned(),
                etag: object.e_tag().map(str::to_owned),
                bytes: object.size().and_then(|size| u64::try_from(size).ok())?,
                written: object.last_modified().map(|time| Timestamp {
                    seconds: time.secs(),
                    nanoseconds: 0,
                    digits: 0,
                }),
            })
        });
        let more = output.is_truncated().unwrap_or(false);
        Ok(Page {
            objects: objects.collect(),
            next: output
                .next_continuation_token()
                .filter(|_| more)
                .map(str::to_owned),
        })
    }

    /// Deletes, moves or tags an object.
    ///
    /// # Errors
    /// S3 refused, or did not answer.
    pub async fn finish(
        &self,
        bucket: &str,
        object: &Listed,
        done: &Done,
    ) -> Result<(), BucketError> {
        match done {
            Done::Delete => self.delete(bucket, object).await,
            Done::Move(to_bucket, to_key) => {
                let copied = self.client.copy_object();
                let copied = copied
                    .copy_source(format!("{bucket}/{}", encoded(&object.key)))
                    .set_copy_source_if_match(object.etag.clone())
                    .bucket(to_bucket)
                    .key(to_key)
                    .send()
                    .await;
                copied.map_err(|error| refusal(&error))?;
                self.delete(bucket, object).await
            }
            Done::Tag => self.tag(bucket, &object.key).await,
        }
    }

    async fn delete(&self, bucket: &str, object: &Listed) -> Result<(), BucketError> {
        let deleted = self.client.delete_object().bucket(bucket).key(&object.key);
        let deleted = deleted.set_if_match(object.etag.clone()).send().await;
        deleted.map(drop).map_err(|error| refusal(&error))
    }

    /// Adds [`TAG`]. Such a request replaces all tags of the object, so the existing tags are sent
    /// again.
    async fn tag(&self, bucket: &str, key: &str) -> Result<(), BucketError> {
        let found = self.client.get_object_tagging().bucket(bucket).key(key);
        let found = found.send().await.map_err(|error| refusal(&error))?;
        let (name, value) = TAG;
        let kept = found.tag_set().iter().filter(|tag| tag.key() != name);
        let own = Tag::builder().key(name).value(value).build();
        let tags = kept.cloned().chain(own.ok());
        let tagging = Tagging::builder().set_tag_set(Some(tags.collect())).build();
        let tagging = tagging.map_err(|error| BucketError::Request(error.to_string()))?;
        let put = self.client.put_object_tagging().bucket(bucket).key(key);
        let put = put.tagging(tagging).send().await;
        put.map(drop).map_err(|error| refusal(&error))
    }
}

/// The key, percent-encoded for the header that names the source of a copy.
fn encoded(key: &str) -> String {
    key.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                // Writing into a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

fn refusal<E>(error: &SdkError<E, HttpResponse>) -> BucketError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    if error.as_service_error().is_none() {
        return BucketError::NoAnswer(DisplayErrorContext(error).to_string());
    }
    let failure = stream::failure(error);
    BucketError::Refused {
        code: failure.code,
        request: failure.detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_encoded_for_a_header() {
        assert_eq!(encoded("a b/é+?.gz"), "a%20b/%C3%A9%2B%3F.gz");
    }
}
