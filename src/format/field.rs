//! The fields of all layouts: the meanings that a part of a log line can have.

/// The meaning of a part of a log line, whatever name the server gives it.
///
/// Each notation of a quantity is a field of its own (`DurationMilliseconds`, `DurationSeconds`).
/// The layout therefore determines the unit, and [`crate::clean`] converts the notations into one
/// typed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum Field {
    /// The client as the server logs it: an address, a host name, `address:port`, or a forwarded
    /// list. `%h`, `%a`, `$remote_addr`.
    RemoteAddress,
    /// The peer of the connection, if a real-IP module put another address into `RemoteAddress`.
    /// `%{c}a`, `$realip_remote_addr`.
    PeerAddress,
    /// The client's port. `%{remote}p`, `$remote_port`.
    RemotePort,
    /// `X-Forwarded-For`. The leftmost entry is farthest from the server.
    ForwardedFor,
    /// The authenticated user. `%u`, `$remote_user`.
    User,

    /// `10/Oct/2000:13:55:36 -0700`, without brackets. `%t`, `$time_local`.
    TimeClf,
    /// ISO 8601 / RFC 3339, with or without a fraction. `$time_iso8601`.
    TimeIso8601,
    /// Seconds since 1970-01-01T00:00:00Z, with or without a fraction. `%{sec}t`, `$msec`.
    TimeEpochSeconds,
    /// Milliseconds since the epoch. `%{msec}t`.
    TimeEpochMilliseconds,
    /// Microseconds since the epoch. `%{usec}t`.
    TimeEpochMicroseconds,
    /// Nanoseconds since the epoch.
    TimeEpochNanoseconds,
    /// The fraction of a time whose whole seconds are elsewhere in the line, as decimal digits:
    /// three for `%{msec_frac}t`, six for `%{usec_frac}t`.
    TimeFraction,
    /// A time in the `strftime` pattern of the layout ([`super::LogLine::time_pattern`]).
    /// `%{%Y-%m-%d %T}t`.
    TimePattern,
    /// `2014-05-23`, UTC. W3C `date`.
    Date,
    /// `01:13:11`, UTC. W3C `time`.
    TimeOfDay,

    /// The whole request line. `%r`, `$request`.
    RequestLine,
    /// `%m`, `$request_method`.
    Method,
    /// The request target, query included. `$request_uri`.
    Target,
    /// The path alone. `%U`, `$uri`.
    Path,
    /// The query, with or without its `?`. `%q`, `$args`.
    Query,
    /// `HTTP/1.1`, `HTTP/2.0`, `2.0`. `%H`, `$server_protocol`.
    Protocol,
    /// `http`, `https`, `ws`... `$scheme`.
    Scheme,
    /// The `Host` header, with or without a port. `%{Host}i`, `$host`, `$http_host`.
    Host,
    /// `%{Referer}i`, `$http_referer`.
    Referrer,
    /// `%{User-agent}i`, `$http_user_agent`.
    UserAgent,
    /// An id of the request. `%L`, `%{UNIQUE_ID}e`, `$request_id`, `x-edge-request-id`, ALB's trace
    /// id.
    RequestId,
    /// Bytes of the request with headers. `%I`, `$request_length`.
    RequestBytes,

    /// The status sent to the client. `%>s`, `$status`.
    Status,
    /// Bytes of the response's body. `%b`, `%B`, `$body_bytes_sent`.
    BodyBytes,
    /// Bytes of the response with headers. `%O`, `$bytes_sent`.
    ResponseBytes,

    /// Seconds, with or without a fraction. `%T`, `$request_time`, `time-taken` of CloudFront.
    DurationSeconds,
    /// Whole milliseconds. `%{ms}T`, `time-taken` of IIS.
    DurationMilliseconds,
    /// Whole microseconds. `%D`.
    DurationMicroseconds,
    /// Whole nanoseconds (Traefik).
    DurationNanoseconds,
    /// The first of the three parts of an ALB's duration, in seconds. The sum of the parts is the
    /// duration. The value is `-1` if this part did not take place.
    RequestProcessingSeconds,
    /// The second part: waiting for the target's response.
    TargetProcessingSeconds,
    /// The third part: sending the response to the client.
    ResponseProcessingSeconds,

    /// The virtual host. `%v`, `%V`, `$server_name`.
    ServerName,
    /// `%p`, `$server_port`.
    ServerPort,
    /// `%A`, `$server_addr`.
    ServerAddress,
    /// The upstream or target, possibly a list. `$upstream_addr`, ALB's `target:port`.
    UpstreamAddress,
    /// Seconds, possibly a list. `$upstream_response_time`.
    UpstreamSeconds,

    /// `TLSv1.3`. `%{SSL_PROTOCOL}x`, `$ssl_protocol`.
    TlsProtocol,
    /// `%{SSL_CIPHER}x`, `$ssl_cipher`.
    TlsCipher,

    /// A duration in Go's notation: `1m2.5s`, `820.5µs`. <https://pkg.go.dev/time#Duration.String>
    DurationText,
    /// The port of `UpstreamAddress`, if it is logged separately.
    UpstreamPort,
    /// The trace that the request is part of: `traceparent`, `X-Amzn-Trace-Id`, `b3`, or the id
    /// alone. `$otel_trace_id`.
    TraceId,
    /// The response's `Content-Type`. `%{Content-Type}o`, `$sent_http_content_type`.
    MimeType,
    /// The status of the upstream's response, possibly a list. `$upstream_status`, ALB's
    /// `target_status_code`.
    UpstreamStatus,
    /// What a cache did with the request. `$upstream_cache_status`, `cache_status` of Fastly.
    CacheStatus,
    /// How the request ended, in the proxy's own terms. `x-edge-result-type`, `actions_executed`,
    /// `%RESPONSE_FLAGS%`.
    Result,
    /// CloudFront's `x-edge-detailed-result-type`. For an error it is the reason, and otherwise it
    /// is a more detailed `Result`.
    DetailedResult,
    /// Why a proxy or a server failed. ALB's `error_reason`, S3's error code.
    ErrorReason,
    /// What a firewall did: `ALLOW`, `BLOCK`.
    WafAction,
    /// The rule that decided the action.
    WafRule,
    /// The firewall's labels: names separated by commas, or the JSON array of AWS WAF.
    WafLabels,
}

