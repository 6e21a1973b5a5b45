//! Envoy's default text
//! (<https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#default-format-string>)
//! and Istio's
//! (<https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format>).
//! Both the format before Istio 1.8 and the format since then are read.
//!
//! Deviations: Envoy logs no peer by default. It appends the peer to the list of `X-Forwarded-For`,
//! so this list is used as the client.

use super::super::layout::{Layout, Piece};
use super::preset::{Preset, compiled};
use crate::format::escape::Escape;
use crate::format::field::Field;

const SPACE: Piece = Piece::literal(" ");
const QUOTES: Piece = Piece::literal("\" \"");

/// `[time] "request" status `, up to the flags.
const TIME_TO_FLAGS: [Piece; 7] = [
    Piece::literal("["),
    Piece::Field(Field::TimeIso8601),
    Piece::literal("] \""),
    Piece::Field(Field::RequestLine),
    Piece::literal("\" "),
    Piece::Field(Field::Status),
    SPACE,
];

/// `received sent duration upstream's-duration "list" "agent" "id" "authority" "upstream"`
fn bytes_to_upstream(list: Field) -> [Piece; 18] {
    [
        Piece::Field(Field::RequestBytes),
        SPACE,
        Piece::Field(Field::ResponseBytes),
        SPACE,
        Piece::Field(Field::DurationMilliseconds),
        SPACE,
        Piece::SkipWord, // the upstream's milliseconds
        Piece::literal(" \""),
        Piece::Field(list),
        QUOTES,
        Piece::Field(Field::UserAgent),
        QUOTES,
        Piece::Field(Field::RequestId),
        QUOTES,
        Piece::Field(Field::Host),
        QUOTES,
        Piece::Field(Field::UpstreamAddress),
        Piece::literal("\""),
    ]
}

/// ` cluster upstream-local downstream-local downstream-remote server-name route`
const CLUSTER_TO_ROUTE: [Piece; 12] = [
    SPACE,
    Piece::SkipWord, // upstream's cluster
    SPACE,
    Piece::SkipWord, // upstream's local address
    SPACE,
    Piece::SkipWord, // downstream's local address
    SPACE,
    Piece::Field(Field::RemoteAddress),
    SPACE,
    Piece::SkipWord, // server's name in TLS
    SPACE,
    Piece::SkipWord, // route
];

/// Envoy escapes nothing. The only escaped text is text that the client's own proxy escaped.
fn layout(pieces: &[&[Piece]]) -> Layout {
    compiled(&pieces.concat())
        .with_escape(Escape::None)
        .with_stray_quotes()
}

/// Envoy's default format.
pub(in crate::format) fn envoy() -> Preset {
    let flags = [Piece::Field(Field::Result), SPACE];
    let rest = bytes_to_upstream(Field::RemoteAddress);
    let whole = layout(&[&TIME_TO_FLAGS, &flags, &rest]);
    Preset::of(vec![whole.clone()], whole.with_extras_allowed())
}

/// Istio's default format, in both versions.
pub(in crate::format) fn istio() -> Preset {
    let flags = [
        Piece::Field(Field::Result),
        SPACE,
        Piece::SkipWord, // the response code's details
        SPACE,
        Piece::SkipWord, // why the connection ended
        Piece::literal(" \""),
        Piece::Field(Field::ErrorReason), // the transport's failure
        Piece::literal("\" "),
    ];
    let old_flags = [
        Piece::Field(Field::Result),
        Piece::literal(" \""),
        Piece::Skip, // the status of Mixer
        QUOTES,
        Piece::Field(Field::ErrorReason), // the transport's failure
        Piece::literal("\" "),
    ];
    let rest = bytes_to_upstream(Field::ForwardedFor);
    let variant = |flags: &[Piece]| layout(&[&TIME_TO_FLAGS, flags, &rest, &CLUSTER_TO_ROUTE]);
    let lenient = variant(&flags).with_extras_allowed();
    Preset::of(vec![variant(&flags), variant(&old_flags)], lenient)
}
