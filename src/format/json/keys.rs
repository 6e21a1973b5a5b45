//! What the keys of JSON access logs mean.
//!
//! - the Kinesis Agent's `LOGTOJSON`: <https://docs.aws.amazon.com/streams/latest/dev/writing-with-agents.html>
//! - nginx with `escape=json`, whose keys are by habit the variables' names: <https://nginx.org/en/docs/varindex.html>
//! - Caddy: <https://caddyserver.com/docs/logging>
//! - Traefik: <https://doc.traefik.io/traefik/reference/install-configuration/observability/logs-and-accesslogs/>
//! - Envoy: <https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage>
//! - CloudFront's standard logs of version 2, and W3C logs that a shipper made JSON of:
//!   <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>
//! - API Gateway: <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>
//! - AWS WAF: <https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html>
//! - Google Cloud's load balancers: <https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest>
//! - Cloudflare: <https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/>
//! - ECS: <https://www.elastic.co/guide/en/ecs/8.11/ecs-field-reference.html>
//!
//! Keys are compared in lower case, nested ones by their dotted path.

use std::sync::LazyLock;

use crate::format::Field;

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field, whatever the value's shape.
    Is(Field),
    /// A time; its value's shape tells the notation.
    Time,
    /// A time to API Gateway, how long the request took to others; its value's shape tells which.
    TimeOrDuration,
    /// How long the request took; its value's shape tells the unit.
    Duration,
    /// The request line, or a path alone; its value's shape tells which.
    Request,
    /// A path, or a target with its query; its value's shape tells which.
    Place,
    /// `host`: the client in `LOGTOJSON`, the virtual host elsewhere.
    Host,
    /// A key that `LOGTOJSON` alone has.
    Ident,
    /// A key that `CloudFront` alone has.
    OfCloudFront,
    /// The name of a request header in a list of names and values.
    HeaderName,
    /// The value of the header whose name stands before it.
    HeaderValue,
}

use Field as F;
use Meaning::{
    Duration, HeaderName, HeaderValue, Host, Ident, Is, OfCloudFront, Place, Request, Time,
    TimeOrDuration,
};

