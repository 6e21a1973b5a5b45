//! What the columns of W3C logs mean, by the names that the draft, IIS and CloudFront give them.

use crate::format::draft::{FAIR, GOOD, Meaning, request_header};
use crate::format::field::Field;

/// What IIS logs unless told otherwise.
pub(super) const IIS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) \
    cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/// What IIS 7 and 8 did.
pub(super) const OLD_IIS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) \
    sc-status sc-substatus sc-win32-status time-taken";

/// CloudFront's standard logs:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>.
pub(super) const CLOUDFRONT: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) \
    cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken \
    x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields \
    c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end";

/// Who wrote the log: some names mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// IIS, and whoever else follows the draft.
    Iis,
    CloudFront,
}

impl Writer {
    /// Nobody but CloudFront has edges.
    pub(super) fn of(names: &[&str]) -> Self {
        if names.iter().any(|name| name.starts_with("x-edge-")) {
            Self::CloudFront
        } else {
            Self::Iis
        }
    }

    /// What a column means, and how good a source of it that is.
    pub(super) fn meaning(self, name: &str) -> Meaning {
        let name = name.to_ascii_lowercase();
        let by_cloudfront = self == Self::CloudFront;
        let field = match name.as_str() {
            "date" => Field::Date,
            "time" => Field::TimeOfDay,
            "timestamp" => Field::TimeEpochSeconds,
            "timestamp(ms)" => Field::TimeEpochMilliseconds,
            "c-ip" => Field::RemoteAddress,
            "c-dns" => return Some((Field::RemoteAddress, FAIR)),
            "c-port" => Field::RemotePort,
            "x-forwarded-for" => Field::ForwardedFor,
            "cs-username" => Field::User,
            "cs-method" => Field::Method,
            "cs-uri" => Field::Target,
            "cs-uri-stem" => Field::Path,
            "cs-uri-query" => Field::Query,
            "cs-version" | "cs-protocol-version" => Field::Protocol,
            "cs-protocol" | "cs-uri-scheme" => Field::Scheme,
            // CloudFront's own name stands in the first, the one that was asked for in the second.
            "cs(host)" | "cs-host" if by_cloudfront => Field::ServerName,
            "cs-host" | "x-host-header" => Field::Host,
            "cs-user-agent" => Field::UserAgent,
            "cs-referer" => Field::Referrer,
            "cs-bytes" => Field::RequestBytes,
            "sc-bytes" => Field::ResponseBytes,
            "sc-content-len" => Field::BodyBytes,
            "sc-status" => Field::Status,
            "time-taken" if by_cloudfront => Field::DurationSeconds,
            "time-taken" => Field::DurationMilliseconds,
            // The edge's address in CloudFront's real-time logs says nothing of the site.
            "s-ip" if !by_cloudfront => Field::ServerAddress,
            "s-port" => Field::ServerPort,
            "s-dns" => Field::ServerName,
            "ssl-protocol" => Field::TlsProtocol,
            "ssl-cipher" => Field::TlsCipher,
            "x-edge-request-id" => Field::RequestId,
            name => {
                let header = name.strip_prefix("cs(")?.strip_suffix(')')?;
                return request_header(header);
            }
        };
        Some((field, GOOD))
    }
}
