//! The meaning of nginx's variables: <https://nginx.org/en/docs/varindex.html>. Variables of its
//! distributions are included: ingress-nginx's `$req_id` and `$the_real_ip`, Kong's
//! `$kong_request_id`, and the traces of OpenTelemetry and Datadog.

use super::super::draft::{Binding, DIRECT, SUBSTITUTE, request_header, response_header};
use super::super::field::Field;

/// The meaning of a variable. `None` for a variable that is unused or unknown.
pub(super) fn meaning(name: &str) -> Binding {
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
        "remote_addr" => (Field::RemoteAddress, DIRECT),
        // The first variable is empty on a connection without the PROXY protocol. Distributions and
        // maps derive the others from the forwarded list.
        "proxy_protocol_addr"
        | "the_real_ip"
        | "real_ip"
        | "realip"
        | "client_ip"
        | "clientip"
        | "client_real_ip"
        | "real_client_ip"
        | "clientRealIp" => (Field::RemoteAddress, SUBSTITUTE),
        "realip_remote_addr" => (Field::PeerAddress, DIRECT),
        "remote_port" => (Field::RemotePort, DIRECT),
        "proxy_protocol_port" => (Field::RemotePort, SUBSTITUTE),
        "proxy_add_x_forwarded_for" => (Field::ForwardedFor, SUBSTITUTE),
        "remote_user" => (Field::User, DIRECT),
        "time_local" => (Field::TimeClf, DIRECT),
        "time_iso8601" => (Field::TimeIso8601, DIRECT),
        "msec" => (Field::TimeEpochSeconds, DIRECT),
        "request" => (Field::RequestLine, DIRECT),
        "request_method" => (Field::Method, DIRECT),
        "request_uri" => (Field::Target, DIRECT),
        "uri" | "document_uri" => (Field::Path, DIRECT),
        "args" | "query_string" => (Field::Query, DIRECT),
        "server_protocol" => (Field::Protocol, DIRECT),
        "scheme" => (Field::Scheme, DIRECT),
        "host" => (Field::Host, DIRECT),
        "request_id" | "req_id" | "kong_request_id" => (Field::RequestId, DIRECT),
        "request_length" => (Field::RequestBytes, DIRECT),
        "status" => (Field::Status, DIRECT),
        "body_bytes_sent" => (Field::BodyBytes, DIRECT),
        "bytes_sent" => (Field::ResponseBytes, DIRECT),
        "request_time" => (Field::DurationSeconds, DIRECT),
        "server_name" => (Field::ServerName, DIRECT),
        "ssl_server_name" => (Field::ServerName, SUBSTITUTE),
        "server_port" => (Field::ServerPort, DIRECT),
        "server_addr" => (Field::ServerAddress, DIRECT),
        "otel_trace_id" | "opentelemetry_trace_id" => (Field::TraceId, DIRECT),
        "datadog_trace_id" => (Field::TraceId, SUBSTITUTE),
        "upstream_addr" => (Field::UpstreamAddress, DIRECT),
        "upstream_status" => (Field::UpstreamStatus, DIRECT),
        "upstream_cache_status" => (Field::CacheStatus, DIRECT),
        "upstream_response_time" => (Field::UpstreamSeconds, DIRECT),
        "ssl_protocol" => (Field::TlsProtocol, DIRECT),
        "ssl_cipher" => (Field::TlsCipher, DIRECT),
        _ => return None,
    })
}