/// The number of fields. It is the length of a [`super::LogLine`]'s table.
pub const FIELD_COUNT: usize = Field::WafLabels as usize + 1;

impl Field {
    /// Every field, in the order of [`Field::index`].
    pub const ALL: [Self; FIELD_COUNT] = [
        Self::RemoteAddress,
        Self::PeerAddress,
        Self::RemotePort,
        Self::ForwardedFor,
        Self::User,
        Self::TimeClf,
        Self::TimeIso8601,
        Self::TimeEpochSeconds,
        Self::TimeEpochMilliseconds,
        Self::TimeEpochMicroseconds,
        Self::TimeEpochNanoseconds,
        Self::TimeFraction,
        Self::TimePattern,
        Self::Date,
        Self::TimeOfDay,
        Self::RequestLine,
        Self::Method,
        Self::Target,
        Self::Path,
        Self::Query,
        Self::Protocol,
        Self::Scheme,
        Self::Host,
        Self::Referrer,
        Self::UserAgent,
        Self::RequestId,
        Self::RequestBytes,
        Self::Status,
        Self::BodyBytes,
        Self::ResponseBytes,
        Self::DurationSeconds,
        Self::DurationMilliseconds,
        Self::DurationMicroseconds,
        Self::DurationNanoseconds,
        Self::RequestProcessingSeconds,
        Self::TargetProcessingSeconds,
        Self::ResponseProcessingSeconds,
        Self::ServerName,
        Self::ServerPort,
        Self::ServerAddress,
        Self::UpstreamAddress,
        Self::UpstreamSeconds,
        Self::TlsProtocol,
        Self::TlsCipher,
        Self::DurationText,
        Self::UpstreamPort,
        Self::TraceId,
        Self::MimeType,
        Self::UpstreamStatus,
        Self::CacheStatus,
        Self::Result,
        Self::DetailedResult,
        Self::ErrorReason,
        Self::WafAction,
        Self::WafRule,
        Self::WafLabels,
    ];

