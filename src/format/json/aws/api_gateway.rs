//! API Gateway: the variables of `$context`, under the names that its documentation and its
//! consoles use in JSON.

use super::usage::Use::{self, As, Ignored};
use super::usage::{PLACE, REPEATED, TIMING};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::Source;
use crate::format::json::meaning::Meaning::{
    Client, ClientAddress, Duration, Is, Method, Number, Protocol, Server, Status, Target, Time,
    User,
};
use crate::format::json::meaning::Unit::{Seconds, Unstated};

const IDENTITY: &str = "an identity of AWS beside the user's name";
const MESSAGE: &str = "a text for the client, which may quote the request";

pub(super) const FIELDS: &[(&str, Use)] = &[
    ("requestId", As(Is(F::RequestId))),
    ("extendedRequestId", As(Is(F::RequestId))),
    ("ip", As(ClientAddress)),
    ("sourceIp", As(Client(Source))),
    ("identity.sourceIp", As(Client(Source))),
    ("caller", Ignored(IDENTITY)),
    ("user", As(User)),
    ("userAgent", As(Is(F::UserAgent))),
    ("identity.userAgent", As(Is(F::UserAgent))),
    ("identity.user", As(Is(F::User))),
    ("identity.caller", Ignored(IDENTITY)),
    ("identity.accountId", Ignored(IDENTITY)),
    ("identity.apiKey", Ignored("a secret")),
    ("identity.apiKeyId", Ignored(IDENTITY)),
    ("requestTime", As(Duration(Seconds))),
    ("requestTimeEpoch", As(Time)),
    ("httpMethod", As(Method)),
    ("resourcePath", As(Target)),
    ("resourceId", Ignored(PLACE)),
    ("routeKey", Ignored("the method and the path say the same")),
    ("path", As(Target)),
    ("status", As(Status)),
    ("protocol", As(Protocol)),
    ("responseLength", As(Number(F::BodyBytes))),
    ("responseLatency", As(Duration(Unstated))),
    ("integrationLatency", Ignored(TIMING)),
    ("integration.latency", Ignored(TIMING)),
    ("integrationStatus", As(Is(F::UpstreamStatus))),
    ("integration.status", As(Is(F::UpstreamStatus))),
    ("integration.integrationStatus", As(Is(F::UpstreamStatus))),
    ("integration.requestId", Ignored("the integration's own id")),
    ("integration.error", Ignored(MESSAGE)),
    ("integrationErrorMessage", Ignored(MESSAGE)),
    ("error.message", Ignored(MESSAGE)),
    ("error.messageString", Ignored(MESSAGE)),
    ("error.validationErrorString", Ignored(MESSAGE)),
    ("error.responseType", As(Is(F::ErrorReason))),
    ("domainName", As(Server)),
    ("domainPrefix", Ignored(REPEATED)),
    ("accountId", Ignored(IDENTITY)),
    ("apiId", Ignored(PLACE)),
    ("stage", Ignored(PLACE)),
    ("deploymentId", Ignored(PLACE)),
    (
        "wafResponseCode",
        Ignored("the firewall's own log has its action"),
    ),
    ("webaclArn", Ignored(PLACE)),
    ("xrayTraceId", As(Is(F::TraceId))),
    ("awsEndpointRequestId", Ignored("the endpoint's own id")),
];
