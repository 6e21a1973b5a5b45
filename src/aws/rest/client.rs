//! Sends single requests, with the SDK's HTTP client.

use std::fmt;
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use super::Answer;
use crate::opensearch::SetupError;

/// The longest time for one request. The import of all dashboards is also one request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Why a request has no answer. It is displayed as a lower-case fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// The request cannot be sent as it is. The text says why.
    Request(String),
    /// There was no connection, or it broke. The text has the error and all its causes.
    Connection(String),
    /// There was no answer within this time.
    Timeout(Duration),
}

impl SendError {
    /// Whether the other side's certificate is the reason.
    pub(super) fn is_about_certificate(&self) -> bool {
        matches!(self, Self::Connection(causes) if causes.contains("certificate"))
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(reason) | Self::Connection(reason) => f.write_str(reason),
            Self::Timeout(limit) => write!(f, "no answer within {} s", limit.as_secs()),
        }
    }
}

impl std::error::Error for SendError {}

/// A client with its connections.
#[derive(Debug, Clone)]
pub struct Http {
    connector: SharedHttpConnector,
}

impl Http {
    /// A client that trusts the machine's certificate authorities and also those in `certificates`
    /// (PEM).
    ///
    /// # Errors
    /// [`SetupError::Trust`] if the certificates cannot be used.
    pub fn new(certificates: Option<&[u8]>) -> Result<Self, SetupError> {
        let mut store = TrustStore::default();
        if let Some(pem) = certificates {
            // This is checked here because the client panics on a PEM without a certificate.
            if !pem
                .windows(PEM_BEGIN.len())
                .any(|window| window == PEM_BEGIN)
            {
                return Err(SetupError::Trust(
                    "there is no PEM certificate in the file".to_owned(),
                ));
            }
            store = store.with_pem_certificate(pem);
        }
        let context = TlsContext::builder()
            .with_trust_store(store)
            .build()
            .map_err(|error| SetupError::Trust(error.to_string()))?;
        let connector = Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(context)
            .build();
        Ok(Self {
            connector: SharedHttpConnector::new(connector),
        })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// The error says why there is no answer.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<Answer, SendError> {
        let request = HttpRequest::try_from(request.map(SdkBody::from))
            .map_err(|error| SendError::Request(error.to_string()))?;
        let answer = async {
            let response = self
                .connector
                .call(request)
                .await
                .map_err(|error| SendError::Connection(chain(&error)))?;
            let status = response.status().as_u16();
            let body = ByteStream::new(response.into_body())
                .collect()
                .await
                .map_err(|error| SendError::Connection(chain(&error)))?;
            Ok(Answer {
                status,
                body: body.to_vec(),
            })
        };
        tokio::time::timeout(REQUEST_TIMEOUT, answer)
            .await
            .unwrap_or(Err(SendError::Timeout(REQUEST_TIMEOUT)))
    }
}

const PEM_BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// The texts of an error and of all its causes. The outermost error alone may only say "client
/// error".
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.ends_with(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        source = inner.source();
    }
    text
}
