//! A stream that accepts batches, by Firehose's `PutRecordBatch` or Kinesis's `PutRecords`, and the
//! meaning of its failures.
//!
//! A response with status 200 may contain refused entries
//! (<https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>,
//! <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>).

use std::error::Error;
use std::fmt;
use std::io;
use std::iter::successors;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use aws_sdk_firehose::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_firehose::operation::RequestId as _;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use bytes::Bytes;
use http::Uri;
use http::header::CONTENT_LENGTH;

use super::batch::{Batch, Batcher, Operation, is_arn};

/// A stream that accepts batches.
///
/// The type holds a function rather than an enum of services, so that a program links the SDKs of
/// only those services that it names. `kinesis-enrich` never puts into a Kinesis stream.
#[derive(Clone)]
pub struct Stream {
    operation: Operation,
    put: Arc<Put>,
}

type Put = dyn Fn(Bytes) -> Sending + Send + Sync;
type Sending = Pin<Box<dyn Future<Output = Result<Acceptances, Failure>> + Send>>;

/// For each entry of an answer, whether it was accepted, in the order of the request.
pub(super) type Acceptances = Vec<bool>;

/// Why no entry of a request was accepted.
#[derive(Debug)]
pub(super) struct Failure {
    /// The service's error code, `ConnectionRefused`, or `none` if there is no code.
    pub(super) code: String,
    /// The service's id of the request, or why there was no answer. Services' messages are omitted
    /// because they may quote a document.
    pub(super) detail: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    /// The request could not even be made.
    Making,
    /// Nothing listens at an endpoint of this machine. Somebody probably runs a function by hand.
    NothingListens,
    /// No connection, a broken connection, or an invalid answer.
    Network,
    /// An answer with this HTTP status.
    Answer(u16),
}

impl Stream {
    /// Firehose, by the delivery stream's name.
    #[must_use]
    pub fn firehose(client: aws_sdk_firehose::Client, delivery_stream: String) -> Self {
        Self::new(Operation::PutRecordBatch { delivery_stream }, move |body| {
            Box::pin(put_record_batch(client.clone(), body))
        })
    }

    /// Kinesis Data Streams, by the stream's name or ARN.
    #[must_use]
    pub fn kinesis(client: aws_sdk_kinesis::Client, stream: String) -> Self {
        let operation = Operation::PutRecords {
            stream: stream.clone(),
            first_key: fastrand::u64(..),
        };
        Self::new(operation, move |body| {
            Box::pin(put_records(client.clone(), stream.clone(), body))
        })
    }

    fn new(operation: Operation, put: impl Fn(Bytes) -> Sending + Send + Sync + 'static) -> Self {
        let put = Arc::new(put);
        Self { operation, put }
    }

    /// A batcher for this stream, which appends `ending` to each document.
    #[must_use]
    pub fn batcher(&self, ending: &'static [u8]) -> Batcher {
        Batcher::new(&self.operation, ending)
    }

    /// Sends a batch once.
    pub(super) async fn put(&self, batch: &Batch) -> Result<Acceptances, Failure> {
        (self.put)(batch.body().clone()).await
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stream").field(&self.operation).finish()
    }
}

impl Failure {
    /// Whether retrying cannot help: the request cannot be made, nothing listens at an endpoint of
    /// this machine, or the service refuses the request for good, for example because the stream
    /// does not exist or a permission is missing.
    pub(super) fn is_hopeless(&self) -> bool {
        match self.cause {
            Cause::Making | Cause::NothingListens => true,
            Cause::Network | Cause::Answer(408 | 429) => false,
            Cause::Answer(400..=499) => !PASSING.iter().any(|part| self.code.contains(part)),
            Cause::Answer(_) => false,
        }
    }
}

/// Parts of the codes of temporary errors with a status from 400 to 499: throttling under its many
/// names (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>), the
/// throttling of KMS, requests that took too long, and credentials that are about to be renewed.
const PASSING: [&str; 6] = [
    "Throttl",
    "LimitExceeded",
    "ThroughputExceeded",
    "TooManyRequests",
    "RequestTimeout",
    "ExpiredToken",
];

// The SDK finds the endpoint, signs the request, sends it and reads the answer. Only the body is
// not the SDK's, but the batch's.
async fn put_record_batch(
    client: aws_sdk_firehose::Client,
    body: Bytes,
) -> Result<Acceptances, Failure> {
    let endpoint = Endpoint::default();
    let asked = endpoint.clone();
    let output = client
        .put_record_batch()
        .customize()
        .mutate_request(move |request| fill(request, &body, &asked))
        .send()
        .await;
    let output = output.map_err(|error| put_failure(&error, &endpoint))?;
    Ok(output
        .request_responses()
        .iter()
        .map(|entry| is_accepted(entry.record_id(), entry.error_code()))
        .collect())
}

/// An entry was accepted only if the service returned an id and no error code for it.
fn is_accepted(id: Option<&str>, error_code: Option<&str>) -> bool {
    id.is_some_and(|id| !id.is_empty()) && error_code.is_none()
}