    /// The three groups of fields that identify an access log, in addition to its time: client,
    /// request and status. Any field of a group is enough for the group.
    pub const MARKS: [&'static [Self]; 3] = [
        &[Self::RemoteAddress, Self::PeerAddress, Self::ForwardedFor],
        &[Self::RequestLine, Self::Method, Self::Target, Self::Path],
        &[Self::Status],
    ];

    /// How many of the marks a line needs. It needs two, or one if its format has only one.
    #[must_use]
    pub(crate) fn least_marks(binds: impl Fn(Self) -> bool) -> usize {
        let bound = |fields: &&&[Self]| fields.iter().any(|field| binds(*field));
        match Self::MARKS.iter().filter(bound).count() {
            1 => 1,
            _ => 2,
        }
    }

    /// The index of the field in a table with [`FIELD_COUNT`] entries.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name of the field in configurations and errors: `remote_address`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RemoteAddress => "remote_address",
            Self::PeerAddress => "peer_address",
            Self::RemotePort => "remote_port",
            Self::ForwardedFor => "forwarded_for",
            Self::User => "user",
            Self::TimeClf => "time_clf",
            Self::TimeIso8601 => "time_iso8601",
            Self::TimeEpochSeconds => "time_epoch_seconds",
            Self::TimeEpochMilliseconds => "time_epoch_milliseconds",
            Self::TimeEpochMicroseconds => "time_epoch_microseconds",
            Self::TimeEpochNanoseconds => "time_epoch_nanoseconds",
            Self::TimeFraction => "time_fraction",
            Self::TimePattern => "time_pattern",
            Self::Date => "date",
            Self::TimeOfDay => "time_of_day",
            Self::RequestLine => "request_line",
            Self::Method => "method",
            Self::Target => "target",
            Self::Path => "path",
            Self::Query => "query",
            Self::Protocol => "protocol",
            Self::Scheme => "scheme",
            Self::Host => "host",
            Self::Referrer => "referrer",
            Self::UserAgent => "user_agent",
            Self::RequestId => "request_id",
            Self::RequestBytes => "request_bytes",
            Self::Status => "status",
            Self::BodyBytes => "body_bytes",
            Self::ResponseBytes => "response_bytes",
            Self::DurationSeconds => "duration_seconds",
            Self::DurationMilliseconds => "duration_milliseconds",
            Self::DurationMicroseconds => "duration_microseconds",
            Self::DurationNanoseconds => "duration_nanoseconds",
            Self::RequestProcessingSeconds => "request_processing_seconds",
            Self::TargetProcessingSeconds => "target_processing_seconds",
            Self::ResponseProcessingSeconds => "response_processing_seconds",
            Self::ServerName => "server_name",
            Self::ServerPort => "server_port",
            Self::ServerAddress => "server_address",
            Self::UpstreamAddress => "upstream_address",
            Self::UpstreamSeconds => "upstream_seconds",
            Self::TlsProtocol => "tls_protocol",
            Self::TlsCipher => "tls_cipher",
            Self::DurationText => "duration_text",
            Self::UpstreamPort => "upstream_port",
            Self::TraceId => "trace_id",
            Self::MimeType => "mime_type",
            Self::UpstreamStatus => "upstream_status",
            Self::CacheStatus => "cache_status",
            Self::Result => "result",
            Self::DetailedResult => "detailed_result",
            Self::ErrorReason => "error_reason",
            Self::WafAction => "waf_action",
            Self::WafRule => "waf_rule",
            Self::WafLabels => "waf_labels",
        }
    }

    /// The field with this name; `None` if there is no such field.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name_and_has_its_index() {
        for (index, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field.index(), index, "{field:?}");
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
        assert_eq!(Field::from_name("colour"), None);
    }
}
