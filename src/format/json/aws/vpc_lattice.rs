//! VPC Lattice.

use super::usage::Use::{self, As, Ignored};
use super::usage::{CERTIFICATE, PLACE, TIMING};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::Source;
use crate::format::json::meaning::Meaning::{
    Client, Duration, Is, Method, Number, Protocol, Server, Status, Target, Time, User,
};
use crate::format::json::meaning::Unit::Unstated;

pub(super) const FIELDS: &[(&str, Use)] = &[
    ("hostHeader", As(Is(F::Host))),
    ("sslCipher", As(Is(F::TlsCipher))),
    ("serviceNetworkArn", Ignored(PLACE)),
    ("serviceNetworkResourceAssociationId", Ignored(PLACE)),
    // The value is `Unknown` if the service has no authentication.
    ("resolvedUser", As(User)),
    ("authDeniedReason", As(Is(F::ErrorReason))),
    ("requestMethod", As(Method)),
    ("targetGroupArn", Ignored(PLACE)),
    ("tlsVersion", As(Is(F::TlsProtocol))),
    ("userAgent", As(Is(F::UserAgent))),
    ("serverNameIndication", As(Server)),
    ("destinationVpcId", Ignored(PLACE)),
    ("sourceIpPort", As(Client(Source))),
    ("targetIpPort", As(Is(F::UpstreamAddress))),
    ("serviceArn", Ignored(PLACE)),
    ("sourceVpcId", Ignored(PLACE)),
    ("sourceVpcArn", Ignored(PLACE)),
    ("requestPath", As(Target)),
    ("startTime", As(Time)),
    ("protocol", As(Protocol)),
    ("responseCode", As(Status)),
    ("bytesReceived", As(Number(F::RequestBytes))),
    ("bytesSent", As(Number(F::ResponseBytes))),
    ("duration", As(Duration(Unstated))),
    ("requestToTargetDuration", Ignored(TIMING)),
    ("responseFromTargetDuration", Ignored(TIMING)),
    ("grpcResponseCode", Ignored("a status of gRPC, not of HTTP")),
    (
        "callerPrincipal",
        Ignored("the resolved user says the same"),
    ),
    ("callerX509SubjectCN", Ignored(CERTIFICATE)),
    ("callerX509IssuerOU", Ignored(CERTIFICATE)),
    ("callerX509SANNameCN", Ignored(CERTIFICATE)),
    ("callerX509SANURI", Ignored(CERTIFICATE)),
    ("callerX509SANDNS", Ignored(CERTIFICATE)),
    ("failureReason", As(Is(F::ErrorReason))),
];
