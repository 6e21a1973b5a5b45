//! The meaning of the columns of W3C logs, by the names of the draft, of IIS and of CloudFront.

use crate::format::columns::Shape;
use crate::format::draft::{Binding, DIRECT, SUBSTITUTE, request_header};
use crate::format::field::Field;

/// The default columns of IIS 10 on Windows Server 2025 and later.
pub(super) const NEW_IIS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port \
    cs-username c-ip cs(User-Agent) \
    cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken";

/// The default columns of IIS 8.5 and 10.
pub(super) const IIS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username \
    c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/// The default columns of IIS 7 and 8.
pub(super) const OLD_IIS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port \
    cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken";

/// CloudFront's standard logs:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>.
pub(super) const CLOUDFRONT: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) \
    cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type \
    x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol \
    ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields \
    c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len \
    sc-range-start sc-range-end";

/// How many of those columns each version of CloudFront's logs had, from 2012 to 2019.
pub(super) const CLOUDFRONT_VERSIONS: &[usize] = &[12, 15, 18, 19, 23, 24, 26, 33];

/// The fields of CloudFront's real-time logs in the order of the documentation, without those added
/// after 2021:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html>.
pub(super) const REALTIME: &str = "timestamp c-ip time-to-first-byte sc-status sc-bytes cs-method \
    cs-protocol cs-host cs-uri-stem cs-bytes x-edge-location x-edge-request-id x-host-header \
    time-taken cs-protocol-version c-ip-version cs-user-agent cs-referer cs-cookie cs-uri-query \
    x-edge-response-result-type x-forwarded-for ssl-protocol ssl-cipher x-edge-result-type \
    fle-encrypted-fields fle-status sc-content-type sc-content-len sc-range-start sc-range-end \
    c-port x-edge-detailed-result-type c-country cs-accept-encoding cs-accept \
    cache-behavior-path-pattern cs-headers cs-header-names cs-headers-count";

/// The writer of the log. Some names mean different things for different writers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// IIS, and other writers that follow the draft.
    Iis,
    CloudFront,
}

impl Writer {
    /// Recognises CloudFront by its columns of edges, which no other writer has.
    pub(super) fn of(names: &[&str]) -> Self {
        if names.iter().any(|name| name.starts_with("x-edge-")) {
            Self::CloudFront
        } else {
            Self::Iis
        }
    }

    /// The meaning of a column, and its rank.
    pub(super) fn meaning(self, name: &str) -> Binding {
        let name = name.to_ascii_lowercase();
        let by_cloudfront = self == Self::CloudFront;
        let field = match name.as_str() {
            "date" => Field::Date,
            "time" => Field::TimeOfDay,
            "timestamp" => Field::TimeEpochSeconds,
            "timestamp(ms)" => Field::TimeEpochMilliseconds,
            "c-ip" => Field::RemoteAddress,
            "c-dns" => return Some((Field::RemoteAddress, SUBSTITUTE)),
            "c-port" => Field::RemotePort,
            "x-forwarded-for" => Field::ForwardedFor,
            "cs-username" => Field::User,
            "cs-method" => Field::Method,
            "cs-uri" => Field::Target,
            "cs-uri-stem" | "cs-uri-path" => Field::Path,
            "cs-uri-query" => Field::Query,
            "cs-version" | "cs-protocol-version" => Field::Protocol,
            "cs-protocol" | "cs-uri-scheme" => Field::Scheme,
            // CloudFront writes its own name for the distribution here. The name that the client
            // requested is in `x-host-header`.
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
            // The edge's address in CloudFront's real-time logs does not describe the site.
            "s-ip" if !by_cloudfront => Field::ServerAddress,
            "s-port" => Field::ServerPort,
            "s-dns" => Field::ServerName,
            "ssl-protocol" => Field::TlsProtocol,
            "ssl-cipher" => Field::TlsCipher,
            "x-edge-request-id" => Field::RequestId,
            "x-edge-result-type" => Field::Result,
            "x-edge-detailed-result-type" => Field::DetailedResult,
            "sc-content-type" | "sc(content-type)" => Field::MimeType,
            name => {
                let header = name.strip_prefix("cs(")?.strip_suffix(')')?;
                return request_header(header);
            }
        };
        Some((field, DIRECT))
    }

    /// The form of a column's values; `field` is the meaning of the column.
    pub(super) fn shape(name: &str, field: Option<Field>) -> Shape {
        match field {
            // The list comes from the sender of the header, so it may have any form.
            Some(Field::ForwardedFor) => Shape::Text,
            Some(field) => Shape::of(field),
            None => match name.to_ascii_lowercase().as_str() {
                "sc-substatus" | "sc-win32-status" => Shape::Number,
                "time-to-first-byte" => Shape::Decimal,
                "s-sitename" | "s-computername" | "cs-cookie-id" | "c-ip-version" | "c-country" => {
                    Shape::Word
                }
                name if name.starts_with("x-edge-") || name.starts_with("fle-") => Shape::Word,
                _ => Shape::Text,
            },
        }
    }
}
