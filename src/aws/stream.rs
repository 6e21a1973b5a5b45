//! A stream that takes batches: Firehose's `PutRecordBatch` and Kinesis's `PutRecords`, and what their failures mean.
//!
//! HTTP 200 can carry refused entries (<https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>,
//! <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>).

use std::error::Error;
use std::fmt;
use std::iter::successors;
use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_firehose::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_firehose::primitives::Blob;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::batch::Entry;

/// A stream that takes batches.
///
/// A function rather than an enum of the services: a program links the SDK of those only that it names, and `kinesis-enrich` never puts into a
/// Kinesis stream.
#[derive(Clone)]
pub struct Stream {
    name: String,
    put: Arc<Put>,
}

type Put = dyn for<'a> Fn(&'a str, &'a [Entry]) -> Sending<'a> + Send + Sync;
type Sending<'a> = Pin<Box<dyn Future<Output = Result<Refusals, Failure>> + Send + 'a>>;

/// For each entry whether it was refused, in the order of the request.
pub(super) type Refusals = Vec<bool>;

/// Why no entry of a request was accepted.
#[derive(Debug)]
pub(super) struct Failure {
    /// The service's code for it, or `none` when no service answered.
    pub(super) code: String,
    /// What the service or the network said of it, where that cannot quote what was sent.
    pub(super) detail: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    /// The request could not even be made.
    Making,
    /// No connection, a connection that was cut, an answer that is none.
    Network,
    /// An answer with this HTTP status.
    Answer(u16),
}

impl Stream {
    /// Firehose, by the delivery stream's name.
    #[must_use]
    pub fn firehose(client: aws_sdk_firehose::Client, name: String) -> Self {
        Self::new(name, move |name, batch| {
            let client = client.clone();
            Box::pin(async move { put_record_batch(&client, name, batch).await })
        })
    }

    /// Kinesis Data Streams, by the stream's ARN. Its limits are wider than Firehose's, by which batches are made.
    #[must_use]
    pub fn kinesis(client: aws_sdk_kinesis::Client, arn: String) -> Self {
        Self::new(arn, move |arn, batch| {
            let client = client.clone();
            Box::pin(async move { put_records(&client, arn, batch).await })
        })
    }

    fn new(
        name: String,
        put: impl for<'a> Fn(&'a str, &'a [Entry]) -> Sending<'a> + Send + Sync + 'static,
    ) -> Self {
        let put = Arc::new(put);
        Self { name, put }
    }

    /// Sends a batch once.
    pub(super) async fn put(&self, batch: &[Entry]) -> Result<Refusals, Failure> {
        (self.put)(&self.name, batch).await
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stream").field(&self.name).finish()
    }
}

impl Failure {
    /// Whether another try cannot help: a stream that is not there, a permission that is missing, a request that is refused.
    pub(super) fn is_hopeless(&self) -> bool {
        match self.cause {
            Cause::Making => true,
            Cause::Network | Cause::Answer(408 | 429) => false,
            Cause::Answer(400..=499) => !PASSING.iter().any(|part| self.code.contains(part)),
            Cause::Answer(_) => false,
        }
    }
}

/// Parts of codes that come with status 400 and pass by themselves: throttling in its many names
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>), KMS's too, and credentials about to be renewed.
const PASSING: [&str; 6] = [
    "Throttl",
    "LimitExceeded",
    "ThroughputExceeded",
    "TooManyRequests",
    "RequestTimeout",
    "ExpiredToken",
];

/// Codes whose message may quote the request, and with it what is in a document.
const QUOTING: [&str; 2] = ["Validation", "Serialization"];

// The documents themselves are handed to the SDK and come back only when refused: a copy of each is the price.
fn blob(entry: &Entry) -> Blob {
    Blob::new(entry.data.clone())
}

async fn put_record_batch(
    client: &aws_sdk_firehose::Client,
    name: &str,
    batch: &[Entry],
) -> Result<Refusals, Failure> {
    let record = |entry| {
        aws_sdk_firehose::types::Record::builder()
            .data(blob(entry))
            .build()
    };
    let records = batch
        .iter()
        .map(record)
        .collect::<Result<Vec<_>, _>>()
        .expect("a record with data is a record");
    let output = client
        .put_record_batch()
        .delivery_stream_name(name)
        .set_records(Some(records))
        .send()
        .await;
    let output = output.map_err(|error| failure(&error))?;
    Ok(output
        .request_responses()
        .iter()
        .map(|entry| entry.error_code().is_some())
        .collect())
}

async fn put_records(
    client: &aws_sdk_kinesis::Client,
    arn: &str,
    batch: &[Entry],
) -> Result<Refusals, Failure> {
    let record = |entry| {
        // Spread over the shards as the Kinesis Agent's lines are.
        let key = fastrand::u64(..).to_string();
        aws_sdk_kinesis::types::PutRecordsRequestEntry::builder()
            .data(blob(entry))
            .partition_key(key)
            .build()
    };
    let records = batch
        .iter()
        .map(record)
        .collect::<Result<Vec<_>, _>>()
        .expect("a record with data and key is a record");
    let output = client
        .put_records()
        .stream_arn(arn)
        .set_records(Some(records))
        .send()
        .await;
    let output = output.map_err(|error| failure(&error))?;
    Ok(output
        .records()
        .iter()
        .map(|entry| entry.error_code().is_some())
        .collect())
}

fn failure<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let SdkError::ServiceError(service) = error else {
        let chain = successors(error.source(), |&error| error.source());
        let words: Vec<_> = chain.map(ToString::to_string).collect();
        let making = matches!(error, SdkError::ConstructionFailure(_));
        return Failure {
            code: "none".to_owned(),
            detail: words.join(": "),
            cause: if making {
                Cause::Making
            } else {
                Cause::Network
            },
        };
    };
    let code = service.err().code().unwrap_or("none").to_owned();
    let quotes = QUOTING.iter().any(|part| code.contains(part));
    let message = service.err().message().filter(|_| !quotes);
    Failure {
        detail: message.unwrap_or_default().to_owned(),
        code,
        cause: Cause::Answer(service.raw().status().as_u16()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
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