async fn put_records(
    client: aws_sdk_kinesis::Client,
    stream: String,
    body: Bytes,
) -> Result<Acceptances, Failure> {
    let endpoint = Endpoint::default();
    let asked = endpoint.clone();
    let put = client.put_records();
    // The ARN may determine the endpoint.
    let put = match is_arn(&stream) {
        true => put.stream_arn(stream),
        false => put.stream_name(stream),
    };
    let output = put
        .customize()
        .mutate_request(move |request| fill(request, &body, &asked))
        .send()
        .await;
    let output = output.map_err(|error| put_failure(&error, &endpoint))?;
    Ok(output
        .records()
        .iter()
        .map(|entry| is_accepted(entry.sequence_number(), entry.error_code()))
        .collect())
}

/// The endpoint that the SDK found, known after the request was made.
type Endpoint = Arc<OnceLock<Uri>>;

/// Replaces the SDK's body before the request is signed.
fn fill(request: &mut HttpRequest, body: &Bytes, endpoint: &Endpoint) {
    if let Ok(uri) = request.uri().parse() {
        // Each request has its own `Endpoint`, so this never fails.
        let _ = endpoint.set(uri);
    }
    let length = body.len().to_string();
    request
        .headers_mut()
        .insert(CONTENT_LENGTH.as_str(), length);
    *request.body_mut() = body.clone().into();
}

/// Whether an endpoint of this machine refused the connection. AWS's own endpoints do not count,
/// because they may refuse connections for a moment.
fn is_nothing_there(error: &dyn Error, endpoint: &Endpoint) -> bool {
    let host = endpoint.get().and_then(Uri::host).unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_local = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    let is_refused = |error: &(dyn Error + 'static)| {
        let error = error.downcast_ref::<io::Error>();
        error.is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
    };
    is_local && successors(error.source(), |&error| error.source()).any(is_refused)
}

/// Why a stream accepted no entry of a request that was sent to `endpoint`.
fn put_failure<E>(error: &SdkError<E, HttpResponse>, endpoint: &Endpoint) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    if !is_nothing_there(error, endpoint) {
        return failure(error);
    }
    Failure {
        code: "ConnectionRefused".to_owned(),
        detail: "nothing listens at the endpoint on this machine; start a service there (`make \
                 watch` starts one), or remove the endpoint from the configuration \
                 (AWS_ENDPOINT_URL_FIREHOSE, AWS_ENDPOINT_URL_KINESIS, AWS_ENDPOINT_URL)"
            .to_owned(),
        cause: Cause::NothingListens,
    }
}

pub(super) fn failure<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let (code, detail, cause) = match error {
        SdkError::ServiceError(service) => (
            word(service.err().code().unwrap_or_default()),
            word(error.request_id().unwrap_or_default()),
            Cause::Answer(service.raw().status().as_u16()),
        ),
        // If the answer cannot be read, nothing is known about the request. It may succeed when it
        // is sent again.
        SdkError::ResponseError(_) => (
            word(""),
            "the answer could not be read".to_owned(),
            Cause::Network,
        ),
        SdkError::ConstructionFailure(_) => (word(""), chain(error), Cause::Making),
        _ => (word(""), chain(error), Cause::Network),
    };
    Failure {
        code,
        detail,
        cause,
    }
}

/// The texts of an error's causes, from the outermost on. The error's own text is not among them.
fn chain(error: &dyn Error) -> String {
    let chain = successors(error.source(), |&error| error.source());
    let words: Vec<_> = chain.map(ToString::to_string).collect();
    words.join(": ")
}

/// A code or an id of a service. It is cut at its first invalid byte, because it comes from outside
/// and is written to the log.
fn word(text: &str) -> String {
    /// No code or id of AWS is as long as this.
    const LIMIT: usize = 80;
    let is_word = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let word: String = text.chars().take_while(is_word).take(LIMIT).collect();
    match word.is_empty() {
        true => "none".to_owned(),
        false => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_failures_are_distinguished_from_lasting_ones() {
        let cases = [
            (400, "ThrottlingException", false),
            (400, "KMSThrottlingException", false),
            (400, "LimitExceededException", false),
            (400, "ProvisionedThroughputExceededException", false),
            (400, "ExpiredTokenException", false),
            (400, "RequestTimeoutException", false),
            (408, "none", false),
            (429, "none", false),
            (500, "InternalFailure", false),
            (503, "ServiceUnavailableException", false),
            (400, "ResourceNotFoundException", true),
            (400, "AccessDeniedException", true),
            (400, "UnrecognizedClientException", true),
            (400, "InvalidArgumentException", true),
            (400, "InvalidKMSResourceException", true),
            (400, "InvalidSourceException", true),
            (400, "ValidationException", true),
            (403, "none", true),
            (404, "none", true),
            (413, "none", true),
        ];
        for (status, code, hopeless) in cases {
            let failure = Failure {
                code: code.to_owned(),
                detail: String::new(),
                cause: Cause::Answer(status),
            };
            assert_eq!(failure.is_hopeless(), hopeless, "{status} {code}");
        }
    }
}
