//! Details that show what failed: traces, statuses of upstreams, caches, firewalls.

use super::row::{BEST, FAIR, GOOD, Row, WEAK};
use crate::format::field::Field as F;
use crate::format::json::meaning::Meaning::{Details, HeaderName, HeaderValue, Is, Labels, OfWaf};

pub(super) const ROWS: &[Row] = &[
    Row(
        Is(F::TraceId),
        BEST,
        "trace_id {{REQH}_,}traceparent otel_trace_id opentelemetry_trace_id \
         {{REQH}_,}x_b3_traceid {{REQH}_,}x_b3_trace_id {REQH}_b3 b3 xray_trace_id",
    ),
    Row(
        Is(F::TraceId),
        GOOD,
        "{{REQH}_,}x_amzn_trace_id amzn_trace_id aws_trace_id {{REQH}_,}x_cloud_trace_context \
         logging_googleapis_com_trace dd_trace_id trace",
    ),
    Row(
        Is(F::UpstreamStatus),
        BEST,
        "{upstream,origin,backend,target,integration}_status{,_code} origin_response_status \
         server_status \
         upstream_response_{status,code} integration_integration_status backend_response_code",
    ),
    Row(
        Is(F::CacheStatus),
        BEST,
        "cache_status upstream_cache_status cache_cache_status \
         {{RESH}_,}{x_cache,x_cache_status,cf_cache_status} cache_result proxy_cache_status",
    ),
    Row(Is(F::CacheStatus), FAIR, "response_state fastly_info_state"),
    Row(Is(F::CacheStatus), WEAK, "cache"),
    Row(
        Is(F::Result),
        BEST,
        "x_edge_result_type actions_executed response_flags termination_state status_details",
    ),
    Row(Is(F::DetailedResult), BEST, "x_edge_detailed_result_type"),
    Row(Details, BEST, "response_code_details"),
    Row(
        Is(F::ErrorReason),
        BEST,
        "error_reason upstream_transport_failure_reason error_response_type",
    ),
    Row(Is(F::ErrorReason), GOOD, "error_code error_info"),
    Row(Is(F::WafAction), BEST, "waf_action security_action"),
    Row(
        Is(F::WafRule),
        BEST,
        "terminating_rule_id security_rule_id waf_rule{,_id}",
    ),
    Row(OfWaf(F::WafAction), BEST, "action"),
    Row(Labels, BEST, "labels"),
    Row(HeaderName, BEST, "http_request_headers_name"),
    Row(HeaderValue, FAIR, "http_request_headers_value"),
];
