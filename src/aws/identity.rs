//! Who this process is to AWS, for requests that no SDK client makes.

use aws_config::BehaviorVersion;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;

use crate::opensearch::{Auth, SetupError};

/// The region in the address of a domain of Amazon OpenSearch Service: `search-logs-abc.eu-central-1.es.amazonaws.com`, or
/// `..eu-central-1.on.aws`. `None`: it is another's address.
///
/// <https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html>
#[must_use]
pub fn region_of(address: &str) -> Option<String> {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', ':']).next()?;
    let front = [".es.amazonaws.com", ".es.amazonaws.com.cn", ".on.aws"]
        .iter()
        .find_map(|end| host.strip_suffix(end))?;
    // The dual-stack name has the service before the region: `search-logs-abc.aos.eu-central-1.on.aws`.
    front
        .rsplit('.')
        .next()
        .filter(|region| region.contains('-') && *region != front)
        .map(str::to_owned)
}

/// Signing as the machine's or the function's own identity, for a service, in `region` or the one that is configured.
///
/// # Errors
/// [`SetupError::Credentials`]: there are no credentials, or no region.
pub async fn signing(region: Option<String>, service: &'static str) -> Result<Auth, SetupError> {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let config = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .load()
        .await;
    let missing =
        |what: &str| SetupError::Credentials(format!("the AWS configuration has no {what}"));
    let credentials = config
        .credentials_provider()
        .ok_or_else(|| missing("credentials"))?;
    let region = region
        .or_else(|| config.region().map(ToString::to_string))
        .ok_or_else(|| missing("region"))?;
    Ok(Auth::SigV4 {
        credentials,
        region,
        service,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_s_address_tells_its_region_and_another_s_does_not() {
        let cases = [
            (
                "public-domain",
                "https://search-logs-abc.eu-central-1.es.amazonaws.com",
                Some("eu-central-1"),
            ),
            (
                "in-a-vpc-with-a-path",
                "https://vpc-logs-abc.us-east-1.es.amazonaws.com/_dashboards",
                Some("us-east-1"),
            ),
            (
                "without-a-scheme",
                "search-logs-abc.us-gov-west-1.es.amazonaws.com:443",
                Some("us-gov-west-1"),
            ),
            (
                "china",
                "https://search-logs-abc.cn-north-1.es.amazonaws.com.cn/",
                Some("cn-north-1"),
            ),
            (
                "dual-stack",
                "https://search-logs-abc.aos.eu-west-1.on.aws",
                Some("eu-west-1"),
            ),
            ("self-managed", "https://127.0.0.1:9200", None),
            ("under-a-name-of-its-own", "https://logs.example.com", None),
            (
                "something-else-at-aws",
                "https://bucket.s3.eu-central-1.amazonaws.com",
                None,
            ),
            ("no-region", "https://es.amazonaws.com", None),
        ];
        for (name, address, expected) in cases {
            assert_eq!(region_of(address).as_deref(), expected, "{name}");
        }
    }
}
