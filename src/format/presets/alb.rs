//! Load balancers of AWS: the Application Load Balancer
//! (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-format>)
//! and the Classic Load Balancer
//! (<https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html>).
//!
//! Deviations: rows of older versions end earlier. Everything after the request may be missing.

use super::super::layout::Piece;
use super::preset::{Preset, compiled};
use crate::format::escape::Escape;
use crate::format::field::Field;

const SPACE: Piece = Piece::literal(" ");
const QUOTES: Piece = Piece::literal("\" \"");

/// The pieces from the time to the agent, which both formats have.
const TIME_TO_AGENT: [Piece; 26] = [
    Piece::Field(Field::TimeIso8601),
    SPACE,
    Piece::SkipWord, // elb
    SPACE,
    Piece::Field(Field::RemoteAddress),
    SPACE,
    Piece::Field(Field::UpstreamAddress),
    SPACE,
    Piece::Field(Field::RequestProcessingSeconds),
    SPACE,
    Piece::Field(Field::TargetProcessingSeconds),
    SPACE,
    Piece::Field(Field::ResponseProcessingSeconds),
    SPACE,
    Piece::Field(Field::Status),
    SPACE,
    Piece::Field(Field::UpstreamStatus), // target_status_code
    SPACE,
    Piece::Field(Field::RequestBytes),
    SPACE,
    Piece::Field(Field::ResponseBytes),
    Piece::literal(" \""),
    Piece::Field(Field::RequestLine),
    Piece::OptionalFromHere,
    Piece::literal("\" \""),
    Piece::Field(Field::UserAgent),
];

const TLS: [Piece; 4] = [
    Piece::literal("\" "),
    Piece::Field(Field::TlsCipher),
    SPACE,
    Piece::Field(Field::TlsProtocol),
];

/// `type time elb client:port target:port ...`
pub(in crate::format) fn application() -> Preset {
    let kind = [Piece::SkipWord, SPACE];
    let rest = [
        SPACE,
        Piece::Skip, // target_group_arn
        Piece::literal(" \""),
        Piece::Field(Field::TraceId), // trace_id
        Piece::literal("\" \""),
        Piece::Field(Field::ServerName), // domain_name
        QUOTES,
        Piece::Skip, // chosen_cert_arn
        Piece::literal("\" "),
        Piece::SkipWord, // matched_rule_priority
        SPACE,
        Piece::SkipWord, // request_creation_time
        Piece::literal(" \""),
        Piece::Field(Field::Result), // actions_executed
        QUOTES,
        Piece::Skip, // redirect_url
        QUOTES,
        Piece::Field(Field::ErrorReason), // error_reason
        Piece::literal("\""),
    ];
    let layout = compiled(&[&kind[..], &TIME_TO_AGENT, &TLS, &rest].concat());
    Preset::one(
        layout
            .with_escape(Escape::Backslash)
            .with_stray_quotes()
            .with_extras_allowed(),
    )
}

/// `time elb client:port target:port ...`, without a type. Nothing follows the TLS values.
pub(in crate::format) fn classic() -> Preset {
    let layout = compiled(&[&TIME_TO_AGENT[..], &TLS].concat());
    let layout = layout
        .with_escape(Escape::Backslash)
        .with_stray_quotes()
        .with_extras_allowed();
    Preset::one(layout.with_connections())
}
