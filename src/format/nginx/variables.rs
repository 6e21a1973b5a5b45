//! The meaning of nginx's variables: <https://nginx.org/en/docs/varindex.html>, and of those of its
//! distributions: ingress-nginx's `$req_id` and `$the_real_ip`, Kong's `$kong_request_id`, the
//! traces of OpenTelemetry and Datadog.

use super::super::draft::{FAIR, GOOD, Meaning, request_header, response_header};
use super::super::field::Field;

/// The meaning of a variable; `None` for an unused one, and for one that nginx does not define.
pub(super) fn meaning(name: &str) -> Meaning {
    let header = |name: &str| name.replace('_', "-");
    if let Some(name) = name.strip_prefix("http_") {
        return request_header(&header(name));
    }
    if let Some(name) = name
        .strip_prefix("sent_http_")
        .or_else(|| name.strip_prefix("upstream_http_"))
    {
        return response_header(&header(name));
    }
    Some(match name {
        "remote_addr" => (Field::RemoteAddress, GOOD),
        // Empty on a connection without the PROXY protocol; and the variables that distributions
        // and maps derive from the list.
        "proxy_protocol_addr"
        | "the_real_ip"
        | "real_ip"
        | "realip"
        | "client_ip"
        | "clientip"
        | "client_real_ip"
        | "real_client_ip"
        | "clientRealIp" => (Field::RemoteAddress, FAIR),
        "realip_remote_addr" => (Field::PeerAddress, GOOD),
        "remote_port" => (Field::RemotePort, GOOD),
        "proxy_protocol_port" => (Field::RemotePort, FAIR),
        "proxy_add_x_forwarded_for" => (Field::ForwardedFor, FAIR),
        "remote_user" => (Field::User, GOOD),
        "time_local" => (Field::TimeClf, GOOD),
        "time_iso8601" => (Field::TimeIso8601, GOOD),
        "msec" => (Field::TimeEpochSeconds, GOOD),
        "request" => (Field::RequestLine, GOOD),
        "request_method" => (Field::Method, GOOD),
        "request_uri" => (Field::Target, GOOD),
        "uri" | "document_uri" => (Field::Path, GOOD),
        "args" | "query_string" => (Field::Query, GOOD),
        "server_protocol" => (Field::Protocol, GOOD),
        "scheme" => (Field::Scheme, GOOD),
        "host" => (Field::Host, GOOD),
        "request_id" | "req_id" | "kong_request_id" => (Field::RequestId, GOOD),
        "request_length" => (Field::RequestBytes, GOOD),
        "status" => (Field::Status, GOOD),
        "body_bytes_sent" => (Field::BodyBytes, GOOD),
        "bytes_sent" => (Field::ResponseBytes, GOOD),
        "request_time" => (Field::DurationSeconds, GOOD),
        "server_name" => (Field::ServerName, GOOD),
        "ssl_server_name" => (Field::ServerName, FAIR),
        "server_port" => (Field::ServerPort, GOOD),
        "server_addr" => (Field::ServerAddress, GOOD),
        "otel_trace_id" | "opentelemetry_trace_id" => (Field::TraceId, GOOD),
        "datadog_trace_id" => (Field::TraceId, FAIR),
        "upstream_addr" => (Field::UpstreamAddress, GOOD),
        "upstream_status" => (Field::UpstreamStatus, GOOD),
        "upstream_cache_status" => (Field::CacheStatus, GOOD),
        "upstream_response_time" => (Field::UpstreamSeconds, GOOD),
        "ssl_protocol" => (Field::TlsProtocol, GOOD),
        "ssl_cipher" => (Field::TlsCipher, GOOD),
        _ => return None,
    })
}
