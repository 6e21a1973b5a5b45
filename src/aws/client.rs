//! The configuration of the AWS SDK's clients, which a function makes once, at start.

use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_firehose::config::retry::RetryConfig;
use aws_sdk_firehose::config::timeout::TimeoutConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// How long it may take to open a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// What all clients of a function share: region, credentials and endpoint as the SDK finds them (in
/// Lambda, in the `AWS_*` variables), and rustls with ring.
///
/// The SDK's retries are off, because [`super::delivery`] retries. That module knows which entries
/// were refused and how long the invocation may still take.
pub async fn config() -> SdkConfig {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .retry_config(RetryConfig::disabled())
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .build(),
        )
        .load()
        .await
}
