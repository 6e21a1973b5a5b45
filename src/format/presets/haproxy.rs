//! `HAProxy`'s HTTP log, the syslog header already off: <https://docs.haproxy.org/3.0/configuration.html#8.2.3>.
//!
//! Deviations: captured headers (`{..|..}`) count as part of what stands before the request. The time has no offset and is
//! taken for UTC.

use super::super::layout::{Layout, Piece};
use super::compiled;
use crate::format::Field;

const SPACE: Piece = Piece::literal(" ");
const SLASH: Piece = Piece::literal("/");

/// `client:port [time] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes - - termination connections queues "request"`
pub(super) fn http() -> Layout {
    compiled(&[
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
        Piece::Field(Field::RequestLine),
        Piece::OptionalFromHere,
        Piece::literal("\""),
    ])
    .with_time_pattern("%d/%b/%Y:%H:%M:%S.%3f")
}
