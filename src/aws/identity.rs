//! The identity of this process for AWS. With this identity, requests are signed to services for
//! which there is no SDK client here.

use aws_config::{BehaviorVersion, SdkConfig};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;

use crate::aws::rest::Auth;
use crate::opensearch::SetupError;

/// The machine's or the function's own identity, as the SDK finds it.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    config: SdkConfig,
}

impl Identity {
    /// Reads the SDK's configuration: environment, profile files, instance metadata.
    pub(crate) async fn load() -> Self {
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        Self {
            config: aws_config::defaults(BehaviorVersion::latest())
                .http_client(http)
                .load()
                .await,
        }
    }

    /// The configuration that clients of this identity share.
    #[cfg(feature = "replay")]
    #[must_use]
    pub(crate) fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// The configured region.
    #[must_use]
    pub(crate) fn region(&self) -> Option<String> {
        self.config.region().map(ToString::to_string)
    }

    /// The address of a service in a region: the address that is configured for all services
    /// (`AWS_ENDPOINT_URL`), or AWS's own address.
    #[must_use]
    pub(crate) fn endpoint(&self, service: &str, region: &str) -> String {
        let end = if region.starts_with("cn-") {
            "amazonaws.com.cn"
        } else {
            "amazonaws.com"
        };
        self.config.endpoint_url().map_or_else(
            || format!("https://{service}.{region}.{end}"),
            str::to_owned,
        )
    }

    /// How to sign requests for a service in a region.
    ///
    /// # Errors
    /// [`SetupError::Credentials`] if the configuration names no source of credentials.
    pub(crate) fn signing(
        &self,
        region: String,
        service: &'static str,
    ) -> Result<Auth, SetupError> {
        let credentials = self.config.credentials_provider().ok_or_else(|| {
            SetupError::Credentials("the AWS configuration names no credentials".to_owned())
        })?;
        Ok(Auth::SigV4 {
            credentials,
            region,
            service,
        })
    }
}

/// The region in the address of a domain of Amazon OpenSearch Service:
/// `search-logs-abc.eu-central-1.es.amazonaws.com`, or `..eu-central-1.on.aws`. `None` for an
/// address that does not end like these.
///
/// <https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html>
#[must_use]
pub(crate) fn region_of(address: &str) -> Option<String> {
    let host = host_of(address)?;
    let front = [".es.amazonaws.com", ".es.amazonaws.com.cn", ".on.aws"]
        .iter()
        .find_map(|end| host.strip_suffix(end))?;
    // The dual-stack name has the service before the region:
    // `search-logs-abc.aos.eu-central-1.on.aws`.
    front
        .rsplit('.')
        .next()
        .filter(|region| region.contains('-') && *region != front)
        .map(str::to_owned)
}

/// The domain's name in its address: `logs` in `search-logs-abc.eu-central-1.es.amazonaws.com`.
/// `None` for an address that does not begin like this one, or like that of a domain in a VPC.
#[must_use]
pub(crate) fn domain_of(address: &str) -> Option<&str> {
    let label = host_of(address)?.split('.').next()?;
    let name = label
        .strip_prefix("search-")
        .or_else(|| label.strip_prefix("vpc-"))?;
    name.rsplit_once('-').map(|(name, _)| name)
}

fn host_of(address: &str) -> Option<&str> {
    address
        .split_once("://")
        .map_or(address, |(_, rest)| rest)
        .split(['/', ':'])
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_s_address_gives_its_region_and_name_and_others_do_not() {
        let cases = [
            (
                "public-domain",
                "https://search-web-logs-abc.eu-central-1.es.amazonaws.com",
                Some("eu-central-1"),
                Some("web-logs"),
            ),
            (
                "in-a-vpc-with-a-path",
                "https://vpc-logs-abc.us-east-1.es.amazonaws.com/_dashboards",
                Some("us-east-1"),
                Some("logs"),
            ),
            (
                "without-a-scheme",
                "search-logs-abc.us-gov-west-1.es.amazonaws.com:443",
                Some("us-gov-west-1"),
                Some("logs"),
            ),
            (
                "china",
                "https://search-logs-abc.cn-north-1.es.amazonaws.com.cn/",
                Some("cn-north-1"),
                Some("logs"),
            ),
            (
                "dual-stack",
                "https://search-logs-abc.aos.eu-west-1.on.aws",
                Some("eu-west-1"),
                Some("logs"),
            ),
            ("self-managed", "https://127.0.0.1:9200", None, None),
            (
                "under-a-name-of-its-own",
                "https://logs.example.com",
                None,
                None,
            ),
            (
                "something-else-at-aws",
                "https://bucket.s3.eu-central-1.amazonaws.com",
                None,
                None,
            ),
            ("no-region", "https://es.amazonaws.com", None, None),
        ];
        for (name, address, region, domain) in cases {
            assert_eq!(region_of(address).as_deref(), region, "{name}");
            assert_eq!(domain_of(address), domain, "{name}");
        }
    }
}
