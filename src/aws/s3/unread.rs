//! Why an object is not read, and how S3's answer shows this:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>.

use std::fmt;

use aws_sdk_s3::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::aws::stream;

/// Why an object is not read, or not read further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// The object does not exist. It was deleted, it expired, or its version was deleted.
    Gone,
    /// Another object has replaced the object that was asked for.
    Replaced,
    /// S3 refuses the request: a permission is missing, the bucket is in another region, or the
    /// object is in an archive.
    Refused {
        /// S3's code.
        code: String,
        /// The id of the request.
        request: String,
    },
    /// S3 gave no answer, or no valid range of the object, in several consecutive tries.
    Unavailable {
        /// S3's code, or `none`.
        code: String,
        /// The network's error, or the id of the request.
        detail: String,
    },
    /// There was no time.
    OutOfTime,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("the object no longer exists"),
            Self::Replaced => f.write_str("another object has replaced the object"),
            Self::Refused { code, request } => {
                write!(f, "S3 refuses the object: {code} (request {request})")
            }
            Self::Unavailable { code, detail } => {
                write!(f, "S3 did not return the whole object: {code} ({detail})")
            }
            Self::OutOfTime => f.write_str("there was no time to read the object"),
        }
    }
}

impl std::error::Error for Unread {}

/// What an answer without an object means.
pub(super) enum Answered {
    /// The object has no byte at the requested offset.
    PastTheEnd,
    /// Retrying does not help.
    Final(Unread),
    /// Retrying may help.
    Passing { code: String, detail: String },
}

/// What an error of S3 or of the network means.
pub(super) fn classified(error: &SdkError<GetObjectError, HttpResponse>) -> Answered {
    let status = error.raw_response().map(|answer| answer.status().as_u16());
    let code = error.as_service_error().and_then(|error| error.code());
    let is_marker =
        |answer: &HttpResponse| answer.headers().get("x-amz-delete-marker") == Some("true");
    match (status, code) {
        (Some(416), _) => return Answered::PastTheEnd,
        (Some(412), _) => return Answered::Final(Unread::Replaced),
        // If the bucket is missing, all its objects fail. The operator must see this, so it does
        // not count as a deleted object.
        (Some(404), Some("NoSuchBucket")) => {}
        (Some(404), _) => return Answered::Final(Unread::Gone),
        (Some(405), _) if error.raw_response().is_some_and(is_marker) => {
            return Answered::Final(Unread::Gone);
        }
        _ => {}
    }
    let failure = stream::failure(error);
    // S3 redirects requests for a bucket in another region.
    match failure.is_hopeless() || matches!(status, Some(300..=399)) {
        true => Answered::Final(Unread::Refused {
            code: failure.code,
            request: failure.detail,
        }),
        false => Answered::Passing {
            code: failure.code,
            detail: failure.detail,
        },
    }
}
