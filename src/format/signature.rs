//! Signatures: by what `auto` recognises the formats. Several formats may share one.

/// By what `auto` recognises a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Signature {
    /// Client, time and request, as Apache and nginx write them.
    Family(Prefix),
    /// The same, wrapped in quotes by an export to CSV: one before the client, one behind the last
    /// value.
    Wrapped(Prefix),
    Json,
    /// A time in brackets at the beginning, followed by the values of `nginx-proxy-manager` or
    /// `ssl-request-log`.
    Bracketed,
    /// The same with a time of ISO 8601: Envoy's, and Istio's.
    Envoy,
    ApiGateway,
    Squid,
    Alb,
    ClassicElb,
    CloudFront,
    /// CloudFront's real-time logs, of every field.
    Realtime,
    /// The columns that one of IIS's versions has by default.
    Iis,
    S3,
    Haproxy,
}

impl Signature {
    /// Whether servers send it to syslog; everything else behind a syslog header is some program's
    /// log.
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
    /// The name in `LOG_FORMAT` for such lines, or their difference from a format with a name.
    pub(in crate::format) fn name(self) -> &'static str {
        match self {
            Self::Client => "combined",
            Self::Host => "vhost_combined",
            Self::HostAndId => "vhost_combined with an id",
            Self::QuotedList | Self::List => "combined behind a list of clients",
        }
    }
}
