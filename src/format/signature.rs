//! Signatures: the features by which `auto` recognises the formats. Several formats may share a
//! signature.

/// The features by which `auto` recognises a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Signature {
    /// Client, time and request, as Apache and nginx write them.
    Family(Prefix),
    /// [`Self::Family`] within the quotes that an export to CSV added: one before the client, and
    /// one after the last value.
    Wrapped(Prefix),
    Json,
    /// A time in brackets at the beginning, and then the values of `nginx-proxy-manager` or
    /// `ssl-request-log`.
    Bracketed,
    /// A time of ISO 8601 in brackets at the beginning, as Envoy and Istio write it.
    Envoy,
    ApiGateway,
    Squid,
    Alb,
    ClassicElb,
    CloudFront,
    /// CloudFront's real-time logs with all fields.
    Realtime,
    /// The columns that one of IIS's versions has by default.
    Iis,
    S3,
    Haproxy,
}

impl Signature {
    /// Whether servers send lines with this signature to syslog. Any other line after a syslog
    /// header belongs to the log of another program.
    pub(super) fn comes_by_syslog(self) -> bool {
        match self {
            Self::Family(_)
            | Self::Json
            | Self::Bracketed
            | Self::Envoy
            | Self::Squid
            | Self::Haproxy => true,
            Self::Wrapped(_)
            | Self::ApiGateway
            | Self::Alb
            | Self::ClassicElb
            | Self::CloudFront
            | Self::Realtime
            | Self::Iis
            | Self::S3 => false,
        }
    }
}

/// How a line of the combined family begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Prefix {
    /// `client identity user [`
    Client,
    /// `host client identity user [`
    Host,
    /// `host client identity id user [`
    HostAndId,
    /// `"list" client identity user [`
    QuotedList,
    /// `list client identity user [`
    List,
}

impl Prefix {
    /// The name that messages use for lines with this beginning. A name of one word is also a value
    /// of `LOG_FORMAT`.
    pub(in crate::format) fn name(self) -> &'static str {
        match self {
            Self::Client => "combined",
            Self::Host => "vhost_combined",
            Self::HostAndId => "vhost_combined with an id",
            Self::QuotedList | Self::List => "combined after a list of clients",
        }
    }
}