/// A key in lower case, what it means, and its rank.
type Key = (&'static str, Meaning, u8);

/// Keys in alphabetical order, with their meaning and rank: of two keys of one field the lower rank binds.
const KEYS: &[Key] = &[
    ("$http_user_agent", Is(F::UserAgent), 1),
    (":authority", Is(F::Host), 1),
    (":method", Is(F::Method), 1),
    (":path", Place, 2),
    (":scheme", Is(F::Scheme), 1),
    ("@timestamp", Time, 1),
    ("agent", Is(F::UserAgent), 2),
    ("args", Is(F::Query), 1),
    ("authority", Is(F::Host), 2),
    ("authuser", Is(F::User), 1),
    ("body_bytes", Is(F::BodyBytes), 2),
    ("body_bytes_sent", Is(F::BodyBytes), 1),
    ("bytes", Is(F::BodyBytes), 3),
    ("bytes_in", Is(F::RequestBytes), 2),
    ("bytes_out", Is(F::ResponseBytes), 2),
    ("bytes_received", Is(F::RequestBytes), 1),
    ("bytes_sent", Is(F::ResponseBytes), 1),
    ("c-ip", Is(F::RemoteAddress), 1),
    ("c-port", Is(F::RemotePort), 1),
    ("client", Is(F::RemoteAddress), 4),
    ("client.address", Is(F::RemoteAddress), 3),
    ("client.ip", Is(F::RemoteAddress), 2),
    ("client_ip", Is(F::RemoteAddress), 2),
    ("clientaddr", Is(F::RemoteAddress), 4),
    ("clienthost", Is(F::RemoteAddress), 1),
    ("clientip", Is(F::RemoteAddress), 2),
    ("clientport", Is(F::RemotePort), 1),
    ("clientrequestbytes", Is(F::RequestBytes), 1),
    ("clientrequesthost", Is(F::Host), 1),
    ("clientrequestmethod", Is(F::Method), 1),
    ("clientrequestpath", Is(F::Path), 2),
    ("clientrequestprotocol", Is(F::Protocol), 1),
    ("clientrequestreferer", Is(F::Referrer), 1),
    ("clientrequestscheme", Is(F::Scheme), 1),
    ("clientrequesturi", Is(F::Target), 1),
    ("clientrequestuseragent", Is(F::UserAgent), 1),
    ("clientsrcport", Is(F::RemotePort), 1),
    ("clientsslcipher", Is(F::TlsCipher), 1),
    ("clientsslprotocol", Is(F::TlsProtocol), 1),
    ("clientusername", Is(F::User), 1),
    ("content_length", Is(F::BodyBytes), 4),
    ("cs(host)", Is(F::ServerName), 1),
    ("cs(referer)", Is(F::Referrer), 1),
    ("cs(user-agent)", Is(F::UserAgent), 1),
    ("cs(x-forwarded-for)", Is(F::ForwardedFor), 2),
    ("cs-bytes", Is(F::RequestBytes), 1),
    ("cs-host", Is(F::ServerName), 1),
    ("cs-method", Is(F::Method), 1),
    ("cs-protocol", Is(F::Scheme), 1),
    ("cs-protocol-version", Is(F::Protocol), 1),
    ("cs-referer", Is(F::Referrer), 1),
    ("cs-uri-query", Is(F::Query), 1),
    ("cs-uri-stem", Place, 1),
    ("cs-user-agent", Is(F::UserAgent), 1),
    ("cs-username", Is(F::User), 1),
    ("cs-version", Is(F::Protocol), 1),
    ("date", Time, 4),
    ("datetime", Time, 2),
    ("destination.address", Is(F::ServerName), 3),
    ("destination.domain", Is(F::ServerName), 2),
    ("destination.ip", Is(F::ServerAddress), 2),
    ("destination.port", Is(F::ServerPort), 2),
    ("domainname", Is(F::Host), 3),
    ("downstream_remote_address", Is(F::RemoteAddress), 1),
    ("downstreamcontentsize", Is(F::BodyBytes), 1),
    ("downstreamstatus", Is(F::Status), 1),
    ("duration", Duration, 1),
    ("duration_ms", Is(F::DurationMilliseconds), 1),
    ("duration_ns", Is(F::DurationNanoseconds), 1),
    ("duration_us", Is(F::DurationMicroseconds), 1),
    ("edgeresponsebodybytes", Is(F::BodyBytes), 1),
    ("edgeresponsebytes", Is(F::ResponseBytes), 1),
    ("edgeresponsestatus", Is(F::Status), 1),
    ("edgestarttimestamp", Time, 1),
    ("event.duration", Is(F::DurationNanoseconds), 1),
    ("forwarded_for", Is(F::ForwardedFor), 2),
    ("forwardedfor", Is(F::ForwardedFor), 2),
    ("generation_time_milli", Is(F::DurationMilliseconds), 2),
    ("host", Host, 1),
    ("hostname", Is(F::Host), 4),
    ("http.method", Is(F::Method), 3),
    ("http.request.bytes", Is(F::RequestBytes), 1),
    (
        "http.request.headers.x-forwarded-for",
        Is(F::ForwardedFor),
        2,
    ),
    ("http.request.id", Is(F::RequestId), 1),
    ("http.request.method", Is(F::Method), 1),
    ("http.request.referrer", Is(F::Referrer), 1),
    ("http.response.body.bytes", Is(F::BodyBytes), 1),
    ("http.response.bytes", Is(F::ResponseBytes), 1),
    ("http.response.status_code", Is(F::Status), 1),
    ("http.status_code", Is(F::Status), 3),
    ("http.version", Is(F::Protocol), 1),
    ("http_host", Is(F::Host), 2),
    ("http_method", Is(F::Method), 2),
    ("http_referer", Is(F::Referrer), 1),
    ("http_referrer", Is(F::Referrer), 1),
    ("http_user_agent", Is(F::UserAgent), 1),
    ("http_x_forwarded_for", Is(F::ForwardedFor), 1),
    ("http_x_real_ip", Is(F::ForwardedFor), 3),
    ("http_x_request_id", Is(F::RequestId), 2),
    ("httpmethod", Is(F::Method), 2),
    ("httprequest.args", Is(F::Query), 2),
    ("httprequest.clientip", Is(F::RemoteAddress), 1),
    ("httprequest.headers.name", HeaderName, 1),
    ("httprequest.headers.value", HeaderValue, 3),
    ("httprequest.host", Is(F::Host), 2),
    ("httprequest.httpmethod", Is(F::Method), 1),
    ("httprequest.httpversion", Is(F::Protocol), 1),
    ("httprequest.latency", Duration, 2),
    ("httprequest.protocol", Is(F::Protocol), 1),
    ("httprequest.referer", Is(F::Referrer), 1),
    ("httprequest.remoteip", Is(F::RemoteAddress), 1),
    ("httprequest.requestid", Is(F::RequestId), 1),
    ("httprequest.requestmethod", Is(F::Method), 1),
    ("httprequest.requestsize", Is(F::RequestBytes), 1),
    ("httprequest.requesturl", Is(F::Target), 1),
    ("httprequest.responsesize", Is(F::ResponseBytes), 1),
    ("httprequest.scheme", Is(F::Scheme), 1),
    ("httprequest.serverip", Is(F::ServerAddress), 1),
    ("httprequest.status", Is(F::Status), 1),
    ("httprequest.uri", Place, 2),
    ("httprequest.useragent", Is(F::UserAgent), 1),
    ("ident", Ident, 1),
    ("ip", Is(F::RemoteAddress), 3),
    ("length", Is(F::BodyBytes), 5),
    ("method", Is(F::Method), 1),
    ("msec", Time, 1),
    ("path", Place, 4),
    ("port", Is(F::ServerPort), 3),
    ("proto", Is(F::Protocol), 2),
    ("protocol", Is(F::Protocol), 1),
    ("query", Is(F::Query), 3),
    ("query_string", Is(F::Query), 2),
    ("rayid", Is(F::RequestId), 1),
    ("realip_remote_addr", Is(F::PeerAddress), 1),
    ("referer", Is(F::Referrer), 2),
    ("referrer", Is(F::Referrer), 2),
    ("remote_addr", Is(F::RemoteAddress), 1),
    ("remote_address", Is(F::RemoteAddress), 1),
    ("remote_host", Is(F::RemoteAddress), 4),
    ("remote_ip", Is(F::RemoteAddress), 1),
    ("remote_port", Is(F::RemotePort), 1),
    ("remote_user", Is(F::User), 1),
    ("remoteip", Is(F::RemoteAddress), 1),
    ("request", Request, 1),
    ("request.client_ip", Is(F::RemoteAddress), 1),
    ("request.headers.referer", Is(F::Referrer), 1),
    ("request.headers.user-agent", Is(F::UserAgent), 1),
    ("request.headers.x-forwarded-for", Is(F::ForwardedFor), 1),
    ("request.headers.x-request-id", Is(F::RequestId), 2),
    ("request.host", Is(F::Host), 1),
    ("request.method", Is(F::Method), 1),
    ("request.proto", Is(F::Protocol), 1),
    ("request.remote_ip", Is(F::RemoteAddress), 2),
    ("request.remote_port", Is(F::RemotePort), 1),
    ("request.uri", Is(F::Target), 1),
    ("request_duration", Duration, 2),
    ("request_id", Is(F::RequestId), 1),
    ("request_length", Is(F::RequestBytes), 1),
    ("request_line", Is(F::RequestLine), 2),
    ("request_method", Is(F::Method), 1),
    ("request_path", Place, 4),
    ("request_referer", Is(F::Referrer), 1),
    ("request_time", Is(F::DurationSeconds), 1),
    ("request_time_ms", Is(F::DurationMilliseconds), 1),
    ("request_uri", Is(F::Target), 1),
    ("request_user-agent", Is(F::UserAgent), 1),
    ("request_x-forwarded-for", Is(F::ForwardedFor), 1),
    ("request_x-request-id", Is(F::RequestId), 2),
    ("requestaddr", Is(F::Host), 3),
    ("requestcontentsize", Is(F::RequestBytes), 1),
    ("requesthost", Is(F::Host), 1),
    ("requestid", Is(F::RequestId), 2),
    ("requestmethod", Is(F::Method), 1),
    ("requestpath", Place, 1),
    ("requestport", Is(F::ServerPort), 1),
    ("requestprotocol", Is(F::Protocol), 1),
    ("requestscheme", Is(F::Scheme), 1),
    ("requesttime", TimeOrDuration, 2),
    ("requesttimeepoch", Time, 1),
    ("resourcepath", Place, 4),
    ("response", Is(F::Status), 3),
    ("response_code", Is(F::Status), 1),
    ("response_time", Duration, 3),
    ("responsecodesent", Is(F::Status), 3),
    ("responselatency", Is(F::DurationMilliseconds), 2),
    ("responselength", Is(F::BodyBytes), 3),
    ("sc-bytes", Is(F::ResponseBytes), 1),
    ("sc-content-len", Is(F::BodyBytes), 1),
    ("sc-status", Is(F::Status), 1),
    ("scheme", Is(F::Scheme), 1),
    ("server.address", Is(F::ServerName), 3),
    ("server_addr", Is(F::ServerAddress), 1),
    ("server_name", Is(F::ServerName), 1),
    ("server_port", Is(F::ServerPort), 1),
    ("server_protocol", Is(F::Protocol), 1),
    ("serviceaddr", Is(F::UpstreamAddress), 1),
    ("size", Is(F::BodyBytes), 2),
    ("source.address", Is(F::RemoteAddress), 1),
    ("source.ip", Is(F::RemoteAddress), 2),
    ("source.port", Is(F::RemotePort), 1),
    ("sourceip", Is(F::RemoteAddress), 2),
    ("ssl-cipher", Is(F::TlsCipher), 1),
    ("ssl-protocol", Is(F::TlsProtocol), 1),
    ("ssl_cipher", Is(F::TlsCipher), 1),
    ("ssl_protocol", Is(F::TlsProtocol), 1),
    ("start_time", Time, 2),
    ("startlocal", Time, 2),
    ("startutc", Time, 1),
    ("status", Is(F::Status), 1),
    ("status_code", Is(F::Status), 2),
    ("time", Time, 3),
    ("time-taken", Duration, 1),
    ("time_iso8601", Time, 1),
    ("time_local", Time, 2),
    ("timestamp", Time, 2),
    ("timestamp(ms)", Time, 1),
    ("timestamp_ns", Time, 1),
    ("tls.cipher", Is(F::TlsCipher), 1),
    ("tlscipher", Is(F::TlsCipher), 1),
    ("tlsversion", Is(F::TlsProtocol), 1),
    ("ts", Time, 2),
    ("upstream_addr", Is(F::UpstreamAddress), 1),
    ("upstream_host", Is(F::UpstreamAddress), 1),
    ("upstream_response_time", Is(F::UpstreamSeconds), 1),
    ("uri", Place, 3),
    ("uri_path", Place, 4),
    ("uri_query", Is(F::Query), 4),
    ("url", Place, 3),
    ("url.domain", Is(F::Host), 3),
    ("url.full", Is(F::Target), 2),
    ("url.original", Is(F::Target), 1),
    ("url.path", Is(F::Path), 1),
    ("url.port", Is(F::ServerPort), 3),
    ("url.query", Is(F::Query), 1),
    ("url.scheme", Is(F::Scheme), 1),
    ("user", Is(F::User), 3),
    ("user-agent", Is(F::UserAgent), 1),
    ("user.name", Is(F::User), 1),
    ("user_agent", Is(F::UserAgent), 1),
    ("user_agent.original", Is(F::UserAgent), 1),
    ("user_id", Is(F::User), 3),
    ("useragent", Is(F::UserAgent), 1),
    ("verb", Is(F::Method), 3),
    ("vhost", Is(F::ServerName), 2),
    ("x-edge-detailed-result-type", OfCloudFront, 1),
    ("x-edge-location", OfCloudFront, 1),
    ("x-edge-request-id", Is(F::RequestId), 1),
    ("x-edge-result-type", OfCloudFront, 1),
    ("x-envoy-origin-path", Is(F::Target), 1),
    ("x-envoy-original-path", Is(F::Target), 1),
    ("x-forwarded-for", Is(F::ForwardedFor), 1),
    ("x-host-header", Is(F::Host), 1),
    ("x-real-ip", Is(F::ForwardedFor), 3),
    ("x-request-id", Is(F::RequestId), 2),
    ("x_forwarded_for", Is(F::ForwardedFor), 1),
    ("x_request_id", Is(F::RequestId), 2),
    ("xff", Is(F::ForwardedFor), 2),
];

/// The keys by their length and first byte. A search of the whole table by halves took twice the time.
static BUCKETS: LazyLock<Vec<Vec<&'static Key>>> = LazyLock::new(|| {
    let mut buckets = vec![Vec::new(); BUCKET_COUNT];
    for key in KEYS {
        if let Some(bucket) = bucket_of(key.0.as_bytes()).and_then(|at| buckets.get_mut(at)) {
            bucket.push(key);
        }
    }
    buckets
});

/// A length below 64, and the low five bits of a letter, which are the same in both cases.
const BUCKET_COUNT: usize = 64 * 32;

fn bucket_of(key: &[u8]) -> Option<usize> {
    Some(key.len() * 32 + usize::from(key.first()? & 31))
}

/// What a key means, and its rank.
pub(super) fn meaning(path: &[u8]) -> Option<(Meaning, u8)> {
    let bucket = BUCKETS.get(bucket_of(path)?)?;
    let found = bucket
        .iter()
        .find(|key| key.0.as_bytes().eq_ignore_ascii_case(path))?;
    Some((found.1, found.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_in_order_and_each_is_found_in_any_case() {
        assert!(KEYS.is_sorted_by(|a, b| a.0 < b.0));
        for &(key, expected, rank) in KEYS {
            assert_eq!(
                meaning(key.to_ascii_uppercase().as_bytes()),
                Some((expected, rank)),
                "{key}"
            );
        }
        assert_eq!(meaning(b"nothing"), None);
    }
}
