//! `HAProxy`'s HTTP log without its syslog header:
//! <https://docs.haproxy.org/3.0/configuration.html#8.2.3>; its HTTPS log, which appends errors and
//! TLS (8.2.4); and its HTTP log in the Common Log Format (`option httplog clf`).
//!
//! Deviations: captured headers (`{..|..}`) count as part of the text before the request. The time
//! has no offset and is read as UTC. `HAProxy` writes some bytes as a code (`#22`), which is kept.

use super::super::layout::{Layout, Piece};
use super::preset::{Preset, compiled};
use crate::format::escape::Escape;
use crate::format::field::Field;

const SPACE: Piece = Piece::literal(" ");
const SLASH: Piece = Piece::literal("/");
const QUOTES: Piece = Piece::literal("\" \"");

/// `client:port [time] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes - - termination
/// connections queues "request`
const CLIENT_TO_REQUEST: [Piece; 32] = [
    Piece::Field(Field::RemoteAddress),
    Piece::literal(" ["),
    Piece::Field(Field::TimePattern),
    Piece::literal("] "),
    Piece::Skip, // frontend
    SPACE,
    Piece::Skip, // backend/server
    SPACE,
    Piece::Skip, // TR
    SLASH,
    Piece::Skip, // Tw
    SLASH,
    Piece::Skip, // Tc
    SLASH,
    Piece::Skip, // Tr
    SLASH,
    Piece::Field(Field::DurationMilliseconds),
    SPACE,
    Piece::Field(Field::Status),
    SPACE,
    Piece::Field(Field::ResponseBytes),
    SPACE,
    Piece::Skip, // captured request cookie
    SPACE,
    Piece::Skip, // captured response cookie
    SPACE,
    Piece::Skip, // termination state
    SPACE,
    Piece::Skip, // connections
    SPACE,
    Piece::Skip, // queues, and captured headers
    Piece::literal(" \""),
];

/// `" errors server-name/protocol/cipher` of the HTTPS log.
const ERRORS_TO_CIPHER: [Piece; 15] = [
    Piece::literal("\" "),
    Piece::SkipWord, // the connection's error
    SLASH,
    Piece::SkipWord, // TLS's
    SLASH,
    Piece::SkipWord, // the client certificate's
    SLASH,
    Piece::SkipWord, // its issuer's
    SLASH,
    Piece::SkipWord, // whether TLS was resumed
    SPACE,
    Piece::Field(Field::ServerName),
    SLASH,
    Piece::Field(Field::TlsProtocol),
    SLASH,
];

/// The HTTP log, and the HTTPS log.
pub(in crate::format) fn http() -> Preset {
    let request = [Piece::Field(Field::RequestLine)];
    let cipher = [Piece::Field(Field::TlsCipher)];
    let end = [Piece::OptionalFromHere, Piece::literal("\"")];
    let https = layout(&[&CLIENT_TO_REQUEST, &request, &ERRORS_TO_CIPHER, &cipher]);
    let http = layout(&[&CLIENT_TO_REQUEST, &request, &end]).with_extras_allowed();
    Preset::of(vec![https], http)
}

fn layout(pieces: &[&[Piece]]) -> Layout {
    compiled(&pieces.concat())
        .with_escape(Escape::None)
        .with_time_pattern("%d/%b/%Y:%H:%M:%S.%3f")
}

/// `client - - [time] "request" status bytes "" "" port milliseconds "frontend" "backend" "server"
/// TR Tw Tc Tr Ta ...`
pub(in crate::format) fn common() -> Preset {
    let layout = compiled(&[
        Piece::Field(Field::RemoteAddress),
        Piece::literal(" - - ["),
        Piece::Field(Field::TimeClf),
        Piece::literal("] \""),
        Piece::Field(Field::RequestLine),
        Piece::literal("\" "),
        Piece::Field(Field::Status),
        SPACE,
        Piece::Field(Field::ResponseBytes),
        Piece::literal(" \"\" \"\" "),
        Piece::Field(Field::RemotePort),
        SPACE,
        Piece::Field(Field::TimeFraction),
        Piece::literal(" \""),
        Piece::Skip, // frontend
        QUOTES,
        Piece::Skip, // backend
        QUOTES,
        Piece::Skip, // server
        Piece::literal("\" "),
        Piece::SkipWord, // TR
        SPACE,
        Piece::SkipWord, // Tw
        SPACE,
        Piece::SkipWord, // Tc
        SPACE,
        Piece::SkipWord, // Tr
        SPACE,
        Piece::Field(Field::DurationMilliseconds),
    ]);
    let layout = layout.with_escape(Escape::None).with_extras_allowed();
    Preset::of(vec![layout.clone()], layout)
}
