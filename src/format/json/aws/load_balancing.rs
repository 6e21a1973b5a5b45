//! Elastic Load Balancing: access, connection and health check logs.

use super::usage::Use::{self, As, Ignored};
use super::usage::{CERTIFICATE, PLACE, REPEATED, TIMING, VERSION};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::Client as C;
use crate::format::json::meaning::Meaning::{
    Client, ClientPort, Is, Number, Request, Server, Status, Time, UpstreamPort,
};

pub(super) const ALB: &[(&str, Use)] = &[
    (
        "type",
        Ignored("the request line has the scheme, and TLS has fields of its own"),
    ),
    ("time", As(Time)),
    ("elb", Ignored(PLACE)),
    ("client_ip", As(Client(C))),
    // The client's port, or its address and port.
    ("client_port", As(ClientPort(C))),
    ("target_ip", As(Is(F::UpstreamAddress))),
    ("target_port", As(UpstreamPort)),
    (
        "request_processing_time",
        As(Is(F::RequestProcessingSeconds)),
    ),
    ("target_processing_time", As(Is(F::TargetProcessingSeconds))),
    (
        "response_processing_time",
        As(Is(F::ResponseProcessingSeconds)),
    ),
    ("elb_status_code", As(Status)),
    ("target_status_code", As(Is(F::UpstreamStatus))),
    ("received_bytes", As(Number(F::RequestBytes))),
    ("sent_bytes", As(Number(F::ResponseBytes))),
    ("request_line", As(Request)),
    ("user_agent", As(Is(F::UserAgent))),
    ("ssl_cipher", As(Is(F::TlsCipher))),
    ("ssl_protocol", As(Is(F::TlsProtocol))),
    ("target_group_arn", Ignored(PLACE)),
    ("trace_id", As(Is(F::TraceId))),
    ("domain_name", As(Server)),
    ("chosen_cert_arn", Ignored(CERTIFICATE)),
    ("matched_rule_priority", Ignored(PLACE)),
    (
        "request_creation_time",
        Ignored("the request's beginning; the line's time is its end, as in the text form"),
    ),
    ("actions_executed", As(Is(F::Result))),
    (
        "redirect_url",
        Ignored("the target of the redirect, which may contain secrets of the request"),
    ),
    ("error_reason", As(Is(F::ErrorReason))),
    ("target_port_list", Ignored(REPEATED)),
    ("target_status_code_list", Ignored(REPEATED)),
    (
        "classification",
        Ignored("the class of desynchronised requests, which no field of the document has"),
    ),
    (
        "classification_reason",
        Ignored("the class of desynchronised requests, which no field of the document has"),
    ),
    (
        "conn_trace_id",
        Ignored("joins the connection log, which is not an access log"),
    ),
    (
        "transformed_host",
        Ignored("the rewritten request; the document has the client's request"),
    ),
    (
        "transformed_uri",
        Ignored("the rewritten request; the document has the client's request"),
    ),
    (
        "request_transform_status",
        Ignored("whether the operator's rewriting worked"),
    ),
    ("ip_address", Ignored("the load balancer's own address")),
];

pub(super) const ALB_CONNECTION: &[(&str, Use)] = &[
    ("time", As(Time)),
    ("client_ip", As(Client(C))),
    ("client_port", As(ClientPort(C))),
    ("listener_port", Ignored(PLACE)),
    ("tls_protocol", As(Is(F::TlsProtocol))),
    ("tls_cipher", As(Is(F::TlsCipher))),
    ("tls_handshake_latency", Ignored(TIMING)),
    ("leaf_client_cert_subject", Ignored(CERTIFICATE)),
    ("leaf_client_cert_validity", Ignored(CERTIFICATE)),
    ("leaf_client_cert_serial_number", Ignored(CERTIFICATE)),
    ("tls_verify_status", Ignored(CERTIFICATE)),
    ("conn_trace_id", Ignored("joins the access log")),
    (
        "tls_keyexchange",
        Ignored("no field of the document has key exchanges"),
    ),
    ("elb", Ignored(PLACE)),
    ("ip_address", Ignored("the load balancer's own address")),
];

pub(super) const ALB_HEALTH_CHECK: &[(&str, Use)] = &[
    ("type", Ignored("a health check's protocol")),
    ("time", As(Time)),
    (
        "latency",
        Ignored("describes the load balancer's own request, which is not an access"),
    ),
    ("target_addr", As(Is(F::UpstreamAddress))),
    ("target_group_id", Ignored(PLACE)),
    ("status", As(Status)),
    ("status_code", As(Status)),
    ("reason_code", Ignored("why a health check failed")),
    ("elb", Ignored(PLACE)),
    ("ip_address", Ignored("the load balancer's own address")),
];

pub(super) const NLB: &[(&str, Use)] = &[
    ("type", Ignored("always TLS")),
    ("version", Ignored(VERSION)),
    ("time", As(Time)),
    ("elb", Ignored(PLACE)),
    ("listener", Ignored(PLACE)),
    ("client_ip", As(Client(C))),
    ("client_port", As(ClientPort(C))),
    ("destination_ip", As(Is(F::ServerAddress))),
    ("destination_port", As(Number(F::ServerPort))),
    (
        "connection_time",
        Ignored("a property of the connection, not of a request"),
    ),
    ("tls_handshake_time", Ignored(TIMING)),
    ("received_bytes", As(Number(F::RequestBytes))),
    ("sent_bytes", As(Number(F::ResponseBytes))),
    (
        "incoming_tls_alert",
        Ignored("no field of the document has alerts"),
    ),
    ("chosen_cert_arn", Ignored(CERTIFICATE)),
    ("chosen_cert_serial", Ignored(CERTIFICATE)),
    ("tls_cipher", As(Is(F::TlsCipher))),
    ("tls_protocol_version", As(Is(F::TlsProtocol))),
    (
        "tls_keyexchange",
        Ignored("no field of the document has key exchanges"),
    ),
    ("domain_name", As(Server)),
    (
        "alpn_fe_protocol",
        Ignored("what was negotiated, not what a request used"),
    ),
    (
        "alpn_be_protocol",
        Ignored("what was negotiated, not what a request used"),
    ),
    (
        "alpn_client_preference_list",
        Ignored("what was negotiated, not what a request used"),
    ),
    (
        "tls_connection_creation_time",
        Ignored("when the connection began"),
    ),
];
