//! The identity of a request: no identity, a user with a password, or an IAM identity by Signature
//! Version 4.
//!
//! <https://docs.aws.amazon.com/opensearch-service/latest/developerguide/request-signing.html>

use std::fmt;
use std::time::SystemTime;

use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    PayloadChecksumKind, SignableBody, SignableRequest, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::opensearch::SetupError;

/// Amazon OpenSearch Service's name in a signature.
pub const OPENSEARCH_SERVICE: &str = "es";

/// The identity of a request.
#[derive(Clone)]
#[non_exhaustive]
pub enum Auth {
    /// No identity, for a cluster without security.
    None,
    /// A user of the cluster's internal database.
    Basic {
        /// The user's name.
        user: String,
        /// The user's password. It is never printed.
        password: String,
        /// Whether the password may be sent over `http` to another machine.
        allow_http: bool,
    },
    /// An IAM identity.
    SigV4 {
        /// Where its credentials come from.
        credentials: SharedCredentialsProvider,
        /// The domain's region.
        region: String,
        /// The service's name in a signature, such as [`OPENSEARCH_SERVICE`].
        service: &'static str,
    },
}

impl Auth {
    /// Adds the proof of identity to a request.
    ///
    /// # Errors
    /// [`SetupError::Credentials`] if there are no credentials, or if signing fails.
    pub async fn sign(&self, request: &mut http::Request<Vec<u8>>) -> Result<(), SetupError> {
        match self {
            Self::None => Ok(()),
            Self::Basic { user, password, .. } => {
                let token = base64_simd::STANDARD.encode_to_string(format!("{user}:{password}"));
                let mut value = HeaderValue::try_from(format!("Basic {token}"))
                    .map_err(|error| SetupError::Credentials(error.to_string()))?;
                value.set_sensitive(true);
                request.headers_mut().insert(AUTHORIZATION, value);
                Ok(())
            }
            Self::SigV4 {
                credentials,
                region,
                service,
            } => sign_v4(request, credentials, region, service).await,
        }
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Basic { user, .. } => write!(f, "Basic({user})"),
            Self::SigV4 {
                region, service, ..
            } => write!(f, "SigV4({service}, {region})"),
        }
    }
}

async fn sign_v4(
    request: &mut http::Request<Vec<u8>>,
    provider: &SharedCredentialsProvider,
    region: &str,
    service: &str,
) -> Result<(), SetupError> {
    let credentials = |error: &dyn std::error::Error| SetupError::Credentials(error.to_string());
    let identity = provider
        .provide_credentials()
        .await
        .map_err(|error| credentials(&error))?
        .into();
    let mut settings = SigningSettings::default();
    settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(SystemTime::now())
        .settings(settings)
        .build()
        .map_err(|error| credentials(&error))?
        .into();
    let uri = request.uri().to_string();
    // A header whose value is not text cannot be signed. Our requests have no such header.
    let headers = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let signable = SignableRequest::new(
        request.method().as_str(),
        uri,
        headers,
        SignableBody::Bytes(request.body()),
    )
    .map_err(|error| credentials(&error))?;
    let (instructions, _) = sign(signable, &parameters)
        .map_err(|error| credentials(&error))?
        .into_parts();
    instructions.apply_to_request_http1x(request);
    Ok(())
}

#[cfg(test)]
mod tests {
    use aws_credential_types::Credentials;

    use super::*;

    fn request() -> http::Request<Vec<u8>> {
        http::Request::put("https://search.example/weblogs-*/_mapping")
            .body(b"{}".to_vec())
            .unwrap()
    }

    fn signed(auth: &Auth) -> http::Request<Vec<u8>> {
        let mut request = request();
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(auth.sign(&mut request))
            .unwrap();
        request
    }

    #[test]
    fn a_user_is_sent_with_the_password_and_printed_without_it() {
        let auth = Auth::Basic {
            user: "admin".to_owned(),
            password: "s3cret".to_owned(),
            allow_http: false,
        };
        assert_eq!(
            signed(&auth).headers()[AUTHORIZATION],
            "Basic YWRtaW46czNjcmV0"
        );
        assert_eq!(format!("{auth:?}"), "Basic(admin)");
        assert!(!format!("{:?}", signed(&auth)).contains("YWRtaW4"));
    }

    #[test]
    fn an_identity_signs_for_the_service_and_region_with_its_session() {
        let credentials = Credentials::new(
            "AKIDEXAMPLE",
            "secret",
            Some("session".to_owned()),
            None,
            "test",
        );
        let auth = Auth::SigV4 {
            credentials: SharedCredentialsProvider::new(credentials),
            region: "eu-central-1".to_owned(),
            service: OPENSEARCH_SERVICE,
        };
        let request = signed(&auth);
        let authorization = request.headers()[AUTHORIZATION].to_str().unwrap();
        assert!(
            authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"),
            "{authorization}"
        );
        assert!(
            authorization.contains("/eu-central-1/es/aws4_request"),
            "{authorization}"
        );
        assert_eq!(request.headers()["x-amz-security-token"], "session");
        assert_eq!(request.uri(), "https://search.example/weblogs-*/_mapping");
        assert_eq!(format!("{auth:?}"), "SigV4(es, eu-central-1)");
    }

    #[test]
    fn without_security_nothing_is_added() {
        assert!(signed(&Auth::None).headers().is_empty());
    }
}
