//! CloudFront's standard logs of version 2, and its connection logs.

use super::usage::Use::{self, As, Ignored};
use super::usage::{CERTIFICATE, MEDIA, PLACE, REPEATED, TIMING};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::Client as C;
use crate::format::json::meaning::Meaning::{
    Client, ClientPort, CsHost, Duration, Is, Method, Number, Protocol, Query, Status, Target, Time,
};
use crate::format::json::meaning::Unit::Unstated;

pub(super) const ACCESS: &[(&str, Use)] = &[
    ("timestamp", As(Time)),
    ("date", As(Time)),
    ("time", As(Time)),
    ("x-edge-location", Ignored(PLACE)),
    ("sc-bytes", As(Number(F::ResponseBytes))),
    ("c-ip", As(Client(C))),
    ("cs-method", As(Method)),
    ("cs(Host)", As(CsHost)),
    ("cs-uri-stem", As(Target)),
    ("sc-status", As(Status)),
    ("cs(Referer)", As(Is(F::Referrer))),
    ("cs(User-Agent)", As(Is(F::UserAgent))),
    ("cs-uri-query", As(Query)),
    ("cs(Cookie)", Ignored("cookies hold secrets")),
    ("x-edge-result-type", As(Is(F::Result))),
    ("x-edge-request-id", As(Is(F::RequestId))),
    ("x-host-header", As(Is(F::Host))),
    ("cs-protocol", As(Protocol)),
    ("cs-bytes", As(Number(F::RequestBytes))),
    ("time-taken", As(Duration(Unstated))),
    ("x-forwarded-for", As(Is(F::ForwardedFor))),
    ("ssl-protocol", As(Is(F::TlsProtocol))),
    ("ssl-cipher", As(Is(F::TlsCipher))),
    ("x-edge-response-result-type", Ignored(REPEATED)),
    ("cs-protocol-version", As(Protocol)),
    (
        "fle-status",
        Ignored("field-level encryption is not about the request"),
    ),
    (
        "fle-encrypted-fields",
        Ignored("field-level encryption is not about the request"),
    ),
    ("c-port", As(ClientPort(C))),
    ("time-to-first-byte", Ignored(TIMING)),
    ("x-edge-detailed-result-type", As(Is(F::DetailedResult))),
    ("sc-content-type", As(Is(F::MimeType))),
    ("sc-content-len", As(Number(F::BodyBytes))),
    (
        "sc-range-start",
        Ignored("no field of the document has ranges"),
    ),
    (
        "sc-range-end",
        Ignored("no field of the document has ranges"),
    ),
    ("timestamp(ms)", As(Time)),
    ("origin-fbl", Ignored(TIMING)),
    ("origin-lbl", Ignored(TIMING)),
    ("asn", Ignored("the network is looked up in the database")),
    (
        "c-country",
        Ignored("the country is looked up in the database"),
    ),
    ("cache-behavior-path-pattern", Ignored(PLACE)),
    ("distribution-tenant-id", Ignored(PLACE)),
    (
        "connection-id",
        Ignored("joins the connection log, which is not an access log"),
    ),
    (
        "viewer-request-log-data",
        Ignored("the output of the operator's own function"),
    ),
    (
        "viewer-response-log-data",
        Ignored("the output of the operator's own function"),
    ),
    ("cmcd-encoded-bitrate", Ignored(MEDIA)),
    ("cmcd-buffer-length", Ignored(MEDIA)),
    ("cmcd-buffer-starvation", Ignored(MEDIA)),
    ("cmcd-content-id", Ignored(MEDIA)),
    ("cmcd-object-duration", Ignored(MEDIA)),
    ("cmcd-deadline", Ignored(MEDIA)),
    ("cmcd-measured-throughput", Ignored(MEDIA)),
    ("cmcd-next-object-request", Ignored(MEDIA)),
    ("cmcd-next-range-request", Ignored(MEDIA)),
    ("cmcd-object-type", Ignored(MEDIA)),
    ("cmcd-playback-rate", Ignored(MEDIA)),
    ("cmcd-requested-maximum-throughput", Ignored(MEDIA)),
    ("cmcd-streaming-format", Ignored(MEDIA)),
    ("cmcd-session-id", Ignored(MEDIA)),
    ("cmcd-stream-type", Ignored(MEDIA)),
    ("cmcd-startup", Ignored(MEDIA)),
    ("cmcd-top-bitrate", Ignored(MEDIA)),
    ("cmcd-version", Ignored(MEDIA)),
    (
        "s-ip",
        Ignored("the edge's address, which is not the site's"),
    ),
    ("primary-distribution-id", Ignored(PLACE)),
    ("primary-distribution-dns-name", Ignored(PLACE)),
    (
        "r-host",
        Ignored("the origin's name; the document has the site's"),
    ),
    (
        "sr-reason",
        Ignored("why the origin was chosen, not why a request failed"),
    ),
    (
        "x-edge-mqcs",
        Ignored("the quality of media, which is not about the request"),
    ),
];

pub(super) const CONNECTION: &[(&str, Use)] = &[
    ("timestamp", As(Time)),
    ("eventTimestamp", As(Time)),
    ("distributionId", Ignored(PLACE)),
    ("connectionId", Ignored("joins the access log")),
    (
        "connectionStatus",
        Ignored("a property of the connection, not of the request"),
    ),
    ("clientIp", As(Client(C))),
    ("clientPort", As(ClientPort(C))),
    ("serverIp", As(Is(F::ServerAddress))),
    ("distributionTenantId", Ignored(PLACE)),
    ("tlsProtocol", As(Is(F::TlsProtocol))),
    ("tlsCipher", As(Is(F::TlsCipher))),
    ("tlsHandshakeDuration", Ignored(TIMING)),
    ("tlsSni", As(crate::format::json::meaning::Meaning::Server)),
    ("clientLeafCertSerialNumber", Ignored(CERTIFICATE)),
    ("clientLeafCertSubject", Ignored(CERTIFICATE)),
    ("clientLeafCertIssuer", Ignored(CERTIFICATE)),
    ("clientLeafCertValidity", Ignored(CERTIFICATE)),
    (
        "connectionLogCustomData",
        Ignored("the output of the operator's own function"),
    ),
];
