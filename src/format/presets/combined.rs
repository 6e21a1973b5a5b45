//! The Common Log Format and its descendants:
//! <https://httpd.apache.org/docs/2.4/logs.html#accesslog>.
//!
//! Deviations, all for lines that occur in practice: everything after the request may be missing,
//! because the log was cut. If a list of addresses between quotes directly follows the agent, it is
//! `X-Forwarded-For`. The packaged `nginx.conf` and many sites write it there. Any other text after
//! the agent (Traefik, Kong, timing formats, `%D`) binds to no field.

use super::super::layout::{Layout, Piece};
use super::preset::compiled;
use crate::format::escape::Escape;
use crate::format::field::Field;

/// `%h %l %u %t "%r"`
const CLIENT_TO_REQUEST: [Piece; 9] = [
    Piece::Field(Field::RemoteAddress),
    Piece::literal(" "),
    Piece::Skip,
    Piece::literal(" "),
    Piece::Field(Field::User),
    Piece::literal(" ["),
    Piece::Field(Field::TimeClf),
    Piece::literal("] \""),
    Piece::Field(Field::RequestLine),
];

/// The end of the request's quotes, then the status and the bytes: `" %>s %b`.
fn answer(bytes: Field) -> [Piece; 5] {
    let optional = Piece::OptionalFromHere;
    [
        optional,
        Piece::literal("\" "),
        Piece::Field(Field::Status),
        Piece::literal(" "),
        Piece::Field(bytes),
    ]
}

/// ` "%{Referer}i" "%{User-Agent}i" "%{X-Forwarded-For}i"`
const HEADERS: [Piece; 7] = [
    Piece::literal(" \""),
    Piece::Field(Field::Referrer),
    Piece::literal("\" \""),
    Piece::Field(Field::UserAgent),
    Piece::literal("\" \""),
    Piece::Field(Field::ForwardedFor),
    Piece::literal("\""),
];

fn family(prefix: &[Piece], bytes: Field, headers: &[Piece]) -> Layout {
    written(&[prefix, &CLIENT_TO_REQUEST, &answer(bytes), headers])
}

/// Apache and nginx also escape unquoted values, since the client chooses the name of a user.
fn written(pieces: &[&[Piece]]) -> Layout {
    compiled(&pieces.concat())
        .with_escape(Escape::Backslash)
        .with_extras_allowed()
}

/// `%h %l %u %t "%r" %>s %b`
pub(super) fn common() -> Layout {
    family(&[], Field::BodyBytes, &[])
}

/// [`common`] with `"%{Referer}i" "%{User-Agent}i"`.
pub(in crate::format) fn combined() -> Layout {
    family(&[], Field::BodyBytes, &HEADERS).with_rows_of_combined()
}

/// Debian's `%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"`.
pub(in crate::format) fn vhost_combined() -> Layout {
    family(
        &[Piece::Field(Field::ServerName), Piece::literal(" ")],
        Field::ResponseBytes,
        &HEADERS,
    )
}

/// Combined after a virtual host, with an id between the identity and the user.
pub(in crate::format) fn numbered_combined() -> Layout {
    let prefix = [
        Piece::Field(Field::ServerName),
        Piece::literal(" "),
        Piece::Field(Field::RemoteAddress),
        Piece::literal(" "),
        Piece::Skip,
        Piece::literal(" "),
        Piece::Field(Field::RequestId),
        Piece::literal(" "),
    ];
    let client_to_request = CLIENT_TO_REQUEST;
    let rest = client_to_request.get(4..).unwrap_or_default();
    written(&[&prefix, rest, &answer(Field::BodyBytes), &HEADERS])
}

/// Combined after `"%{X-Forwarded-For}i" `.
pub(in crate::format) fn quoted_list_combined() -> Layout {
    let prefix = [
        Piece::literal("\""),
        Piece::Field(Field::ForwardedFor),
        Piece::literal("\" "),
    ];
    family(&prefix, Field::BodyBytes, &HEADERS)
}

/// Combined after `%{X-Forwarded-For}i `.
pub(in crate::format) fn listed_combined() -> Layout {
    family(
        &[Piece::Field(Field::ForwardedFor), Piece::literal(" ")],
        Field::BodyBytes,
        &HEADERS,
    )
}
