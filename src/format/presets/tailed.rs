//! The combined format with a tail that identifies its writer: Traefik's common log format
//! (<https://doc.traefik.io/traefik/observability/access-logs/#format>) and Kong's
//! (<https://developer.konghq.com/gateway/logs/>).

use super::super::layout::{Layout, Piece};
use super::preset::{Preset, compiled};
use crate::format::escape::Escape;
use crate::format::field::Field;

const SPACE: Piece = Piece::literal(" ");

/// `client - user [time] "request" status `
const CLIENT_TO_STATUS: [Piece; 12] = [
    Piece::Field(Field::RemoteAddress),
    SPACE,
    Piece::SkipWord,
    SPACE,
    Piece::Field(Field::User),
    Piece::literal(" ["),
    Piece::Field(Field::TimeClf),
    Piece::literal("] \""),
    Piece::Field(Field::RequestLine),
    Piece::literal("\" "),
    Piece::Field(Field::Status),
    SPACE,
];

/// ` "referrer" "agent"`
const HEADERS: [Piece; 5] = [
    Piece::literal(" \""),
    Piece::Field(Field::Referrer),
    Piece::literal("\" \""),
    Piece::Field(Field::UserAgent),
    Piece::literal("\""),
];

fn layout(tail: &[Piece]) -> Layout {
    let bytes = [Piece::Field(Field::BodyBytes)];
    compiled(&[&CLIENT_TO_STATUS[..], &bytes, &HEADERS, tail].concat())
        .with_escape(Escape::Backslash)
}

/// A preset with two layouts: one with the tail, and combined for lines without a tail. A line
/// lacks its tail if it was cut.
fn or_combined(tailed: Layout) -> Preset {
    Preset::of(vec![tailed], super::combined::combined())
}

/// `... number of requests "router" "server's URL" 12ms`
pub(in crate::format) fn traefik() -> Preset {
    let tailed = layout(&[
        SPACE,
        Piece::SkipWord, // how many requests since the start
        Piece::literal(" \""),
        Piece::Skip, // router
        Piece::literal("\" \""),
        Piece::Field(Field::UpstreamAddress),
        Piece::literal("\" "),
        Piece::Field(Field::DurationMilliseconds),
        Piece::literal("ms"),
    ]);
    // Traefik does not escape quotes.
    or_combined(tailed.with_stray_quotes())
}

/// `... kong_request_id: "id"`
pub(in crate::format) fn kong() -> Preset {
    or_combined(layout(&[
        Piece::literal(" kong_request_id: \""),
        Piece::Field(Field::RequestId),
        Piece::literal("\""),
    ]))
}

/// The combined format with one or two numbers between the bytes and the referrer. The numbers are
/// probably durations, but the line does not say which duration each one is, or in which unit. A
/// line is read only if these values are numbers. They bind to no field.
pub(in crate::format) fn timed() -> Preset {
    of_times(&[], Field::BodyBytes, super::combined::combined())
}

/// [`timed`] after a virtual host.
pub(in crate::format) fn timed_vhost() -> Preset {
    let host = [Piece::Field(Field::ServerName), SPACE];
    of_times(
        &host,
        Field::ResponseBytes,
        super::combined::vhost_combined(),
    )
}

fn of_times(prefix: &[Piece], bytes: Field, lenient: Layout) -> Preset {
    let times = [
        SPACE,
        Piece::Field(Field::DurationSeconds),
        SPACE,
        Piece::Field(Field::UpstreamSeconds),
    ];
    let variant = |pieces: usize| {
        let times = times.get(..pieces).unwrap_or_default();
        let bytes = [Piece::Field(bytes)];
        compiled(&[prefix, &CLIENT_TO_STATUS, &bytes, times, &HEADERS].concat())
            .with_escape(Escape::Backslash)
            .with_extras_allowed()
    };
    Preset::of(vec![variant(2), variant(4)], lenient).with_finish(|line| {
        line.unset(Field::DurationSeconds);
        line.unset(Field::UpstreamSeconds);
    })
}
