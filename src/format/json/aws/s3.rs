//! S3's server access log. `request_uri` is the request line, and `request_time` is the time.

use super::usage::Use::{self, As, Ignored};
use super::usage::{PLACE, TIMING, VERSION};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::Remote;
use crate::format::json::meaning::Meaning::{Client, Duration, Is, Number, Status, Target};
use crate::format::json::meaning::Unit::{Milliseconds, Seconds};

pub(super) const ACCESS: &[(&str, Use)] = &[
    ("schema_version_id", Ignored(VERSION)),
    ("bucket_arn", Ignored(PLACE)),
    ("bucket_name", Ignored(PLACE)),
    ("bucket", Ignored(PLACE)),
    // Here the value has the form of a time. For nginx the same key is a duration in seconds.
    ("request_time", As(Duration(Seconds))),
    ("bucket_owner_id", Ignored(PLACE)),
    ("bucket_owner", Ignored(PLACE)),
    ("remote_ip", As(Client(Remote))),
    ("requester", As(Is(F::User))),
    ("request_id", As(Is(F::RequestId))),
    (
        "operation",
        Ignored("the method and the target say the same"),
    ),
    ("key_name", Ignored("the target has it")),
    ("key", Ignored("the target has it")),
    ("request_uri", As(Target)),
    ("http_status", As(Status)),
    ("error_code", As(Is(F::ErrorReason))),
    ("bytes_sent_size", As(Number(F::BodyBytes))),
    (
        "object_size",
        Ignored("the size of the object, not of the answer"),
    ),
    ("total_duration", As(Duration(Milliseconds))),
    ("turn_around_duration", Ignored(TIMING)),
    ("turn_around_time", Ignored(TIMING)),
    ("referer", As(Is(F::Referrer))),
    ("user_agent", As(Is(F::UserAgent))),
    ("version_id", Ignored("the query has it")),
    ("host_id", Ignored("a second id of the request")),
    ("signature_version", Ignored("how the request was signed")),
    ("cipher_suite", As(Is(F::TlsCipher))),
    ("authentication_type", Ignored("how the request was signed")),
    ("host_header", As(Is(F::Host))),
    ("tls_version", As(Is(F::TlsProtocol))),
    ("access_point_arn", Ignored(PLACE)),
    ("acl_required", Ignored("how access was granted")),
    (
        "source_region",
        Ignored("where the request came from within AWS"),
    ),
];
