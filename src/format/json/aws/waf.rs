//! AWS WAF. The request is in `httpRequest`. Its headers are a list of names and values.

use super::usage::Use::{self, As, Ignored};
use super::usage::{PLACE, VERSION};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::Client as C;
use crate::format::json::meaning::Meaning::{
    Client, ClientPort, HeaderName, HeaderValue, Is, Labels, Method, Number, OfWaf, Protocol,
    Query, Status, Target, Time,
};

const RULES: &str = "rules that did not decide; the labels say what matched";
const FINGERPRINT: &str = "a fingerprint of the client, which no field of the document has";
const SIZE: &str = "the size of the inspected part of the body, not of the request";

pub(super) const FIELDS: &[(&str, Use)] = &[
    ("timestamp", As(Time)),
    ("formatVersion", Ignored(VERSION)),
    ("webaclId", Ignored(PLACE)),
    ("terminatingRuleId", As(Is(F::WafRule))),
    (
        "terminatingRuleType",
        Ignored("the kind of rule, which its id identifies"),
    ),
    ("action", As(OfWaf(F::WafAction))),
    (
        "terminatingRuleMatchDetails",
        Ignored("parts of the request that matched, which may hold secrets"),
    ),
    ("httpSourceName", Ignored(PLACE)),
    ("httpSourceId", Ignored(PLACE)),
    ("ruleGroupList", Ignored(RULES)),
    ("rateBasedRuleList", Ignored(RULES)),
    ("nonTerminatingMatchingRules", Ignored(RULES)),
    ("excludedRules", Ignored(RULES)),
    (
        "requestHeadersInserted",
        Ignored("what was added for the origin, not what the client sent"),
    ),
    ("responseCodeSent", As(Status)),
    ("httpRequest.clientIp", As(Client(C))),
    ("httpRequest.clientPort", As(ClientPort(C))),
    (
        "httpRequest.country",
        Ignored("the country is looked up in the database"),
    ),
    ("httpRequest.headers.name", As(HeaderName)),
    ("httpRequest.headers.value", As(HeaderValue)),
    ("httpRequest.uri", As(Target)),
    ("httpRequest.args", As(Query)),
    ("httpRequest.httpVersion", As(Protocol)),
    ("httpRequest.httpMethod", As(Method)),
    ("httpRequest.requestId", As(Is(F::RequestId))),
    (
        "httpRequest.fragment",
        Ignored("browsers do not send a fragment"),
    ),
    ("httpRequest.scheme", As(Protocol)),
    ("httpRequest.host", As(Is(F::Host))),
    ("labels", As(Labels)),
    (
        "captchaResponse",
        Ignored("how a puzzle was solved; the action says that there was one"),
    ),
    (
        "challengeResponse",
        Ignored("how a challenge was met; the action says that there was one"),
    ),
    ("ja3Fingerprint", Ignored(FINGERPRINT)),
    ("ja4Fingerprint", Ignored(FINGERPRINT)),
    ("oversizeFields", Ignored(SIZE)),
    ("requestBodySize", As(Number(F::RequestBytes))),
    ("requestBodySizeInspectedByWAF", Ignored(SIZE)),
    (
        "clientAsn",
        Ignored("the network is looked up in the database"),
    ),
    (
        "forwardedAsn",
        Ignored("the network is looked up in the database"),
    ),
];
